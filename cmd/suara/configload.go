package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"suara/fielding"
	"suara/flows"
	"suara/schedule"
)

// setup is a configuration that was checked and turned into what the parts need.
type setup struct {
	Config
	Fielding fielding.Config
	Warnings []string
	Backups  schedule.Spec // zero: none by themselves
}

// loader says how a configuration is loaded.
type loader struct {
	Env   func(string) (string, bool)
	Now   time.Time // schedules must come due after it
	Token bool      // the command needs Telegram
}

// load reads and checks the configuration file. Its error lists every problem with its place.
func (l loader) load(path string) (*setup, error) {
	src, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("config %s: no such file; copy config.example.yaml or name yours with -c", path)
	}
	if err != nil {
		return nil, fmt.Errorf("read config: %w", err)
	}
	return l.parse(path, src)
}

func (l loader) parse(path string, src []byte) (*setup, error) {
	r := &configReader{file: path, env: l.Env, places: map[string]place{}}
	c := Default()
	if body := r.parse(src); body != nil {
		r.read(body, &c)
	}
	k := &configChecker{
		configReader: r, loader: l, out: &setup{Config: c}, folder: filepath.Dir(path),
	}
	k.check()
	if len(r.problems) > 0 {
		return nil, sorted(r.problems, path)
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
