package compare

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"suara/flows"
	"suara/flows/expression"
	"suara/flows/outline"
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

func (c *comparison) itemEdits(a, b *flows.Item) []Edit {
	var e edits
	e.add(AspectType, string(a.Type), string(b.Type))
	e.words(c.langs, AspectIntro, introWords(c.before, a), introWords(c.after, b))
	headingBefore, textBefore, hintBefore := a.Written()
	headingAfter, textAfter, hintAfter := b.Written()
	e.words(c.langs, AspectHeading, headingBefore, headingAfter)
	e.words(c.langs, AspectText, textBefore, textAfter)
	e.words(c.langs, AspectHint, hintBefore, hintAfter)
	c.options(&e, a, b)
	e.add(AspectPicture, a.Picture, b.Picture)
	e.add(AspectSpecial, strings.Join(a.Also, " "), strings.Join(b.Also, " "))
	e.add(AspectReverse, strconv.FormatBool(a.Reverse), strconv.FormatBool(b.Reverse))
	e.add(AspectLimits, outline.Limits(a), outline.Limits(b))
	e.add(AspectCheck, source(a.Check), source(b.Check))
	e.add(AspectRequired, requirement(a), requirement(b))
	e.add(AspectDefault, a.Default+source(a.DefaultFrom), b.Default+source(b.DefaultFrom))
	e.add(AspectValue, outline.Value(a), outline.Value(b))
	e.add(AspectWhen, conditions(c.before, a), conditions(c.after, b))
	e.add(AspectDependsOn, "", strings.Join(c.dependsOnOthers(b), " "))
	e.add(AspectScore, string(c.before.ScoreOf(a.ID)), string(c.after.ScoreOf(b.ID)))
	e.add(AspectSection, a.Section, b.Section)
	e.add(AspectShuffle, shuffling(c.before, a), shuffling(c.after, b))
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
func (e *edits) words(langs []string, a Aspect, before, after flows.Text) {
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

// introWords is the introduction of the innermost section around an item.
func introWords(f *flows.Flow, item *flows.Item) flows.Text {
	if s := f.Section(item.Section); s != nil {
		return s.Written()
	}
	return nil
}

// options compares what can be answered, in its order.
func (c *comparison) options(e *edits, a, b *flows.Item) {
	e.add(AspectOptions, strings.Join(a.OptionValues(), " "), strings.Join(b.OptionValues(), " "))
	for n := range b.Options {
		after := &b.Options[n]
		i := slices.IndexFunc(a.Options, func(o flows.Option) bool { return o.Value == after.Value })
		if i < 0 {
			continue
		}
		before := &a.Options[i]
		e.words(c.langs, AspectOptions, before.Label, after.Label)
		e.words(c.langs, AspectOptions, before.Short, after.Short)
		e.add(AspectOptions, optionRules(before), optionRules(after))
	}
}

// optionRules writes what an option is besides its words.
func optionRules(o *flows.Option) string {
	rules := o.Value
	if o.Favourable {
		rules += ", favourable"
	}
	if o.When != nil {
		rules += ", when " + source(o.When)
	}
	for _, name := range slices.Sorted(maps.Keys(o.Attributes)) {
		rules += fmt.Sprintf(", %s: %s", name, o.Attributes[name])
	}
	return rules
}

// requirement writes when an item can be skipped.
func requirement(i *flows.Item) string {
	switch {
	case i.Required != nil:
		return "required if " + source(i.Required)
	case i.Optional:
		return "optional"
	}
	return "required"
}

func source(e *expression.Expr) string {
	if e == nil {
		return ""
	}
	return e.Source()
}

// conditions writes all that decides whether an item is asked, and what of it is offered: items with different
// conditions were put to different people.
func conditions(f *flows.Flow, item *flows.Item) string {
	var sources []string
	for _, e := range append(f.Asks(item), item.Filter) {
		if e != nil {
			sources = append(sources, e.Source())
		}
	}
	return strings.Join(sources, "\n")
}

// dependsOnOthers lists the items named in an item's expressions that are not what they were. Names
// go back to earlier items only, so this ends.
func (c *comparison) dependsOnOthers(item *flows.Item) (out []string) {
	for _, e := range c.after.Expressions(item) {
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

// shuffling lists what around an item, and of its options, is shuffled.
func shuffling(f *flows.Flow, item *flows.Item) string {
	var out []string
	if item.Shuffle {
		out = append(out, "options")
	}
	for s := f.Section(item.Section); s != nil; s = f.Section(s.Within) {
		if s.Shuffle {
			out = append(out, "section "+s.ID)
		}
	}
	if item.Matrix != "" && f.ShufflesRows(item.Matrix) {
		out = append(out, "matrix "+item.Matrix)
	}
	return strings.Join(out, ", ")
}

// movedItems names the fewest items of both versions that would have to move to bring the earlier
// order into the later one.
func movedItems(before, after *flows.Flow) map[string]bool {
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
