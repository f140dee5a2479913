package writing

import (
	"regexp"
	"strings"
)

// isEmail tests an e-mail address as people have them; quoted names and addresses of networks are
// not among these.
var isEmail = regexp.MustCompile(
	`\A[a-z0-9](?:[a-z0-9._%+\-]{0,62}[a-z0-9_])?@(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}\z`).MatchString

// maxEmail is how long an address can be (RFC 5321).
const maxEmail = 254

// ParseEmail reads an e-mail address and returns it in small letters. False: it is none.
func ParseEmail(text string) (string, bool) {
	value := strings.ToLower(strings.TrimPrefix(ASCII(Plain(text)), "mailto:"))
	if len(value) > maxEmail || strings.Contains(value, "..") || !isEmail(value) {
		return "", false
	}
	return value, true
}

// isPhone tests a number in its international form: a country and 7 to 14 digits in all (ITU E.164).
var isPhone = regexp.MustCompile(`\A\+[1-9][0-9]{7,14}\z`).MatchString

// ParsePhone reads a telephone number as Indonesians write it and returns it as +62…. False: it is none.
func ParsePhone(text string) (string, bool) {
	value := strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "", "/", "").
		Replace(ASCII(Plain(text)))
	switch {
	case strings.HasPrefix(value, "00"):
		value = "+" + value[2:]
	case strings.HasPrefix(value, "0"):
		value = "+62" + value[1:]
	case strings.HasPrefix(value, "62"), strings.HasPrefix(value, "8") && len(value) > 8:
		value = "+62" + strings.TrimPrefix(value, "62")
	}
	if !isPhone(value) {
		return "", false
	}
	return value, true
}
