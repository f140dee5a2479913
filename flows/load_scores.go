package flows

import (
	"cmp"
	"slices"

	"suara/flows/source"
	"suara/flows/writing"
)

var scoreNames = []string{"range100", "max100", "x25", "mean", "favourable", "nps"}

func (l *loader) readDimensions(fs fields) {
	seen := map[string]bool{}
	for _, n := range l.list(fs, "dimensions", Say("a list of dimensions with id, title, items and score")) {
		d, ok := l.fields(n, Say("a dimension"), dimensionKeys...)
		if !ok {
			continue
		}
		dim := Dimension{ID: l.id(d, "id", Say("the dimension")), Title: l.text(d, "title", titling),
			Score: l.score(d), Items: l.references(d, "items")}
		dim.Weights = l.weights(d, len(dim.Items))
		if seen[dim.ID] && dim.ID != "" {
			l.fail(d.place("id"), "dimension %s stands twice; rename one", writing.Quote(dim.ID))
		}
		seen[dim.ID] = true
		l.checkScored(d, dim)
		l.flow.Dimensions = append(l.flow.Dimensions, dim)
	}
}

func (l *loader) score(fs fields) Score {
	n, ok := fs.nodes["score"]
	if !ok {
		l.fail(fs.at, "the dimension has no score; add score: %s", join(scoreNames))
		return ""
	}
	s, _ := l.Scalar(n)
	if !slices.Contains(scoreNames, s) {
		l.fail(source.At(n), "score %s is not known%s; known are %s", writing.Quote(s),
			l.perhaps(s, scoreNames), join(scoreNames))
		return ""
	}
	return Score(s)
}

// references reads a list of ids without repetition.
func (l *loader) references(fs fields, key string) []string {
	var ids []string
	for _, n := range l.list(fs, key, Say("a list of ids")) {
		s, ok := l.word(n, Say("an id"))
		if ok && slices.Contains(ids, s) {
			l.fail(source.At(n), "%s stands twice; remove one", writing.Quote(s))
			continue
		}
		ids = append(ids, s)
	}
	if len(ids) == 0 {
		l.fail(fs.place(key), "%s has no %s; add %s: with at least one id", fs.what, key, key)
	}
	return ids
}

func (l *loader) weights(fs fields, want int) []float64 {
	if !fs.has("weights") {
		return nil
	}
	var weights []float64
	sum := 0.0
	for _, n := range l.list(fs, "weights", Say("a list of numbers")) {
		w, ok := l.number(n, Say("a weight"))
		if ok && w < 0 {
			l.fail(source.At(n), "the weight is negative; use 0 or more, and reverse for reversed items")
		}
		weights, sum = append(weights, w), sum+w
	}
	switch {
	case len(weights) != want:
		l.fail(fs.place("weights"), "%d weights for %d; give each one weight", len(weights), want)
	case sum <= 0:
		l.fail(fs.place("weights"), "the weights add up to nothing; give at least one more than 0")
	}
	return weights
}

// checkScored holds every item of a dimension against what its score needs.
func (l *loader) checkScored(fs fields, d Dimension) {
	nodes := l.list(fs, "items", Say("a list of ids"))
	for _, n := range nodes {
		id, ok := l.Scalar(n)
		if !ok {
			continue
		}
		item, _ := l.flow.Item(id)
		switch {
		case item == nil && l.ids[id]:
			l.fail(source.At(n), "%s is a matrix; name its rows instead", writing.Quote(id))
			continue
		case item == nil:
			l.fail(source.At(n), "%s is no item%s; mend the id or remove it", writing.Quote(id), l.perhaps(id, l.names()))
			continue
		case len(item.Options) == 0 && (item.Type == TypeScale || item.Type == TypeChoice):
			continue // what they lack is said at the item
		}
		if fault := scoreFault(item, d.Score); fault.Said() {
			l.fail(source.At(n), "%s can't be scored by %s: %s", writing.Quote(id), d.Score, fault)
		}
	}
}

// scoreFault says what keeps an item from being scored so, and the mend, if anything.
func scoreFault(item *Item, score Score) Message {
	least, most, numeric := scoreRange(item.Options)
	switch {
	case item.many() || len(item.Options) == 0:
		return Say("it has no single pressed answer; use scale, choice, yesno or nps")
	case score == ScoreFavourable:
		if !slices.ContainsFunc(item.Options, func(o Option) bool { return o.Favourable }) {
			return Say("no option is favourable; mark some with favourable: true")
		}
	case score == ScoreNPS:
		if item.Type != TypeNPS {
			return Say("only items of type nps can; change the type or the score")
		}
	case score == "":
	case !numeric:
		return Say("its values are not numbers; number the options")
	case least == most:
		return Say("all values are alike; number the options differently")
	case score == ScoreX25 && (least != 1 || most != 4):
		return Say("x25 is for scales from 1 to 4; use range100")
	case score == ScoreMax100 && most <= 0:
		return Say("its highest value is not above 0; use range100")
	}
	return Message{}
}

// scoreRange returns the least and greatest numeric value; false where some value is no number.
func scoreRange(options []Option) (least, most float64, ok bool) {
	for i, o := range options {
		v, numeric := o.Score()
		if !numeric {
			return 0, 0, false
		}
		if i == 0 {
			least, most = v, v
		}
		least, most = min(least, v), max(most, v)
	}
	return least, most, len(options) > 0
}

func (l *loader) readIndex(fs fields) {
	n, ok := fs.nodes["index"]
	if !ok {
		return
	}
	x, ok := l.fields(n, Say("an index"), indexKeys...)
	if !ok {
		return
	}
	index := &Index{ID: l.id(x, "id", Say("the index")), Title: l.text(x, "title", titling),
		Dimensions: l.references(x, "dimensions"), Target: l.limit(x, "target")}
	index.Weights = l.weights(x, len(index.Dimensions))
	for _, n := range l.list(x, "dimensions", Say("a list of ids")) {
		id, ok := l.Scalar(n)
		if ok && !slices.ContainsFunc(l.flow.Dimensions, func(d Dimension) bool { return d.ID == id }) {
			l.fail(source.At(n), "%s is no dimension; mend the id or add it to dimensions", writing.Quote(id))
		}
	}
	index.Bands = l.bands(x)
	l.flow.Index, l.indexAt = index, x.at
}

func (l *loader) bands(fs fields) []Band {
	var bands []Band
	var starts []float64
	for _, n := range l.list(fs, "bands", Say("a list of bands with from and label")) {
		b, ok := l.fields(n, Say("a band"), bandKeys...)
		if !ok {
			continue
		}
		band := Band{Label: l.text(b, "label", titling)}
		from := l.limit(b, "from")
		if from != nil {
			band.From = *from
		} else if !b.has("from") {
			l.fail(b.at, "the band has no from; add the lowest score that is in it")
		}
		if from != nil && slices.Contains(starts, *from) {
			l.fail(b.place("from"), "two bands begin at the same score; change one")
		} else if from != nil {
			starts = append(starts, *from)
		}
		bands = append(bands, band)
	}
	if len(bands) > 0 && !slices.ContainsFunc(bands, func(b Band) bool { return b.From <= 0 }) {
		l.fail(fs.place("bands"), "no band begins at 0 or below, so the lowest scores "+
			"would have none; add one with from: 0")
	}
	slices.SortFunc(bands, func(a, b Band) int { return cmp.Compare(b.From, a.From) })
	return bands
}
