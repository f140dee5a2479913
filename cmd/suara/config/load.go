package config

import (
	"cmp"
	"path/filepath"
	"slices"
	"time"

	"suara/fielding"
	"suara/flows"
	"suara/schedule"
)

// Config is a configuration that was checked and turned into what the parts need. Paths in it are
// absolute, or relative to where the program runs.
type Config struct {
	File
	Fielding fielding.Config // without the words of the notices, which are texts
	Warnings []string        // each with its place, as FILE:LINE:COLUMN: PATH: what
	Backups  schedule.Spec   // when backups are made; zero: none by themselves
}

// Source is what a configuration is made from. All functions are needed; they are the only way to
// anything outside the text.
type Source struct {
	Name  string    // of the file, as problems name it; relative paths start at its folder
	Text  []byte    // YAML, UTF-8
	Now   time.Time // schedules must come due after it
	Token bool      // Telegram is needed, and so is its token

	Env      func(name string) (value string, set bool)
	ReadFile func(name string) ([]byte, error) // reads a flow's file
	// Pictures reads what a flow's notes show, by path in the flow, from the folder of its file, and says
	// with their places what is wrong with them.
	Pictures func(f *flows.Flow, folder string) (map[string][]byte, []flows.Problem)
	Secret   func(secret string) error // why a webhook's secret can't be used; nil: it can
}

// Load reads and checks a configuration. Its error is a [flows.Problems] that lists every problem of the
// configuration and of its flows with its place; none repeats a value that may be secret.
func Load(s Source) (*Config, error) {
	r := &reader{file: s.Name, env: s.Env, places: map[string]place{}}
	f := defaultFile()
	if body := r.parse(s.Text); body != nil {
		r.read(body, &f)
	}
	k := &checker{reader: r, Source: s, out: &Config{File: f}, folder: filepath.Dir(s.Name)}
	k.check()
	if len(r.problems) > 0 {
		return nil, sorted(r.problems, s.Name)
	}
	return k.out, nil
}

// sorted puts those of the configuration first, each file's in its order, and each once.
func sorted(list flows.Problems, first string) flows.Problems {
	rank := func(file string) int {
		if file == first {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b flows.Problem) int {
		return cmp.Or(
			cmp.Compare(rank(a.File), rank(b.File)), cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(list, flows.Problem.Same)
}
