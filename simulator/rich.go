package simulator

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
)

// Rich messages came with Bot API 10.1; see https://core.telegram.org/bots/api#sendrichmessage. The server
// takes them in their HTML form and shows a table's cells between bars in the plain text.

const maxRichText = 32_768

// richTags are the tags that are taken; true: they have an end.
var richTags = map[string]bool{
	"p": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "br": false, "hr": false,
	"b": true, "strong": true, "i": true, "em": true, "u": true, "s": true, "code": true, "pre": true, "a": true,
	"table": true, "caption": true, "tr": true, "th": true, "td": true, "ul": true, "ol": true, "li": true,
	"blockquote": true, "details": true, "summary": true, "footer": true,
}

var richTag = regexp.MustCompile(`<(/?)([a-zA-Z0-9-]+)([^<>]*)>`)

// readRich reads the rich message of a call: its source and its plain text.
func readRich(p *params) (source, plain string, fail *failure) {
	var in struct {
		HTML string `json:"html"`
	}
	raw := p.get("rich_message")
	if raw == "" || json.Unmarshal([]byte(raw), &in) != nil {
		return "", "", badRequest("can't parse rich message JSON object")
	}
	plain, fault := richText(in.HTML)
	switch {
	case fault != "":
		return "", "", badRequest("can't parse rich message: " + fault)
	case blank(plain):
		return "", "", badRequest("rich message must be non-empty")
	case utf16Size(plain) > maxRichText:
		return "", "", badRequest("rich message is too long")
	}
	return in.HTML, plain, nil
}

// richText gives the plain text of a rich message, or what is wrong with it.
func richText(source string) (plain, fault string) {
	var b strings.Builder
	var open []string
	at := 0
	for _, m := range richTag.FindAllStringSubmatchIndex(source, -1) {
		words := source[at:m[0]]
		if strings.ContainsAny(words, "<>") {
			return "", "a sign that is no tag"
		}
		b.WriteString(html.UnescapeString(strings.ReplaceAll(words, "\n", " ")))
		at = m[1]
		name, end := strings.ToLower(source[m[4]:m[5]]), m[3] > m[2]
		ends, known := richTags[name]
		switch {
		case !known:
			return "", "unsupported tag " + name
		case !ends:
			b.WriteByte('\n')
		case !end:
			open = append(open, name)
		case len(open) == 0 || open[len(open)-1] != name:
			return "", "unexpected end tag " + name
		default:
			open = open[:len(open)-1]
			b.WriteString(afterRich(name))
		}
	}
	if len(open) > 0 {
		return "", "no end tag for " + open[len(open)-1]
	}
	if strings.ContainsAny(source[at:], "<>") {
		return "", "a sign that is no tag"
	}
	b.WriteString(html.UnescapeString(source[at:]))
	return strings.TrimRight(strings.ReplaceAll(b.String(), " | \n", "\n"), "\n"), ""
}

// afterRich is what stands in the plain text where an element ends.
func afterRich(name string) string {
	switch name {
	case "th", "td":
		return " | "
	case "tr", "li", "summary":
		return "\n"
	case "p", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6":
		return "\n\n"
	}
	return ""
}

func (s *Server) sendRichMessage(c *call, b []byte) ([]byte, *failure) {
	source, plain, fail := readRich(c.p)
	if fail != nil {
		return nil, fail
	}
	m := &message{Message: Message{Kind: "rich", Text: plain, Rich: source}, extra: richExtra(plain)}
	return s.send(c, b, m, func() *failure { return nil })
}

// editRich makes a message a rich one.
func (s *Server) editRich(c *call, b []byte) ([]byte, *failure) {
	source, plain, fail := readRich(c.p)
	if fail != nil {
		return nil, fail
	}
	return s.edit(c, b, func(m *message) (bool, *failure) {
		if m.Kind != "text" && m.Kind != "rich" {
			return false, badRequest("there is no text in the message to edit")
		}
		changed := m.Rich != source
		m.Kind, m.Text, m.Rich, m.extra = "rich", plain, source, richExtra(plain)
		m.HTML, m.Entities = "", nil
		return changed, nil
	})
}

// richExtra is the message's content as the Bot API shows it, here as one paragraph.
func richExtra(plain string) string {
	b := appendField([]byte(`,"rich_message":{"blocks":[{"type":"paragraph"`), "text", plain)
	return string(append(b, "}]}"...))
}
