package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"suara/simulator"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestConversations plays the scripts in testdata/conversations through the whole system and compares
// what people see with the transcript beside each. The files of a script: flow.yaml; mode, anonymous
// unless it says otherwise; survey, more of the survey's configuration; scene, words of: unbound (no
// group and owners configured), basic, forum, topic, second (survey "dua"), picture (denah.png beside the
// flow); script. Its lines:
//
//	open [SURVEY] | close | remind    the operator's command for the survey
//	renew                             the operator makes new codes for all
//	start [NIP]                       the ASN opens the bot, with the personal code of that NIP
//	say TEXT | press LABEL | kind K   the ASN writes, presses a button, sends something else
//	double LABEL                      presses twice before the bot answers
//	old N LABEL | gone N              presses a button of the N-th message, as it once was; deletes it
//	data N DATA                       presses a made-up button of the N-th message
//	edit TEXT                         edits the last text
//	photo COLOUR | rephoto COLOUR     sends a photo of that grey, 0 to 255; puts another in its place
//	file NAME [BYTES]                 sends a document, of what its name says or of so many bytes
//	folder                            lists the folder of files
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
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			playFile(t, file)
		})
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
	items     []string // the items' texts
	queries   []string // every press
}

// party is one person with what their chat looked like at the last look.
type party struct {
	phone *simulator.Phone
	where string // stands before what they see
	chat  chatView
	typed int      // the last text's message
	sent  int      // the last photo's
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
		case "picture":
			sc.beside = map[string]string{"denah.png": string(drawing(40, 30))}
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
	c := &conversation{
		stage: s, anonymous: sc.mode == "anonymous", group: s.group, posts: newView(),
		people: map[string]*party{},
	}
	for _, m := range itemText.FindAllStringSubmatch(sc.flow, -1) {
		c.items = append(c.items, m[1])
	}
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
