package flows

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"suara/flows/expression"
)

// item compares the item of that id, once.
func (c *comparison) item(id string) *PartChange {
	if p := c.known[id]; p != nil {
		return p
	}
	a, _ := c.before.Item(id)
	b, _ := c.after.Item(id)
	p := PartChange{ID: id, Status: presence(a != nil, b != nil)}
	if p.Status == "" {
		p = part(id, c.itemEdits(a, b))
	}
	c.known[id] = &p
	return &p
}

func (c *comparison) itemEdits(a, b *Item) []Edit {
	var e edits
	e.add(AspectType, string(a.Type), string(b.Type))
	e.words(c.langs, AspectIntro, introWords(c.before, a), introWords(c.after, b))
	e.words(c.langs, AspectHeading, asWritten(a.Heading, a.richAbove), asWritten(b.Heading, b.richAbove))
	e.words(c.langs, AspectText, asWritten(a.Text, a.richText), asWritten(b.Text, b.richText))
	e.words(c.langs, AspectHint, asWritten(a.Hint, a.richHint), asWritten(b.Hint, b.richHint))
	c.options(&e, a, b)
	e.add(AspectPicture, a.Picture, b.Picture)
	e.add(AspectSpecial, strings.Join(a.Also, " "), strings.Join(b.Also, " "))
	e.add(AspectReverse, strconv.FormatBool(a.Reverse), strconv.FormatBool(b.Reverse))
	e.add(AspectLimits, limitsOf(a), limitsOf(b))
	e.add(AspectCheck, source(a.Check), source(b.Check))
	e.add(AspectRequired, requirement(a), requirement(b))
	e.add(AspectDefault, a.Default+source(a.DefaultFrom), b.Default+source(b.DefaultFrom))
	e.add(AspectValue, valueOf(a), valueOf(b))
	e.add(AspectWhen, c.before.Conditions(a), c.after.Conditions(b))
	e.add(AspectDependsOn, "", strings.Join(c.dependsOnOthers(b), " "))
	e.add(AspectScore, string(c.before.ScoreOf(a.ID)), string(c.after.ScoreOf(b.ID)))
	e.add(AspectSection, a.Section, b.Section)
	e.add(AspectShuffle, c.before.shuffling(a), c.after.shuffling(b))
	e.add(AspectSegment, strconv.FormatBool(a.Segment), strconv.FormatBool(b.Segment))
	if c.moved[a.ID] {
		_, from := c.before.Item(a.ID)
		_, to := c.after.Item(a.ID)
		e = append(e, Edit{AspectPosition, "", strconv.Itoa(from + 1), strconv.Itoa(to + 1)})
	}
	return e
}

// edits collects what differs.
type edits []Edit

func (e *edits) add(a Aspect, before, after string) {
	if before != after {
		*e = append(*e, Edit{a, "", before, after})
	}
}

// words compares a text in the languages of both versions.
func (e *edits) words(langs []string, a Aspect, before, after Text) {
	for _, lang := range langs {
		was, is := before[lang], after[lang]
		switch {
		case was == is:
		case spelled(was) == spelled(is):
			*e = append(*e, Edit{AspectSpelling, lang, was, is})
		default:
			*e = append(*e, Edit{a, lang, was, is})
		}
	}
}

func asWritten(plain, rich Text) Text {
	if rich != nil {
		return rich
	}
	return plain
}

// introWords is the introduction of the innermost section around an item.
func introWords(f *Flow, item *Item) Text {
	if s := f.section(item.Section); s != nil {
		return asWritten(s.Intro, s.richIntro)
	}
	return nil
}

// options compares what can be answered, in its order.
func (c *comparison) options(e *edits, a, b *Item) {
	e.add(AspectOptions, optionValues(a), optionValues(b))
	for n := range b.Options {
		after := &b.Options[n]
		i := a.option(after.Value)
		if i < 0 {
			continue
		}
		before := &a.Options[i]
		e.words(c.langs, AspectOptions, before.Label, after.Label)
		e.words(c.langs, AspectOptions, before.Short, after.Short)
		e.add(AspectOptions, optionRules(before), optionRules(after))
	}
}

func optionValues(item *Item) string {
	values := make([]string, len(item.Options))
	for n, o := range item.Options {
		values[n] = o.Value
	}
	return strings.Join(values, " ")
}

// optionRules writes what an option is besides its words.
func optionRules(o *Option) string {
	rules := o.Value
	if o.Favourable {
		rules += ", favourable"
	}
	if o.When != nil {
		rules += ", when " + source(o.When)
	}
	for _, name := range sortedKeys(o.Attributes) {
		rules += fmt.Sprintf(", %s: %s", name, o.Attributes[name])
	}
	return rules
}

// limitsOf writes the limits of an answer in the words of a flow's file.
func limitsOf(i *Item) string {
	var out []string
	add := func(key, value string) {
		if value != "" {
			out = append(out, key+": "+value)
		}
	}
	number := func(f *float64) string {
		if f == nil {
			return ""
		}
		return decimal(*f)
	}
	count := func(key string, n int) {
		if n != 0 {
			add(key, strconv.Itoa(n))
		}
	}
	if i.Whole {
		add("whole", "true")
	}
	add("min", cmp.Or(number(i.Min), i.MinDate, i.MinTime))
	add("max", cmp.Or(number(i.Max), i.MaxDate, i.MaxTime))
	count("min_length", i.MinLength)
	count("max_length", i.MaxLength)
	count("min_select", i.MinSelect)
	count("max_select", i.MaxSelect)
	return strings.Join(out, ", ")
}

// requirement writes when an item can be skipped.
func requirement(i *Item) string {
	switch {
	case i.Required != nil:
		return "required if " + source(i.Required)
	case i.Optional:
		return "optional"
	}
	return "required"
}

func valueOf(i *Item) string { return i.Constant + i.Attribute + source(i.Value) }

func source(e *expression.Expr) string {
	if e == nil {
		return ""
	}
	return e.Source()
}

// dependsOnOthers lists the items named in an item's expressions that are not what they were. Names
// go back to earlier items only, so this ends.
func (c *comparison) dependsOnOthers(item *Item) (out []string) {
	for _, e := range c.after.expressionsOf(item) {
		for _, name := range e.Names() {
			if named, _ := c.after.Item(name); named == nil || slices.Contains(out, name) {
				continue
			}
			if c.item(name).Status != StatusSame {
				out = append(out, name)
			}
		}
	}
	return out
}

// expressionsOf lists the expressions that decide whether and how an item can be answered.
func (f *Flow) expressionsOf(item *Item) []*expression.Expr {
	out := append(f.asksOf(item), item.Required, item.Check, item.Filter, item.DefaultFrom, item.Value)
	for n := range item.Options {
		out = append(out, item.Options[n].When)
	}
	return slices.DeleteFunc(out, func(e *expression.Expr) bool { return e == nil })
}

// shuffling lists what around an item, and of its options, is shuffled.
func (f *Flow) shuffling(item *Item) string {
	var out []string
	if item.Shuffle {
		out = append(out, "options")
	}
	for s := f.section(item.Section); s != nil; s = f.section(s.Within) {
		if s.Shuffle {
			out = append(out, sectionBlock+s.ID)
		}
	}
	if key := matrixBlock + item.Matrix; item.Matrix != "" && f.blocks != nil && f.blocks.shuffles(key) {
		out = append(out, key)
	}
	return strings.Join(out, ", ")
}

func (b *block) shuffles(key string) bool {
	return b.key == key && b.shuffle ||
		slices.ContainsFunc(b.parts, func(p *block) bool { return p.item < 0 && p.shuffles(key) })
}

// movedItems names the fewest items of both versions that would have to move to bring the earlier
// order into the later one.
func movedItems(before, after *Flow) map[string]bool {
	var places []int // in before, in the order of after
	var ids []string
	for _, item := range after.Items {
		if _, i := before.Item(item.ID); i >= 0 {
			places, ids = append(places, i), append(ids, item.ID)
		}
	}
	length, back, last := make([]int, len(places)), make([]int, len(places)), -1
	for i := range places { // longest increasing subsequence
		length[i], back[i] = 1, -1
		for j := range i {
			if places[j] < places[i] && length[j]+1 > length[i] {
				length[i], back[i] = length[j]+1, j
			}
		}
		if last < 0 || length[i] > length[last] {
			last = i
		}
	}
	moved := map[string]bool{}
	for _, id := range ids {
		moved[id] = true
	}
	for ; last >= 0; last = back[last] {
		delete(moved, ids[last])
	}
	return moved
}
