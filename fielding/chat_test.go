package fielding_test

import (
	"slices"
	"testing"
	"time"

	"suara/delivery"
	"suara/fielding"
	"suara/survey"
)

// begin leads account 101 to the text item, the last of the flow.
func (w *world) begin() survey.WaveID {
	w.t.Helper()
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	w.choose(101, wave, 0)
	w.choose(101, wave, 0)
	return wave
}

// Whatever comes between, no message that shows an anonymous interview stays in the chat.
func TestQuestionOfAnonymousWaveLeavesTheChat(t *testing.T) {
	for _, row := range []struct {
		name string
		do   func(w *world, wave survey.WaveID)
	}{
		{"another question", func(w *world, _ survey.WaveID) { w.say(101, "saran saya") }},
		{"help", func(w *world, _ survey.WaveID) { w.say(101, "/bantuan") }},
		{"own data", func(w *world, _ survey.WaveID) { w.say(101, "/data_saya") }},
		{"a text after closing", func(w *world, wave survey.WaveID) { w.close(wave); w.say(101, "terlambat") }},
		{"start after closing", func(w *world, wave survey.WaveID) { w.close(wave); w.say(101, "/start") }},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, survey.Anonymous)
			wave := w.begin()
			question := w.chat(101).Live
			if question == 0 {
				t.Fatal("no question is on screen")
			}
			row.do(w, wave)
			if !slices.Contains(w.deleted, question) {
				t.Errorf("the question stays; deleted are %v", w.deleted)
			}
		})
	}
}

// What is typed while something else is on screen is no answer, but may read like one.
func TestTextBesideTheQuestionIsNotStored(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.begin()
	before := w.flowScreen(101, wave)
	w.say(101, "/bantuan")
	typed := w.sent + 1
	w.say(101, "saran saya")
	if !slices.Contains(w.deleted, typed) {
		t.Error("the text stays in the chat")
	}
	s := w.chat(101).Screen
	if s.Name != fielding.ScreenInterview || s.Notice != fielding.InterviewNotice || len(s.Args) > 0 {
		t.Errorf("screen %+v", s)
	}
	if after := w.flowScreen(101, wave); after.Text != before.Text || after.Current != "" {
		t.Errorf("the text was taken: the question is %q with %q", after.Text, after.Current)
	}
	w.say(101, "/batal")
	w.wantScreen(101, fielding.ScreenLeave)
}

// Apps cut a long text into several messages; the rest of one that is refused is no answer.
func TestRestOfAPastedTextIsNoAnswer(t *testing.T) {
	long := make([]rune, 4096)
	for i := range long {
		long[i] = 'a'
	}
	for _, row := range []struct {
		name   string
		after  time.Duration
		screen string
	}{
		{"the rest", time.Second, fielding.InterviewNotice},
		{"a new answer", 4 * time.Second, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := newWorld(t, survey.Confidential)
			w.begin()
			w.say(101, string(long))
			if w.chat(101).Screen.Notice != fielding.InterviewNotice {
				t.Skip("the item takes a text of that length")
			}
			w.now = w.now.Add(row.after)
			w.say(101, "akhir")
			if got := w.chat(101).Screen.Notice; got != row.screen {
				t.Errorf("notice %q, want %q", got, row.screen)
			}
		})
	}
}

func TestServiceMessageMovesTheGroup(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.send(fielding.Migration{From: group, To: -100777})
	w.send(fielding.Migration{From: group, To: -100777}) // both chats tell of it
	w.send(fielding.Message{Chat: -100777, From: owner, ID: 9, Text: "/survei", Kind: fielding.KindText})
	if got := w.lastPost(); got.Name != fielding.PostSurveys || got.Chat != -100777 {
		t.Errorf("a command in the migrated group gives %q in %d", got.Name, got.Chat)
	}
}

// The live message was deleted by the person: the screen comes as a new message, in a row of its own.
func TestScreenWhoseMessageIsGoneComesAnew(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.say(101, "/bantuan")
	w.update++
	w.apply(fielding.Update{ID: w.update, Body: fielding.Press{
		Query: "q", Chat: 101, Private: true, From: 101, Message: w.chat(101).Live, Data: "l:id",
	}})
	fx := w.apply(fielding.Receipt{Receipt: delivery.Receipt{
		Row:     delivery.Row{Chat: 101, Screen: true, Job: fielding.ScreenJob{Account: 101}},
		Outcome: delivery.Outcome{Kind: delivery.Done, Extra: fielding.Shown{Seq: w.chat(101).Seq, Gone: true}},
	}})
	if c := w.chat(101); c.Live != 0 || !c.Fresh {
		t.Errorf("chat %+v, want no live message and a fresh screen", c)
	}
	if len(fx.Rows) != 1 || !fx.Rows[0].Screen {
		t.Errorf("rows %+v, want the screen again", fx.Rows)
	}
}

// A message that never showed a question keeps its place in the chat; only its buttons go.
func TestInvitationIsStrippedAndNotDeleted(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	invitation := w.chat(101).Live
	w.say(101, "/start")
	w.press(101, "c:yes:"+string(wave))
	if slices.Contains(w.deleted, invitation) {
		t.Error("the invitation was deleted from the chat")
	}
}

// The invitation becomes the question by an edit; after forty hours it shows the pause screen.
func TestQuestionDrawnOnAnOlderMessageIsSwept(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	w.wantScreen(101, fielding.ScreenInterview)
	w.tick(w.now.Add(39 * time.Hour))
	w.wantScreen(101, fielding.ScreenInterview)
	w.tick(w.now.Add(2 * time.Hour))
	w.wantScreen(101, fielding.ScreenPaused)
}
