package expression

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Message says what is wrong, in English, and keeps apart what it is about, so that it can be told in other
// languages: see Format. Its zero value says nothing.
type Message struct {
	Format string // of package fmt; it names the message to translators
	Args   []any  // each a string, an int or another Message
}

// Say makes a message. Arguments that are errors made by Say become messages within it; of other types the
// words for them are kept.
func Say(format string, args ...any) Message {
	m := Message{Format: format}
	for _, arg := range args {
		m.Args = append(m.Args, kept(arg))
	}
	return m
}

func kept(arg any) any {
	var m Message
	switch a := arg.(type) {
	case string, int, Message:
		return a
	case rune:
		return int(a)
	case byte:
		return int(a)
	case error:
		if errors.As(a, &m) {
			return m
		}
		return a.Error()
	}
	return fmt.Sprint(arg)
}

// Said tells whether the message says anything.
func (m Message) Said() bool { return m.Format != "" }

// Error gives the message in English: a message can be an error.
func (m Message) Error() string { return fmt.Sprintf(m.Format, m.Args...) }

// MarshalJSON writes the message so that it can be read back with its arguments.
func (m Message) MarshalJSON() ([]byte, error) {
	return json.Marshal(written[any](m))
}

// written is a message in JSON; what an argument is shows by how it is written.
type written[T any] struct {
	Format string `json:"f"`
	Args   []T    `json:"a,omitempty"`
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (m *Message) UnmarshalJSON(src []byte) error {
	var w written[json.RawMessage]
	if err := json.Unmarshal(src, &w); err != nil {
		return err
	}
	*m = Message{Format: w.Format}
	for _, raw := range w.Args {
		arg, err := readArg(raw)
		if err != nil {
			return err
		}
		m.Args = append(m.Args, arg)
	}
	return nil
}

func readArg(raw json.RawMessage) (any, error) {
	switch raw[0] {
	case '{':
		var m Message
		err := json.Unmarshal(raw, &m)
		return m, err
	case '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err
	}
	var n int
	err := json.Unmarshal(raw, &n)
	return n, err
}
