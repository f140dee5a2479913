package simulator_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"suara/simulator"
)

// library starts a server and the bot library against it.
func library(t *testing.T, opts ...bot.Option) (*simulator.Server, *bot.Bot) {
	t.Helper()
	s := simulator.New(simulator.Options{})
	url, err := s.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	b, err := bot.New(s.Token(), append(opts, bot.WithServerURL(url))...)
	if err != nil {
		t.Fatal(err)
	}
	return s, b
}

// wait blocks until the chat of p satisfies holds.
func wait(t *testing.T, p *simulator.Phone, what string, holds func() bool) {
	t.Helper()
	limit := time.After(10 * time.Second)
	for {
		changed := p.Changed()
		if holds() {
			return
		}
		select {
		case <-changed:
		case <-limit:
			t.Fatalf("never: %s", what)
		}
	}
}

// echo answers every text with a button and every press with an edit.
func echo(ctx context.Context, b *bot.Bot, u *models.Update) {
	switch {
	case u.Message != nil:
		_, _ = b.SendMessage(ctx, &bot.SendMessageParams{
			ChatID: u.Message.Chat.ID, Text: "<b>" + u.Message.Text + "</b>",
			ParseMode: models.ParseModeHTML,
			ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{
				{{Text: "Setuju", CallbackData: "v|1", Style: "success"}}}},
		})
	case u.CallbackQuery != nil:
		_, _ = b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{
			CallbackQueryID: u.CallbackQuery.ID, Text: "Tersimpan"})
		_, _ = b.EditMessageText(ctx, &bot.EditMessageTextParams{
			ChatID: u.CallbackQuery.From.ID, MessageID: u.CallbackQuery.Message.Message.ID,
			Text: "dipilih " + u.CallbackQuery.Data})
	}
}

// converse plays one round with the echo bot.
func converse(t *testing.T, p *simulator.Phone) {
	t.Helper()
	p.Start("abc")
	wait(t, p, "a reply with a button", func() bool { return len(p.Last().Buttons) == 1 })
	if last := p.Last(); last.Text != "/start abc" || last.Entities[0].Type != "bold" ||
		last.Buttons[0][0].Style != "success" {
		t.Errorf("reply %+v", last)
	}
	q, err := p.Press("Setuju")
	if err != nil {
		t.Fatal(err)
	}
	wait(t, p, "an edit", func() bool { return p.Last().Text == "dipilih v|1" })
	if a, ok := p.Answer(q); !ok || a.Text != "Tersimpan" {
		t.Errorf("answer %+v, %v", a, ok)
	}
	if len(p.Last().Buttons) != 0 {
		t.Error("the buttons stay")
	}
}

func TestLibraryPolls(t *testing.T) {
	s, b := library(t, bot.WithDefaultHandler(echo))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go b.Start(ctx)
	converse(t, s.NewPerson(simulator.Person{FirstName: "Budi"}))
}

func TestLibraryByWebhook(t *testing.T) {
	s, b := library(t, bot.WithDefaultHandler(echo), bot.WithWebhookSecretToken("rahasia"))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go b.StartWebhook(ctx)
	server := httptest.NewServer(b.WebhookHandler())
	defer server.Close()
	if _, err := b.SetWebhook(ctx, &bot.SetWebhookParams{URL: server.URL, SecretToken: "rahasia"}); err != nil {
		t.Fatal(err)
	}
	converse(t, s.NewPerson(simulator.Person{}))
	info, err := b.GetWebhookInfo(ctx)
	if err != nil || info.URL != server.URL || info.LastErrorMessage != "" {
		t.Errorf("info %+v, %v", info, err)
	}
}

func TestLibraryErrors(t *testing.T) {
	s, b := library(t)
	ctx := context.Background()
	p := s.NewPerson(simulator.Person{})
	say := &bot.SendMessageParams{ChatID: p.ID(), Text: "x"}
	if _, err := b.SendMessage(ctx, say); !errors.Is(err, bot.ErrorForbidden) {
		t.Errorf("to a stranger: %v", err)
	}
	p.Start("")
	s.Fail(simulator.Fault{Method: "sendMessage", Kind: "429:34"})
	var many *bot.TooManyRequestsError
	if _, err := b.SendMessage(ctx, say); !errors.As(err, &many) || many.RetryAfter != 34 {
		t.Errorf("too many: %v", err)
	}
	g := s.NewGroup("Panitia", simulator.GroupOptions{Basic: true})
	old := g.ID()
	g.Migrate()
	var moved *bot.MigrateError
	if _, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: old, Text: "x"}); !errors.As(err, &moved) ||
		int64(moved.MigrateToChatID) != g.ID() {
		t.Errorf("migration: %v", err)
	}
	sent, err := b.SendMessage(ctx, say)
	if err != nil || sent.Chat.ID != p.ID() || sent.From.ID != s.BotID() {
		t.Fatalf("sent %+v, %v", sent, err)
	}
	_, err = b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: p.ID(), MessageID: sent.ID, Text: "x"})
	if !errors.Is(err, bot.ErrorBadRequest) || !strings.Contains(err.Error(), "message is not modified") {
		t.Errorf("same text: %v", err)
	}
}

// TestLibraryReadsEverything decodes what every kind of update and answer holds with
// the library's types, which know the Bot API from its documentation.
func TestLibraryReadsEverything(t *testing.T) {
	var seen []*models.Update
	got := make(chan struct{}, 1000)
	ctx, cancel := context.WithCancel(context.Background())
	s, b := library(t, bot.WithNotAsyncHandlers(),
		bot.WithDefaultHandler(func(_ context.Context, _ *bot.Bot, u *models.Update) {
			seen = append(seen, u)
			got <- struct{}{}
		}),
		bot.WithErrorsHandler(func(err error) {
			if ctx.Err() == nil {
				t.Errorf("library: %v", err)
			}
		}))
	p := s.NewPerson(simulator.Person{FirstName: "Ani", LastName: "W", Username: "ani_w", LanguageCode: "id"})
	p.Start("")
	for _, kind := range []string{"voice", "sticker", "video", "photo", "album", "document", "location",
		"forward", "poll", "dice", "share_contact", "contact:62811:5"} {
		p.SendKind(kind)
	}
	p.Edit(p.Send("a"), "b")
	p.Block()
	p.Unblock()
	forum := s.NewGroup("Forum", simulator.GroupOptions{Forum: true, Admin: true, Topics: []string{"A"}})
	forum.Promote(p)
	forum.Send(p, "/status", forum.Topic("A"))
	forum.SendAnonymous("/status")
	forum.SetRights(false, false)
	forum.SetRights(true, true)
	forum.RemoveBot()
	forum.AddBot()
	basic := s.NewGroup("Biasa", simulator.GroupOptions{Basic: true, NoPost: true})
	basic.Migrate()
	want := s.Pending()
	stopped := make(chan struct{})
	go func() { b.Start(ctx); close(stopped) }()
	defer func() { cancel(); <-stopped }()
	for range want {
		select {
		case <-got:
		case <-time.After(10 * time.Second):
			t.Fatal("updates are missing")
		}
	}
	for _, u := range seen {
		if u.Message == nil && u.EditedMessage == nil && u.MyChatMember == nil {
			t.Errorf("update %d holds nothing", u.ID)
		}
	}
	if _, err := b.GetChat(ctx, &bot.GetChatParams{ChatID: forum.ID()}); err != nil {
		t.Error(err)
	}
	for _, user := range []int64{p.ID(), s.BotID()} {
		if _, err := b.GetChatMember(ctx, &bot.GetChatMemberParams{ChatID: forum.ID(), UserID: user}); err != nil {
			t.Error(err)
		}
	}
	if list, err := b.GetChatAdministrators(ctx, &bot.GetChatAdministratorsParams{ChatID: forum.ID()}); err != nil ||
		len(list) != 1 {
		t.Errorf("administrators %v, %v", list, err)
	}
	if _, err := b.SendDocument(ctx, &bot.SendDocumentParams{ChatID: p.ID(), Caption: "a",
		Document: &models.InputFileUpload{Filename: "a.txt", Data: strings.NewReader("isi")}}); err != nil {
		t.Error(err)
	}
	if file, err := b.GetFile(ctx, &bot.GetFileParams{FileID: seen[4].Message.Photo[1].FileID}); err != nil {
		t.Error(err)
	} else if r, err := http.Get(b.FileDownloadLink(file)); err != nil || r.StatusCode != 200 {
		t.Errorf("download: %v", err)
	}
}
