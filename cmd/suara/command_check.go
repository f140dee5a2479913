package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"suara/bot/api"
	"suara/cmd/suara/config"
	"suara/fielding"
	"suara/schedule"
)

const (
	shownTimes   = 5
	checkTimeout = 20 * time.Second
)

func (p *program) checkCommand() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "check",
		Short: "Check configuration, flows, schedules and Telegram",
		Long: `Checks the configuration and every flow, prints the next five times of each schedule, and asks
Telegram for the bot's name, whether the admin group can be reached, and what the bot may do there.
It changes nothing and sends nothing. Every problem of the configuration is listed at once.`,
		Example: "  suara check -c config.yaml",
		Args:    cobra.NoArgs,
	}, func(c *cobra.Command, _ []string) error {
		set, err := p.load(true)
		if err != nil {
			return err
		}
		p.say("config %s: no problem", p.config)
		for _, w := range set.Warnings {
			p.say("warning: %s", w)
		}
		p.schedules(set)
		p.erased(c.Context(), set)
		p.keys(c.Context(), set)
		fit := p.flowsInUse(c.Context(), set)
		client, err := api.NewClient(set.Telegram.APIURL, set.Telegram.Token)
		if err != nil {
			return err
		}
		defer client.Close()
		ctx, cancel := context.WithTimeout(c.Context(), checkTimeout)
		defer cancel()
		if err := (&inspection{p, client, set}).run(ctx); err != nil || fit {
			return err
		}
		return fielding.ErrFlowUnfit
	})
}

// say prints one line of a result.
func (p *program) say(format string, args ...any) { fmt.Fprintf(p.stdout, format+"\n", args...) }

// schedules prints when each survey opens, reminds and reports next.
func (p *program) schedules(set *config.Config) {
	f := set.Fielding
	for _, s := range f.Surveys {
		p.say("survey %s: flow %s, version %s, %d items, %s, %s a wave", s.ID, s.FlowRef, s.Flow.Version(),
			len(s.Flow.Items), s.Mode, schedule.FormatDuration(s.Duration))
		p.times(set, timetable{"opens", s.Open, "invitations"})
		if s.Approval.Required {
			p.say("  opens only once a leader has approved: suara wave approve %s --dry-run", s.ID)
		}
		p.times(set, timetable{"reminds while open", s.Reminders, "reminders"})
		p.times(set, timetable{"reports while open", s.Summary, ""})
	}
}

// timetable is one schedule of a survey; held names what waits for working hours, if anything.
type timetable struct {
	what string
	spec schedule.Spec
	held string
}

func (p *program) times(set *config.Config, t timetable) {
	if t.spec.IsZero() {
		p.say("  %s: by command only", t.what)
		return
	}
	p.say("  %s: %s", t.what, t.spec)
	hours, zone := set.Fielding.Hours, set.Fielding.Zone
	for _, at := range t.spec.NextN(p.clock.Now(), shownTimes) {
		note := ""
		if next := hours.NextOpen(at, zone); t.held != "" && !next.Equal(at) {
			note = fmt.Sprintf(" (outside working hours: %s leave from %s)", t.held, schedule.FormatTime(next, zone, "en"))
		}
		p.say("    %s%s", schedule.FormatTime(at, zone, "en"), note)
	}
}

// inspection asks Telegram what the bot can do, without changing anything.
type inspection struct {
	*program
	client *api.Client
	set    *config.Config
}

// errUnfit ends a check that found something to mend and said it.
var errUnfit = errors.New("something at Telegram is to be mended, see above")

func (i *inspection) run(ctx context.Context) error {
	var who me
	if err := i.client.Call(ctx, "getMe", nil, &who); err != nil {
		if refused(err) {
			return errToken
		}
		return fmt.Errorf("no answer from Telegram at %s: %w", i.set.Telegram.APIURL, err)
	}
	i.say("Telegram: the bot is @%s", who.Username)
	fit := true
	if name := i.set.Telegram.Username; name != "" && name != who.Username {
		i.say("  telegram.username says %s: the links of codes would lead elsewhere; correct it", name)
		fit = false
	}
	i.privacy(who)
	fit = i.webhook(ctx) && fit
	fit = i.group(ctx, who) && fit
	if !fit {
		return errUnfit
	}
	return nil
}

func (i *inspection) privacy(who me) {
	if who.ReadsAll {
		i.say("  privacy mode is off: the bot is shown every message of its groups; it needs commands only")
		return
	}
	i.say("  privacy mode is on: in groups the bot sees commands and replies to it, nothing else; that is enough")
}

func (i *inspection) webhook(ctx context.Context) bool {
	var hook struct {
		URL     string `json:"url"`
		Pending int    `json:"pending_update_count"`
	}
	if err := i.client.Call(ctx, "getWebhookInfo", nil, &hook); err != nil {
		i.say("  whether a webhook is set can't be told: %s", config.Redact(err.Error()))
		return true
	}
	if hook.URL != "" && i.set.Telegram.Mode == "polling" {
		i.say("  a webhook is set: serve removes it, since the mode is polling; another program may be using this bot")
	}
	i.say("  updates waiting: %d", hook.Pending)
	return true
}
