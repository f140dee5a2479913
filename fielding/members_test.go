package fielding_test

import (
	"testing"
	"time"

	"suara/delivery"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// questions are those that a tick at the present asks, by account.
func (w *world) questions() map[survey.AccountID]delivery.Row {
	w.t.Helper()
	list := map[survey.AccountID]delivery.Row{}
	for _, row := range w.tick(w.now).Rows {
		if job, ok := row.Job.(fielding.MemberJob); ok {
			list[job.Account] = row
		}
	}
	return list
}

// standing is what Telegram answers to a question.
func (w *world) standing(row delivery.Row, s fielding.Standing) {
	w.t.Helper()
	o := delivery.Outcome{Kind: delivery.Done, Extra: s}
	w.apply(fielding.Receipt{Receipt: delivery.Receipt{Row: row, Outcome: o, At: w.now}})
}

func (w *world) left(a survey.AccountID, at time.Time) {
	w.t.Helper()
	w.send(fielding.Departure{Chat: group, Account: a, Date: at})
}

func (w *world) came(a survey.AccountID, at time.Time) {
	w.t.Helper()
	w.send(fielding.Arrival{Chat: group, Accounts: []survey.AccountID{a, 555}, Date: at})
}

func (w *world) role(a survey.AccountID) (r storage.Role) {
	w.view(func(tx *storage.Tx) error { r = tx.Role(a); return nil })
	return r
}

// newAdmins is a world with the admin 901, after the first questions.
func newAdmins(t *testing.T) (*world, map[survey.AccountID]delivery.Row) {
	t.Helper()
	w := newWorld(t, survey.Anonymous)
	w.order(owner, "/hak_akses 901 admin")
	list := w.questions()
	if len(list) != 2 || list[901].Chat != group {
		t.Fatalf("asked %v, want of 900 and 901", list)
	}
	return w, list
}

// An answer that was overtaken says nothing: somebody came or left, or lost the role, while Telegram was asked.
func TestOvertakenAnswerOfTelegram(t *testing.T) {
	w, asked := newAdmins(t)
	w.came(owner, w.now)
	w.left(owner, w.now)
	w.standing(asked[owner], fielding.StandingIn) // of before
	w.now = w.now.Add(25 * time.Hour)
	w.standing(w.questions()[owner], fielding.StandingOut)
	if n := w.told(fielding.PostDeparted); n != 1 {
		t.Errorf("the owners were told %d times, want 1", n)
	}
	w.order(owner, "/hak_akses 901 hapus")
	w.standing(asked[901], fielding.StandingIn)
	w.standing(asked[901], fielding.StandingOut)
	if w.told(fielding.PostDeparted) != 1 || w.role(901) != "" {
		t.Error("who has no role is asked for")
	}
}

// What Telegram tells over two ways may come late: it says nothing where something newer is known.
func TestComingAndGoingOutOfOrder(t *testing.T) {
	w, _ := newAdmins(t)
	at := w.now
	second := func(n int) time.Time { return at.Add(time.Duration(n) * time.Second) }
	w.came(owner, second(1))
	w.left(owner, second(5))
	w.came(owner, second(1)) // the other way
	w.left(owner, second(5))
	if n := w.told(fielding.PostDeparted); n != 1 {
		t.Errorf("told %d times of the first departure", n)
	}
	w.came(owner, second(9))
	w.left(owner, second(5))
	if n := w.told(fielding.PostDeparted); n != 1 {
		t.Errorf("told %d times after the return", n)
	}
	w.left(owner, second(20))
	if n := w.told(fielding.PostDeparted); n != 2 {
		t.Errorf("told %d times of two departures", n)
	}
	w.came(901, second(9))
	w.left(901, second(5))
	if w.role(901) != storage.RoleAdmin {
		t.Error("an admin who came back has no role")
	}
}

// Another group knows nothing of this one: whoever was in the old group and is not in the new one has not left.
func TestMembersOfAnotherGroup(t *testing.T) {
	w, asked := newAdmins(t)
	w.standing(asked[901], fielding.StandingIn)
	w.cfg.Group = -1002
	w.restart()
	list := w.questions()
	if list[901].Chat != -1002 {
		t.Fatalf("asked %v, want of the new group", list)
	}
	w.standing(list[901], fielding.StandingOut)
	w.standing(asked[901], fielding.StandingOut) // of the old group
	w.left(901, w.now)
	if w.role(901) != storage.RoleAdmin || w.told(fielding.PostDeparted) != 0 {
		t.Error("who is not in the new group has lost the role")
	}
}

// A role given once more begins anew: what was known before is forgotten, and Telegram is asked again.
func TestRoleGivenAgain(t *testing.T) {
	w, asked := newAdmins(t)
	w.standing(asked[901], fielding.StandingIn)
	w.standing(asked[901], fielding.StandingOut) // overtaken by the answer before
	w.now = w.now.Add(25 * time.Hour)
	w.standing(w.questions()[901], fielding.StandingOut)
	if w.role(901) != "" || w.told(fielding.PostDeparted) != 1 {
		t.Fatalf("role %q, told %d times", w.role(901), w.told(fielding.PostDeparted))
	}
	w.order(owner, "/hak_akses 901 admin")
	list := w.questions()
	if len(list) != 1 {
		t.Errorf("asked %v, want of 901 alone", list)
	}
	w.standing(list[901], fielding.StandingOut)
	if w.role(901) != storage.RoleAdmin {
		t.Error("an owner's word is undone by what was before it")
	}
	w.standing(asked[901], fielding.Standing(200)) // nothing that Telegram says
	if w.role(901) != storage.RoleAdmin || len(w.questions()) != 0 {
		t.Error("an unknown answer changes something")
	}
}

// A question that never left is asked again in an hour: the sender stopped, or the group moved.
func TestQuestionWithoutAnAnswer(t *testing.T) {
	w, asked := newAdmins(t)
	for _, kind := range []delivery.OutcomeKind{delivery.Unwritten, delivery.Migrated} {
		row := asked[901]
		w.apply(fielding.Receipt{Receipt: delivery.Receipt{Row: row, Outcome: delivery.Outcome{Kind: kind}, At: w.now}})
		w.now = w.now.Add(59 * time.Minute)
		if list := w.questions(); len(list) != 0 {
			t.Errorf("asked %v within the hour", list)
		}
		w.now = w.now.Add(time.Minute)
		if !w.writer.Due(w.now) {
			t.Error("nothing is due after an hour")
		}
		if asked = w.questions(); len(asked) != 1 {
			t.Errorf("asked %v after an hour, want of 901", asked)
		}
	}
}

// An answer that comes in one batch with a tick is not lost to it.
func TestQuestionWithoutAnAnswerBesideATick(t *testing.T) {
	w, asked := newAdmins(t)
	w.order(owner, "/hak_akses 702 analis") // makes a tick due
	unasked := delivery.Receipt{Row: asked[901], Outcome: delivery.Outcome{Kind: delivery.Unwritten}, At: w.now}
	w.apply(fielding.Receipt{Receipt: unasked}, fielding.Tick{Drained: true})
	w.now = w.now.Add(time.Hour)
	if list := w.questions(); len(list) != 1 || list[901].Chat != group {
		t.Errorf("asked %v after an hour, want of 901", list)
	}
}

// A group that became a supergroup while nobody listened answers with its new id, and is followed.
func TestQuestionFindsTheGroupMoved(t *testing.T) {
	const moved survey.ChatID = -1009
	w, asked := newAdmins(t)
	w.standing(asked[901], fielding.StandingIn)
	w.now = w.now.Add(25 * time.Hour)
	for _, row := range w.questions() {
		o := delivery.Outcome{Kind: delivery.Migrated, NewChat: moved}
		w.apply(fielding.Receipt{Receipt: delivery.Receipt{Row: row, Outcome: o, At: w.now}})
	}
	list := w.questions()
	if len(list) != 2 || list[901].Chat != moved {
		t.Fatalf("asked %v, want of 900 and 901 in the new group", list)
	}
	w.standing(list[901], fielding.StandingOut)
	if w.role(901) != "" {
		t.Error("what was known of the group is lost with its old id")
	}
}

// Who left as an owner of the configuration, and is an admin in the database, has no role once out of the first.
func TestOwnerWhoLeftBecomesAnAdmin(t *testing.T) {
	w, _ := newAdmins(t)
	w.cfg.Owners = append(w.cfg.Owners, 901)
	w.restart()
	w.left(901, w.now)
	if n := w.told(fielding.PostDeparted); w.role(901) != storage.RoleAdmin || n != 2 { // both owners
		t.Fatalf("role %q, told %d times", w.role(901), n)
	}
	w.cfg.Owners = w.cfg.Owners[:1]
	w.restart()
	w.standing(w.questions()[901], fielding.StandingOut)
	if w.role(901) != "" {
		t.Errorf("who is not in the group is %q", w.role(901))
	}
}
