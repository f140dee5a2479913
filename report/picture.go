package report

import (
	"fmt"
	"slices"
)

// Picture names one kind of picture.
type Picture string

// The pictures.
const (
	PictureHeadline   Picture = "headline"   // gauge, dimensions and base
	PictureIndex      Picture = "index"      // the gauge with bands and target
	PictureDimensions Picture = "dimensions" // bars against the previous wave and the target
	PictureItems      Picture = "items"      // diverging bars of the answers
	PictureUnits      Picture = "units"      // heat map of units and dimensions
	PictureShares     Picture = "shares"     // participation per unit
	PictureDays       Picture = "days"       // participation over time
)

// Pictures lists what can be drawn of a document.
func Pictures(d *Document) []Picture {
	var out []Picture
	if r := d.Release; r != nil {
		out = append(out, PictureHeadline)
		if r.Index != nil {
			out = append(out, PictureIndex)
		}
		if len(r.Dimensions) > 0 {
			out = append(out, PictureDimensions)
		}
		if len(d.stacks()) > 0 {
			out = append(out, PictureItems)
		}
		if len(r.Units) > 0 && len(r.Dimensions) > 0 {
			out = append(out, PictureUnits)
		}
	}
	p := d.participation()
	if len(p.Units) > 0 {
		out = append(out, PictureShares)
	}
	if len(p.Days) > 0 {
		out = append(out, PictureDays)
	}
	return out
}

// Draw makes a picture as PNG, on as many pages as it needs to be read on a phone.
func Draw(d *Document, which Picture) ([][]byte, error) {
	if !slices.Contains(Pictures(d), which) {
		return nil, fmt.Errorf("draw %s of wave %s: there is nothing to draw", which, d.wave())
	}
	draw := map[Picture]func(*album){
		PictureHeadline: (*album).headline, PictureIndex: (*album).index,
		PictureDimensions: (*album).dimensions, PictureItems: (*album).items,
		PictureUnits: (*album).heatMap, PictureShares: (*album).shares, PictureDays: (*album).days,
	}
	a := &album{Document: d, w: d.words(), common: wordsIn(d.Language)}
	draw[which](a)
	if a.err != nil {
		return nil, fmt.Errorf("draw %s of wave %s: %w", which, d.wave(), a.err)
	}
	return a.encode()
}

// album is the pages of one picture.
type album struct {
	*Document
	*canvas // the last page
	w       fileWords
	common  words
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
	c.paragraph(heading, pictureWidth-2*edge, 2, lettering{size: 50, bold: true, colour: ink})
	about := a.title() + " · " + string(a.wave())
	if a.Organisation != "" {
		about = a.Organisation + " · " + about
	}
	c.paragraph(about, pictureWidth-2*edge, 2, lettering{size: 28, colour: muted})
	c.y += 16
	return true
}

// room tells whether so many pixels are left on the page, above a footer.
func (a *album) room(height, footer float64) bool {
	return a.y+height+footer+edge <= pictureHeight
}

func (a *album) encode() ([][]byte, error) {
	var out [][]byte
	for n, c := range a.pages {
		if len(a.pages) > 1 {
			c.y += 34
			c.text(fmt.Sprintf(a.w.page, n+1, len(a.pages)), pictureWidth-edge, c.y,
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
	if !a.turn(a.indexTitle()) {
		return
	}
	if withheld(a.Release) {
		a.nothing()
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
			a.paragraph(fmt.Sprintf(a.w.more, len(a.Release.Dimensions)-i), pictureWidth-2*edge, 1,
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
	return a.w.dimensions
}

// nothing says that there are no figures, and how many answered of how many.
func (a *album) nothing() {
	top := a.y
	a.hatch(edge, top, pictureWidth-edge, top+260)
	a.rect(edge+70, top+80, pictureWidth-edge-70, top+180, paper)
	why, look := a.common.nothing(a.Release), lettering{size: 36, bold: true, colour: ink, anchor: 0.5}
	look.size *= min(1, (pictureWidth-2*edge-180)/a.width(why, look))
	a.text(why, pictureWidth/2, top+142, look)
	a.y = top + 290
	a.baseLines()
}

func (a *album) index() {
	if !a.turn(a.indexTitle()) {
		return
	}
	if withheld(a.Release) {
		a.nothing()
		return
	}
	a.gauge()
	a.footer()
}

func (a *album) hiddenText() string {
	if a.Release.MinGroup == 0 {
		return a.w.empty
	}
	return HiddenMark(a.Release.MinGroup, a.Language)
}

// baseLines says how many answered of how many.
func (a *album) baseLines() {
	r := a.Release
	l := lettering{size: 34, colour: muted, anchor: 0.5}
	if r.Base != nil && r.ResponseRate != nil {
		a.paragraph(fmt.Sprintf(a.common.rate, Number(*r.ResponseRate*100, 1, a.Language),
			Number(float64(r.Base.Complete), 0, a.Language), Number(float64(r.Base.Roster), 0, a.Language)), 960, 2, l)
		return
	}
	if r.Index != nil && r.Index.N != nil {
		a.paragraph(fmt.Sprintf(a.w.base, Number(float64(*r.Index.N), 0, a.Language)), 960, 1, l)
	}
}

// footer says what the number is not, and how hidden figures look.
func (a *album) footer() {
	a.y += 18
	small := lettering{size: 26, colour: muted}
	if a.Release.Index != nil {
		a.paragraph(a.common.internal, pictureWidth-2*edge, 2, small)
	}
	if a.Release.MinGroup == 0 {
		a.paragraph(a.common.unsuppressed, pictureWidth-2*edge, 2, small)
	}
}
