package report

import "suara/survey"

// Dispositions counts the persons of a wave by AAPOR's groups. Not eligible people are no part of
// the base.
type Dispositions struct {
	Complete    int `json:"complete"`
	Partial     int `json:"partial"`
	Refusal     int `json:"refusal"`
	NonContact  int `json:"non_contact"`
	Other       int `json:"other"`
	Unknown     int `json:"unknown"`
	NotEligible int `json:"not_eligible"`
}

// CountDispositions reads counts by group.
func CountDispositions(n map[survey.Disposition]int) Dispositions {
	return Dispositions{
		Complete: n[survey.DispComplete], Partial: n[survey.DispPartial], Refusal: n[survey.DispRefusal],
		NonContact: n[survey.DispNonContact], Other: n[survey.DispOther], Unknown: n[survey.DispUnknown],
		NotEligible: n[survey.DispNotEligible],
	}
}

// Eligible is the base of both rates: everybody but the not eligible.
func (d Dispositions) Eligible() int {
	return d.Complete + d.Partial + d.Refusal + d.NonContact + d.Other + d.Unknown
}

// RR1 is AAPOR's response rate 1, I/((I+P)+(R+NC+O)+U); 0 where nobody is eligible.
func (d Dispositions) RR1() float64 { return share(d.Complete, d.Eligible()) }

// RR2 is AAPOR's response rate 2, in which partial responses count as responses.
func (d Dispositions) RR2() float64 { return share(d.Complete+d.Partial, d.Eligible()) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// Minimum is how many complete responses the organisation asks for, in all and per unit (with
// everything below it); 0: no minimum.
type Minimum struct {
	Organisation int
	Units        map[survey.UnitID]int
}

// Benchmark sets the number of complete responses against what is asked for. KrejcieMorgan is a
// benchmark for proportions and no duty; Minimum is what the organisation has configured.
type Benchmark struct {
	KrejcieMorgan int `json:"krejcie_morgan"`
	Minimum       int `json:"minimum,omitempty"`
	Short         int `json:"short,omitempty"` // complete responses missing to the minimum
}

// NewBenchmark sets complete responses of so many eligible people against a minimum.
func NewBenchmark(complete, eligible, minimum int) Benchmark {
	return Benchmark{KrejcieMorgan: KrejcieMorgan(eligible), Minimum: minimum, Short: max(0, minimum-complete)}
}

// paceDays is how many working days a pace looks back.
const paceDays = 3

// Pace is the mean number of complete responses a working day over the last three of the days
// given, the newest last; 0 without days.
func Pace(days []int) float64 {
	days = days[max(0, len(days)-paceDays):]
	sum := 0
	for _, n := range days {
		sum += n
	}
	return share(sum, len(days))
}

// Outlook says whether a minimum will be met: how many are missing, how many a working day that
// takes, and the pace.
type Outlook struct {
	Short  int     `json:"short"`
	Pace   float64 `json:"pace"`
	Needed float64 `json:"needed"` // a working day; Short where none is left
	Enough bool    `json:"enough"`
}

// NewOutlook projects the pace of the last working days over those that are left.
func NewOutlook(complete, minimum int, days []int, left int) Outlook {
	o := Outlook{Short: max(0, minimum-complete), Pace: Pace(days)}
	o.Needed = float64(o.Short) / float64(max(1, left))
	o.Enough = o.Short == 0 || left > 0 && o.Pace >= o.Needed
	return o
}

// participation fills in what is known of the people behind a release.
func (s *scorer) participation(r *Release, in Input) {
	if in.Roster == nil && in.Wave.Base == (survey.Base{}) {
		return
	}
	base := in.Wave.Base
	rate := base.ResponseRate()
	r.Base, r.ResponseRate = &base, &rate
	s.eligible = base.Roster
	b := NewBenchmark(base.Complete, base.Roster, in.Minimum.Organisation)
	r.Benchmark = &b
	if in.Dispositions != nil {
		d := CountDispositions(in.Dispositions)
		second := d.RR2()
		r.Dispositions, r.PartialRate = &d, &second
	}
}

// isLowBase tells whether a figure on n answers of so many eligible people is to be read with
// care: under 30, or under half of them. An unknown number of eligible people is 0.
func isLowBase(n, complete, eligible int) bool {
	return n < SmallGroup || eligible > 0 && share(complete, eligible) < 0.5
}

// lowBase tells whether the figures of a wave are to be read with care; those of a wave without
// index by its dimensions.
func lowBase(r *Release) bool {
	least := func(n *int, at int) int {
		if n == nil || at >= 0 && at < *n {
			return at
		}
		return *n
	}
	n := -1
	if r.Index != nil {
		n = least(r.Index.N, n)
	} else {
		for _, d := range r.Dimensions {
			n = least(d.N, n)
		}
	}
	complete, eligible := 0, 0
	if r.Base != nil {
		complete, eligible = r.Base.Complete, r.Base.Roster
	}
	return n >= 0 && isLowBase(n, complete, eligible)
}
