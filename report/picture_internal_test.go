package report

import (
	"image"
	"image/color"
	"math"
	"reflect"
	"strings"
	"testing"

	"suara/flows"
	"suara/flows/library"
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
  even4:
    - {value: 4, label: {id: Selalu}, favourable: true}
    - {value: 3, label: {id: Sering}, favourable: true}
    - {value: 2, label: {id: Jarang}}
    - {value: 1, label: {id: Tidak pernah}}
  plain3:
    - {value: 1, label: {id: Rendah}}
    - {value: 2, label: {id: Sedang}}
    - {value: 3, label: {id: Tinggi}}
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
  - {id: i2, type: scale, scale: even4, text: {id: Pernyataan 2}}
  - {id: i3, type: scale, scale: plain3, text: {id: Pernyataan 3}}
  - {id: i4, type: nps, text: {id: Pernyataan 4}}
  - {id: i5, type: yesno, text: {id: Pernyataan 5}}
  - {id: i6, type: choice, text: {id: Pilihan}, options: [{value: a, label: {id: A}}, {value: b, label: {id: B}}]}
`

func at[T any](v T) *T { return &v }

// drawn is a document whose release is written by hand.
func drawn(t *testing.T, r *Release) *Document {
	t.Helper()
	f, err := flows.Load("uji.yaml", []byte(drawnFlow))
	if err != nil {
		t.Fatal(err)
	}
	if r.Wave == "" {
		r.Wave = "uji-1"
	}
	return &Document{Release: r, Flow: f, Language: "id"}
}

func scoredRelease(scores ...*float64) *Release {
	r := &Release{MinGroup: 5, State: survey.WaveClosed, Index: &IndexFigure{ID: "indeks"}}
	for i, s := range scores {
		f := DimensionFigure{ID: []string{"d0", "d1"}[i], Score: s}
		if s != nil {
			f.N = at(40)
		}
		r.Dimensions = append(r.Dimensions, f)
	}
	return r
}

func openAlbum(t *testing.T, d *Document) *album {
	t.Helper()
	a := &album{Document: d, w: d.words(), common: wordsIn(d.Language)}
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
			if got := run(a.img, y, 0, barRight+2, barColour); got < row.want-1 || got > row.want+1 {
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
		lengths = append(lengths, run(a.img, y, 0, barRight, barColour))
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
			if got := run(a.img, y, barLeft, barRight, barColour); got != 0 {
				t.Errorf("a bar of %d pixels for no score", got)
			}
		})
	}
}

func TestHeatMapTellsShownHiddenAndEmptyApart(t *testing.T) {
	r := scoredRelease(at(60.0), at(60.0))
	dimensions := func(a, b *float64) []DimensionFigure {
		return []DimensionFigure{{ID: "d0", Score: a}, {ID: "d1", Score: b}}
	}
	r.Units = []UnitFigure{
		{ID: "a", Name: "A", Complete: 20, Score: at(40.0), Dimensions: dimensions(at(40.0), at(70.0))},
		{ID: "b", Name: "B", Complete: 3, Suppressed: true, Dimensions: dimensions(nil, nil)},
		{ID: "c", Name: "C", Dimensions: dimensions(nil, nil)},
		{ID: "d", Name: "D", Complete: 9, Suppressed: true, Dimensions: dimensions(at(70.0), nil)},
	}
	a := openAlbum(t, drawn(t, r))
	g := a.grid()
	if g.lo != 40 || g.hi != 70 {
		t.Errorf("colours run from %v to %v", g.lo, g.hi)
	}
	want := [][]cell{
		{cellShown, cellShown, cellShown}, {cellHidden, cellHidden, cellHidden},
		{cellEmpty, cellEmpty, cellEmpty}, {cellHidden, cellShown, cellHidden},
	}
	for i, u := range r.Units {
		top := int(a.y)
		a.mapRow(g, u, 0)
		for c := range g.names {
			x0, x1 := int(g.left(c))+3, int(g.left(c)+g.width)-7
			stripes := run(a.img, top+6, x0, x1, hatchInk)
			blank := run(a.img, top+6, x0, x1, paper)
			got := cellShown
			switch {
			case stripes > 0:
				got = cellHidden
			case blank == x1-x0:
				got = cellEmpty
			}
			if got != want[i][c] {
				t.Errorf("unit %s, column %d: %v, want %v", u.ID, c, got, want[i][c])
			}
			if f := g.figure(u, c); got == cellShown {
				colour := between(blues(), (*f.Score-g.lo)/(g.hi-g.lo))
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
		a := openAlbum(t, &Document{Release: &Release{Wave: "w"}, Flow: f, Language: lang})
		for _, item := range f.Items {
			words := strings.Join(a.itemWords(stack{text: item.Text.In(lang)}), " ")
			if words != item.Text.In(lang) {
				t.Errorf("%s: %q stands as %q", lang, item.Text.In(lang), words)
			}
		}
	}
}

func TestStacksLieAroundTheMiddle(t *testing.T) {
	counts := func(values ...int) map[string]int { // from the option 1 up
		out := map[string]int{}
		for i, n := range values {
			out[string(rune('1'+i))] = n
		}
		return out
	}
	for name, row := range map[string]struct {
		item   string
		counts map[string]int
		left   float64
		first  string // label of the worst
	}{
		"five points, neutral halved": {"i0", counts(1, 2, 4, 2, 1), 0.5, "Sangat tidak setuju"},
		"all favourable":              {"i0", counts(0, 0, 0, 6, 4), 0, "Sangat tidak setuju"},
		"all unfavourable":            {"i0", counts(10, 0, 0, 0, 0), 1, "Sangat tidak setuju"},
		"all neutral":                 {"i0", counts(0, 0, 10, 0, 0), 0.5, "Sangat tidak setuju"},
		"flipped: agreeing is bad":    {"i1", counts(0, 0, 0, 0, 10), 1, "Sangat setuju"},
		"four points fall":            {"i2", counts(1, 1, 4, 4), 0.2, "Tidak pernah"},
		"none marked favourable":      {"i3", counts(5, 0, 5), 0.5, "Rendah"},
		"promoters and detractors":    {"i4", map[string]int{"0": 2, "7": 4, "10": 4}, 0.4, "0"},
		"no is bad":                   {"i5", map[string]int{"yes": 7, "no": 3}, 0.3, ""},
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			for _, c := range row.counts {
				n += c
			}
			d := drawn(t, &Release{Items: []ItemFigure{{ID: row.item, N: &n, Counts: row.counts}}})
			got := d.stacks()
			if len(got) != 1 || len(got[0].parts) == 0 {
				t.Fatalf("stacks: %+v", got)
			}
			if diff := got[0].left - row.left; diff > 1e-9 || diff < -1e-9 {
				t.Errorf("%v lies left of the middle, want %v", got[0].left, row.left)
			}
			if first := got[0].parts[0].label; row.first != "" && first != row.first {
				t.Errorf("worst is %q, want %q", first, row.first)
			}
		})
	}
}

func TestItemsWithoutOrderAndHiddenCounts(t *testing.T) {
	d := drawn(t, &Release{MinGroup: 5, Items: []ItemFigure{
		{ID: "i6", N: at(9), Counts: map[string]int{"a": 9}}, {ID: "i0", N: at(7)}, {ID: "i1", Suppressed: true},
	}})
	got := d.stacks()
	if len(got) != 2 || got[0].parts != nil || got[1].parts != nil {
		t.Errorf("stacks: %+v", got)
	}
}

func TestColourScaleOfEqualScores(t *testing.T) {
	for _, row := range []struct{ lo, hi, wantLo, wantHi float64 }{
		{50, 50, 50, 80}, {0, 0, 0, 30}, {100, 100, 70, 100}, {42, 58, 40, 70}, {3, 97, 0, 100},
	} {
		g := grid{lo: row.lo, hi: row.hi}
		g.widen([2]float64{0, 100})
		if g.lo != row.wantLo || g.hi != row.wantHi {
			t.Errorf("%v to %v: colours from %v to %v", row.lo, row.hi, g.lo, g.hi)
		}
	}
}

func TestPaletteStaysReadable(t *testing.T) {
	for i := range 5 {
		for _, c := range []color.RGBA{optionColour(i, 5), between(blues(), float64(i)/4)} {
			if r := contrast(on(c), c); r < 3 {
				t.Errorf("letters on %v have a contrast of %.1f", c, r)
			}
		}
	}
}

// contrast is that of the WCAG, of two grounds.
func contrast(a, b color.RGBA) float64 {
	light := func(c color.RGBA) float64 {
		channel := func(v uint8) float64 {
			x := float64(v) / 255
			if x <= 0.03928 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestWordsOfFilesStandInEveryLanguage(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		for _, words := range []any{fileWordsIn(lang), archiveWordsIn(lang), formulaWordsIn(lang)} {
			v := reflect.ValueOf(words)
			for i := range v.NumField() {
				if v.Field(i).IsZero() {
					t.Errorf("%s: %s has no words", lang, v.Type().Field(i).Name)
				}
			}
		}
	}
}
