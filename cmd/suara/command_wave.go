package main

import "github.com/spf13/cobra"

func (p *program) waveCommand() *cobra.Command {
	return p.group(&cobra.Command{
		Use: "wave", Short: "Open, follow and close waves",
		Long:    "A wave is one fielding of a survey, with its opening and its closing.",
		Example: "  suara wave open berakhlak\n  suara wave status berakhlak-2026-11",
	}, p.waveOpen(), p.waveApprove(), p.waveClose(), p.waveExtend(), p.waveRemind(), p.waveList(), p.waveStatus())
}

// onWave completes a command that an office carries out and that prints text or JSON.
func (p *program) onWave(c *cobra.Command) *cobra.Command {
	c = p.command(c, func(c *cobra.Command, args []string) error { return p.ask(c, args, nil) })
	c.Flags().Var(oneOf("text", "json"), "format", "of the result")
	return c
}

func (p *program) waveOpen() *cobra.Command {
	return p.onWave(&cobra.Command{
		Use:   "open SURVEY",
		Short: "Open a wave of a survey now",
		Long: `Opens a wave of a configured survey now and prints its id. Everyone on the roster is eligible; the
invitations leave once 'suara serve' runs, within working hours.`,
		Example: "  suara wave open berakhlak",
		Args:    cobra.ExactArgs(1),
	})
}

func (p *program) waveApprove() *cobra.Command {
	c := p.onWave(&cobra.Command{
		Use:   "approve SURVEY --leader NAME --letter NUMBER",
		Short: "Note a leader's approval of a survey's next opening",
		Long: `Prints everything that the next opening of a survey will send (invitation, reminder, notice, first
item, closing, dates) and notes that a leader has approved it by a letter. It is good for one opening,
with this flow, this notice and these dates. It is needed where surveys[].approval.required is on, and
stands in the audit. With --now it is for an opening by command, where the survey has a schedule, too.

See what would be approved with --dry-run: it changes nothing.`,
		Example: "  suara wave approve berakhlak --dry-run\n" +
			"  suara wave approve berakhlak --leader \"Dr. Ahmad Yani\" --letter 800/123/2026",
		Args: cobra.ExactArgs(1),
	})
	c.Flags().String("leader", "", "who has approved")
	c.Flags().String("letter", "", "number of the letter")
	c.Flags().Bool("now", false, "for an opening by command, not by the schedule")
	c.Flags().Bool("dry-run", false, "print what would be approved and change nothing")
	return c
}

func (p *program) waveClose() *cobra.Command {
	return p.onWave(&cobra.Command{
		Use:   "close WAVE",
		Short: "Close a wave now, for good",
		Long: `Closes a wave now and computes its one release. It is immediate and final: answers that are still
on their way no longer count, and unfinished interviews of an anonymous wave are erased.`,
		Example: "  suara wave close berakhlak-2026-11",
		Args:    cobra.ExactArgs(1),
	})
}

func (p *program) waveExtend() *cobra.Command {
	c := p.onWave(&cobra.Command{
		Use:   "extend WAVE --until DATE",
		Short: "Move the closing of a wave",
		Long: `Moves the closing of an open wave to DATE: 2026-12-05, "2026-12-05 16:00", "5 Desember 2026 pukul
16.00", +3d. A day without a time means the end of working hours. +3d and "3 hari" count from now, not
from the closing there is. An earlier closing is taken too, as long as it is still to come; a note says so.`,
		Example: `  suara wave extend berakhlak-2026-11 --until "2026-12-05 16:00"`,
		Args:    cobra.ExactArgs(1),
	})
	c.Flags().String("until", "", "the new closing (required)")
	_ = c.MarkFlagRequired("until") // fails only for a flag that is not there
	return c
}

func (p *program) waveRemind() *cobra.Command {
	return p.onWave(&cobra.Command{
		Use:   "remind WAVE",
		Short: "Remind those who have not finished",
		Long: `Reminds those who were reached and have not finished, within working hours and at most as often as
the wave allows. Prints how many people will be reminded.`,
		Example: "  suara wave remind berakhlak-2026-11",
		Args:    cobra.ExactArgs(1),
	})
}

func (p *program) waveList() *cobra.Command {
	return p.onWave(&cobra.Command{
		Use:     "list",
		Short:   "List all waves",
		Long:    "Lists all waves, oldest first, with their state.",
		Example: "  suara wave list --format json",
		Args:    cobra.NoArgs,
	})
}

func (p *program) waveStatus() *cobra.Command {
	return p.onWave(&cobra.Command{
		Use:   "status WAVE",
		Short: "Show the participation in a wave",
		Long: `Shows the participation in a wave, overall and by unit. It never says anything of answers and works
at any time.`,
		Example: "  suara wave status berakhlak-2026-11",
		Args:    cobra.ExactArgs(1),
	})
}
