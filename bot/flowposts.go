package bot

import (
	"slices"
	"strings"
	"time"

	"suara/fielding"
	"suara/flows"
	"suara/flows/compare"
)

// flowOffer shows a sound flow: its size, what is seldom meant, and what differs from the version in use.
func (p *post) flowOffer() error {
	after, err := p.flows.Get(p.tx, p.m.Args[fielding.ArgVersion])
	if err != nil {
		return err
	}
	before, err := p.flows.Get(p.tx, p.m.Args[fielding.ArgBase])
	if err != nil {
		return err
	}
	p.set("id", p.m.Args["survey"])
	p.set("title", after.Title.In(p.t.Lang()))
	p.set("items", p.t.Number(after.Questions()))
	p.set("minutes", p.t.Number(after.Minutes()))
	p.list("waves")
	p.say(p.m.Name)
	if list := after.Warnings(); len(list) > 0 {
		p.set("count", p.t.Number(len(list)))
		p.say("post.flow.warnings")
		p.problemLines(list)
	}
	p.changes(compare.Flows(before, after), after)
	p.say("post.flow.foot")
	return nil
}

// shownChanges is how many changed items a post lists.
const shownChanges = 25

// changes says item by item what can be joined across the two versions.
func (p *post) changes(c *compare.Changes, after *flows.Flow) {
	counts := map[compare.Status]int{}
	var told []compare.PartChange
	for _, item := range c.Items {
		counts[item.Status]++
		if item.Status != compare.StatusSame || len(item.Edits) > 0 {
			told = append(told, item)
		}
	}
	p.set("base", c.Before)
	for _, status := range []compare.Status{
		compare.StatusSame, compare.StatusChanged, compare.StatusAdded, compare.StatusRemoved,
	} {
		p.set(string(status), p.t.Number(counts[status]))
	}
	p.say("post.flow.changes")
	for _, item := range told[:min(len(told), shownChanges)] {
		p.change(item, after)
	}
	p.more("post.flow.more", len(told)-shownChanges)
	for _, d := range c.Dimensions {
		if d.Status != compare.StatusSame {
			p.set("item", d.ID)
			p.line("post.flow.dimension." + string(d.Status))
		}
	}
	switch {
	case c.Index == nil:
	case c.SameIndex():
		p.line("post.flow.index.same")
	default:
		p.line("post.flow.index.changed")
	}
}

// change writes how one item differs.
func (p *post) change(c compare.PartChange, after *flows.Flow) {
	p.set("item", c.ID)
	p.set("before", "")
	p.set("after", "")
	var aspects []string
	for _, e := range c.Edits {
		if words := p.word("aspect", string(e.Aspect)); len(aspects) == 0 || aspects[len(aspects)-1] != words {
			aspects = append(aspects, words)
		}
	}
	if e, ok := wording(c.Edits, p.t.Lang()); ok {
		p.set("before", shorten(e.Before, changeUnits))
		p.set("after", shorten(e.After, changeUnits))
	}
	if item, _ := after.Item(c.ID); item != nil && c.Status == compare.StatusAdded {
		p.set("after", shorten(item.Text.In(p.t.Lang()), changeUnits))
	}
	p.set("aspects", strings.Join(aspects, ", "))
	p.line("post.flow.item." + string(c.Status))
}

// wording is the first changed text, in the page's language where there is one.
func wording(edits []compare.Edit, lang string) (compare.Edit, bool) {
	at := slices.IndexFunc(edits, func(e compare.Edit) bool { return e.Lang == lang })
	if at < 0 {
		at = slices.IndexFunc(edits, func(e compare.Edit) bool { return e.Lang != "" })
	}
	if at < 0 {
		return compare.Edit{}, false
	}
	return edits[at], true
}

// changeUnits is how much of a text a change shows.
const changeUnits = 160

// flowLine says which flow the survey's next wave opens with, and where it came from.
func (p *post) flowLine(use fielding.FlowUse) {
	p.set("version", use.Flow.Version())
	p.set("file", use.FlowRef)
	p.set("at", "")
	p.set("stale", "")
	if rec := use.Published; rec.Version != "" {
		p.set("version", rec.Version)
		p.set("file", rec.File)
		p.set("at", p.time(time.Unix(rec.At, 0)))
		if use.Changed {
			p.set("stale", string(use.ID))
		}
	}
	key := "post.surveys.flow"
	switch {
	case use.Err != nil:
		key = "post.surveys.flow.unfit"
	case p.vals["at"] != "":
		key = "post.surveys.flow.published"
	}
	p.line(key)
	if rec, ok := fielding.Draft(p.tx, use.ID, p.now); ok {
		p.set("version", rec.Version)
		p.set("file", rec.File)
		p.line("post.surveys.flow.draft")
	}
}
