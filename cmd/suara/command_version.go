package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (p *program) versionCommand() *cobra.Command {
	return p.command(&cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Long:    "Prints the version of the program and of Go. It reads no configuration.",
		Example: "  suara version",
		Args:    cobra.NoArgs,
	}, func(*cobra.Command, []string) error {
		_, err := fmt.Fprintln(p.stdout, "suara "+version())
		return err
	})
}

// version describes the build: the module's version, or the commit it was made from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v, dirty := info.Main.Version, ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && (v == "" || v == "(devel)"):
			v = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = ", with changes"
		}
	}
	return fmt.Sprintf("%s (%s%s)", v, info.GoVersion, dirty)
}
