package flows

import (
	"strconv"
	"strings"
)

// action is what a button does.
type action byte

const (
	actOption action = 'o' // with the option's index
	actDone   action = 'd'
	actBack   action = 'b'
	actNext   action = 'n'
	actSkip   action = 's'
	actLater  action = 'l'
	actChange action = 'c' // with the item's index
	actPage   action = 'p' // with the page
	actSubmit action = 'k'
	actAlso   action = 'a' // with the place of a special answer
	actShelf  action = 'f' // with the page of a long list
	actAll    action = 'w' // all of a long list again
)

const actions = "odbnslcpkafw"

// press is what a button's token says: which interview, at which revision, on which screen, what.
// It is written as id.revision.position.action, in base 36, far below Telegram's 64 bytes.
type press struct {
	session            string
	revision, position int
	action             action
	index              int // of an option, an item or a page; 0 where the action has none
}

const (
	base       = 36
	maxID      = 10
	maxPressed = 60
)

// token issues a button of the screen that the session is on.
func (s *Session) token(a action, index int) string {
	b := make([]byte, 0, 32)
	b = append(b, s.id...)
	b = append(b, '.')
	b = strconv.AppendInt(b, int64(s.revision), base)
	b = append(b, '.')
	b = strconv.AppendInt(b, int64(s.position), base)
	b = append(b, '.', byte(a))
	if index > 0 {
		b = strconv.AppendInt(b, int64(index), base)
	}
	return string(b)
}

// ParsePress tells which interview a button's token belongs to; false: no token of an interview.
func ParsePress(token string) (sessionID string, ok bool) {
	p, ok := parsePress(token)
	return p.session, ok
}

func parsePress(token string) (p press, ok bool) {
	if len(token) > maxPressed {
		return press{}, false
	}
	id, rest, _ := strings.Cut(token, ".")
	revision, rest, _ := strings.Cut(rest, ".")
	position, what, _ := strings.Cut(rest, ".")
	p.session = id
	p.revision, ok = parseBase(revision)
	position0, okPosition := parseBase(position)
	p.position = position0
	if !validID(id) || !ok || !okPosition || what == "" || strings.IndexByte(actions, what[0]) < 0 {
		return press{}, false
	}
	p.action = action(what[0])
	if len(what) > 1 {
		if p.index, ok = parseBase(what[1:]); !ok || p.index == 0 {
			return press{}, false
		}
	}
	return p, true
}

// parseBase reads a number in the one form that token writes.
func parseBase(s string) (int, bool) {
	n, err := strconv.ParseUint(s, base, 31)
	return int(n), err == nil && strconv.FormatUint(n, base) == s
}

func validID(id string) bool {
	for i := range len(id) {
		if c := id[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return id != "" && len(id) <= maxID
}
