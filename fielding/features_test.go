package fielding_test

import (
	"strings"
	"testing"
	"time"

	"suara/fielding"
	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// TestClosingTextOfAnAnonymousWaveIsNotKept: which text is said tells of the answers, so it travels with
// the row and is nowhere on disk; in other waves the screen remembers it.
func TestClosingTextOfAnAnonymousWaveIsNotKept(t *testing.T) {
	for mode, kept := range map[survey.Mode]string{survey.Anonymous: "", survey.Confidential: "1"} {
		t.Run(string(mode), func(t *testing.T) {
			w := newWorld(t, mode)
			source := strings.Replace(testFlow, "languages:", "closing: [{when: \"${p1} = 2\", text: {id: Maaf.}}, "+
				"{text: {id: Terima kasih.}}]\nlanguages:", 1)
			f, err := flows.Load("uji.yaml", []byte(source))
			if err != nil {
				t.Fatal(err)
			}
			w.cfg.Surveys[0].Flow, w.cfg.Surveys[0].Source = f, []byte(source)
			w.restart()
			wave := w.openWave()
			w.complete(101, wave, 1, "")
			w.wantScreen(101, fielding.ScreenSubmitted)
			if got := w.chat(101).Screen.Args[fielding.ArgClosing]; got != kept {
				t.Errorf("the screen keeps %q, want %q", got, kept)
			}
			said := 0
			for _, row := range w.last.Rows {
				if job, ok := row.Job.(fielding.ScreenJob); ok {
					said = job.Closing
				}
			}
			if said != 1 {
				t.Errorf("closing text %d is said, want 1", said)
			}
		})
	}
}

// TestLanguageInTheMiddleKeepsTheQuestion switches the language within an interview.
func TestLanguageInTheMiddleKeepsTheQuestion(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	w.choose(101, wave, 1)
	before := w.flowScreen(101, wave)
	w.press(101, "l:en")
	w.wantScreen(101, fielding.ScreenInterview)
	after := w.flowScreen(101, wave)
	if before.Item.ID != after.Item.ID || before.Options[0].Press != after.Options[0].Press {
		t.Errorf("%s became %s, button %s %s", before.Item.ID, after.Item.ID, before.Options[0].Press, after.Options[0].Press)
	}
}

// TestGraceForSomeoneInside lets an interview that is under way at the closing be sent within the grace.
func TestGraceForSomeoneInside(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.tick(w.wave(wave).Closes.Add(5 * time.Minute))
	w.complete(101, wave, 1, "")
	w.wantScreen(101, fielding.ScreenSubmitted)
	w.tick(w.wave(wave).Closes.Add(10 * time.Minute))
	if w.wave(wave).Taking() {
		t.Error("the wave takes answers after the grace")
	}
}

// TestChangeThatPutsAnswersAsideSaysSoOnTheScreen presses an answer that makes another irrelevant: the
// screen says so, not only the answer to the press, which is gone in a moment.
func TestChangeThatPutsAnswersAsideSaysSoOnTheScreen(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	source := strings.Replace(testFlow, "text: {id: Butir kedua}", "text: {id: Butir kedua}, when: \"${p1} = 2\"", 1)
	f, err := flows.Load("uji.yaml", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	w.cfg.Surveys[0].Flow, w.cfg.Surveys[0].Source = f, []byte(source)
	w.restart()
	wave := w.openWave()
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	w.choose(101, wave, 1)
	w.choose(101, wave, 1)
	w.press(101, "q:"+w.flowScreen(101, wave).Back)
	w.press(101, "q:"+w.flowScreen(101, wave).Back)
	fx := w.choose(101, wave, 0)
	if len(fx.Answers) != 1 || fx.Answers[0].Notice != "" {
		t.Errorf("the press is answered by %v", fx.Answers)
	}
	w.view(func(tx *storage.Tx) error {
		i, ok, err := fielding.LoadInterview(tx, w.wave(wave), 1)
		if !ok || i.Notice.Key != flows.NoticeAnswersAside || i.Notice.Args["count"] != "1" {
			t.Errorf("the screen says %+v", i.Notice)
		}
		return err
	})
	if got := w.chat(101).Screen.Notice; got != fielding.InterviewNotice {
		t.Errorf("the screen shows %q", got)
	}
}
