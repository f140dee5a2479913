package flows

// The keys that the parts of a flow's file know; those of items depend on the type. The JSON Schema for
// editors is made of these lists.
var (
	flowKeys = []string{"flow", "title", "languages", "intro", "closing", "scales", "sections", "dimensions",
		"index", "items"}
	sectionKeys   = []string{"id", "title", "intro", "when", "shuffle", "within"}
	closingKeys   = []string{"when", "text"}
	scaleKeys     = []string{"value", "label", "short", "favourable"} // of an option in a scale
	optionKeys    = append(scaleKeys[:len(scaleKeys):len(scaleKeys)], "when", "with")
	checkKeys     = []string{"that", "say"}
	rowKeys       = []string{"id", "text", "when", "reverse", "optional"}
	dimensionKeys = []string{"id", "title", "items", "score", "weights"}
	indexKeys     = []string{"id", "title", "dimensions", "weights", "bands", "target"}
	bandKeys      = []string{"from", "label"}
)
