package report

import (
	"bytes"
	"encoding/json"
	"fmt"

	"suara/survey"
)

// Release holds every figure of a wave that may be shown. It is computed once, at closing, and
// each text, table and file is made from it, so that two looks never differ. A figure that is
// withheld is null here; nothing behind it is kept.
type Release struct {
	Wave         survey.WaveID     `json:"wave"`
	Survey       survey.SurveyID   `json:"survey"`
	State        survey.WaveState  `json:"state"`
	Mode         survey.Mode       `json:"mode,omitempty"`
	Flow         string            `json:"flow,omitempty"` // version of the flow
	MinGroup     int               `json:"min_group"`      // 0: nothing is withheld
	Base         *survey.Base      `json:"base"`           // null for rows without a roster
	ResponseRate *float64          `json:"response_rate"`
	Index        *IndexFigure      `json:"index"` // null where the flow has none
	Dimensions   []DimensionFigure `json:"dimensions"`
	Items        []ItemFigure      `json:"items"`
	Units        []UnitFigure      `json:"units"` // in roster order

	PartialRate  *float64        `json:"response_rate_2,omitempty"` // RR2: partial responses count too
	Dispositions *Dispositions   `json:"dispositions,omitempty"`    // null where they were not counted
	LowBase      bool            `json:"low_base,omitempty"`        // under 30 answers or half the eligible
	Benchmark    *Benchmark      `json:"benchmark,omitempty"`       // null without a roster
	Weighted     *WeightedFigure `json:"weighted,omitempty"`        // null where it can't be given
	Segments     []SegmentTable  `json:"segments,omitempty"`        // in the flow's order
	Change       *Change         `json:"change,omitempty"`          // null without an earlier release
	Lost         bool            `json:"lost,omitempty"`            // the wave's key was lost: no answer could be read
	Findings     []Finding       `json:"findings,omitempty"`        // strongest, weakest, change
}

// Bound says that a figure lies beyond the value printed: groups under [SmallGroup] show scores
// beyond 5 and 95 of their range only as "at most" and "at least".
type Bound string

// The bounds; empty is an exact figure.
const (
	AtMost  Bound = "le"
	AtLeast Bound = "ge"
)

// IndexFigure is the index of a group. Bounds holds the lowest and highest values that the index
// of all eligible people could take, whatever those who did not answer would have said.
type IndexFigure struct {
	ID     string      `json:"id"`
	Score  *float64    `json:"score"`
	Bound  Bound       `json:"bound,omitempty"`
	Band   *string     `json:"band"`
	From   *float64    `json:"band_from,omitempty"` // where the band begins, to find it in another language
	N      *int        `json:"n"`
	Margin *float64    `json:"margin"`
	Bounds *[2]float64 `json:"nonresponse_bounds,omitempty"`
}

// DimensionFigure is the score of a dimension. Alpha is pairwise, AlphaComplete over the complete
// cases, with Feldt's interval; all are for the whole organisation only.
type DimensionFigure struct {
	ID            string      `json:"id"`
	Score         *float64    `json:"score"`
	Bound         Bound       `json:"bound,omitempty"`
	N             *int        `json:"n"`
	Margin        *float64    `json:"margin,omitempty"`
	Alpha         *float64    `json:"alpha"`
	AlphaComplete *float64    `json:"alpha_complete,omitempty"`
	AlphaCases    *int        `json:"alpha_cases,omitempty"`
	AlphaInterval *[2]float64 `json:"alpha_interval,omitempty"`
	Bounds        *[2]float64 `json:"nonresponse_bounds,omitempty"` // for the whole organisation only
}

// ItemFigure is one item over the whole organisation. Mean and Counts are of the values as pressed;
// Score, by the formula of the item's dimension, and Favourable are after flipping. Counts are null
// under twice the least group and where a bound stands.
type ItemFigure struct {
	ID              string         `json:"id"`
	N               *int           `json:"n"`
	Mean            *float64       `json:"mean"`
	Bound           Bound          `json:"bound,omitempty"` // of the mean
	Score           *float64       `json:"score,omitempty"`
	ScoreBound      Bound          `json:"score_bound,omitempty"`
	Margin          *float64       `json:"margin,omitempty"`
	Favourable      *float64       `json:"favourable,omitempty"` // share, 0–1
	FavourableBound Bound          `json:"favourable_bound,omitempty"`
	Interval        *[2]float64    `json:"favourable_interval,omitempty"`
	Counts          map[string]int `json:"counts"`
	Suppressed      bool           `json:"suppressed,omitempty"`

	ScoreMargin *float64 `json:"score_margin,omitempty"`
	ItemRest    *float64 `json:"item_rest,omitempty"` // correlation with the sum of the dimension's other items
	NPS         *float64 `json:"nps,omitempty"`       // −100 to 100, where the counts stand
	NPSMargin   *float64 `json:"nps_margin,omitempty"`
}

// UnitFigure is one unit with everything below it. Score is the index of the unit, or its only
// dimension's score where the flow has no index.
//
// Complete is shown for hidden units too: who has responded is published as participation in any
// case, and pooled hidden units hold enough answers that their number gives no figure away. What
// it does tell beside the count of those who responded is how many declined.
type UnitFigure struct {
	ID         survey.UnitID     `json:"id"`
	Name       string            `json:"name"`
	Parent     survey.UnitID     `json:"parent,omitempty"`
	Complete   int               `json:"complete"`
	Roster     int               `json:"roster"`
	Score      *float64          `json:"score"`
	Bound      Bound             `json:"bound,omitempty"`
	Suppressed bool              `json:"suppressed"` // false with a null score: no answers
	N          *int              `json:"n,omitempty"`
	Band       *string           `json:"band,omitempty"`
	From       *float64          `json:"band_from,omitempty"`
	Margin     *float64          `json:"margin,omitempty"`
	Dimensions []DimensionFigure `json:"dimensions,omitempty"`

	Bounds  *[2]float64 `json:"nonresponse_bounds,omitempty"`
	LowBase bool        `json:"low_base,omitempty"`
	Minimum int         `json:"minimum,omitempty"` // configured; 0: none
	Short   int         `json:"short,omitempty"`   // complete responses missing to the minimum
}

// JSON gives the release as the command line prints it.
func (r *Release) JSON() ([]byte, error) { return indented(r) }

// indented encodes without escaping <, > and &, which stand in names of units.
func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode the release: %w", err)
	}
	return b.Bytes(), nil
}

// Withheld tells whether the whole wave has too few answers for any figure.
func (r *Release) Withheld() bool {
	for _, i := range r.Items {
		if !i.Suppressed {
			return false
		}
	}
	return len(r.Items) > 0
}

// UnitReport is what a release says of one unit: its row, the units below it in roster order, and
// the place it came from.
type UnitReport struct {
	Wave         survey.WaveID     `json:"wave"`
	Survey       survey.SurveyID   `json:"survey"`
	State        survey.WaveState  `json:"state"`
	MinGroup     int               `json:"min_group"`
	Unit         survey.UnitID     `json:"unit"`
	Name         string            `json:"name"`
	Base         UnitBase          `json:"base"`
	ResponseRate *float64          `json:"response_rate"`
	Index        *IndexFigure      `json:"index"`
	Dimensions   []DimensionFigure `json:"dimensions"`
	Units        []UnitFigure      `json:"units"`
	Suppressed   bool              `json:"suppressed"`
	LowBase      bool              `json:"low_base,omitempty"`
	Minimum      int               `json:"minimum,omitempty"`
	Short        int               `json:"short,omitempty"`
}

// UnitBase carries the counts behind a unit's figures, in persons.
type UnitBase struct {
	Roster   int `json:"roster"`
	Complete int `json:"complete"`
}

// JSON gives the report as the command line prints it.
func (u *UnitReport) JSON() ([]byte, error) { return indented(u) }

// ForUnit takes one unit out of a release; it computes nothing new.
func (r *Release) ForUnit(id survey.UnitID) (*UnitReport, error) {
	for _, u := range r.Units {
		if u.ID == id {
			return r.unitReport(u), nil
		}
	}
	return nil, fmt.Errorf("unit %s in wave %s: %w", id, r.Wave, survey.ErrNotFound)
}

func (r *Release) unitReport(u UnitFigure) *UnitReport {
	out := &UnitReport{
		Wave: r.Wave, Survey: r.Survey, State: r.State, MinGroup: r.MinGroup,
		Unit: u.ID, Name: u.Name, Base: UnitBase{u.Roster, u.Complete},
		Dimensions: u.Dimensions, Units: r.below(u.ID), Suppressed: u.Suppressed,
		LowBase: u.LowBase, Minimum: u.Minimum, Short: u.Short,
	}
	if u.Roster > 0 {
		rate := float64(u.Complete) / float64(u.Roster)
		out.ResponseRate = &rate
	}
	if r.Index != nil {
		out.Index = &IndexFigure{
			ID: r.Index.ID, Score: u.Score, Bound: u.Bound, Band: u.Band, From: u.From, N: u.N, Margin: u.Margin,
			Bounds: u.Bounds,
		}
	}
	return out
}

// below lists the units under one, at any depth.
func (r *Release) below(id survey.UnitID) []UnitFigure {
	under := map[survey.UnitID]bool{id: true}
	for range r.Units { // roster order may name a child before its parent
		grown := false
		for _, u := range r.Units {
			if !under[u.ID] && under[u.Parent] {
				under[u.ID], grown = true, true
			}
		}
		if !grown {
			break
		}
	}
	out := []UnitFigure{}
	for _, u := range r.Units {
		if under[u.ID] && u.ID != id {
			out = append(out, u)
		}
	}
	return out
}
