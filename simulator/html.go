package simulator

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// htmlTags are the tags of parse_mode HTML with the entity each makes. The rules
// of this parser, and its error texts, are those of the Bot API server; see
// https://core.telegram.org/bots/api#html-style.
var htmlTags = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic",
	"u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"tg-spoiler": "spoiler", "span": "spoiler", "code": "code", "pre": "pre",
	"a": "text_link", "tg-emoji": "custom_emoji", "blockquote": "blockquote",
}

type openTag struct {
	name, argument string
	offset         int // UTF-16
	begin          int // bytes of plain text
}

type htmlParser struct {
	src      string
	pos      int
	plain    []byte
	units    int
	open     []openTag
	entities []Entity
}

// parseHTML returns the plain text and the entities of an HTML text, or the
// reason why Telegram refuses it.
func parseHTML(src string) (string, []Entity, error) {
	if strings.IndexByte(src, '<') < 0 && strings.IndexByte(src, '&') < 0 {
		return src, nil, nil
	}
	p := &htmlParser{src: src, plain: make([]byte, 0, len(src))}
	for p.pos < len(p.src) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if len(p.open) > 0 {
		name := p.open[len(p.open)-1].name
		return "", nil, refuse(`Can't find end tag corresponding to start tag "%s"`, name)
	}
	sort.SliceStable(p.entities, func(i, j int) bool {
		a, b := p.entities[i], p.entities[j]
		if a.Offset != b.Offset {
			return a.Offset < b.Offset
		}
		return a.Length > b.Length
	})
	return string(p.plain), p.entities, nil
}

func (p *htmlParser) step() error {
	switch c := p.src[p.pos]; c {
	case '&':
		if code, next := htmlEntity(p.src, p.pos); code != 0 {
			p.put(code)
			p.pos = next
			return nil
		}
	case '<':
		if p.at(p.pos+1) == '/' {
			return p.endTag()
		}
		return p.startTag()
	}
	r, size := utf8.DecodeRuneInString(p.src[p.pos:])
	p.plain = append(p.plain, p.src[p.pos:p.pos+size]...)
	p.units += utf16Len(r)
	p.pos += size
	return nil
}

func (p *htmlParser) put(r rune) {
	p.plain = utf8.AppendRune(p.plain, r)
	p.units += utf16Len(r)
}

// at returns the byte at i, or 0 past the end.
func (p *htmlParser) at(i int) byte {
	if i >= len(p.src) {
		return 0
	}
	return p.src[i]
}

func (p *htmlParser) startTag() error {
	begin := p.pos
	p.pos++
	for !htmlSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
		p.pos++
	}
	if p.at(p.pos) == 0 {
		return refuse("Unclosed start tag at byte offset %d", begin)
	}
	name := strings.ToLower(p.src[begin+1 : p.pos])
	if _, known := htmlTags[name]; !known {
		return refuse(`Unsupported start tag "%s" at byte offset %d`, name, begin)
	}
	argument, err := p.attributes(name, begin)
	if err != nil {
		return err
	}
	if name == "span" && argument != "spoiler" {
		return refuse(`Tag "span" must have class "tg-spoiler" at byte offset %d`, begin)
	}
	p.open = append(p.open, openTag{name, argument, p.units, len(p.plain)})
	p.pos++
	return nil
}

// attributes reads up to the closing > and returns the one value that the tag uses.
func (p *htmlParser) attributes(tag string, begin int) (argument string, err error) {
	for p.at(p.pos) != '>' {
		p.spaces()
		if p.at(p.pos) == '>' {
			break
		}
		from := p.pos
		for c := p.at(p.pos); !htmlSpace(c) && c != '=' && c != '>'; c = p.at(p.pos) {
			p.pos++
		}
		name := p.src[from:p.pos]
		if name == "" {
			return "", refuse(`Empty attribute name in the tag "%s" at byte offset %d`, tag, begin)
		}
		p.spaces()
		if tag == "blockquote" && name == "expandable" && p.at(p.pos) != '=' {
			argument = name
			continue
		}
		value, err := p.attribute(tag, begin)
		if err != nil {
			return "", err
		}
		if used, ok := tagArgument(tag, name, value); ok {
			argument = used
		}
	}
	return argument, nil
}

// attribute reads = and the value after it.
func (p *htmlParser) attribute(tag string, begin int) (string, error) {
	if p.at(p.pos) != '=' {
		return "", refuse("Expected equal sign in declaration of an attribute of the tag "+
			`"%s" at byte offset %d`, tag, begin)
	}
	p.pos++
	p.spaces()
	if p.at(p.pos) == 0 {
		return "", refuse(`Unclosed start tag "%s" at byte offset %d`, tag, begin)
	}
	var value string
	if quote := p.at(p.pos); quote == '"' || quote == '\'' {
		value = p.quoted(quote)
	} else {
		from := p.pos
		for htmlName(p.at(p.pos)) {
			p.pos++
		}
		value = strings.ToLower(p.src[from:p.pos])
		if c := p.at(p.pos); !htmlSpace(c) && c != '>' {
			return "", refuse("Unexpected end of name token at byte offset %d", from)
		}
	}
	if p.at(p.pos) == 0 {
		return "", refuse("Unclosed start tag at byte offset %d", begin)
	}
	return value, nil
}

func (p *htmlParser) quoted(quote byte) string {
	var value []byte
	for p.pos++; p.at(p.pos) != quote && p.at(p.pos) != 0; {
		if p.at(p.pos) == '&' {
			if code, next := htmlEntity(p.src, p.pos); code != 0 {
				value = utf8.AppendRune(value, code)
				p.pos = next
				continue
			}
		}
		value = append(value, p.src[p.pos])
		p.pos++
	}
	if p.at(p.pos) == quote {
		p.pos++
	}
	return string(value)
}

func (p *htmlParser) spaces() {
	for p.at(p.pos) != 0 && htmlSpace(p.at(p.pos)) {
		p.pos++
	}
}

func tagArgument(tag, name, value string) (string, bool) {
	switch {
	case tag == "a" && name == "href", tag == "tg-emoji" && name == "emoji-id":
		return value, true
	case tag == "code" && name == "class":
		return strings.CutPrefix(value, "language-")
	case tag == "span" && name == "class":
		return strings.CutPrefix(value, "tg-")
	case tag == "blockquote" && name == "expandable":
		return name, true
	}
	return "", false
}

func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return refuse("Unexpected end tag at byte offset %d", begin)
	}
	p.pos++
	for !htmlSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
		p.pos++
	}
	name := strings.ToLower(p.src[begin+2 : p.pos])
	p.spaces()
	if p.at(p.pos) != '>' {
		return refuse("Unclosed end tag at byte offset %d", begin)
	}
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return refuse(`Unmatched end tag at byte offset %d, expected "</%s>", found "</%s>"`,
			begin, tag.name, name)
	}
	p.open = p.open[:len(p.open)-1]
	p.pos++
	if p.units == tag.offset {
		return nil
	}
	return p.close(tag)
}

// close makes the entity of a tag that has ended.
func (p *htmlParser) close(tag openTag) error {
	e := Entity{Type: htmlTags[tag.name], Offset: tag.offset, Length: p.units - tag.offset}
	switch tag.name {
	case "a":
		if !p.link(&e, tag) {
			return nil
		}
	case "tg-emoji":
		if n, err := strconv.ParseInt(tag.argument, 10, 64); err != nil || n == 0 {
			return refuse("Invalid custom emoji identifier specified")
		}
	case "blockquote":
		if tag.argument != "" {
			e.Type = "expandable_blockquote"
		}
	case "pre", "code":
		if tag.name == "code" {
			e.Language = tag.argument
		}
		if p.joinCode(e) {
			return nil
		}
	}
	p.entities = append(p.entities, e)
	return nil
}

// link fills in the target of <a> and says whether it is one.
func (p *htmlParser) link(e *Entity, tag openTag) bool {
	target := tag.argument
	if target == "" {
		target = string(p.plain[tag.begin:])
	}
	if id, ok := strings.CutPrefix(target, "tg://user?id="); ok {
		if n, err := strconv.ParseInt(id, 10, 64); err == nil && n > 0 {
			e.Type, e.User = "text_mention", n
			return true
		}
	}
	e.URL = target
	return strings.Contains(target, "://") || strings.Contains(target, ".")
}

// joinCode makes one entity of <pre><code class="language-…">.
func (p *htmlParser) joinCode(e Entity) bool {
	if len(p.entities) == 0 {
		return false
	}
	last := &p.entities[len(p.entities)-1]
	if last.Offset != e.Offset || last.Length != e.Length || last.Type == e.Type ||
		(last.Type != "code" && last.Type != "pre") || last.Language+e.Language == "" {
		return false
	}
	last.Type, last.Language = "pre", last.Language+e.Language
	return true
}

// htmlEntity decodes the character reference at i; code is 0 if there is none that
// Telegram knows, and then the text stands as it is.
func htmlEntity(s string, i int) (code rune, next int) {
	end := i + 1
	if strings.HasPrefix(s[i:], "&#") {
		base := 10
		if end++; end < len(s) && s[end] == 'x' {
			base, end = 16, end+1
		}
		from := end
		for end < len(s) && htmlDigit(s[end], base) {
			end++
		}
		n, err := strconv.ParseUint(s[from:end], base, 32)
		if err != nil || n == 0 || n >= 0x10ffff || end-i >= 10 || utf16.IsSurrogate(rune(n)) {
			return 0, i
		}
		code = rune(n)
	} else {
		for end < len(s) && (s[end]|0x20 >= 'a' && s[end]|0x20 <= 'z') {
			end++
		}
		code = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"'}[s[i+1:end]]
	}
	if code != 0 && end < len(s) && s[end] == ';' {
		end++
	}
	return code, end
}

func htmlDigit(c byte, base int) bool {
	if c >= '0' && c <= '9' {
		return true
	}
	return base == 16 && c|0x20 >= 'a' && c|0x20 <= 'f'
}

// htmlSpace also holds for 0, which stands for the end of the text.
func htmlSpace(c byte) bool {
	return c == 0 || c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v'
}

func htmlName(c byte) bool {
	return htmlDigit(c, 10) || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '.' || c == '-'
}

func utf16Len(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// refusal is the reason why a text is not accepted, in Telegram's words.
type refusal string

func (r refusal) Error() string { return string(r) }

func refuse(format string, values ...any) error {
	return refusal(fmt.Sprintf(format, values...))
}
