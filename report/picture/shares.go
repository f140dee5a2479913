package picture

import (
	"fmt"
	"math"
	"strings"

	"suara/report"
	"suara/report/colours"
	"suara/report/words"
)

const sharePages = 6 // at most; further units are in the files

// shares draws how many of each unit responded.
func (a *album) shares() {
	if !a.turn(a.w.Source) {
		return
	}
	p := a.Participation()
	a.baseOf(p)
	a.shareKey(p)
	depth := words.CountDepths(p.Units)
	for i, u := range p.Units {
		if !a.room(82, 90) {
			if len(a.pages) == sharePages {
				a.paragraph(fmt.Sprintf(a.w.MoreUnits, len(p.Units)-i), pageWidth-2*edge, 1,
					lettering{size: 26, colour: muted})
				return
			}
			if !a.turn(a.w.Source) {
				return
			}
			a.shareKey(p)
		}
		a.shareBar(u, depth[i])
	}
}

// baseOf writes the participation of all.
func (a *album) baseOf(p report.Participation) {
	if p.Base.Roster == 0 {
		a.paragraph(a.w.NoRoster, pageWidth-2*edge, 2, lettering{size: 30, colour: muted})
		return
	}
	a.paragraph(a.RateLine(p.Base.ResponseRate(), p.Base), pageWidth-2*edge, 2,
		lettering{size: 34, bold: true, colour: colours.Ink})
	a.y += 18
}

// shareBar draws one unit on a scale from 0 to 100 %; more than all is drawn as all and printed.
func (a *album) shareBar(u report.UnitCount, depth int) {
	const left, right = float64(edge), float64(pageWidth - edge - 330)
	indent := 24 * float64(min(depth, 4))
	l := lettering{size: 28, colour: colours.Ink, bold: depth == 0}
	for a.width(u.Name, l) > pageWidth-2*edge-indent && l.size > 18 {
		l.size--
	}
	a.text(a.clip(u.Name, pageWidth-2*edge-indent, l), left+indent, a.y+26, l)
	top, bottom := a.y+36, a.y+62
	a.y += 82
	a.rect(left+indent, top, right, bottom, track)
	counts := a.Count(&u.Responded)
	if u.Roster > 0 {
		share := float64(u.Responded) / float64(u.Roster)
		a.rect(left+indent, top, left+indent+min(1, share)*(right-left-indent), bottom, colours.Bar)
		counts = words.Percent(share, "", a.Language) + " (" + counts + "/" + a.Count(&u.Roster) + ")"
		a.minimum(u, left+indent, right, top, bottom)
	}
	a.text(counts, pageWidth-edge, bottom-2, lettering{size: 30, bold: true, colour: colours.Ink, anchor: 1})
}

func (a *album) minimum(u report.UnitCount, left, right, top, bottom float64) {
	if u.Minimum == 0 {
		return
	}
	x := left + min(1, float64(u.Minimum)/float64(u.Roster))*(right-left)
	a.rect(x-3, top-6, x+3, bottom+6, colours.Ink)
}

// shareKey says at the top of a page what the marks are, and in which order the units come.
func (a *album) shareKey(p report.Participation) {
	l := lettering{size: 26, colour: muted}
	note := a.w.RosterOrder
	for _, u := range p.Units {
		if u.Minimum > 0 {
			a.rect(edge+2, a.y+4, edge+8, a.y+34, colours.Ink)
			a.text(strings.ToLower(a.w.Minimum)+" · "+note, edge+24, a.y+28, l)
			a.y += 56
			return
		}
	}
	a.paragraph(note, pageWidth-2*edge, 1, l)
	a.y += 12
}

// days draws how many responded day by day, added up, with the reminders.
func (a *album) days() {
	if !a.turn(a.w.Days) {
		return
	}
	p := a.Participation()
	a.baseOf(p)
	sums, top := words.RunningSums(p.Days), 0
	for _, s := range sums {
		top = max(top, s)
	}
	high := niceCeiling(float64(max(top, 1)))
	if p.Base.Roster > 0 && float64(p.Base.Roster) <= 2.5*high {
		high = niceCeiling(float64(p.Base.Roster))
	}
	const left, right = float64(edge + 90), float64(pageWidth - edge - 20)
	ground, ceiling := a.y+760, a.y+40
	at := func(v float64) float64 { return ground - v/high*(ground-ceiling) }
	for i := range 5 {
		v := high * float64(i) / 4
		a.rect(left, at(v)-1, right, at(v)+1, track)
		a.text(report.Number(v, 0, a.Language), left-14, at(v)+10, lettering{size: 27, colour: muted, anchor: 1})
	}
	if p.Base.Roster > 0 && float64(p.Base.Roster) <= high {
		y := at(float64(p.Base.Roster))
		a.rect(left, y-2, right, y+2, colours.Ink)
		a.text(a.w.Roster+" "+a.Count(&p.Base.Roster), right, y-12,
			lettering{size: 27, bold: true, colour: colours.Ink, anchor: 1})
	}
	a.dayBars(p.Days, sums, left, right, ground, at)
	a.y = ground + 56
	a.dayKey(p.Days)
}

// niceCeiling is the next number that divides well by four.
func niceCeiling(x float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 1.2, 2, 2.4, 3.2, 4, 6, 8, 10} {
		if n := m * unit; n >= x && math.Mod(n, 4) == 0 {
			return n
		}
	}
	return 4 * math.Ceil(x/4)
}

// dayBars draws one bar a day: earlier days pale, those of the day strong, a triangle under a reminder.
func (a *album) dayBars(days []report.Day, sums []int, left, right, ground float64, at func(float64) float64) {
	step := (right - left) / float64(len(days))
	wide := min(90, step*0.72)
	pale := colours.Amount(0.28)
	label := max(1, int(math.Ceil(92/step)))
	for i, d := range days {
		x := left + step*(float64(i)+0.5)
		before := sums[i] - d.Responded
		a.rect(x-wide/2, at(float64(before)), x+wide/2, ground, pale)
		a.rect(x-wide/2, at(float64(sums[i])), x+wide/2, at(float64(before)), colours.Bar)
		if i == len(days)-1 || step >= 76 {
			a.text(a.Count(&sums[i]), x, at(float64(sums[i]))-10,
				lettering{size: 27, bold: true, colour: colours.Ink, anchor: 0.5})
		}
		if i%label == 0 {
			a.text(d.Date.Format("2/1"), x, ground+34, lettering{size: 26, colour: muted, anchor: 0.5})
		}
		if d.Reminded {
			a.triangle(x, ground+50)
		}
	}
	a.rect(left, ground-1, right, ground+1, colours.Ink)
}

func (a *album) triangle(x, y float64) {
	a.polygon(warm, point{x, y}, point{x + 15, y + 24}, point{x - 15, y + 24})
}

func (a *album) dayKey(days []report.Day) {
	x, l := float64(edge), lettering{size: 26, colour: muted}
	a.y += 62
	a.rect(x, a.y-22, x+26, a.y+4, colours.Bar)
	a.text(a.w.Day, x+36, a.y, l)
	x += 36 + a.width(a.w.Day, l) + 40
	a.rect(x, a.y-22, x+26, a.y+4, colours.Amount(0.28))
	a.text(a.w.Total, x+36, a.y, l)
	x += 36 + a.width(a.w.Total, l) + 40
	for _, d := range days {
		if d.Reminded {
			a.triangle(x+15, a.y-22)
			a.text(a.w.Reminder, x+40, a.y, l)
			return
		}
	}
}
