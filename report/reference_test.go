package report_test

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"suara/flows"
	"suara/report"
	"suara/report/words"
	"suara/survey"
)

// published is an index over dimensions of one item each, with that share in per cent of 1,000
// responses favourable.
func published(t *testing.T, scores string) *report.Release {
	t.Helper()
	var rows []survey.Response
	parts := strings.Fields(scores)
	for n := range 1000 {
		var values []string
		for _, p := range parts {
			tenths, err := strconv.Atoi(strings.Replace(p, ".", "", 1))
			if err != nil {
				t.Fatal(err)
			}
			v := "2"
			if n < tenths {
				v = "5"
			}
			values = append(values, v)
		}
		rows = append(rows, survey.Response{Values: values})
	}
	return compute(t, input(load(t, likert("favourable", len(parts), 1)), nil, rows))
}

func TestIndexIsThePlainMeanOfDimensions(t *testing.T) {
	for _, c := range []struct {
		name, scores, shown, band string
		want                      float64
	}{
		{"national 2022", "57.9 74.1 56.7 63.8 65.8 38.9 69.4", "60,94", "Cukup Sehat", 60.943},
		{"Kemendikbudristek 2022", "59.6 64.1 58.3 53.7 62.7 43.5 67.7", "58,51", "Cukup Sehat", 58.514},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := published(t, c.scores)
			near(t, "index", *r.Index.Score, c.want, 5e-4)
			if got := words.Shown(*r.Index.Score, "", "id"); got != c.shown || *r.Index.Band != c.band {
				t.Errorf("shown as %s, %s", got, *r.Index.Band)
			}
		})
	}
}

func TestBandIsOfTheRoundedScore(t *testing.T) {
	bands := []flows.Band{{From: 75, Label: flows.Text{"id": "A"}}, {From: 50, Label: flows.Text{"id": "B"}},
		{From: 76.61, Label: flows.Text{"id": "S"}}, {From: 0, Label: flows.Text{"id": "D"}}}
	for _, c := range []struct {
		score float64
		want  string
	}{
		{74.99, "B"}, {74.994999, "B"}, {74.995, "A"}, {75, "A"}, {49.995, "B"}, {0, "D"}, {100, "S"},
		{76.604, "A"}, {76.605, "S"}, {-3, ""}, {43.5, "D"}, {53.77, "B"}, {70, "B"},
	} {
		if got := report.Band(c.score, bands).Label.In("id"); got != c.want {
			t.Errorf("band of %v is %q, want %q", c.score, got, c.want)
		}
	}
}

// skm is the nine elements of PermenPANRB 14/2017 on its scale of 1 to 4.
func skm(weights string) string {
	var b, ids strings.Builder
	for u := 1; u <= 9; u++ {
		fmt.Fprintf(&b, "  - {id: u%d, type: scale, scale: mutu4, text: {id: Unsur %d}}\n", u, u)
		fmt.Fprintf(&ids, "u%d, ", u)
	}
	return "flow: layanan\ntitle: {id: Layanan}\nlanguages: [id]\nscales:\n  mutu4: [{value: 1, label: {id: Tidak baik}}, " +
		"{value: 2, label: {id: Kurang baik}}, {value: 3, label: {id: Baik}}, {value: 4, label: {id: Sangat baik}}]\n" +
		"dimensions:\n  - {id: mutu, title: {id: Mutu}, items: [" + strings.TrimSuffix(ids.String(), ", ") + "], score: x25" +
		weights + "}\nindex: {id: n, title: {id: Nilai}, dimensions: [mutu], bands: [{from: 88.31, label: {id: A}}, " +
		"{from: 76.61, label: {id: B}}, {from: 65, label: {id: C}}, {from: 0, label: {id: D}}]}\nitems:\n" + b.String()
}

// skmRows are the 29 respondents of the worked example, element by element.
func skmRows() []survey.Response {
	elements := [][3]int{{18, 11}, {14, 15}, {15, 12, 2}, {29}, {15, 14}, {18, 11}, {19, 10}, {18, 11}, {28, 1}}
	rows := make([]survey.Response, 29)
	for i := range rows {
		for _, e := range elements {
			v := "4"
			if i >= e[0] {
				v = "3"
			}
			if i >= e[0]+e[1] {
				v = "2"
			}
			rows[i].Values = append(rows[i].Values, v)
		}
	}
	return rows
}

func TestSKMWorkedExample(t *testing.T) {
	for name, weights := range map[string]string{
		"equal": "", "rounded weights are weights all the same": ", weights: [" + strings.Repeat("0.11, ", 8) + "0.11]",
	} {
		t.Run(name, func(t *testing.T) {
			in := input(load(t, skm(weights)), nil, skmRows())
			in.Suppress = false
			r := compute(t, in)
			near(t, "score", *r.Index.Score, 91.475, 5e-4)
			if got := words.Shown(*r.Index.Score, "", "id"); got != "91,48" || *r.Index.Band != "A" || *r.Index.N != 29 {
				t.Errorf("shown as %s, %s of %d", got, *r.Index.Band, *r.Index.N)
			}
			var sum float64
			for i, want := range []float64{3.6207, 3.4828, 3.4483, 4, 3.5172, 3.6207, 3.6552, 3.6207, 3.9655} {
				near(t, "mean", *r.Items[i].Mean, want, 5e-5)
				sum += *r.Items[i].Mean * 25
			}
			near(t, "what a report with the weight 0.111 prints", sum*.111, 91.384, 5e-4)
			near(t, "what a report with the weight 0.11 prints", sum*.11, 90.560, 5e-4)
		})
	}
}

func TestSKMOfOneRespondent(t *testing.T) {
	in := input(load(t, skm("")), nil, []survey.Response{answers("", "4 4 4 4 4 4 4 4 4")})
	in.Suppress = false
	r := compute(t, in)
	near(t, "score", *r.Index.Score, 100, 0)
	if *r.Index.Band != "A" {
		t.Errorf("band %s", *r.Index.Band)
	}
}

func TestWeightsAreProportions(t *testing.T) {
	f := load(t, skm(", weights: [2, 1, 1, 0, 0, 0, 0, 0, 0]"))
	in := input(f, nil, []survey.Response{answers("", "4 2 2 1 1 1 1 1 1")})
	in.Suppress = false
	near(t, "score", *compute(t, in).Index.Score, 75, 1e-9)
}

func TestScoringConventions(t *testing.T) {
	all := []survey.Response{}
	for v := 1; v <= 5; v++ {
		all = append(all, answers("", fmt.Sprint(v)))
	}
	for score, want := range map[string]float64{"range100": 50, "max100": 60, "mean": 3, "favourable": 40} {
		in := input(load(t, likert(score, 1, 1)), nil, all)
		in.Suppress = false
		r := compute(t, in)
		near(t, score, *r.Dimensions[0].Score, want, 1e-9)
		near(t, "mean", *itemOf(t, r, "i0").Mean, 3, 0)
		near(t, "favourable share", *itemOf(t, r, "i0").Favourable, .4, 1e-12)
	}
}

func TestNPSCountsZeroAndPassives(t *testing.T) {
	f := load(t, "flow: n\ntitle: {id: N}\nlanguages: [id]\ndimensions: [{id: d, title: {id: D}, items: [n], score: nps}]\n"+
		"items: [{id: n, type: nps, text: {id: Saran}}]\n")
	var rows []survey.Response
	for _, v := range []string{"9", "10", "10", "0", "6", "7", "8", "7", "8", "7"} {
		rows = append(rows, answers("", v))
	}
	in := input(f, nil, rows)
	in.Suppress = false
	near(t, "30 % promoters, 20 % detractors", *compute(t, in).Dimensions[0].Score, 10, 1e-9)
}

func TestReversedItemsAreFlippedWhenScored(t *testing.T) {
	src := strings.Replace(likert("range100", 1, 2), "{id: i0, type: scale,", "{id: i0, type: scale, reverse: true,", 1)
	in := input(load(t, src), nil, []survey.Response{answers("", "1 5"), answers("", "2 5")})
	in.Suppress = false
	r := compute(t, in)
	near(t, "dimension", *r.Dimensions[0].Score, 93.75, 1e-9)
	i0 := itemOf(t, r, "i0")
	near(t, "mean as pressed", *i0.Mean, 1.5, 0)
	near(t, "item score", *i0.Score, 87.5, 1e-9)
	near(t, "favourable", *i0.Favourable, 1, 0)
}

func TestBFIThroughAFlow(t *testing.T) {
	src := data(t, "bfi.csv")
	rows, err := csv.NewReader(strings.NewReader(src)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	flow := "flow: bfi\ntitle: {id: BFI}\nlanguages: [id]\nscales:\n  six:\n"
	for v := 1; v <= 6; v++ {
		flow += fmt.Sprintf("    - {value: %d, label: {id: N%d}, favourable: %v}\n", v, v, v >= 5)
	}
	flow += "dimensions:\n"
	for _, d := range []string{"a", "c", "e", "n", "o"} {
		flow += fmt.Sprintf("  - {id: %s, title: {id: %s}, items: [%s1, %s2, %s3, %s4, %s5], score: mean}\n", d, d, d, d, d, d, d)
	}
	flow += "items:\n"
	for _, name := range rows[0][1:26] {
		flow += fmt.Sprintf("  - {id: %s, type: scale, scale: six, reverse: %v, text: {id: %s}}\n",
			strings.ToLower(name), strings.Contains("A1 C4 C5 E1 E2 O2 O5", name), name)
	}
	var responses []survey.Response
	for _, row := range rows[1:] {
		responses = append(responses, survey.Response{Values: row[1:26]})
	}
	r := compute(t, input(load(t, flow), nil, responses))
	for i, want := range []struct{ pairwise, complete float64 }{
		{.703018, .703756}, {.726735, .729277}, {.761733, .760933}, {.813963, .813303}, {.600173, .602546},
	} {
		near(t, "alpha", *r.Dimensions[i].Alpha, want.pairwise, 5e-7)
		near(t, "alpha of complete cases", *r.Dimensions[i].AlphaComplete, want.complete, 5e-7)
	}
	a2 := itemOf(t, r, "a2")
	near(t, "A2 mean", *a2.Mean, 4.8024, 5e-5)
	near(t, "A2 favourable", *a2.Favourable, .6837, 5e-5)
	near(t, "A2 margin", *a2.Margin, 1.96*1.1720/52.6593, 5e-5) // sd / √2773
	if got := fmt.Sprint(*a2.N, a2.Counts); got != "2773 map[1:47 2:126 3:151 4:553 5:1023 6:873]" {
		t.Errorf("A2: %s", got)
	}
	for id, want := range map[string]float64{"a1": 2.4134, "n1": 2.9291, "o4": 4.8923} {
		near(t, id, *itemOf(t, r, id).Mean, want, 5e-5)
	}
}
