package bot_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"suara/bot"
	"suara/delivery"
	"suara/fielding"
	"suara/flows"
	"suara/storage"
	"suara/survey"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares what was rendered with testdata/NAME.txtar.
type golden struct {
	t    *testing.T
	path string
	want map[string]string
	got  txtar.Archive
}

func openGolden(t *testing.T, name string) *golden {
	g := &golden{t: t, path: filepath.Join("testdata", name+".txtar"), want: map[string]string{}}
	if !*update {
		a, err := txtar.ParseFile(g.path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			g.want[f.Name] = string(f.Data)
		}
	}
	return g
}

func (g *golden) add(name, text string) {
	g.got.Files = append(g.got.Files, txtar.File{Name: name, Data: []byte(text)})
	if !*update && g.want[name] != text {
		g.t.Errorf("%s: got\n%s\nwant\n%s", name, text, g.want[name])
	}
	delete(g.want, name)
}

func (g *golden) end() {
	if *update {
		if err := os.WriteFile(g.path, txtar.Format(&g.got), 0o600); err != nil {
			g.t.Fatal(err)
		}
		return
	}
	for name := range g.want {
		g.t.Errorf("%s: is in the golden file and was not rendered", name)
	}
}

// seen is what a person sees of the calls: texts, buttons with their presses, files.
func seen(t *testing.T, asked []request) string {
	t.Helper()
	var b strings.Builder
	for i, q := range asked {
		if i > 0 {
			b.WriteString("=====\n")
		}
		for _, key := range []string{"text", "caption"} {
			if text, ok := q.Params[key].(string); ok {
				if err := bot.CheckHTML(text); err != nil {
					t.Errorf("%v in %q", err, text)
				}
				fmt.Fprintln(&b, text)
			}
		}
		if name, ok := q.Params["document name"]; ok {
			fmt.Fprintf(&b, "<%s>\n%s", name, q.Params["document"])
		}
		writeButtons(t, &b, q)
	}
	return b.String()
}

func writeButtons(t *testing.T, b *strings.Builder, q request) {
	markup, _ := q.Params["reply_markup"].(map[string]any)
	rows, _ := markup["inline_keyboard"].([]any)
	for _, row := range rows {
		for _, cell := range row.([]any) {
			c := cell.(map[string]any)
			if press := c["callback_data"].(string); press == "" || len(press) > 64 || c["text"] == "" {
				t.Errorf("button %v", c)
			}
			fmt.Fprintf(b, "[%s]{%s} ", c["text"], c["callback_data"])
		}
		b.WriteString("\n")
	}
}

const anonymous survey.WaveID = "berakhlak-2026-11-a"

// screens are all screens but the interview, with what they need.
func screens() []storage.Screen {
	var list []storage.Screen
	for _, name := range []string{
		fielding.ScreenWelcome, fielding.ScreenIdentity, fielding.ScreenNotMe, fielding.ScreenIdle,
		fielding.ScreenHelp, fielding.ScreenStatus, fielding.ScreenLanguage, fielding.ScreenData,
		fielding.ScreenWithdrawn, fielding.ScreenNothing, fielding.ScreenErase, fielding.ScreenErased,
		fielding.ScreenRebound, fielding.ScreenNewOwner, fielding.ScreenAdminReply,
	} {
		list = append(list, storage.Screen{Name: name})
	}
	for _, name := range []string{
		fielding.ScreenInvitation, fielding.ScreenReminder, fielding.ScreenPaused, fielding.ScreenSnooze, fielding.ScreenLeave,
		fielding.ScreenDeclined, fielding.ScreenClosed, fielding.ScreenWithdraw, fielding.ScreenReleased,
	} {
		list = append(list, storage.Screen{Name: name, Wave: anonymous})
	}
	for _, mode := range "aci" {
		wave := survey.WaveID("berakhlak-2026-11-" + string(mode))
		list = append(list, storage.Screen{Name: fielding.ScreenConsent, Wave: wave},
			storage.Screen{Name: fielding.ScreenSubmitted, Wave: wave})
	}
	return append(list,
		storage.Screen{Name: fielding.ScreenWelcome, Notice: fielding.NoticeCodeLocked,
			Args: map[string]string{"until": "1793777400"}},
		storage.Screen{Name: fielding.ScreenWelcome, Notice: fielding.NoticeCodesPaused,
			Args: map[string]string{"until": "1793777400"}},
		storage.Screen{Name: fielding.ScreenSnoozed, Wave: anonymous, Args: map[string]string{"slot": "1793777400"}},
		storage.Screen{Name: fielding.ScreenIdle, Notice: fielding.NoticeKindIgnored,
			Args: map[string]string{"kind": "voice"}},
		storage.Screen{Name: fielding.ScreenSubmitted, Wave: anonymous, Notice: fielding.NoticeOtherWaiting},
	)
}

func TestScreens(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		t.Run(lang, func(t *testing.T) {
			w, g := newWorld(t, lang), openGolden(t, "screens."+lang)
			for _, s := range screens() {
				o := w.show(storage.Chat{Respondent: me, Candidate: me, Language: lang, Screen: s})
				if o.Kind != delivery.Delivered {
					t.Errorf("%s: %v %v", s.Name, o.Kind, o.Err)
				}
				g.add(strings.Join(strings.Fields(fmt.Sprint(s.Name, " ", s.Wave, " ", s.Notice)), " "),
					seen(t, w.api.take()))
			}
			unregistered := storage.Chat{Language: lang, Screen: storage.Screen{Name: fielding.ScreenStatus}}
			w.show(unregistered)
			g.add("status of nobody", seen(t, w.api.take()))
			w.update(func(tx *storage.Tx) error {
				return tx.PutInvitation(anonymous, me, survey.Invitation{Progress: survey.Started})
			})
			w.show(storage.Chat{Respondent: me, Language: lang,
				Screen: storage.Screen{Name: fielding.ScreenReminder, Wave: anonymous}})
			g.add("reminder of one who began", seen(t, w.api.take()))
			g.end()
		})
	}
}

const allTypes = `
flow: semua
title: {id: Semua jenis, en: All types}
languages: [id, en]
scales:
  long4:
    - {value: 1, label: {id: Sama sekali tidak pernah terjadi, en: Never happened at all}}
    - {value: 2, label: {id: Jarang, en: Seldom}}
    - {value: 3, label: {id: Sering, en: Often}}
    - {value: 4, label: {id: Selalu terjadi setiap hari kerja, en: Always on every working day}}
sections:
  - {id: s1, title: {id: Bagian <Satu>, en: Part <One>}}
items:
  - {id: n, type: note, text: {id: "Selamat datang di bagian a < b.", en: "Welcome to part a < b."}}
  - {id: a, type: scale, scale: long4, section: s1, text: {id: "Seberapa sering R&D terjadi?", en: "How often does R&D happen?"}, hint: {id: Sebulan terakhir, en: In the last month}}
  - id: c
    type: choices
    text: {id: Media apa yang Anda pakai?, en: Which media do you use?}
    max_select: 2
    options: [{value: r, label: {id: Radio, en: Radio}}, {value: k, label: {id: Koran, en: Paper}}, {value: t, label: {id: TV, en: TV}}]
  - id: p
    type: choice
    text: {id: Apa jabatan Anda?, en: What is your position?}
    other: true
    optional: true
    options: [{value: s, label: {id: Struktural, en: Structural}}, {value: f, label: {id: Fungsional, en: Functional}}]
  - {id: y, type: yesno, text: {id: Apakah Anda setuju?, en: Do you agree?}}
  - {id: e, type: nps, text: {id: Seberapa mungkin Anda menyarankan kami?, en: How likely would you recommend us?}}
  - {id: u, type: number, text: {id: Berapa usia Anda?, en: How old are you?}, min: 17, max: 70}
  - {id: d, type: date, text: {id: Kapan Anda mulai bekerja?, en: When did you start?}, optional: true}
  - {id: t, type: text, text: {id: Apa saran Anda?, en: What do you suggest?}, max_length: 500, optional: true}
`

func TestInterviewScreens(t *testing.T) {
	all, err := flows.Load("semua", []byte(allTypes))
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"id", "en"} {
		t.Run(lang, func(t *testing.T) {
			w, g := newWorld(t, lang), openGolden(t, "interview."+lang)
			w.update(func(tx *storage.Tx) error { return tx.PutFlow(all.Version(), []byte(allTypes)) })
			show := func(name string, f *flows.Flow, inputs ...string) {
				w.interview(anonymous, lang, f, inputs...)
				w.show(storage.Chat{Respondent: me, Language: lang,
					Screen: storage.Screen{Name: fielding.ScreenInterview, Wave: anonymous, Notice: fielding.InterviewNotice}})
				g.add(name, seen(t, w.api.take()))
			}
			show("five-point item", w.flow)
			show("five-point item, answered", w.flow, "#4", "#5", "back", "back")
			full := strings.Split(strings.Repeat("#4 ", 21)+"skip skip skip skip", " ")
			show("long review", w.flow, full...)
			show("long review, next page", w.flow, append(full, "next page")...)
			show("note", all)
			show("long labels", all, "done")
			show("long labels, typed nonsense", all, "done", "halo")
			choices := []string{"done", "#2"}
			show("choices", all, choices...)
			show("choices, two ticked", all, append(choices, "#1", "#3")...)
			choices = append(choices, "#1", "done")
			show("choice with other", all, choices...)
			show("specify", all, append(choices, "#3")...)
			choices = append(choices, "#3", "Peneliti <ahli>")
			show("yes or no", all, choices...)
			show("nps", all, append(choices, "#1")...)
			choices = append(choices, "#1", "#10")
			show("number", all, choices...)
			show("number out of range", all, append(choices, "12")...)
			show("date", all, append(choices, "35")...)
			show("date not understood", all, append(choices, "35", "31 Februari 2025")...)
			choices = append(choices, "35", "2 Agustus 2024")
			show("text", all, choices...)
			show("text, back to the date", all, append(choices, "back")...)
			choices = append(choices, "a < b")
			show("review", all, choices...)
			g.end()
		})
	}
}

// posts are all posts, with what the writer stores with them.
func posts() []storage.Message {
	yes := [][]storage.Button{{{Label: "button.yes.close", Press: "a:x1:yes"}, {Label: fielding.LabelNo, Press: "a:x1:no"}}}
	until, slot := "1794378000", "1793753100"
	list := []storage.Message{
		{Name: fielding.PostHelp}, {Name: fielding.PostStatus}, {Name: fielding.PostSurveys},
		{Name: fielding.PostUnits}, {Name: fielding.PostNotYet, Wave: anonymous}, {Name: fielding.PostNotYet},
		{Name: fielding.PostRoles},
		{Name: fielding.PostRoleSet, Args: map[string]string{"account": "7000000009", "role": "admin"}},
		{Name: fielding.PostRoleSet, Args: map[string]string{"account": "7000000009", "role": ""}},
		{Name: fielding.PostParticipation, Wave: anonymous}, {Name: fielding.PostProgress, Wave: anonymous},
		{Name: fielding.PostResults, Wave: "berakhlak-2026-03"}, {Name: fielding.PostResults, Wave: anonymous},
		{Name: fielding.PostNoWave, Args: map[string]string{"text": "a<b"}}, {Name: fielding.PostNoWave},
		{Name: fielding.PostWhichWave, Args: map[string]string{"waves": "berakhlak-2026-11,denyut-2026-11"}},
		{Name: fielding.PostNoSurvey, Args: map[string]string{"text": "x", "surveys": "berakhlak, denyut"}},
		{Name: fielding.PostDenied}, {Name: fielding.PostNamedOnly},
		{Name: fielding.PostBadDate, Args: map[string]string{"text": "31 Februari"}},
		{Name: fielding.PostConfirmOpen, Args: map[string]string{"survey": "berakhlak", "people": "10234",
			"registered": "9120", "until": until, "minutes": "304", "hours": "3"}, Buttons: yes},
		{Name: fielding.PostConfirmClose, Wave: anonymous, Buttons: yes},
		{Name: fielding.PostConfirmExtend, Wave: anonymous, Args: map[string]string{"until": until, "before": slot}, Buttons: yes},
		{Name: fielding.PostConfirmRemind, Wave: anonymous, Args: map[string]string{"people": "25", "minutes": "1"}, Buttons: yes},
		{Name: fielding.PostConfirmRemind, Wave: anonymous, Args: map[string]string{"people": "25", "minutes": "1", "outside": until}, Buttons: yes},
		{Name: fielding.PostConfirmBind, Args: map[string]string{"title": "Admin <Survei>"}, Buttons: yes},
		{Name: fielding.PostConfirmMissed, Args: map[string]string{"survey": "berakhlak", "slot": slot},
			Buttons: [][]storage.Button{{{Label: fielding.LabelYes, Press: "a:x1:yes"}, {Label: fielding.LabelNo, Press: "a:x1:no"}}}},
		{Name: fielding.PostConfirmStale, Args: map[string]string{"command": "/tutup"}, Buttons: yes},
	}
	for _, name := range []string{fielding.PostCancelled, fielding.PostOpened, fielding.PostClosing,
		fielding.PostExtended, fielding.PostReminding, fielding.PostInvited, fielding.PostReminded, fielding.PostBound, fielding.PostExportNotYet,
		fielding.PostExportSent} {
		list = append(list, storage.Message{Name: name, Wave: anonymous, Args: map[string]string{"people": "25"}})
	}
	return append(list,
		storage.Message{Name: fielding.PostMissed, Wave: anonymous, Args: map[string]string{"what": "remind", "reason": "late", "slot": slot}},
		storage.Message{Name: fielding.PostRosterChanged, Args: map[string]string{"new": "12", "changed": "3", "retired": "1"}},
		storage.Message{Name: fielding.PostFailed, Args: map[string]string{"reason": "already_closed"}},
		storage.Message{Kind: storage.KindDocument, Name: fielding.PostExport, Wave: anonymous},
		storage.Message{Kind: storage.KindDocument, Name: fielding.PostMyData, Chat: survey.ChatID(person)},
		storage.Message{Name: fielding.PostConfirmSooner, Wave: anonymous, Args: map[string]string{"until": slot, "before": until},
			Buttons: [][]storage.Button{{{Label: fielding.LabelYes + ".extend", Press: "a:x1:yes"}, {Label: fielding.LabelNo, Press: "a:x1:no"}}}},
		storage.Message{Name: fielding.PostSooner, Wave: anonymous, Args: map[string]string{"until": slot, "before": until}},
		roleLeft("liaison:dinas-kesehatan", "narahubung dinas-kesehatan", "ended"),
		roleLeft("owner", "owner", "owner"), roleLeft("owner", "owner", "configured"),
	)
}

// roleLeft tells of an account whose person has another one; outcome is the argument that says what became of
// its role.
func roleLeft(role, again, outcome string) storage.Message {
	return storage.Message{Name: fielding.PostRoleLeft, Args: map[string]string{
		"account": "7000000009", "role": role, "by": "7000000010", "again": again, outcome: "7000000009",
	}}
}

func TestPosts(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		t.Run(lang, func(t *testing.T) {
			w, g := newWorld(t, lang), openGolden(t, "posts."+lang)
			w.interview("berakhlak-2026-11-c", lang, w.flow, "#4", "#5", "#1")
			w.update(func(tx *storage.Tx) error {
				return tx.PutChat(person, storage.Chat{Respondent: me, Language: lang})
			})
			for i, m := range posts() {
				if m.Chat == 0 {
					m.Chat = group
				}
				if _, o := w.send(m); o.Kind != delivery.Delivered {
					t.Errorf("%s: %v %v", m.Name, o.Kind, o.Err)
				}
				g.add(fmt.Sprintf("%d %s", i+1, m.Name), seen(t, w.api.take()))
			}
			g.end()
		})
	}
}
