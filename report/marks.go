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

// markOptions makes the marks of every option of the items of one option.
func (p *plan) markOptions() {
	p.marks, p.short = make([][]mark, len(p.items)), make([]*[256]*mark, len(p.items))
	for i := range p.items {
		ip := &p.items[i]
		if ip.kind != oneOption {
			continue
		}
		p.marks[i] = make([]mark, len(ip.item.Options))
		for o := range p.marks[i] {
			m := mark{option: o, hit: ip.offset + o, base: ip.base[o]}
			for _, col := range p.ofItem[i] {
				v := uint64(max(0, p.columns[col].exact[o]))
				m.columns = append(m.columns, columnMark{col, p.columns[col].value[o], v, v << (laneBits * (col % 4))})
			}
			p.marks[i][o] = m
		}
		p.short[i] = &[256]*mark{}
		for sign, o := range ip.quick {
			if o > 0 {
				p.short[i][sign] = &p.marks[i][o-1]
			}
		}
	}
}
