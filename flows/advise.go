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

// CheckMode lists what the flow may not ask in that mode. In anonymous waves exact numbers and
// dates are no segments: they name people by themselves.
func (f *Flow) CheckMode(mode survey.Mode) []Problem {
	var out []Problem
	if mode != survey.Anonymous {
		return nil
	}
	for _, item := range f.Items {
		if item.Segment && (item.Type == TypeNumber || item.Type == TypeDate) {
			out = append(out, f.about(item, "an exact %s as a segment names people in an anonymous "+
				"survey; ask for it as a choice of ranges", item.Type))
		}
	}
	return out
}

func (f *Flow) about(item *Item, format string, args ...any) Problem {
	return Problem{f.file, item.Line, item.Column, fmt.Sprintf(format, args...)}
}

// advise collects the warnings of a flow that can be used.
func (l *loader) advise() {
	f := l.flow
	if len(f.Items) > maxAdvised {
		f.warn(f.Items[maxAdvised], "%d items; past %d many people stop, ask less", len(f.Items), maxAdvised)
	}
	l.adviseSegments()
	l.adviseScores()
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
