package picture

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"suara/report"
	"suara/report/colours"
	"suara/report/reporttest"
	"suara/report/words"
	"suara/survey"
)

// The places of bars and cells are known inside the package only.

// drawn is a document whose release is written by hand.
func drawn(t *testing.T, r *report.Release) *words.Document {
	t.Helper()
	d := reporttest.Small(t, 0, 3)
	d.Release = r
	return d
}

func scoredRelease(scores ...*float64) *report.Release {
	r := &report.Release{
		Wave: "uji-1", MinGroup: 5, State: survey.WaveClosed, Index: &report.IndexFigure{ID: "indeks"},
	}
	for i, s := range scores {
		f := report.DimensionFigure{ID: []string{"d0", "d1"}[i], Score: s}
		if s != nil {
			f.N = new(40)
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
			y := int(a.y) + 50
			a.dimensionBar(a.Release.Dimensions[0])
			if got := run(a.img, y, 0, barRight+2, colours.Bar); got < row.want-1 || got > row.want+1 {
				t.Errorf("the bar of %v is %d pixels long, want %d", row.score, got, row.want)
			}
		})
	}
}

func TestEqualScoresHaveEqualBars(t *testing.T) { // case I 160
	a := openAlbum(t, drawn(t, scoredRelease(new(50.0), new(50.0))))
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
	r := scoredRelease(new(60.0), new(60.0))
	dimensions := func(a, b *float64) []report.DimensionFigure {
		return []report.DimensionFigure{{ID: "d0", Score: a}, {ID: "d1", Score: b}}
	}
	r.Units = []report.UnitFigure{
		{ID: "a", Name: "A", Complete: 20, Score: new(40.0), Dimensions: dimensions(new(40.0), new(70.0))},
		{ID: "b", Name: "B", Complete: 3, Suppressed: true, Dimensions: dimensions(nil, nil)},
		{ID: "c", Name: "C", Dimensions: dimensions(nil, nil)},
		{ID: "d", Name: "D", Complete: 9, Suppressed: true, Dimensions: dimensions(new(70.0), nil)},
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
	d := reporttest.Province(t, "w", 1, 0.4)
	for _, lang := range d.Flow.Languages {
		d.Language = lang
		a := openAlbum(t, d)
		for _, item := range d.Flow.Items {
			got := strings.Join(a.itemWords(report.Stack{Text: item.Text.In(lang)}), " ")
			if got != item.Text.In(lang) {
				t.Errorf("%s: %q stands as %q", lang, item.Text.In(lang), got)
			}
		}
	}
}

// A word that is wider than the picture ends in an ellipsis, wherever it stands.
func TestWordsStayWithinThePicture(t *testing.T) {
	c, err := newCanvas()
	if err != nil {
		t.Fatal(err)
	}
	wide := strings.Repeat("m", 99)
	for _, line := range c.wrap("a "+wide+" b "+wide, 500, 5, itemLetters) {
		if w := c.width(line, itemLetters); w > 500 {
			t.Errorf("%q is %.0f pixels wide", line, w)
		}
	}
}
