package bot_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"suara/bot"
	"suara/fielding"
	"suara/flows"
	"suara/survey"
)

const (
	fromJSON  = `"from":{"id":7000000001,"is_bot":false,"first_name":"A","language_code":"id"}`
	private   = `"chat":{"id":7000000001,"type":"private","first_name":"A"},"date":1793770000`
	inGroup   = `"chat":{"id":-1002000000001,"type":"supergroup","title":"Admin","is_forum":true},"date":1793770000`
	anonAdmin = `"from":{"id":1087968824,"is_bot":true,"username":"GroupAnonymousBot"},"sender_chat":{"id":-1002000000001,"type":"supergroup","title":"Admin"}`
)

var at = time.Unix(1793770000, 0)

// other is a change of somebody else in the group.
func other(was, is string) string {
	user := `"user":{"id":7000000002,"is_bot":false},`
	return `"chat_member":{` + inGroup + `,` + fromJSON + `,"old_chat_member":{` + user + was + `},"new_chat_member":{` + user + is + `}}`
}

var (
	departed = fielding.Departure{Chat: -1002000000001, Account: 7000000002, Date: at}
	arrived  = fielding.Arrival{Chat: -1002000000001, Accounts: []survey.AccountID{7000000002}, Date: at}
)

// said is a message of the person in the private chat.
func said(change func(*fielding.Message)) fielding.Message {
	m := fielding.Message{Chat: 7000000001, Private: true, From: 7000000001, ID: 5,
		Kind: fielding.KindText, Language: "id", Date: at}
	change(&m)
	return m
}

func inAdminGroup(change func(*fielding.Message)) fielding.Message {
	return said(func(m *fielding.Message) {
		m.Chat, m.Private, m.Title = -1002000000001, false, "Admin"
		change(m)
	})
}

func kind(k fielding.MessageKind) func(*fielding.Message) {
	return func(m *fielding.Message) { m.Kind = k }
}

func text(s string) func(*fielding.Message) { return func(m *fielding.Message) { m.Text = s } }

func TestDecode(t *testing.T) {
	msg := func(rest string) string {
		return `"message":{"message_id":5,` + fromJSON + `,` + private + `,` + rest + `}`
	}
	groupMsg := func(rest string) string {
		return `"message":{"message_id":5,` + fromJSON + `,` + inGroup + `,` + rest + `}`
	}
	for _, c := range []struct {
		name, body string
		want       any
	}{
		{"text", msg(`"text":"/start K7MQ2XPD"`), said(text("/start K7MQ2XPD"))},
		{"edited text", strings.Replace(msg(`"text":"5","edit_date":1793770009`), "message", "edited_message", 1),
			said(func(m *fielding.Message) { m.Text, m.Edited = "5", true })},
		{"voice", msg(`"voice":{"file_id":"x","duration":3}`), said(kind(fielding.KindVoice))},
		{"sticker", msg(`"sticker":{"file_id":"x"}`), said(kind(fielding.KindSticker))},
		{"photo of an album with a caption", msg(`"photo":[{"file_id":"x"}],"media_group_id":"9","caption":"/batal"`),
			said(func(m *fielding.Message) {
				m.Kind, m.Album = fielding.KindPhoto, "9"
				m.File = &fielding.File{ID: "x", MIME: "image/jpeg"}
			})},
		{"the largest size of a photo", msg(`"photo":[{"file_id":"s","width":90,"height":67,"file_size":900},` +
			`{"file_id":"l","file_unique_id":"u","width":1280,"height":960,"file_size":90000},{"file_id":"m","width":320,"height":240}]`),
			said(func(m *fielding.Message) {
				m.Kind = fielding.KindPhoto
				m.File = &fielding.File{ID: "l", Unique: "u", MIME: "image/jpeg", Size: 90000}
			})},
		{"a photo in no size", msg(`"photo":[]`), said(kind(fielding.KindOther))},
		{"file", msg(`"document":{"file_id":"x","file_name":"pegawai.csv","file_size":12},"caption":"lengkap"`),
			said(func(m *fielding.Message) {
				m.Kind = fielding.KindFile
				m.File = &fielding.File{ID: "x", Name: "pegawai.csv", Size: 12, Caption: "lengkap"}
			})},
		{"location", msg(`"location":{"latitude":1.5,"longitude":127.8}`), said(func(m *fielding.Message) {
			m.Kind, m.Place = fielding.KindPlace, &fielding.Place{Latitude: 1.5, Longitude: 127.8}
		})},
		{"live location", msg(`"location":{"latitude":-1.5,"longitude":127.8,"horizontal_accuracy":65.5,"live_period":900}`),
			said(func(m *fielding.Message) {
				m.Kind = fielding.KindPlace
				m.Place = &fielding.Place{Latitude: -1.5, Longitude: 127.8, Accuracy: 65.5, Live: true}
			})},
		{"a place off the map", msg(`"location":{"latitude":91,"longitude":127.8}`), said(kind(fielding.KindPlace))},
		{"contact", msg(`"contact":{"phone_number":"628","user_id":1}`), said(func(m *fielding.Message) {
			m.Kind, m.Contact = fielding.KindContact, &fielding.Contact{Phone: "628", Account: 1}
		})},
		{"a contact without an account", msg(`"contact":{"phone_number":"628"}`), said(func(m *fielding.Message) {
			m.Kind, m.Contact = fielding.KindContact, &fielding.Contact{Phone: "628"}
		})},
		{"a forwarded contact is nobody's own", msg(`"contact":{"phone_number":"628","user_id":1},"forward_origin":{}`),
			said(kind(fielding.KindForward))},
		{"forwarded text is no answer", msg(`"text":"4","forward_origin":{"type":"brand_new","date":1}`),
			said(kind(fielding.KindForward))},
		{"a kind of tomorrow", msg(`"hologram":{"file_id":"x"}`), said(kind(fielding.KindOther))},
		{"pinned message", msg(`"pinned_message":{"message_id":1}`), nil},
		{"group command", groupMsg(`"text":"/status"`), inAdminGroup(text("/status"))},
		{"in a topic", groupMsg(`"text":"/status","message_thread_id":77,"is_topic_message":true`),
			inAdminGroup(func(m *fielding.Message) { m.Text, m.Topic = "/status", 77 })},
		{"a reply in General has a thread that is no topic", groupMsg(`"text":"/status","message_thread_id":12`),
			inAdminGroup(text("/status"))},
		{"General itself is none", groupMsg(`"text":"/status","message_thread_id":1,"is_topic_message":true`),
			inAdminGroup(text("/status"))},
		{"anonymous admin", `"message":{"message_id":5,` + anonAdmin + `,` + inGroup + `,"text":"/status"}`,
			fielding.Message{Chat: -1002000000001, From: 1087968824, AsChat: -1002000000001, ID: 5,
				Text: "/status", Kind: fielding.KindText, Title: "Admin", Date: at}},
		{"left a group", groupMsg(`"left_chat_member":{"id":7000000002,"is_bot":false}`),
			fielding.Departure{Chat: -1002000000001, Account: 7000000002, Date: at}},
		{"joined a group", groupMsg(`"new_chat_members":[{"id":1},{"id":2}]`),
			fielding.Arrival{Chat: -1002000000001, Accounts: []survey.AccountID{1, 2}, Date: at}},
		{"nobody joined a group", groupMsg(`"new_chat_members":[{}]`), nil},
		{"somebody left", other(`"status":"member"`, `"status":"left"`), departed},
		{"somebody was removed", other(`"status":"administrator"`, `"status":"kicked","until_date":0`), departed},
		{"somebody restricted left", other(`"status":"restricted","is_member":true`, `"status":"restricted","is_member":false`), departed},
		{"somebody left, from what is not told", `"chat_member":{` + inGroup + `,"new_chat_member":{"user":{"id":7000000002},"status":"left"}}`, departed},
		{"somebody came", other(`"status":"left"`, `"status":"member"`), arrived},
		{"somebody came back restricted", other(`"status":"kicked"`, `"status":"restricted","is_member":true`), arrived},
		{"somebody was promoted", other(`"status":"member"`, `"status":"administrator"`), arrived},
		{"a ban is lifted", other(`"status":"kicked"`, `"status":"left"`), nil},
		{"somebody outside is banned", other(`"status":"left"`, `"status":"kicked"`), nil},
		{"a standing of tomorrow", other(`"status":"member"`, `"status":"hovering"`), nil},
		{"a change for nobody", `"chat_member":{` + inGroup + `,` + fromJSON + `,"new_chat_member":{"status":"left"}}`, nil},
		{"an empty change", `"chat_member":{}`, nil},
		{"a change that is null", `"chat_member":{"chat":null,"old_chat_member":null,"new_chat_member":null}`, nil},
		{"left a channel", `"chat_member":{"chat":{"id":-1,"type":"channel"},"date":1,"new_chat_member":{"user":{"id":7},"status":"left"}}`, nil},
		{"group becomes a supergroup", `"message":{"message_id":5,` + fromJSON +
			`,"chat":{"id":-500,"type":"group","title":"Admin"},"date":1,"migrate_to_chat_id":-1002000000001}`,
			fielding.Migration{From: -500, To: -1002000000001}},
		{"supergroup that was a group", groupMsg(`"migrate_from_chat_id":-500`),
			fielding.Migration{From: -500, To: -1002000000001}},
		{"channel post", `"channel_post":{"message_id":5,"chat":{"id":-1,"type":"channel"},"date":1,"text":"x"}`, nil},
		{"a kind of update of tomorrow", `"telepathy":{"id":1}`, nil},
		{"press", `"callback_query":{"id":"99","from":{"id":7000000001},"chat_instance":"1","data":"q:abc",` +
			`"message":{"message_id":6,"from":{"id":1,"is_bot":true},` + private + `,"text":"…","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"q:abc"}]]}}}`,
			fielding.Press{Query: "99", Chat: 7000000001, Private: true, From: 7000000001, Message: 6, Data: "q:abc"}},
		{"press on an inaccessible message", `"callback_query":{"id":"99","from":{"id":7000000001},"data":"q:abc",` +
			`"message":{"message_id":6,"chat":{"id":7000000001,"type":"private"},"date":0}}`,
			fielding.Press{Query: "99", Chat: 7000000001, Private: true, From: 7000000001, Message: 6, Data: "q:abc"}},
		{"press without a message", `"callback_query":{"id":"99","from":{"id":7000000001},"inline_message_id":"x","data":"a"}`,
			fielding.Press{Query: "99", From: 7000000001, Data: "a"}},
		{"press in a topic", `"callback_query":{"id":"99","from":{"id":7000000001},"data":"a:1:yes",` +
			`"message":{"message_id":6,` + inGroup + `,"message_thread_id":77,"is_topic_message":true}}`,
			fielding.Press{Query: "99", Chat: -1002000000001, From: 7000000001, Message: 6, Topic: 77, Data: "a:1:yes"}},
		{"blocked", `"my_chat_member":{` + private + `,` + fromJSON + `,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked","until_date":0}}`,
			fielding.Membership{Chat: 7000000001, Private: true, From: 7000000001}},
		{"unblocked", `"my_chat_member":{` + private + `,` + fromJSON + `,"new_chat_member":{"status":"member"}}`,
			fielding.Membership{Chat: 7000000001, Private: true, From: 7000000001, Present: true}},
		{"restricted but still in the group", `"my_chat_member":{` + inGroup + `,` + fromJSON + `,"new_chat_member":{"status":"restricted","is_member":true}}`,
			fielding.Membership{Chat: -1002000000001, From: 7000000001, Present: true, Title: "Admin"}},
		{"removed from the group", `"my_chat_member":{` + inGroup + `,` + fromJSON + `,"new_chat_member":{"status":"left"}}`,
			fielding.Membership{Chat: -1002000000001, From: 7000000001, Title: "Admin"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := bot.Decode(json.RawMessage(`{"update_id":3000000000,` + c.body + `}`))
			want := fielding.Update{ID: 3000000000, Body: c.want}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestUndecodableSaysNoContent(t *testing.T) {
	for _, c := range []struct {
		name, raw, want string
		id              int64
	}{
		{"a text that is a number", `{"update_id":7,"message":{"message_id":5,"text":4711,` + private + `}}`,
			"message: message.text is of kind number at offset", 7},
		{"a chat id that is a text", `{"update_id":7,"callback_query":{"id":"1","message":{"chat":{"id":"4711"}}}}`,
			"callback_query: callback_query.message.chat.id is of kind string at offset", 7},
		{"an id beyond 64 bits", `{"update_id":7,"edited_message":{"chat":{"id":471147114711471147114711}}}`,
			"edited_message: edited_message.chat.id is of kind number at offset", 7},
		{"not JSON", `{"update_id":7,"message":4711`, "update: not JSON at offset", 0},
		{"no id", `{"message":{"text":"4711"}}`, "message: no update_id", 0},
		{"not an object", `[4711]`, "update: is of kind array", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := bot.Decode(json.RawMessage(c.raw))
			if got.ID != c.id || got.Body != nil || !strings.HasPrefix(got.Err, c.want) {
				t.Errorf("got %+v, want id %d, error %q", got, c.id, c.want)
			}
			if strings.Contains(got.Err, "4711") {
				t.Errorf("error %q holds content", got.Err)
			}
		})
	}
}

func TestAllowedAreTheKindsThatAreDecoded(t *testing.T) {
	if got := len(bot.Allowed()); got != 5 {
		t.Errorf("%d kinds", got)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"update_id":1,"message":{"message_id":5,` + fromJSON + `,` + private + `,"text":"4"}}`))
	f.Add([]byte(`{"update_id":1,"callback_query":{"id":"9","data":"q:a"}}`))
	f.Add([]byte(`{"update_id":1,"my_chat_member":{"new_chat_member":null}}`))
	f.Add([]byte(`{"update_id":1,"message":{"message_id":5,` + fromJSON + `,` + private + `,"photo":[{"file_id":"a","width":9,"height":9}]}}`))
	f.Add([]byte(`{"update_id":1,"message":{"message_id":5,` + fromJSON + `,` + private + `,"location":{"latitude":1e300,"longitude":-1}}}`))
	f.Add([]byte(`{"update_id":1,` + other(`"status":"member"`, `"status":"left"`) + `}`))
	f.Add([]byte(`{"update_id":1,"chat_member":{"old_chat_member":null,"new_chat_member":{"user":null}}}`))
	f.Add([]byte(`{"update_id":null}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		u := bot.Decode(raw)
		if u.Err != "" && u.Body != nil {
			t.Errorf("an error and a body: %+v", u)
		}
		if m, ok := u.Body.(fielding.Message); ok && m.Place != nil &&
			!flows.IsPlace(flows.Place(m.Place.Latitude, m.Place.Longitude, m.Place.Accuracy)) {
			t.Errorf("no place: %+v", m.Place)
		}
		if u.Err == "" && u.ID == 0 {
			t.Errorf("no id and no error: %+v", u)
		}
		if m, ok := u.Body.(fielding.Departure); ok && m.Account == 0 {
			t.Errorf("a departure of nobody: %+v", m)
		}
		if m, ok := u.Body.(fielding.Message); ok && m.Kind != fielding.KindText && m.Text != "" {
			t.Errorf("text of a message that is no text: %+v", m)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	raw := json.RawMessage(`{"update_id":3000000000,"callback_query":{"id":"99","from":{"id":7000000001,"is_bot":false,"first_name":"Siti","language_code":"id"},"chat_instance":"-123456789","data":"q:abc123.4.0.o4",` +
		`"message":{"message_id":6,"from":{"id":1,"is_bot":true,"first_name":"Suara","username":"suara_bot"},` + private +
		`,"text":"▰▱▱▱▱▱▱▱▱▱ 1/25\nBerorientasi Pelayanan\n\nPegawai di unit kerja saya memahami dan memenuhi kebutuhan masyarakat.","entities":[{"offset":16,"length":22,"type":"italic"},{"offset":40,"length":73,"type":"bold"}],"reply_markup":{"inline_keyboard":[` +
		`[{"text":"Sangat tidak setuju","callback_data":"q:abc123.0.0.o"}],[{"text":"Tidak setuju","callback_data":"q:abc123.0.0.o1"}],[{"text":"Netral","callback_data":"q:abc123.0.0.o2"}],[{"text":"Setuju","callback_data":"q:abc123.0.0.o3"}],[{"text":"Sangat setuju","callback_data":"q:abc123.0.0.o4"}]]}}}}`)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if u := bot.Decode(raw); u.Body == nil {
			b.Fatal(u.Err)
		}
	}
}
