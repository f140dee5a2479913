package texts

import (
	"html"
	"strings"
)

var escaper = strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;")

// Escape appends a value with the signs of HTML escaped.
func Escape(b *strings.Builder, s string) {
	escaper.WriteString(b, s)
}

// Strip turns an HTML text into the plain text that it shows.
func Strip(s string) string {
	var b strings.Builder
	for s != "" {
		at := strings.IndexByte(s, '<')
		if at < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:at])
		end := strings.IndexByte(s[at:], '>')
		if end < 0 {
			b.WriteString(s[at:])
			break
		}
		s = s[at+end+1:]
	}
	return html.UnescapeString(b.String())
}
