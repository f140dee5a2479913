package bot

import (
	"slices"
	"strconv"
	"strings"

	"suara/bot/texts"
	"suara/fielding"
	"suara/flows"
	"suara/flows/richtext"
	"suara/survey"
)

// interview renders where the person stands in the questionnaire: the one message that most of the
// traffic consists of.
func (s *screen) interview() error {
	w, err := s.tx.Wave(s.Screen.Wave)
	if err != nil {
		return err
	}
	f, err := s.flows.Get(s.tx, w.Flow)
	if err != nil {
		return err
	}
	i, ok, err := fielding.LoadInterview(s.tx, w, s.Respondent)
	if err != nil || !ok {
		return gone(err)
	}
	s.ownNotice(i.Notice)
	shown := f.Show(i.Session)
	s.pict = w.Pictures[shown.Picture]
	s.question(shown, w.Mode)
	if i.Notice.Key == fielding.NoticeOffered && s.ofInterview() {
		take := s.button("button.take", "w:take:"+string(w.ID)).styled(stylePrimary)
		s.rows = slices.Insert(s.rows, 0, []button{take})
	}
	return nil
}

// ownNotice keeps the notice that lies in the interview for the question, where the screen is to show it.
func (s *screen) ownNotice(n flows.Notice) {
	if s.ofInterview() {
		s.own, s.stuck = n, s.Screen.Notice == fielding.NoticeStuck
	}
}

// tellOwn writes the notice that lies in the interview.
func (p *page) tellOwn() {
	if p.own.Key == "" {
		return
	}
	p.arguments(p.own.Args)
	p.tell(p.own.Key)
	if p.stuck {
		p.line("notice.stuck")
	}
}

// question renders one screen of a flow.
func (p *page) question(s flows.Screen, mode survey.Mode) {
	p.b.Grow(512)
	if s.Kind == flows.ScreenReview {
		p.review(s)
		return
	}
	p.tellOwn()
	p.progress(s)
	p.itemText(s)
	p.listed(s)
	p.howTo(s, mode)
	p.options(s)
	p.also(s)
	p.navigation(s)
}

// progress writes the bar and the section. An item in bold follows without a line between: on a
// small phone in large type a long one fills the screen.
func (p *page) progress(s flows.Screen) {
	p.gap()
	if s.Number > 0 {
		p.b.WriteString(bar(max(1, s.Number*barCells/s.Total)))
		p.b.WriteByte(' ')
		p.b.WriteString(strconv.Itoa(s.Number))
		p.b.WriteByte('/')
		p.b.WriteString(strconv.Itoa(s.Total))
		p.b.WriteByte('\n')
	}
	if s.Section != "" {
		p.b.WriteString("<i>")
		texts.Escape(&p.b, s.Section)
		p.b.WriteString("</i>\n")
	}
	if headed := s.Section != "" || s.Number > 0; headed && (s.Intro != "" || s.Above != "" || !strong(s)) {
		p.b.WriteByte('\n')
	}
}

// strong tells whether the item's text is bold as a whole: unless it has bold words of its own, or is a note.
func strong(s flows.Screen) bool {
	return !hasBold(s.Spans.Text) && (s.Item == nil || s.Item.Type != flows.TypeNote)
}

// itemText writes the introduction of a section, the heading of a matrix, the item and its hint.
func (p *page) itemText(s flows.Screen) {
	if s.Intro != "" {
		p.words(s.Intro, s.Spans.Intro)
		p.gap()
	}
	if s.Above != "" {
		p.words(s.Above, s.Spans.Above)
		p.gap()
	}
	bold := strong(s)
	if bold {
		p.b.WriteString("<b>")
	}
	p.words(s.Text, s.Spans.Text)
	if bold {
		p.b.WriteString("</b>")
	}
	if s.Hint != "" {
		p.b.WriteByte('\n')
		if s.Spans.Hint == nil {
			p.b.WriteString("<i>")
		}
		p.words(s.Hint, s.Spans.Hint)
		if s.Spans.Hint == nil {
			p.b.WriteString("</i>")
		}
	}
	if s.Current != "" && (s.Typed || s.Typing || s.Long || s.Ranked) {
		p.set("value", s.Current)
		if s.Proposed {
			p.say("interview.proposed")
		} else {
			p.say("interview.current")
		}
	}
}

// words writes a text of a flow, in the styles of its spans where it has some.
func (p *page) words(text string, spans []richtext.Span) {
	if spans == nil {
		texts.Escape(&p.b, text)
		return
	}
	for _, s := range spans {
		p.styledWords(s)
	}
}

// styledWords writes a stretch of text; its words may be an answer, so they are escaped.
func (p *page) styledWords(s richtext.Span) {
	if s.Bold {
		p.b.WriteString("<b>")
	}
	if s.Italic {
		p.b.WriteString("<i>")
	}
	if s.Link != "" {
		p.b.WriteString(`<a href="`)
		texts.Escape(&p.b, strings.ReplaceAll(s.Link, `"`, "%22"))
		p.b.WriteString(`">`)
	}
	texts.Escape(&p.b, s.Text)
	if s.Link != "" {
		p.b.WriteString("</a>")
	}
	if s.Italic {
		p.b.WriteString("</i>")
	}
	if s.Bold {
		p.b.WriteString("</b>")
	}
}

func hasBold(spans []richtext.Span) bool {
	return slices.ContainsFunc(spans, func(s richtext.Span) bool { return s.Bold })
}

// listed writes long labels into the text; their buttons carry short words.
func (p *page) listed(s flows.Screen) {
	if !s.Listed {
		return
	}
	p.b.WriteByte('\n')
	for _, o := range s.Options {
		p.b.WriteString("\n")
		if o.Chosen {
			p.b.WriteString(chosenMark)
		}
		p.b.WriteString("<b>")
		texts.Escape(&p.b, o.Short)
		p.b.WriteString("</b> ")
		texts.Escape(&p.b, o.Label)
	}
}

const chosenMark = "✓ "

// howTo says how to answer where buttons alone don't.
func (p *page) howTo(s flows.Screen, mode survey.Mode) {
	switch {
	case s.Kind == flows.ScreenSpecify:
		p.say("interview.specify")
	case s.Ranked:
		p.set("count", p.t.Number(rankedOf(s.Item)))
		p.say("interview.ranking")
	case s.Many:
		p.selectable(s.Item)
		p.say("interview.many")
	case s.Typing:
		p.typeable(s.Item)
	}
	if s.Long {
		p.longList(s)
	}
	if s.Typing && mode == survey.Anonymous {
		p.line("interview.erased")
	}
}

// rankedOf is how many options of a ranking are to be ranked.
func rankedOf(item *flows.Item) int {
	if item.MaxSelect > 0 {
		return item.MaxSelect
	}
	return len(item.Options)
}

// longList says that a list goes on, and how to search it.
func (p *page) longList(s flows.Screen) {
	p.set("page", p.t.Number(s.Page))
	p.set("pages", "")
	if s.Pages > 1 {
		p.set("pages", p.t.Number(s.Pages))
	}
	p.set("text", s.Letters)
	if s.Letters != "" {
		p.say("interview.found")
		return
	}
	p.say("interview.long")
}

func (p *page) selectable(item *flows.Item) {
	p.limit("min", item.MinSelect)
	p.limit("max", item.MaxSelect)
}

// typeable says what is to be typed.
func (p *page) typeable(item *flows.Item) {
	switch item.Type {
	case flows.TypeNumber:
		p.bounds(item)
		if item.Whole {
			p.say("interview.whole")
		} else {
			p.say("interview.number")
		}
	case flows.TypeDate:
		p.say("interview.date")
	case flows.TypeTime:
		p.say("interview.time")
	case flows.TypeEmail:
		p.say("interview.email")
	case flows.TypePhone:
		p.say("interview.phone")
	case flows.TypePhoto:
		p.say("interview.photo")
	case flows.TypeFile:
		p.set("types", strings.ToUpper(strings.Join(p.cfg.Files.Types, ", ")))
		p.set("max", strconv.FormatInt(p.cfg.Files.Limit>>20, 10))
		p.say("interview.file")
	case flows.TypeLocation:
		p.say("interview.location")
	default:
		p.limit("max", item.MaxLength)
		p.say("interview.text")
	}
}

// bounds gives the page the limits of a number.
func (p *page) bounds(item *flows.Item) {
	for name, limit := range map[string]*float64{"min": item.Min, "max": item.Max} {
		words := ""
		if limit != nil {
			words = p.t.Figure(*limit)
		}
		p.set(name, words)
	}
}

func (p *page) limit(name string, n int) {
	if n > 0 {
		p.set(name, p.t.Number(n))
	} else {
		p.set(name, "")
	}
}
