package fielding_test

import (
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// kept reads all rows of the outbox.
func (w *world) kept() (list []storage.Message) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) error {
		return tx.Messages(func(m storage.Message) bool { list = append(list, m); return true })
	})
	return list
}

func TestResultsAreSentOnceAtClosing(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.close(wave)
	w.restart()
	var got []string
	for _, m := range w.kept() {
		to := group
		if m.Name == fielding.PostKeyDestroy && len(got) == 6 {
			to = 900 // the owner, who was asked to keep a copy
		}
		if !m.Kind.Claims() || m.Chat != to || m.Wave != wave {
			t.Errorf("%+v may be sent twice, or elsewhere", m)
		}
		got = append(got, m.Name+m.Args[fielding.ArgFormat])
	}
	want := []string{fielding.PostHeadline, fielding.PostResults, fielding.PostReport + "xlsx", fielding.PostReport + "html",
		fielding.PostReport + "docx", fielding.PostKeyDestroy, fielding.PostKeyDestroy}
	if !slices.Equal(got, want) {
		t.Errorf("at closing %v, want %v", got, want)
	}
	w.claim(10)
	if left := w.kept(); len(left) != 0 {
		t.Errorf("left after their receipts: %+v", left)
	}
	if fx := w.tick(w.now.AddDate(0, 0, 1)); fx.Posts || len(w.kept()) != 0 {
		t.Errorf("more on the next day: %+v", w.kept())
	}
}

func TestDigestIsPostedWhenSomethingChanged(t *testing.T) {
	w := scheduled(t, "", "", "0 16 * * *")
	wave := w.openWave()
	w.claim(10)
	digest := func(day int) (names []string) {
		w.tick(at(day, 16, 0))
		for _, m := range w.kept() {
			if m.Name == fielding.PostParticipation || m.Name == fielding.PostDays {
				names = append(names, m.Name)
			}
		}
		w.claim(10)
		return names
	}
	if got := digest(3); len(got) != 1 {
		t.Errorf("the first post: %v", got)
	}
	if got := digest(4); len(got) != 0 {
		t.Errorf("nothing changed, yet posted: %v", got)
	}
	w.complete(101, wave, 1, "")
	if got := digest(5); !slices.Equal(got, []string{fielding.PostDays, fielding.PostParticipation}) {
		t.Errorf("after an answer: %v, want the picture and the text", got)
	}
	w.view(func(tx *storage.Tx) error {
		before, err := fielding.LastDigest(tx, wave, true)
		last, err2 := fielding.LastDigest(tx, wave, false)
		if err != nil || err2 != nil || before.Base.Complete != 0 || last.Base.Complete != 1 {
			t.Errorf("before %+v (%v), last %+v (%v)", before, err, last, err2)
		}
		return nil
	})
}

func TestDaysAreCountedForTheOrganisation(t *testing.T) {
	w := newWorld(t, survey.Confidential)
	wave := w.openWave()
	w.claim(10)
	w.complete(101, wave, 1, "")
	w.complete(102, wave, 1, "")
	w.now = at(5, 9, 0)
	w.do(func(d *fielding.Desk) error { _, err := d.RemindWave(wave, 0); return err })
	w.claim(10)
	w.complete(103, wave, 1, "")
	days := func() (out []fielding.DayCount) {
		w.view(func(tx *storage.Tx) error {
			list, err := fielding.Days(tx, w.wave(wave), zone, w.now)
			for _, d := range list {
				out = append(out, d.DayCount)
			}
			return err
		})
		return out
	}
	if got, want := days(), []fielding.DayCount{{Complete: 2}, {}, {Complete: 1, Reminded: true}}; !slices.Equal(got, want) {
		t.Errorf("days %+v, want %+v", got, want)
	}
	w.say(102, "/tarik_jawaban")
	w.press(102, "d:withdraw:"+string(wave))
	if got := days(); got[0].Complete != 1 {
		t.Errorf("after a withdrawal %+v, want one on the first day", got)
	}
	w.close(wave)
	w.now = w.now.AddDate(0, 0, 9)
	if got := days(); len(got) != 3 {
		t.Errorf("%d days of a closed wave, want 3", len(got))
	}
}

func TestOnlyAdminsTurnTheMenu(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.close(wave)
	w.claim(10)
	w.order(owner, "/ringkasan "+string(wave))
	if m := w.lastPost(); m.Name != fielding.PostSummary || m.Wave != wave || m.Args[fielding.ArgView] != fielding.ViewWhole {
		t.Errorf("the menu is %+v", m)
	}
	w.claim(10)
	press := func(from survey.AccountID, data string) (notice string, edits []storage.Message) {
		w.update++
		fx := w.apply(fielding.Update{ID: w.update, Body: fielding.Press{
			Query: "q", Chat: group, From: from, Message: 77, Data: data,
		}})
		edits = w.kept()
		w.deliver(fx)
		if len(fx.Answers) != 1 {
			t.Fatalf("%s: %d answers", data, len(fx.Answers))
		}
		return fx.Answers[0].Notice, edits
	}
	if notice, edits := press(stranger, "s:u:0:"+string(wave)); notice != fielding.NoticeAdminsOnly || len(edits) != 0 {
		t.Errorf("a stranger's press: %q and %+v", notice, edits)
	}
	for _, broken := range []string{"s:u:0:lain", "s:u", "s:"} {
		if notice, edits := press(owner, broken); notice != fielding.NoticeUnknownButton || len(edits) != 0 {
			t.Errorf("%s: %q and %+v", broken, notice, edits)
		}
	}
	notice, edits := press(owner, "s:u:2:"+string(wave))
	if notice != "" || len(edits) != 1 || edits[0].Kind != storage.KindEdit || edits[0].Message != 77 ||
		edits[0].Args[fielding.ArgView] != fielding.ViewUnits || edits[0].Args[fielding.ArgPage] != "2" {
		t.Errorf("an owner's press: %q and %+v", notice, edits)
	}
}

func TestFilesAreSentAgainOnAPress(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	press := func() []string {
		w.update++
		w.apply(fielding.Update{ID: w.update, Body: fielding.Press{
			Query: "q", Chat: group, From: owner, Message: 77, Data: "s:f:0:" + string(wave),
		}})
		return w.posts()
	}
	if got := press(); len(got) != 0 {
		t.Errorf("files of an open wave: %v", got)
	}
	w.close(wave)
	w.claim(10)
	want := []string{fielding.PostHeadline, fielding.PostReport, fielding.PostReport, fielding.PostReport}
	if got := press(); !slices.Equal(got, want) {
		t.Errorf("a press on the files gives %v, want %v", got, want)
	}
}

func TestCommentsWaitForTheirReview(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.cfg.Surveys[0].ReviewComments = true
	w.restart()
	wave := w.openWave()
	w.claim(10)
	w.close(wave)
	comments := []survey.Comment{{Item: "saran", Text: "satu"}, {Item: "saran", Text: "dua"}, {Item: "saran", Text: "dua"}}
	w.do(func(d *fielding.Desk) error { // the plain reporter of these tests releases none
		if fielding.InReview(d.Tx(), wave) {
			t.Error("without comments there is nothing to review")
		}
		if err := d.Tx().PutSetting("review/"+string(wave), "waiting"); err != nil {
			return err
		}
		return d.Tx().PutComments(wave, comments)
	})
	press := func(from survey.AccountID, view string, mark int) (left []string, waiting bool) {
		w.update++
		w.apply(fielding.Update{ID: w.update, Body: fielding.Press{
			Query: "q", Chat: group, From: from, Message: 77, Data: "s:" + view + ":" + strconv.Itoa(mark) + ":" + string(wave),
		}})
		w.view(func(tx *storage.Tx) error {
			list, err := tx.Comments(wave)
			for _, c := range list {
				left = append(left, c.Text)
			}
			waiting = fielding.InReview(tx, wave)
			return err
		})
		return left, waiting
	}
	first := fielding.CommentMark(comments[0])
	for _, row := range []struct {
		name    string
		from    survey.AccountID
		view    string
		mark    int
		left    int
		waiting bool
	}{
		{"a stranger hides nothing", stranger, fielding.ViewHide, first, 3, true},
		{"an admin hides one", owner, fielding.ViewHide, first, 2, true},
		{"pressed again, it is gone already", owner, fielding.ViewHide, first, 2, true},
		{"of two alike one stays", owner, fielding.ViewHide, fielding.CommentMark(comments[1]), 1, true},
		{"a stranger ends nothing", stranger, fielding.ViewReviewed, 0, 1, true},
		{"the review ends", owner, fielding.ViewReviewed, 0, 1, false},
		{"after it nothing is hidden", owner, fielding.ViewHide, fielding.CommentMark(comments[1]), 1, false},
	} {
		if left, waiting := press(row.from, row.view, row.mark); len(left) != row.left || waiting != row.waiting {
			t.Errorf("%s: left %v, waiting %v", row.name, left, waiting)
		}
	}
}

func TestFollowUpReachesRespondents(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.say(101, "/hasil")
	w.wantScreen(101, fielding.ScreenResults)
	if s := w.chat(101).Screen; s.Wave != "" {
		t.Errorf("results of %q before there are any", s.Wave)
	}
	wave := w.openWave()
	w.claim(10)
	tests := []struct{ text, post, kept string }{
		{"/tindak_lanjut lain x", fielding.PostNoWave, ""},
		{"/tindak_lanjut " + string(wave) + " terlalu dini", fielding.PostFailed, ""},
	}
	check := func() {
		for _, tt := range tests {
			w.order(owner, tt.text)
			if got := w.lastPost(); got.Name != tt.post {
				t.Errorf("%s gives %s, want %s", tt.text, got.Name, tt.post)
			}
			w.view(func(tx *storage.Tx) error {
				if got := fielding.FollowUp(tx, wave); got != tt.kept {
					t.Errorf("%s keeps %q, want %q", tt.text, got, tt.kept)
				}
				return nil
			})
			w.claim(10)
		}
	}
	check()
	w.close(wave)
	w.claim(10)
	tests = []struct{ text, post, kept string }{
		{"/tindak_lanjut " + string(wave), fielding.PostFailed, ""},
		{"/tindak_lanjut " + string(wave) + "  Pelatihan baru ", fielding.PostFollowUp, "Pelatihan baru"},
		{"/tindak_lanjut " + string(wave) + " -", fielding.PostFollowUpGone, ""},
	}
	check()
	w.say(101, "/hasil")
	if s := w.chat(101).Screen; s.Name != fielding.ScreenResults || s.Wave != wave {
		t.Errorf("/hasil shows %+v", s)
	}
	w.say(109, "/hasil")
	w.wantScreen(109, fielding.ScreenWelcome)
}

func TestMinimumOfUnits(t *testing.T) {
	units := []survey.Unit{{ID: "a"}, {ID: "b", Parent: "a"}, {ID: "c"}, {ID: "d"}}
	roster := map[survey.UnitID]int{"a": 4, "b": 9, "c": 6, "d": 0}
	m := fielding.Minimum{Unit: 10, Units: map[survey.UnitID]int{"b": 5}}
	want := map[survey.UnitID]int{"a": 10, "b": 5, "c": 6} // never more than the people there
	if got := m.Of(units, roster); !maps.Equal(got, want) {
		t.Errorf("minimums %v, want %v", got, want)
	}
	if got := (fielding.Minimum{}).Of(units, roster); len(got) != 0 {
		t.Errorf("without a minimum %v", got)
	}
}

func TestGatherFindsTheWaveBefore(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	first := w.openWave()
	w.claim(10)
	w.close(first)
	w.now = w.now.Add(time.Hour)
	second := w.openWave()
	w.claim(10)
	w.complete(101, second, 1, "")
	w.view(func(tx *storage.Tx) error {
		in, err := fielding.Gather(tx, w.wave(second), w.cfg, w.writer.Flows())
		if err != nil {
			return err
		}
		if string(in.Previous) != "{}" || in.Earlier == nil || in.Wave.Base.Complete != 1 {
			t.Errorf("gathered %+v", in)
		}
		want := map[survey.Disposition]int{survey.DispComplete: 1, survey.DispUnknown: 2, survey.DispNonContact: 1}
		if !maps.Equal(in.Status.Dispositions, want) {
			t.Errorf("dispositions %v, want %v", in.Status.Dispositions, want)
		}
		in, err = fielding.Gather(tx, w.wave(first), w.cfg, w.writer.Flows())
		if in.Previous != nil {
			t.Error("the first wave has one before")
		}
		return err
	})
}
