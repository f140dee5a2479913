package flows_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"suara/flows"

	"pgregory.net/rapid"
)

// deep is a flow with all that goes beyond plain items.
const deep = `
flow: dalam
title: x
languages: [id]
closing: [{when: "${k} > 2", text: a}, {text: b}]
scales: {s: [{value: 1, label: Satu}, {value: 2, label: Dua}, {value: 3, label: Tiga}]}
sections:
  - {id: p, title: P, intro: "*${unit}*", shuffle: true}
  - {id: g, within: p, when: "${a} != 3"}
items:
  - {id: a, type: scale, scale: s, text: A?, also: [na, dk], default: 2}
  - {id: m, type: matrix, scale: s, shuffle: true, section: g, optional: true, also: [refused], text: M?, rows: [{id: m1, text: "${a}?"}, {id: m2, text: Dua?}, {id: m3, text: Tiga?, when: "${a} = 1"}]}
  - {id: r, type: ranking, section: p, max_select: 2, text: R?, options: [{value: x, label: X}, {value: y, label: Y, when: "${a} = 1"}, {value: p, label: P}, {value: q, label: Q}]}
  - {id: k, type: calculate, value: "${a} * 2", when: "${a} > 1"}
  - {id: h, type: hidden, value: v1}
  - {id: c, type: choice, text: C?, choice_filter: "${option.t} = ${a} or ${a} > 2", options: [{value: p, label: P, with: {t: 1}}, {value: q, label: Q, with: {t: 2}}]}
  - {id: j, type: choices, shuffle: true, text: "J ${c}?", default: [p, q], other: true, also: [na], options: &o [{value: p, label: P}, {value: q, label: Q}, {value: o1, label: O1}, {value: o2, label: O2}, {value: o3, label: O3}, {value: o4, label: O4}, {value: o5, label: O5}, {value: o6, label: O6}, {value: o7, label: O7}, {value: o8, label: O8}, {value: o9, label: O9}, {value: x, label: X}, {value: y, label: Y}]}
  - {id: t, type: time, text: T?, default: "16:00", required: "${a} = 1"}
  - {id: e, type: email, text: E?, optional: true}
  - {id: f, type: phone, text: F?, required: "${m1} != ''"}
`

// all lists the presses of a screen, special answers and long lists included.
func all(s flows.Screen) []string {
	out := presses(s)
	if s.All != "" {
		out = append(out, s.All)
	}
	for _, o := range s.Also {
		out = append(out, o.Press)
	}
	return out
}

// TestAnyStepsOfFeatures holds of the deeper flow what TestAnySteps holds of the plain one.
func TestAnyStepsOfFeatures(t *testing.T) {
	f := load(t, deep)
	words := append([]string{"16.30", "a@b.id", "0812 3456 7890", "o", "tidak tahu", "p, q", "1 2"}, texts...)
	rapid.Check(t, func(t *rapid.T) {
		s := f.Begin(rapid.StringMatching(`[a-z]{1,4}`).Draw(t, "id"), "id", map[string]string{"unit": "u"})
		var seen []string
		for n := range rapid.IntRange(1, 60).Draw(t, "steps") {
			now := all(f.Show(s))
			seen = append(seen, now...)
			in := flows.Input{Now: noon}
			switch kind := rapid.IntRange(0, 9).Draw(t, "kind"); {
			case kind < 6:
				in.Press = rapid.SampledFrom(now).Draw(t, "button")
			case kind < 7:
				in.Press = rapid.SampledFrom(seen).Draw(t, "any button")
			default:
				in.Text, in.Message = rapid.SampledFrom(words).Draw(t, "text"), n+1
			}
			current := slices.Contains(now, in.Press)
			next, out := f.Step(s, in)
			if in.Press != "" && current == out.Stale || out.Changed != (next.Revision() == s.Revision()+1) ||
				!out.Changed && !bytes.Equal(s.Bytes(), next.Bytes()) {
				t.Fatalf("press %q, current %v: %+v", in.Press, current, out)
			}
			s = next
			sound(t, f, s, out)
		}
	})
}

// sound says what is true of every interview in the deeper flow.
func sound(t *rapid.T, f *flows.Flow, s flows.Session, out flows.Outcome) {
	v := f.Values(s)
	value := func(id string) string {
		_, i := f.Item(id)
		return v[i]
	}
	a, computed := value("a"), value("k")
	switch {
	case a != "1" && (value("m3") != "" || strings.Contains(value("r"), "y")),
		a == "3" && value("m1") != "",
		a == "1" && value("c") == "q", a == "2" && value("c") == "p",
		value("h") != "v1",
		(a == "2") != (computed == "4"), (a == "3") != (computed == "6"):
		t.Fatalf("values that can't be: %q", v)
	}
	if out.Submitted && (a == "" || strings.Count(value("r"), " ") != 1 || value("j") == "" ||
		a == "1" && !strings.Contains(value("t"), ":") || value("f") == "" ||
		(a == "1" || a == "2" || a == "3") && value("c") == "") {
		t.Fatalf("submitted without required values: %q", v)
	}
	if n := f.ClosingOf(s); (n == 0) != (computed == "4" || computed == "6") {
		t.Fatalf("closing text %d where %q was computed", n, computed)
	}
	saved, err := flows.ReadSession(s.Bytes())
	if err != nil || !bytes.Equal(saved.Bytes(), s.Bytes()) {
		t.Fatalf("saved and read differs: %v", err)
	}
	for _, p := range all(f.Show(s)) {
		if _, ok := flows.ParsePress(p); !ok {
			t.Fatalf("button %q", p)
		}
	}
}

func FuzzStepOfFeatures(f *testing.F) {
	flow := load(f, deep)
	start := flow.Begin("k7", "id", nil)
	f.Add(start.Bytes(), flow.Show(start).Options[1].Press, "2")
	f.Add(start.Bytes(), "", "tidak tahu")
	f.Fuzz(func(t *testing.T, saved []byte, press, text string) {
		s, err := flows.ReadSession(saved)
		if err != nil {
			return
		}
		next, _ := flow.Step(s, flows.Input{Press: press, Text: text, Now: noon})
		for _, p := range all(flow.Show(next)) {
			flow.Step(next, flows.Input{Press: p, Now: noon})
		}
		flow.Values(next)
		flow.ClosingOf(next)
	})
}
