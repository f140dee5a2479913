package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"suara/cmd/suara/config"
	"suara/delivery"
	"suara/fielding"
	"suara/storage"
)

const hookSecret = "rahasia-telegram-01"

// freePort is an address that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func fetch(t *testing.T, url string) (int, string) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// What is seen from outside are figures; nobody is named and no id is a label.
func TestSeenFromOutside(t *testing.T) {
	at := freePort(t)
	b := newTown(t, bureauOptions{speed: 20, survey: "mode: anonymous"})
	b.open(b.config(bureauOptions{survey: "mode: anonymous"}) + fmt.Sprintf("http: {listen: %q}\n", at))
	b.command("roster import", nil, crowdRoster(8), "people.csv")
	b.gather(string(b.command("roster codes", nil, "").Stdout), time.Minute)
	b.play(b.people, true, 0, time.Minute)
	b.command("wave open", nil, "", "berakhlak")
	b.play(b.people, false, 0, time.Minute)

	if code, body := fetch(t, "http://"+at+"/healthz"); code != 200 || body != "alive\n" {
		t.Errorf("healthz: %d %s", code, body)
	}
	if code, body := fetch(t, "http://"+at+"/readyz"); code != 200 {
		t.Errorf("readyz: %d %s", code, body)
	}
	_, body := fetch(t, "http://"+at+"/metrics")
	for _, want := range []string{
		"suara_updates_total", "suara_batch_events_bucket", "suara_commit_seconds_sum",
		`suara_outbox_rows{class="reply"}`,
		"suara_outbox_oldest_reply_seconds", `suara_sends_total{outcome="delivered"}`,
		`suara_sends_total{outcome="wait"}`,
		"suara_held_seconds", "suara_last_poll_age_seconds", "suara_interviews_open", "suara_database_bytes",
		"suara_database_free_bytes", "go_goroutines",
	} {
		if !regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(want)+` [0-9.e+-]+$`).MatchString(body) &&
			!strings.Contains(body, "\n"+want+"{le=") {
			t.Errorf("no figure of %s", want)
		}
	}
	if regexp.MustCompile(`(?m)^suara_updates_total 0$`).MatchString(body) {
		t.Error("no update was counted")
	}
	for line := range strings.Lines(body) {
		label := regexp.MustCompile(`^suara_\w+\{(\w+)=`).FindStringSubmatch(line)
		if label != nil && label[1] != "class" && label[1] != "outcome" && label[1] != "le" {
			t.Errorf("a label that is not a fixed word: %s", line)
		}
	}
	if strings.Contains(body, testToken) || strings.Contains(body, "berakhlak") {
		t.Error("the figures name something")
	}
}

// The whole system over a webhook: what people answer is in the export, once each.
func TestWebhookMode(t *testing.T) {
	at := freePort(t)
	o := bureauOptions{speed: 20, survey: "mode: confidential"}
	b := newTown(t, o)
	hook := fmt.Sprintf("username: contoh_bot, webhook: {listen: %q, url: \"http://%s/telegram\", secret: %s}}",
		at, at, hookSecret)
	b.open(strings.Replace(b.config(o), "username: contoh_bot}", hook, 1))
	b.command("roster import", nil, crowdRoster(20), "people.csv")
	b.gather(string(b.command("roster codes", nil, "").Stdout), time.Minute)
	b.play(b.people, true, 0, time.Minute)
	wave := strings.TrimSpace(string(b.command("wave open", nil, "", "berakhlak").Stdout))
	b.play(b.people, false, time.Second, time.Minute)
	b.command("wave close", nil, "", wave)
	b.compare(string(b.command("export", map[string]string{"format": "csv"}, "", wave).Stdout), b.linked)
	b.nothingTwice()
	if strings.Contains(b.log.String(), hookSecret) {
		t.Error("the secret is in the log")
	}
}

// A restore brings back what was answered before the backup, made while people answered.
func TestRestoreBringsAnswersBack(t *testing.T) {
	o := bureauOptions{speed: 20, survey: "mode: confidential"}
	b := newTown(t, o)
	b.open(b.config(o))
	b.command("roster import", nil, crowdRoster(20), "people.csv")
	b.gather(string(b.command("roster codes", nil, "").Stdout), time.Minute)
	b.play(b.people, true, 0, time.Minute)
	wave := strings.TrimSpace(string(b.command("wave open", nil, "", "berakhlak").Stdout))
	b.play(b.people[:10], false, 0, time.Minute)
	before := countDone(b.people)

	file := filepath.Join(t.TempDir(), "backup.db")
	p := &program{stdout: io.Discard, stderr: io.Discard, clock: realClock{}}
	saved := make(chan error, 1)
	go func() {
		_, err := p.backup(context.Background(), b.sys.set, file)
		saved <- err
	}()
	b.play(b.people[10:], false, 0, time.Minute)
	if err := <-saved; err != nil {
		t.Fatal(err)
	}
	if err := storage.CheckBackup(file); err != nil {
		t.Fatal(err)
	}
	set := b.sys.set
	if err := b.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Restore(file, set.Storage.Path, b.clock.Now(), fielding.Quieten); err != nil {
		t.Fatal(err)
	}
	b.start(set)
	b.command("wave close", nil, "", wave)
	rows := strings.Count(string(b.command("export", map[string]string{"format": "csv"}, "", wave).Stdout), "\n") - 1
	if rows < before || rows > len(b.people) {
		t.Errorf("%d rows after the restore; %d had answered before the backup, %d in all", rows, before, len(b.people))
	}
	left, _ := filepath.Glob(set.Storage.Path + ".*ing")
	if len(left) > 0 {
		t.Errorf("left lying about: %v", left)
	}
}

// Scheduled backups are kept to a number; a failure is told once, and once that it is over.
func TestScheduledBackups(t *testing.T) {
	t.Parallel()
	s := newStage(t, fieldFlow, "anonymous", "")
	dir := filepath.Join(t.TempDir(), "cadangan")
	s.sys.set.Storage.Backup = config.Backup{Dir: dir, Keep: 3}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(dir, "suara-lama.db")
	for _, name := range []string{foreign, filepath.Join(dir, "suara-20260101-000000.db.part")} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range 5 {
		if err := s.sys.scheduledBackup(); err != nil {
			t.Fatal(err)
		}
		s.clock.Advance(24 * time.Hour)
	}
	names := s.sys.backupNames()
	want := "[suara-20261105-090000.db suara-20261106-090000.db suara-20261107-090000.db]"
	if fmt.Sprint(names) != want {
		t.Errorf("kept %v, want %s", names, want)
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Errorf("a file that is none of ours: %v", err)
	}
	if parts, _ := filepath.Glob(dir + "/*.part"); len(parts) > 0 {
		t.Errorf("left lying about: %v", parts)
	}
	failing := false
	for _, err := range []error{nil, io.ErrShortWrite, io.ErrShortWrite, nil, nil} {
		s.sys.tellBackup(t.Context(), err, &failing)
	}
	if got := s.waitingPosts(); fmt.Sprint(got) != "[post.backup_failed post.backup_fine]" {
		t.Errorf("told %v", got)
	}
}

// waitingPosts lists the posts in the outbox, but for that of the stage's roster.
func (s *stage) waitingPosts() (names []string) {
	s.t.Helper()
	err := s.sys.store.View(func(tx *storage.Tx) error {
		return tx.Messages(func(m storage.Message) bool {
			if m.Name != fielding.PostRosterChanged {
				names = append(names, m.Name)
			}
			return true
		})
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return names
}

// Silence of Telegram is told once, and once that it is over.
func TestAlarmOfAStalledPoll(t *testing.T) {
	t.Parallel()
	s := newStage(t, fieldFlow, "anonymous", "")
	begin := s.clock.Now()
	a := &alarms{system: s.sys, own: s.clock, moved: begin}
	for minute := 1; minute <= 8; minute++ {
		a.watchPoll(t.Context(), begin.Add(time.Duration(minute)*time.Minute))
		want := 0
		if minute > 5 {
			want = 1
		}
		if got := s.waitingPosts(); len(got) != want {
			t.Errorf("after %d min: %v", minute, got)
		}
	}
	a.poll = begin // the next look finds another time
	for minute := 9; minute <= 12; minute++ {
		a.watchPoll(t.Context(), begin.Add(time.Duration(minute)*time.Minute))
	}
	if got := s.waitingPosts(); fmt.Sprint(got) != "[post.poll_stalled post.poll_back]" {
		t.Errorf("told %v", got)
	}
}

// Replies that wait over a minute are told once, and once that they don't any more.
func TestAlarmOfWaitingReplies(t *testing.T) {
	t.Parallel()
	s := newStage(t, fieldFlow, "anonymous", "")
	a := &alarms{system: s.sys, own: s.clock}
	look := func() {
		s.clock.Advance(alarmEvery)
		a.watchOutbox(t.Context(), s.clock.Now())
	}
	look()
	s.sys.sender.Add(delivery.Row{Chat: 5, Class: delivery.ClassReply, Queued: s.clock.Now()})
	for range 6 {
		look()
	}
	if got := s.waitingPosts(); fmt.Sprint(got) != "[post.outbox_slow]" {
		t.Errorf("told %v", got)
	}
	s.sys.sender.Cancel(5, func(delivery.Row) bool { return true })
	look()
	look()
	if got := s.waitingPosts(); fmt.Sprint(got) != "[post.outbox_slow post.outbox_fine]" {
		t.Errorf("told %v", got)
	}
}

// selfSignedFiles makes a certificate that nobody but itself has signed.
func selfSignedFiles(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "127.0.0.1"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, leaf, leaf, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der},
		key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// A webhook with its own certificate speaks TLS, and Telegram is given the certificate to trust.
func TestWebhookWithItsOwnCertificate(t *testing.T) {
	t.Parallel()
	s := newStage(t, fieldFlow, "anonymous", "")
	cert, key := selfSignedFiles(t)
	own, err := selfSigned(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	if raw := readFile(t, cert); string(own) != string(raw) {
		t.Error("Telegram is not given the certificate")
	}
	if _, err := selfSigned(cert, cert); err == nil {
		t.Error("a certificate was taken for its key")
	}
	s.sys.set.Telegram.Webhook = config.Webhook{URL: "https://127.0.0.1/", Secret: hookSecret, Cert: cert, Key: key}
	hook, err := s.sys.newWebhook()
	if err != nil {
		t.Fatal(err)
	}
	l, err := listenOn("the test", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.sys.web(l, hook, cert, key)(ctx) }()
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(own)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted}}}
	answer, err := client.Post("https://"+l.Addr().String()+"/", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	client.CloseIdleConnections()
	if answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("answered %s", answer.Status)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// Row 184: a file that never shrinks by itself, and a disk that is nearly full, are told once each, and
// once that neither is so any more.
func TestAlarmOfTheDatabasesSize(t *testing.T) {
	t.Parallel()
	s := newStage(t, fieldFlow, "anonymous", "")
	const mb = 1 << 20
	var file, free, room int64
	a := &alarms{system: s.sys, own: s.clock, sizes: func() (int64, int64, int64) { return file, free, room }}
	for _, step := range []struct {
		file, free, room int64 // in MB
		told             string
	}{
		{35, 34, 9000, ""}, // as little as this is used up soon
		{300, 140, 9000, ""}, {300, 160, 9000, "post.database_slack"}, {300, 155, 9000, ""},
		{300, 100, 9000, "post.database_fine"}, {300, 120, 200, "post.database_full"}, {300, 160, 300, ""},
		{300, 200, 400, "post.database_slack"}, {90, 0, 400, "post.database_fine"}, {90, 0, 400, ""},
	} {
		before := s.waitingPosts()
		file, free, room = step.file*mb, step.free*mb, step.room*mb
		a.watchDisk(t.Context())
		if told := strings.Join(s.waitingPosts()[len(before):], " "); told != step.told {
			t.Errorf("%d MB, %d free, %d of room: told %q, want %q", step.file, step.free, step.room, told, step.told)
		}
	}
	if file, free, room = a.databaseSizes(); file < 1 || free < 0 || free >= file || room < 1 {
		t.Errorf("this database has %d bytes, %d free, with room for %d", file, free, room)
	}
	s.rest(time.Minute)
	for _, words := range []string{"Basis data 300 MB, 160 MB di antaranya kosong", "tersisa 200 MB",
		"cukup lagi: 90 MB"} {
		n := 0
		for _, m := range s.group.Messages() {
			n += strings.Count(m.Text, words)
		}
		if n != 1 {
			t.Errorf("the group reads %q %d times", words, n)
		}
	}
}

// Row 189: what /status asks of the system while it reads the database reads it no second time. A reading
// inside another waits for ever once the writer wants to grow the file between the two.
func TestHealthReadsNoDatabase(t *testing.T) {
	t.Parallel()
	s := newStage(t, fieldFlow, "anonymous", "")
	store := s.sys.store
	s.sys.store = nil // whoever asks it panics
	defer func() { s.sys.store = store }()
	s.sys.health()
}
