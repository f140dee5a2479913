package bot

import (
	"fmt"
	"strings"

	"suara/bot/texts"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// Notice is what people read before they consented to a wave, as plain text, in each of the flow's
// languages that has a catalogue.
func Notice(tx *storage.Tx, cfg fielding.Config, fl *fielding.Flows, w survey.Wave) (string, error) {
	r, err := newRenderer(cfg, fl)
	if err != nil {
		return "", err
	}
	f, err := fl.Get(tx, w.Flow)
	if err != nil {
		return "", fmt.Errorf("notice of wave %s: %w", w.ID, err)
	}
	var notices []string
	for _, lang := range f.Languages {
		if r.texts[lang] == nil {
			continue
		}
		s := &screen{page: r.newPage(tx, lang, w.Opened)}
		s.Screen = storage.Screen{Name: fielding.ScreenConsent, Wave: w.ID}
		if err := s.consent(); err != nil {
			return "", fmt.Errorf("notice of wave %s: %w", w.ID, err)
		}
		notices = append(notices, texts.Strip(s.b.String()))
	}
	return strings.Join(notices, "\n\n* * *\n\n") + "\n", nil
}

// NoticeWords are the words of the notice of a mode in all languages, with its blanks: they change with
// the program, and people are asked again then.
func NoticeWords(mode survey.Mode) string {
	all, err := texts.Load()
	if err != nil {
		return "" // the embedded files are read by a test
	}
	blanks := texts.Args{}
	for _, name := range []string{"organisation", "letter", "title", "intro", "minutes", "items", "until", "mode",
		"min_group", "days", "contact"} {
		blanks[name] = "{" + name + "}"
	}
	var b strings.Builder
	for _, lang := range texts.Languages() {
		for _, key := range noticeKeys(string(mode)) {
			all[lang].Write(&b, key, blanks)
			b.WriteByte('\n')
		}
	}
	return b.String()
}
