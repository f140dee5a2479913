package picture

import (
	"fmt"
	"slices"

	"suara/report/colours"
	"suara/report/words"
)

// Kind names one kind of picture.
type Kind string

// The pictures.
const (
	Headline   Kind = "headline"   // gauge, dimensions and base
	Index      Kind = "index"      // the gauge with bands and target
	Dimensions Kind = "dimensions" // bars against the previous wave and the target
	Items      Kind = "items"      // diverging bars of the answers
	Units      Kind = "units"      // heat map of units and dimensions
	Shares     Kind = "shares"     // participation per unit
	Days       Kind = "days"       // participation over time
)

// Kinds lists what can be drawn of a document.
func Kinds(d *words.Document) []Kind {
	var out []Kind
	if r := d.Release; r != nil {
		out = append(out, Headline)
		if r.Index != nil {
			out = append(out, Index)
		}
		if len(r.Dimensions) > 0 {
			out = append(out, Dimensions)
		}
		if len(d.Stacks()) > 0 {
			out = append(out, Items)
		}
		if len(r.Units) > 0 && len(r.Dimensions) > 0 {
			out = append(out, Units)
		}
	}
	p := d.Participation()
	if len(p.Units) > 0 {
		out = append(out, Shares)
	}
	if len(p.Days) > 0 {
		out = append(out, Days)
	}
	return out
}

// Draw makes a picture as PNG, on as many pages as it needs to be read on a phone.
func Draw(d *words.Document, which Kind) ([][]byte, error) {
	if !slices.Contains(Kinds(d), which) {
		return nil, fmt.Errorf("draw %s of wave %s: there is nothing to draw", which, d.Wave())
	}
	draw := map[Kind]func(*album){
		Headline: (*album).headline, Index: (*album).index,
		Dimensions: (*album).dimensions, Items: (*album).items,
		Units: (*album).heatMap, Shares: (*album).shares, Days: (*album).days,
	}
	a := &album{Document: d, w: d.Labels()}
	draw[which](a)
	if a.err != nil {
		return nil, fmt.Errorf("draw %s of wave %s: %w", which, d.Wave(), a.err)
	}
	return a.encode()
}

// album is the pages of one picture.
type album struct {
	*words.Document
	*canvas // the last page
	w       words.Labels
	pages   []*canvas
	err     error
}

// turn begins a page with its heading; false where that failed.
func (a *album) turn(heading string) bool {
	c, err := newCanvas()
	if err != nil {
		a.err = err
		return false
	}
	a.canvas = c
	a.pages = append(a.pages, c)
	c.paragraph(heading, pageWidth-2*edge, 2, lettering{size: 50, bold: true, colour: colours.Ink})
	about := a.Title() + " · " + string(a.Wave())
	if a.Organisation != "" {
		about = a.Organisation + " · " + about
	}
	c.paragraph(about, pageWidth-2*edge, 2, lettering{size: 28, colour: muted})
	c.y += 16
	return true
}

// figures begins the first page of a picture of figures; false where there are none, which the page says then.
func (a *album) figures(heading string) bool {
	if !a.turn(heading) {
		return false
	}
	if a.Release.Withheld() {
		a.nothing()
		return false
	}
	return true
}

// room tells whether so many pixels are left on the page, above a footer.
func (a *album) room(height, footer float64) bool {
	return a.y+height+footer+edge <= pageHeight
}

func (a *album) encode() ([][]byte, error) {
	var out [][]byte
	for n, c := range a.pages {
		if len(a.pages) > 1 {
			c.y += 34
			c.text(fmt.Sprintf(a.w.Page, n+1, len(a.pages)), pageWidth-edge, c.y,
				lettering{size: 26, colour: muted, anchor: 1})
		}
		data, err := c.png()
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

// headline shows the result at one look.
func (a *album) headline() {
	if !a.figures(a.indexTitle()) {
		return
	}
	if a.Release.Index != nil {
		a.gauge()
	} else {
		a.baseLines()
	}
	a.y += 16
	for i, f := range a.Release.Dimensions {
		if !a.room(barRow, 130) {
			a.paragraph(fmt.Sprintf(a.w.More, len(a.Release.Dimensions)-i), pageWidth-2*edge, 1,
				lettering{size: 26, colour: muted})
			break
		}
		a.dimensionBar(f)
	}
	a.dimensionKey()
	a.footer()
}

func (a *album) indexTitle() string {
	if a.Flow.Index != nil && a.Flow.Index.Title.In(a.Language) != "" {
		return a.Flow.Index.Title.In(a.Language)
	}
	return a.w.Dimensions
}

// nothing says that there are no figures, and how many answered of how many.
func (a *album) nothing() {
	top := a.y
	a.hatch(edge, top, pageWidth-edge, top+260)
	a.rect(edge+70, top+80, pageWidth-edge-70, top+180, colours.Paper)
	why, look := a.Document.Nothing(), lettering{size: 36, bold: true, colour: colours.Ink, anchor: 0.5}
	look.size *= min(1, (pageWidth-2*edge-180)/a.width(why, look))
	a.text(why, pageWidth/2, top+142, look)
	a.y = top + 290
	a.baseLines()
}

func (a *album) index() {
	if !a.figures(a.indexTitle()) {
		return
	}
	a.gauge()
	a.footer()
}

// baseLines says how many answered of how many.
func (a *album) baseLines() {
	r := a.Release
	l := lettering{size: 34, colour: muted, anchor: 0.5}
	if r.Base != nil && r.ResponseRate != nil {
		a.paragraph(a.RateLine(*r.ResponseRate, *r.Base), 960, 2, l)
		return
	}
	if r.Index != nil && r.Index.N != nil {
		a.paragraph(fmt.Sprintf(a.w.Base, a.Count(r.Index.N)), 960, 1, l)
	}
}

// footer says what the number is not, and how hidden figures look.
func (a *album) footer() {
	a.y += 18
	small := lettering{size: 26, colour: muted}
	if a.Release.Index != nil {
		a.paragraph(a.w.Internal, pageWidth-2*edge, 2, small)
	}
	if a.Release.MinGroup == 0 {
		a.paragraph(a.w.Unsuppressed, pageWidth-2*edge, 2, small)
	}
}
