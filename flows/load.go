package flows

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"suara/flows/source"
	"suara/flows/writing"
)

// Bounds on a flow's file, so that no file can take long to load or interviews to walk.
const (
	maxItems    = 500
	maxOptions  = 250 // long lists are shown in pages
	maxSections = 100
	maxProblems = 200
)

// Load reads and checks a flow. The name stands in the places of problems. The error is
// [Problems]: everything wrong at once.
func Load(name string, src []byte) (*Flow, error) {
	l := newLoader(name, src)
	l.read(src)
	if len(l.problems) > 0 {
		sortProblems(l.problems)
		return nil, slices.CompactFunc(l.problems, Problem.Same)
	}
	l.advise()
	sortProblems(l.flow.warnings)
	return l.flow, nil
}

func newLoader(name string, src []byte) *loader {
	sum := sha256.Sum256(src)
	return &loader{file: name, shuffledRows: map[string]bool{}, flow: &Flow{
		file:    name,
		version: hex.EncodeToString(sum[:8]),
		byID:    map[string]int{},
		Scales:  map[string][]Option{},
	}}
}

func (l *loader) read(src []byte) {
	doc, root := source.Open(src, l.fail)
	if l.Document = doc; root != nil {
		l.readFlow(root)
	}
}

// Warnings lists what is allowed in the flow but seldom meant.
func (f *Flow) Warnings() []Problem { return slices.Clone(f.warnings) }

func sortProblems(p []Problem) {
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// loader collects a flow and all that is wrong with it.
type loader struct {
	*source.Document

	file     string
	flow     *Flow
	problems Problems
	ids      map[string]bool // of all items, to tell later ones from unknown ones
	used     map[string]bool // scales that some item uses
	scaleAt  map[string]source.Place
	indexAt  source.Place
	refs     []reference
	sources  int    // length of all expressions together
	matrix   matrix // the one being read

	shuffledRows map[string]bool // by id of the matrix
}

func (l *loader) fail(at source.Place, format string, args ...any) {
	if len(l.problems) < maxProblems {
		l.problems = append(l.problems, l.problem(at, format, args...))
	}
}

func (l *loader) warn(at source.Place, format string, args ...any) {
	l.flow.warnings = append(l.flow.warnings, l.problem(at, format, args...))
}

func (l *loader) problem(at source.Place, format string, args ...any) Problem {
	return Problem{l.file, at.Line, at.Column, Say(format, args...)}
}

func (l *loader) readFlow(root source.Node) {
	fs, ok := l.fields(root, Say("a flow"), flowKeys...)
	if !ok {
		return
	}
	f := l.flow
	f.ID = l.id(fs, "flow", Say("the flow"))
	l.readLanguages(fs)
	f.Title = l.text(fs, "title", required)
	f.Intro, _ = l.rich(fs, "intro", optional, nil)
	l.readSections(fs)
	l.readScales(fs)
	l.readItems(fs)
	if len(f.Items) == 0 {
		return // what names items would be wrong everywhere
	}
	l.readClosing(fs)
	l.buildBlocks()
	l.checkReferences()
	l.readDimensions(fs)
	l.readIndex(fs)
}

func (l *loader) readLanguages(fs fields) {
	nodes := l.list(fs, "languages", Say("a list of language codes, such as [id, en]"))
	for _, n := range nodes {
		code, ok := l.word(n, Say("a language code"))
		switch {
		case !ok:
		case !isLanguage(code):
			l.fail(source.At(n), "language %s is no code; write two or three small letters, such as id",
				writing.Quote(code))
		case slices.Contains(l.flow.Languages, code):
			l.fail(source.At(n), "language %s stands twice; remove one", code)
		default:
			l.flow.Languages = append(l.flow.Languages, code)
		}
	}
	if len(nodes) == 0 && !fs.has("languages") {
		l.fail(fs.at, "languages are missing; add languages: [id, en] or the ones the texts have")
	}
}

func (l *loader) readScales(fs fields) {
	l.scaleAt, l.used = map[string]source.Place{}, map[string]bool{}
	n, ok := fs.nodes["scales"]
	if !ok {
		return
	}
	scales, ok := l.Pairs(n, named("scales"))
	if !ok {
		return
	}
	for _, p := range scales {
		if !isID(p.Key) {
			l.fail(p.At, "scale name %s: use letters, digits and _, beginning with a letter",
				writing.Quote(p.Key))
		}
		if _, twice := l.flow.Scales[p.Key]; twice {
			l.fail(p.At, "scale %s stands twice; rename one", p.Key)
		}
		options := l.options(p.Value, false, nil)
		if len(options) < 2 {
			l.fail(p.At, "scale %s has fewer than two options; add some", p.Key)
		}
		l.flow.Scales[p.Key], l.scaleAt[p.Key] = options, p.At
	}
}

// options reads a list of options; other is whether the item adds one of value "other" itself. Only
// the options of an item have conditions and attributes.
func (l *loader) options(n source.Node, other bool, item *Item) []Option {
	known := scaleKeys
	if item != nil {
		known = optionKeys
	}
	var options []Option
	seen := map[string]bool{}
	for _, n := range l.Sequence(n, Say("a list of options with value and label")) {
		fs, ok := l.fields(n, Say("an option"), known...)
		if !ok {
			continue
		}
		o := Option{Label: l.text(fs, "label", required), Short: l.text(fs, "short", optional),
			Favourable: l.flag(fs, "favourable")}
		o.Value = l.value(fs, other)
		if seen[o.Value] && o.Value != "" {
			l.fail(fs.place("value"), "value %s stands twice; give each option its own", o.Value)
		}
		seen[o.Value] = true
		l.lengths(fs, "label", o.Label, maxLabel)
		l.lengths(fs, "short", o.Short, maxButton)
		if item != nil {
			l.readOffer(item, &o, fs)
		}
		options = append(options, o)
		if len(options) > maxOptions {
			l.fail(source.At(n), "more than %d options; shorten the list", maxOptions)
			break
		}
	}
	return options
}

func (l *loader) value(fs fields, other bool) string {
	n, ok := fs.nodes["value"]
	if !ok {
		l.fail(fs.at, "the option has no value; add value, such as 1 or setuju")
		return ""
	}
	v, ok := l.word(n, Say("a value"))
	switch {
	case !ok:
		return ""
	case !isValue(v):
		l.fail(source.At(n), "value %s: use only letters, digits, _ and -, at most %d", writing.Quote(v), maxWord)
	case other && v == OtherValue:
		l.fail(source.At(n), "value other is added by other: true; rename this option or remove other")
	}
	return v
}

func join(words []string) string { return strings.Join(words, ", ") }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// sample shows how a text is written in the flow's languages: {id: …, en: …}.
func (l *loader) sample() string { return "{" + strings.Join(l.flow.Languages, ": …, ") + ": …}" }
