package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// listed is what go list says of a package.
type listed struct {
	ImportPath string
	Name       string // main: of a command
	Doc        string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Name,Doc,Imports", "suara/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// project lists the packages of this project that each package may import; those below cmd that are not listed
// may import all.
func project() map[string][]string {
	return map[string][]string{
		"suara/survey": {},
		"suara/flows": {"suara/survey", "suara/flows/expression", "suara/flows/richtext",
			"suara/flows/source", "suara/flows/writing"},
		"suara/flows/writing":    {},
		"suara/flows/expression": {},
		"suara/flows/richtext":   {"suara/flows/expression", "suara/flows/writing"},
		"suara/flows/source":     {"suara/flows/expression", "suara/flows/writing"},
		"suara/flows/outline":    {"suara/flows", "suara/flows/expression", "suara/flows/writing"},
		"suara/flows/compare": {"suara/flows", "suara/flows/expression", "suara/flows/outline",
			"suara/flows/richtext", "suara/flows/writing"},
		"suara/flows/library":  {"suara/survey"},
		"suara/storage":        {"suara/survey"},
		"suara/schedule":       {"suara/survey"},
		"suara/delivery":       {"suara/survey"},
		"suara/roster":         {"suara/survey"},
		"suara/report":         {"suara/survey", "suara/flows", "suara/flows/compare"},
		"suara/report/words":   {"suara/survey", "suara/flows", "suara/report"},
		"suara/report/colours": {},
		"suara/report/folder":  {},
		"suara/report/picture": {"suara/report", "suara/report/words", "suara/report/colours"},
		"suara/report/html":    {"suara/report", "suara/report/words", "suara/report/colours"},
		"suara/report/docx": {"suara/report", "suara/report/words", "suara/report/picture",
			"suara/report/folder"},
		"suara/report/xlsx": {"suara/survey", "suara/flows", "suara/report", "suara/report/words",
			"suara/report/colours", "suara/report/folder"},
		"suara/report/export": {"suara/survey", "suara/flows", "suara/report", "suara/report/words",
			"suara/report/xlsx"},
		"suara/report/archive": {"suara/survey", "suara/report/words", "suara/report/export",
			"suara/report/html", "suara/report/xlsx", "suara/report/docx", "suara/report/picture",
			"suara/report/folder"},
		"suara/report/reporttest": {"suara/survey", "suara/flows", "suara/flows/library", "suara/report",
			"suara/report/words"},
		"suara/fielding": {"suara/survey", "suara/flows", "suara/storage", "suara/schedule",
			"suara/delivery"},
		"suara/bot/api":   {},
		"suara/bot/texts": {"suara/flows"},
		"suara/bot": {"suara/bot/api", "suara/bot/texts", "suara/survey", "suara/flows", "suara/flows/compare",
			"suara/flows/richtext", "suara/storage", "suara/schedule", "suara/delivery", "suara/fielding", "suara/report",
			"suara/report/words", "suara/report/xlsx", "suara/roster"},
		"suara/simulator": {},
		"suara/cmd/suara/config": {"suara/survey", "suara/flows", "suara/flows/library", "suara/schedule",
			"suara/delivery", "suara/fielding"},
	}
}

// ban keeps an import, and all below it, to the packages named.
type ban struct{ path, only, reason string }

func bans() []ban {
	return []ban{
		{"go.etcd.io/bbolt", "storage",
			"bbolt types stay inside storage, so that the file's layout is known in one place"},
		{"github.com/fxamacker/cbor", "storage", "how records are encoded is storage's affair"},
		{"github.com/go-telegram", "bot simulator",
			"Telegram types stay inside bot; the core must not know the messenger"},
		{"github.com/robfig/cron", "schedule",
			"schedule decides what an expression means; the library's own clock work is not used"},
		{"github.com/spf13", "cmd", "only the program has a command line"},
		{"github.com/prometheus", "cmd",
			"the parts count for themselves; how figures are published is the program's affair"},
		{"github.com/xuri/excelize", "report roster", "spreadsheets are read by roster and written by report"},
		{"golang.org/x/time", "delivery simulator",
			"the pace of sending is delivery's rule; the simulator enforces Telegram's"},
		{"github.com/goccy/go-yaml", "flows/source bot/texts cmd",
			"YAML is read where a file is: flows, catalogues, configuration"},
		{"net", "bot simulator cmd", "the core reaches no network: what goes out is an effect"},
		{"os", "storage simulator cmd/suara", "the core reads no files and no environment: bytes come in as values"},
		{"log", "fielding bot simulator cmd", "pure packages return errors; the outermost loop logs"},
		{"database/sql", "", "there is one database, behind storage"},
		{"math/rand", "bot simulator cmd report/reporttest",
			"randomness comes in as a value, so that every run can be repeated"},
		{"crypto/rand", "storage cmd",
			"randomness comes in as a value; only the program and the key file draw their own"},
		{"unsafe", "", "nothing here is worth it"},
	}
}

// external tells whether an import is neither the project's nor the standard library's.
func external(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

func TestImportsRunOneWay(t *testing.T) {
	rules := project()
	for _, p := range packages(t) {
		allowed, known := rules[p.ImportPath]
		free := !known && strings.HasPrefix(p.ImportPath, "suara/cmd/")
		if !known && !free {
			t.Errorf("%s: a new package needs its place in the rules of this test", p.ImportPath)
		}
		for _, path := range p.Imports {
			if strings.HasPrefix(path, "suara/") && !free && !slices.Contains(allowed, path) {
				t.Errorf("%s imports %s: imports run one way, see docs/architecture.md", p.ImportPath, path)
			}
			if p.ImportPath == "suara/survey" && external(path) {
				t.Errorf("suara/survey imports %s: the nouns use the standard library only", path)
			}
		}
	}
}

func TestImportsBanned(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, "suara/")
		top, _, _ := strings.Cut(name, "/")
		for _, path := range p.Imports {
			for _, b := range bans() {
				below := path == b.path || strings.HasPrefix(path, b.path+"/")
				if only := strings.Fields(b.only); below && !slices.Contains(only, top) &&
					!slices.Contains(only, name) {
					t.Errorf("%s imports %s: %s", p.ImportPath, path, b.reason)
				}
			}
		}
	}
}

func TestPackagesSayWhatTheyAre(t *testing.T) {
	for _, p := range packages(t) {
		begin := "Package " + p.ImportPath[strings.LastIndex(p.ImportPath, "/")+1:] + " "
		if p.Name == "main" {
			begin = "Command " + p.ImportPath[strings.LastIndex(p.ImportPath, "/")+1:] + " "
		}
		if !strings.HasPrefix(p.Doc, begin) {
			t.Errorf("%s: the package's comment must begin with %q and say what it must not know", p.ImportPath, begin)
		}
	}
}
