package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"suara/fielding"
	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// kindOf tells what a message begins: an invitation, a reminder, or neither.
func kindOf(text string) string {
	switch {
	case strings.Contains(text, "mengundang Anda"):
		return "invitation"
	case strings.Contains(text, "kami mengingatkan"), strings.Contains(text, "belum dikirim. Jawaban yang sudah ada"):
		return "reminder"
	}
	return ""
}

// checkTraffic counts what reached people.
func (s *simulation) checkTraffic(wave survey.Wave) {
	s.t.Helper()
	calls := s.tg.Calls()
	s.tally.count("calls", len(calls))
	type prompts struct {
		chat  int64
		title string
	}
	invitations, reminders, finished := map[prompts]int{}, map[prompts]int{}, map[int64]bool{}
	for _, c := range calls {
		text := c.Params["text"]
		if c.Status == 200 && c.Chat > 0 && strings.Contains(text, thanks) {
			finished[c.Chat] = true
		}
		kind := kindOf(text)
		if c.Method != "sendMessage" || c.Status != 200 || kind == "" || c.Chat < 0 {
			continue
		}
		s.inHours(c, kind)
		key := prompts{c.Chat, "uji"}
		if strings.Contains(text, "Survei dua") {
			key.title = "dua"
		}
		if kind == "invitation" {
			invitations[key]++
			continue
		}
		reminders[key]++
		if finished[c.Chat] && !s.plan.second {
			s.t.Errorf("%d was reminded at %s after finishing", c.Chat, c.At)
		}
	}
	for key, n := range invitations {
		s.tally.count("invitations", n)
		if n > 1 {
			s.t.Errorf("%d got %d invitations to %s", key.chat, n, key.title)
		}
	}
	for key, n := range reminders {
		s.tally.count("reminders", n)
		most := wave.MaxReminders
		if key.title == "dua" {
			most = s.waveOf("dua").MaxReminders
		}
		if n > most {
			s.t.Errorf("%d got %d reminders to %s, at most %d are allowed", key.chat, n, key.title, most)
		}
	}
}

// checkPosts holds that the group gets no post twice: neither what the system begins, nor an answer to
// one command.
func (s *simulation) checkPosts() {
	s.t.Helper()
	posts := map[string]int{}
	for _, c := range s.tg.Calls() {
		if c.Status == 200 && slices.Contains(s.groups, c.Chat) {
			posts[postOf(c)]++
		}
	}
	delete(posts, "")
	for text, n := range posts {
		if n > 1 {
			s.t.Errorf("the group got %d times: %s", n, text)
		}
	}
}

// postOf names a post that may come only once; empty: it may come again.
func postOf(c simulator.Call) string {
	switch c.Method {
	case "sendDocument", "sendPhoto":
		return strings.TrimPrefix(c.Params["document"]+c.Params["photo"], "file ")
	case "sendMessage":
	default:
		return ""
	}
	if reply := c.Params["reply_parameters"]; reply != "" {
		return reply + c.Params["text"]
	}
	head, _, _ := strings.Cut(c.Params["text"], "\n")
	for _, once := range []string{"dibuka", "Hasil", "ditutup"} {
		if strings.Contains(head, once) {
			return head
		}
	}
	return ""
}

// checkReports holds that the reports on rounds of invitations tell of no more than there were.
func (s *simulation) checkReports() {
	s.t.Helper()
	told, delivered := 0, 0
	for _, c := range s.tg.Calls() {
		text := c.Params["text"]
		switch {
		case c.Method != "sendMessage" || c.Status != 200:
		case slices.Contains(s.groups, c.Chat):
			_, figure, report := strings.Cut(text, "📬 Undangan <b>Survei uji</b> selesai dikirim: ")
			if n := 0; report {
				if _, err := fmt.Sscan(figure, &n); err != nil {
					s.t.Errorf("a report without a figure: %q", text)
				}
				told += n
				s.tally.count("reports", 1)
			}
		case kindOf(text) == "invitation" && strings.Contains(text, "Survei uji"):
			delivered++
		}
	}
	if told > delivered {
		s.t.Errorf("the reports tell of %d invitations that arrived, there were %d", told, delivered)
	}
}

// checkBlocked holds that nothing is sent to who refused it, until something came from there. A refusal
// that a death took along before its receipt was kept can't be known of.
func (s *simulation) checkBlocked() {
	s.t.Helper()
	calls := s.tg.Calls()
	if len(calls) != s.calls {
		s.t.Fatalf("%d calls on record of %d", len(calls), s.calls)
	}
	refused := map[int64]int{}
	for i, c := range calls {
		if c.Chat <= 0 {
			continue
		}
		since, blocked := refused[c.Chat]
		if blocked && slices.ContainsFunc(s.heard[c.Chat], func(at int) bool { return at > since && at <= i }) {
			blocked = false
			delete(refused, c.Chat)
		}
		if blocked && c.Method != "deleteMessage" && c.Method != "deleteMessages" {
			s.t.Errorf("%s to %d at %s, though it refused before", c.Method, c.Chat, c.At)
		}
		if c.Status == 403 && !s.unheard[i] {
			s.tally.count("refused by a person", 1)
			refused[c.Chat] = i
		}
	}
}

// checkWaits holds that a chat is left alone for as long as Telegram asked, and everybody where a private
// chat was refused; also by the processes after, unless a death took the refusal along.
func (s *simulation) checkWaits() {
	s.t.Helper()
	calls := s.tg.Calls()
	for _, w := range s.waits {
		if w.chat == 0 {
			continue
		}
		s.tally.count("waits", 1)
		end := len(calls)
		for _, at := range s.ends {
			if at >= w.calls && !w.kept {
				end = min(end, at)
			} else if at >= w.calls && at < len(calls) && calls[at].At.Before(w.until) {
				s.tally.count("waits over a restart", 1)
			}
		}
		for _, c := range calls[w.calls:end] {
			free := c.Method == "answerCallbackQuery" || c.Method == "getUpdates" || w.chat < 0 && c.Chat != w.chat
			if c.At.Before(w.until) && !free {
				s.t.Errorf("%s to %d at %s, though Telegram asked %d to wait until %s", c.Method, c.Chat,
					c.At, w.chat, w.until)
				return
			}
		}
	}
}

func (s *simulation) inHours(c simulator.Call, what string) {
	s.t.Helper()
	cfg := s.set.Fielding
	if !cfg.Hours.Open(c.At, cfg.Zone) {
		s.t.Errorf("a %s left at %s, outside working hours", what, c.At.In(cfg.Zone))
	}
}

// restore puts the last backup in place: all that was in it is there again, and nothing is begun
// until /lanjut.
func (s *simulation) restore() {
	s.t.Helper()
	s.tally.count("restores", 1)
	s.unconfirmed = 0
	s.poll() // confirms what was handled; else it would come again and be answered
	if err := s.sys.close(); err != nil {
		s.t.Fatal(err)
	}
	if _, err := storage.Restore(s.saved.file, s.set.Storage.Path, s.clock.Now(), fielding.Quieten); err != nil {
		s.t.Fatal(err)
	}
	s.clock.Advance(time.Minute) // what the group got meanwhile, the backup does not know
	s.raise()
	after := s.snap(s.saved.file)
	if !reflect.DeepEqual(after.people, s.saved.people) || !reflect.DeepEqual(after.rows, s.saved.rows) {
		s.t.Errorf("after the restore there is\n%+v\nbefore it there was\n%+v", after, s.saved)
	}
	before := s.calls
	s.rest(30 * time.Hour)
	for _, c := range s.tg.Calls()[before:] {
		// Of an anonymous question that lay too long in a chat, only what can't be edited any more comes anew.
		if c.Method == "sendMessage" &&
			!strings.Contains(c.Params["text"], "kami simpan. Silakan lanjutkan kapan saja") {
			s.t.Errorf("sent unasked after a restore: %q", c.Params["text"])
		}
	}
	s.owner.Send("/lanjut")
	s.rest(time.Hour)
	if got := s.owner.Last().Text; !strings.Contains(got, "Pengiriman dilanjutkan") {
		s.t.Errorf("/lanjut was answered with %q", got)
	}
	if w := s.waveOf("uji"); w.State != survey.WaveOpen {
		s.t.Errorf("the restored wave is %s", w.State)
	}
}
