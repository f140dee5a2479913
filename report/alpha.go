package report

import "math"

// Feldt gives the 95 % interval of alpha from n cases of k items (Feldt, Woodruff and Salih 1987):
// 1 − (1−a)·F(0.975) to 1 − (1−a)·F(0.025) with n−1 and (n−1)(k−1) degrees of freedom. It is NaN for
// fewer than two cases or items.
func Feldt(a float64, n, k int) (lo, hi float64) {
	if n < 2 || k < 2 {
		return math.NaN(), math.NaN()
	}
	d1, d2 := float64(n-1), float64((n-1)*(k-1))
	return 1 - (1-a)*fQuantile(0.975, d1, d2), 1 - (1-a)*fQuantile(0.025, d1, d2)
}

// moments accumulates, for every pair of items, over the people who answered both: their number,
// the sums of either item and of the product. Values are option values, so that the sums are whole
// numbers and exact in float64 up to 2⁵³. Most people answer everything: their number and sums are kept
// once an item instead of once a pair.
type moments struct {
	k            int
	whole        float64   // people who answered every item
	wholeSum     []float64 // over them, per item
	wholeProduct []float64 // lower triangle; over them
	n            []float64 // lower triangle; over the others
	sum          []float64 // cell (i, j): Σ of i over the others who answered j too
	product      []float64 // lower triangle; over the others
	lanes        lanes     // part of wholeProduct
}

func newMoments(k int) *moments {
	return &moments{
		k: k, wholeSum: make([]float64, k), wholeProduct: make([]float64, k*k),
		n: make([]float64, k*k), sum: make([]float64, k*k), product: make([]float64, k*k),
	}
}

// addPart takes the values of a person who left something out.
func (m *moments) addPart(row []float64) {
	for i, x := range row {
		if x != x {
			continue
		}
		at := i * m.k
		for j, y := range row[:i+1] {
			if y != y {
				continue
			}
			m.n[at+j]++
			m.sum[at+j] += x
			m.product[at+j] += x * y
			if i != j {
				m.sum[j*m.k+i] += y
			}
		}
	}
}

// addWhole takes the values of a person who answered every item.
func (m *moments) addWhole(row []float64) {
	m.whole++
	sum := m.wholeSum[:len(row)]
	for i, x := range row {
		sum[i] += x
		product := m.wholeProduct[i*m.k : i*m.k+i+1]
		others := row[:len(product)]
		for j := range product {
			product[j] += x * others[j]
		}
	}
}

func complete(row []float64) bool {
	for _, x := range row {
		if x != x {
			return false
		}
	}
	return true
}

// addComplete takes the values of a person who answered every item, and no others.
func (m *moments) addComplete(row []float64) {
	if complete(row) {
		m.addWhole(row)
	}
}

func (m *moments) merge(o *moments) {
	o.takeLanes()
	m.whole += o.whole
	for i := range o.wholeSum {
		m.wholeSum[i] += o.wholeSum[i]
	}
	for i := range o.n {
		m.wholeProduct[i] += o.wholeProduct[i]
		m.n[i] += o.n[i]
		m.sum[i] += o.sum[i]
		m.product[i] += o.product[i]
	}
}

// pair gives the people who answered both of two items, and the sums over them.
func (m *moments) pair(i, j int) (n, sumI, sumJ, product float64) {
	m.takeLanes()
	at := max(i, j)*m.k + min(i, j)
	return m.n[at] + m.whole, m.sum[i*m.k+j] + m.wholeSum[i], m.sum[j*m.k+i] + m.wholeSum[j],
		m.product[at] + m.wholeProduct[at]
}

func (m *moments) covariance(i, j int) (float64, bool) {
	n, sumI, sumJ, product := m.pair(i, j)
	if n < 2 {
		return 0, false
	}
	return (product - sumI*sumJ/n) / (n - 1), true
}

// alpha is Cronbach's alpha from pairwise covariances, as R's psych::alpha does by default. It is not ok
// with fewer than two items, with a pair of items that fewer than two people answered, or without any
// variance.
func (m *moments) alpha() (float64, bool) {
	if m.k < 2 {
		return 0, false
	}
	var own, all float64
	for i := range m.k {
		for j := range m.k {
			c, ok := m.covariance(i, j)
			if !ok {
				return 0, false
			}
			all += c
			if i == j {
				own += c
			}
		}
	}
	if all <= 0 {
		return 0, false
	}
	k := float64(m.k)
	return k / (k - 1) * (1 - own/all), true
}

// itemRest is the correlation of an item with the sum of the others, from pairwise covariances as
// r.drop in R's psych. It is not ok where one of the two does not vary.
func (m *moments) itemRest(item int) (float64, bool) {
	var with, rest float64
	for i := range m.k {
		if i == item {
			continue
		}
		for j := range m.k {
			c, ok := m.covariance(i, j)
			switch {
			case !ok:
				return 0, false
			case j == item:
				with += c
			default:
				rest += c
			}
		}
	}
	own, ok := m.covariance(item, item)
	if !ok || own <= 0 || rest <= 0 {
		return 0, false
	}
	return with / math.Sqrt(own*rest), true
}

// cases is the smallest number of people behind any pair.
func (m *moments) cases() int {
	if m.k == 0 {
		return 0
	}
	least := math.Inf(1)
	for i := range m.k {
		for j := range i + 1 {
			n, _, _, _ := m.pair(i, j)
			least = math.Min(least, n)
		}
	}
	return int(least)
}

// squares is Σz² over people of z_i = Σ_j a_ij·c_j·(x_ij − centre_j), the residuals behind the
// margin of a weighted mean of items with people missing here and there.
func (m *moments) squares(coefficient, centre []float64) float64 {
	var total float64
	for i := range m.k {
		for j := range i + 1 {
			n, sumI, sumJ, product := m.pair(i, j)
			part := product - centre[j]*sumI - centre[i]*sumJ + centre[i]*centre[j]*n
			part *= coefficient[i] * coefficient[j]
			if i != j {
				part *= 2
			}
			total += part
		}
	}
	return total
}
