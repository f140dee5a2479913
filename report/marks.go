package report

// mark is what an option adds to a group: everything ready, since it is looked up for every answer.
type mark struct {
	option  int
	hit     int // place in a tally's counts
	base    bool
	columns []columnMark
}

type columnMark struct {
	column        int
	value         float64
	whole, packed uint64 // see lanes
}

// marks are those of every option of the items of one option.
func (p *plan) marks() [][]mark {
	out := make([][]mark, len(p.items))
	for i := range p.items {
		ip := &p.items[i]
		if ip.kind != oneOption {
			continue
		}
		for o := range ip.item.Options {
			m := mark{option: o, hit: ip.offset + o, base: ip.base[o]}
			for _, col := range p.ofItem[i] {
				v := uint64(max(0, p.columns[col].exact[o]))
				m.columns = append(m.columns, columnMark{col, p.columns[col].value[o], v, v << (laneBits * (col % 4))})
			}
			out[i] = append(out[i], m)
		}
	}
	return out
}

// short finds marks by values of one sign.
func (p *plan) short(marks [][]mark) []*[256]*mark {
	out := make([]*[256]*mark, len(p.items))
	for i := range p.items {
		if p.items[i].kind != oneOption {
			continue
		}
		out[i] = &[256]*mark{}
		for sign, o := range p.items[i].quick {
			if o > 0 {
				out[i][sign] = &marks[i][o-1]
			}
		}
	}
	return out
}
