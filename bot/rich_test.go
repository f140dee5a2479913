package bot_test

import (
	"log/slog"
	"strings"
	"testing"

	"suara/bot"
	"suara/bot/api"
	"suara/delivery"
	"suara/fielding"
	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// richWorld is a world whose transport sends rich messages as set.
func richWorld(t *testing.T, setting bot.Rich) *world {
	w := newWorld(t, "id")
	w.bot = bot.NewTransport(newClient(t, w.api), w.store, w.cfg, fielding.NewFlows(), w.now,
		slog.New(slog.DiscardHandler), files{}, bot.WithRich(setting))
	return w
}

var (
	richPost = storage.Message{Kind: storage.KindNew, Chat: group, Name: fielding.PostSummary, Wave: closed,
		Args: map[string]string{fielding.ArgView: fielding.ViewWhole}}
	richTurn = storage.Message{Kind: storage.KindEdit, Chat: group, Message: 101, Name: fielding.PostSummary, Wave: closed,
		Args: map[string]string{fielding.ArgView: fielding.ViewDimensions}}
)

func TestRichMessages(t *testing.T) {
	unknown := map[string]string{"sendRichMessage": refusal(404, "Not Found: method not found")}
	malformed := map[string]string{"sendRichMessage": refusal(400, "Bad Request: can't parse rich message")}
	nothing := map[string]string{"sendRichMessage": `{"ok":true,"result":true}`}
	wait := map[string]string{"sendRichMessage": `{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":5}}`}
	for _, row := range []struct {
		name    string
		setting bot.Rich
		answers map[string]string
		calls   string // of two posts and a turn of the menu
	}{
		{"auto where they are known", bot.RichAuto, nil, "sendRichMessage sendRichMessage editMessageText+rich"},
		{"auto where they are not is asked once", bot.RichAuto, unknown, "sendRichMessage sendMessage sendMessage editMessageText"},
		{"auto where one is refused", bot.RichAuto, malformed, "sendRichMessage sendMessage sendMessage editMessageText"},
		{"auto where the answer is no message", bot.RichAuto, nothing, "sendRichMessage sendMessage sendMessage editMessageText"},
		{"a wait is no refusal", bot.RichAuto, wait, "sendRichMessage sendRichMessage editMessageText"},
		{"on tries each", bot.RichOn, unknown,
			"sendRichMessage sendMessage sendRichMessage sendMessage editMessageText+rich"},
		{"off", bot.RichOff, nil, "sendMessage sendMessage editMessageText"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := richWorld(t, row.setting)
			w.api.answer = func(q request) string { return row.answers[q.Method] }
			for _, m := range []storage.Message{richPost, richPost, richTurn} {
				want := delivery.Delivered
				if row.answers != nil && strings.Contains(row.answers["sendRichMessage"], "429") && m.Kind == storage.KindNew {
					want = delivery.Wait
				}
				if _, o := w.send(m); o.Kind != want {
					t.Errorf("%s: %+v, want %v", m.Args, o, want)
				}
			}
			var calls []string
			for _, q := range w.api.take() {
				if q.Params["rich_message"] != nil && q.Method == "editMessageText" {
					q.Method += "+rich"
				}
				if (q.Params["rich_message"] == nil) == (q.Params["text"] == nil) {
					t.Errorf("%s has text and rich message, or neither", q.Method)
				}
				calls = append(calls, q.Method)
			}
			if got := strings.Join(calls, " "); got != row.calls {
				t.Errorf("called %s, want %s", got, row.calls)
			}
		})
	}
}

// An edit that is refused as a rich message goes as text.
func TestRichEditRefused(t *testing.T) {
	w := richWorld(t, bot.RichOn)
	w.api.answer = func(q request) string {
		if q.Params["rich_message"] != nil {
			return refusal(400, "Bad Request: message text is empty")
		}
		return ""
	}
	if _, o := w.send(richTurn); o.Kind != delivery.Delivered {
		t.Errorf("%+v", o)
	}
	if asked := w.api.take(); len(asked) != 2 || asked[1].Params["text"] == nil {
		t.Errorf("called %s", methods(asked))
	}
}

// The simulator takes what is sent, with every figure of the text in it, and names escaped.
func TestRichMessagesAreWellFormed(t *testing.T) {
	w := newWorld(t, "id")
	tg := simulator.New(simulator.Options{Rich: true, Token: "1:x", KeepCalls: true})
	url, err := tg.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tg.Close() })
	g := tg.NewGroup("Admin", simulator.GroupOptions{Admin: true})
	client, err := api.NewClient(url, tg.Token())
	if err != nil {
		t.Fatal(err)
	}
	w.bot = bot.NewTransport(client, w.store, w.cfg, fielding.NewFlows(), w.now,
		slog.New(slog.DiscardHandler), files{}, bot.WithRich(bot.RichOn))
	w.update(w.putSecond)
	for _, view := range []string{fielding.ViewWhole, fielding.ViewUnits, fielding.ViewUnit, fielding.ViewDimensions,
		fielding.ViewDimension, fielding.ViewCompare} {
		m := richPost
		m.Chat, m.Wave = survey.ChatID(g.ID()), second
		m.Args = map[string]string{fielding.ArgView: view}
		if _, o := w.send(m); o.Kind != delivery.Delivered {
			t.Errorf("view %s: %+v", view, o)
		}
	}
	participation := storage.Message{Kind: storage.KindNew, Chat: survey.ChatID(g.ID()), Name: fielding.PostParticipation, Wave: anonymous}
	if _, o := w.send(participation); o.Kind != delivery.Delivered {
		t.Errorf("participation: %+v", o)
	}
	var seen string
	for _, m := range g.Messages() {
		if m.Kind == "service" {
			continue
		}
		if m.Kind != "rich" {
			t.Errorf("a message of kind %s: %s", m.Kind, m.Text)
		}
		seen += m.Text
	}
	if strings.Contains(seen, "Catatan") {
		t.Errorf("a column of notes stands without any:\n%s", seen)
	}
	for _, want := range []string{"Perangkat daerah | Menanggapi | %", "Perangkat daerah | Skor | Mengirim", "Dimensi | Skor | n", "Butir | Skor | n", "Ukuran | Sebelumnya | Kini | Ketelitian"} {
		if !strings.Contains(seen, want) {
			t.Errorf("%q is missing in\n%s", want, seen)
		}
	}
	if n := tg.CallCounts()["sendMessage"]; n > 0 {
		t.Errorf("%d went as text", n)
	}
}
