package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/simulator"
)

// unpacked gives the bytes of a file, and of what is packed in it.
func unpacked(t testing.TB, raw []byte) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return raw
	}
	out := slices.Clone(raw)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(append(out, part...), '\n')
	}
	return out
}

// commandsOfAdmins are what an owner can ask in the group about a wave.
func commandsOfAdmins(wave string) []string {
	return []string{"/status", "/survei", "/unit", "/ringkasan " + wave, "/hasil " + wave,
		"/belum " + wave, "/hak_akses",
		"/audit", "/ekspor " + wave, "/bantuan", "/tutup " + wave, "/ingatkan " + wave}
}

// Names, numbers and what was written stand nowhere but where they must: not in the group, a log, an
// export, a summary, the audit or somebody else's chat; what was typed not even in the writer's own chat once
// it is sent.
func TestAdversaryScansEverything(t *testing.T) {
	const people = 9 // fewer comments than are released
	for _, mode := range []string{"anonymous", "confidential"} {
		t.Run(mode, func(t *testing.T) {
			c := newCrew(t, people, scene{mode: mode})
			owner := c.ownerInGroup()
			owner.Start("")
			c.group.Promote(owner)
			c.opens()
			c.rest(time.Minute)
			id := string(c.wave().ID)
			for i := range people {
				c.testify(i)
			}
			c.asks(owner, id)
			c.closes()
			c.asks(owner, id)
			names, typed := []string{}, []string{}
			for i := range people {
				names = append(names, fmt.Sprintf("Pegawai %c", 'A'+i), nipNumber(i))
				typed = append(typed, typedBy(i))
			}
			everything := append(slices.Clone(names), typed...)
			if list := c.command("roster list", nil, ""); !bytes.Contains(list.Stdout, []byte(names[0])) {
				t.Fatalf("the search is wrong: the roster holds no %s", names[0])
			}
			c.scan("the group", c.shown(c.group.Messages()), everything)
			c.scan("the log", c.log.Bytes(), everything)
			for name, formats := range map[string][]string{
				"summary": {"text", "json", "html", "xlsx", "png"}, "wave status": {"text", "json"},
				"wave list": {"text", "json"}, "audit": {"text", "json"},
			} {
				args := []string{id}
				if name == "audit" || name == "wave list" {
					args = nil
				}
				for _, format := range formats {
					out := c.command(name, map[string]string{"format": format}, "", args...)
					c.scan(name+" as "+format, unpacked(t, out.Stdout), everything)
				}
			}
			for _, format := range []string{"csv", "jsonl", "xlsx"} {
				out := c.command("export", map[string]string{"format": format, "delimiter": ","}, "", id)
				hidden := everything
				if mode == "confidential" {
					hidden = names // free text is a column of its own there
				}
				c.scan("export as "+format, unpacked(t, out.Stdout), hidden)
			}
			for i, p := range c.people {
				others := slices.Concat(names[:2*i], names[2*i+2:], typed[:i], typed[i+1:])
				c.scan(fmt.Sprintf("the chat of person %d", i), c.shown(p.Messages()), others)
				if mode == "anonymous" {
					c.scan(fmt.Sprintf("the chat of person %d", i), c.shown(p.Messages()), typed[i:i+1])
				}
			}
		})
	}
}

// asks lets the owner write every command in the group.
func (c *crew) asks(owner *simulator.Phone, wave string) {
	c.t.Helper()
	for _, text := range commandsOfAdmins(wave) {
		c.group.Send(owner, text, 0)
		c.rest(time.Minute)
	}
}

// shown are the words and files of messages.
func (c *crew) shown(messages []simulator.Message) []byte {
	c.t.Helper()
	out := []byte(texts(messages))
	for _, m := range messages {
		if m.Document != nil {
			out = append(out, unpacked(c.t, m.Document.Bytes)...)
		}
	}
	return out
}

func (c *crew) scan(where string, raw []byte, secrets []string) {
	c.t.Helper()
	if len(raw) == 0 {
		c.t.Errorf("%s: nothing to scan", where)
	}
	for _, secret := range secrets {
		if at := bytes.Index(raw, []byte(secret)); at >= 0 {
			c.t.Errorf("%s shows %q: …%s…", where, secret,
				strings.ToValidUTF8(string(raw[max(0, at-80):min(len(raw), at+80)]), "?"))
		}
	}
}
