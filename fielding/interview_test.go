package fielding_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"suara/delivery"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

func TestMainJob(t *testing.T) {
	for _, mode := range []survey.Mode{survey.Anonymous, survey.Confidential, survey.Identified} {
		t.Run(string(mode), func(t *testing.T) {
			w := newWorld(t, mode)
			wave := w.openWave()
			if got := len(w.claim(10)); got != 3 {
				t.Fatalf("%d invitations, want 3: one person has no account", got)
			}
			w.wantScreen(101, fielding.ScreenInvitation)
			w.complete(101, wave, 1, "rahasia sekali")
			w.wantScreen(101, fielding.ScreenSubmitted)
			w.complete(102, wave, 0, "")
			w.press(103, "w:go:"+string(wave))
			w.press(103, "c:yes:"+string(wave))
			w.choose(103, wave, 1)
			if inv := w.invitation(wave, 1); inv.Progress != survey.Complete {
				t.Errorf("progress of the first person %v, want complete", inv.Progress)
			}
			w.close(wave)
			checkClosed(t, w, wave, mode)
		})
	}
}

// checkClosed holds what a wave leaves: two complete responses; of an anonymous wave no trace of who
// gave them, of the others the third person's partial one.
func checkClosed(t *testing.T, w *world, id survey.WaveID, mode survey.Mode) {
	t.Helper()
	wave := w.wave(id)
	if wave.State != survey.WaveClosed || wave.Base.Complete != 2 || wave.Base.Roster != 4 || wave.Base.Started != 3 {
		t.Errorf("closed wave is %s with base %+v", wave.State, wave.Base)
	}
	complete, partial := map[string]int{}, 0
	err := w.store.Submissions(wave, func(_ []byte, s storage.Submission) error {
		if s.Response.Partial {
			partial++
			return nil
		}
		complete[s.Response.Values[0]+s.Response.Values[1]]++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if complete["22"] != 1 || complete["11"] != 1 || len(complete) != 2 {
		t.Errorf("responses %v, want one 22 and one 11", complete)
	}
	switch mode {
	case survey.Anonymous:
		if partial != 0 || wave.Erased != 1 {
			t.Errorf("%d partial rows and %d erased interviews, want 0 and 1", partial, wave.Erased)
		}
		if inv := w.invitation(id, 1); inv != (survey.Invitation{}) {
			t.Errorf("after closing it is still known that person 1 has %+v", inv)
		}
		if w.store.HasKey(string(id)) {
			t.Error("the wave's key outlived its closing")
		}
	default:
		if partial != 1 {
			t.Errorf("%d partial rows, want 1", partial)
		}
	}
}

func TestAnonymousAnswersAreSealedWhileOpen(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.complete(101, wave, 1, "kalimat yang mudah dikenali")
	raw, err := os.ReadFile(w.store.Path())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), "mudah dikenali") {
		t.Error("a typed answer of an open anonymous wave stands in the file in clear")
	}
}

func TestTypedAnswerOfAnonymousWaveIsDeletedFromTheChat(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	w.choose(101, wave, 0)
	w.choose(101, wave, 0)
	w.say(101, "saran saya")
	typed := w.sent
	for _, row := range w.last.Rows {
		if job, ok := row.Job.(fielding.MessageJob); ok && job.ID > 0 && row.Repeat == delivery.RepeatAlways {
			return
		}
	}
	t.Errorf("no row deletes message %d", typed)
}

func TestStalePressChangesNothing(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	first := w.flowScreen(101, wave)
	w.press(101, "q:"+first.Options[0].Press)
	second := w.flowScreen(101, wave)
	fx := w.press(101, "q:"+first.Options[1].Press)
	if len(fx.Answers) != 1 {
		t.Errorf("%d answers to one press, want 1", len(fx.Answers))
	}
	if now := w.flowScreen(101, wave); now.Item.ID != second.Item.ID {
		t.Errorf("after a stale press item %s is on screen, want %s", now.Item.ID, second.Item.ID)
	}
}

func TestSameUpdateTwiceCountsOnce(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	s := w.flowScreen(101, wave)
	press := fielding.Update{ID: 77, Body: fielding.Press{
		Query: "q", Chat: 101, Private: true, From: 101, Message: w.chat(101).Live, Data: "q:" + s.Options[0].Press,
	}}
	w.deliver(w.apply(press))
	item := w.flowScreen(101, wave).Item.ID
	for _, fx := range []fielding.Effects{w.apply(press), func() fielding.Effects { w.restart(); return w.apply(press) }()} {
		if len(fx.Answers)+len(fx.Rows) != 0 {
			t.Errorf("an update seen before had effects: %+v", fx)
		}
	}
	if now := w.flowScreen(101, wave).Item.ID; now != item {
		t.Errorf("item %s is on screen, want %s", now, item)
	}
}

func TestInterviewContinuesAfterRestart(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	w.choose(101, wave, 1)
	w.restart()
	if s := w.flowScreen(101, wave); s.Item.ID != "p2" {
		t.Fatalf("item %s after the restart, want p2", s.Item.ID)
	}
	w.choose(101, wave, 0)
	if s := w.flowScreen(101, wave); s.Item.ID != "saran" {
		t.Errorf("item %s, want saran", s.Item.ID)
	}
}

func TestUnsentScreenIsSentAfterRestart(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.update++
	w.apply(fielding.Update{ID: w.update, Body: fielding.Message{
		Chat: 101, Private: true, From: 101, ID: 1, Text: "/bantuan", Kind: fielding.KindText,
	}})
	fx := w.restart()
	if len(fx.Rows) != 1 || fx.Rows[0].Chat != 101 {
		t.Errorf("rows after the restart %+v, want the one unsent screen", fx.Rows)
	}
}

func TestPressAfterClosingSaysSo(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	token := w.flowScreen(101, wave).Options[0].Press
	w.close(wave)
	fx := w.press(101, "q:"+token)
	w.wantScreen(101, fielding.ScreenClosed)
	if len(fx.Answers) != 1 || fx.Answers[0].Notice != fielding.NoticeWaveClosed {
		t.Errorf("answers %+v, want one that says that the wave is closed", fx.Answers)
	}
}

func TestDeclinedPersonMayThinkAgain(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:no:"+string(wave))
	w.wantScreen(101, fielding.ScreenDeclined)
	if inv := w.invitation(wave, 1); inv.Disposition() != survey.DispRefusal {
		t.Errorf("disposition %s, want refusal", inv.Disposition())
	}
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	w.wantScreen(101, fielding.ScreenInterview)
}

func TestRegistrationRules(t *testing.T) {
	t.Run("one account a person and one person an account", func(t *testing.T) {
		w := newWorld(t, survey.Anonymous)
		var codes map[survey.RespondentID]string
		w.do(func(d *fielding.Desk) (err error) { codes, err = d.MakeCodes(false, 0); return err })
		w.say(201, "/start "+codes[4])
		w.say(202, strings.ToLower(codes[4][:4])+"-"+codes[4][4:])
		w.wantScreen(202, fielding.ScreenIdentity)
		w.press(201, "r:yes")
		w.press(202, "r:yes")
		if a, b := w.chat(201).Respondent, w.chat(202).Respondent; a != 4 || b != 0 {
			t.Errorf("accounts are bound to %d and %d, want 4 and nobody", a, b)
		}
		w.say(101, "/start "+codes[4])
		if got := w.chat(101).Respondent; got != 1 {
			t.Errorf("account 101 is bound to %d, want 1 as before", got)
		}
	})
	t.Run("five failed codes lock for an hour", func(t *testing.T) {
		w := newWorld(t, survey.Anonymous)
		var codes map[survey.RespondentID]string
		w.do(func(d *fielding.Desk) (err error) { codes, err = d.MakeCodes(false, 0); return err })
		for range 5 {
			w.say(201, "/start ZZZZZZZZ")
		}
		w.say(201, "/start "+codes[4])
		if s := w.chat(201).Screen; s.Name != fielding.ScreenWelcome || s.Notice != fielding.NoticeCodeLocked {
			t.Errorf("locked account sees %+v", s)
		}
		w.now = w.now.Add(time.Hour)
		w.say(201, "/start "+codes[4])
		w.wantScreen(201, fielding.ScreenIdentity)
	})
	t.Run("ordinary words are no failed code", func(t *testing.T) {
		w := newWorld(t, survey.Anonymous)
		for range 9 {
			w.say(201, "selamat pagi")
		}
		if c := w.chat(201); len(c.Failures) != 0 || !c.LockedUntil.IsZero() {
			t.Errorf("chat %+v, want no failures", c)
		}
	})
	t.Run("who registers in an open wave is led to consent", func(t *testing.T) {
		w := newWorld(t, survey.Anonymous)
		wave := w.openWave()
		w.claim(10)
		w.register(4, 104)
		w.wantScreen(104, fielding.ScreenConsent)
		if got := len(w.claim(10)); got != 0 {
			t.Errorf("%d invitations after registration, want 0: registering was the invitation", got)
		}
		if inv := w.invitation(wave, 4); inv.Reach != survey.ReachDelivered {
			t.Errorf("reach %v, want delivered", inv.Reach)
		}
	})
}

// A new message is under way when the person presses on the one before it: the next screen is drawn
// there, and must reach the new message too, which is the last in the chat.
func TestScreenFollowsTheMessageThatWasUnderWay(t *testing.T) {
	w := newWorld(t, survey.Confidential)
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	before, after := w.chat(101).Live, 9000
	option := w.flowScreen(101, wave).Options[0].Press
	w.apply(fielding.Update{ID: 9001, Body: fielding.Message{
		Chat: 101, Private: true, From: 101, ID: 8999, Text: "halo", Kind: fielding.KindText, Date: w.now,
	}})
	typed := w.chat(101).Seq
	w.apply(fielding.Update{ID: 9002, Body: fielding.Press{
		Query: "query", Chat: 101, Private: true, From: 101, Message: before, Data: "q:" + option,
	}})
	receipt := func(message int, shown fielding.Shown) fielding.Effects {
		return w.apply(fielding.Receipt{Receipt: delivery.Receipt{
			Row:     delivery.Row{Chat: 101, Screen: true, Job: fielding.ScreenJob{Account: 101}},
			Outcome: delivery.Outcome{Kind: delivery.Delivered, MessageID: message, Extra: shown},
		}})
	}
	receipt(after, fielding.Shown{Seq: typed, Fresh: true})
	fx := receipt(before, fielding.Shown{Seq: w.chat(101).Seq})
	if live := w.chat(101).Live; live != after {
		t.Errorf("message %d is live, want %d", live, after)
	}
	again := slices.ContainsFunc(fx.Rows, func(r delivery.Row) bool { return r.Screen })
	if !again {
		t.Errorf("the screen is not drawn on the new message: %+v", fx.Rows)
	}
}
