package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"suara/fielding"
	"suara/simulator"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestConversations plays the scripts in testdata/conversations through the whole system and compares
// what people see with the transcript beside each. The files of a script: flow.yaml; mode, anonymous
// unless it says otherwise; survey, more of the survey's configuration; scene, words of: unbound (no
// group and owners configured), basic, forum, topic, second (survey "dua"); script. Its lines:
//
//	open [SURVEY] | close | remind    the operator's command for the survey
//	renew                             the operator makes new codes for all
//	start [NIP]                       the ASN opens the bot, with the personal code of that NIP
//	say TEXT | press LABEL | kind K   the ASN writes, presses a button, sends something else
//	double LABEL                      presses twice before the bot answers
//	old N LABEL | gone N              presses a button of the N-th message, as it once was; deletes it
//	data N DATA                       presses a made-up button of the N-th message
//	edit TEXT                         edits the last text
//	clear | block | unblock | restart
//	admin TEXT | adminpress LABEL     the owner in the group
//	member TEXT | memberpress LABEL   somebody else in the group
//	hidden TEXT | channel TEXT        an anonymous admin in the group; a channel
//	topic TEXT | general TEXT         the owner in the topic "Survei"; in reply to a post, in General
//	migrate | removebot | addbot      what happens to the group
//	ownerlink                         opens the link that serve prints
//	inject JSON | again               an update as it stands; the last updates once more
//	until TIME                        moves the clock, RFC 3339
//
// @lain, @orang or @pemilik before a line lets another ASN, a stranger or the owner do it in their own
// chat; && between lines lets both happen before the bot looks. In a text {code NIP}, {lower NIP} and
// {spaced NIP} are that person's code, {long N} is a text of N characters, and a text in quotes is read
// as Go does. The transcript ends with the calls that Telegram refused.
func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/conversations/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { playFile(t, file) })
	}
}

func playFile(t *testing.T, file string) {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	part := func(name string) (data string) {
		for _, f := range a.Files {
			if f.Name == name {
				data = string(f.Data)
			}
		}
		return data
	}
	c := newConversation(t, part)
	for _, line := range strings.Split(strings.TrimSpace(part("script")), "\n") {
		c.line(strings.TrimSpace(line))
	}
	c.end()
	got, want := c.out.String(), part("transcript")
	if got == want {
		return
	}
	if !*update {
		t.Errorf("the conversation differs; run with -update to accept:\n--- got\n%s--- want\n%s", got, want)
		return
	}
	a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool { return f.Name == "transcript" })
	a.Files = append(a.Files, txtar.File{Name: "transcript", Data: []byte(got)})
	if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

// conversation is people on the stage, and the transcript of what they see.
type conversation struct {
	*stage
	anonymous bool
	asn       *party
	people    map[string]*party
	group     *simulator.Group
	posts     chatView
	out       strings.Builder
	queries   []string // every press
}

// party is one person with what their chat looked like at the last look.
type party struct {
	phone *simulator.Phone
	where string // stands before what they see
	chat  chatView
	typed int      // the last text's message
	words []string // what was typed into an interview
}

// chatView remembers what the messages of a chat looked like, and the labels that each once had.
type chatView struct {
	seen map[int]string
	once map[int]map[string]string
}

func newView() chatView { return chatView{map[int]string{}, map[int]map[string]string{}} }

func newConversation(t *testing.T, part func(string) string) *conversation {
	t.Helper()
	sc := scene{flow: part("flow.yaml"), mode: strings.TrimSpace(part("mode")), more: strings.TrimSpace(part("survey"))}
	if sc.mode == "" {
		sc.mode = "anonymous"
	}
	if sc.more != "" {
		sc.more = ", " + sc.more
	}
	for _, word := range strings.Fields(part("scene")) {
		switch word {
		case "unbound":
			sc.unbound = true
		case "second":
			sc.second = true
		case "basic":
			sc.group.Basic = true
		case "topic":
			sc.topic = "Survei"
			fallthrough
		case "forum":
			sc.group.Forum, sc.group.Topics = true, []string{"Survei", "Lainnya"}
		default:
			t.Fatalf("unknown word %q of the scene", word)
		}
	}
	s := newScene(t, sc)
	c := &conversation{stage: s, anonymous: sc.mode == "anonymous", group: s.group, posts: newView(), people: map[string]*party{}}
	for i, name := range []string{"asn", "lain", "orang", "pemilik"} {
		id := []int64{501, 7_000_000_001, 503, 900}[i] // ids are longer than 32 bits
		p := &party{where: name + " ", chat: newView()}
		p.phone = s.tg.NewPerson(simulator.Person{ID: id, FirstName: name, Phone: "628111"})
		c.people[name] = p
	}
	c.asn = c.people["asn"]
	c.asn.where = ""
	s.group.Join(c.people["pemilik"].phone)
	s.rest(time.Minute)
	return c
}

func (c *conversation) line(line string) {
	c.t.Helper()
	if line == "" || strings.HasPrefix(line, "#") {
		return
	}
	fmt.Fprintf(&c.out, "> %s\n", line)
	var pressed []string
	for _, part := range strings.Split(line, " && ") {
		who := c.asn
		if name, rest, ok := strings.Cut(part, " "); ok && strings.HasPrefix(name, "@") {
			who, part = c.people[name[1:]], rest
		}
		verb, rest, _ := strings.Cut(part, " ")
		pressed = append(pressed, c.act(who, verb, rest)...)
	}
	c.rest(2 * time.Minute)
	for _, query := range pressed {
		a, ok := c.tg.Answer(query)
		switch {
		case !ok:
			c.t.Errorf("%s: the press got no answer", line)
		case a.Text != "":
			fmt.Fprintf(&c.out, "  toast: %s\n", a.Text)
		}
	}
	c.queries = append(c.queries, pressed...)
	for _, name := range []string{"asn", "lain", "orang", "pemilik"} {
		p := c.people[name]
		c.changes(p.where, p.phone.Messages(), p.chat)
		c.leftBehind(line, p)
	}
	c.changes("group ", c.group.Messages(), c.posts)
}

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
	if strings.Contains(c.log.String(), "level=ERROR") {
		c.t.Errorf("errors in the log:\n%s", c.log.String())
	}
}

// act does one line; the presses it made are returned.
func (c *conversation) act(who *party, verb, rest string) (queries []string) {
	c.t.Helper()
	acts := c.personActs(who, rest)
	if _, known := acts[verb]; !known {
		acts = c.groupActs(rest)
	}
	if _, known := acts[verb]; !known {
		acts = c.operatorActs(rest)
	}
	act, known := acts[verb]
	if !known {
		c.t.Fatalf("unknown line %q", verb)
	}
	queries, err := act()
	if errors.Is(err, simulator.ErrNoButton) {
		c.out.WriteString("  no such button\n")
		return nil
	}
	if err != nil {
		c.t.Fatalf("%s %s: %v", verb, rest, err)
	}
	return queries
}

type deeds map[string]func() ([]string, error)

// plain is an act that presses nothing.
func plain(act func()) func() ([]string, error) {
	return func() ([]string, error) { act(); return nil, nil }
}

func one(query string, err error) ([]string, error) { return []string{query}, err }

func (c *conversation) personActs(who *party, rest string) deeds {
	phone := who.phone
	n, label, _ := strings.Cut(rest, " ")
	id, _ := strconv.Atoi(n)
	id += who.first()
	return deeds{
		"start": plain(func() {
			if rest != "" {
				rest = c.code(rest)
			}
			phone.Start(rest)
		}),
		"say": plain(func() {
			text := c.text(rest)
			who.note(text)
			if id := phone.Send(text); text[0] != '/' {
				who.typed = id
			}
		}),
		"edit":  plain(func() { who.note(rest); phone.Edit(who.typed, rest) }), // of the last text that is no command
		"kind":  plain(func() { phone.SendKind(rest) }),
		"press": func() ([]string, error) { return one(phone.Press(rest)) },
		"double": func() ([]string, error) {
			first, err := phone.Press(rest)
			if err != nil {
				return nil, err
			}
			second, err := phone.Press(rest)
			return []string{first, second}, err
		},
		"old":     func() ([]string, error) { return one(phone.PressData(id, who.chat.once[id][label]), nil) },
		"data":    func() ([]string, error) { return one(phone.PressData(id, label), nil) },
		"gone":    plain(func() { phone.Delete(id) }),
		"clear":   plain(phone.ClearHistory),
		"block":   plain(phone.Block),
		"unblock": plain(phone.Unblock),
		"ownerlink": plain(func() {
			err := c.do(context.Background(), "owner's link", func(d *fielding.Desk) error {
				until := d.Now().Add(time.Hour).Unix()
				return d.Tx().PutSetting(fielding.SettingOwnerToken, fmt.Sprintf("PERTAMA %d", until))
			})
			if err != nil {
				c.t.Fatal(err)
			}
			phone.Start("owner-PERTAMA")
		}),
	}
}

func (c *conversation) groupActs(rest string) deeds {
	owner, member := c.people["pemilik"].phone, c.people["orang"].phone
	return deeds{
		"admin":       plain(func() { c.group.Send(owner, rest, 0) }),
		"adminpress":  func() ([]string, error) { return one(c.group.Press(owner, rest)) },
		"member":      plain(func() { c.group.Send(member, rest, 0) }),
		"memberpress": func() ([]string, error) { return one(c.group.Press(member, rest)) },
		"hidden":      plain(func() { c.group.SendAnonymous(rest) }),
		"channel": plain(func() {
			c.tg.Inject(json.RawMessage(fmt.Sprintf(`{"message":{"message_id":9001,"date":%d,`+
				`"chat":{"id":%d,"type":"supergroup"},"from":{"id":136817688,"is_bot":true},`+
				`"sender_chat":{"id":-1009,"type":"channel"},"text":%q}}`, c.clock.Now().Unix(), c.group.ID(), rest)))
		}),
		"topic":     plain(func() { c.group.Send(owner, rest, c.group.Topic("Survei")) }),
		"general":   plain(func() { c.group.Reply(owner, c.group.Last().ID, rest) }),
		"migrate":   plain(func() { c.group.Migrate() }),
		"removebot": plain(c.group.RemoveBot),
		"addbot":    plain(c.group.AddBot),
	}
}

func (c *conversation) operatorActs(rest string) deeds {
	return deeds{
		"open":    plain(func() { c.command("wave open", nil, "", cmp.Or(rest, "uji")) }),
		"close":   plain(func() { c.command("wave close", nil, "", string(c.wave().ID)) }),
		"remind":  plain(func() { c.command("wave remind", nil, "", string(c.wave().ID)) }),
		"renew":   plain(func() { c.renew() }),
		"restart": plain(c.restart),
		"again":   plain(c.again),
		"inject":  plain(func() { c.tg.Inject(json.RawMessage(rest)) }),
		"until": func() ([]string, error) {
			at, err := time.Parse(time.RFC3339, rest)
			if err == nil {
				c.until(at)
			}
			return nil, err
		},
	}
}

func (c *conversation) renew() {
	c.command("roster codes", map[string]string{"format": "", "out": "", "renew": "true"}, "")
	clear(c.codes)
}

var inBraces = regexp.MustCompile(`\{(code|lower|spaced|long) ([-a-z0-9]+)\}`)

// text is what a script's text means.
func (c *conversation) text(s string) string {
	if unquoted, err := strconv.Unquote(s); err == nil {
		s = unquoted
	}
	return inBraces.ReplaceAllStringFunc(s, func(match string) string {
		m := inBraces.FindStringSubmatch(match)
		switch m[1] {
		case "lower":
			return strings.ToLower(c.code(m[2]))
		case "spaced":
			return " " + strings.Join(strings.Split(strings.ReplaceAll(c.code(m[2]), "-", ""), ""), " ")
		case "long":
			n, _ := strconv.Atoi(m[2])
			return strings.Repeat("panjang ", n/8+1)[:n]
		}
		return c.code(m[2])
	})
}

// note remembers a text that was typed while a question stood on the screen.
func (a *party) note(text string) {
	if len(text) >= 3 && text[0] != '/' && strings.Contains(a.phone.Last().Text, "▰") {
		a.words = append(a.words, text)
	}
}

// first is the number before that of the chat's first message, so that scripts can count from 1.
func (a *party) first() int {
	lowest := 0
	for id := range a.chat.seen {
		if lowest == 0 || id < lowest {
			lowest = id
		}
	}
	return lowest - 1
}

// changes writes what is new, edited or gone since the last look.
func (c *conversation) changes(where string, now []simulator.Message, chat chatView) {
	seen := chat.seen
	present := map[int]bool{}
	for _, m := range now {
		present[m.ID] = true
		look := look(m)
		chat.remember(m)
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
			v.once[m.ID][b.Text] = b.Data
		}
	}
}

// look is a message as a phone shows it.
func look(m simulator.Message) string {
	var b strings.Builder
	text := m.Text
	if m.Document != nil {
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
