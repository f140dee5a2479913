package flows_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/flows"
	"suara/survey"
)

// quick is how long a step with its screen may take. It leaves room for a busy machine: what is
// measured stands in the log.
const quick = 250 * time.Millisecond

// soon gives the shortest of a few runs.
func soon(run func()) time.Duration {
	best := time.Hour
	for range 5 {
		start := time.Now()
		run()
		best = min(best, time.Since(start))
	}
	return best
}

// crossed is a flow of so many items, each with a condition on all before it, as far as the bound on
// expressions lets.
func crossed(items, most int, condition func(earlier int) string) string {
	var b strings.Builder
	b.WriteString("flow: besar\ntitle: x\nlanguages: [id]\nitems:\n")
	for i := range items {
		fmt.Fprintf(&b, "  - {id: i%d, type: text, text: x", i)
		if terms := min(i, most); terms > 0 {
			words := make([]string, terms)
			for n := range words {
				words[n] = condition(i - 1 - n)
			}
			fmt.Fprintf(&b, ", when: \"%s\"", strings.Join(words, " and "))
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func TestWorstFlows(t *testing.T) {
	long := strings.Repeat("a", 4096)
	rows := []struct{ name, source, answer string }{
		{"500 items, each on many others", crossed(500, 15, func(i int) string { return fmt.Sprintf("${i%d}!=''", i) }), "a"},
		{"long answers compared", crossed(200, 20, func(i int) string { return fmt.Sprintf("contains(${i%d},'a')", i) }), long},
		{"patterns on long answers", crossed(200, 15, func(i int) string { return fmt.Sprintf("regex(${i%d},'(a|b|aa)*')", i) }), long},
		{"repeated patterns on long answers", crossed(80, 15, func(i int) string { return fmt.Sprintf("regex(${i%d},'(a?){99}a*')", i) }), long},
		{"hashes of long answers", crossed(80, 10, func(i int) string { return fmt.Sprintf("digest(${i%d},'SHA-512')!=''", i) }), long},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			f := load(t, row.source)
			s := f.Begin("k7", "id", nil)
			for n := range len(f.Items) {
				s, _ = f.Step(s, flows.Input{Text: row.answer, Message: n + 1})
			}
			var slowest time.Duration
			slowest = max(slowest, soon(func() { f.Step(s, flows.Input{Text: "b", Message: 1, Edited: true}) }))
			slowest = max(slowest, soon(func() { f.Step(s, flows.Input{Press: f.Show(s).Submit}) }))
			slowest = max(slowest, soon(func() { f.Show(s) }))
			slowest = max(slowest, soon(func() { f.Values(s) }))
			t.Logf("slowest: %v", slowest)
			if slowest > quick {
				t.Errorf("a step takes %v", slowest)
			}
		})
	}
}

func TestWorstFilter(t *testing.T) {
	var b strings.Builder
	b.WriteString("flow: besar\ntitle: x\nlanguages: [id]\nitems:\n  - {id: kota, type: text, text: x}\n")
	fmt.Fprintf(&b, "  - id: kec\n    type: choice\n    text: x\n    options: &o\n")
	for i := range 250 {
		fmt.Fprintf(&b, "      - {value: k%d, label: L%d, with: {kota: a}}\n", i, i)
	}
	for i := range 60 {
		fmt.Fprintf(&b, "  - {id: c%d, type: choice, text: x, choice_filter: \"${option.kota} = ${kota} and string-length(${kota}) > 9\", options: *o}\n", i)
	}
	f, err := flows.Load("x", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	s := f.Begin("k7", "id", nil)
	took := soon(func() { f.Step(s, flows.Input{Text: strings.Repeat("a", 4000), Message: 1}) })
	if t.Logf("a step takes %v", took); took > quick {
		t.Errorf("a step takes %v", took)
	}
}

// TestTooManyExpressions refuses what would be slow: conditions of all on all others.
func TestTooManyExpressions(t *testing.T) {
	_, err := flows.Load("x", []byte(crossed(250, 250, func(i int) string { return fmt.Sprintf("${i%d}!=''", i) })))
	if err == nil || !strings.Contains(err.Error(), "longer than") {
		t.Errorf("got %v", err)
	}
}

// TestReviewOfManyItems walks through the review of the longest flow: every page fits a message, every
// button its 64 bytes with the two that stand before it.
func TestReviewOfManyItems(t *testing.T) {
	f := load(t, strings.ReplaceAll(crossed(500, 0, nil), "text: x", "text: "+strings.Repeat("Pertanyaan 👍 panjang ", 10)))
	s := f.Begin("k7m2q9abcd", "id", nil)
	for n := range 500 {
		s, _ = f.Step(s, flows.Input{Text: strings.Repeat("😀", 2000), Message: n + 1})
	}
	pages := 0
	for {
		screen := f.Show(s)
		pages++
		length := 0
		for _, r := range screen.Review {
			length += len([]rune(r.Label))*2 + len([]rune(r.Answer))*2 + len("500. \n     \n")
			if len(r.Press) > 62 {
				t.Fatalf("button of %d bytes: %s", len(r.Press), r.Press)
			}
		}
		if length > 3600 {
			t.Fatalf("page %d has %d units", pages, length)
		}
		if screen.NextPage == "" {
			break
		}
		s, _ = f.Step(s, flows.Input{Press: screen.NextPage})
	}
	if pages != 63 {
		t.Errorf("%d pages for 500 items", pages)
	}
}

// TestReadsEarlierSessions reads a session as the first version of the code wrote it.
func TestReadsEarlierSessions(t *testing.T) {
	b, err := os.ReadFile("testdata/sessions/v1")
	if err != nil {
		t.Fatal(err)
	}
	s, err := flows.ReadSession(b)
	if err != nil {
		t.Fatal(err)
	}
	f := shipped(t, "berakhlak")
	if b[0] != 1 || s.ID() != "k7m2q9" || f.Show(s).Number != 25 {
		t.Errorf("version %d, %s at %d", b[0], s.ID(), f.Show(s).Number)
	}
	again, err := flows.ReadSession(s.Bytes())
	if err != nil || !slices.Equal(f.Values(again), f.Values(s)) {
		t.Errorf("written anew: %v", err)
	}
}

func TestCheckMode(t *testing.T) {
	const head = "flow: x\ntitle: x\nlanguages: [id]\nitems:\n  - {id: u, type: number, text: x, segment: true}\n" +
		"  - {id: s, type: text, text: x}\n  - {id: j, type: number, text: x}\n"
	rows := []struct {
		name, item string
		forbidden  []survey.Mode
	}{
		{"e-mail", "{id: a, type: email, text: x}", []survey.Mode{survey.Anonymous, survey.Confidential}},
		{"telephone", "{id: a, type: phone, text: x}", []survey.Mode{survey.Anonymous, survey.Confidential}},
		{"attribute", "{id: a, type: hidden, attribute: rank}", []survey.Mode{survey.Anonymous}},
		{"constant", "{id: a, type: hidden, value: v2}", nil},
		{"computed from an attribute", `{id: a, type: calculate, value: "${unit}"}`, []survey.Mode{survey.Anonymous}},
		{"computed from a segment", `{id: a, type: calculate, value: "${u} + 1"}`, []survey.Mode{survey.Anonymous}},
		{"computed from words", `{id: a, type: calculate, value: "${s}"}`, []survey.Mode{survey.Anonymous}},
		{"computed from a number", `{id: a, type: calculate, value: "${j} * 2"}`, nil},
		{"time", "{id: a, type: time, text: x}", nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			f := load(t, head+"  - "+row.item+"\n")
			item, _ := f.Item("a")
			var got []survey.Mode
			for _, mode := range []survey.Mode{survey.Anonymous, survey.Confidential, survey.Identified} {
				if slices.ContainsFunc(f.CheckMode(mode), func(p flows.Problem) bool { return p.Line == item.Line }) {
					got = append(got, mode)
				}
			}
			if !slices.Equal(got, row.forbidden) {
				t.Errorf("forbidden in %v", got)
			}
		})
	}
}

// TestWorstConditions loads flows whose conditions take the most trying.
func TestWorstConditions(t *testing.T) {
	var b strings.Builder
	b.WriteString("flow: besar\ntitle: x\nlanguages: [id]\nitems:\n")
	for i := range 500 {
		fmt.Fprintf(&b, "  - {id: i%d, type: yesno, optional: true, text: x", i)
		var terms []string
		for n := max(0, i-6); n < i; n++ {
			terms = append(terms, fmt.Sprintf("${i%d} = 'no'", n), fmt.Sprintf("${i%d} = 'yes'", n))
		}
		if len(terms) > 0 {
			fmt.Fprintf(&b, ", when: \"%s\"", strings.Join(terms, " and "))
		}
		b.WriteString("}\n")
	}
	var flow *flows.Flow
	took := soon(func() { flow = load(t, b.String()) })
	t.Logf("loaded in %v", took)
	if n := len(flow.Warnings()); n < 50 {
		t.Errorf("%d warnings", n)
	}
}
