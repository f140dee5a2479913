package flows_test

import (
	"fmt"
	"testing"
)

// Conditions on numbers are warned of where no number fulfils them, and nowhere else.
func TestConditionsOnNumbersThatNeverHold(t *testing.T) {
	const decimals, whole = "optional: true", "whole: true"
	for _, c := range []struct {
		name, key, when string
		never           bool
	}{
		{"above and below the same", decimals, "${x} > 3 and ${x} < 3", true},
		{"between two near ones", decimals, "${x} > 1 and ${x} < 1.2", false},
		{"a whole one above a decimal", whole, "${x} > 2.25", false},
		{"a whole one between decimals", whole, "${x} > 2.25 and ${x} < 3.5", false},
		{"no whole one between decimals", whole, "${x} > 2.25 and ${x} < 2.75", true},
		{"one between negative ones", decimals, "${x} > -3 and ${x} < -2.9", false},
		{"above a limit", "max: 5", "${x} > 5", true},
		{"below a limit", "max: 5", "${x} > 4.9", false},
		{"one answer above another", decimals, "${x} > ${y}", false},
		{"the same in parentheses", decimals, "(${x}) > (${y})", false},
		{"a difference", decimals, "${x} > 5 -3 and ${x} < 3", false},
		{"a comparison as a number", decimals, "${x} = (${y} > 3) and ${x} != 0", false},
		{"the day", decimals, "${x} > 3 and ${x} < 3 or decimal-date-time(today( )) > 3", false},
		{"a constant", decimals, "true() and ${k} = 'yes' and ${k} = 'no'", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := load(t, fmt.Sprintf("flow: a\ntitle: A\nlanguages: [id]\nitems:\n"+
				"  - {id: x, type: number, text: X?, %s}\n  - {id: y, type: number, text: Y?}\n"+
				"  - {id: k, type: yesno, text: K?}\n  - {id: z, type: yesno, text: Z?, when: \"%s\"}\n", c.key, c.when))
			if never := len(f.Warnings()) > 0; never != c.never {
				t.Errorf("%s: warned %t, want %t: %v", c.when, never, c.never, f.Warnings())
			}
		})
	}
}

// The numbers to try are also those that decide whether another item of the condition is asked.
func TestConditionsOnAnItemThatANumberDecides(t *testing.T) {
	const src = "flow: a\ntitle: A\nlanguages: [id]\nitems:\n  - {id: x, type: number, text: X?}\n" +
		"  - {id: k, type: yesno, text: K?, when: \"${x} > 10\"}\n" +
		"  - {id: z, type: yesno, text: Z?, when: \"${x} %s 5 and ${k} = 'yes'\"}\n"
	if w := load(t, fmt.Sprintf(src, ">")).Warnings(); len(w) > 0 {
		t.Errorf("%v", w)
	}
	if w := load(t, fmt.Sprintf(src, "<")).Warnings(); len(w) != 1 {
		t.Errorf("%v", w)
	}
}

// An item that is asked on some days only can be without an answer.
func TestConditionsOnAnItemOfSomeDays(t *testing.T) {
	f := load(t, "flow: a\ntitle: A\nlanguages: [id]\nitems:\n"+
		"  - {id: k, type: yesno, text: K?, when: \"decimal-date-time(today( )) > 30000\"}\n"+
		"  - {id: z, type: yesno, text: Z?, when: \"${k} = ''\"}\n")
	if len(f.Warnings()) > 0 {
		t.Errorf("%v", f.Warnings())
	}
}
