package api_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"suara/bot/api"
)

const token = "123456:AAsecret-secret_secret"

func newClient(t testing.TB, url string, opts ...api.Option) *api.Client {
	t.Helper()
	c, err := api.NewClient(url, token, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// answering serves one answer: it answers every call with a status and a body, and keeps the latest request.
func answering(t testing.TB, status int, body string) (c *api.Client, path *string, got *[]byte) {
	path, got = new(string), new([]byte)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*path = r.URL.Path
		*got, _ = io.ReadAll(r.Body)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return newClient(t, s.URL), path, got
}

func TestNewClientChecksAndHidesTheToken(t *testing.T) {
	for _, c := range []struct{ name, url, token, want string }{
		{"space around the token", "https://api.telegram.org", " " + token + "\n", ""},
		{"a path is kept", "http://127.0.0.1:8081/api/", token, ""},
		{"token cut", "https://api.telegram.org", "123456", "bot token"},
		{"token with a line break inside", "https://api.telegram.org", token + "\nx", "bot token"},
		{"token with a slash", "https://api.telegram.org", token + "/x", "bot token"},
		{"URL with the token and a control character", "http://h/" + token + "\x01", token, "api_url"},
		{"URL without scheme", "api.telegram.org", token, "http://"},
		{"URL with a query", "https://h/?t=" + token, token, "path only"},
		{"another scheme", "ftp://" + token + "@h", token, "http://"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := api.NewClient(c.url, c.token)
			if c.want == "" && err != nil || c.want != "" && err == nil {
				t.Fatal(err)
			}
			if err != nil && (!strings.Contains(err.Error(), c.want) ||
				strings.Contains(err.Error(), "AAsecret")) {
				t.Error(err)
			}
		})
	}
}

func TestCallWritesWhatTheBotAPIReads(t *testing.T) {
	yes := true
	for _, c := range []struct {
		name   string
		params any
		want   string
	}{
		{"no parameters", nil, `{}`},
		{"a message with a keyboard", &tg.SendMessageParams{ChatID: int64(5), Text: "<b>a & b</b>",
			ParseMode: models.ParseModeHTML, LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: &yes},
			ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{
				{{Text: "Kembali", CallbackData: "b"}}}}},
			`{"chat_id":5,"text":"<b>a & b</b>","parse_mode":"HTML","link_preview_options":` +
				`{"is_disabled":true},"reply_markup":{"inline_keyboard":[[{"text":"Kembali","callback_data":"b"}]]}}`},
		{"no markup", &tg.SendMessageParams{ChatID: "@c", Text: "a"}, `{"chat_id":"@c","text":"a"}`},
		{"a typed nil as markup", &tg.SendMessageParams{ChatID: 5, Text: `,"reply_markup":null`,
			ReplyMarkup: (*models.InlineKeyboardMarkup)(nil)},
			`{"chat_id":5,"text":",\"reply_markup\":null"}`},
		{"the same in an edit", &tg.EditMessageTextParams{ChatID: 5, MessageID: 6, Text: "a",
			ReplyMarkup: (*models.InlineKeyboardMarkup)(nil)}, `{"chat_id":5,"message_id":6,"text":"a"}`},
		{"an answer to a press", &tg.AnswerCallbackQueryParams{CallbackQueryID: "77"},
			`{"callback_query_id":"77"}`},
		{"commands with a scope", &tg.SetMyCommandsParams{
			Commands: []models.BotCommand{{Command: "start", Description: "Mulai"}},
			Scope:    &models.BotCommandScopeChat{ChatID: -5}},
			`{"commands":[{"command":"start","description":"Mulai"}],"scope":{"type":"chat","chat_id":-5}}`},
		{"commands without a scope", &tg.SetMyCommandsParams{Commands: []models.BotCommand{}},
			`{"commands":[]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			client, path, got := answering(t, 200, `{"ok":true,"result":true}`)
			if err := client.Call(t.Context(), "someMethod", c.params, nil); err != nil {
				t.Fatal(err)
			}
			if *path != "/bot"+token+"/someMethod" {
				t.Errorf("path %s", *path)
			}
			if !sameJSON(t, *got, c.want) {
				t.Errorf("sent %s\nwant %s", *got, c.want)
			}
		})
	}
}

// sameJSON compares values, since fields may come in any order.
func sameJSON(t *testing.T, got []byte, want string) bool {
	t.Helper()
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		t.Fatalf("sent %s: %v", got, err)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(a) == fmt.Sprint(b)
}

func TestCallReadsEveryAnswer(t *testing.T) {
	for _, c := range []struct {
		name, body string
		status     int
		want       any // an id, an error
	}{
		{"the usual form", `{"ok":true,"result":{"message_id":12,"text":"}"}}`, 200, 12},
		{"another order", `{"result":{"text":"x","message_id":12},"ok":true}`, 200, 12},
		{"true", `{"ok":true,"result":true}`, 200, 0},
		{"cut after the id", `{"ok":true,"result":{"message_id":12`, 200, &api.LineError{Written: true}},
		{"cut later", `{"ok":true,"result":{"message_id":12,"te`, 200, &api.LineError{Written: true}},
		{"empty", ``, 200, &api.LineError{Written: true}},
		{"no ok", `{}`, 200, &api.LineError{Written: true}},
		{"a page with 200", `<html>log in, Budi</html>`, 200, &api.LineError{Written: true}},
		{"a gateway's page", `<html>Budi</html>`, 502, &api.Error{Code: 502}},
		{"empty 503", ``, 503, &api.Error{Code: 503}},
		{"429", `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7",` +
			`"parameters":{"retry_after":7}}`, 429, &api.Error{Code: 429, RetryAfter: 7 * time.Second}},
		{"429 without a figure", `<html>`, 429, &api.Error{Code: 429, RetryAfter: time.Second}},
		{"migrated", `{"ok":false,"error_code":400,"description":"x","parameters":` +
			`{"migrate_to_chat_id":-1001234567890}}`, 400, &api.Error{Code: 400, MigrateTo: -1001234567890}},
		{"an error with 200", `{"ok":false,"error_code":403,"description":"Forbidden: x"}`, 200,
			&api.Error{Code: 403}},
		{"too long", `{"ok":true,"result":"` + strings.Repeat("x", 1<<20) + `"}`, 200,
			&api.LineError{Written: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			client, _, _ := answering(t, c.status, c.body)
			var sent api.Sent
			err := client.Call(t.Context(), "sendMessage", nil, &sent)
			var refusal *api.Error
			var line *api.LineError
			switch want := c.want.(type) {
			case int:
				if err != nil || sent.MessageID != want {
					t.Errorf("%d, %v", sent.MessageID, err)
				}
			case *api.Error:
				if !errors.As(err, &refusal) || refusal.Code != want.Code ||
					refusal.RetryAfter != want.RetryAfter || refusal.MigrateTo != want.MigrateTo {
					t.Errorf("%#v", err)
				}
			case *api.LineError:
				if !errors.As(err, &line) || line.Written != want.Written {
					t.Errorf("%#v", err)
				}
			}
			if err != nil && strings.Contains(err.Error(), "Budi") {
				t.Errorf("the answer's body is in the error: %v", err)
			}
		})
	}
}

func TestUploadIsAForm(t *testing.T) {
	var name, chat string
	var data []byte
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, h, err := r.FormFile("document")
		if err == nil {
			data, _ = io.ReadAll(f)
			name, chat = h.Filename, r.FormValue("chat_id")
		}
		io.WriteString(w, `{"ok":true,"result":{"message_id":3}}`)
	}))
	defer s.Close()
	big := strings.Repeat("ABC", 1<<20)
	var sent api.Sent
	err := newClient(t, s.URL).Upload(t.Context(), "sendDocument", map[string]string{"chat_id": "-5"},
		"document", "Ringkasan \"é\".xlsx", []byte(big), &sent)
	if err != nil || sent.MessageID != 3 || string(data) != big || chat != "-5" ||
		name != "Ringkasan \"é\".xlsx" {
		t.Errorf("%v, %d, %q, %q, %d bytes", err, sent.MessageID, name, chat, len(data))
	}
}

func TestRedact(t *testing.T) {
	if got := newClient(t, "http://h").Redact("x" + token + "y"); got != "x***y" {
		t.Error(got)
	}
}

// messageAnswer is what a small server gives to every call, of the usual length.
const messageAnswer = `{"ok":true,"result":{"message_id":123,"from":{"id":1,"is_bot":true,` +
	`"first_name":"Suara","username":"suara_bot"},"chat":{"id":5,"first_name":"Siti","type":"private"},` +
	`"date":1764061200,"text":"Pegawai di unit kerja saya memahami dan memenuhi kebutuhan masyarakat",` +
	`"reply_markup":{"inline_keyboard":[[{"text":"1","callback_data":"a1"},{"text":"2","callback_data":"a2"}]]}}}`

var questionParams = &tg.SendMessageParams{ChatID: int64(5), ParseMode: models.ParseModeHTML,
	Text: "<b>Berorientasi Pelayanan</b>\n▓▓▓░░░ 3/21\n\nPegawai di unit kerja saya memahami kebutuhan",
	ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{
		{{Text: "Sangat tidak setuju", CallbackData: "a.1234.1.1"}},
		{{Text: "Tidak setuju", CallbackData: "a.1234.1.2"}},
		{{Text: "Netral", CallbackData: "a.1234.1.3"}}, {{Text: "Setuju", CallbackData: "a.1234.1.4"}},
		{{Text: "Sangat setuju", CallbackData: "a.1234.1.5"}}}}}

// echoLine answers over an in-memory-cheap raw connection, so that the client's cost shows.
func echoLine(b *testing.B) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.Close() })
	reply := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
		len(messageAnswer), messageAnswer)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				in := bufio.NewReader(c)
				for {
					r, err := http.ReadRequest(in)
					if err != nil {
						return
					}
					io.Copy(io.Discard, r.Body)
					io.WriteString(c, reply)
				}
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

// noLine answers without a line, so that only the client's own work is measured.
type noLine struct{}

func (noLine) RoundTrip(r *http.Request) (*http.Response, error) {
	io.Copy(io.Discard, r.Body)
	r.Body.Close()
	return &http.Response{StatusCode: 200, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(messageAnswer))}, nil
}

func BenchmarkClient(b *testing.B) {
	call := func(b *testing.B, c *api.Client) {
		b.ReportAllocs()
		for b.Loop() {
			var sent api.Sent
			if err := c.Call(b.Context(), "sendMessage", questionParams, &sent); err != nil || sent.MessageID != 123 {
				b.Fatal(err)
			}
		}
	}
	library := func(b *testing.B, url string, h tg.HttpClient) {
		client, err := tg.New(token, tg.WithSkipGetMe(), tg.WithServerURL(url), tg.WithHTTPClient(time.Minute, h))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.SendMessage(b.Context(), questionParams); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("line/suara", func(b *testing.B) { call(b, newClient(b, echoLine(b))) })
	b.Run("line/library", func(b *testing.B) { library(b, echoLine(b), &http.Client{Timeout: time.Minute}) })
	b.Run("alone/suara", func(b *testing.B) { call(b, newClient(b, "http://h", api.WithRoundTripper(noLine{}))) })
	b.Run("alone/library", func(b *testing.B) {
		library(b, "http://h", &http.Client{Transport: noLine{}, Timeout: time.Minute})
	})
}

// FuzzAnswer gives any answer to a call: it ends in a result or an error, and the cheap way of
// reading a message's number agrees with the thorough one.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{messageAnswer, `{"ok":true,"result":true}`, `{"ok":true,"result":null}`,
		`{"ok":true,"result":{"message_id":-1}}`, `{"ok":true,"result":{"message_id":1e3}}`, `{"ok":false}`,
		`{"ok":true,"result":{"message_id":99999999999999999999}}`, `<html>`, ``, `[]`, `null`,
		`{"ok":false,"error_code":429,"parameters":{"retry_after":1e300}}`,
		`{"ok":false,"error_code":400,"parameters":null,"description":7}`} {
		f.Add(200, []byte(seed))
		f.Add(502, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		c, err := api.NewClient("http://h", token, api.WithRoundTripper(fixed{status, body}))
		if err != nil {
			t.Fatal(err)
		}
		var sent api.Sent
		if err := c.Call(t.Context(), "sendMessage", nil, &sent); err != nil {
			var refusal *api.Error
			if errors.As(err, &refusal) && refusal.Code == 429 && refusal.RetryAfter <= 0 {
				t.Errorf("wait of %v", refusal.RetryAfter)
			}
			return
		}
		var thorough struct {
			Result json.RawMessage `json:"result"`
		}
		var want api.Sent
		if json.Unmarshal(body, &thorough) == nil && json.Unmarshal(thorough.Result, &want) == nil &&
			strings.Count(strings.ToLower(string(body)), `message_id"`) == 1 && want != sent {
			t.Errorf("%d, want %d", sent.MessageID, want.MessageID)
		}
	})
}

// fixed answers every call alike.
type fixed struct {
	status int
	body   []byte
}

func (a fixed) RoundTrip(r *http.Request) (*http.Response, error) {
	io.Copy(io.Discard, r.Body)
	return &http.Response{StatusCode: a.status, Header: http.Header{},
		Body: io.NopCloser(strings.NewReader(string(a.body)))}, nil
}
