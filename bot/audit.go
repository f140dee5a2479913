package bot

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"suara/bot/texts"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// AuditAbout tells in English what an act of the audit was about, with times in the zone; for the terminal.
func AuditAbout(zone *time.Location) (func(storage.AuditEntry) string, error) {
	r, err := newRenderer(fielding.Config{Zone: zone}, nil)
	if err != nil {
		return nil, err
	}
	return r.newPage(nil, "en", time.Time{}).about, nil
}

// about tells what an act was about: an id or a number as it stands, else the act's own words around its values.
func (p *page) about(e storage.AuditEntry) string {
	if e.About != "" {
		return e.About
	}
	vals := texts.Args(maps.Clone(e.Args))
	for _, name := range []string{"until", "role", "reason", "what"} { // the rest are ids, names and numbers
		if value, ok := vals[name]; ok {
			vals[name] = p.argument(name, value)
		}
	}
	if unit := vals["unit"]; unit != "" {
		vals["unit"] = p.unitName(survey.UnitID(unit))
	}
	return p.t.Plain("word.about."+actKey(e.Act), vals)
}

func actKey(act string) string { return strings.ReplaceAll(act, " ", "_") }

// auditPage is how many acts a page of the audit shows.
const auditPage = 10

// audit lists what was done, the newest first.
func (p *post) audit() error {
	list, err := p.tx.Audit()
	if err != nil {
		return err
	}
	slices.Reverse(list)
	page, _ := strconv.Atoi(p.m.Args["page"])
	pages := max(1, (len(list)+auditPage-1)/auditPage)
	page = min(max(page, 1), pages)
	p.set("page", p.t.Number(page))
	p.set("pages", p.t.Number(pages))
	p.say("post.audit")
	p.b.WriteByte('\n')
	for _, e := range list[(page-1)*auditPage : min(page*auditPage, len(list))] {
		p.act(e)
	}
	if page < pages {
		p.set("next", strconv.Itoa(page+1))
		p.say("post.audit.more")
	}
	return nil
}

func (p *page) act(e storage.AuditEntry) {
	p.set("slot", p.time(e.At))
	p.set("act", p.word("act", actKey(e.Act)))
	p.set("about", p.about(e))
	p.set("account", "")
	if e.By != 0 {
		p.set("account", strconv.FormatInt(int64(e.By), 10))
	}
	p.line("post.audit.entry")
}
