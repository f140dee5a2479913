package survey_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"suara/survey"
)

// The rows follow AAPOR's Standard Definitions (10th edition, 2023) for named persons.
func TestDisposition(t *testing.T) {
	type invitation = survey.Invitation
	rows := []struct {
		name string
		inv  invitation
		want survey.Disposition
	}{
		{"1.1 complete", invitation{Reach: survey.ReachDelivered, Progress: survey.Complete},
			survey.DispComplete},
		{"1.1 complete, blocked later", invitation{Progress: survey.Complete, Blocked: true},
			survey.DispComplete},
		{"1.1 complete, left the roster later", invitation{Progress: survey.Complete, Left: true},
			survey.DispComplete},
		{"1.2 partial: began, not finished", invitation{Reach: survey.ReachDelivered, Progress: survey.Started},
			survey.DispPartial},
		{"1.2 partial: began without a prompt", invitation{Progress: survey.Started},
			survey.DispPartial},
		{"2.11 refusal by Tidak bersedia", invitation{Reach: survey.ReachDelivered, Progress: survey.Declined},
			survey.DispRefusal},
		{"2.12 break-off: blocked midway", invitation{Reach: survey.ReachDelivered, Progress: survey.Started, Blocked: true},
			survey.DispRefusal},
		{"2.10 refusal: blocked after an invitation", invitation{Reach: survey.ReachDelivered, Blocked: true},
			survey.DispRefusal},
		{"2.10 refusal: withdrew the response", invitation{Reach: survey.ReachDelivered, Progress: survey.Withdrawn},
			survey.DispRefusal},
		{"2.20 non-contact: never registered", invitation{},
			survey.DispNonContact},
		{"2.20 non-contact: blocked before an invitation", invitation{Reach: survey.ReachBlocked},
			survey.DispNonContact},
		{"2.30 other: Telegram refused the message", invitation{Reach: survey.ReachFailed},
			survey.DispOther},
		{"3.19 unknown: nothing ever returned", invitation{Reach: survey.ReachDelivered},
			survey.DispUnknown},
		{"3.19 unknown: sent without an answer", invitation{Reach: survey.ReachUnknown},
			survey.DispUnknown},
		{"3.19 unknown: claimed, no receipt", invitation{Reach: survey.ReachClaimed},
			survey.DispUnknown},
		{"4.0 not eligible: left before answering", invitation{Reach: survey.ReachDelivered, Left: true},
			survey.DispNotEligible},
		{"4.0 not eligible: left midway", invitation{Progress: survey.Started, Left: true},
			survey.DispNotEligible},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := row.inv.Disposition(); got != row.want {
				t.Errorf("got %s, want %s", got, row.want)
			}
		})
	}
}

// Each combination falls into exactly one group, and the groups agree with the plain fields.
func TestDispositionOfAnyInvitation(t *testing.T) {
	groups := map[survey.Disposition]bool{survey.DispComplete: true, survey.DispPartial: true,
		survey.DispRefusal: true, survey.DispNonContact: true, survey.DispOther: true,
		survey.DispUnknown: true, survey.DispNotEligible: true}
	rapid.Check(t, func(t *rapid.T) {
		inv := survey.Invitation{
			Reach:    survey.Reach(rapid.IntRange(int(survey.ReachNone), int(survey.ReachFailed)).Draw(t, "reach")),
			Progress: survey.Progress(rapid.IntRange(int(survey.NotStarted), int(survey.Withdrawn)).Draw(t, "progress")),
			Left:     rapid.Bool().Draw(t, "left"), Blocked: rapid.Bool().Draw(t, "blocked"),
		}
		d := inv.Disposition()
		if !groups[d] {
			t.Fatalf("%+v has disposition %q", inv, d)
		}
		if (d == survey.DispComplete) != (inv.Progress == survey.Complete) {
			t.Fatalf("%+v is %s", inv, d)
		}
		if (d == survey.DispNotEligible) != (inv.Left && inv.Progress != survey.Complete) {
			t.Fatalf("%+v is %s", inv, d)
		}
		if d == survey.DispPartial && inv.Responded() {
			t.Fatalf("%+v has responded and is partial", inv)
		}
	})
}

func TestResponded(t *testing.T) {
	want := map[survey.Progress]bool{survey.NotStarted: false, survey.Started: false, survey.Complete: true,
		survey.Declined: true, survey.Withdrawn: true}
	for p, responded := range want {
		if got := (survey.Invitation{Progress: p}).Responded(); got != responded {
			t.Errorf("progress %d: %v", p, got)
		}
	}
}

func TestResponseRate(t *testing.T) {
	rows := []struct {
		name string
		base survey.Base
		want float64
	}{
		{"nobody eligible", survey.Base{}, 0},
		{"nobody answered", survey.Base{Roster: 540}, 0},
		{"everybody answered", survey.Base{Roster: 3, Complete: 3}, 1},
		{"partials count below only", survey.Base{Roster: 540, Registered: 400, Invited: 390, Started: 300,
			Complete: 270}, 0.5},
		{"unregistered people stay in the base", survey.Base{Roster: 3, Registered: 1, Started: 1, Complete: 1}, 1.0 / 3},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := row.base.ResponseRate(); math.Abs(got-row.want) > 1e-12 {
				t.Errorf("RR1 %v, want %v", got, row.want)
			}
		})
	}
}

func TestTaking(t *testing.T) {
	taking := map[survey.WaveState]bool{survey.WaveOpen: true, survey.WaveClosing: false,
		survey.WaveClosed: false, "": false}
	for state, want := range taking {
		if got := (survey.Wave{State: state}).Taking(); got != want {
			t.Errorf("state %q: %v", state, got)
		}
	}
}

func TestActive(t *testing.T) {
	var r survey.Respondent
	if !r.Active() {
		t.Error("a person without a retirement is on the roster")
	}
	r.Retired = r.Retired.Add(1)
	if r.Active() {
		t.Error("a retired person is on the roster")
	}
}
