package compare

import (
	"slices"
)

// Status says how a part of a flow stands to the part of the same id in an earlier version.
type Status string

// The statuses of parts.
const (
	StatusSame    Status = "same"    // results can be joined
	StatusChanged Status = "changed" // in both versions, but another thing: results are not joined
	StatusAdded   Status = "added"   // in the later version only
	StatusRemoved Status = "removed" // in the earlier version only
)

// Aspect is what differs in a part that both versions have.
type Aspect string

// The aspects that make an item another: what is asked, how it can be answered, or who is asked.
const (
	AspectType      Aspect = "type"
	AspectText      Aspect = "text"
	AspectHint      Aspect = "hint"
	AspectHeading   Aspect = "heading" // of its matrix
	AspectIntro     Aspect = "intro"   // of its section, which stands above the item
	AspectPicture   Aspect = "picture"
	AspectOptions   Aspect = "options"   // values, labels, conditions or what is favourable
	AspectSpecial   Aspect = "also"      // the special answers
	AspectReverse   Aspect = "reverse"   // the flipping when scored
	AspectLimits    Aspect = "limits"    // least and most, lengths, how many
	AspectCheck     Aspect = "check"     // the check, not its message
	AspectRequired  Aspect = "required"  // whether it can be skipped
	AspectDefault   Aspect = "default"   // the answer that stands before one is given
	AspectValue     Aspect = "value"     // of an item that is computed
	AspectWhen      Aspect = "when"      // the conditions on which it is asked
	AspectDependsOn Aspect = "dependson" // an item named in these is another, or gone
)

// AspectScore is the formula of the item's dimension. Answers are joined all the same, scores are not.
const AspectScore Aspect = "score"

// The aspects that leave an item the same.
const (
	AspectSpelling Aspect = "spelling" // only capitals, spaces, quotes, emphasis or a final full stop
	AspectSection  Aspect = "section"
	AspectPosition Aspect = "position" // it stands before or after other items than it did
	AspectShuffle  Aspect = "shuffle"
	AspectSegment  Aspect = "segment" // whether results are grouped by it
)

// The aspects of dimensions and the index. Title, bands and target leave the figure the same.
const (
	AspectItems      Aspect = "items"      // parts joined or left
	AspectDimensions Aspect = "dimensions" // parts of the index joined or left
	AspectWeights    Aspect = "weights"
	AspectFormula    Aspect = "formula"
	AspectID         Aspect = "id"    // of the index
	AspectParts      Aspect = "parts" // a part is another thing
	AspectTitle      Aspect = "title"
	AspectBands      Aspect = "bands"
	AspectTarget     Aspect = "target"
)

// AspectClosing is a closing text of the flow, or its condition.
const AspectClosing Aspect = "closing"

// joined are the aspects that leave a part the same.
var joined = []Aspect{AspectScore, AspectSpelling, AspectSection, AspectPosition, AspectShuffle,
	AspectSegment, AspectTitle, AspectBands, AspectTarget}

// ItemAspects lists every aspect that an item's edits can have, so that catalogues can be proved complete.
func ItemAspects() []Aspect {
	return []Aspect{
		AspectType, AspectText, AspectHint, AspectHeading, AspectIntro, AspectPicture, AspectOptions, AspectSpecial,
		AspectReverse, AspectLimits, AspectCheck, AspectRequired, AspectDefault, AspectValue, AspectWhen,
		AspectDependsOn, AspectScore, AspectSpelling, AspectSection, AspectPosition, AspectShuffle, AspectSegment,
	}
}

// Edit is one difference, as people read it. Of a text, Lang is the language; empty: of all.
type Edit struct {
	Aspect Aspect `json:"aspect"`
	Lang   string `json:"lang,omitempty"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// PartChange is an item, a dimension or the index in two versions.
type PartChange struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	Edits  []Edit `json:"edits,omitempty"` // what differs; a part that is the same can have some too
}

// Has tells whether the aspect differs.
func (p PartChange) Has(a Aspect) bool {
	return slices.ContainsFunc(p.Edits, func(e Edit) bool { return e.Aspect == a })
}

// Changes is all that differs between two versions of a flow. Items stand in the order of the later
// version, the removed ones last; so do dimensions.
type Changes struct {
	Before           string       `json:"before"` // version
	After            string       `json:"after"`
	Items            []PartChange `json:"items"`
	Dimensions       []PartChange `json:"dimensions,omitempty"`
	Index            *PartChange  `json:"index,omitempty"` // nil: neither version has one
	LanguagesAdded   []string     `json:"languages_added,omitempty"`
	LanguagesRemoved []string     `json:"languages_removed,omitempty"`
	Texts            []Edit       `json:"texts,omitempty"` // title, introduction and closing texts of the flow
}

func find(parts []PartChange, id string) (PartChange, bool) {
	i := slices.IndexFunc(parts, func(p PartChange) bool { return p.ID == id })
	if i < 0 {
		return PartChange{}, false
	}
	return parts[i], true
}

// Item returns how the item stands; false: it is in neither version.
func (c *Changes) Item(id string) (PartChange, bool) { return find(c.Items, id) }

// Dimension returns how the dimension stands; false: it is in neither version.
func (c *Changes) Dimension(id string) (PartChange, bool) { return find(c.Dimensions, id) }

// SameItem tells whether answers to the item can be joined.
func (c *Changes) SameItem(id string) bool {
	p, ok := c.Item(id)
	return ok && p.Status == StatusSame
}

// SameScore tells whether scores of the item can be compared.
func (c *Changes) SameScore(id string) bool {
	p, ok := c.Item(id)
	return ok && p.Status == StatusSame && !p.Has(AspectScore)
}

// SameDimension tells whether scores of the dimension can be compared.
func (c *Changes) SameDimension(id string) bool {
	p, ok := c.Dimension(id)
	return ok && p.Status == StatusSame
}

// SameIndex tells whether both versions have the index and its scores can be compared.
func (c *Changes) SameIndex() bool { return c.Index != nil && c.Index.Status == StatusSame }

// None tells whether the two versions differ in nothing that is asked, said or scored.
func (c *Changes) None() bool {
	untouched := func(p PartChange) bool { return p.Status == StatusSame && len(p.Edits) == 0 }
	for _, p := range slices.Concat(c.Items, c.Dimensions) {
		if !untouched(p) {
			return false
		}
	}
	return (c.Index == nil || untouched(*c.Index)) && len(c.Texts) == 0 &&
		len(c.LanguagesAdded) == 0 && len(c.LanguagesRemoved) == 0
}
