package report

// Alpha is Cronbach's alpha of columns, one per item, with one row per person and NaN where an answer is
// missing.
func Alpha(columns [][]float64) (a float64, ok bool) {
	m := newMoments(len(columns))
	eachRow(columns, func(row []float64) {
		if complete(row) {
			m.addWhole(row)
		} else {
			m.addPart(row)
		}
	})
	return m.alpha()
}

// AlphaComplete is Cronbach's alpha over the n rows without a missing answer.
func AlphaComplete(columns [][]float64) (a float64, n int, ok bool) {
	m := newMoments(len(columns))
	eachRow(columns, m.addComplete)
	a, ok = m.alpha()
	return a, m.cases(), ok
}

func eachRow(columns [][]float64, f func(row []float64)) {
	if len(columns) == 0 {
		return
	}
	row := make([]float64, len(columns))
	for i := range columns[0] {
		for j, c := range columns {
			row[j] = c[i]
		}
		f(row)
	}
}
