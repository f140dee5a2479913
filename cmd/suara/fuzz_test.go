package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"suara/fielding"
	"suara/simulator"
	"suara/survey"
)

// FuzzSocketRequest sends any bytes to the control socket's handler.
func FuzzSocketRequest(f *testing.F) {
	s := newStage(f, fieldFlow, "anonymous", "")
	server := socketServer(f.Context(), s.sys.office.run, &backupSender{store: s.sys.store})
	valid, err := json.Marshal(request{Command: "wave list", Flags: map[string]string{"format": "json"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(http.MethodPost, "/command", valid)
	f.Add(http.MethodPost, "/", valid)
	f.Add(http.MethodGet, "/backup", []byte(nil))
	f.Add(http.MethodPost, "/command", []byte(`{"Command":"roster import","Args":["a.csv"],"Input":"bmlw"}`))
	f.Fuzz(func(t *testing.T, method, path string, body []byte) {
		r, err := http.NewRequest(method, "http://suara/", bytes.NewReader(body))
		if err != nil {
			return
		}
		r.URL.Path = path
		w := httptest.NewRecorder()
		server.Handler.ServeHTTP(w, r)
		if w.Code == http.StatusInternalServerError {
			t.Errorf("%s %q %q: %d", method, path, body, w.Code)
		}
	})
}

// FuzzWebhook brings any bytes as an update, with the secret: it is taken or refused, and what follows
// is taken still.
func FuzzWebhook(f *testing.F) {
	s := newScene(f, scene{flow: fieldFlow, mode: "anonymous", hooked: true})
	bring := func(body []byte) int {
		r := httptest.NewRequest(http.MethodPost, "/telegram", bytes.NewReader(body))
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", hookSecret)
		w := httptest.NewRecorder()
		s.hook.handler.ServeHTTP(w, r)
		return w.Code
	}
	f.Add([]byte(`{"update_id":7,"message":{"message_id":5,"date":1,"from":{"id":601},"chat":{"id":601,"type":"private"},"text":"/start"}}`))
	f.Add([]byte(`{"update_id":8,"callback_query":{"id":"9","from":{"id":601},"data":"q:a","message":{"message_id":1,"chat":{"id":601,"type":"private"}}}}`))
	f.Add([]byte(`{"update_id":-1}`))
	f.Add([]byte(`[[[`))
	f.Fuzz(func(t *testing.T, body []byte) {
		s.t = t
		switch code := bring(body); code {
		case http.StatusOK, http.StatusBadRequest:
		default:
			t.Errorf("answered %d to %q", code, body)
		}
		if code := bring([]byte(`{"update_id":1}`)); code != http.StatusOK {
			t.Errorf("after %q an update is answered with %d", body, code)
		}
	})
}

// inInterview is a stage with person 601 before the first question.
func inInterview(f *testing.F) *stage {
	f.Helper()
	s := newScene(f, scene{flow: simulatedFlow, mode: "anonymous"})
	s.command("wave open", nil, "", "uji")
	phone := s.tg.NewPerson(simulator.Person{ID: 601, FirstName: "ASN"})
	phone.Start(s.code("198501012010011001"))
	s.rest(time.Minute)
	s.tap(phone, "Benar", "Saya bersedia")
	return s
}

// FuzzPress presses buttons with any data, in private and in the group, in the midst of an interview.
func FuzzPress(f *testing.F) {
	s := inInterview(f)
	for _, data := range []string{"q:", "q:0.1.2", "w:go:uji-2026-11", "c:yes:uji-2026-11", "r:yes", "l:en", "d:erase",
		"d:erase:uji-2026-11",
		"a:1:yes", "s:uji-2026-11:u", "m:results:x:1", "z", ":::", strings.Repeat("q:", 32)} {
		f.Add(data, true)
		f.Add(data, false)
	}
	id := int64(10_000_000)
	f.Fuzz(func(t *testing.T, data string, private bool) {
		s.t = t
		id++
		p := fielding.Press{Query: "1", Chat: 601, Private: private, From: 601, Message: 3, Data: data}
		if !private {
			p.Chat = -5
		}
		s.clock.Advance(time.Second) // within the account's share
		s.log.Reset()
		fx, err := s.writer.Apply(s.clock.Now(), []fielding.Event{fielding.Update{ID: id, Body: p}})
		if err != nil {
			t.Fatal(err)
		}
		if len(fx.Answers) != 1 {
			t.Errorf("%q is answered %d times", data, len(fx.Answers))
		}
		if strings.Contains(s.log.String(), "panic") {
			t.Errorf("%q: %s", data, s.log.String())
		}
	})
}

// FuzzTyped sends any text: as the respondent in the midst of an interview, as a stranger, and as the
// owner in private and in the group. It is handled, within few messages, and repeated in no log.
func FuzzTyped(f *testing.F) {
	s := inInterview(f)
	for i, text := range []string{"4", "/start", "/start owner-x", "/start " + strings.Repeat("A", 64),
		"/perpanjang uji 31 Februari", "/hak_akses -1 owner", "/pratinjau sekarang sekarang",
		"/tutup \x00", "/ganti_akun ' '", "/belum uji daftar", "/ringkasan uji 99999999999999999999", "/jeda",
		"/lanjut", "/audit -1", "/tindak_lanjut uji-2026-11 -",
		"\xff\xfe", strings.Repeat("👩‍👩‍👧", 500), "/data_saya", "/hapus_data", "/batal", "/bahasa", "/hubungkan",
		"/pilot uji ,,,", "/setujui uji ;"} {
		f.Add(text, uint8(i%4))
		f.Add(text, uint8((i+2)%4))
	}
	id := int64(20_000_000)
	f.Fuzz(func(t *testing.T, text string, who uint8) {
		s.t = t
		id++
		m := fielding.Message{ID: int(id), Text: text, Kind: fielding.KindText, Date: s.clock.Now(), Private: true}
		m.From = []survey.AccountID{601, 602, 900, 900}[who%4]
		if m.Chat = survey.ChatID(m.From); who%4 == 3 {
			m.Chat, m.Private = survey.ChatID(s.group.ID()), false
		}
		s.clock.Advance(time.Minute) // within the account's share
		s.log.Reset()
		fx, err := s.writer.Apply(s.clock.Now(), []fielding.Event{fielding.Update{ID: id, Body: m}})
		if err != nil {
			t.Fatal(err)
		}
		if said := s.log.String(); strings.Contains(said, "panic") || strings.Contains(said, "set aside") ||
			len(text) > 12 && strings.Contains(said, text) {
			t.Errorf("%q: %s", text, said)
		}
		if len(fx.Rows) > 20 {
			t.Errorf("%q brings about %d messages", text, len(fx.Rows))
		}
		s.apply(fielding.Claim{})
		for { // so that nothing piles up
			if _, sent := s.send(); !sent {
				break
			}
		}
	})
}

// FuzzParseCommand reads any text as a command; what is one has a name without signs around it.
func FuzzParseCommand(f *testing.F) {
	for _, text := range []string{"/start", "/Start@suara_bot ABCD", "/ a", "/\u00a0x", "//", "/a@b@c d", "x", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, ok := fielding.ParseCommand(text)
		if ok != strings.HasPrefix(text, "/") {
			t.Errorf("%q: command %t", text, ok)
		}
		if c.Name != strings.ToLower(c.Name) || strings.ContainsAny(c.Name, "@ \n\t") ||
			c.Args != strings.TrimSpace(c.Args) {
			t.Errorf("%q became %+v", text, c)
		}
	})
}
