package flows

import (
	"slices"

	"suara/survey"
)

// reservedColumns are the columns of an export that are no items.
var reservedColumns = []string{"response_id", "wave", "survey", "flow_version", "submitted_on",
	"unit", "disposition"}

// maxAdvised is how many items are asked before a warning begins.
const maxAdvised = 30

// CheckMode lists what the flow may not ask in that mode. Addresses, telephone numbers, photos, files and
// places are for identified surveys. In anonymous waves exact numbers and dates are no segments, and nothing that is
// known of the respondent, or that coarsening takes away, is copied beside the answers: all these name
// people by themselves.
func (f *Flow) CheckMode(mode survey.Mode) []Problem {
	var out []Problem
	for _, item := range f.Items {
		if fault := f.modeFault(item, mode); fault.Said() {
			out = append(out, Problem{f.file, item.Line, item.Column, fault})
		}
	}
	return out
}

// modeFault says what a mode forbids of an item, if anything.
func (f *Flow) modeFault(item *Item, mode survey.Mode) Message {
	switch {
	case mode == survey.Identified:
	case item.Type == TypeEmail || item.Type == TypePhone || item.sent():
		return Say("an item of type %s names people; ask for it in identified surveys only", item.Type)
	case mode != survey.Anonymous:
	case item.Segment && (item.Type == TypeNumber || item.Type == TypeDate):
		return Say("an exact %s as a segment names people in an anonymous survey; ask for it as a "+
			"choice of ranges", item.Type)
	case item.Attribute != "":
		return Say("the attribute %s beside the answers names people in an anonymous survey; ask for a "+
			"segment instead", item.Attribute)
	case item.Type == TypeCalculate && item.Value != nil:
		for _, name := range item.Value.Names() {
			if named, _ := f.Item(name); named == nil || named.Segment || named.Type == TypeText {
				return Say("what is calculated from ${%s} may name people in an anonymous survey; "+
					"calculate from other answers", name)
			}
		}
	}
	return Message{}
}

func (f *Flow) about(item *Item, format string, args ...any) Problem {
	return Problem{f.file, item.Line, item.Column, Say(format, args...)}
}

// advise collects the warnings of a flow.
func (l *loader) advise() {
	f := l.flow
	if len(f.Items) == 0 {
		return
	}
	l.adviseLength()
	l.adviseSegments()
	l.adviseScores()
	l.adviseScales()
	l.adviseConditions()
	for _, item := range f.Items {
		if slices.Contains(reservedColumns, item.ID) {
			f.warn(item, "%s is a column of every export already; rename the item", item.ID)
		}
	}
}

// Questions counts the items that people answer.
func (f *Flow) Questions() (n int) {
	for _, item := range f.Items {
		if item.answerable() {
			n++
		}
	}
	return n
}

// Minutes is about how long answering takes, in whole minutes: twelve seconds an item.
func (f *Flow) Minutes() int { return max(1, (f.Questions()*12+59)/60) }

func (l *loader) adviseLength() {
	total, asked := l.flow.Questions(), 0
	for _, item := range l.flow.Items {
		if !item.answerable() {
			continue
		}
		if asked++; asked == maxAdvised+1 {
			l.flow.warn(item, "%d items; past %d many people stop, ask less", total, maxAdvised)
		}
	}
}

func (f *Flow) warn(item *Item, format string, args ...any) {
	f.warnings = append(f.warnings, f.about(item, format, args...))
}
