package flows

import (
	"slices"
	"strconv"

	"suara/flows/source"
	"suara/flows/writing"
)

// silentKeys are the keys of any item, shownKeys those of any that is shown; each type allows some of
// the others.
var (
	silentKeys = []string{"id", "type", "section", "when"}
	shownKeys  = []string{"text", "hint"}
	askedKeys  = []string{"optional", "required", "check", "also", "default"}
)

// typeKeys are the keys that an item type knows besides.
var typeKeys = map[ItemType][]string{
	TypeScale:     {"segment", "scale", "reverse"},
	TypeChoice:    {"segment", "options", "other", "reverse", "choice_filter", "shuffle"},
	TypeChoices:   {"options", "other", "min_select", "max_select", "choice_filter", "shuffle"},
	TypeRanking:   {"options", "min_select", "max_select", "choice_filter", "shuffle"},
	TypeYesNo:     {"segment"},
	TypeNPS:       {},
	TypeNumber:    {"segment", "whole", "min", "max"},
	TypeText:      {"min_length", "max_length"},
	TypeDate:      {"segment", "min", "max"},
	TypeTime:      {"min", "max"},
	TypeEmail:     {},
	TypePhone:     {},
	TypePhoto:     {},
	TypeFile:      {},
	TypeLocation:  {},
	TypeMatrix:    {"scale", "rows", "shuffle"},
	TypeNote:      {"picture"},
	TypeCalculate: {"value"},
	TypeHidden:    {"value", "attribute"},
}

// typeNames lists the item types as messages name them.
var typeNames = []string{"scale", "choice", "choices", "ranking", "yesno", "nps", "number", "text",
	"date", "time", "email", "phone", "photo", "file", "location", "matrix", "note", "calculate", "hidden"}

// keysOf lists the keys that an item of that type knows.
func keysOf(t ItemType) []string {
	keys := slices.Clone(silentKeys)
	switch t {
	case TypeCalculate, TypeHidden:
	case TypeNote:
		keys = append(keys, shownKeys...)
	case TypeMatrix, TypeEmail, TypePhone, TypePhoto, TypeFile, TypeLocation:
		keys = append(keys, shownKeys...)
		keys = append(keys, "optional", "required", "also")
	default:
		keys = append(append(keys, shownKeys...), askedKeys...)
	}
	return append(keys, typeKeys[t]...)
}

func (l *loader) readItems(fs fields) {
	nodes := l.list(fs, "items", Say("a list of items with id, type and text"))
	if len(nodes) == 0 {
		l.fail(fs.place("items"), "the flow has no items; add items: with at least one")
	}
	if len(nodes) > maxItems {
		l.fail(source.At(nodes[maxItems]), "more than %d items; split the flow", maxItems)
		nodes = nodes[:maxItems]
	}
	l.ids = map[string]bool{}
	for _, n := range nodes {
		l.ids[l.Peek(n, "id")] = true
	}
	for _, n := range nodes {
		l.readItem(n)
	}
	if i := maxItems; len(l.flow.Items) > i {
		l.fail(l.flow.Items[i].place(),
			"more than %d items with the rows of matrices; split the flow", maxItems)
	}
	l.commentNames()
}

func (l *loader) readItem(n source.Node) {
	itemType := l.itemType(n)
	known, what := keysOf(itemType), Say("an item of type %s", itemType)
	if itemType == "" {
		what = Say("an item")
		for _, t := range typeNames { // which of them is meant is not known
			known = union(known, keysOf(ItemType(t)))
		}
	}
	fs, ok := l.fields(n, what, known...)
	if !ok {
		return
	}
	if itemType == TypeMatrix {
		l.readMatrix(fs)
		return
	}
	item := &Item{Type: itemType, Line: fs.at.Line, Column: fs.at.Column}
	item.ID = l.id(fs, "id", Say("the item"))
	if itemType == "" {
		l.failType(fs)
	}
	item.Section = l.section(fs)
	if item.Silent() {
		l.readSilent(item, fs)
	} else {
		l.readShown(item, fs)
	}
	l.addItem(item, fs)
}

// union adds the words that are not in a list yet.
func union(list, more []string) []string {
	for _, word := range more {
		if !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

// readShown reads an item that people see.
func (l *loader) readShown(item *Item, fs fields) {
	item.Text, item.richText = l.rich(fs, "text", required, item)
	item.Hint, item.richHint = l.rich(fs, "hint", optional, item)
	item.Segment = l.flag(fs, "segment")
	item.Optional = l.flag(fs, "optional") || item.Segment
	item.Reverse = l.flag(fs, "reverse")
	item.Shuffle = l.flag(fs, "shuffle")
	l.readOptions(item, fs)
	l.readLimits(item, fs)
	item.Picture = l.picture(fs)
	l.readWhen(item, fs)
	l.readAsked(item, fs)
	l.checkReverse(item, fs)
	l.checkLength(item, fs)
}

// readAsked reads what any item with an answer can have.
func (l *loader) readAsked(item *Item, fs fields) {
	l.readRequired(item, fs)
	l.readCheck(item, fs)
	l.readFilter(item, fs)
	l.readAlso(item, fs)
	l.readDefault(item, fs)
}

// itemType looks ahead at the type, on which the known keys depend; empty where it is none.
func (l *loader) itemType(n source.Node) ItemType {
	s := l.Peek(n, "type")
	if _, ok := typeKeys[ItemType(s)]; ok {
		return ItemType(s)
	}
	return ""
}

func (l *loader) failType(fs fields) {
	if !fs.has("type") {
		l.fail(fs.at, "the item has no type; add type: %s", join(typeNames))
		return
	}
	s, _ := l.Scalar(fs.nodes["type"])
	l.fail(source.At(fs.nodes["type"]), "type %s is not known%s; known are %s", writing.Quote(s),
		l.perhaps(s, typeNames), join(typeNames))
}

func (l *loader) addItem(item *Item, fs fields) {
	if _, twice := l.flow.byID[item.ID]; twice && item.ID != "" {
		l.fail(fs.place("id"), "item %s stands twice; give each item its own id", writing.Quote(item.ID))
		return
	}
	l.enter(item)
	l.flow.byID[item.ID] = len(l.flow.Items)
	l.flow.Items = append(l.flow.Items, item)
}

func (l *loader) section(fs fields) string {
	n, ok := fs.nodes["section"]
	if !ok {
		return ""
	}
	s, ok := l.word(n, Say("the id of a section"))
	if ok && l.flow.Section(s) == nil {
		var known []string
		for _, x := range l.flow.Sections {
			known = append(known, x.ID)
		}
		l.fail(source.At(n), "section %s is not among sections%s; add it there or mend the id", writing.Quote(s),
			l.perhaps(s, known))
	}
	return s
}

// readOptions resolves all that can be pressed for an item.
func (l *loader) readOptions(item *Item, fs fields) {
	switch item.Type {
	case TypeScale:
		item.Scale, item.Options = l.scaleOf(fs)
	case TypeChoice, TypeChoices, TypeRanking:
		if n, ok := fs.nodes["options"]; ok {
			item.Options = l.options(n, fs.has("other"), item)
		} else {
			l.fail(fs.at, "the item has no options; add options: with value and label each")
		}
		l.readOther(item, fs)
		if fs.has("options") && len(item.Options) < 2 {
			l.fail(fs.place("options"), "fewer than two options; add some")
		}
	case TypeYesNo:
		item.Options = []Option{{Value: "yes", Label: l.builtIn(fs, yes, Say("yes and no")), Favourable: true},
			{Value: "no", Label: l.builtIn(fs, no, Say("yes and no"))}}
	case TypeNPS:
		for n := range 11 {
			item.Options = append(item.Options, Option{Value: strconv.Itoa(n),
				Label: Text{"id": strconv.Itoa(n)}, Favourable: n >= 9})
		}
	}
}

func (l *loader) scaleOf(fs fields) (string, []Option) {
	n, ok := fs.nodes["scale"]
	if !ok {
		l.fail(fs.at, "the item has no scale; add scale: with a name from scales")
		return "", nil
	}
	name, ok := l.word(n, Say("the name of a scale"))
	if !ok {
		return "", nil
	}
	if _, known := l.flow.Scales[name]; !known {
		l.fail(source.At(n), "scale %s is not among scales%s; add it there or mend the name", writing.Quote(name),
			l.perhaps(name, sortedKeys(l.flow.Scales)))
	}
	l.used[name] = true
	return name, l.flow.Scales[name]
}

// The labels that come with the engine, in the languages it speaks.
var (
	yes   = Text{"id": "Ya", "en": "Yes"}
	no    = Text{"id": "Tidak", "en": "No"}
	other = Text{"id": "Lainnya", "en": "Other"}
)

func (l *loader) builtIn(fs fields, t Text, what Message) Text {
	for _, lang := range l.flow.Languages {
		if t[lang] == "" {
			l.fail(fs.at, "%s: the words are built in for id and en only; write a choice for %s", what, lang)
		}
	}
	return t
}

// readOther adds the option that asks to specify: other: true, or a text of its own as its label.
func (l *loader) readOther(item *Item, fs fields) {
	n, ok := fs.nodes["other"]
	if !ok {
		return
	}
	label := other
	switch s, single := l.Scalar(n); {
	case single && s == "false":
		return
	case !single:
		label = l.text(fs, "other", required)
		l.lengths(fs, "other", label, maxButton)
	case s != "true":
		l.fail(source.At(n), "other is true, false or a label; write other: true or other: %s",
			l.sample())
	default:
		for _, lang := range l.flow.Languages {
			if label[lang] == "" {
				l.fail(source.At(n), "other has a built-in label for id and en only; write other: {%s: …}", lang)
			}
		}
	}
	item.Other = true
	item.Options = append(item.Options, Option{Value: OtherValue, Label: label})
}

// commentNames keeps the names of specify-texts free: they are exported beside the items.
func (l *loader) commentNames() {
	for _, item := range l.flow.Items {
		if i, ok := l.flow.byID[item.ID+otherSuffix]; ok && item.Other {
			clash := l.flow.Items[i]
			l.fail(clash.place(),
				"item %s has the name of what %s asks to specify; rename it", clash.ID, item.ID)
		}
	}
}
