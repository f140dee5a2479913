package flows_test

import (
	"bytes"
	"slices"
	"testing"

	"suara/flows"
	"suara/survey"

	"pgregory.net/rapid"
)

// everything is a flow with each item type, routing, checks and words for "other".
const everything = `
flow: semua
title: {id: Semua, en: Everything}
languages: [id, en]
scales: {s: [{value: 1, label: {id: Satu, en: One}}, {value: 2, label: {id: Dua, en: Two}}, {value: 3, label: {id: Tiga, en: Three}}]}
items:
  - {id: a, type: scale, scale: s, text: {id: A?, en: A?}}
  - {id: n, type: note, text: {id: N, en: N}, when: "${a} >= 2"}
  - {id: b, type: choice, other: true, text: {id: B?, en: B?}, when: "${a} > 1", options: [{value: x, label: {id: X, en: X}}, {value: y, label: {id: Y, en: Y}}]}
  - {id: c, type: choices, max_select: 2, other: true, text: {id: C?, en: C?}, when: "${b} = 'other'", options: [{value: p, label: {id: P, en: P}}, {value: q, label: {id: Q, en: Q}}]}
  - {id: d, type: number, text: {id: D?, en: D?}, check: {that: ". > ${a}", say: {id: Lebih!, en: More!}}}
  - {id: e, type: text, optional: true, max_length: 9, text: {id: E?, en: E?}, when: "selected(${c}, 'p') or ${d} > 5"}
  - {id: f, type: date, text: {id: F?, en: F?}, check: {that: ". <= today()", say: {id: Lalu!, en: Past!}}}
  - {id: g, type: yesno, segment: true, text: {id: G?, en: G?}, when: "${unit} != ''"}
  - {id: h, type: nps, optional: true, text: {id: H?, en: H?}}
`

var texts = []string{"1", "2", "3", "6", "7,5", "lainnya", "x", "p q", "P", "2 Mei 2020", "3/4/2099",
	"kata-kata", "", "\u200b", "/batal", "Ya", "12.5", "terlalu panjang untuk ini"}

// presses lists every button of a screen.
func presses(s flows.Screen) []string {
	out := []string{s.Back, s.Skip, s.Later, s.Done, s.Submit, s.Next, s.NextPage, s.PreviousPage}
	for _, o := range s.Options {
		out = append(out, o.Press)
	}
	for _, r := range s.Review {
		out = append(out, r.Press)
	}
	return slices.DeleteFunc(out, func(p string) bool { return p == "" })
}

// walker draws inputs and keeps every button ever seen.
type walker struct {
	flow    *flows.Flow
	s       flows.Session
	seen    []string
	message int
}

func (w *walker) input(t *rapid.T) flows.Input {
	in := flows.Input{Now: noon}
	now := presses(w.flow.Show(w.s))
	w.seen = append(w.seen, now...)
	switch kind := rapid.IntRange(0, 9).Draw(t, "kind"); {
	case kind < 5:
		in.Press = rapid.SampledFrom(now).Draw(t, "button")
	case kind < 6:
		in.Press = rapid.SampledFrom(w.seen).Draw(t, "any button")
	case kind < 7:
		in.Edited, in.Message = true, rapid.IntRange(0, w.message+1).Draw(t, "message")
		in.Text = rapid.SampledFrom(texts).Draw(t, "text")
	default:
		w.message++
		in.Message = w.message
		in.Text = rapid.SampledFrom(texts).Draw(t, "text")
	}
	return in
}

// TestAnySteps holds what is true of every input: revisions tell screens apart, a stale button
// changes nothing, only relevant items have values, and a submission has all it needs.
func TestAnySteps(t *testing.T) {
	f := load(t, everything)
	rapid.Check(t, func(t *rapid.T) {
		w := walker{flow: f, s: f.Begin("k7", "id", map[string]string{"unit": "u"})}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			in := w.input(t)
			current := slices.Contains(presses(f.Show(w.s)), in.Press)
			before := w.s
			next, out := f.Step(w.s, in)
			w.s = next
			switch {
			case out.Stale && (out.Changed || current),
				in.Press != "" && !current && !out.Stale:
				t.Fatalf("press %q current %v: %+v", in.Press, current, out)
			case !out.Changed && !bytes.Equal(before.Bytes(), next.Bytes()):
				t.Fatal("changed, but not said so")
			case out.Changed && next.Revision() != before.Revision()+1:
				t.Fatalf("revision %d after %d", next.Revision(), before.Revision())
			}
			holds(t, f, next, out)
		}
	})
}

func holds(t *rapid.T, f *flows.Flow, s flows.Session, out flows.Outcome) {
	v := f.Values(s)
	a, b, c := v[0], v[2], v[3]
	if a == "" && b != "" || a == "1" && b != "" || b != flows.OtherValue && c != "" {
		t.Fatalf("values of items that are not relevant: %q", v)
	}
	if out.Submitted && (a == "" || v[4] == "" || v[6] == "" || a != "1" && b == "" ||
		b == flows.OtherValue && c == "") {
		t.Fatalf("submitted without required values: %q", v)
	}
	for _, p := range presses(f.Show(s)) {
		if id, ok := flows.ParsePress(p); !ok || id != "k7" || len(p) > 60 {
			t.Fatalf("button %q is of %q", p, id)
		}
	}
	saved, err := flows.ReadSession(s.Bytes())
	if err != nil || !bytes.Equal(saved.Bytes(), s.Bytes()) {
		t.Fatalf("saved and read differs: %v", err)
	}
}

// TestMovingKeepsAnswers goes back and on again, leaves and turns pages: no value changes.
func TestMovingKeepsAnswers(t *testing.T) {
	f := load(t, everything)
	rapid.Check(t, func(t *rapid.T) {
		w := walker{flow: f, s: f.Begin("k7", "id", nil)}
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			w.s, _ = f.Step(w.s, w.input(t))
		}
		want, comments := f.Values(w.s), f.Comments(w.s)
		for range 12 {
			screen := f.Show(w.s)
			moves := slices.DeleteFunc([]string{screen.Back, screen.Next, screen.Later},
				func(p string) bool { return p == "" })
			w.s, _ = f.Step(w.s, flows.Input{Press: rapid.SampledFrom(moves).Draw(t, "move"), Now: noon})
		}
		if !slices.Equal(f.Values(w.s), want) || !slices.Equal(f.Comments(w.s), comments) {
			t.Fatalf("values %q became %q", want, f.Values(w.s))
		}
	})
}

// TestBackAndNext returns to the same screen.
func TestBackAndNext(t *testing.T) {
	f := shipped(t, "berakhlak")
	s := f.Begin("a", "id", nil)
	for range 5 {
		s, _ = f.Step(s, flows.Input{Press: f.Show(s).Options[2].Press})
	}
	at := f.Show(s).Item.ID
	for range 3 {
		s, _ = f.Step(s, flows.Input{Press: f.Show(s).Back})
	}
	for range 3 {
		s, _ = f.Step(s, flows.Input{Press: f.Show(s).Next})
	}
	if got := f.Show(s).Item.ID; got != at {
		t.Errorf("came to %s, was at %s", got, at)
	}
}

// TestDoubleTap presses the same option twice (cases 10 and 12): one answer, the next item open.
func TestDoubleTap(t *testing.T) {
	f := shipped(t, "berakhlak")
	s := f.Begin("a", "id", nil)
	tap := flows.Input{Press: f.Show(s).Options[3].Press}
	s, _ = f.Step(s, tap)
	again, out := f.Step(s, tap)
	if !out.Stale || out.Notice.Key != flows.NoticePressRepeated || again.Revision() != s.Revision() {
		t.Errorf("second tap: %+v", out)
	}
	if v := f.Values(again); v[0] != "4" || v[1] != survey.NotReached {
		t.Errorf("values %q", v[:2])
	}
}

// TestForeignPress presses buttons of another interview and ones that nobody issued.
func TestForeignPress(t *testing.T) {
	f := shipped(t, "berakhlak")
	s := f.Begin("a", "id", nil)
	for _, token := range []string{f.Show(f.Begin("b", "id", nil)).Options[0].Press, "", "a", "a.0.0.o9",
		"a.0.0.s", "a.0.0.k", "a.00.0.o", "a.0.0.", "a.0.0.oo0", "A.0.0.o", "a.0.0.o.1", "a.-1.0.o"} {
		if token == "" {
			continue
		}
		if next, out := f.Step(s, flows.Input{Press: token}); !out.Stale || next.Revision() != 0 {
			t.Errorf("%s: %+v", token, out)
		}
	}
}

func TestNoticeKeysAreDistinct(t *testing.T) {
	keys := flows.NoticeKeys()
	slices.Sort(keys)
	if len(slices.Compact(slices.Clone(keys))) != len(keys) {
		t.Errorf("repeated keys in %v", keys)
	}
}

func FuzzStep(f *testing.F) {
	flow := load(f, everything)
	start := flow.Begin("k7", "id", nil)
	f.Add(start.Bytes(), flow.Show(start).Options[1].Press, "2", 1, false)
	f.Add(start.Bytes(), "", "lainnya", 1, true)
	f.Fuzz(func(t *testing.T, saved []byte, press, text string, message int, edited bool) {
		s, err := flows.ReadSession(saved)
		if err != nil {
			return
		}
		in := flows.Input{Press: press, Text: text, Message: message, Edited: edited, Now: noon}
		next, out := flow.Step(s, in)
		if !out.Changed && !bytes.Equal(next.Bytes(), s.Bytes()) {
			t.Fatal("changed, but not said so")
		}
		for _, p := range presses(flow.Show(next)) {
			flow.Step(next, flows.Input{Press: p, Now: noon})
		}
		flow.Values(next)
		flow.Comments(next)
	})
}
