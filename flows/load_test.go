package flows_test

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"suara/flows"
	"suara/flows/compare"
	"suara/flows/library"
	"suara/survey"
)

func load(t testing.TB, src string) *flows.Flow {
	t.Helper()
	f, err := flows.Load("flow.yaml", []byte(src))
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	return f
}

func shipped(t testing.TB, name string) *flows.Flow {
	t.Helper()
	src, err := library.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	return load(t, string(src))
}

func TestShippedFlowsLoad(t *testing.T) {
	for _, name := range library.Names() {
		t.Run(name, func(t *testing.T) {
			f := shipped(t, name)
			problems := append(f.Warnings(), f.CheckMode(survey.Anonymous)...)
			if f.ID != name || len(problems) > 0 {
				t.Errorf("flow %s: %v", f.ID, problems)
			}
		})
	}
}

func TestBerakhlak(t *testing.T) {
	f := shipped(t, "berakhlak")
	scored := 0
	for _, d := range f.Dimensions {
		for _, id := range d.Items {
			item, at := f.Item(id)
			if at != scored {
				t.Errorf("%s is asked at %d, scored at %d", id, at, scored)
			}
			if !strings.HasPrefix(item.Text["id"], "Pegawai di unit kerja saya ") {
				t.Errorf("%s has no subject", id)
			}
			scored++
		}
	}
	if scored != 21 || len(f.Items) != 25 || len(f.Index.Bands) != 4 {
		t.Errorf("%d scored, %d items, %d bands", scored, len(f.Items), len(f.Index.Bands))
	}
}

// TestProblems loads the wrong flows of testdata/problems and compares all that is reported.
func TestProblems(t *testing.T) {
	const file = "testdata/problems/problems.txtar"
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := &txtar.Archive{Comment: a.Comment}
	for _, f := range a.Files {
		if strings.HasSuffix(f.Name, ".said") {
			continue
		}
		found := flows.Inspect(f.Name, f.Data, survey.Anonymous)
		said := ""
		for _, e := range found.Errors {
			said += e.String() + "\n"
		}
		for _, w := range found.Warnings {
			said += "warning: " + w.String() + "\n"
		}
		if _, err := flows.Load(f.Name, f.Data); (err == nil) != (found.Flow != nil) {
			t.Errorf("%s: Load says %v, Inspect gives flow %t", f.Name, err, found.Flow != nil)
		}
		out.Files = append(out.Files, f, txtar.File{Name: f.Name + ".said", Data: []byte(said)})
	}
	got := txtar.Format(out)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := txtar.Format(a); !bytes.Equal(got, want) {
		t.Errorf("problems differ; -update rewrites them\n%s", firstDifference(string(want), string(got)))
	}
}

// An item whose type is not known may have the keys of any type: each is named once, in the same order always.
func TestKeysOfAnUnknownType(t *testing.T) {
	const src = "flow: x\ntitle: x\nlanguages: [id]\nitems: [{id: a, type: apa, txt: x}]"
	_, err := flows.Load("x.yaml", []byte(src))
	_, list, _ := strings.Cut(fmt.Sprint(err), "(perhaps text?); known are ")
	list, _, _ = strings.Cut(list, "\n")
	seen := map[string]bool{}
	for key := range strings.SplitSeq(list, ", ") {
		if seen[key] {
			t.Errorf("%s stands twice in %s", key, list)
		}
		seen[key] = true
	}
	if len(seen) < 20 || !strings.HasPrefix(list, "id, type, section, when, text, hint") {
		t.Errorf("known are %s in\n%v", list, err)
	}
}

// TestHostile loads files made to hurt; each must end soon, with a problem.
func TestHostile(t *testing.T) {
	deep := func(s string) string { return strings.Repeat(s, 1<<17/len(s)) }
	laughs := "a: &a [x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'k'; c++ {
		laughs += fmt.Sprintf("%c: &%c [*%c, *%c, *%c, *%c, *%c, *%c]\n", c, c, c-1, c-1, c-1, c-1, c-1, c-1)
	}
	scales := "o: &o\n" + strings.Repeat("  - {value: 1, label: x}\n", 90) +
		"flow: x\ntitle: x\nlanguages: [id]\nscales:\n"
	for i := range 9000 {
		scales += fmt.Sprintf("  s%d: *o\n", i)
	}
	for name, src := range map[string]string{
		"empty": "", "flow lists": deep("["), "flow maps": deep("{a: "), "block lists": deep("- "),
		"keys": deep("? "), "tags": deep("!!a "), "anchors": deep("&a "), "values": deep("a: "),
		"quotes": deep("'a' "), "many keys": strings.Repeat("a: 1\n", 60_000), "laughs": laughs, "wide aliases": scales,
		"self": "flow: &a *a", "loop": "items: &a [*a]\nflow: x", "large": strings.Repeat("a", 1<<20+1),
		"NUL": "flow: \x00", "not UTF-8": "flow: \xff\xfe", "two documents": "a: 1\n---\nb: 2",
		"within itself": "flow: x\ntitle: x\nlanguages: [id]\nsections: [{id: a, within: a}, {id: b, within: c}, {id: c, within: b}]\n" +
			"items: [{id: i, type: note, text: x, section: a}, {id: j, type: note, text: x, section: c}]",
		"scalar": "x", "null": "flow: ~\nitems: ~",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := flows.Load("x.yaml", []byte(src))
			var problems flows.Problems
			if !errors.As(err, &problems) || len(problems) == 0 {
				t.Fatalf("got %v", err)
			}
		})
	}
}

// TestItemTypeExamples loads and plays the example in the comment of each item type.
func TestItemTypeExamples(t *testing.T) {
	src, err := parser.ParseFile(token.NewFileSet(), "item.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for _, d := range src.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			name := s.(*ast.ValueSpec).Names[0].Name
			if _, example, ok := strings.Cut(s.(*ast.ValueSpec).Doc.Text(), "\n\n"); ok {
				examples++
				t.Run(name, func(t *testing.T) { playExample(t, example) })
			}
		}
	}
	if examples != 19 {
		t.Errorf("%d examples for 19 item types", examples)
	}
}

func playExample(t *testing.T, example string) {
	example = "  - " + strings.ReplaceAll(strings.TrimSpace(example), "\n\t", "\n    ") + "\n"
	f := load(t, `flow: contoh
title: {id: Contoh, en: Example}
languages: [id, en]
scales: {agree5: [{value: 1, label: {id: Tidak, en: No}}, {value: 2, label: {id: Ya, en: Yes}}]}
items:
`+example)
	s := f.Begin("x", "id", nil)
	words := map[flows.ItemType]string{flows.TypeNumber: "30", flows.TypeDate: "2 Mei 2020",
		flows.TypeTime: "16.30", flows.TypeEmail: "siti@malutprov.go.id", flows.TypePhone: "0812 3456 7890"}
	for range 6 {
		screen, in := f.Show(s), flows.Input{Text: "baik"}
		switch {
		case screen.Kind == flows.ScreenReview:
			_, out := f.Step(s, flows.Input{Press: screen.Submit})
			if !out.Submitted {
				t.Errorf("not submitted: %v", out.Notice)
			}
			return
		case screen.Done != "" && (!screen.Many || screen.Ticked > 0 && !screen.Ranked || screen.Ticked > 1):
			in.Press = screen.Done
		case len(screen.Options) > 0:
			in.Press = screen.Options[screen.Ticked%len(screen.Options)].Press
		case f.Wants(s) != "":
			in.Sent = &flows.Sent{Kind: f.Wants(s), Value: "w/x.jpg"}
		case words[screen.Item.Type] != "":
			in.Text = words[screen.Item.Type]
		}
		s, _ = f.Step(s, in)
	}
	t.Errorf("no review after six steps: %+v", f.Show(s))
}

func FuzzLoad(f *testing.F) {
	for _, name := range library.Names() {
		src, _ := library.Open(name)
		f.Add(src)
	}
	f.Add([]byte(everything))
	f.Add([]byte("flow: &a {<<: *a}\nitems: [*b, &b {<<: *b}]"))
	f.Fuzz(func(t *testing.T, src []byte) {
		flow := flows.Inspect("f.yaml", src, survey.Anonymous).Flow
		if _, err := flows.Load("f.yaml", src); (err == nil) != (flow != nil) {
			t.Fatalf("Load says %v, Inspect gives flow %t", err, flow != nil)
		}
		if flow == nil {
			return
		}
		flow.Show(flow.Begin("x", "id", nil))
		if c := compare.Flows(flow, flow); !c.None() {
			t.Fatalf("the flow differs from itself:\n%s", c)
		}
	})
}
