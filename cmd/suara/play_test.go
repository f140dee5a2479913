package main

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"suara/flows"
	"suara/survey"
)

// TestScriptOfTheDocument plays the script in docs/flows.md on the small flow there.
func TestScriptOfTheDocument(t *testing.T) {
	doc := string(readFile(t, "../../docs/flows.md"))
	flow := regexp.MustCompile("(?s)```yaml\n(flow: layanan.*?)```").FindStringSubmatch(doc)
	script := regexp.MustCompile("(?s)```text\n(# answers.*?)```").FindStringSubmatch(doc)
	if flow == nil || script == nil {
		t.Fatal("the flow or its script is gone")
	}
	f, err := flows.Load("layanan.yaml", []byte(flow[1]))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	pl, err := newPlayer(&program{stdout: &out, clock: realClock{}}, f, playing{"id", "p1", survey.Anonymous, nil})
	if err != nil {
		t.Fatal(err)
	}
	if err := pl.playScript("script", []byte(script[1])); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "sent:\n  cepat = 2\n  jelas = 4\n  sebab = #skip\n") {
		t.Errorf("%s", out.String())
	}
}

// FuzzPlayScript plays any script on a flow with every kind of item: it ends, and what is wrong has its line.
func FuzzPlayScript(f *testing.F) {
	a, err := txtar.ParseFile("testdata/scripts/play.txtar")
	if err != nil {
		f.Fatal(err)
	}
	var flow *flows.Flow
	for _, file := range a.Files {
		switch {
		case file.Name == "lengkap.yaml":
			if flow, err = flows.Load(file.Name, file.Data); err != nil {
				f.Fatal(err)
			}
		case strings.HasSuffix(file.Name, ".txt"):
			f.Add(file.Data)
		}
	}
	f.Fuzz(func(t *testing.T, script []byte) {
		p := &program{stdout: io.Discard, clock: realClock{}}
		pl, err := newPlayer(p, flow, playing{"id", "p1", survey.Identified, nil})
		if err != nil {
			t.Fatal(err)
		}
		err = pl.playScript("s", script)
		if err != nil && !regexp.MustCompile(`^s:[0-9]+: `).MatchString(err.Error()) {
			t.Fatalf("no place: %v", err)
		}
	})
}
