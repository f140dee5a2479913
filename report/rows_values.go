package report

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"strconv"
	"strings"

	"suara/flows"
	"suara/survey"
)

// interned keeps one string for each value that occurs often.
type interned map[string]string

// maxInterned bounds it: a column of names or of exact numbers has no end.
const maxInterned = 1 << 15

func (in interned) text(b []byte) string {
	if s, ok := in[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(in) < maxInterned {
		in[s] = s
	}
	return s
}

// trimmed takes blanks off both ends.
func trimmed(cell []byte) []byte {
	if len(cell) == 0 || cell[0] > ' ' && cell[len(cell)-1] > ' ' {
		return cell
	}
	return bytes.Trim(cell, " \t")
}

// response reads one row; false where it can't be counted.
func (r *Rows) response(cells [][]byte) (survey.Response, bool) {
	if blank(cells) {
		return survey.Response{}, false
	}
	if len(cells) != r.width {
		r.problem("", nil, fmt.Sprintf("%d cells where the header has %d", len(cells), r.width))
		return survey.Response{}, false
	}
	before := r.problems.count()
	clear(r.values)
	out := survey.Response{Values: r.values}
	for i, cell := range cells {
		c := &r.columns[i]
		cell = trimmed(cell)
		if len(cell) == 0 || c.kind == columnIgnored {
			continue
		}
		if c.kind == columnItem {
			v, fault := r.value(c.item, cell)
			if fault != "" {
				r.problem(c.name, cell, fault)
			}
			r.values[c.item] = v
			continue
		}
		r.about(&out, c, cell)
	}
	if r.problems.count() > before {
		return out, false
	}
	if out.Partial {
		r.partial++
	}
	return out, true
}

// blank tells whether a row has nothing in it: spreadsheet programs write such rows below the last one.
func blank(cells [][]byte) bool {
	for _, c := range cells {
		if len(trimmed(c)) > 0 {
			return false
		}
	}
	return true
}

// about takes what an export says of a row beside its answers.
func (r *Rows) about(out *survey.Response, c *rowColumn, cell []byte) {
	switch c.kind {
	case columnUnit:
		if string(cell) != missing {
			out.Unit = survey.UnitID(r.known.text(cell))
		}
	case columnID:
		sum := maphash.Bytes(r.seed, cell)
		if _, twice := r.met[sum]; twice {
			r.problem(c.name, cell, "stands twice: the row would count double")
		}
		r.met[sum] = struct{}{}
	case columnWave:
		if r.wave == "" {
			r.wave = string(cell)
		}
		r.waves = r.waves || r.wave != string(cell)
	case columnVersion:
		if string(cell) != r.flow.Version() {
			r.versions++
		}
	case columnDisposition:
		switch survey.Disposition(cell) {
		case survey.DispPartial:
			out.Partial = true
		case survey.DispComplete:
		default:
			r.problem(c.name, cell, "is neither complete nor partial")
		}
	}
}

func (r *Rows) problem(column string, cell []byte, reason string) {
	if len(r.problems.List) == maxRowProblems {
		r.problems.More++
		return
	}
	const most = 40
	value := []rune(string(cell))
	if len(value) > most {
		value = append(value[:most], '…')
	}
	r.problems.List = append(r.problems.List, RowProblem{r.split.row, column, string(value), reason})
}

// missing is how statistics programs write a missing value.
const missing = "NA"

// value reads a cell of an item; fault says what is wrong with it.
func (r *Rows) value(item int, cell []byte) (v, fault string) {
	ip := &r.plan.items[item]
	if o := ip.codeBytes(cell); o >= 0 {
		return ip.item.Options[o].Value, ""
	}
	if plain, ok := bytes.CutPrefix(cell, []byte{'\''}); ok && len(plain) > 0 { // the guard of exports
		return r.value(item, plain)
	}
	switch {
	case string(cell) == missing:
		return survey.NotReached, ""
	case string(cell) == survey.Skipped:
		return survey.Skipped, ""
	case flows.IsSpecial(string(cell)):
		return string(cell), ""
	}
	switch {
	case ip.kind == decimalNumber:
		return r.number(ip.item, cell)
	case ip.kind == manyOptions, ip.first:
		return r.several(ip, cell)
	}
	if whole, ok := bytes.CutSuffix(cell, []byte(".0")); ok { // a program made decimals of whole numbers
		if o := ip.codeBytes(whole); o >= 0 {
			return ip.item.Options[o].Value, ""
		}
	}
	if ip.item.Other {
		return flows.OtherValue, ""
	}
	return "", "is none of " + optionList(ip.item)
}

// codeBytes finds an option by its value exactly; −1 where it is none.
func (ip *itemPlan) codeBytes(cell []byte) int {
	if len(cell) == 1 {
		return int(ip.quick[cell[0]]) - 1
	}
	if o, ok := ip.codes[string(cell)]; ok {
		return o
	}
	return -1
}

func optionList(item *flows.Item) string {
	var words []string
	for _, o := range item.Options {
		words = append(words, o.Value)
	}
	return strings.Join(firstOf(words, 12), ", ")
}

func (r *Rows) number(item *flows.Item, cell []byte) (v, fault string) {
	v = r.known.text(cell)
	if !IsDecimal(v) {
		return "", "is no number (write decimals with a point)"
	}
	x, err := strconv.ParseFloat(v, 64)
	switch {
	case err != nil:
		return "", "is no number"
	case item.Min != nil && x < *item.Min:
		return "", "is under the least, " + strconv.FormatFloat(*item.Min, 'f', -1, 64)
	case item.Max != nil && x > *item.Max:
		return "", "is over the most, " + strconv.FormatFloat(*item.Max, 'f', -1, 64)
	}
	return v, ""
}

// several reads the options of a multiple choice, joined by blanks.
func (r *Rows) several(ip *itemPlan, cell []byte) (v, fault string) {
	v = r.known.text(cell)
	if ip.item.Other {
		return v, ""
	}
	for part := range strings.FieldsSeq(v) {
		if _, ok := ip.codes[part]; !ok {
			return "", "holds " + strconv.Quote(part) + ", which is none of " + optionList(ip.item)
		}
	}
	return v, ""
}
