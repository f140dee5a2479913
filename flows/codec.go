package flows

import (
	"encoding/binary"
	"fmt"
	"math"

	"suara/survey"
)

// sessionVersion is the first byte of a session; version 1 knew no special answers and no long lists
// and is read too. A hand-written code is used because it runs with every answer: see
// BenchmarkSession.
const (
	sessionVersion  = 2
	earliestVersion = 1
)

// Bits of a session's flags and of an answer's head; the state stands in the head's low bits.
const (
	flagSpecify  = 1
	flagChanging = 2
	flagClock    = 4
	flagLong     = 8 // a page and letters of a long list

	headState        = 3
	headOther        = 4
	headMessage      = 8
	headOtherMessage = 16
)

// maxSession bounds what is read as one session: all items answered at full length.
const maxSession = maxItems * 4 * maxAnswer

// Bytes writes the session; [ReadSession] reads it. Layout after the version byte, numbers as
// varints and texts behind their length: id, language, revision, position, page, flags, the clock
// and the long list where flagged, attributes, answers up to the last that holds something.
func (s Session) Bytes() []byte {
	b := make([]byte, 0, 64+8*len(s.answers))
	b = append(b, sessionVersion)
	b = appendText(b, s.id)
	b = appendText(b, s.lang)
	b = appendCount(b, s.revision)
	b = appendCount(b, s.position)
	b = appendCount(b, s.page)
	b = append(b, s.flags())
	if s.clock != 0 {
		b = binary.AppendVarint(b, s.clock)
		b = binary.AppendVarint(b, int64(s.offset))
	}
	if s.flags()&flagLong != 0 {
		b = appendCount(b, s.shelf)
		b = appendText(b, s.letters)
	}
	b = appendCount(b, len(s.attributes))
	for _, a := range s.attributes {
		b = appendText(b, a.name)
		b = appendText(b, a.value)
	}
	n := len(s.answers)
	for n > 0 && s.answers[n-1] == (answer{}) {
		n--
	}
	b = appendCount(b, n)
	for i := range s.answers[:n] {
		b = s.answers[i].append(b)
	}
	return b
}

func (s Session) flags() (flags byte) {
	if s.specify {
		flags |= flagSpecify
	}
	if s.changing {
		flags |= flagChanging
	}
	if s.clock != 0 {
		flags |= flagClock
	}
	if s.shelf != 0 || s.letters != "" {
		flags |= flagLong
	}
	return flags
}

func (a *answer) append(b []byte) []byte {
	head := byte(a.state)
	if a.other != "" {
		head |= headOther
	}
	if a.message != 0 {
		head |= headMessage
	}
	if a.otherMessage != 0 {
		head |= headOtherMessage
	}
	b = append(b, head)
	if a.state == answered || a.state == special {
		b = appendText(b, a.value)
	}
	if a.other != "" {
		b = appendText(b, a.other)
	}
	if a.message != 0 {
		b = appendCount(b, a.message)
	}
	if a.otherMessage != 0 {
		b = appendCount(b, a.otherMessage)
	}
	return b
}

func appendCount(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

func appendText(b []byte, s string) []byte {
	return append(appendCount(b, len(s)), s...)
}

// ReadSession reads what [Session.Bytes] wrote. Other bytes are an error, never a panic.
func ReadSession(b []byte) (Session, error) {
	if len(b) == 0 || b[0] < earliestVersion || b[0] > sessionVersion {
		return Session{}, fmt.Errorf("read interview: unknown version: %w", survey.ErrInvalid)
	}
	if len(b) > maxSession {
		return Session{}, fmt.Errorf("read interview: too large: %w", survey.ErrInvalid)
	}
	r := reader{rest: b[1:], text: string(b[1:])}
	s := r.session()
	if r.failed || len(r.rest) > 0 {
		return Session{}, fmt.Errorf("read interview: damaged: %w", survey.ErrInvalid)
	}
	return s, nil
}

// reader takes values off the front of bytes. All texts are cut from one copy.
type reader struct {
	rest   []byte
	text   string // the same bytes
	failed bool
}

func (r *reader) session() (s Session) {
	s.id, s.lang = r.word(), r.word()
	s.revision, s.position, s.page = r.count(), r.count(), r.count()
	flags := r.byte()
	s.specify, s.changing = flags&flagSpecify != 0, flags&flagChanging != 0
	if flags&flagClock != 0 {
		s.clock, s.offset = r.varint(), int(r.varint())
	}
	if flags&flagLong != 0 {
		s.shelf, s.letters = r.count(), r.word()
	}
	if flags > flagSpecify|flagChanging|flagClock|flagLong || !validID(s.id) {
		r.failed = true
	}
	if n := r.length(len(attributes)); n > 0 {
		s.attributes = make([]attribute, n)
		for i := range s.attributes {
			s.attributes[i] = attribute{r.word(), r.word()}
		}
	}
	if n := r.length(maxItems); n > 0 {
		s.answers = make([]answer, n)
		for i := range s.answers {
			s.answers[i] = r.answer()
		}
	}
	return s
}

func (r *reader) answer() (a answer) {
	head := r.byte()
	a.state = state(head & headState)
	if head > headState|headOther|headMessage|headOtherMessage {
		r.failed = true
	}
	if a.state == answered || a.state == special {
		a.value = r.word()
	}
	if a.state == special && !IsSpecial(a.value) {
		r.failed = true
	}
	if head&headOther != 0 {
		a.other = r.word()
	}
	if head&headMessage != 0 {
		a.message = r.count()
	}
	if head&headOtherMessage != 0 {
		a.otherMessage = r.count()
	}
	return a
}

func (r *reader) byte() byte {
	if len(r.rest) == 0 {
		r.failed = true
		return 0
	}
	c := r.rest[0]
	r.rest = r.rest[1:]
	return c
}

func (r *reader) count() int {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || v > math.MaxInt {
		r.failed = true
		return 0
	}
	r.rest = r.rest[n:]
	return int(v)
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.rest)
	if n <= 0 {
		r.failed = true
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// length reads how many follow, 0 once reading has failed.
func (r *reader) length(most int) int {
	n := r.count()
	if n > most {
		r.failed = true
	}
	if r.failed {
		return 0
	}
	return n
}

func (r *reader) word() string {
	n := r.count()
	if n > len(r.rest) {
		r.failed = true
		return ""
	}
	from := len(r.text) - len(r.rest)
	r.rest = r.rest[n:]
	return r.text[from : from+n]
}
