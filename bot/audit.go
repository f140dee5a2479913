package bot

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"suara/storage"
)

// abouts are the details of the audit that hold words, as fielding writes them in English, each with the text
// that tells them in the organisation's language; its named parts are the text's values. Details that are
// ids, names or numbers alone stand as they are.
var abouts = []struct {
	english *regexp.Regexp
	key     string
}{
	{regexp.MustCompile(`^(?P<survey>[^:]+): (?P<leader>.*), letter (?P<letter_number>.*), basis (?P<basis>\S+)$`), "word.about.approved"},
	{regexp.MustCompile(`^(?P<survey>[^:]+): basis (?P<basis>\S+)$`), "word.about.previewed"},
	{regexp.MustCompile(`^(?P<survey>[^:]+): (?P<version>\S+) \((?P<file>.*)\), before: (?P<before>\S+)$`), "word.about.published"},
	{regexp.MustCompile(`^(?P<survey>[^:]+): (?P<people>\d+) people$`), "word.about.people"},
	{regexp.MustCompile(`^(?P<survey>\S+) to (?P<people>\d+) people$`), "word.about.people"},
	{regexp.MustCompile(`^account (?P<number>\d+): "(?P<role>[^"]*)"$`), "word.about.role"},
	{regexp.MustCompile(`^account (?P<number>\d+) left the admin group$`), "word.about.left"},
	{regexp.MustCompile(`^new (?P<new>\d+), changed (?P<changed>\d+), retired (?P<retired>\d+)$`), "word.about.roster"},
	{regexp.MustCompile(`^(?P<wave>\S+): retention has passed$`), "word.about.wave"},
	{regexp.MustCompile(`^(?P<wave>\S+) until (?P<until>\S+)$`), "word.about.until"},
	{regexp.MustCompile(`^a hundred failed codes within an hour, over all accounts$`), "word.about.hundred"},
	{regexp.MustCompile(`^five failed codes within an hour$`), "word.about.five"},
	{regexp.MustCompile(`^a person registered another account with a fresh code$`), "word.about.fresh"},
	{regexp.MustCompile(`^by the link that serve printed$`), "word.about.link"},
	{regexp.MustCompile(`^by the person's own wish$`), "word.about.own_wish"},
}

// about tells a detail of the audit in the organisation's language.
func (p *page) about(english string) string {
	for _, a := range abouts {
		found := a.english.FindStringSubmatch(english)
		if found == nil {
			continue
		}
		vals := args{}
		for i, name := range a.english.SubexpNames() {
			if name != "" {
				vals[name] = found[i]
			}
		}
		if until := vals["until"]; until != "" {
			vals["until"] = p.instant(until)
		}
		if role, ok := vals["role"]; ok {
			vals["role"] = p.roleName(cmp.Or(storage.Role(role), "none"))
		}
		return p.t.plain(a.key, vals)
	}
	if survey, reason, ok := strings.Cut(english, ": "); ok {
		return survey + ": " + p.word("reason", reason)
	}
	return english
}

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
	p.set("page", p.number(page))
	p.set("pages", p.number(pages))
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
	p.set("act", p.word("act", strings.ReplaceAll(e.Act, " ", "_")))
	p.set("about", p.about(e.About))
	p.set("account", "")
	if e.By != 0 {
		p.set("account", strconv.FormatInt(int64(e.By), 10))
	}
	p.line("post.audit.entry")
}
