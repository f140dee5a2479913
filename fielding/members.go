package fielding

import (
	"maps"
	"slices"
	"time"

	"suara/delivery"
	"suara/storage"
	"suara/survey"
)

const (
	// settingMember holds, with the number of an account that owns or administers, what is known of it
	// in the admin group: see [memberMark].
	settingMember = "member/"

	askMembersEvery = 24 * time.Hour
	askMembersAgain = time.Hour // after a call that got no answer
)

// memberSeat is an account in a group.
type memberSeat struct {
	chat    survey.ChatID
	account survey.AccountID
}

// MemberJob is the job of a row that asks whether an account is in the admin group. The receipt's Extra is a
// [Standing]; where it has none, no answer came.
type MemberJob struct {
	Chat    survey.ChatID
	Account survey.AccountID

	known memberMark // when it was asked: an answer that something overtook says nothing
}

// Standing is whether an account is in a group, as Telegram says.
type Standing uint8

// Standings. Only the last two change anything.
const (
	StandingUnasked Standing = iota // no answer came: it is asked again in an hour
	StandingUntold                  // Telegram does not say: it is asked again in a day
	StandingIn
	StandingOut
)

// memberState is what is known of an account in the admin group.
type memberState string

const (
	memberIn      memberState = "in"
	memberLeft    memberState = "left"    // it was there, and the owners were told that it left
	memberOutside memberState = "outside" // it was never seen there
)

// memberMark is what is known of an account in a group. Without one nothing is.
type memberMark struct {
	State memberState   `json:"state"`
	Chat  survey.ChatID `json:"chat"`
	At    int64         `json:"at,omitempty"` // Unix seconds of the coming or going, by Telegram's clock; 0: Telegram was asked
}

// readMember reads what is known of an account in a group; what was known of another group is nothing, and so is
// a mark that can't be read.
func readMember(tx *storage.Tx, a survey.AccountID, group survey.ChatID) (m memberMark) {
	if readSetting(tx, settingMember+formatID(int64(a)), &m) != nil || m.Chat != group {
		return memberMark{}
	}
	return m
}

func (d *Desk) putMember(a survey.AccountID, m memberMark) error {
	return putSetting(d.tx, settingMember+formatID(int64(a)), m)
}

// forgetMember drops what is known of an account, and has it asked for soon where it has a role again.
func (d *Desk) forgetMember(a survey.AccountID) error {
	d.rescheduled = true
	d.after = append(d.after, func() {
		maps.DeleteFunc(d.w.asked, func(s memberSeat, _ time.Time) bool { return s.account == a })
	})
	return d.tx.PutSetting(settingMember+formatID(int64(a)), "")
}

// NotInGroup tells whether an account is known not to be in the admin group.
func NotInGroup(tx *storage.Tx, cfg Config, a survey.AccountID) bool {
	state := readMember(tx, a, Group(tx, cfg)).State
	return state == memberLeft || state == memberOutside
}

// GroupSeat tells what is known of an account with a role in the admin group: whether it is in it, and since when;
// zero where only Telegram's answer to a question is known. ok is false where nothing is known.
func GroupSeat(tx *storage.Tx, cfg Config, a survey.AccountID) (in bool, since time.Time, ok bool) {
	m := readMember(tx, a, Group(tx, cfg))
	if m.At != 0 {
		since = time.Unix(m.At, 0)
	}
	return m.State == memberIn, since, m.State != ""
}

// ofGroup tells whether a role belongs to the admin group.
func ofGroup(r storage.Role) bool { return r == storage.RoleOwner || r == storage.RoleAdmin }

// seated lists the accounts whose role belongs to the admin group, in one order.
func (d *Desk) seated() ([]survey.AccountID, error) {
	roles, err := Roles(d.tx, d.w.cfg)
	maps.DeleteFunc(roles, func(_ survey.AccountID, r storage.Role) bool { return !ofGroup(r) })
	return slices.Sorted(maps.Keys(roles)), err
}

// tickMembers asks who of those with a role still is in the admin group: at the start, then once a day,
// and soon after a role was given or a group bound. Telegram does not tell of every departure.
func (d *Desk) tickMembers(next *time.Time) error {
	group := d.group()
	if group == 0 {
		return nil
	}
	accounts, err := d.seated()
	if err != nil {
		return err
	}
	seats := make(map[memberSeat]bool, len(accounts))
	for _, a := range accounts {
		seat := memberSeat{group, a}
		seats[seat] = true
		due, known := d.w.asked[seat]
		if !known || !d.now.Before(due) {
			due = d.now.Add(askMembersEvery)
			d.fx.Rows = append(d.fx.Rows, d.memberRow(seat))
			d.after = append(d.after, func() { d.w.asked[seat] = due })
		}
		sooner(next, due)
	}
	d.after = append(d.after, func() {
		maps.DeleteFunc(d.w.asked, func(s memberSeat, _ time.Time) bool { return !seats[s] })
	})
	return nil
}

// memberRow is the question whether somebody is in the group. It waits as long as Telegram asks for, with all
// that goes to the group, but is no message that counts there.
func (d *Desk) memberRow(s memberSeat) delivery.Row {
	return delivery.Row{
		Chat: s.chat, Group: true, Class: delivery.ClassPost, Repeat: delivery.RepeatNever, Asks: true, Queued: d.now,
		Job: MemberJob{Chat: s.chat, Account: s.account, known: readMember(d.tx, s.account, s.chat)},
	}
}

// memberReceipt takes the answer to a question. Who was seen in the group and is not there any more has left
// it; an account that was never seen there keeps its role, since it may have been given one on purpose.
func (d *Desk) memberReceipt(q MemberJob, o delivery.Outcome) error {
	role, mark := d.role(q.Account), readMember(d.tx, q.Account, q.Chat)
	if q.Chat != d.group() || !ofGroup(role) || q.known != mark {
		return nil
	}
	standing, _ := o.Extra.(Standing)
	switch {
	case o.Kind == delivery.Migrated && o.NewChat != 0:
		return d.moveGroup(o.NewChat)
	case standing == StandingUnasked:
		d.rescheduled = true
		again := d.now.Add(askMembersAgain)
		d.after = append(d.after, func() { d.w.asked[memberSeat{q.Chat, q.Account}] = again })
	case standing == StandingIn && mark.State != memberIn:
		return d.putMember(q.Account, memberMark{State: memberIn, Chat: q.Chat})
	case standing == StandingOut && (mark.State == memberIn || mark.State == memberLeft && role == storage.RoleAdmin):
		return d.endSeat(q.Account, role, mark.At) // an admin is known to have left who was an owner then
	case standing == StandingOut && mark.State == "":
		return d.putMember(q.Account, memberMark{State: memberOutside, Chat: q.Chat})
	}
	return nil
}

// arrive notes that accounts with a role are in the group. What is older than what is known says nothing:
// Telegram tells some things twice, and nothing promises an order.
func (d *Desk) arrive(m Arrival) error {
	if m.Chat != d.group() {
		return nil
	}
	for _, a := range m.Accounts {
		at := m.Date.Unix()
		if !ofGroup(d.role(a)) || at < readMember(d.tx, a, m.Chat).At {
			continue
		}
		if err := d.putMember(a, memberMark{State: memberIn, Chat: m.Chat, At: at}); err != nil {
			return err
		}
	}
	return nil
}

// depart ends the role of an admin who left the admin group: it is of the group. Where Telegram tells of one
// departure twice, an admin has no role the second time, and an owner is known to have left. Who is known to
// have come back since has not left.
func (d *Desk) depart(m Departure) error {
	role := d.role(m.Account)
	if m.Chat != d.group() || !ofGroup(role) {
		return nil
	}
	mark, at := readMember(d.tx, m.Account, m.Chat), m.Date.Unix()
	if at < mark.At || role == storage.RoleOwner && mark.State == memberLeft {
		return nil
	}
	return d.endSeat(m.Account, role, at)
}

// endSeat is what follows where somebody with a role left the admin group. The owners are told, also of an
// owner, whose role ends by another owner's word only.
func (d *Desk) endSeat(a survey.AccountID, role storage.Role, at int64) error {
	args := map[string]string{"account": formatID(int64(a)), "role": string(role), "owner": "", "ended": ""}
	if role == storage.RoleOwner {
		args["owner"] = args["account"]
		if err := d.putMember(a, memberMark{State: memberLeft, Chat: d.group(), At: at}); err != nil {
			return err
		}
		return d.tellOwners(PostDeparted, "", args)
	}
	args["ended"] = args["account"]
	if err := d.giveRole(a, ""); err != nil {
		return err
	}
	err := d.auditWords(0, "role ended", map[string]string{
		"number": args["account"], "role": string(role), "reason": "left_group",
	})
	if err != nil {
		return err
	}
	return d.tellOwners(PostDeparted, "", args)
}

// giveRole gives an account a role, or takes it away.
func (d *Desk) giveRole(a survey.AccountID, r storage.Role) error {
	if err := d.forgetMember(a); err != nil {
		return err
	}
	return d.tx.PutRole(a, r)
}

// moveMembers takes what is known of members along to the new id of their group, where they are asked for soon.
func (d *Desk) moveMembers(from, to survey.ChatID) error {
	d.rescheduled = true
	accounts, err := d.seated()
	if err != nil {
		return err
	}
	for _, a := range accounts {
		m := readMember(d.tx, a, from)
		if m.State == "" {
			continue
		}
		m.Chat = to
		if err := d.putMember(a, m); err != nil {
			return err
		}
	}
	return nil
}
