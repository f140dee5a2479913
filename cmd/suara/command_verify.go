package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"suara/storage"
)

func (p *program) verifyCommand() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "verify FILE",
		Short: "Check every page and record of a database file",
		Long: `Reads every page of a database or a backup, decodes every record, counts them by bucket, and
compares a backup with its checksum. It changes nothing and reads no configuration. A database in use
can't be read: make a backup and verify that.`,
		Example: "  suara verify /backup/suara-2026-11-25.db",
		Args:    cobra.ExactArgs(1),
	}, func(c *cobra.Command, args []string) error {
		v, err := p.verify(c.Context(), args[0])
		if err != nil {
			return err
		}
		sum := "no checksum to compare with"
		if v.Sealed {
			sum = "every byte matches its checksum"
		}
		p.say("%s: sound, version %d, %d records, %s; %s", args[0], v.Version, v.Counts.Total(), byteSize(v.Bytes), sum)
		for _, name := range slices.Sorted(maps.Keys(v.Counts)) {
			p.say("  %-12s %d", name, v.Counts[name])
		}
		return nil
	})
}

// verifyHere is the part of verify that runs in a process of its own.
func (p *program) verifyHere() *cobra.Command {
	pages := false
	c := p.command(&cobra.Command{
		Use: verifyHereName + " FILE", Hidden: true, Args: cobra.ExactArgs(1),
		Short: "Check a database file in this process",
		Long:  "Checks a database file in this process and prints the verdict as JSON; used by verify.",
	}, func(_ *cobra.Command, args []string) error {
		check := storage.Verify
		if pages {
			check = storage.VerifyPages
		}
		v, err := check(args[0])
		if err != nil {
			return err
		}
		return json.NewEncoder(p.stdout).Encode(v)
	})
	c.Flags().BoolVar(&pages, "pages", false, "check pages only")
	return c
}

const verifyHereName = "verify-here"

// verify checks a file in a process of its own, since a garbled page may end the one that reads it.
// It fails where the file is damaged.
func (p *program) verify(ctx context.Context, file string, flags ...string) (v storage.Verdict, err error) {
	if p.self == "" {
		return v, errors.New("the program's own file can't be found, which is to check the database apart")
	}
	var out, problems bytes.Buffer
	child := exec.CommandContext(ctx, p.self, append([]string{verifyHereName, file}, flags...)...)
	child.Stdout, child.Stderr = &out, &problems
	err = child.Run()
	if ctx.Err() != nil {
		return v, ctx.Err()
	}
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended) && ended.ExitCode() == exitFailed:
		return v, errors.New(string(bytes.TrimPrefix(bytes.TrimSpace(problems.Bytes()), []byte("suara: "))))
	case err != nil && !errors.As(err, &ended):
		return v, fmt.Errorf("start the check: %w", err)
	case err != nil || json.Unmarshal(out.Bytes(), &v) != nil:
		return v, fmt.Errorf("%s is damaged: it can't be read to its end; %s", file, restoreHint)
	case len(v.Damage) > 0:
		var faults []error
		for _, d := range v.Damage {
			faults = append(faults, fmt.Errorf("%s is damaged: %s", file, d))
		}
		return v, errors.Join(append(faults, errors.New(restoreHint))...)
	}
	return v, nil
}

// verifyAfterCrash checks the database's pages where the last process that used it died. One that is
// in use is left to its opening, which says so.
func (p *program) verifyAfterCrash(ctx context.Context, path string) error {
	if p.self == "" || !storage.Unclean(path) {
		return nil
	}
	if _, err := os.Stat(path); err != nil {
		return nil // a new one, or one that the opening complains of
	}
	_, err := p.verify(ctx, path, "--pages")
	if err != nil && strings.Contains(err.Error(), storage.ErrBusy.Error()) {
		return nil
	}
	return err
}

const restoreHint = "put a sound backup in its place with 'suara restore FILE'"
