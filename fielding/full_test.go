package fielding_test

import (
	"testing"

	"suara/fielding"
	"suara/survey"
)

// Row 193: while the database takes nothing, a press is answered once with the word that it is not
// stored; the update counts as not handled.
func TestPressIsToldThatNothingIsStored(t *testing.T) {
	w := newWorld(t, survey.Confidential)
	wave := w.openWave()
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	press := fielding.Update{ID: 700_001, Body: fielding.Press{
		Query: "one", Chat: 101, Private: true, From: 101, Data: "w:go:" + string(wave),
	}}
	for round, want := range []int{1, 0, 0} {
		fx, err := w.writer.Apply(w.now, []fielding.Event{press})
		if err == nil {
			t.Fatal("a closed database took a press")
		}
		if len(fx.Answers) != want {
			t.Errorf("round %d: %d answers, want %d", round, len(fx.Answers), want)
		}
		for _, a := range fx.Answers {
			if a.Query != "one" || a.Notice != fielding.NoticeNotStored {
				t.Errorf("answered %+v", a)
			}
		}
	}
}
