package simulator

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxText    = 4096
	maxCaption = 1024
)

// utf16Size returns the length of a text as Telegram counts it.
func utf16Size(s string) int {
	n := 0
	for _, r := range s {
		n += utf16Len(r)
	}
	return n
}

// formatted is a text after entity parsing.
type formatted struct {
	source   string // as sent
	text     string
	entities []Entity
}

// readText takes a text parameter with its parse_mode or entities.
func readText(p *params, name, entitiesName string) (formatted, *failure) {
	f := formatted{source: p.get(name)}
	if !utf8.ValidString(f.source) {
		return f, badRequest("strings must be encoded in UTF-8")
	}
	raw := clean(f.source)
	switch strings.ToLower(p.get("parse_mode")) {
	case "html":
		var err error
		if f.text, f.entities, err = parseHTML(raw); err != nil {
			return f, badRequest("can't parse entities: " + err.Error())
		}
	case "", "none":
		f.text = raw
		given, fail := readEntities(p.get(entitiesName), utf16Size(raw))
		if fail != nil {
			return f, fail
		}
		f.entities = given
	default:
		return f, badRequest("unsupported parse_mode")
	}
	f.trim()
	f.entities = detect(f.text, f.entities)
	return f, nil
}

// clean does what Telegram does to every text before it looks at it.
func clean(s string) string {
	if strings.IndexFunc(s, odd) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r >= 0x2028 && r <= 0x202e:
			return -1
		case r < ' ' && r != '\n' && r != '\t':
			return ' '
		}
		return r
	}, s)
}

func odd(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x2028 && r <= 0x202e
}

// trim takes white space off both ends and moves the entities along.
func (f *formatted) trim() {
	left := strings.TrimLeft(f.text, " \n\t")
	cut := utf16Size(f.text[:len(f.text)-len(left)])
	f.text = strings.TrimRight(left, " \n\t")
	if len(f.entities) == 0 {
		return
	}
	size := utf16Size(f.text)
	kept := f.entities[:0]
	for _, e := range f.entities {
		from, to := max(e.Offset-cut, 0), min(e.Offset+e.Length-cut, size)
		if from < to {
			e.Offset, e.Length = from, to-from
			kept = append(kept, e)
		}
	}
	f.entities = kept
}

// blank reports whether a text shows nothing.
func blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r)
	}) < 0
}

// readEntities takes the entities that came ready with a text of that many units.
func readEntities(raw string, size int) ([]Entity, *failure) {
	if raw == "" {
		return nil, nil
	}
	if !json.Valid([]byte(raw)) {
		return nil, badRequest("can't parse entities JSON object")
	}
	var list []Entity
	var fail *failure
	items([]byte(raw), func(value []byte) {
		var e Entity
		fields(value, func(key string, value []byte) { e.set(key, value) })
		switch {
		case e.Offset < 0 || e.Offset >= size && e.Length > 0:
			fail = badRequest("entity begins in a wrong place")
		case e.Offset+e.Length > size:
			fail = badRequest("entity beginning at UTF-16 offset " + strconv.Itoa(e.Offset) +
				" ends after the end of the text at UTF-16 offset " + strconv.Itoa(e.Offset+e.Length))
		case e.Length > 0:
			list = append(list, e)
		}
	})
	return list, fail
}

func (e *Entity) set(key string, value []byte) {
	switch key {
	case "type":
		e.Type = text(value)
	case "offset":
		e.Offset, _ = strconv.Atoi(string(value))
	case "length":
		e.Length, _ = strconv.Atoi(string(value))
	case "url":
		e.URL = text(value)
	case "language":
		e.Language = text(value)
	case "user":
		fields(value, func(key string, value []byte) {
			if key == "id" {
				e.User, _ = strconv.ParseInt(string(value), 10, 64)
			}
		})
	}
}

// detect adds the entities that Telegram finds by itself: commands, mentions,
// hashtags and links.
func detect(s string, have []Entity) []Entity {
	if !strings.ContainsAny(s, "/@#") {
		return have
	}
	given := len(have)
	units := 0
	for i := 0; i < len(s); {
		kind, size := found(s, i)
		if kind == "" {
			r, n := utf8.DecodeRuneInString(s[i:])
			units, i = units+utf16Len(r), i+n
			continue
		}
		e := Entity{Type: kind, Offset: units, Length: utf16Size(s[i : i+size])}
		if !slices.ContainsFunc(have[:given], func(o Entity) bool { return e.clashes(o) }) {
			have = append(have, e)
		}
		units, i = units+e.Length, i+size
	}
	if len(have) > given {
		slices.SortStableFunc(have, func(a, b Entity) int {
			if a.Offset != b.Offset {
				return a.Offset - b.Offset
			}
			return b.Length - a.Length
		})
	}
	return have
}

// clashes reports whether a found entity has no room beside one that was given.
func (e Entity) clashes(given Entity) bool {
	apart := given.Offset+given.Length <= e.Offset || e.Offset+e.Length <= given.Offset
	switch given.Type {
	case "code", "pre", "text_link", "text_mention":
		return !apart
	}
	inside := given.Offset <= e.Offset && e.Offset+e.Length <= given.Offset+given.Length
	around := e.Offset <= given.Offset && given.Offset+given.Length <= e.Offset+e.Length
	return !apart && !inside && !around
}

// found tells what begins at byte i of s and how long it is.
func found(s string, i int) (kind string, size int) {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	fresh := i == 0 || !wordRune(before) && before != '/' && before != '@'
	switch c := s[i]; {
	case !fresh:
		return "", 0
	case c == '/':
		if size = commandSize(s[i:]); size > 0 {
			return "bot_command", size
		}
	case c == '@':
		if n := wordSize(s[i+1:]); n >= 3 && n <= 32 {
			return "mention", n + 1
		}
	case c == '#':
		if size = hashtagSize(s[i:]); size > 0 {
			return "hashtag", size
		}
	case c == 'h':
		if size = linkSize(s[i:]); size > 0 {
			return "url", size
		}
	}
	return "", 0
}

func commandSize(s string) int {
	n := wordSize(s[1:])
	if n == 0 || n > 64 {
		return 0
	}
	size := n + 1
	if size < len(s) && s[size] == '@' {
		if n = wordSize(s[size+1:]); n >= 3 && n <= 32 {
			size += n + 1
		}
	}
	after, _ := utf8.DecodeRuneInString(s[size:])
	if size < len(s) && (wordRune(after) || after == '/' || after == '@') {
		return 0
	}
	return size
}

func hashtagSize(s string) int {
	letters, size := false, 1
	for _, r := range s[1:] {
		if !wordRune(r) {
			break
		}
		letters = letters || unicode.IsLetter(r)
		size += utf8.RuneLen(r)
	}
	if !letters {
		return 0
	}
	return size
}

func linkSize(s string) int {
	if !strings.HasPrefix(s, "http://") && !strings.HasPrefix(s, "https://") {
		return 0
	}
	size := strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`<>"`, r)
	})
	if size < 0 {
		size = len(s)
	}
	size = len(strings.TrimRight(s[:size], ".,:;!?')]"))
	if size <= len("https://") {
		return 0
	}
	return size
}

// wordSize counts leading ASCII letters, digits and underscores.
func wordSize(s string) int {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return i
		}
	}
	return len(s)
}

func wordRune(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
