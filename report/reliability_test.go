package report_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"suara/survey"
)

// pearson is the correlation of two columns without missing values.
func pearson(x, y []float64) float64 {
	var mx, my, sxy, sxx, syy float64
	for i := range x {
		mx, my = mx+x[i]/float64(len(x)), my+y[i]/float64(len(y))
	}
	for i := range x {
		sxy += (x[i] - mx) * (y[i] - my)
		sxx += (x[i] - mx) * (x[i] - mx)
		syy += (y[i] - my) * (y[i] - my)
	}
	return sxy / math.Sqrt(sxx*syy)
}

func TestItemRestIsTheCorrelationWithTheOtherItems(t *testing.T) {
	src := strings.Replace(likert("range100", 1, 3), "{id: i1, type: scale,", "{id: i1, type: scale, reverse: true,", 1)
	flow := load(t, src)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(30, 60).Draw(rt, "people")
		columns := make([][]float64, 3)
		var rows []survey.Response
		for i := range n {
			r := survey.Response{}
			for item := range 3 {
				v := rapid.IntRange(1, 5).Draw(rt, "value")
				if i < 2 {
					v = 2 + 2*i
				}
				r.Values = append(r.Values, string(rune('0'+v)))
				if item == 1 {
					v = 6 - v
				}
				columns[item] = append(columns[item], float64(v))
			}
			rows = append(rows, r)
		}
		in := input(flow, nil, rows)
		in.Suppress = false
		r := compute(rt, in)
		for item := range 3 {
			rest := make([]float64, n)
			for other := range 3 {
				for i := range n {
					if other != item {
						rest[i] += columns[other][i]
					}
				}
			}
			want, got := pearson(columns[item], rest), r.Items[item].ItemRest
			if math.IsNaN(want) != (got == nil) || got != nil && math.Abs(*got-want) > 1e-9 {
				rt.Fatalf("item %d: %v, want %v", item, got, want)
			}
		}
	})
}

func TestItemRestNeedsCasesAndItems(t *testing.T) {
	for name, c := range map[string]struct{ people, items int }{"29 people": {29, 3}, "one item": {40, 1}} {
		r := compute(t, input(load(t, likert("range100", 1, c.items)), nil, repeated("", c.people, 3, c.items)))
		if r.Items[0].ItemRest != nil {
			t.Errorf("%s: %v", name, *r.Items[0].ItemRest)
		}
	}
}

func npsFlow(t *testing.T) string {
	t.Helper()
	return "flow: n\ntitle: {id: N}\nlanguages: [id]\nitems: [{id: n, type: nps, text: {id: Saran}}]\n"
}

func TestNPSOfAnItem(t *testing.T) { // promoters − detractors, 0 counts, passives are in the base
	var rows []survey.Response
	for v, n := range map[string]int{"9": 1, "10": 2, "0": 1, "6": 1, "7": 3, "8": 2} {
		for range n {
			rows = append(rows, answers("", v))
		}
	}
	in := input(load(t, npsFlow(t)), nil, rows)
	i := itemOf(t, compute(t, in), "n")
	near(t, "NPS", *i.NPS, 10, 1e-9)
	if i.NPSMargin != nil {
		t.Error("a margin on 10 answers")
	}
	in.Responses = func(yield func(survey.Response) bool) {
		for _, r := range together(rows, rows, rows, rows) {
			if !yield(r) {
				return
			}
		}
	}
	i = itemOf(t, compute(t, in), "n")
	near(t, "margin", *i.NPSMargin, 196*math.Sqrt((.5-.01)/39), 1e-9) // variance of +1, 0, −1 with n − 1
	in.Responses = func(yield func(survey.Response) bool) {
		for _, r := range rows[:9] {
			if !yield(r) {
				return
			}
		}
	}
	if i = itemOf(t, compute(t, in), "n"); i.NPS != nil || i.Counts != nil {
		t.Errorf("nine answers show %+v", i)
	}
}
