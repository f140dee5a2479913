package report

// lanes sums the products of pairs of columns over people who answered everything, four products in
// one multiplication: a word holds four columns, 16 bits each. It is for values that are small whole
// numbers, as those of scales are; the sums go to the moments before a lane can run over.
type lanes struct {
	words int // a row of sums
	most  int // people before a lane could run over; 0: values are not small
	rows  int // people since the sums were last taken
	sums  []uint64
}

const laneBits = 16

// newLanes makes lanes for k columns of values from 0 to the largest; −1: they are not such.
func newLanes(k, largest int) lanes {
	if largest < 0 || largest > 255 {
		return lanes{}
	}
	words := (k + 3) / 4
	return lanes{words: words, most: (1<<laneBits - 1) / max(1, largest*largest), sums: make([]uint64, k*words)}
}

// laneLimit is the largest value of a plan's columns, −1 where one is no whole number from 0.
func (p *plan) laneLimit() int {
	largest := 0
	for _, c := range p.columns {
		for _, v := range c.exact {
			if v < 0 {
				return -1
			}
			largest = max(largest, int(min(v, 1<<20)))
		}
	}
	return largest
}

// addLanes takes the values of a person who answered every item, one by one and four in a word.
func (m *moments) addLanes(values, packed []uint64) {
	m.whole++
	l, sum := &m.lanes, m.wholeSum[:len(values)]
	for i, x := range values {
		sum[i] += float64(x)
		products := l.sums[i*l.words : i*l.words+i/4+1]
		others := packed[:len(products)]
		for j := range products {
			products[j] += x * others[j]
		}
	}
	if l.rows++; l.rows == l.most {
		m.takeLanes()
	}
}

// takeLanes moves what the lanes hold to the sums of products.
func (m *moments) takeLanes() {
	l := &m.lanes
	if l.rows == 0 {
		return
	}
	for i := range m.k {
		for j := range i + 1 {
			m.wholeProduct[i*m.k+j] += float64(l.sums[i*l.words+j/4] >> (laneBits * (j % 4)) & (1<<laneBits - 1))
		}
	}
	clear(l.sums)
	l.rows = 0
}
