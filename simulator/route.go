package simulator

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxRecorded bounds a parameter in the record of calls.
const maxRecorded = 8 << 10

// call is one request on its way through the server.
type call struct {
	method string // lower case
	name   string // as the documentation spells it, or as sent
	chat   int64
	p      *params
	done   <-chan struct{} // closed when the client has gone
	status int
}

// Handler serves /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, path)
		return
	}
	path, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, found := strings.Cut(path, "/")
	if !ok || !found || !wellFormed(token) {
		reply(w, notFound)
		return
	}
	if token != s.opt.Token {
		reply(w, unauthorized)
		return
	}
	p, fail := readParams(r)
	if fail != nil {
		reply(w, fail)
		return
	}
	name = strings.TrimPrefix(name, "test/")
	c := &call{method: strings.ToLower(name), name: name, p: p, done: r.Context().Done()}
	if m, known := s.methods[c.method]; known {
		c.name = m.name
	}
	s.answer(w, c)
}

// answer runs a call with the faults that await it.
func (s *Server) answer(w http.ResponseWriter, c *call) {
	s.mu.Lock()
	c.chat = s.chatOf(c)
	if _, known := s.methods[c.method]; known {
		s.counts[c.name]++
	}
	kind, value := s.takeFault(c.name, c.chat)
	s.mu.Unlock()
	switch kind {
	case "drop-before":
		s.record(c)
		panic(http.ErrAbortHandler)
	case "502":
		c.status = http.StatusBadGateway
		s.record(c)
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(c.status)
		_, _ = w.Write([]byte(badGateway))
		return
	}
	body, fail := []byte(nil), faultFailure(kind, value)
	if fail == nil {
		body, fail = s.run(c)
	}
	c.status = http.StatusOK
	if fail != nil {
		c.status = fail.code
	}
	switch kind {
	case "drop-after":
		c.status = 0
		s.record(c)
		panic(http.ErrAbortHandler)
	case "delay":
		s.hold(value, c.done)
	}
	s.record(c)
	if fail != nil {
		reply(w, fail)
		return
	}
	w.Header()["Content-Type"] = jsonType
	_, _ = w.Write(body)
}

// hold waits for the length of a delay fault, or until nobody wants the answer.
func (s *Server) hold(value string, gone <-chan struct{}) {
	d, _ := time.ParseDuration(value)
	over, stop := s.timer(d)
	defer stop()
	select {
	case <-over:
	case <-gone:
	case <-s.closed:
	}
}

// run carries out a call and returns the whole body of a good answer.
func (s *Server) run(c *call) ([]byte, *failure) {
	m, known := s.methods[c.method]
	if !known {
		return nil, noMethod
	}
	if c.method == "getupdates" {
		return s.getUpdates(c)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.counted {
		if fail := s.limit(c.chat); fail != nil {
			return nil, fail
		}
	}
	b := make([]byte, 0, 1024)
	b = append(b, `{"ok":true,"result":`...)
	b, fail := m.run(s, c, b)
	if fail != nil {
		return nil, fail
	}
	return append(b, '}'), nil
}

var jsonType = []string{"application/json"}

const badGateway = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n" +
	"<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"

func reply(w http.ResponseWriter, f *failure) {
	w.Header()["Content-Type"] = jsonType
	if f.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.retryAfter))
	}
	w.WriteHeader(f.code)
	_, _ = w.Write(f.append(nil))
}

// wellFormed reports whether a token looks like digits:letters at all.
func wellFormed(token string) bool {
	digits, rest, ok := strings.Cut(token, ":")
	_, err := strconv.ParseUint(digits, 10, 63)
	return ok && err == nil && rest != ""
}

// record keeps a call and tells Options.Log about it.
func (s *Server) record(c *call) {
	if !s.opt.KeepCalls && s.opt.Log == nil {
		return
	}
	done := Call{At: s.clock.Now(), Method: c.name, Chat: c.chat, Params: c.p.table(),
		Status: c.status}
	for name, value := range done.Params {
		if len(value) > maxRecorded {
			done.Params[name] = value[:maxRecorded]
		}
	}
	if s.opt.KeepCalls {
		s.mu.Lock()
		s.records = append(s.records, done)
		s.mu.Unlock()
	}
	if s.opt.Log != nil {
		s.opt.Log(done)
	}
}

// chatOf returns the chat that a call is about, 0 if none.
func (s *Server) chatOf(c *call) int64 {
	if id := c.p.number("chat_id"); id != 0 {
		return id
	}
	if c.method == "answercallbackquery" {
		if q := s.queries.byID[c.p.get("callback_query_id")]; q != nil {
			return q.chat.id
		}
	}
	return 0
}
