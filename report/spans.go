package report

import "suara/flows"

// Spans gives the range of each dimension of a flow, by id.
func Spans(f *flows.Flow) map[string][2]float64 {
	out := map[string][2]float64{}
	p, err := newPlan(f)
	if err != nil {
		return out // such a flow has no release either
	}
	for i := range p.dimensions {
		lo, hi := p.span(&p.dimensions[i])
		out[p.dimensions[i].def.ID] = [2]float64{lo, hi}
	}
	return out
}
