package picture

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"suara/flows"
	"suara/flows/library"
	"suara/report"
	"suara/report/colours"
	"suara/report/words"
	"suara/survey"
)

// The places of bars and cells are known inside the package only.

const drawnFlow = `flow: uji
title: {id: Survei uji 😀}
languages: [id]
scales:
  agree5:
    - {value: 1, label: {id: Sangat tidak setuju}}
    - {value: 2, label: {id: Tidak setuju}}
    - {value: 3, label: {id: Netral}}
    - {value: 4, label: {id: Setuju}, favourable: true}
    - {value: 5, label: {id: Sangat setuju}, favourable: true}
dimensions:
  - {id: d0, title: {id: Dimensi 0}, items: [i0], score: range100}
  - {id: d1, title: {id: Dimensi 1}, items: [i1], score: range100}
index:
  id: indeks
  title: {id: Indeks uji}
  dimensions: [d0, d1]
  target: 70
  bands: [{from: 50, label: {id: Baik}}, {from: 0, label: {id: Kurang}}]
items:
  - {id: i0, type: scale, scale: agree5, text: {id: Pernyataan 0}}
  - {id: i1, type: scale, scale: agree5, reverse: true, text: {id: Pernyataan 1}}
`

func at[T any](v T) *T { return &v }

// drawn is a document whose release is written by hand.
func drawn(t *testing.T, r *report.Release) *words.Document {
	t.Helper()
	f, err := flows.Load("uji.yaml", []byte(drawnFlow))
	if err != nil {
		t.Fatal(err)
	}
	if r.Wave == "" {
		r.Wave = "uji-1"
	}
	return &words.Document{Release: r, Flow: f, Language: "id"}
}

func scoredRelease(scores ...*float64) *report.Release {
	r := &report.Release{MinGroup: 5, State: survey.WaveClosed, Index: &report.IndexFigure{ID: "indeks"}}
	for i, s := range scores {
		f := report.DimensionFigure{ID: []string{"d0", "d1"}[i], Score: s}
		if s != nil {
			f.N = at(40)
		}
		r.Dimensions = append(r.Dimensions, f)
	}
	return r
}

func openAlbum(t *testing.T, d *words.Document) *album {
	t.Helper()
	a := &album{Document: d, w: d.Labels()}
	if !a.turn("Uji") {
		t.Fatal(a.err)
	}
	return a
}

// run counts pixels of a colour along a line from left to right.
func run(img image.Image, y, from, to int, c color.RGBA) (n int) {
	for x := from; x < to; x++ {
		if img.At(x, y) == c {
			n++
		}
	}
	return n
}

func TestBarsAreAsLongAsTheValuesStored(t *testing.T) { // cases I 160, 161
	for name, row := range map[string]struct {
		score float64
		want  int
	}{
		"nought":        {0, 0},
		"one":           {1, int(along(1, [2]float64{0, 100}) - barLeft + 0.5)},
		"a quarter":     {25, (barRight - barLeft) / 4},
		"everything":    {100, barRight - barLeft},
		"between whole": {33.335, 260},
	} {
		t.Run(name, func(t *testing.T) {
			a := openAlbum(t, drawn(t, scoredRelease(&row.score)))
			a.Flow.Index.Target = nil
			y := int(a.y) + 50
			a.dimensionBar(a.Release.Dimensions[0])
			if got := run(a.img, y, 0, barRight+2, colours.Bar); got < row.want-1 || got > row.want+1 {
				t.Errorf("the bar of %v is %d pixels long, want %d", row.score, got, row.want)
			}
		})
	}
}

func TestEqualScoresHaveEqualBars(t *testing.T) { // case I 160
	a := openAlbum(t, drawn(t, scoredRelease(at(50.0), at(50.0))))
	var lengths []int
	for _, f := range a.Release.Dimensions {
		y := int(a.y) + 50
		a.dimensionBar(f)
		lengths = append(lengths, run(a.img, y, 0, barRight, colours.Bar))
	}
	if lengths[0] != lengths[1] || lengths[0] == 0 {
		t.Errorf("lengths: %v", lengths)
	}
}

func TestHiddenBarIsStripedAndEmptyBarIsAFrame(t *testing.T) {
	for name, row := range map[string]struct {
		least   int
		stripes bool
	}{"hidden": {5, true}, "nobody answered": {0, false}} {
		t.Run(name, func(t *testing.T) {
			r := scoredRelease(nil)
			r.MinGroup = row.least
			a := openAlbum(t, drawn(t, r))
			y := int(a.y) + 55
			a.dimensionBar(r.Dimensions[0])
			if got := run(a.img, y, barLeft, barRight, hatchInk); (got > 100) != row.stripes {
				t.Errorf("%d striped pixels", got)
			}
			if got := run(a.img, y, barLeft, barRight, colours.Bar); got != 0 {
				t.Errorf("a bar of %d pixels for no score", got)
			}
		})
	}
}

func TestHeatMapTellsShownHiddenAndEmptyApart(t *testing.T) {
	r := scoredRelease(at(60.0), at(60.0))
	dimensions := func(a, b *float64) []report.DimensionFigure {
		return []report.DimensionFigure{{ID: "d0", Score: a}, {ID: "d1", Score: b}}
	}
	r.Units = []report.UnitFigure{
		{ID: "a", Name: "A", Complete: 20, Score: at(40.0), Dimensions: dimensions(at(40.0), at(70.0))},
		{ID: "b", Name: "B", Complete: 3, Suppressed: true, Dimensions: dimensions(nil, nil)},
		{ID: "c", Name: "C", Dimensions: dimensions(nil, nil)},
		{ID: "d", Name: "D", Complete: 9, Suppressed: true, Dimensions: dimensions(at(70.0), nil)},
	}
	a := openAlbum(t, drawn(t, r))
	g := a.heatGrid()
	if g.Lo != 40 || g.Hi != 70 {
		t.Errorf("colours run from %v to %v", g.Lo, g.Hi)
	}
	want := [][]words.Cell{
		{words.CellShown, words.CellShown, words.CellShown}, {words.CellHidden, words.CellHidden, words.CellHidden},
		{words.CellEmpty, words.CellEmpty, words.CellEmpty}, {words.CellHidden, words.CellShown, words.CellHidden},
	}
	for i, u := range r.Units {
		top := int(a.y)
		a.mapRow(g, u, 0)
		for c := range g.Names {
			x0, x1 := int(g.left(c))+3, int(g.left(c)+g.width)-7
			stripes := run(a.img, top+6, x0, x1, hatchInk)
			blank := run(a.img, top+6, x0, x1, colours.Paper)
			got := words.CellShown
			switch {
			case stripes > 0:
				got = words.CellHidden
			case blank == x1-x0:
				got = words.CellEmpty
			}
			if got != want[i][c] {
				t.Errorf("unit %s, column %d: %v, want %v", u.ID, c, got, want[i][c])
			}
			if f := g.Figure(u, c); got == words.CellShown {
				colour := colours.Amount((*f.Score - g.Lo) / (g.Hi - g.Lo))
				if n := run(a.img, top+6, x0, x1, colour); n != x1-x0 {
					t.Errorf("unit %s, column %d: %d of %d pixels have the colour of %v", u.ID, c, n, x1-x0, *f.Score)
				}
			}
		}
	}
}

func TestPicturesHaveNoBoxesForEmoji(t *testing.T) { // case C 67
	c, err := newCanvas()
	if err != nil {
		t.Fatal(err)
	}
	for given, want := range map[string]string{
		"😀 Baik": "Baik", "👨‍👩‍👧 Keluarga": "Keluarga", "Baik ✔️": "Baik", "≥ 95,00 · ±1 – …": "≥ 95,00 · ±1 – …",
		"a\nb\x00": "a b", "❤️": "",
	} {
		if got := c.drawable(given); got != want {
			t.Errorf("%q is drawn as %q, want %q", given, got, want)
		}
	}
}

// The longest statement of the statute (L1) stands in full, in either language.
func TestItemsOfTheShippedFlowAreNotCut(t *testing.T) {
	src, err := library.Open("berakhlak")
	if err != nil {
		t.Fatal(err)
	}
	f, err := flows.Load("berakhlak", src)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range f.Languages {
		a := openAlbum(t, &words.Document{Release: &report.Release{Wave: "w"}, Flow: f, Language: lang})
		for _, item := range f.Items {
			words := strings.Join(a.itemWords(report.Stack{Text: item.Text.In(lang)}), " ")
			if words != item.Text.In(lang) {
				t.Errorf("%s: %q stands as %q", lang, item.Text.In(lang), words)
			}
		}
	}
}
