package roster

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// slugLength keeps unit ids short enough for the data of a Telegram button.
const slugLength = 40

// Slug turns a name into an id of [a-z0-9-]+, at most 40 characters, cut between words.
func Slug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch {
		case r >= 'A' && r <= 'Z':
			b.WriteRune(unicode.ToLower(r))
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		default:
			b.WriteByte('-')
		}
	}
	parts := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '-' })
	slug := ""
	for _, part := range parts {
		longer := strings.TrimPrefix(slug+"-"+part, "-")
		if len(longer) > slugLength {
			break
		}
		slug = longer
	}
	switch {
	case slug != "":
		return slug
	case len(parts) > 0:
		return parts[0][:slugLength]
	}
	return "unit"
}
