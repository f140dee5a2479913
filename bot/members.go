package bot

import (
	"context"
	"time"

	"suara/delivery"
	"suara/fielding"
	"suara/survey"
)

type memberParams struct {
	Chat    survey.ChatID    `json:"chat_id"`
	Account survey.AccountID `json:"user_id"`
}

// askMember asks Telegram whether an account is in the admin group. A refusal is no answer: Telegram gives one at
// times for people whom it knows, and always for those whom the bot has never met. Whatever fails on the way
// is asked again by the writer, not by the sender; only a wait that Telegram asks for is the sender's, and a
// group's new id is for both.
func (t *Transport) askMember(ctx context.Context, job fielding.MemberJob) delivery.Outcome {
	var m member
	err := t.client.Call(ctx, "getChatMember", memberParams{job.Chat, job.Account}, &m)
	o := delivery.Outcome{Kind: delivery.Done, Extra: fielding.StandingUntold}
	switch Outcome(err) {
	case delivery.Delivered:
		o.Extra = m.standing()
	case delivery.Wait, delivery.Migrated:
		return Result(err, 0)
	case delivery.Failed, delivery.Unknown, delivery.Unwritten:
		o.Extra = fielding.StandingUnasked
	default:
		t.log.Info("Telegram does not say whether somebody with a role is in the admin group", "error", err.Error())
	}
	return o
}

// standing tells by the status whether an account is in the chat; a status of tomorrow tells nothing.
func (m member) standing() fielding.Standing {
	switch m.Status {
	case "creator", "administrator", "member":
		return fielding.StandingIn
	case "left", "kicked":
		return fielding.StandingOut
	case "restricted":
		if m.IsMember {
			return fielding.StandingIn
		}
		return fielding.StandingOut
	}
	return fielding.StandingUntold
}

// move is what changed for somebody else in a group; nil for what was no coming or going.
func (c *memberChange) move() any {
	a := c.New.User.ID
	if a == 0 || c.Chat.Type == "channel" || c.Chat.private() {
		return nil
	}
	at := time.Unix(c.Date, 0)
	switch now := c.New.standing(); {
	case now == fielding.StandingIn:
		return fielding.Arrival{Chat: c.Chat.ID, Accounts: []survey.AccountID{a}, Date: at}
	case now == fielding.StandingOut && c.Old.standing() != fielding.StandingOut:
		return fielding.Departure{Chat: c.Chat.ID, Account: a, Date: at}
	}
	return nil
}

// arrival is who came into a group, as its service message says.
func (m *message) arrival() any {
	var came []survey.AccountID
	for _, p := range m.Joined {
		if p.ID != 0 {
			came = append(came, p.ID)
		}
	}
	if len(came) == 0 {
		return nil
	}
	return fielding.Arrival{Chat: m.Chat.ID, Accounts: came, Date: time.Unix(m.Date, 0)}
}
