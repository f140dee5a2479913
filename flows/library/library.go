// Package library holds the flows that ship with Suara, embedded in the program. It knows only
// their bytes: loading and checking them is the work of package flows.
package library

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"suara/survey"
)

//go:embed *.yaml
var files embed.FS

// Open returns the source of the shipped flow of that name, as in "berakhlak".
func Open(name string) ([]byte, error) {
	src, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("open flow library:%s: %w, there are: %s",
			name, survey.ErrNotFound, strings.Join(Names(), ", "))
	}
	return src, nil
}

// Names lists the shipped flows in alphabetical order.
func Names() []string {
	paths, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil // only a malformed pattern fails
	}
	for i, p := range paths {
		paths[i] = strings.TrimSuffix(p, ".yaml")
	}
	return paths
}
