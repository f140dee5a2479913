package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"strconv"
	"time"

	"suara/simulator"
	"suara/survey"
)

//go:embed demo
var demoFiles embed.FS

// handler serves the page and what it asks for.
func (s *show) handler(address string) http.Handler {
	files, err := fs.Sub(demoFiles, "demo")
	if err != nil {
		panic(err) // only a malformed name fails
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(files))
	mux.HandleFunc("GET /api/events", s.events)
	mux.HandleFunc("GET /api/file", s.file)
	mux.HandleFunc("POST /api/act", posted(s.actAs))
	mux.HandleFunc("POST /api/clock", posted(s.setClock))
	return guardPage(address, mux)
}

// guardPage refuses what does not come from the page itself: other sites in the same browser.
func guardPage(address string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		if !ownHost(r.Host, address) || r.Header.Get("Origin") != "" && r.Header.Get("Origin") != "http://"+r.Host {
			http.Error(w, "this page is for this machine only", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ownHost tells whether a request names the page by an address of this machine.
func ownHost(host, address string) bool {
	_, port, ok := cutPort(address)
	return ok && (host == address || host == "localhost:"+port || host == "127.0.0.1:"+port || host == "[::1]:"+port)
}

func cutPort(address string) (host, port string, ok bool) {
	for i := len(address) - 1; i >= 0; i-- {
		if address[i] == ':' {
			return address[:i], address[i+1:], true
		}
	}
	return address, "", false
}

// largestAsk bounds a request: a file of some 10 MB, written in base64.
const largestAsk = 14 << 20

// errAsk is a request that can't be understood.
var errAsk = errors.New("the request is not understood")

// posted reads a JSON request and writes a JSON answer.
func posted[Q, A any](act func(context.Context, Q) (A, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		var q Q
		if kind != "application/json" || json.NewDecoder(http.MaxBytesReader(w, r.Body, largestAsk)).Decode(&q) != nil {
			http.Error(w, errAsk.Error(), http.StatusBadRequest)
			return
		}
		answer, err := act(r.Context(), q)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer) // the page is gone: nobody is left to tell
	}
}

// deed is what the visitor does in a chat.
type deed struct {
	Chat    string `json:"chat"` // you, owner or group
	Do      string `json:"do"`
	Text    string `json:"text"`
	Message int    `json:"message"`
	Data    string `json:"data"`
	Bytes   []byte `json:"bytes"` // of a file, whose name is the text
}

// toast is what the bot answered to a press.
type toast struct {
	Text  string `json:"text"`
	Alert bool   `json:"alert"`
}

// actAs lets the visitor do something on one of the phones.
func (s *show) actAs(ctx context.Context, d deed) (toast, error) {
	s.touch()
	query, what, err := s.perform(d)
	if err != nil {
		return toast{}, err
	}
	who := "Anda"
	if d.Chat != "you" {
		who = "Admin"
	}
	s.watch.update(s.clock.Now(), who, what)
	if query == "" {
		return toast{}, nil
	}
	return s.answer(ctx, query), nil
}

// perform does it and returns the query of a press and the kind of update.
func (s *show) perform(d deed) (query, what string, err error) {
	phone := map[string]*simulator.Phone{"you": s.visitor, "owner": s.owner}[d.Chat]
	switch {
	case d.Chat == "group" && d.Do == "send":
		s.group.Send(s.owner, d.Text, 0)
		return "", "message", nil
	case d.Chat == "group" && d.Do == "file":
		s.group.SendFile(s.owner, d.Text, d.Bytes, "", 0)
		return "", "message", nil
	case d.Chat == "group" && d.Do == "press":
		return s.group.PressData(s.owner, d.Message, d.Data), "callback_query", nil
	case phone == nil:
		return "", "", errAsk
	case d.Do == "press":
		return phone.PressData(d.Message, d.Data), "callback_query", nil
	}
	what = "message"
	switch d.Do {
	case "send":
		phone.Send(d.Text)
	case "kind":
		phone.SendKind(d.Text)
	case "file":
		phone.SendFile(d.Text, d.Bytes, "")
	case "edit":
		what = "edited_message"
		phone.Edit(d.Message, d.Text)
	case "start":
		phone.Start(map[bool]string{true: s.code}[d.Chat == "you"])
	case "block", "unblock":
		what = "my_chat_member"
		map[string]func(){"block": phone.Block, "unblock": phone.Unblock}[d.Do]()
	default:
		return "", "", fmt.Errorf("%q: %w", d.Do, errAsk)
	}
	return "", what, nil
}

// answer waits a moment for the bot's answer to a press.
func (s *show) answer(ctx context.Context, query string) toast {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	for {
		if a, ok := s.tg.Answer(query); ok {
			return toast{a.Text, a.Alert}
		}
		select {
		case <-ctx.Done():
			return toast{}
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// setting is a wish about the clock.
type setting struct {
	Speed int    `json:"speed"` // 0: as it is
	Pause *bool  `json:"pause"`
	Jump  string `json:"jump"` // hour, morning, closing or stop
}

// fastest is the highest speed that can be set.
const fastest = 3600

func (s *show) setClock(_ context.Context, q setting) (struct{}, error) {
	if q.Speed < 0 || q.Speed > fastest {
		return struct{}{}, errAsk
	}
	s.mu.Lock()
	if q.Speed > 0 {
		s.speed, s.paused, s.touched = q.Speed, false, time.Time{}
	}
	if q.Pause != nil {
		s.paused = *q.Pause
	}
	s.mu.Unlock()
	if q.Jump == "" {
		return struct{}{}, nil
	}
	to, err := s.destination(q.Jump)
	if err == nil {
		s.jump(to)
	}
	return struct{}{}, err
}

// destination is where a jump leads.
func (s *show) destination(jump string) (time.Time, error) {
	now, hours, zone := s.clock.Now(), s.set.Fielding.Hours, s.set.Fielding.Zone
	switch jump {
	case "stop":
		return time.Time{}, nil
	case "hour":
		return now.Add(time.Hour), nil
	case "morning":
		y, m, d := now.In(zone).Date()
		return hours.NextOpen(time.Date(y, m, d+1, 0, 0, 0, 0, zone), zone), nil
	case "closing":
		if closes, ok := s.current(); ok {
			return closes.Add(s.set.Fielding.Surveys[0].Grace + time.Minute), nil
		}
		return time.Time{}, errors.New("no survey is open")
	}
	return time.Time{}, errAsk
}

// current tells whether the newest wave is open, and when it closes.
func (s *show) current() (closes time.Time, open bool) {
	s.mu.Lock()
	raw := s.status
	s.mu.Unlock()
	var w waveLine
	if json.Unmarshal(raw, &w) != nil || w.State != survey.WaveOpen {
		return closes, false
	}
	closes, err := time.Parse(time.RFC3339, w.Closes)
	return closes, err == nil
}

// file gives a document or a photo of one of the chats.
func (s *show) file(w http.ResponseWriter, r *http.Request) {
	id, _ := strconv.Atoi(r.FormValue("message"))
	for _, m := range s.chatMessages(r.FormValue("chat")) {
		if m.ID == id && m.Document != nil {
			w.Header().Set("Content-Type", "application/octet-stream")
			w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": m.Document.Name}))
			_, _ = w.Write(m.Document.Bytes)
			return
		}
		if m.ID == id && m.Photo != nil {
			w.Header().Set("Content-Type", http.DetectContentType(m.Photo.Bytes))
			_, _ = w.Write(m.Photo.Bytes)
			return
		}
	}
	http.NotFound(w, r)
}

func (s *show) chatMessages(chat string) []simulator.Message {
	switch chat {
	case "you":
		return s.visitor.Messages()
	case "owner":
		return s.owner.Messages()
	case "group":
		return s.group.Messages()
	}
	return nil
}
