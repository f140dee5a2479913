package bot

import (
	"strconv"
	"unicode/utf8"

	"suara/flows"
)

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
	switch {
	case o.Rank > 0:
		return strconv.Itoa(o.Rank) + ". " + words
	case o.Chosen:
		return chosenMark + words
	}
	return words
}

// also puts the special answers under the options, and the pages of a long list above them.
func (p *page) also(s flows.Screen) {
	if s.Long {
		p.pages(s)
	}
	all := make([]button, len(s.Also))
	for i, o := range s.Also {
		all[i] = button{Text: optionWords(flows.Screen{}, o), Press: pressInterview + o.Press}
	}
	for len(all) > 0 {
		n := 1
		if len(all) > 1 && all[0].short() && all[1].short() {
			n = 2
		}
		p.row(all[:n:n]...)
		all = all[n:]
	}
}

// halfRow is how many letters of a label fit on half of a narrow phone's row.
const halfRow = 15

func (b button) short() bool { return utf8.RuneCountInString(b.Text) <= halfRow }

// pages puts the ways through pages into one row.
func (p *page) pages(s flows.Screen) {
	var row []button
	if s.PreviousPage != "" {
		row = append(row, p.token("button.previous_page", s.PreviousPage))
	}
	if s.NextPage != "" {
		row = append(row, p.token("button.next_page", s.NextPage))
	}
	if len(row) > 0 {
		p.row(row...)
	}
	if s.All != "" {
		p.row(p.token("button.all_options", s.All))
	}
}

// pressInterview stands before a press that belongs to an interview.
const pressInterview = "q:"

// navigation puts the ways on, back and out under the options.
func (p *page) navigation(s flows.Screen) {
	if s.Done != "" {
		words := "button.done"
		switch {
		case s.Item != nil && s.Item.Type == flows.TypeNote:
			words = "button.next"
		case s.Ranked:
			words = "button.ranked"
		}
		p.row(p.token(words, s.Done).styled(stylePrimary))
	}
	if s.Next != "" && (s.Skip != "" || s.Proposed) {
		p.row(p.token("button.next", s.Next).styled(stylePrimary))
		s.Next = ""
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
