package simulator

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseHTML(t *testing.T) {
	for _, row := range []struct {
		name, src, plain, want string // want: entities as the Bot API shows them, or the error
	}{
		{"plain", "a", "a", ``},
		{"tags of one kind", "<b>a</b><strong>b</strong>", "ab",
			`"entities":[{"offset":0,"length":1,"type":"bold"},{"offset":1,"length":1,"type":"bold"}]`},
		{"nested, outer first", "<b>a<i>b</i></b>", "ab",
			`"entities":[{"offset":0,"length":2,"type":"bold"},{"offset":1,"length":1,"type":"italic"}]`},
		{"offsets in UTF-16", "😀<u>é</u>", "😀é",
			`"entities":[{"offset":2,"length":1,"type":"underline"}]`},
		{"empty entity is left out", "a<s></s>b", "ab", ``},
		{"spoiler by span", `<span class="tg-spoiler">x</span>`, "x",
			`"entities":[{"offset":0,"length":1,"type":"spoiler"}]`},
		{"expandable quote", "<blockquote expandable>x</blockquote>", "x",
			`"entities":[{"offset":0,"length":1,"type":"expandable_blockquote"}]`},
		{"code with a language", `<pre><code class="language-go">x</code></pre>`, "x",
			`"entities":[{"offset":0,"length":1,"type":"pre","language":"go"}]`},
		{"mention by id", `<a href="tg://user?id=7">x</a>`, "x",
			`"entities":[{"offset":0,"length":1,"type":"text_mention",` +
				`"user":{"id":7,"is_bot":false,"first_name":""}}]`},
		{"references", "&lt;&gt;&amp;&quot;&#33;&#x21;", `<>&"!!`, ``},
		{"unknown reference stands", "&nbsp;&copy &", "&nbsp;&copy &", ``},
		{"tag in capitals", "<B>a</b>", "a", `"entities":[{"offset":0,"length":1,"type":"bold"}]`},
		{"end tag without name", "<b>a</>", "a", `"entities":[{"offset":0,"length":1,"type":"bold"}]`},
		{"unknown tag", "a<p>b</p>", "", `!Unsupported start tag "p" at byte offset 1`},
		{"comparison", "a <b", "", `!Unclosed start tag at byte offset 2`},
		{"bare <", "x < y", "", `!Unsupported start tag "" at byte offset 2`},
		{"wrong order", "<b><i>a</b></i>", "",
			`!Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`},
		{"end first", "a</b>", "", `!Unexpected end tag at byte offset 1`},
		{"never closed", "<i>a", "", `!Can't find end tag corresponding to start tag "i"`},
		{"end tag never closed", "<i>a</i", "", `!Unclosed end tag at byte offset 4`},
		{"attribute without value", "<a href>x</a>", "",
			`!Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0`},
		{"span of another class", `<span class="x">a</span>`, "",
			`!Tag "span" must have class "tg-spoiler" at byte offset 0`},
	} {
		t.Run(row.name, func(t *testing.T) {
			plain, entities, err := parseHTML(row.src)
			got := strings.TrimPrefix(string(appendEntities(nil, "entities", entities)), ",")
			if err != nil {
				got = "!" + err.Error()
			}
			if plain != row.plain || got != row.want {
				t.Errorf("%q\n got %s\nwant %s", plain, got, row.want)
			}
		})
	}
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func FuzzHTML(f *testing.F) {
	for _, src := range []string{"", "<b>a</b>", "&#x1F600;<i>&amp</i>", `<a href='x.id'>`,
		"<pre><code class=\"language-go\">x</code></pre>", "<blockquote expandable>", "a<b c=d e", "&#",
		"</", "<", "<span class=tg-spoiler>x</>", "<tg-emoji emoji-id=\"5\">👍</tg-emoji>"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		src = clean(src)
		if !utf8.ValidString(src) || strings.ContainsRune(src, 0) {
			t.Skip("Telegram refuses such strings before parsing")
		}
		plain, _, err := parseHTML(escaper.Replace(src))
		if err != nil || plain != src {
			t.Fatalf("escaped %q became %q, %v", src, plain, err)
		}
		plain, entities, err := parseHTML(src)
		if err != nil {
			return
		}
		if !utf8.ValidString(plain) || len(plain) > len(src)+2 {
			t.Fatalf("plain %q", plain)
		}
		b := formatted{text: plain, entities: entities}
		b.trim()
		all := detect(b.text, b.entities)
		size, last := utf16Size(b.text), 0
		for _, e := range all {
			if e.Offset < last || e.Length <= 0 || e.Offset+e.Length > size {
				t.Fatalf("entity %+v of %q", e, b.text)
			}
			last = e.Offset
		}
		if raw := appendEntities([]byte(`{"a":0`), "entities", all); !json.Valid(append(raw, '}')) {
			t.Fatalf("not JSON: %s", raw)
		}
	})
}

func TestDetect(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"/start abc", "bot_command /start"},
		{"/status@suara_bot ya", "bot_command /status@suara_bot"},
		{"halo /batal tadi", "bot_command /batal"},
		{"😀 /batal", "bot_command /batal"},
		{"1/2 dan a/b", ""},
		{"/batal/x", ""},
		{"tanya @admin_suara, ya", "mention @admin_suara"},
		{"surel a@b.id", ""},
		{"#berakhlak2026 #1", "hashtag #berakhlak2026"},
		{"lihat https://go.id/a?b=1, ya", "url https://go.id/a?b=1"},
	} {
		t.Run(row.text, func(t *testing.T) {
			var got []string
			units := []rune{}
			for _, r := range row.text {
				units = append(units, r)
				if utf16Len(r) == 2 {
					units = append(units, -1)
				}
			}
			for _, e := range detect(row.text, nil) {
				got = append(got, e.Type+" "+string(units[e.Offset:e.Offset+e.Length]))
			}
			if strings.Join(got, ", ") != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":"c\"]"},null, true ],"d":"\u00e9"}`))
	f.Add([]byte(` [ "x" , [] , {} ] `))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if raw = bytes.Trim(raw, " \n\t\r"); !json.Valid(raw) {
			t.Skip("only valid JSON is scanned")
		}
		var object map[string]json.RawMessage
		if json.Unmarshal(raw, &object) == nil && object != nil {
			seen := map[string]string{}
			fields(raw, func(key string, value []byte) { seen[key] = string(value) })
			for key, value := range object {
				if seen[key] != string(value) {
					t.Fatalf("%q is %q, want %q", key, seen[key], value)
				}
			}
		}
		var array []json.RawMessage
		if json.Unmarshal(raw, &array) == nil {
			i := 0
			items(raw, func(value []byte) {
				if i >= len(array) || string(array[i]) != string(value) {
					t.Fatalf("element %d is %q", i, value)
				}
				i++
			})
			if i != len(array) {
				t.Fatalf("%d elements, want %d", i, len(array))
			}
		}
		var s string
		if json.Unmarshal(raw, &s) == nil && raw[0] == '"' {
			if got := text(raw); got != s {
				t.Fatalf("text %q, want %q", got, s)
			}
			var back string
			if err := json.Unmarshal(appendQuoted(nil, s), &back); err != nil || back != s {
				t.Fatalf("quoted %q came back as %q, %v", s, back, err)
			}
		}
	})
}
