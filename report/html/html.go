package html

import (
	"bytes"
	_ "embed" // the page's template
	"fmt"
	"html/template"
	"strings"

	"suara/report"
	"suara/report/words"
)

//go:embed report.gohtml
var source string

// Page writes a document as one page that needs nothing from elsewhere: figures, drawings and style
// are in it. It follows the reader's light or dark setting and prints on A4.
func Page(d *words.Document) ([]byte, error) {
	t, err := template.New("report").Parse(source)
	if err != nil {
		return nil, fmt.Errorf("read the page's template: %w", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, newPage(document{d})); err != nil {
		return nil, fmt.Errorf("write the page of wave %s: %w", d.Wave(), err)
	}
	return b.Bytes(), nil
}

// document is a document being written.
type document struct{ *words.Document }

// page is what the template fills in; everything in it is text as it is shown.
type page struct {
	Lang, Title, Organisation, Wave, Dates string
	W                                      words.Labels
	HiddenMark                             string
	Rate, Funnel, Nothing, Low             string
	Gauge                                  *gauge
	Margin, Bounds                         string
	Dimensions                             []bar
	Target, Previous                       string
	Strongest, Weakest                     []extreme
	Key                                    []stripe
	Items                                  []itemBar
	Figures                                []words.ItemRow
	Columns                                []column
	Units                                  []unitRow
	Range                                  string
	Method, Findings, Outcome, Weighted    []string
	Changes, Segments                      []list
	Comments                               []itemComments
}

// list is lines under a heading.
type list struct {
	Title string
	Lines []string
}

func headed(lines []string) []list {
	if len(lines) == 0 {
		return nil
	}
	return []list{{strings.TrimSuffix(lines[0], ":"), lines[1:]}}
}

type extreme struct{ Score, N, Text string }

type itemComments struct {
	Item  string
	Texts []string
}

type column struct{ Short, Title string }

func newPage(d document) *page {
	r := d.Release
	p := &page{
		Lang: d.Language, Title: d.Title(), Organisation: d.Organisation, W: d.Labels(), HiddenMark: d.HiddenMark(),
		Dates: d.Dates(), Method: d.MethodLines(),
		Wave: d.WaveLine(),
	}
	p.Rate, p.Funnel = d.BaseText()
	p.Outcome = d.Outcome()
	if r.Withheld() {
		p.Nothing = d.Nothing()
		p.unitRows(d)
		return p
	}
	p.headline(d)
	for _, f := range r.Dimensions {
		p.Dimensions = append(p.Dimensions, d.bar(f))
	}
	if t := d.Target(d.IndexSpan()); t != nil {
		p.Target = d.TargetText(*t)
	}
	if was := d.Compared(); was != "" {
		p.Previous = fmt.Sprintf(d.Labels().Previous, was)
	}
	p.Findings = d.Findings()
	p.Changes = headed(d.Changes())
	p.Weighted = d.WeightedLines()
	for _, lines := range d.Segments() {
		p.Segments = append(p.Segments, headed(lines)...)
	}
	strongest, weakest := words.Extremes(r, 3)
	p.Strongest, p.Weakest = d.extremes(strongest), d.extremes(weakest)
	p.itemRows(d)
	p.unitRows(d)
	p.Comments = d.comments()
	return p
}

func (p *page) headline(d document) {
	f := d.Release.Index
	if f == nil {
		return
	}
	p.Gauge = d.gauge(f)
	if f.Margin != nil {
		p.Margin = d.MarginLine(*f.Margin)
	}
	if f.Bounds != nil {
		p.Bounds = d.BoundsLine(*f.Bounds)
	}
	if d.Release.LowBase {
		p.Low = d.Labels().Low
	}
}

func (d document) extremes(items []report.ItemFigure) []extreme {
	var out []extreme
	for _, f := range items {
		out = append(out, extreme{
			Score: words.Shown(*f.Score, f.ScoreBound, d.Language), N: d.Count(f.N), Text: d.ItemText(f.ID),
		})
	}
	return out
}

func (d document) comments() []itemComments {
	var out []itemComments
	at := map[string]int{}
	for _, c := range d.Comments {
		i, ok := at[c.Item]
		if !ok {
			i = len(out)
			at[c.Item] = i
			out = append(out, itemComments{Item: d.ItemText(c.Item)})
		}
		out[i].Texts = append(out[i].Texts, words.ShortComment(c.Text))
	}
	return out
}
