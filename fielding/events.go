package fielding

import (
	"time"

	"suara/delivery"
	"suara/survey"
)

// Event is one thing that happened. The kinds are [Update], [Tick], [Claim], [Receipt],
// [Silence] and [Do].
type Event interface{ kind() string }

// Update is one update of the Bot API, decoded. An id seen before is dropped.
type Update struct {
	ID   int64
	Body any    // Message, Press, Membership, Departure, Arrival, Migration, or nil for a kind that is ignored
	Err  string // why the update could not be decoded: kind and error, no content

	share verdict // whether its account sends too fast
}

// MessageKind says what a message is besides text.
type MessageKind string

// Kinds of messages that are told apart; the others are "other".
const (
	KindText    MessageKind = "text"
	KindVoice   MessageKind = "voice"
	KindSticker MessageKind = "sticker"
	KindPhoto   MessageKind = "photo"
	KindFile    MessageKind = "file"
	KindPlace   MessageKind = "location"
	KindContact MessageKind = "contact"
	KindForward MessageKind = "forward"
	KindOther   MessageKind = "other"
)

// Message is a message in a private chat or a group.
type Message struct {
	Chat     survey.ChatID
	Private  bool
	From     survey.AccountID
	AsChat   survey.ChatID // sent in the name of a chat: the group itself (anonymous admin) or a channel
	ID       int
	Topic    int // 0 outside topics and in General
	Text     string
	Kind     MessageKind
	Contact  *Contact // of a contact card
	File     *File    // of a document or a photo
	Place    *Place   // of a location
	Album    string   // id of the album it belongs to
	Edited   bool
	Language string // of the sender's app, such as "id"
	Title    string // of the group
	Date     time.Time
}

// Contact is a shared contact card.
type Contact struct {
	Phone   string
	Account survey.AccountID // 0: of somebody without Telegram
}

// File is a document or a photo that was sent, not yet fetched.
type File struct {
	ID      string // to fetch it by
	Unique  string // the same for the same file
	Name    string // empty for a photo
	MIME    string
	Size    int64 // in bytes; 0: not known
	Caption string
}

// Place is a place that was sent.
type Place struct {
	Latitude, Longitude float64 // in degrees
	Accuracy            float64 // radius in metres; 0: not known
	Live                bool    // it goes on moving
}

// Press is a press of an inline button.
type Press struct {
	Query   string // to be answered exactly once
	Chat    survey.ChatID
	Private bool
	From    survey.AccountID
	Message int
	Topic   int
	Data    string
}

// Membership says that the bot was blocked or unblocked, added to a group or removed.
type Membership struct {
	Chat    survey.ChatID
	Private bool
	From    survey.AccountID
	Present bool
	Title   string
}

// Departure says that somebody left a group or was removed from it. Telegram may tell it twice.
type Departure struct {
	Chat    survey.ChatID
	Account survey.AccountID
	Date    time.Time
}

// Arrival says that accounts are in a group: they came, or something there changed for them.
type Arrival struct {
	Chat     survey.ChatID
	Accounts []survey.AccountID
	Date     time.Time
}

// Migration says that a group became a supergroup with a new id.
type Migration struct{ From, To survey.ChatID }

// Tick lets everything happen that is due. Drained says that no update is waiting unread: timers
// never overtake answers.
type Tick struct{ Drained bool }

// Claim asks for at most Room prompts to be handed to the sender, and for waiting posts.
type Claim struct{ Room int }

// Receipt is the outcome of one row of the outbox.
type Receipt struct{ delivery.Receipt }

// Silence says that Telegram asked to send nothing for a while, to everybody or to one group. It is kept
// over a restart.
type Silence struct{ delivery.Silence }

// Do runs Act in the writer's transaction: a command of the operator, or the end of a closing.
// Reply gets the error after the commit; the effects of a failed Act are undone.
type Do struct {
	Name  string
	Act   func(*Desk) error
	Reply func(error)
}

func (Update) kind() string  { return "update" }
func (Tick) kind() string    { return "tick" }
func (Claim) kind() string   { return "claim" }
func (Receipt) kind() string { return "receipt" }
func (Silence) kind() string { return "silence" }
func (d Do) kind() string    { return d.Name }

// ScreenJob is the job of a row that shows a private chat's current screen. The receipt's Extra is
// a [Shown]. Closing chooses the flow's closing text, counted from 1; 0: the one without a condition.
// It lies here and not with the screen, since in an anonymous wave it tells of the answers: it is never
// on disk, and where the row is made anew the general text is said.
type ScreenJob struct {
	Account survey.AccountID
	Closing int
}

// PromptJob is the job of a row that invites, reminds or tells of results: it shows the chat's screen as a new message
// if its number still is Seq. The receipt's Extra is a [Shown].
type PromptJob struct {
	Account    survey.AccountID
	Wave       survey.WaveID
	Respondent survey.RespondentID
	Seq        uint64
	Reminder   bool
	Results    bool
}

// MessageJob is the job of a row of the outbox bucket.
type MessageJob struct{ ID uint64 }

// Shown says what a sent screen was.
type Shown struct {
	Seq   uint64
	Fresh bool // sent as a new message
	Plain bool // without buttons
	Asks  bool // with the contact keyboard
	Gone  bool // not sent: the message to edit is gone or can't be edited any more

	Picture string // the message is this picture; empty: a text
	Swap    bool   // it was sent in place of an edit: a text can't become a picture, nor a picture a text
}

// Undeletable is the Extra of an outcome Done where a message was too old to be deleted: it is emptied.
type Undeletable struct{}

// Answer is the answer to a press. It is sent once, right after the commit, and never repeated.
type Answer struct {
	Query    string
	Language string
	Notice   string // catalogue key of a short text; empty: none
	Args     map[string]string
	Alert    bool
}

// NotNow is the Extra of an outcome Done where a prompt was not sent because the working hours ended
// while it waited: its claim is released, and it goes on in the morning.
type NotNow struct{}

// Effects are what a committed batch asks the world to do.
type Effects struct {
	Rows     []delivery.Row
	Answers  []Answer
	Announce bool            // there are prompts to claim
	Posts    bool            // there are posts to claim, which need no room
	Idle     bool            // a claim found nothing more to claim now
	Close    []survey.WaveID // waves whose closing is to be computed now
	Past     *delivery.Past  // of Start: what the sender must know of the process before
	Fetch    []Fetch         // roster files to be fetched and read beside the loop
	Destroy  []survey.WaveID // waves whose key is to be destroyed now
	Files    []FileTask      // what was sent as answers: to be fetched, or erased
}
