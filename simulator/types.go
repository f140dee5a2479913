package simulator

import "time"

// Options say what kind of Telegram a Server is.
type Options struct {
	// Token is the bot's token, digits:letters. Empty: one that is made up.
	Token string
	// Username and Name are the bot's own.
	Username string
	Name     string
	// Clock is the time; nil is the real one.
	Clock Clock
	// Rich lets the server know rich messages, as Bot API 10.1 does.
	Rich bool
	// Limits turns on the rate limits, answered with 429 and retry_after.
	Limits bool
	// Seed makes ids and choices repeatable.
	Seed int64
	// Log gets every call after it was answered.
	Log func(Call)
	// KeepCalls keeps every call for Calls; memory then grows with them.
	KeepCalls bool
	// History is how many messages a chat keeps; 0 is 2,000.
	History int
	// QueryTTL is how long a callback query can be answered; 0 is 15 seconds. It is
	// time of the clock: one that runs fast needs a longer one.
	QueryTTL time.Duration
	// PressTTL is how long a press that the bot has not fetched waits for it; 0 is a
	// day, the most that the documentation allows. Telegram's own server keeps it
	// for 150 seconds.
	PressTTL time.Duration
}

// Call is one request of the bot as the server saw it. A dropped one has Status 0.
type Call struct {
	At     time.Time
	Method string
	Chat   int64
	Params map[string]string
	Status int
}

// Person is somebody with a Telegram account.
type Person struct {
	ID           int64 // 0: chosen
	FirstName    string
	LastName     string
	Username     string
	LanguageCode string
	Phone        string
}

// Message is one message as a chat shows it now.
type Message struct {
	ID       int
	FromBot  bool
	From     int64  // sender's id; for an anonymous admin the group's
	FromName string // sender's name as the chat shows it
	Topic    int
	ReplyTo  int
	Kind     string // "text", "photo", "document", "voice", …; "service" for service messages
	Text     string // plain, after entity parsing
	HTML     string // text or caption as the bot sent it
	Rich     string // source of a message of kind "rich"
	Entities []Entity
	Buttons  [][]Button
	Keyboard *Keyboard
	Document *Document
	Photo    *Document
	Caption  string
	Date     time.Time
	EditDate time.Time // zero: never edited
	Pinned   bool
}

// Entity is a marked stretch of a text, in UTF-16 units.
type Entity struct {
	Type     string
	Offset   int
	Length   int
	URL      string
	Language string
	User     int64
}

// Button is one button under a message.
type Button struct {
	Text  string
	Data  string
	URL   string
	Style string
}

// Keyboard is what a message did to the keyboard in place of letters.
type Keyboard struct {
	Remove      bool
	ForceReply  bool
	OneTime     bool
	Placeholder string
	Rows        [][]Key
}

// Key is one key of a Keyboard.
type Key struct {
	Text            string
	RequestContact  bool
	RequestLocation bool
}

// Document is a file in a message.
type Document struct {
	Name  string
	MIME  string
	Bytes []byte
}

// CallbackAnswer is what the bot answered to a press.
type CallbackAnswer struct {
	Text  string
	Alert bool
	URL   string
}

// GroupOptions say what kind of group a Group is.
type GroupOptions struct {
	// Basic makes it a basic group, which can become a supergroup by Migrate.
	Basic bool
	// Forum gives it topics.
	Forum bool
	// Admin makes the bot an administrator: it sees every message.
	Admin bool
	// NoPost and NoPin take away rights of the bot.
	NoPost, NoPin bool
	// Topics are the titles of topics that exist from the start; ids follow Topic.
	Topics []string
}

// Fault is something that goes wrong with calls that match it.
type Fault struct {
	Method string // "": any
	Chat   int64  // 0: any
	Times  int    // 0: once
	// Kind is "502", "500", "400:<text>", "403" or "429:<seconds>", all without the call
	// being handled; "drop-before" or "drop-after", which cut the connection before or
	// after it was handled (by a panic with http.ErrAbortHandler, which needs a real
	// HTTP server around the handler); or "delay:<duration>", handled at once and
	// answered after that time of the server's clock.
	Kind string
}
