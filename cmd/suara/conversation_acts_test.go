package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"suara/fielding"
	"suara/simulator"
)

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
		"photo":   plain(func() { who.sent = phone.SendPhoto(greyPhoto(rest), "ini fotonya") }),
		"rephoto": plain(func() { phone.ChangePhoto(who.sent, greyPhoto(rest), "") }),
		"file":    plain(func() { phone.SendFile(n, document(n, label), "") }),
		"edit":    plain(func() { who.note(rest); phone.Edit(who.typed, rest) }), // of the last text that is no command
		"kind":    plain(func() { phone.SendKind(rest) }),
		"press":   func() ([]string, error) { return one(phone.Press(rest)) },
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
		"folder":  plain(c.folder),
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
