package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"suara/cmd/suara/config"
	"suara/survey"
)

const (
	fewestPeople = 16
	mostPeople   = 2000
)

// demoOptions are the flags of the demo.
type demoOptions struct {
	listen   string
	headless bool
	people   int
	seed     int64
	flow     string // file or library:NAME, "" for the shipped berakhlak
	mode     string
}

// demoStudy is the survey that the demo fields.
type demoStudy struct {
	id   string // after its flow's
	flow string // absolute file or library:NAME
	mode string
	page bool // somebody looks at it: the simulator shows rich messages, as apps do
}

func (p *program) demoCommand() *cobra.Command {
	opt, mode := demoOptions{}, modes()
	c := p.command(&cobra.Command{
		Use:   "demo",
		Short: "Show the whole system at work, without a token or a network",
		Long: `Runs the whole system against the built-in simulator of Telegram, with invented people of an invented
province and a clock that runs fast. It needs no configuration, no token and no network, and leaves
nothing behind.

A page on this machine shows two phones: you are one of the ASN, and the owner in the admin group.
With --headless there is no page: two weeks of a survey pass in less than a minute, the results are
printed, and the demo checks that nothing was lost, doubled or sent at the wrong hour.

With --flow a questionnaire of your own is on the phones. The invented people register and answer
nothing then: you are the only one who does.`,
		Example: "  suara demo\n  suara demo --headless --people 200 --seed 7\n  suara demo --flow my-survey.yaml --mode identified",
		Args:    cobra.NoArgs,
	}, func(c *cobra.Command, _ []string) error {
		if opt.people < fewestPeople || opt.people > mostPeople {
			return usageError{fmt.Errorf("--people: write a number from %d to %d", fewestPeople, mostPeople)}
		}
		if opt.headless && opt.flow != "" {
			return usageError{errors.New("--flow: it is for the page; without --headless you answer it yourself")}
		}
		opt.mode = mode.value
		if opt.headless {
			return p.demoHeadless(c.Context(), opt)
		}
		return p.demoPage(c.Context(), opt)
	})
	c.Flags().StringVar(&opt.listen, "listen", "127.0.0.1:8080", "address of the page, on this machine only")
	c.Flags().BoolVar(&opt.headless, "headless", false, "without the page: run to the end, print the results, check them")
	c.Flags().IntVar(&opt.people, "people", 120, "how many ASN are on the roster")
	c.Flags().Int64Var(&opt.seed, "seed", 1, "another seed makes other people")
	c.Flags().StringVar(&opt.flow, "flow", "", "your own questionnaire, a file or library:NAME")
	c.Flags().Var(mode, "mode", "with --flow: of the wave")
	return c
}

// study says what the demo fields. The configuration reads the questionnaire itself; here it is for its id
// and for errors that name the file as it was given.
func (opt demoOptions) study() (demoStudy, error) {
	s := demoStudy{flow: opt.flow, mode: opt.mode, page: !opt.headless}
	if s.flow == "" {
		s.flow, s.mode = config.LibraryPrefix+"berakhlak", string(survey.Anonymous)
	}
	f, err := loadFlow(s.flow)
	if err != nil {
		return s, err
	}
	s.id = strings.ToLower(strings.ReplaceAll(f.ID, "_", "-")) // as a survey's id is written
	s.id = s.id[:min(len(s.id), config.LongestID)]
	if !strings.HasPrefix(s.flow, config.LibraryPrefix) {
		if s.flow, err = filepath.Abs(s.flow); err != nil {
			return s, fmt.Errorf("--flow %s: %w", opt.flow, err)
		}
	}
	return s, nil
}

// prepare raises the theatre, imports the roster and hands out the phones. end is to be called always.
func prepare(ctx context.Context, opt demoOptions, staff []employee, cast int) (pl *plot, codes map[string]string, end func() error, err error) {
	study, err := opt.study()
	if err != nil {
		return nil, nil, nil, err
	}
	pl = &plot{
		begun: time.Now(), conductor: conductor{calm: 1}, survey: &questionnaire{seed: opt.seed}, onlookers: opt.flow != "",
	}
	t, err := raiseTheatre(ctx, study, opt.seed)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("start the demo: %w", err)
	}
	pl.theatre = t
	if !pl.onlookers {
		pl.survey.learn(t.set.Fielding.Surveys[0].Flow)
	}
	if codes, err = t.enrol(ctx, staff); err != nil {
		return nil, nil, nil, errors.Join(err, t.close())
	}
	pl.enact(staff[:cast], codes, opt.seed)
	return pl, codes, t.close, nil
}

// demoHeadless plays the story to its end, prints what came of it and fails where it is wrong.
func (p *program) demoHeadless(ctx context.Context, opt demoOptions) (err error) {
	bar := newDemoProgress(p.stdout)
	bar.phase("Roster", opt.people)
	staff := makeRoster(opt.people, opt.seed)
	pl, _, end, err := prepare(ctx, opt, staff, len(staff))
	if err != nil {
		return stopped(err)
	}
	defer func() { err = errors.Join(err, end()) }()
	o, err := pl.play(ctx, bar)
	bar.end()
	if err != nil {
		return stopped(err)
	}
	pl.tell(p.stdout, o)
	if len(o.Violations) > 0 {
		for _, v := range o.Violations {
			fmt.Fprintf(p.stderr, "suara: demo: %s\n", v)
		}
		return failed(exitFailed)
	}
	return nil
}

// stopped drops the error of a wish to stop.
func stopped(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// play is the story from the registration to the judgement.
func (p *plot) play(ctx context.Context, bar *demoProgress) (o outcome, err error) {
	bar.set(len(p.cast))
	bar.phase("Registration", 100)
	if err := p.register(ctx, func(done, all int) { bar.set(100 * done / max(all, 1)) }); err != nil {
		return o, err
	}
	bar.phase("Opening", 1)
	if err := p.open(ctx); err != nil {
		return o, err
	}
	bar.phase("Two weeks", 1000)
	from, to := p.clock.Now(), p.at(15, 9, 10)
	p.moved = func(now time.Time) { bar.set(int(1000 * now.Sub(from) / to.Sub(from))) }
	if err := p.field(ctx); err != nil {
		return o, err
	}
	p.moved = nil
	bar.phase("Checks", 1)
	return p.judge(ctx)
}

// tell prints the results as they stand in the group, and the counts.
func (p *plot) tell(w io.Writer, o outcome) {
	s := o.Status
	unregistered := s.Base.Roster - s.Base.Registered
	fmt.Fprintf(w, "\n%s\n\n", p.summary())
	fmt.Fprintf(w, "roster %d, registered %d, not registered %d\n", s.Base.Roster, s.Base.Registered, unregistered)
	fmt.Fprintf(w, "invited %d (%d by a message, the others when they registered), reminders %d\n",
		s.Base.Invited, o.Invited, o.Reminders)
	fmt.Fprintf(w, "complete %d, declined %d, blocked %d\n", s.Base.Complete, s.Declined, s.Blocked)
	fmt.Fprintf(w, "updates %d, calls %d, refused for their pace (429) %d\n", o.Updates, o.Calls, o.Refused)
	passed := p.clock.Now().Sub(demoStart)
	fmt.Fprintf(w, "passed on the clock %d days %d hours, in truth %.1f seconds\n",
		int(passed.Hours())/24, int(passed.Hours())%24, time.Since(p.begun).Seconds())
	if len(o.Violations) == 0 {
		fmt.Fprintln(w, "checked: every exported row is what somebody pressed and none is missing; nobody was invited twice;")
		fmt.Fprintln(w, "nobody was reminded more than twice; no prompt left outside working hours")
	}
}
