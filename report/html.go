package report

import (
	"bytes"
	_ "embed" // the page's template
	"fmt"
	"html/template"
	"strings"

	"suara/flows"
	"suara/survey"
)

//go:embed html_report.gohtml
var htmlSource string

// HTML writes a document as one page that needs nothing from elsewhere: figures, drawings and style
// are in it. It follows the reader's light or dark setting and prints on A4.
func HTML(d *Document) ([]byte, error) {
	t, err := template.New("report").Parse(htmlSource)
	if err != nil {
		return nil, fmt.Errorf("read the page's template: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, newHTMLPage(d)); err != nil {
		return nil, fmt.Errorf("write the page of wave %s: %w", d.wave(), err)
	}
	return b.Bytes(), nil
}

// htmlPage is what the template fills in; everything in it is text as it is shown.
type htmlPage struct {
	Lang, Title, Organisation, Wave, Dates string
	W                                      htmlWords
	Rate, Funnel, Nothing, Low             string
	Gauge                                  *htmlGauge
	Margin, Bounds                         string
	Dimensions                             []htmlDimension
	Target, Previous                       string
	Strongest, Weakest                     []htmlExtreme
	Key                                    []htmlPart
	Items                                  []htmlItem
	Figures                                []htmlFigure
	Columns                                []htmlColumn
	Units                                  []htmlUnit
	Range                                  string
	Method, Findings, Outcome, Weighted    []string
	Changes, Segments                      []htmlList
	Comments                               []htmlComments
}

// htmlWords are the headings of the page.
type htmlWords struct {
	Dimensions, Dimension, Items, Units, Shares, Method, Figures, Findings, Strongest, Weakest, Comments string
	Score, N, Margin, Alpha, AlphaComplete, Mean, Favourable, Interval, Item, Unit, Index, Order         string
	Hidden, Empty, Roster, Responded, Rate, CountsHidden, Previous, HiddenMark, Note                     string
}

// htmlList is lines under a heading.
type htmlList struct {
	Title string
	Lines []string
}

func headed(lines []string) []htmlList {
	if len(lines) == 0 {
		return nil
	}
	return []htmlList{{strings.TrimSuffix(lines[0], ":"), lines[1:]}}
}

type htmlExtreme struct{ Score, N, Text string }

type htmlComments struct {
	Item  string
	Texts []string
}

type htmlColumn struct{ Short, Title string }

func (d *Document) htmlWords() htmlWords {
	w, c := d.words(), wordsIn(d.Language)
	out := htmlWords{
		Dimensions: w.dimensions, Items: w.items, Units: w.units, Shares: w.source, Method: w.method,
		Dimension: w.dimension, Figures: w.figures, Strongest: c.strongest, Weakest: c.weakest, Comments: w.comments,
		Score: w.score, N: w.n, Margin: w.margin, Alpha: w.alpha, Mean: w.mean, Favourable: w.favourable,
		Interval: w.interval, Item: w.item, Unit: w.unit, Index: w.index, Order: w.rosterOrder,
		Hidden: w.hidden, Empty: w.empty, Roster: w.roster, Responded: w.responded, Rate: w.rate,
		CountsHidden: w.countsHidden, Previous: w.previousScore, HiddenMark: d.hiddenMark(), Note: w.boundNote,
		AlphaComplete: w.alphaComplete, Findings: w.findings,
	}
	return out
}

func (d *Document) hiddenMark() string {
	if d.Release.MinGroup == 0 {
		return d.words().empty
	}
	return HiddenMark(d.Release.MinGroup, d.Language)
}

func newHTMLPage(d *Document) *htmlPage {
	r, c := d.Release, wordsIn(d.Language)
	p := &htmlPage{
		Lang: d.Language, Title: d.title(), Organisation: d.Organisation, W: d.htmlWords(),
		Dates: d.dates(), Method: d.methodLines(),
		Wave: fmt.Sprintf(c.wave, r.Wave, (&page{words: c}).stateName(r.State)),
	}
	p.Rate, p.Funnel = d.baseText()
	p.Outcome = d.lines(func(t *page) { t.outcome(r) })
	if withheld(r) {
		p.Nothing = c.nothing(r)
		p.unitRows(d)
		return p
	}
	p.headline(d)
	for _, f := range r.Dimensions {
		p.Dimensions = append(p.Dimensions, d.htmlDimension(f))
	}
	if t := d.target(d.commonSpan()); t != nil {
		p.Target = fmt.Sprintf(d.words().target, Number(*t, decimals(*t), d.Language))
	}
	if was := d.compared(); was != "" {
		p.Previous = fmt.Sprintf(d.words().previous, was)
	}
	p.Findings = Sentences(r, d.Flow, d.Language)
	p.Changes = headed(d.lines(func(t *page) { t.changeList(r.Change) }))
	p.Weighted = d.lines(func(t *page) { t.weightedLine(r.Weighted) })
	for i := range r.Segments {
		p.Segments = append(p.Segments, headed(d.lines(func(t *page) { t.segmentList(r.Segments[i : i+1]) }))...)
	}
	strongest, weakest := Extremes(r, 3)
	p.Strongest, p.Weakest = d.htmlExtremes(strongest), d.htmlExtremes(weakest)
	p.itemRows(d)
	p.unitRows(d)
	p.Comments = d.htmlComments()
	return p
}

// dates says when the wave was open.
func (d *Document) dates() string {
	if d.Opened.IsZero() {
		return ""
	}
	s := longDate(d.Opened, d.Language)
	if !d.Closed.IsZero() {
		s += " – " + longDate(d.Closed, d.Language)
	}
	return s
}

func (d *Document) baseText() (rate, funnel string) {
	lines := append(d.lines(func(t *page) { t.participation(d.Release.Base, d.Release.ResponseRate) }), "", "")
	return lines[0], lines[1]
}

// methodLines are the lines of the text's method, with the formulas behind what stands beside the scores.
func (d *Document) methodLines() []string {
	lines := d.lines(func(t *page) { t.method(d.Release) })[1:]
	if withheld(d.Release) {
		return lines
	}
	return append(lines, formulaLines(d.Release, d.Language)...)
}

func (p *htmlPage) headline(d *Document) {
	f, c := d.Release.Index, wordsIn(d.Language)
	if f == nil {
		return
	}
	p.Gauge = d.htmlGauge(f)
	if f.Margin != nil {
		p.Margin = fmt.Sprintf(c.margin, Number(*f.Margin, 2, d.Language))
	}
	if f.Bounds != nil {
		p.Bounds = fmt.Sprintf(c.bounds, Number(f.Bounds[0], 2, d.Language), Number(f.Bounds[1], 2, d.Language))
	}
	if lowBase(d.Release) {
		p.Low = d.words().low
	}
}

func (d *Document) htmlExtremes(items []ItemFigure) []htmlExtreme {
	var out []htmlExtreme
	for _, f := range items {
		out = append(out, htmlExtreme{
			Score: Shown(*f.Score, f.ScoreBound, d.Language), N: Number(float64(*f.N), 0, d.Language), Text: d.itemText(f.ID),
		})
	}
	return out
}

func (d *Document) htmlComments() []htmlComments {
	var out []htmlComments
	at := map[string]int{}
	for _, c := range d.Comments {
		i, ok := at[c.Item]
		if !ok {
			i = len(out)
			at[c.Item] = i
			out = append(out, htmlComments{Item: d.itemText(c.Item)})
		}
		out[i].Texts = append(out[i].Texts, shortComment(c.Text))
	}
	return out
}

func (d *Document) commonSpan() [2]float64 {
	lo, hi := d.indexSpan()
	return [2]float64{lo, hi}
}

func (d *Document) count(n *int) string {
	if n == nil {
		return "–"
	}
	return Number(float64(*n), 0, d.Language)
}

func (d *Document) number(x *float64, decimals int) string {
	if x == nil {
		return "–"
	}
	return Number(*x, decimals, d.Language)
}

// formulaOf is the formula of the dimension, or of the first dimension of an item.
func (d *Document) formulaOf(id string) string {
	if def := d.Flow.Dimension(id); def != nil {
		return Formula(def.Score, d.Language)
	}
	if def := d.dimensionWith(id); def != nil {
		return Formula(def.Score, d.Language)
	}
	return ""
}

func (d *Document) dimensionWith(item string) *flows.Dimension {
	for i := range d.Flow.Dimensions {
		for _, id := range d.Flow.Dimensions[i].Items {
			if id == item {
				return &d.Flow.Dimensions[i]
			}
		}
	}
	return nil
}

func modeName(m survey.Mode, w fileWords) string {
	switch m {
	case survey.Anonymous:
		return w.anonymous
	case survey.Confidential:
		return w.confidential
	case survey.Identified:
		return w.identified
	}
	return string(m)
}
