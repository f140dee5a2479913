package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"suara/bot"
	"suara/bot/texts"
	"suara/delivery"
	"suara/fielding"
	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// features is a flow with what goes beyond plain items.
const features = `
flow: fitur
title: {id: Fitur, en: Features}
languages: [id, en]
closing:
  - {when: "${puas_ruang} = 1", text: {id: "Kami akan *memperbaiki* ruang kerja: [rencananya](https://malutprov.go.id/r?a=1&b=2).", en: "We will *improve* the rooms: [the plan](https://malutprov.go.id/r?a=1&b=2)."}}
  - {text: {id: Terima kasih atas waktu Anda., en: Thank you for your time.}}
scales:
  puas: [{value: 1, label: {id: Tidak puas, en: Not satisfied}}, {value: 2, label: {id: Puas, en: Satisfied}}]
sections:
  - {id: s1, title: {id: Sarana, en: Facilities}, intro: {id: "Bagian ini tentang *kantor* Anda.", en: "This part is about your *office*."}}
items:
  - id: puas
    type: matrix
    scale: puas
    section: s1
    also: [na, dk]
    text: {id: "Seberapa puas Anda dengan:", en: "How satisfied are you with:"}
    rows:
      - {id: puas_ruang, text: {id: Ruang kerja, en: Rooms}}
      - {id: puas_alat, text: {id: Peralatan, en: Equipment}}
  - {id: kegiatan, type: text, text: {id: Apa kegiatan Anda?, en: What do you do?}}
  - {id: penting, type: yesno, text: {id: "Apakah _${kegiatan}_ *penting*?", en: "Is _${kegiatan}_ *important*?"}, hint: {id: "Lihat [panduan](https://malutprov.go.id).", en: "See the [guide](https://malutprov.go.id)."}}
  - id: urutan
    type: ranking
    text: {id: Urutkan., en: Rank them.}
    options: [{value: a, label: {id: Gaji, en: Pay}}, {value: b, label: {id: Karier, en: Career}}, {value: c, label: {id: Ruang, en: Rooms}}]
  - id: kecamatan
    type: choice
    text: {id: Kecamatan?, en: District?}
    options:
      - {value: k1, label: {id: Bacan, en: Bacan}}
      - {value: k2, label: {id: Bacan Barat, en: Bacan Barat}}
      - {value: k3, label: {id: Gane Barat, en: Gane Barat}}
      - {value: k4, label: {id: Gane Timur, en: Gane Timur}}
      - {value: k5, label: {id: Jailolo, en: Jailolo}}
      - {value: k6, label: {id: Kao, en: Kao}}
      - {value: k7, label: {id: Kao Barat, en: Kao Barat}}
      - {value: k8, label: {id: Loloda, en: Loloda}}
      - {value: k9, label: {id: Maba, en: Maba}}
      - {value: k10, label: {id: Morotai Jaya, en: Morotai Jaya}}
      - {value: k11, label: {id: Morotai Timur, en: Morotai Timur}}
      - {value: k12, label: {id: Oba, en: Oba}}
      - {value: k13, label: {id: Oba Utara, en: Oba Utara}}
  - {id: pulang, type: time, default: "16:00", optional: true, text: {id: Jam berapa Anda pulang?, en: When do you leave?}}
  - {id: surel, type: email, text: {id: Surel?, en: E-mail?}}
  - {id: telepon, type: phone, text: {id: Telepon?, en: Telephone?}}
`

func TestFeatureScreens(t *testing.T) {
	f, err := flows.Load("fitur", []byte(features))
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"id", "en"} {
		t.Run(lang, func(t *testing.T) {
			w, g := newWorld(t, lang), openGolden(t, "features."+lang)
			w.update(func(tx *storage.Tx) error { return tx.PutFlow(f.Version(), []byte(features)) })
			inputs := []string{}
			show := func(name string, more ...string) {
				inputs = append(inputs, more...)
				w.interview(anonymous, lang, f, inputs...)
				w.show(storage.Chat{Respondent: me, Language: lang, Screen: storage.Screen{
					Name: fielding.ScreenInterview, Wave: anonymous, Notice: fielding.InterviewNotice}})
				g.add(name, seen(t, w.api.take()))
			}
			show("matrix, first row under the introduction")
			show("matrix, second row", "@1")
			show("matrix, special answer kept", "back")
			show("earlier answer in bold and italics", "next", "#2", "5 < 6 & *x*")
			show("ranking", "#1")
			show("ranking, two ranks", "#3", "#1")
			show("long list", "#2", "done")
			show("long list, next page", "next page")
			show("long list, nothing found", "zz")
			show("long list, found", "barat")
			show("default", "#1")
			show("e-mail", "next")
			show("e-mail not understood", "siti@")
			show("telephone", "siti@malutprov.go.id")
			show("review", "0812 3456 7890")
			g.end()
		})
	}
}

// TestClosingText says the text that the row carries; without one the text that has no condition.
func TestClosingText(t *testing.T) {
	w := newWorld(t, "id")
	f, err := flows.Load("fitur", []byte(features))
	if err != nil {
		t.Fatal(err)
	}
	w.update(func(tx *storage.Tx) error { return tx.PutFlow(f.Version(), []byte(features)) })
	w.interview(anonymous, "id", f)
	for closing, want := range map[int]string{
		0: "\n\nTerima kasih atas waktu Anda.\n\n",
		1: "\n\nKami akan <b>memperbaiki</b> ruang kerja: <a href=\"https://malutprov.go.id/r?a=1&amp;b=2\">rencananya</a>.\n\n",
		2: "\n\nTerima kasih atas waktu Anda.\n\n",
		9: "\n\nTerima kasih atas waktu Anda.\n\n",
	} {
		w.queue(storage.Chat{Respondent: me, Language: "id", Seq: 7, Fresh: true,
			Screen: storage.Screen{Name: fielding.ScreenSubmitted, Wave: anonymous}})
		o := w.bot.Send(t.Context(), delivery.Row{Job: fielding.ScreenJob{Account: person, Closing: closing}})
		text := fmt.Sprint(w.api.take()[0].Params["text"])
		if o.Kind != delivery.Delivered || !strings.Contains(text, want) || !strings.Contains(text, "Jawaban Anda sudah kami terima") {
			t.Errorf("closing %d: %v %s", closing, o.Kind, text)
		}
	}
}

// A cheap phone of 360 by 640 px: what is left for a message and its buttons below and above the app's
// own bars, and how much a line and a row of buttons take.
const (
	phoneHeight = 520
	lineHeight  = 21
	rowHeight   = 44
	lineWidth   = 38 // characters
)

// TestFivePointItemsFitThePhone measures every five-point item of the shipped flow, in both languages.
func TestFivePointItemsFitThePhone(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		w := newWorld(t, lang)
		var inputs []string
		for n, item := range w.flow.Items {
			if item.Type != flows.TypeScale {
				break
			}
			w.interview(anonymous, lang, w.flow, inputs...)
			w.show(storage.Chat{Respondent: me, Language: lang, Screen: storage.Screen{Name: fielding.ScreenInterview, Wave: anonymous}})
			if height := heightOf(w.api.take()[0]); height > phoneHeight {
				t.Errorf("item %d of %s is %d px high", n+1, lang, height)
			}
			inputs = append(inputs, "#3")
		}
		if len(inputs) < 20 {
			t.Errorf("%d five-point items", len(inputs))
		}
	}
}

func heightOf(q request) int {
	text, _ := q.Params["text"].(string)
	lines := 0
	for line := range strings.SplitSeq(texts.Strip(text), "\n") {
		lines += max(1, (utf8.RuneCountInString(line)+lineWidth-1)/lineWidth)
	}
	markup, _ := q.Params["reply_markup"].(map[string]any)
	rows, _ := markup["inline_keyboard"].([]any)
	return lines*lineHeight + len(rows)*rowHeight
}

// TestLongestReviewFitsOneMessage renders every page of the review of 500 items with the longest texts.
func TestLongestReviewFitsOneMessage(t *testing.T) {
	var b strings.Builder
	b.WriteString("flow: besar\ntitle: x\nlanguages: [id]\nitems:\n")
	for i := range 500 {
		fmt.Fprintf(&b, "  - {id: i%d, type: text, text: %q}\n", i, strings.Repeat("a<&>👍 ", 20))
	}
	f, err := flows.Load("besar", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	s := f.Begin("k7m2q9abcd", "id", nil)
	for n := range f.Items {
		s, _ = f.Step(s, flows.Input{Text: strings.Repeat("😀<&", 900), Message: n + 1})
	}
	w := newWorld(t, "id")
	for screen := f.Show(s); ; screen = f.Show(s) {
		text, presses := w.bot.Question(screen, survey.Anonymous)
		if err := bot.CheckHTML(text); err != nil || strings.Count(text, "…") < 2*len(screen.Review) {
			t.Fatalf("page %d: %v", screen.Page, err)
		}
		for _, press := range presses {
			if len(press) > 64 {
				t.Fatalf("button of %d bytes: %s", len(press), press)
			}
		}
		if screen.NextPage == "" {
			return
		}
		s, _ = f.Step(s, flows.Input{Press: screen.NextPage})
	}
}
