package flows

import (
	"suara/flows/source"
)

// maxAnswer is the longest text kept: what one message of Telegram holds.
const maxAnswer = 4096

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
	case TypeTime:
		item.MinTime, item.MaxTime = l.clockTime(fs, "min"), l.clockTime(fs, "max")
		if item.MaxTime != "" && item.MinTime > item.MaxTime {
			l.fail(fs.place("min"), "min is after max; exchange them")
		}
	case TypeChoices, TypeRanking:
		l.readSelect(item, fs)
	}
}

func (l *loader) readSelect(item *Item, fs fields) {
	item.MinSelect = l.count(fs, "min_select", 0, maxOptions)
	item.MaxSelect = l.count(fs, "max_select", 1, maxOptions)
	n := len(item.Options)
	if !fs.has("options") {
		n = 0 // that they are missing is said already
	}
	switch {
	case item.MaxSelect > 0 && item.MinSelect > item.MaxSelect:
		l.fail(fs.place("min_select"), "min_select is above max_select; exchange them")
	case n > 0 && item.MinSelect > n:
		l.fail(fs.place("min_select"), "min_select is above the number of options, %d; lower it", n)
	case n > 0 && item.MaxSelect > n:
		l.fail(fs.place("max_select"), "max_select is above the number of options, %d; lower it", n)
	}
	if item.Type == TypeRanking && item.MinSelect == 0 { // all, or the first few
		if item.MinSelect = item.MaxSelect; item.MinSelect == 0 {
			item.MinSelect = len(item.Options)
		}
	}
}

func (l *loader) readWhen(item *Item, fs fields) {
	n, ok := fs.nodes["when"]
	if !ok {
		return
	}
	item.When = l.expression(n, owner{item: item})
	if item.When == nil {
		return
	}
	if item.When.UsesSelf() {
		l.fail(source.At(n), "when asks for its own answer with \".\"; name an earlier item as ${…}")
	}
}

func (l *loader) readCheck(item *Item, fs fields) {
	n, ok := fs.nodes["check"]
	if !ok {
		return
	}
	check, ok := l.fields(n, Say("a check"), checkKeys...)
	if !ok {
		return
	}
	item.Say = l.text(check, "say", required)
	that, ok := check.nodes["that"]
	if !ok {
		l.fail(check.at, "the check has no that; add an expression, such as \". >= 17\"")
		return
	}
	item.Check = l.expression(that, owner{item: item})
	if item.Check != nil && !item.Check.UsesSelf() {
		l.fail(source.At(that), "the check does not look at the answer; write \".\" for it")
	}
}

func (l *loader) checkReverse(item *Item, fs fields) {
	if !item.Reverse || len(item.Options) == 0 {
		return
	}
	if _, _, ok := scoreRange(item.Options); !ok {
		l.fail(fs.place("reverse"), "reverse needs numeric values; number the options or remove it")
	}
}
