package words

import "suara/flows"

// Codebook lists the items of a flow and their options: item, type, value, then the text in each of
// the flow's languages. The row of an item itself has no value.
func Codebook(f *flows.Flow) [][]string {
	var out [][]string
	row := func(item *flows.Item, value string, text flows.Text) {
		line := []string{item.ID, string(item.Type), value}
		for _, l := range f.Languages {
			line = append(line, text[l])
		}
		out = append(out, line)
	}
	for _, item := range f.Items {
		row(item, "", item.Text)
		for _, o := range item.Options {
			row(item, o.Value, o.Label)
		}
	}
	return out
}
