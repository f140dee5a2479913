package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pageStage is the demo's page over a running theatre, with a client that reads its events.
type pageStage struct {
	t      *testing.T
	show   *show
	server *httptest.Server
	news   chan [2]string  // closed once ctx ends or the page's events do
	ctx    context.Context // whose cause says why news ended
}

// deadlineRest is what is left of the test's time, to put the stage away and say what was waited for.
const deadlineRest = 10 * time.Second

// testTime is a context that ends shortly before the test's own deadline, if it has one.
func testTime(t *testing.T) (context.Context, context.CancelFunc) {
	if end, ok := t.Deadline(); ok {
		return context.WithDeadline(t.Context(), end.Add(-deadlineRest))
	}
	return context.WithCancel(t.Context())
}

func newPageStage(t *testing.T, opt demoOptions) *pageStage {
	t.Setenv("TMPDIR", t.TempDir())
	staff := makeRoster(fewestPeople, 1)
	pl, codes, end, err := prepare(t.Context(), opt, staff, len(staff)-1)
	if err != nil {
		t.Fatal(err)
	}
	s := newShow(pl, staff[len(staff)-1], codes)
	if err := s.register(t.Context(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	allowed, release := testTime(t)
	ctx, cancel := context.WithCancelCause(allowed)
	p := &pageStage{t: t, show: s, news: make(chan [2]string, 64), ctx: ctx}
	p.server = httptest.NewUnstartedServer(nil)
	p.server.Config.Handler = s.handler(p.server.Listener.Addr().String())
	p.server.Start()
	directed := make(chan struct{})
	go func() {
		defer close(directed)
		cancel(s.direct(ctx))
	}()
	t.Cleanup(func() {
		release()
		<-directed
		p.server.CloseClientConnections()
		p.server.Close()
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	go func() {
		defer close(p.news)
		cancel(p.listen())
	}()
	return p
}

// listen puts the page's events into news until they end, and says why they did.
func (p *pageStage) listen() error {
	req, err := http.NewRequestWithContext(p.ctx, http.MethodGet, p.server.URL+"/api/events", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	name := ""
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
			name = n
		}
		if body, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			select {
			case p.news <- [2]string{name, body}:
			case <-p.ctx.Done():
				return p.ctx.Err()
			}
		}
	}
	return cmp.Or(lines.Err(), io.ErrUnexpectedEOF)
}

// await reads events until one of that name holds the words, for as long as the test may run.
func (p *pageStage) await(name, words string) string {
	p.t.Helper()
	for e := range p.news {
		if e[0] == name && strings.Contains(e[1], words) {
			return e[1]
		}
	}
	p.t.Fatalf("no event %s with %q: %v", name, words, context.Cause(p.ctx))
	return ""
}

func (p *pageStage) post(path, body string) (int, string) {
	p.t.Helper()
	resp, err := http.Post(p.server.URL+path, "application/json", strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(raw)
}

// press presses the button with that label in an event of a chat.
func (p *pageStage) press(chat, event, label string) {
	p.t.Helper()
	var list []pageMessage
	if err := json.Unmarshal([]byte(event), &list); err != nil {
		p.t.Fatal(err)
	}
	for _, m := range list {
		for _, row := range m.Buttons {
			for _, b := range row {
				if b.Text == label || strings.HasSuffix(b.Text, " "+label) {
					body, _ := json.Marshal(deed{Chat: chat, Do: "press", Message: m.ID, Data: b.Data})
					if code, answer := p.post("/api/act", string(body)); code != http.StatusOK {
						p.t.Fatalf("press %s: %d %s", label, code, answer)
					}
					return
				}
			}
		}
	}
	p.t.Fatalf("no button %q in %s", label, event)
}

// begins registers you, opens a wave in the group, and leads you to the first question.
func (p *pageStage) begins(survey string) {
	p.t.Helper()
	p.post("/api/act", `{"chat":"you","do":"start"}`)
	p.press("you", p.await("you", "Bukan saya"), "Benar")
	p.await("you", "Pendaftaran berhasil")
	p.post("/api/act", `{"chat":"group","do":"send","text":"/buka `+survey+`"}`)
	p.press("group", p.await("group", "Sasaran: 16 pegawai"), "Ya, buka")
	p.press("you", p.await("you", "mengundang Anda mengisi"), "Mulai")
	p.press("you", p.await("you", "Apakah Anda bersedia"), "Saya bersedia")
}

func TestDemoPage(t *testing.T) {
	p := newPageStage(t, demoOptions{seed: 1})
	p.await("state", p.show.code)
	p.begins("berakhlak")
	p.press("you", p.await("you", "memahami dan memenuhi"), "Setuju")
	p.await("you", "ramah, cekatan")
	p.post("/api/act", `{"chat":"you","do":"kind","text":"voice"}`)
	p.await("you", "pesan suara tidak dapat diterima")
	p.await("state", `"state":"open"`)
	if code, answer := p.post("/api/clock", `{"jump":"closing"}`); code != http.StatusOK {
		t.Fatalf("jump: %d %s", code, answer)
	}
	p.await("group", "Hasil diterbitkan satu kali")
}

func TestDemoOfOnesOwnFlow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "apel.yaml")
	flow := "flow: Apel_pagi\ntitle: Apel pagi\nlanguages: [id]\nitems:\n" +
		"  - {id: gelombang, type: hidden, value: satu}\n" +
		"  - {id: hadir, type: yesno, text: Apakah Anda hadir?}\n"
	if err := os.WriteFile(file, []byte(flow), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newPageStage(t, demoOptions{seed: 1, flow: file, mode: "identified"})
	p.await("state", `"survey":"apel-pagi"`)
	p.begins("apel-pagi")
	p.await("you", "Apakah Anda hadir?")
	body, _ := json.Marshal(deed{Chat: "group", Do: "file", Text: "apel.yaml", Bytes: []byte(flow + "# 2\n")})
	if code, answer := p.post("/api/act", string(body)); code != http.StatusOK {
		t.Fatalf("send a file in the group: %d %s", code, answer)
	}
	p.await("group", "apel.yaml")
	for _, a := range p.show.cast {
		if a.temper != temperSilent {
			t.Errorf("%s would answer a questionnaire of unknown words", a.key)
		}
	}
}

func TestDemoFlowThatIsNone(t *testing.T) {
	for _, row := range []struct {
		opt  demoOptions
		want string
	}{
		{demoOptions{flow: "nowhere.yaml", mode: "anonymous"}, "nowhere.yaml"},
		{demoOptions{flow: "library:nothing", mode: "anonymous"}, "nothing"},
	} {
		if _, err := row.opt.study(); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%+v: %v, want an error with %q", row.opt, err, row.want)
		}
	}
}

func TestDemoPageGuards(t *testing.T) {
	s := &show{}
	h := s.handler("127.0.0.1:8080")
	for _, row := range []struct {
		name, method, path, host, origin, kind, body string
		want                                         int
	}{
		{"the page", "GET", "/", "127.0.0.1:8080", "", "", "", 200},
		{"by another name of this machine", "GET", "/", "localhost:8080", "", "", "", 200},
		{"rebound to another site's name", "GET", "/", "evil.example:8080", "", "", "", 403},
		{"asked by another site", "POST", "/api/clock", "127.0.0.1:8080", "http://evil.example",
			"application/json", `{}`, 403},
		{"a form of another site", "POST", "/api/clock", "127.0.0.1:8080", "", "text/plain", `{}`, 400},
		{"no JSON", "POST", "/api/clock", "127.0.0.1:8080", "", "application/json", `{`, 400},
		{"a speed that is none", "POST", "/api/clock", "127.0.0.1:8080", "", "application/json", `{"speed":-5}`, 400},
		{"no file", "GET", "/api/file?chat=none&message=1", "127.0.0.1:8080", "", "", "", 404},
	} {
		r := httptest.NewRequest(row.method, row.path, strings.NewReader(row.body))
		r.Host = row.host
		if row.origin != "" {
			r.Header.Set("Origin", row.origin)
		}
		r.Header.Set("Content-Type", row.kind)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != row.want {
			t.Errorf("%s: %d, want %d: %s", row.name, w.Code, row.want, w.Body)
		}
	}
}

func TestDemoPageNeedsAFreePort(t *testing.T) {
	l, err := listenPage("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := listenPage(l.Addr().String()); err == nil ||
		!strings.Contains(err.Error(), "take another port with --listen") {
		t.Errorf("a taken port: %v", err)
	}
}
