package compare_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"suara/flows"
	"suara/flows/compare"
	"suara/flows/outline"
)

const compared = `flow: compared
title: {id: Judul, en: Title}
languages: [id, en]
scales:
  agree3:
    - {value: 1, label: {id: Tidak setuju, en: Disagree}}
    - {value: 2, label: {id: Netral, en: Neutral}}
    - {value: 3, label: {id: Setuju, en: Agree}, favourable: true}
sections:
  - {id: s, title: {id: Bagian, en: Part}, intro: {id: Pikirkan tahun ini., en: Think of this year.}}
  - {id: t, title: {id: Lain, en: Another}, when: "${a} > 1"}
dimensions:
  - {id: d, title: {id: Dimensi, en: Dimension}, items: [a, b], score: range100}
index:
  id: x
  title: {id: Indeks, en: Index}
  dimensions: [d]
  bands: [{from: 0, label: {id: Rendah, en: Low}}]
closing: {id: Selesai., en: Done.}
items:
  - {id: a, type: scale, scale: agree3, section: s, text: {id: "Pegawai ramah.", en: Employees are friendly.}}
  - {id: b, type: scale, scale: agree3, section: s, text: {id: Pegawai jujur., en: Employees are honest.}}
  - {id: saran, type: text, section: t, max_length: 200, text: {id: Apa saran Anda?, en: What do you advise?}}
  - {id: jabatan, type: choice, segment: true, text: {id: Jabatan Anda?, en: Your position?}, options: [{value: s, label: {id: Struktural, en: Managerial}}, {value: p, label: {id: Pelaksana, en: Staff}}]}
  - {id: usia, type: number, optional: true, text: {id: Usia Anda?, en: Your age?}, hint: {id: Dalam tahun, en: In years}, min: 17}
`

func load(t *testing.T, src string) *flows.Flow {
	t.Helper()
	f, err := flows.Load("flow.yaml", []byte(src))
	if err != nil {
		t.Fatalf("\n%v", err)
	}
	return f
}

// parts writes what is not simply the same: id status aspects.
func parts(c *compare.Changes) string {
	all := slices.Concat(c.Items, c.Dimensions)
	if c.Index != nil {
		all = append(all, *c.Index)
	}
	var out []string
	for _, p := range all {
		if p.Status == compare.StatusSame && len(p.Edits) == 0 {
			continue
		}
		said := p.ID + " " + string(p.Status)
		for _, e := range p.Edits {
			said += " " + string(e.Aspect)
		}
		out = append(out, said)
	}
	return strings.Join(out, "; ")
}

func TestFlows(t *testing.T) {
	was := load(t, compared)
	for _, c := range []struct{ name, old, new, want string }{
		{"words", "Pegawai jujur", "Pegawai adil", "b changed text; d changed parts; x changed parts"},
		{"words in one language", "are honest", "are just", "b changed text; d changed parts; x changed parts"},
		{"one letter", "Pegawai jujur", "Pegawai juju", "b changed text; d changed parts; x changed parts"},
		{"spelling", "Pegawai jujur.", "pegawai  *jujur*", "b same spelling"},
		{"a question of a statement", "jujur.", "jujur?", "b changed text; d changed parts; x changed parts"},
		{"hint", "Dalam tahun", "Dalam bulan", "usia changed hint"},
		{"limits", "min: 17", "min: 0", "usia changed limits"},
		{"limit taken away", ", min: 17", "", "usia changed limits"},
		{"length", "max_length: 200", "max_length: 300", "saran changed limits"},
		{"required", "type: number, optional: true", "type: number", "usia changed required"},
		{"type", "id: usia, type: number", "id: usia, type: calculate, value: \"1\"}\n  - {id: umur, type: number",
			"usia changed type text text hint hint limits required value; umur added"},
		{"label", "Pelaksana", "Staf", "jabatan changed options"},
		{"label spelt", "Pelaksana", "PELAKSANA", "jabatan same spelling"},
		{"value", "value: p,", "value: q,", "jabatan changed options"},
		{"other", "segment: true,", "segment: true, other: true,", "jabatan changed options"},
		{"shuffle", "segment: true,", "segment: true, shuffle: true,", "jabatan same shuffle"},
		{"segment", "segment: true,", "optional: true,", "jabatan same segment"},
		{"filter", "segment: true,", "segment: true, choice_filter: \". != 'p'\",", "jabatan changed when"},
		{"special answers", "id: b, type: scale,", "id: b, also: [na], type: scale,",
			"b changed also; d changed parts; x changed parts"},
		{"flipping", "id: b, type: scale,", "id: b, reverse: true, type: scale,",
			"b changed reverse; d changed parts; x changed parts"},
		{"default", "id: b, type: scale,", "id: b, default: 2, type: scale,",
			"b changed default; d changed parts; x changed parts"},
		{"check", "min: 17", `min: 17, check: {that: ". < 99", say: {id: Mohon periksa, en: Please check}}`, "usia changed check"},
		{"favourable", ", favourable: true", "", "a changed options; b changed options; saran changed dependson; d changed parts; x changed parts"},
		{"condition of the section", "${a} > 1", "${a} > 2", "saran changed when"},
		{"an item that a condition names", "Pegawai ramah", "Pegawai sopan",
			"a changed text; saran changed dependson; d changed parts; x changed parts"},
		{"introduction", "Pikirkan tahun ini", "Pikirkan bulan ini",
			"a changed intro; b changed intro; saran changed dependson; d changed parts; x changed parts"},
		{"title of a section", "Bagian", "Bab", ""},
		{"section", "id: jabatan, ", "id: jabatan, section: t, ", "jabatan changed when section"},
		{"item added", "items:\n  - {id: a,", "items:\n  - {id: n, type: note, text: {id: Halo, en: Hello}}\n  - {id: a,", "n added"},
		{"formula", "score: range100", "score: max100", "a same score; b same score; d changed formula; x changed parts"},
		{"weights", "score: range100", "score: range100, weights: [1, 2]", "d changed weights; x changed parts"},
		{"equal weights", "score: range100", "score: range100, weights: [2, 2]", ""},
		{"items of a dimension", "items: [a, b]", "items: [a]", "b same score; d changed items; x changed parts"},
		{"order in a dimension", "items: [a, b]", "items: [b, a]", ""},
		{"title of a dimension", "Dimensi,", "Matra,", "d same title"},
		{"bands", "Rendah", "Kurang", "x same bands"},
		{"index", "id: x", "id: y", "y changed id"},
		{"target", "dimensions: [d]", "dimensions: [d]\n  target: 80", "x same target"},
	} {
		t.Run(c.name, func(t *testing.T) {
			is := load(t, strings.Replace(compared, c.old, c.new, 1))
			if is.Version() == was.Version() {
				t.Fatal("the flow is the same")
			}
			changes := compare.Flows(was, is)
			if got := parts(changes); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			back := compare.Flows(is, was)
			for _, item := range changes.Items {
				if changes.SameItem(item.ID) != back.SameItem(item.ID) || changes.SameScore(item.ID) != back.SameScore(item.ID) {
					t.Errorf("%s is the same one way only", item.ID)
				}
				for _, e := range item.Edits {
					if !slices.Contains(compare.ItemAspects(), e.Aspect) {
						t.Errorf("ItemAspects lacks %s", e.Aspect)
					}
				}
			}
		})
	}
}

func TestCompareMovedRemovedAndTexts(t *testing.T) {
	was := load(t, compared)
	lines := strings.Split(strings.TrimSpace(compared), "\n")
	n := len(lines)
	lines[n-2], lines[n-1] = lines[n-1], lines[n-2] // usia before jabatan
	moved := compare.Flows(was, load(t, strings.Join(lines, "\n")))
	if got := parts(moved); got != "usia same position" && got != "jabatan same position" {
		t.Errorf("moved: %s", got)
	}
	gone := load(t, strings.Join(slices.Delete(slices.Clone(lines), n-2, n-1), "\n"))
	c := compare.Flows(was, gone)
	if got := parts(c); got != "usia removed" || c.SameItem("usia") || !c.SameItem("jabatan") || !c.SameIndex() {
		t.Errorf("removed: %s", got)
	}
	if _, ok := c.Item("none"); ok || c.SameItem("none") || c.SameDimension("none") {
		t.Error("an item of neither version is the same")
	}
	note := "{id: n, type: note, text: {id: Halo, en: Hello}"
	with := strings.Replace(compared, "items:\n", "items:\n  - "+note+"}\n", 1)
	drawn := strings.Replace(with, note, note+", picture: a.png", 1)
	if got := parts(compare.Flows(load(t, with), load(t, drawn))); got != "n changed picture" {
		t.Errorf("picture: %s", got)
	}
	closing := compare.Flows(was, load(t, strings.Replace(compared, "Selesai.", "Terima kasih.", 1)))
	if closing.None() || parts(closing) != "" || fmt.Sprint(closing.Texts) != "[closing in id: Selesai. → Terima kasih.]" {
		t.Errorf("texts: %v, parts %s", closing.Texts, parts(closing))
	}
}

// The rows of a matrix share its heading and its shuffling; words with markup are compared as they were written.
func TestCompareMatrix(t *testing.T) {
	const matrix = "  - {id: m, type: matrix, scale: agree3, text: {id: \"Kantor *kami*\", en: Our office}, " +
		"rows: [{id: r, text: {id: Ruang, en: Rooms}}, {id: w, text: {id: Waktu, en: Time}}]}\n"
	was := load(t, compared+matrix)
	for _, c := range []struct{ name, old, new, want string }{
		{"heading", "Kantor *kami*", "Kantor [kami](https://a.id)", "r changed heading; w changed heading"},
		{"emphasis in it", "Kantor *kami*", "_Kantor_ kami", "r same spelling; w same spelling"},
		{"shuffled rows", "type: matrix,", "type: matrix, shuffle: true,", "r same shuffle; w same shuffle"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := parts(compare.Flows(was, load(t, strings.Replace(compared+matrix, c.old, c.new, 1)))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestCompareLanguages(t *testing.T) {
	both := load(t, compared)
	c := compare.Flows(load(t, indonesianOnly(compared)), both)
	if got := parts(c); got != "" || fmt.Sprint(c.LanguagesAdded) != "[en]" || !c.SameIndex() || c.None() {
		t.Errorf("%s %v", got, c.LanguagesAdded)
	}
	if back := compare.Flows(both, load(t, indonesianOnly(compared))); fmt.Sprint(back.LanguagesRemoved) != "[en]" {
		t.Errorf("%v", back)
	}
}

// Weights are compared as the decimals that were written, by the share that they give.
func TestCompareWeightsInProportion(t *testing.T) {
	weighted := func(weights string) *flows.Flow {
		return load(t, strings.Replace(compared, "score: range100", "score: range100, weights: "+weights, 1))
	}
	if got := parts(compare.Flows(weighted("[1, 3]"), weighted("[0.1, 0.3]"))); got != "" {
		t.Errorf("tenths: %s", got)
	}
}

// indonesianOnly takes the English texts out of the flow above.
func indonesianOnly(src string) string {
	src = strings.Replace(src, "[id, en]", "[id]", 1)
	var b strings.Builder
	for src != "" {
		before, rest, found := strings.Cut(src, ", en: ")
		b.WriteString(before)
		if !found {
			break
		}
		src = rest[strings.IndexByte(rest, '}'):]
	}
	return b.String()
}

// A flow is the same as itself, in all its parts.
func TestCompareWithItself(t *testing.T) {
	f := load(t, compared)
	if c := compare.Flows(f, f); !c.None() || parts(c) != "" || !strings.Contains(c.String(), "are the same") {
		t.Errorf("%s", c)
	}
}

// Every field of an item is weighed by Flows; a new one is to be, before it is named here.
func TestCompareKnowsAllFields(t *testing.T) {
	known := []string{"ID", "Type", "Section", "Matrix", "Heading", "Text", "Hint", "Scale", "Options", "Optional",
		"Segment", "Reverse", "Other", "Shuffle", "Also", "When", "Required", "Check", "Say", "Filter", "Whole",
		"Min", "Max", "MinDate", "MaxDate", "MinTime", "MaxTime", "MinLength", "MaxLength", "MinSelect",
		"MaxSelect", "Default", "DefaultFrom", "Value", "Constant", "Attribute", "Picture", "Line", "Column"}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[flows.Item]()) {
		if field.IsExported() && !slices.Contains(known, field.Name) {
			t.Errorf("Item.%s: let compare.Flows weigh it, or say here why it need not", field.Name)
		}
	}
}

func TestCompareLimitOfNothing(t *testing.T) {
	without := load(t, strings.Replace(compared, ", min: 17", "", 1))
	zero := load(t, strings.Replace(compared, "min: 17", "min: 0", 1))
	if got := parts(compare.Flows(without, zero)); got != "usia changed limits" {
		t.Errorf("a limit of 0 that was added: %q", got)
	}
	if !strings.Contains(outline.Flow(zero, "id"), "usia, number, min: 0, optional") {
		t.Errorf("the outline hides a limit of 0:\n%s", outline.Flow(zero, "id"))
	}
}
