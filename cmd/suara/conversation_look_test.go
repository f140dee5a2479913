package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// oneItem holds against a question that it shows the text of another item.
func (c *conversation) oneItem(m simulator.Message) {
	if !m.FromBot || !strings.Contains(m.Text, "▰") || m.Document != nil {
		return
	}
	shown := 0
	for _, text := range c.items {
		if strings.Contains(m.Text, text) {
			shown++
		}
	}
	if shown > 1 {
		c.t.Errorf("a question shows %d items:\n%s", shown, m.Text)
	}
}

var itemText = regexp.MustCompile(`text: \{id: ([^,}]+)`)

// leftBehind holds against a chat whose anonymous answers were just sent that one still stands there.
func (c *conversation) leftBehind(line string, p *party) {
	if !c.anonymous || !strings.Contains(p.phone.Last().Text, "sudah kami terima") {
		return
	}
	for _, m := range p.phone.Messages() {
		for _, word := range p.words {
			if strings.Contains(m.Text, word) || m.Document != nil && strings.Contains(string(m.Document.Bytes), word) {
				c.t.Errorf("%s: the answer %q is left in the chat", line, word)
			}
		}
		if m.FromBot && strings.Contains(m.Text, "▰") {
			c.t.Errorf("%s: a question is left in the chat:\n%s", line, m.Text)
		}
	}
}

// end checks what holds of every conversation, and writes which calls were refused.
func (c *conversation) end() {
	c.t.Helper()
	answers := map[string]int{}
	refused := map[string]int{}
	for _, call := range c.tg.Calls() {
		if call.Method == "answerCallbackQuery" {
			answers[call.Params["callback_query_id"]]++
		}
		if call.Status != 200 {
			refused[fmt.Sprintf("%s %d", call.Method, call.Status)]++
		}
	}
	for _, query := range c.queries {
		if answers[query] != 1 {
			c.t.Errorf("a press got %d answers", answers[query])
		}
	}
	for _, call := range slices.Sorted(maps.Keys(refused)) {
		fmt.Fprintf(&c.out, "refused: %s, %d times\n", call, refused[call])
	}
	if n := c.tg.Refusals(); n > 0 {
		c.t.Errorf("the limits of Telegram refused %d calls", n)
	}
	for _, p := range c.people {
		for _, word := range p.words {
			if strings.Contains(c.log.String(), word) {
				c.t.Errorf("the log tells the answer %q:\n%s", word, c.log.String())
			}
		}
	}
	c.questionsNameNobody()
	if strings.Contains(c.log.String(), "level=ERROR") {
		c.t.Errorf("errors in the log:\n%s", c.log.String())
	}
}

// questionsNameNobody looks at every screen of an interview that was ever sent: whoever looks over a shoulder
// must not read whose answers they are.
func (c *conversation) questionsNameNobody() {
	c.t.Helper()
	var names []string
	if err := c.sys.store.View(func(tx *storage.Tx) error {
		return tx.Respondents(func(r survey.Respondent) bool { names = append(names, r.Name, r.Key); return true })
	}); err != nil {
		c.t.Fatal(err)
	}
	for _, call := range c.tg.Calls() {
		if !strings.Contains(call.Params["reply_markup"], `"callback_data":"q:`) {
			continue
		}
		for _, name := range names {
			if name != "" && strings.Contains(call.Params["text"]+call.Params["caption"], name) {
				c.t.Errorf("a question names %q: %s", name, call.Params["text"])
			}
		}
	}
}

// changes writes what is new, edited or gone since the last look.
func (c *conversation) changes(where string, now []simulator.Message, chat chatView) {
	seen := chat.seen
	present := map[int]bool{}
	for _, m := range now {
		present[m.ID] = true
		look := look(m)
		chat.remember(m)
		c.oneItem(m)
		was, known := seen[m.ID]
		seen[m.ID] = look
		switch {
		case !m.FromBot || known && was == look:
		case known:
			fmt.Fprintf(&c.out, "  %sedited:\n%s", where, look)
		default:
			fmt.Fprintf(&c.out, "  %snew:\n%s", where, look)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		if was := seen[id]; !present[id] && was != "" {
			fmt.Fprintf(&c.out, "  %sdeleted: %s\n", where, strings.TrimSpace(strings.SplitN(was, "\n", 2)[0]))
			seen[id] = ""
		}
	}
}

func (v chatView) remember(m simulator.Message) {
	if v.once[m.ID] == nil {
		v.once[m.ID] = map[string]string{}
	}
	for _, row := range m.Buttons {
		for _, b := range row {
			if _, known := v.once[m.ID][b.Text]; !known {
				v.once[m.ID][b.Text] = b.Data
			}
		}
	}
}

// made tells whether a file is a report of the release, whose size says nothing.
func made(name string) bool {
	return strings.HasSuffix(name, ".xlsx") || strings.HasSuffix(name, ".html")
}

// look is a message as a phone shows it.
func look(m simulator.Message) string {
	var b strings.Builder
	text := m.Text
	switch {
	case m.Photo != nil:
		text = "[photo]\n" + m.Caption
	case m.Document != nil && made(m.Document.Name):
		text = fmt.Sprintf("[file %s]\n%s", m.Document.Name, m.Caption) // other tests look into these
	case m.Document != nil:
		text = fmt.Sprintf("[file %s, %d bytes]\n%s", m.Document.Name, len(m.Document.Bytes), m.Caption)
	}
	if text == "" {
		text = "[" + m.Kind + "]"
	}
	for _, line := range strings.Split(text, "\n") {
		fmt.Fprintf(&b, "    %s\n", line)
	}
	for _, row := range m.Buttons {
		b.WriteString("   ")
		for _, button := range row {
			fmt.Fprintf(&b, " [%s]", button.Text)
		}
		b.WriteByte('\n')
	}
	return strings.ReplaceAll(b.String(), "     \n", "\n")
}
