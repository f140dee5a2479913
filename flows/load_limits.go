package flows

import (
	"errors"
	"strings"

	"suara/flows/expression"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// maxAnswer is the longest text kept: what one message of Telegram holds.
const maxAnswer = 4096

// attributes are what a flow may know of the respondent besides the answers.
var attributes = []string{"unit", "position", "rank", "sex"}

func (l *loader) readLimits(item *Item, fs fields) {
	switch item.Type {
	case TypeNumber:
		item.Whole = l.flag(fs, "whole")
		item.Min, item.Max = l.limit(fs, "min"), l.limit(fs, "max")
		if item.Min != nil && item.Max != nil && *item.Min > *item.Max {
			l.fail(fs.place("min"), "min is above max; exchange them")
		}
	case TypeDate:
		item.MinDate, item.MaxDate = l.day(fs, "min"), l.day(fs, "max")
		if item.MaxDate != "" && item.MinDate > item.MaxDate {
			l.fail(fs.place("min"), "min is after max; exchange them")
		}
	case TypeText:
		item.MinLength = l.count(fs, "min_length", 1, maxAnswer)
		item.MaxLength = l.count(fs, "max_length", 1, maxAnswer)
		if item.MaxLength > 0 && item.MinLength > item.MaxLength {
			l.fail(fs.place("min_length"), "min_length is above max_length; exchange them")
		}
	case TypeChoices:
		l.readSelect(item, fs)
	}
}

func (l *loader) readSelect(item *Item, fs fields) {
	item.MinSelect = l.count(fs, "min_select", 0, maxOptions)
	item.MaxSelect = l.count(fs, "max_select", 1, maxOptions)
	switch n := len(item.Options); {
	case item.MaxSelect > 0 && item.MinSelect > item.MaxSelect:
		l.fail(fs.place("min_select"), "min_select is above max_select; exchange them")
	case n > 0 && item.MinSelect > n:
		l.fail(fs.place("min_select"), "min_select is above the number of options, %d; lower it", n)
	case n > 0 && item.MaxSelect > n:
		l.fail(fs.place("max_select"), "max_select is above the number of options, %d; lower it", n)
	}
}

func (l *loader) readWhen(item *Item, fs fields) {
	n, ok := fs.nodes["when"]
	if !ok {
		return
	}
	item.When = l.expression(n, item)
	if item.When == nil {
		return
	}
	if item.When.UsesSelf() {
		l.fail(at(n), "when asks for its own answer with \".\"; name an earlier item as ${…}")
	}
}

func (l *loader) readCheck(item *Item, fs fields) {
	n, ok := fs.nodes["check"]
	if !ok {
		return
	}
	check, ok := l.fields(n, "a check", "that", "say")
	if !ok {
		return
	}
	item.Say = l.text(check, "say", required)
	that, ok := check.nodes["that"]
	if !ok {
		l.fail(check.at, "the check has no that; add an expression, such as \". >= 17\"")
		return
	}
	item.Check = l.expression(that, item)
	if item.Check != nil && !item.Check.UsesSelf() {
		l.fail(at(that), "the check does not look at the answer; write \".\" for it")
	}
}

// expression parses a condition and looks up its names among the items so far.
func (l *loader) expression(n ast.Node, item *Item) *expression.Expr {
	src, ok := l.scalar(n)
	if !ok {
		l.fail(at(n), "an expression is needed here; write it in quotes")
		return nil
	}
	e, err := expression.Parse(src)
	if err != nil {
		var bad *expression.Error
		if errors.As(err, &bad) {
			l.fail(l.inside(n, bad.Column), "the expression can't be read: %s", bad.Message)
		} else {
			l.fail(at(n), "the expression can't be read: %v", err)
		}
		return nil
	}
	if strings.Contains(src, "today(") || strings.Contains(src, "now(") {
		l.flow.clock = true
	}
	for _, name := range e.Names() {
		l.checkName(n, name, item)
	}
	return e
}

// checkName allows earlier items that take an answer, and attributes of the respondent.
func (l *loader) checkName(n ast.Node, name string, item *Item) {
	earlier, place := l.flow.Item(name)
	switch {
	case place >= 0 && earlier.Type == TypeNote:
		l.fail(at(n), "${%s} is a note and has no answer; name an item that is answered", name)
	case place >= 0:
	case name == item.ID:
		l.fail(at(n), "${%s} is this item itself; write \".\" in a check, an earlier item in when", name)
	case l.ids[name]:
		l.fail(at(n), "${%s} comes later; move it before this item or name an earlier one", name)
	case !isAttribute(name):
		l.fail(at(n), "${%s} is no item; mend the id, or use one of %s", name, join(attributes))
	}
}

func isAttribute(name string) bool {
	for _, a := range attributes {
		if a == name {
			return true
		}
	}
	return false
}

// inside is the place of a column within a text on one line.
func (l *loader) inside(n ast.Node, column int) place {
	p := at(n)
	s, ok := l.resolve(n).(*ast.StringNode)
	if !ok {
		return p
	}
	switch s.Token.Type {
	case token.SingleQuoteType, token.DoubleQuoteType:
		p.column++
	}
	p.column += column - 1
	return p
}

func (l *loader) checkReverse(item *Item, fs fields) {
	if !item.Reverse {
		return
	}
	if _, _, ok := scoreRange(item.Options); !ok {
		l.fail(fs.place("reverse"), "reverse needs numeric values; number the options or remove it")
	}
}

// checkLength holds an item with the labels listed under it within one message.
func (l *loader) checkLength(item *Item, fs fields) {
	for _, lang := range l.flow.Languages {
		total := units(item.Text[lang]) + units(item.Hint[lang])
		for _, o := range item.Options {
			total += units(o.Label.In(lang)) + len("\n100. ")
		}
		if total > maxText {
			l.fail(fs.place("text"), "text and labels in %s are longer than %d characters together; "+
				"shorten them to fit one message", lang, maxText)
		}
	}
}
