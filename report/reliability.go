package report

// reliability fills in alpha for the whole organisation: two items, 30 cases, else nothing.
func (s *scorer) reliability(f *DimensionFigure, d *dimensionPlan) {
	k := len(d.values)
	if k < 2 {
		return
	}
	pairs := s.t.groups[0].all.moments.only(d.values)
	if n := pairs.cases(); n >= SmallGroup {
		if a, ok := pairs.alpha(); ok {
			lo, hi := Feldt(a, n, k)
			f.Alpha, f.AlphaInterval = &a, &[2]float64{lo, hi}
		}
	}
	complete := s.t.groups[0].all.moments.onlyWhole(d.values)
	complete.merge(d.complete)
	if n := complete.cases(); n >= SmallGroup {
		if a, ok := complete.alpha(); ok {
			f.AlphaComplete, f.AlphaCases = &a, &n
		}
	}
}

// itemRest is the correlation of an item with the sum of the other items of its dimension, on
// flipped values, from 30 cases.
func (s *scorer) itemRest(d *dimensionPlan, column int) *float64 {
	if len(d.values) < 2 {
		return nil
	}
	pairs := s.t.groups[0].all.moments.only(d.values)
	if pairs.cases() < SmallGroup {
		return nil
	}
	for at, c := range d.values {
		if s.p.columns[c].item != s.p.columns[column].item {
			continue
		}
		if r, ok := pairs.itemRest(at); ok {
			return &r
		}
	}
	return nil
}

// only takes the part of moments over some of the columns.
func (m *moments) only(columns []int) *moments {
	out := newMoments(len(columns))
	for i, a := range columns {
		for j, b := range columns {
			at := i*out.k + j
			out.n[at], out.sum[at], _, out.product[at] = m.pair(a, b)
		}
	}
	return out
}

// onlyWhole takes the part of moments over some of the columns and the people who answered every one.
func (m *moments) onlyWhole(columns []int) *moments {
	m.takeLanes()
	out := newMoments(len(columns))
	out.whole = m.whole
	for i, a := range columns {
		out.wholeSum[i] = m.wholeSum[a]
		for j, b := range columns {
			out.wholeProduct[i*out.k+j] = m.wholeProduct[max(a, b)*m.k+min(a, b)]
		}
	}
	return out
}

// alphaRow takes the columns of a person who left something out into the moments of those dimensions of
// which they answered every item. Who answered everything is in the moments of the whole already.
func (p *plan) alphaRow(row, scratch []float64) {
	for d := range p.dimensions {
		dim := &p.dimensions[d]
		if len(dim.values) < 2 {
			continue
		}
		part := scratch[:0]
		for _, c := range dim.values {
			part = append(part, row[c])
		}
		dim.complete.addComplete(part)
	}
}
