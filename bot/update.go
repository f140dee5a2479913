package bot

import "suara/survey"

// The parts of an update that are used, and nothing else: an update can't become undecodable by
// what Telegram adds elsewhere.

type update struct {
	ID      int64         `json:"update_id"`
	Message *message      `json:"message"`
	Edited  *message      `json:"edited_message"`
	Query   *query        `json:"callback_query"`
	Member  *memberChange `json:"my_chat_member"`
	Other   *memberChange `json:"chat_member"`
}

type message struct {
	ID         int    `json:"message_id"`
	Chat       chat   `json:"chat"`
	From       person `json:"from"`
	SenderChat chat   `json:"sender_chat"`
	Date       int64  `json:"date"`
	Text       string `json:"text"`
	Album      string `json:"media_group_id"`
	Caption    string `json:"caption"`
	Thread     int    `json:"message_thread_id"`
	InTopic    bool   `json:"is_topic_message"`

	Forward  *present    `json:"forward_origin"`
	Voice    *present    `json:"voice"`
	Sticker  *present    `json:"sticker"`
	Photo    []photoSize `json:"photo"`
	Document *document   `json:"document"`
	Location *location   `json:"location"`
	Contact  *contact    `json:"contact"`

	Pinned      *present      `json:"pinned_message"`
	Timer       *present      `json:"message_auto_delete_timer_changed"`
	Background  *present      `json:"chat_background_set"`
	WriteAccess *present      `json:"write_access_allowed"`
	Joined      []person      `json:"new_chat_members"`
	Left        *person       `json:"left_chat_member"`
	NewTitle    string        `json:"new_chat_title"`
	MigrateTo   survey.ChatID `json:"migrate_to_chat_id"`
	MigrateFrom survey.ChatID `json:"migrate_from_chat_id"`
}

// document is a file that somebody sent.
type document struct {
	ID     string `json:"file_id"`
	Unique string `json:"file_unique_id"`
	Name   string `json:"file_name"`
	MIME   string `json:"mime_type"`
	Size   int64  `json:"file_size"`
}

// photoSize is a photo in one of its sizes.
type photoSize struct {
	ID     string `json:"file_id"`
	Unique string `json:"file_unique_id"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Size   int64  `json:"file_size"`
}

// location is a place on the map; one that is shared live has a period.
type location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Accuracy  float64 `json:"horizontal_accuracy"`
	Period    int     `json:"live_period"`
}

// contact is a contact card; its account is 0 where the person has none.
type contact struct {
	Phone   string           `json:"phone_number"`
	Account survey.AccountID `json:"user_id"`
}

type chat struct {
	ID    survey.ChatID `json:"id"`
	Type  string        `json:"type"`
	Title string        `json:"title"`
}

func (c chat) private() bool { return c.Type == "private" }

type person struct {
	ID       survey.AccountID `json:"id"`
	Language string           `json:"language_code"`
}

// query is a press; its message may be inaccessible, with a date of 0, and is used all the same.
type query struct {
	ID      string  `json:"id"`
	From    person  `json:"from"`
	Message message `json:"message"`
	Data    string  `json:"data"`
}

// memberChange is what changed for the bot, or for somebody else, in a chat.
type memberChange struct {
	Chat chat   `json:"chat"`
	From person `json:"from"`
	Date int64  `json:"date"`
	Old  member `json:"old_chat_member"`
	New  member `json:"new_chat_member"`
}

// member is an account in a chat.
type member struct {
	User     person `json:"user"`
	Status   string `json:"status"`
	IsMember bool   `json:"is_member"` // of a restricted one
}

// present notes that a field is there and skips what it holds.
type present struct{}

// UnmarshalJSON accepts anything.
func (p *present) UnmarshalJSON([]byte) error { return nil }
