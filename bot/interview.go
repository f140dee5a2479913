package bot

import (
	"strconv"

	"suara/fielding"
	"suara/flows"
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
	if i.Notice.Key != "" {
		s.arguments(i.Notice.Args)
		s.tell(i.Notice.Key)
	}
	s.question(f.Show(i.Session), w.Mode)
	return nil
}

// question renders one screen of a flow.
func (p *page) question(s flows.Screen, mode survey.Mode) {
	p.b.Grow(512)
	if s.Kind == flows.ScreenReview {
		p.review(s)
		return
	}
	p.progress(s)
	p.itemText(s)
	p.listed(s)
	p.howTo(s, mode)
	p.options(s)
	p.navigation(s)
}

// progress writes the bar and the section.
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
		escapeTo(&p.b, s.Section)
		p.b.WriteString("</i>\n")
	}
	if s.Section != "" || s.Number > 0 {
		p.b.WriteByte('\n')
	}
}

func (p *page) itemText(s flows.Screen) {
	if s.Item != nil && s.Item.Type == flows.TypeNote {
		escapeTo(&p.b, s.Text)
	} else {
		p.b.WriteString("<b>")
		escapeTo(&p.b, s.Text)
		p.b.WriteString("</b>")
	}
	if s.Hint != "" {
		p.b.WriteString("\n<i>")
		escapeTo(&p.b, s.Hint)
		p.b.WriteString("</i>")
	}
	if s.Current != "" && (s.Typed || s.Typing) {
		p.set("value", s.Current)
		p.say("interview.current")
	}
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
		escapeTo(&p.b, o.Short)
		p.b.WriteString("</b> ")
		escapeTo(&p.b, o.Label)
	}
}

const chosenMark = "✓ "

// howTo says how to answer where buttons alone don't.
func (p *page) howTo(s flows.Screen, mode survey.Mode) {
	switch {
	case s.Kind == flows.ScreenSpecify:
		p.say("interview.specify")
	case s.Many:
		p.selectable(s.Item)
		p.say("interview.many")
	case s.Typing:
		p.typeable(s.Item)
	}
	if s.Typing && mode == survey.Anonymous {
		p.line("interview.erased")
	}
}

func (p *page) selectable(item *flows.Item) {
	p.limit("min", item.MinSelect)
	p.limit("max", item.MaxSelect)
}

// typeable says what is to be typed.
func (p *page) typeable(item *flows.Item) {
	switch item.Type {
	case flows.TypeNumber:
		p.say("interview.number")
	case flows.TypeDate:
		p.say("interview.date")
	default:
		p.limit("max", item.MaxLength)
		p.say("interview.text")
	}
}

func (p *page) limit(name string, n int) {
	if n > 0 {
		p.set(name, p.number(n))
	} else {
		p.set(name, "")
	}
}

// options puts the options on buttons.
func (p *page) options(s flows.Screen) {
	columns := max(1, s.Columns)
	rows := (len(s.Options) + columns - 1) / columns
	p.rows = make([][]button, 0, rows+3)
	all := make([]button, len(s.Options))
	for i, o := range s.Options {
		all[i] = button{Text: optionWords(s, o), Press: pressInterview + o.Press}
	}
	for len(all) > 0 {
		n := min(columns, len(all))
		p.rows = append(p.rows, all[:n:n])
		all = all[n:]
	}
}

func optionWords(s flows.Screen, o flows.ScreenOption) string {
	words := o.Label
	if s.Listed {
		words = o.Short
	}
	if o.Chosen {
		return chosenMark + words
	}
	return words
}

// pressInterview stands before a press that belongs to an interview.
const pressInterview = "q:"

// navigation puts the ways on, back and out under the options.
func (p *page) navigation(s flows.Screen) {
	if s.Done != "" {
		words := "button.done"
		if s.Item != nil && s.Item.Type == flows.TypeNote {
			words = "button.next"
		}
		p.row(p.token(words, s.Done).styled(stylePrimary))
	}
	row := make([]button, 0, 3)
	if s.Back != "" {
		row = append(row, p.token("button.back", s.Back))
	}
	switch {
	case s.Skip != "":
		row = append(row, p.token("button.skip", s.Skip))
	case s.Next != "":
		row = append(row, p.token("button.next", s.Next))
	}
	if s.Later != "" {
		if len(row) == 2 { // three buttons in a row don't fit on a small phone
			p.row(row...)
			row = nil
		}
		row = append(row, p.token("button.later", s.Later))
	}
	if len(row) > 0 {
		p.row(row...)
	}
}

// token makes a button whose press goes to the interview.
func (p *page) token(key, press string) button { return p.button(key, pressInterview+press) }
