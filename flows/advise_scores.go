package flows

import (
	"slices"
)

func (l *loader) adviseScores() {
	f := l.flow
	for _, item := range f.Items {
		if in := f.DimensionsOf(item.ID); len(in) > 1 {
			f.warn(item, "%s is scored in %s; keep it in one dimension", item.ID, join(in))
		}
	}
	if f.Index == nil {
		return
	}
	scores := map[Score]bool{}
	for _, d := range f.Dimensions {
		if slices.Contains(f.Index.Dimensions, d.ID) && d.Score != "" {
			scores[d.Score] = true
		}
	}
	if len(scores) > 1 {
		l.warn(l.indexAt, "the index %s mixes dimensions of different scores (%s); use one score",
			f.Index.ID, join(scoresOf(scores)))
	}
}

func scoresOf(scores map[Score]bool) []string {
	return slices.DeleteFunc(slices.Clone(scoreNames), func(s string) bool { return !scores[Score(s)] })
}

// adviseScales warns of scales that nobody uses and of those that run another way than others: people
// press the place they got used to, and a mean of both ways means nothing.
func (l *loader) adviseScales() {
	rising, first := true, ""
	for _, name := range sortedKeys(l.flow.Scales) {
		options := l.flow.Scales[name]
		if !l.used[name] {
			l.warn(l.scaleAt[name], "no item uses the scale %s; remove it", name)
			continue
		}
		up, ordered := runs(options)
		switch {
		case !ordered:
		case !favoursHigh(options):
			l.warn(l.scaleAt[name], "the favourable options of the scale %s have its lowest values, so a good "+
				"result scores low; number them the other way round", name)
		case first == "":
			first, rising = name, up
		case up != rising:
			l.warn(l.scaleAt[name], "the scales %s and %s run in opposite directions on the screen; list both "+
				"from the lowest value, or both from the highest", first, name)
		}
	}
}

// runs tells whether numeric values rise down the list; ordered: whether they rise or fall all along.
func runs(options []Option) (up, ordered bool) {
	rises, falls := 0, 0
	for n := 1; n < len(options); n++ {
		before, ok := options[n-1].Score()
		value, numeric := options[n].Score()
		if !ok || !numeric {
			return false, false
		}
		if value > before {
			rises++
		} else {
			falls++
		}
	}
	return rises > 0, (rises == 0) != (falls == 0)
}

// favoursHigh tells whether the favourable options hold the greatest values, where some are marked.
func favoursHigh(options []Option) bool {
	var favoured, others []float64
	for _, o := range options {
		if v, _ := o.Score(); o.Favourable {
			favoured = append(favoured, v)
		} else {
			others = append(others, v)
		}
	}
	return len(favoured) == 0 || len(others) == 0 || slices.Max(favoured) > slices.Min(others)
}
