package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"suara/bot"
	"suara/delivery"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// methods lists what was called, in order.
func methods(asked []request) string {
	var list []string
	for _, q := range asked {
		list = append(list, q.Method)
	}
	return strings.Join(list, " ")
}

func TestSendScreen(t *testing.T) {
	edited := map[string]string{"editMessageText": refusal(400, "Bad Request: message to edit not found")}
	for _, c := range []struct {
		name    string
		chat    storage.Chat
		answers map[string]string
		calls   string
		want    delivery.Outcome
	}{
		{"no live message: a new one", storage.Chat{}, nil, "sendMessage",
			delivery.Outcome{Kind: delivery.Delivered, MessageID: 101, Extra: fielding.Shown{Seq: 3, Fresh: true, Plain: true}}},
		{"the live message is edited", storage.Chat{Live: 50}, nil, "editMessageText",
			delivery.Outcome{Kind: delivery.Delivered, MessageID: 50, Extra: fielding.Shown{Seq: 3, Plain: true}}},
		{"something was written below: a new one", storage.Chat{Live: 50, Fresh: true}, nil, "sendMessage",
			delivery.Outcome{Kind: delivery.Delivered, MessageID: 101, Extra: fielding.Shown{Seq: 3, Fresh: true, Plain: true}}},
		{"not modified is delivered", storage.Chat{Live: 50},
			map[string]string{"editMessageText": refusal(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same")},
			"editMessageText", delivery.Outcome{Kind: delivery.Delivered, MessageID: 50, Extra: fielding.Shown{Seq: 3, Plain: true}}},
		{"the message is gone: the writer asks for a new one", storage.Chat{Live: 50}, edited, "editMessageText",
			delivery.Outcome{Kind: delivery.Done, Extra: fielding.Shown{Seq: 3, Gone: true}}},
		{"the message can't be edited: the writer asks for a new one", storage.Chat{Live: 50},
			map[string]string{"editMessageText": refusal(400, "Bad Request: message can't be edited")}, "editMessageText",
			delivery.Outcome{Kind: delivery.Done, Extra: fielding.Shown{Seq: 3, Gone: true}}},
		{"blocked", storage.Chat{Live: 50},
			map[string]string{"editMessageText": refusal(403, "Forbidden: bot was blocked by the user")}, "editMessageText",
			delivery.Outcome{Kind: delivery.Blocked, MessageID: 50, Extra: fielding.Shown{Seq: 3, Plain: true}}},
		{"told to wait", storage.Chat{},
			map[string]string{"sendMessage": `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 34","parameters":{"retry_after":34}}`},
			"sendMessage", delivery.Outcome{Kind: delivery.Wait, RetryAfter: 34 * time.Second, Extra: fielding.Shown{Seq: 3, Fresh: true, Plain: true}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "id")
			w.api.answer = func(q request) string { return c.answers[q.Method] }
			c.chat.Seq, c.chat.Screen = 3, storage.Screen{Name: fielding.ScreenIdle}
			w.queue(c.chat)
			got := w.bot.Send(context.Background(), delivery.Row{Job: fielding.ScreenJob{Account: person}})
			got.Err = nil
			if got != c.want {
				t.Errorf("got %+v\nwant %+v", got, c.want)
			}
			if calls := methods(w.api.take()); calls != c.calls {
				t.Errorf("called %q, want %q", calls, c.calls)
			}
		})
	}
}

func TestScreenNoLongerWanted(t *testing.T) {
	w := newWorld(t, "id")
	w.queue(storage.Chat{Seq: 3, Screen: storage.Screen{Name: fielding.ScreenIdle}})
	w.update(func(tx *storage.Tx) error { return tx.UnqueueScreen(person) })
	rows := map[string]any{
		"sent already":          fielding.ScreenJob{Account: person},
		"the person moved on":   fielding.PromptJob{Account: person, Seq: 2},
		"a message that's done": fielding.MessageJob{ID: 4711},
	}
	for name, job := range rows {
		if o := w.bot.Send(context.Background(), delivery.Row{Job: job}); o.Kind != delivery.Done {
			t.Errorf("%s: %v, want done", name, o.Kind)
		}
	}
	w.queue(storage.Chat{Seq: 4, Respondent: me, Screen: storage.Screen{Name: fielding.ScreenInterview, Wave: anonymous}})
	o := w.bot.Send(context.Background(), delivery.Row{Job: fielding.ScreenJob{Account: person}})
	if shown, _ := o.Extra.(fielding.Shown); o.Kind != delivery.Done || shown.Seq != 4 {
		t.Errorf("an interview that is erased: %+v, want done with its number", o)
	}
	w.queue(storage.Chat{Seq: 5, Screen: storage.Screen{Name: "no such screen"}})
	o = w.bot.Send(context.Background(), delivery.Row{Job: fielding.ScreenJob{Account: person}})
	if o.Kind != delivery.Refused || !errors.Is(o.Err, survey.ErrNotFound) {
		t.Errorf("a screen without a text: %+v", o)
	}
	if asked := w.api.take(); len(asked) > 0 {
		t.Errorf("called %v", methods(asked))
	}
}

func TestPromptIsAlwaysNew(t *testing.T) {
	w := newWorld(t, "id")
	w.queue(storage.Chat{Seq: 3, Live: 50, Respondent: me,
		Screen: storage.Screen{Name: fielding.ScreenInvitation, Wave: anonymous}})
	o := w.bot.Send(context.Background(), delivery.Row{Job: fielding.PromptJob{Account: person, Seq: 3}})
	want := delivery.Outcome{Kind: delivery.Delivered, MessageID: 101, Extra: fielding.Shown{Seq: 3, Fresh: true}}
	if o != want {
		t.Errorf("got %+v, want %+v", o, want)
	}
	asked := w.api.take()
	if methods(asked) != "sendMessage" || asked[0].Params["chat_id"] != float64(person) {
		t.Errorf("called %v", asked)
	}
}

func TestSendMessage(t *testing.T) {
	reply := storage.Message{Chat: group, Topic: 77, ReplyTo: 9, Name: fielding.PostDenied}
	for _, c := range []struct {
		name   string
		m      storage.Message
		answer string
		calls  string
		kind   delivery.OutcomeKind
		params map[string]any
	}{
		{"a reply in a topic", reply, "", "sendMessage", delivery.Delivered, map[string]any{
			"chat_id": float64(group), "message_thread_id": 77.0, "parse_mode": "HTML",
			"reply_parameters": map[string]any{"message_id": 9.0, "allow_sending_without_reply": true}}},
		{"the group has a new id", reply,
			`{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1009}}`,
			"sendMessage", delivery.Migrated, nil},
		{"a document in a topic", storage.Message{Kind: storage.KindDocument, Chat: group, Topic: 77, ReplyTo: 9,
			Name: fielding.PostExport, Wave: anonymous}, "", "sendDocument", delivery.Delivered, map[string]any{
			"message_thread_id": "77", "document name": string(anonymous) + ".csv",
			"reply_parameters": `{"message_id":9,"allow_sending_without_reply":true}`}},
		{"a document from the row", storage.Message{Kind: storage.KindDocument, Chat: group, Name: fielding.PostMyData,
			Args: map[string]string{"file": "x.csv"}, File: []byte("a;b")}, "", "sendDocument", delivery.Delivered,
			map[string]any{"document name": "x.csv", "document": "a;b"}},
		{"an edit", storage.Message{Kind: storage.KindEdit, Chat: group, Message: 8, Name: fielding.PostCancelled},
			"", "editMessageText", delivery.Delivered, map[string]any{"message_id": 8.0}},
		{"an edit that changes nothing", storage.Message{Kind: storage.KindEdit, Chat: group, Message: 8, Name: fielding.PostCancelled},
			refusal(400, "Bad Request: message is not modified"), "editMessageText", delivery.Delivered, nil},
		{"an edit of a message that is gone", storage.Message{Kind: storage.KindEdit, Chat: group, Message: 8, Name: fielding.PostCancelled},
			refusal(400, "Bad Request: message to edit not found"), "editMessageText", delivery.Done, nil},
		{"buttons taken off", storage.Message{Kind: storage.KindStrip, Chat: group, Message: 8}, "",
			"editMessageReplyMarkup", delivery.Delivered, map[string]any{"message_id": 8.0,
				"reply_markup": map[string]any{"inline_keyboard": []any{}}}},
		{"buttons gone already", storage.Message{Kind: storage.KindStrip, Chat: group, Message: 8},
			refusal(400, "Bad Request: message is not modified"), "editMessageReplyMarkup", delivery.Done, nil},
		{"deleted", storage.Message{Kind: storage.KindDelete, Chat: group, Message: 8}, "", "deleteMessage",
			delivery.Delivered, map[string]any{"message_id": 8.0}},
		{"deleted already", storage.Message{Kind: storage.KindDelete, Chat: group, Message: 8},
			refusal(400, "Bad Request: message to delete not found"), "deleteMessage", delivery.Done, nil},
		{"too old to be deleted", storage.Message{Kind: storage.KindDelete, Chat: group, Message: 8},
			refusal(400, "Bad Request: message can't be deleted for everyone"), "deleteMessage", delivery.Done, nil},
		{"unpinned", storage.Message{Kind: storage.KindUnpin, Chat: group, Message: 8}, "", "unpinChatMessage",
			delivery.Delivered, map[string]any{"message_id": 8.0}},
		{"pinned in silence", storage.Message{Kind: storage.KindPin, Chat: group, Message: 8}, "", "pinChatMessage",
			delivery.Delivered, map[string]any{"message_id": 8.0, "disable_notification": true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "id")
			w.api.answer = func(request) string { return c.answer }
			_, o := w.send(c.m)
			if o.Kind != c.kind || c.kind == delivery.Migrated && o.NewChat != -1009 {
				t.Errorf("outcome %+v, want %v", o, c.kind)
			}
			asked := w.api.take()
			if methods(asked) != c.calls {
				t.Fatalf("called %q, want %q", methods(asked), c.calls)
			}
			for name, want := range c.params {
				if got := asked[0].Params[name]; fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s is %v, want %v", name, got, want)
				}
			}
		})
	}
}

func TestExportThatIsNotThere(t *testing.T) {
	w := newWorld(t, "id")
	_, o := w.send(storage.Message{Kind: storage.KindDocument, Chat: group, Name: fielding.PostExport, Wave: "nothing"})
	if o.Kind != delivery.Refused || !errors.Is(o.Err, survey.ErrNotYet) {
		t.Errorf("got %+v", o)
	}
}

func TestUnparsedTextGoesPlain(t *testing.T) {
	w := newWorld(t, "id")
	w.api.answer = func(q request) string {
		if q.Params["parse_mode"] == "HTML" {
			return refusal(400, "Bad Request: can't parse entities: Unsupported start tag")
		}
		return ""
	}
	w.queue(storage.Chat{Seq: 3, Candidate: me, Screen: storage.Screen{Name: fielding.ScreenIdentity}})
	o := w.bot.Send(context.Background(), delivery.Row{Job: fielding.ScreenJob{Account: person}})
	asked := w.api.take()
	if o.Kind != delivery.Delivered || len(asked) != 2 {
		t.Fatalf("outcome %+v after %d calls", o, len(asked))
	}
	if text := asked[1].Params["text"].(string); !strings.Contains(text, "👤 A_B <PNS> & Co *\n🏢 Dinas R&D <Riset>") {
		t.Errorf("plain text is %q", text)
	}
	_, o = w.send(storage.Message{Kind: storage.KindDocument, Chat: group, Name: fielding.PostExport, Wave: anonymous})
	if asked = w.api.take(); o.Kind != delivery.Delivered || len(asked) != 2 || strings.Contains(asked[1].Params["caption"].(string), "<b>") {
		t.Errorf("document: outcome %+v after %d calls", o, len(asked))
	}
}

// A long post goes in numbered parts; where Telegram asks to wait in between, the parts that arrived
// are not sent again.
func TestLongPostGoesOnWhereItStopped(t *testing.T) {
	w := newWorld(t, "id")
	w.update(func(tx *storage.Tx) error {
		for i := range 150 {
			unit := survey.Unit{ID: survey.UnitID(fmt.Sprint("u", i)), Name: fmt.Sprintf("Dinas Nomor %d yang Bernama Panjang", i), Order: 10 + i}
			if err := tx.PutUnits([]survey.Unit{unit}); err != nil {
				return err
			}
			if err := tx.PutRespondent(survey.Respondent{ID: survey.RespondentID(1000 + i), Key: fmt.Sprint("k", i), Unit: unit.ID}); err != nil {
				return err
			}
		}
		return nil
	})
	calls := 0
	w.api.answer = func(request) string {
		if calls++; calls == 2 {
			return `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":1}}`
		}
		return ""
	}
	id, o := w.send(storage.Message{Chat: group, Name: fielding.PostUnits})
	if o.Kind != delivery.Wait {
		t.Fatalf("outcome %+v, want to wait", o)
	}
	o = w.bot.Send(context.Background(), delivery.Row{Job: fielding.MessageJob{ID: id}})
	asked := w.api.take()
	if o.Kind != delivery.Delivered || len(asked) != 4 {
		t.Fatalf("outcome %+v after %d calls, want 4", o, len(asked))
	}
	for i, part := range []string{"(1/3)", "(2/3)", "(2/3)", "(3/3)"} {
		if text := asked[i].Params["text"].(string); !strings.HasPrefix(text, part+"\n") {
			t.Errorf("call %d begins %.20q, want %s", i+1, text, part)
		}
	}
}

func TestPostThatIsFarTooLongSaysSo(t *testing.T) {
	w := newWorld(t, "en")
	w.update(func(tx *storage.Tx) error {
		for i := range 600 {
			id := survey.UnitID(fmt.Sprint("u", i))
			r := survey.Respondent{ID: survey.RespondentID(1000 + i), Key: fmt.Sprint("k", i), Unit: id}
			if err := errors.Join(tx.PutUnits([]survey.Unit{{ID: id, Name: "A unit with a long name & <tags>", Order: 10 + i}}),
				tx.PutRespondent(r)); err != nil {
				return err
			}
		}
		return nil
	})
	w.send(storage.Message{Chat: group, Name: fielding.PostUnits})
	asked := w.api.take()
	if len(asked) != 3 {
		t.Fatalf("%d calls", len(asked))
	}
	for _, q := range asked {
		if err := bot.CheckHTML(q.Params["text"].(string)); err != nil {
			t.Error(err)
		}
	}
	if text := asked[2].Params["text"].(string); !strings.Contains(text, "does not fit") {
		t.Errorf("the last part ends with %q", text[len(text)-200:])
	}
}

func TestAnswer(t *testing.T) {
	w := newWorld(t, "id")
	w.api.answer = func(request) string { return refusal(400, "Bad Request: query is too old") }
	w.bot.Answer(context.Background(), fielding.Answer{Query: "1"})
	w.bot.Answer(context.Background(), fielding.Answer{Query: "2", Language: "en", Notice: fielding.NoticeStaleButton, Alert: true})
	w.bot.Answer(context.Background(), fielding.Answer{Query: "3", Notice: "check.failed", Args: map[string]string{"say": strings.Repeat("ü", 300)}})
	asked := w.api.take()
	if len(asked) != 3 {
		t.Fatalf("%d calls", len(asked))
	}
	if len(asked[0].Params) != 1 {
		t.Errorf("an answer without words is %v", asked[0].Params)
	}
	if text := asked[1].Params["text"].(string); !strings.HasPrefix(text, "That button") || asked[1].Params["show_alert"] != true {
		t.Errorf("an answer with words is %v", asked[1].Params)
	}
	if text := asked[2].Params["text"].(string); len([]rune(text)) != 200 {
		t.Errorf("a long answer has %d characters", len([]rune(text)))
	}
}

func TestSetCommands(t *testing.T) {
	w := newWorld(t, "id")
	api := w.api
	if err := bot.SetCommands(context.Background(), newClient(t, api), w.cfg); err != nil {
		t.Fatal(err)
	}
	asked := api.take()
	if len(asked) != 4 {
		t.Fatalf("%d calls", len(asked))
	}
	if scope := fmt.Sprint(asked[1].Params["scope"]); !strings.Contains(scope, "chat_id") || !strings.Contains(scope, "type:chat") {
		t.Errorf("the admin group's scope is %s", scope)
	}
	for _, lang := range []string{"id", "en"} {
		for _, admin := range []bool{false, true} {
			for _, c := range bot.Commands(lang, admin) {
				if len(c.Description) < 3 {
					t.Errorf("%s /%s has no description", lang, c.Command)
				}
			}
		}
	}
}

func BenchmarkRenderInterview(b *testing.B) {
	w := newWorld(b, "id")
	w.interview("berakhlak-2026-11-c", "id", w.flow, "#4", "#5", "#3")
	w.queue(storage.Chat{Seq: 3, Live: 50, Respondent: me,
		Screen: storage.Screen{Name: fielding.ScreenInterview, Wave: "berakhlak-2026-11-c"}})
	bot.MeasureScreen(b, w.bot, person)
}
