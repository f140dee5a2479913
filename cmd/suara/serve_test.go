package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"suara/storage"
)

const testToken = "123456:AAtesttesttesttest"

// telegram is a Bot API that knows the bot and has no updates, or answers with an error code.
type telegram struct {
	*httptest.Server
	mu    sync.Mutex
	code  int            // 0: answers
	calls map[string]int // by method
}

func newTelegram(t *testing.T) *telegram {
	tg := &telegram{calls: map[string]int{}}
	tg.Server = httptest.NewServer(http.HandlerFunc(tg.answer))
	t.Cleanup(tg.Close)
	return tg
}

func (tg *telegram) answer(w http.ResponseWriter, r *http.Request) {
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	tg.mu.Lock()
	tg.calls[method]++
	code := tg.code
	tg.mu.Unlock()
	if code != 0 {
		w.WriteHeader(code)
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error_code": code,
			"description": http.StatusText(code)})
		return
	}
	result := map[string]any{
		"getMe": map[string]any{"id": 123456, "is_bot": true, "username": "contoh_bot",
			"first_name": "Contoh"},
		"getWebhookInfo": map[string]any{"url": ""},
		"getChat": map[string]any{"id": -5, "type": "supergroup", "title": "Admin",
			"permissions": map[string]any{"can_send_messages": true}},
		"getChatMember": map[string]any{"status": "member"},
	}[method]
	if method == "getUpdates" {
		var p struct{ Timeout int }
		_ = json.NewDecoder(r.Body).Decode(&p)
		if p.Timeout > 0 {
			<-r.Context().Done() // a long poll without updates
			return
		}
		result = []any{}
	}
	if result == nil {
		result = true
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": result})
}

func (tg *telegram) fail(code int) {
	tg.mu.Lock()
	defer tg.mu.Unlock()
	tg.code = code
}

// output is a buffer that a test reads while a program writes.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// quickClock is the real time with timers that never take longer than a few milliseconds.
type quickClock struct{ realClock }

func (quickClock) After(d time.Duration) <-chan time.Time {
	return time.After(min(d, 5*time.Millisecond))
}

// installation is a folder with a configuration, and calls of the program in it.
type installation struct {
	t   *testing.T
	dir string
}

func install(t *testing.T, config string) installation {
	in := installation{t, t.TempDir()}
	in.write("config.yaml", config)
	return in
}

func (in installation) write(name, text string) {
	in.t.Helper()
	if err := os.WriteFile(filepath.Join(in.dir, name), []byte(text), 0o600); err != nil {
		in.t.Fatal(err)
	}
}

// suara runs a command and returns its exit code, output and problems.
func (in installation) suara(ctx context.Context, args ...string) (code int, out, problems *output) {
	out, problems = &output{}, &output{}
	p := &program{
		stdin: strings.NewReader(""), stdout: out, stderr: problems, env: testEnv,
		clock: quickClock{}, random: rand.Reader,
	}
	return p.run(ctx, append(args, "-c", filepath.Join(in.dir, "config.yaml"))), out, problems
}

// serve runs serve until the test or stop ends it, and waits until ready is in its output or log.
func (in installation) serve(ready string) (out, problems *output, stop func() int) {
	in.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, problems = &output{}, &output{}
	p := &program{
		stdin: strings.NewReader(""), stdout: out, stderr: problems, env: testEnv,
		clock: quickClock{}, random: rand.Reader,
	}
	done, code := make(chan struct{}), 0
	go func() {
		defer close(done)
		code = p.run(ctx, []string{"serve", "-c", filepath.Join(in.dir, "config.yaml")})
	}()
	stop = func() int { cancel(); <-done; return code }
	in.t.Cleanup(func() { stop() })
	for !strings.Contains(out.String()+problems.String(), ready) {
		select {
		case <-done:
			in.t.Fatalf("serve ended with %d\n%s%s", code, out, problems)
		case <-time.After(time.Millisecond):
		}
	}
	return out, problems, stop
}

func configFor(tg *telegram) string {
	return "telegram: {token: '" + testToken + "', api_url: '" + tg.URL + "'}\norganisation: {name: Biro}\n"
}

func TestServeCarriesOutCommands(t *testing.T) {
	in := install(t, configFor(newTelegram(t)))
	in.write("people.csv", "nip,name,unit\n198501012010011001,Siti Aminah,Dinas Kesehatan\n")
	out, problems, stop := in.serve("owner-")

	link := regexp.MustCompile(`https://t\.me/contoh_bot\?start=owner-[A-Za-z0-9]{16}\n`)
	if !link.MatchString(out.String()) {
		t.Errorf("no link for the first owner: %s", out)
	}
	info, err := os.Stat(filepath.Join(in.dir, "data/suara.db.sock"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("socket: %v %v", info, err)
	}
	for _, row := range []struct {
		args []string
		want string
	}{
		{[]string{"roster", "import", filepath.Join(in.dir, "people.csv"), "--format", "json"}, `"new": 1`},
		{[]string{"roster", "codes"}, "https://t.me/contoh_bot?start="},
		{[]string{"wave", "open", "berakhlak"}, "berakhlak-"},
		{[]string{"wave", "list", "--format", "json"}, `"state": "open"`},
	} {
		code, got, failed := in.suara(t.Context(), row.args...)
		if code != exitFine || !strings.Contains(got.String(), row.want) || failed.String() != "" {
			t.Errorf("%v: exit %d\n%s%s", row.args, code, got, failed)
		}
	}
	_, opened, _ := in.suara(t.Context(), "wave", "list", "--format", "json")
	wave := regexp.MustCompile(`berakhlak-\d{4}-\d\d`).FindString(opened.String())
	if code, got, failed := in.suara(t.Context(), "wave", "close", wave); code != exitFine ||
		got.String() != wave+" is closed\n" {
		t.Errorf("close: exit %d\n%s%s", code, got, failed)
	}
	if code, got, failed := in.suara(t.Context(), "summary", wave, "--format", "json"); code != exitFine ||
		!strings.Contains(got.String(), `"state": "closed"`) {
		t.Errorf("summary: exit %d\n%s%s", code, got, failed)
	}
	file := filepath.Join(in.dir, "rows.csv")
	if code, got, failed := in.suara(t.Context(), "export", wave, "--out", file); code != exitFine ||
		got.String() != "" {
		t.Errorf("export: exit %d\n%s%s", code, got, failed)
	}
	if !bytes.HasPrefix(readFile(t, file), []byte("\ufeffresponse_id,wave,")) {
		t.Error("the export is not in the file")
	}
	if code, _, failed := in.suara(t.Context(), "wave", "status", "nonsense"); code != exitFailed ||
		!strings.Contains(failed.String(), "not found") {
		t.Errorf("unknown wave: exit %d, %s", code, failed)
	}

	if code := stop(); code != exitFine {
		t.Errorf("serve ended with %d\n%s", code, problems)
	}
	if _, err := os.Stat(filepath.Join(in.dir, "data/suara.db.sock")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket is left: %v", err)
	}
	if strings.Contains(out.String()+problems.String(), testToken) {
		t.Error("the token is in the output")
	}
	if code, got, _ := in.suara(t.Context(), "wave", "list"); code != exitFine ||
		!strings.Contains(got.String(), wave) {
		t.Errorf("after serve: exit %d, %s", code, got)
	}
}

func TestServeAloneOnADatabase(t *testing.T) {
	in := install(t, configFor(newTelegram(t)))
	in.serve("owner-")
	code, _, problems := in.suara(t.Context(), "serve")
	const busy = "the database is in use: Suara is running on it; stop the other one first"
	if code != exitFailed || !strings.Contains(problems.String(), busy) {
		t.Errorf("exit %d, %s", code, problems)
	}
}

func TestBusyDatabaseIsSaidPlainly(t *testing.T) {
	in := install(t, "organisation: {name: Biro}\n")
	store, err := storage.Open(filepath.Join(in.dir, "data/suara.db"), storage.Options{Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	code, out, problems := in.suara(t.Context(), "wave", "list")
	if code != exitFailed || out.String() != "" || !strings.Contains(problems.String(), "the database is in use") {
		t.Errorf("exit %d, %s%s", code, out, problems)
	}
}

func TestServeReplacesAStaleSocket(t *testing.T) {
	in := install(t, configFor(newTelegram(t)))
	path := filepath.Join(in.dir, "data/suara.db.sock")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	l.Close()
	if code, _, problems := in.suara(t.Context(), "wave", "list"); code != exitFine {
		t.Errorf("a stale socket is in the way: %s", problems)
	}
	in.serve("owner-")
	if code, _, problems := in.suara(t.Context(), "wave", "list"); code != exitFine {
		t.Errorf("the new socket does not answer: %s", problems)
	}
}

func TestServeSaysThatTheTokenIsRefused(t *testing.T) {
	tg := newTelegram(t)
	tg.fail(http.StatusUnauthorized)
	in := install(t, configFor(tg))
	code, out, problems := in.suara(t.Context(), "serve")
	if code != exitFailed || !strings.Contains(problems.String(), "the bot token is refused by Telegram") {
		t.Errorf("exit %d, %s", code, problems)
	}
	if strings.Contains(out.String()+problems.String(), testToken) {
		t.Error("the token is in the output")
	}
}

func TestServeWaitsForTelegram(t *testing.T) {
	tg := newTelegram(t)
	tg.fail(http.StatusBadGateway)
	in := install(t, configFor(tg))
	out, problems, stop := in.serve("Telegram can't be reached; trying until it can")
	if code, _, failed := in.suara(t.Context(), "wave", "list"); code != exitFine {
		t.Errorf("commands are not served meanwhile: %s", failed)
	}
	tg.fail(0)
	for !strings.Contains(out.String(), "owner-") {
		time.Sleep(time.Millisecond)
	}
	stop()
	if n := strings.Count(problems.String(), "can't be reached"); n != 1 {
		t.Errorf("said %d times that Telegram can't be reached\n%s", n, problems)
	}
	if !strings.Contains(problems.String(), "Telegram answers again") {
		t.Errorf("not said that Telegram answers again\n%s", problems)
	}
}

func TestServeStopsWhileTelegramIsAway(t *testing.T) {
	tg := newTelegram(t)
	tg.fail(http.StatusBadGateway)
	in := install(t, configFor(tg))
	_, problems, stop := in.serve("can't be reached")
	if code := stop(); code != exitFine {
		t.Errorf("exit %d, %s", code, problems)
	}
}

func TestCheck(t *testing.T) {
	tg := newTelegram(t)
	in := install(t, configFor(tg)+"admin: {group_id: -5}\n"+
		"surveys: [{id: berakhlak, open: \"0 9 1 3,9 *\", reminders: \"0 6 * * MON\"}]\n")
	code, out, problems := in.suara(t.Context(), "check")
	if code != exitFine {
		t.Errorf("exit %d, %s", code, problems)
	}
	for _, want := range []string{
		"no problem", "opens: 0 9 1 3,9 *", "09:00 WIT",
		"06:00 WIT (outside working hours: reminders leave from Monday, ", "07:30 WIT)\n", "the bot is @contoh_bot",
		"privacy mode is on",
		"admin group: Admin", "the bot may post there", "the bot may not pin",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	for method := range tg.calls {
		if !strings.HasPrefix(method, "get") {
			t.Errorf("check called %s", method)
		}
	}
	if entries, err := os.ReadDir(in.dir); err != nil || len(entries) != 1 {
		t.Errorf("check left something: %v %v", entries, err)
	}
	tg.fail(http.StatusBadGateway)
	if code, _, problems := in.suara(t.Context(), "check"); code != exitFailed ||
		!strings.Contains(problems.String(), "no answer from Telegram") {
		t.Errorf("unreachable: exit %d, %s", code, problems)
	}
}

func TestSocketPath(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", "/run/user/1")
	short := socketPath("/srv/suara/suara.db")
	if short != "/srv/suara/suara.db.sock" {
		t.Errorf("short: %s", short)
	}
	deep := "/" + strings.Repeat("deep/", 30) + "suara.db"
	long := socketPath(deep)
	if len(long) > longestSocket || filepath.Dir(long) != "/run/user/1" || long != socketPath(deep) {
		t.Errorf("long: %s", long)
	}
	if long == socketPath(deep+"x") {
		t.Error("two databases share a socket")
	}
}
