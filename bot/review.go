package bot

import (
	"strconv"

	"suara/bot/texts"
	"suara/flows"
)

// reviewColumns is how many buttons of the review stand in a row.
const reviewColumns = 3

// review lists the answers of one page, each with a button that changes it.
func (p *page) review(s flows.Screen) {
	p.set("page", strconv.Itoa(s.Page))
	p.set("pages", "")
	if s.Pages > 1 {
		p.set("pages", strconv.Itoa(s.Pages))
	}
	p.say("review.title")
	p.b.WriteByte('\n')
	for _, row := range s.Review {
		p.reviewRow(row)
	}
	p.tellOwn() // beside the buttons: the top of a long list is out of sight
	p.say("review.foot")
	p.reviewButtons(s)
}

func (p *page) reviewRow(r flows.ReviewRow) {
	p.b.WriteByte('\n')
	p.b.WriteString(strconv.Itoa(r.Number))
	p.b.WriteString(". ")
	texts.Escape(&p.b, r.Label)
	p.b.WriteString("\n     ")
	switch {
	case r.Missing:
		p.t.Write(&p.b, "review.missing", nil)
	case r.Skipped:
		p.t.Write(&p.b, "review.skipped", nil)
	default:
		p.b.WriteString("<b>")
		texts.Escape(&p.b, r.Answer)
		p.b.WriteString("</b>")
	}
}

func (p *page) reviewButtons(s flows.Screen) {
	var row []button
	for _, r := range s.Review {
		if r.Press == "" {
			continue
		}
		words := p.t.Plain("button.change", texts.Args{"n": strconv.Itoa(r.Number)})
		row = append(row, button{Text: words, Press: pressInterview + r.Press})
		if len(row) == reviewColumns {
			p.row(row...)
			row = nil
		}
	}
	if len(row) > 0 {
		p.row(row...)
	}
	p.pages(s)
	if s.Submit != "" {
		p.row(p.token("button.submit", s.Submit).styled(styleSuccess))
	}
	p.navigation(s)
}
