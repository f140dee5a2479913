package flows

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"suara/survey"
)

// reservedColumns are the columns of an export that are no items.
var reservedColumns = []string{"response_id", "wave", "survey", "flow_version", "submitted_on",
	"unit", "disposition"}

// quasiIdentifiers tells by the parts of an item's id what narrows a group down to persons.
var quasiIdentifiers = map[string][]string{
	"age":               {"usia", "umur", "age", "lahir"},
	"length of service": {"masa_kerja", "lama_kerja", "masa_bakti", "service", "tenure", "tmt"},
	"position":          {"jabatan", "eselon", "pangkat", "golongan", "position", "rank"},
}

// maxQuasi and maxAdvised are where a warning begins.
const (
	maxQuasi   = 2
	maxAdvised = 30
)

// CheckMode lists what the flow may not ask in that mode. Addresses and telephone numbers are for
// identified surveys. In anonymous waves exact numbers and dates are no segments, and nothing that is
// known of the respondent, or that coarsening takes away, is copied beside the answers: all these name
// people by themselves.
func (f *Flow) CheckMode(mode survey.Mode) []Problem {
	var out []Problem
	for _, item := range f.Items {
		if fault := f.modeFault(item, mode); fault != "" {
			out = append(out, f.about(item, "%s", fault))
		}
	}
	return out
}

// modeFault says what a mode forbids of an item; empty: nothing.
func (f *Flow) modeFault(item *Item, mode survey.Mode) string {
	switch {
	case mode == survey.Identified:
	case item.Type == TypeEmail || item.Type == TypePhone:
		return fmt.Sprintf("an item of type %s names people; ask for it in identified surveys only", item.Type)
	case mode != survey.Anonymous:
	case item.Segment && (item.Type == TypeNumber || item.Type == TypeDate):
		return fmt.Sprintf("an exact %s as a segment names people in an anonymous survey; ask for it as a "+
			"choice of ranges", item.Type)
	case item.Attribute != "":
		return fmt.Sprintf("the attribute %s beside the answers names people in an anonymous survey; ask for a "+
			"segment instead", item.Attribute)
	case item.Type == TypeCalculate:
		for _, name := range item.Value.Names() {
			if named, _ := f.Item(name); named == nil || named.Segment || named.Type == TypeText {
				return fmt.Sprintf("what is calculated from ${%s} may name people in an anonymous survey; "+
					"calculate from other answers", name)
			}
		}
	}
	return ""
}

func (f *Flow) about(item *Item, format string, args ...any) Problem {
	return Problem{f.file, item.Line, item.Column, fmt.Sprintf(format, args...)}
}

// advise collects the warnings of a flow that can be used.
func (l *loader) advise() {
	f := l.flow
	asked := 0
	for _, item := range f.Items {
		if item.Silent() || item.Type == TypeNote {
			continue
		}
		if asked++; asked == maxAdvised+1 {
			f.warn(item, "%d items; past %d many people stop, ask less", len(f.Items), maxAdvised)
		}
	}
	l.adviseSegments()
	l.adviseScores()
	l.adviseConditions()
	for _, name := range slices.Sorted(maps.Keys(f.Scales)) {
		if !l.used[name] {
			l.warn(l.scaleAt[name], "no item uses the scale %s; remove it", name)
		}
	}
	for _, item := range f.Items {
		if slices.Contains(reservedColumns, item.ID) {
			f.warn(item, "%s is a column of every export already; rename the item", item.ID)
		}
	}
}

func (f *Flow) warn(item *Item, format string, args ...any) {
	f.warnings = append(f.warnings, f.about(item, format, args...))
}

func (l *loader) adviseSegments() {
	f := l.flow
	met := map[string]bool{}
	var segment *Item
	for _, item := range f.Items {
		if !item.Segment {
			if segment != nil && len(f.dimensionsOf(item.ID)) > 0 {
				f.warn(segment, "the segment %s stands before %s; ask segments after what is scored",
					segment.ID, item.ID)
				segment = nil
			}
			continue
		}
		segment = item
		for kind, parts := range quasiIdentifiers {
			if slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(item.ID, p) }) {
				met[kind] = true
			}
		}
		if len(met) > maxQuasi {
			f.warn(item, "age, length of service and position together narrow groups down to persons; "+
				"keep two of them in an anonymous survey")
			met = map[string]bool{}
		}
	}
}

// dimensionsOf lists the dimensions that score an item.
func (f *Flow) dimensionsOf(id string) []string {
	var out []string
	for _, d := range f.Dimensions {
		if slices.Contains(d.Items, id) {
			out = append(out, d.ID)
		}
	}
	return out
}

func (l *loader) adviseScores() {
	f := l.flow
	for _, item := range f.Items {
		if in := f.dimensionsOf(item.ID); len(in) > 1 {
			f.warn(item, "%s is scored in %s; keep it in one dimension", item.ID, join(in))
		}
	}
	if f.Index == nil {
		return
	}
	scores := map[Score]bool{}
	for _, d := range f.Dimensions {
		if slices.Contains(f.Index.Dimensions, d.ID) {
			scores[d.Score] = true
		}
	}
	if len(scores) > 1 {
		f.warn(f.Items[0], "the index %s mixes dimensions of different scores; use one score",
			f.Index.ID)
	}
}
