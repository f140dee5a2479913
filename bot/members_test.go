package bot_test

import (
	"context"
	"testing"
	"time"

	"suara/delivery"
	"suara/fielding"
)

// No answer to the question who is in the group is taken for a refusal of the token, of the group or of a
// message: only a wait and a group's new id go on to the sender.
func TestAskingWhoIsInTheGroup(t *testing.T) {
	is := func(member string) string { return `{"ok":true,"result":{` + member + `}}` }
	done := func(s fielding.Standing) delivery.Outcome {
		return delivery.Outcome{Kind: delivery.Done, Extra: s}
	}
	for _, c := range []struct {
		name, answer string
		want         delivery.Outcome
	}{
		{"an anonymous administrator", is(`"status":"administrator","is_anonymous":true`), done(fielding.StandingIn)},
		{"the creator", is(`"status":"creator"`), done(fielding.StandingIn)},
		{"restricted", is(`"status":"restricted","is_member":true`), done(fielding.StandingIn)},
		{"restricted and gone", is(`"status":"restricted","is_member":false`), done(fielding.StandingOut)},
		{"left", is(`"status":"left"`), done(fielding.StandingOut)},
		{"banned", is(`"status":"kicked"`), done(fielding.StandingOut)},
		{"a status of tomorrow", is(`"status":"guest"`), done(fielding.StandingUntold)},
		{"nothing", `{"ok":true,"result":null}`, done(fielding.StandingUntold)},
		{"something else", `{"ok":true,"result":true}`, done(fielding.StandingUnasked)},
		{"never met", refusal(400, "Bad Request: PARTICIPANT_ID_INVALID"), done(fielding.StandingUntold)},
		{"the bot is not in the group", refusal(403, "Forbidden: bot is not a member of the supergroup chat"),
			done(fielding.StandingUntold)},
		{"401", refusal(401, "Unauthorized"), done(fielding.StandingUntold)},
		{"a server without the method", refusal(404, "Not Found: method not found"), done(fielding.StandingUntold)},
		{"502", refusal(502, "Bad Gateway"), done(fielding.StandingUnasked)},
		{"504", refusal(504, "Gateway Time-out"), done(fielding.StandingUnasked)},
		{"told to wait",
			`{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":34}}`,
			delivery.Outcome{Kind: delivery.Wait, RetryAfter: 34 * time.Second}},
		{"a supergroup by now",
			`{"ok":false,"error_code":400,"description":"Bad Request","parameters":{"migrate_to_chat_id":-1009}}`,
			delivery.Outcome{Kind: delivery.Migrated, NewChat: -1009}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "id")
			w.api.answer = func(request) string { return c.answer }
			job := fielding.MemberJob{Chat: group, Account: person}
			got := w.bot.Send(context.Background(), delivery.Row{Chat: group, Asks: true, Job: job})
			got.Err = nil
			if got != c.want {
				t.Errorf("got %+v\nwant %+v", got, c.want)
			}
			asked := w.api.take()
			if len(asked) != 1 || asked[0].Method != "getChatMember" ||
				asked[0].Params["chat_id"] != float64(group) || asked[0].Params["user_id"] != float64(person) {
				t.Errorf("asked %v", asked)
			}
		})
	}
}
