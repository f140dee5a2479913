package flows

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/jsonschema-go/jsonschema"

	"suara/flows/library"
)

type js = jsonschema.Schema

func ref(name string) *js { return &js{Ref: "#/$defs/" + name} }

func said(s *js, description string) *js {
	s.Description = description
	return s
}

func enum(words []string) *js {
	var all []any
	for _, w := range words {
		all = append(all, w)
	}
	return &js{Type: "string", Enum: all}
}

func list(of *js, least int) *js { return &js{Type: "array", Items: of, MinItems: &least} }

// object is a mapping of these keys; what stands at a key is found by its name, or given here.
func object(keys, need []string, own map[string]*js) *js {
	s := &js{Type: "object", AdditionalProperties: &js{Not: &js{}}, Required: need, Properties: map[string]*js{}}
	for _, k := range keys {
		if s.Properties[k] = own[k]; own[k] == nil {
			s.Properties[k] = ref("key_" + k)
		}
	}
	return s
}

// described is what stands at the keys of items and other parts.
func described() map[string]*js {
	id := func(what string) *js {
		return &js{Type: "string", Pattern: `^[A-Za-z][A-Za-z0-9_]{0,39}$`, Description: what}
	}
	flag := func(what string) *js { return &js{Type: "boolean", Description: what} }
	expr := func(what string) *js { return said(&js{Types: []string{"string", "number", "boolean"}}, what) }
	text := func(what string) *js { return said(ref("text"), what) }
	count := func(what string) *js { return &js{Type: "integer", Minimum: jsonschema.Ptr(0.0), Description: what} }
	limit := func(what string) *js { return said(&js{Types: []string{"number", "string"}}, what) }
	return map[string]*js{
		"id":            id("Name of this part; of an item, its column in the export."),
		"type":          said(enum(typeNames), "How the item is answered."),
		"section":       id("The id of the item's section."),
		"when":          expr("Condition; asked, offered or said only where it holds."),
		"text":          text("The words, by language. Markup: *bold*, _italic_, [words](https://…), ${item}."),
		"title":         text("Title, by language."),
		"hint":          text("A second line on how to answer."),
		"intro":         text("Introduction, above the first item."),
		"label":         text("What the option is called, at most 300 characters."),
		"short":         text("Words for the button where labels are too long, at most 64 characters."),
		"say":           text("What is said where the check does not hold."),
		"picture":       {Type: "string", Description: "PNG or JPEG beside the flow's file, shown above the note."},
		"optional":      flag("Can be skipped."),
		"required":      expr("true, false, or a condition on which the item can't be skipped."),
		"check":         object(checkKeys, checkKeys, map[string]*js{"that": expr("Must hold of the answer, which is \".\".")}),
		"also":          list(enum([]string{"na", "dk", "refused"}), 1),
		"default":       said(&js{Types: []string{"string", "number", "boolean", "array"}}, "Answer that stands until another is given: a value, a list of values, or an expression."),
		"segment":       flag("Groups the results; can always be skipped."),
		"scale":         id("Name of a scale from scales."),
		"reverse":       flag("The wording is turned round: stored as pressed, flipped when scored."),
		"options":       list(ref("option"), 2),
		"other":         {AnyOf: []*js{flag("Adds an option that asks to specify."), text("Its label.")}},
		"choice_filter": expr("Which options are offered, by ${option.NAME} or \".\"."),
		"shuffle":       flag("Another order in each interview."),
		"min_select":    count("At least so many are ticked or ranked."),
		"max_select":    count("At most so many are ticked or ranked."),
		"whole":         flag("No decimals."),
		"min":           limit("Least value, included: a number, a date as 2026-11-03, a time as \"07:30\"."),
		"max":           limit("Greatest value, included."),
		"min_length":    count("At least so many characters."),
		"max_length":    count("At most so many characters."),
		"rows":          list(ref("row"), 1),
		"value":         said(&js{Types: []string{"string", "number", "boolean"}}, "Of calculate: an expression. Of hidden: a constant."),
		"attribute":     said(enum(attributes), "What is known of the respondent."),
		"favourable":    flag("Counts in the score favourable."),
		"with":          {Type: "object", AdditionalProperties: &js{Types: []string{"string", "number", "boolean"}}, Description: "Attributes for choice_filter."},
		"within":        id("The section that this group is part of."),
		"from":          {Type: "number", Description: "Lowest score of the band."},
		"score":         said(enum(scoreNames), "Formula on the mean of an item's answers."),
		"weights":       list(&js{Type: "number", Minimum: jsonschema.Ptr(0.0)}, 1),
		"target":        {Type: "number", Description: "Score to reach, for reports."},
		"bands":         list(ref("band"), 1),
	}
}

// generated makes the schema out of the lists that the loader reads by.
func generated(t *testing.T) []byte {
	t.Helper()
	ids := list(ref("key_id"), 1)
	value := map[string]*js{"value": {Types: []string{"string", "number", "boolean"}, Pattern: `^[A-Za-z0-9_-]{1,40}$`,
		Description: "As it is exported: letters, digits, _ and -, at most 40."}}
	defs := map[string]*js{
		"text": said(&js{AnyOf: []*js{{Types: []string{"string", "number", "boolean"}},
			{Type: "object", PropertyNames: &js{Pattern: "^[a-z]{2,3}$"},
				AdditionalProperties: &js{Types: []string{"string", "number", "boolean"}}, MinProperties: jsonschema.Ptr(1)}}},
			"Words by language, {id: …, en: …}; plain words where the flow has one language."),
		"scale_option": object(scaleKeys, []string{"value", "label"}, value),
		"option":       object(optionKeys, []string{"value", "label"}, value),
		"section":      object(sectionKeys, []string{"id"}, nil),
		"row":          object(rowKeys, []string{"id", "text"}, nil),
		"closing":      object(closingKeys, []string{"text"}, nil),
		"dimension":    object(dimensionKeys, []string{"id", "title", "items", "score"}, map[string]*js{"items": ids}),
		"index":        object(indexKeys, []string{"id", "title", "dimensions"}, map[string]*js{"dimensions": ids}),
		"band":         object(bandKeys, bandKeys, nil),
		"item":         {Type: "object", Required: []string{"id", "type"}},
	}
	used := map[string]bool{}
	use := func(keys []string) {
		for _, k := range keys {
			used[k] = true
		}
	}
	for _, name := range typeNames {
		keys := keysOf(ItemType(name))
		use(keys)
		need := []string{"id", "type"}
		for _, k := range []string{"text", "scale", "options", "rows"} {
			if slices.Contains(keys, k) {
				need = append(need, k)
			}
		}
		defs["item_"+name] = object(keys, need, nil)
		var word any = name
		defs["item"].AllOf = append(defs["item"].AllOf, &js{
			If:   &js{Properties: map[string]*js{"type": {Const: &word}}, Required: []string{"type"}},
			Then: ref("item_" + name)})
	}
	defs["item"].Properties = map[string]*js{"type": ref("key_type")}
	for _, keys := range [][]string{sectionKeys, optionKeys, checkKeys, rowKeys, closingKeys, dimensionKeys, indexKeys, bandKeys} {
		use(keys)
	}
	known := described()
	for k, s := range known {
		if defs["key_"+k] = s; !used[k] {
			t.Errorf("key %s is described and nowhere read", k)
		}
	}
	for k := range used {
		if known[k] == nil && !slices.Contains([]string{"items", "dimensions", "that"}, k) {
			t.Errorf("key %s is read and not described", k)
		}
	}
	root := object(flowKeys, []string{"flow", "title", "languages", "items"}, map[string]*js{
		"flow":       said(ref("key_id"), "The flow's id."),
		"languages":  list(&js{Type: "string", Pattern: "^[a-z]{2,3}$"}, 1),
		"closing":    {AnyOf: []*js{ref("text"), list(ref("closing"), 1)}},
		"scales":     {Type: "object", AdditionalProperties: list(ref("scale_option"), 2)},
		"sections":   list(ref("section"), 0),
		"dimensions": list(ref("dimension"), 0),
		"index":      ref("index"),
		"items":      list(ref("item"), 1),
	})
	root.Schema, root.Title, root.Defs = "https://json-schema.org/draft/2020-12/schema", "A flow of Suara", defs
	compact, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", " "); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), '\n')
}

func TestSchemaIsThatOfTheLoader(t *testing.T) {
	got := generated(t)
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile("flow.schema.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(got, Schema()) {
		t.Error("flow.schema.json is not what the loader reads; go test ./flows -run Schema -update writes it anew")
	}
}

// valid checks a flow's file against the schema.
func valid(t *testing.T, src []byte) error {
	t.Helper()
	var s js
	if err := json.Unmarshal(generated(t), &s); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	asJSON, err := yaml.YAMLToJSON(src)
	if err != nil {
		t.Fatal(err)
	}
	var flow any
	if err := json.Unmarshal(asJSON, &flow); err != nil {
		t.Fatal(err)
	}
	return resolved.Validate(flow)
}

func TestSchemaTakesShippedFlows(t *testing.T) {
	for _, name := range library.Names() {
		src, err := library.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := valid(t, src); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	const sound = "flow: a\ntitle: A\nlanguages: [id]\nscales: {s: [{value: 1, label: A}, {value: 2, label: B}]}\nitems:\n" +
		"  - {id: a, type: scale, scale: s, text: A?}\n  - {id: b, type: number, text: B?, min: 1}\n"
	if err := valid(t, []byte(sound)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, old, new string }{
		{"a key of another type", "scale: s, text", "scale: s, min: 3, text"},
		{"an unknown key", "title: A", "title: A\ntitel: B"},
		{"an unknown type", "type: number", "type: nummer"},
		{"a missing text", ", text: B?", ""},
		{"a missing scale", "scale: s, ", ""},
		{"one option", "{value: 1, label: A}, ", ""},
		{"an option without label", "value: 1, label: A", "value: 1"},
		{"an option's value of two words", "value: 1, label: A", "value: sangat setuju, label: A"},
	} {
		src := bytes.Replace([]byte(sound), []byte(c.old), []byte(c.new), 1)
		if bytes.Equal(src, []byte(sound)) {
			t.Fatalf("%s: nothing changed", c.name)
		}
		if valid(t, src) == nil {
			t.Errorf("%s is taken", c.name)
		}
	}
}
