package expression

import "strings"

// choiceFunctions work on answers of several choices, their values joined by spaces, and on
// lists of conditions.
var choiceFunctions = map[string]function{
	"selected":           ofTexts(selected),
	"is-selected":        ofTexts(selected),
	"selected-at":        pure(2, 2, selectedAt),
	"count-selected":     pure(1, 1, countSelected),
	"checklist":          pure(2, -1, checklist),
	"weighted-checklist": inPairs(pure(2, -1, weightedChecklist)),
}

func selected(answer, choice string) bool {
	return strings.Contains(" "+answer+" ", " "+trim(choice)+" ")
}

func choices(v Value) []string {
	return strings.FieldsFunc(v.String(), func(r rune) bool { return r == ' ' })
}

func selectedAt(args []Value) Value {
	all, index := choices(args[0]), whole(args[1].Number())
	if index < 0 || index >= len(all) {
		return Text("")
	}
	return Text(all[index])
}

func countSelected(args []Value) Value { return Number(float64(len(choices(args[0])))) }

// checklist reports whether the number of true arguments lies between the first two, of which a
// negative one is no bound.
func checklist(args []Value) Value {
	least, most, count := whole(args[0].Number()), whole(args[1].Number()), 0
	for _, condition := range args[2:] {
		if condition.Bool() {
			count++
		}
	}
	return Bool((least < 0 || count >= least) && (most < 0 || count <= most))
}

// weightedChecklist adds the weights, each standing behind its condition, of the true conditions.
func weightedChecklist(args []Value) Value {
	sum := 0.0
	for i := 2; i < len(args); i += 2 {
		if args[i].Bool() {
			sum += args[i+1].Number()
		}
	}
	return Bool(sum >= args[0].Number() && sum <= args[1].Number())
}
