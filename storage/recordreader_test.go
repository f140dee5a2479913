package storage

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"suara/survey"
)

// drawnSubmission has what can be stored: any texts, fields left out, no, few and many values.
func drawnSubmission(t *rapid.T) Submission {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "1", "5", "#skip", "a b", "unit-3", "\xff", "é"}),
		rapid.String(), rapid.StringN(20, 400, 2000))
	comment := rapid.Custom(func(t *rapid.T) survey.Comment {
		return survey.Comment{Item: text.Draw(t, "item"), Text: text.Draw(t, "text")}
	})
	return Submission{
		Response: survey.Response{
			ID: text.Draw(t, "id"), Unit: survey.UnitID(text.Draw(t, "unit")), Flow: text.Draw(t, "flow"),
			SubmittedOn: text.Draw(t, "day"), Values: rapid.SliceOfN(text, 0, 40).Draw(t, "values"),
			Partial: rapid.Bool().Draw(t, "partial"),
		},
		Comments: rapid.SliceOfN(comment, 0, 5).Draw(t, "comments"),
	}
}

// pageOf makes the reader of one page of records.
func pageOf(records ...[]byte) *recordReader {
	r := &recordReader{count: len(records)}
	for _, raw := range records {
		r.data = append(r.data, raw...)
	}
	return r
}

// What is written is read by hand, not by the library, and equals what the library reads.
func TestRecordReaderReadsWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var records [][]byte
		var want []Submission
		for range rapid.IntRange(1, 5).Draw(t, "records") {
			raw, err := encoding.Marshal(drawnSubmission(t))
			if err != nil {
				t.Fatal(err)
			}
			sub, err := anySubmission(raw)
			if err != nil {
				t.Fatal(err)
			}
			records, want = append(records, raw), append(want, sub)
		}
		r, end := pageOf(records...), 0
		var got []Submission
		for _, raw := range records {
			end += len(raw)
			r.end = end
			sub, ok := r.plain()
			if !ok || r.at != end {
				t.Fatalf("left to the library at byte %d of %x", r.at, raw)
			}
			got = append(got, sub)
		}
		if !reflect.DeepEqual(got, want) { // only now: none may overwrite the one before
			t.Fatalf("%+v, the library reads %+v", got, want)
		}
	})
}

// Other CBOR than ours is read as the library reads it.
func TestRecordReaderLeavesTheRest(t *testing.T) {
	rows := map[string]any{
		"unknown field":    map[int]any{1: map[int]any{1: "a", 5: []string{"1"}, 9: "later"}, 7: 1},
		"no values":        map[int]any{1: map[int]any{1: "a", 5: nil}},
		"not of ours":      "text",
		"number as a text": map[int]any{1: map[int]any{1: 5}},
	}
	for name, v := range rows {
		t.Run(name, func(t *testing.T) {
			raw, err := encoding.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			agree(t, raw)
		})
	}
	for name, raw := range map[string]string{
		"cut": "\xa1\x01\xa1\x01\x65ab", "empty": "", "more behind": "\xa1\x01\xa0\x00",
		"twice the same key": "\xa1\x01\xa2\x01\x61a\x01\x61b", "endless text": "\xa1\x01\xa1\x01\x7f\x61a\xff",
		"a list longer than all": "\xa1\x01\xa1\x05\x9a\x00\xff\xff\xff",
	} {
		t.Run(name, func(t *testing.T) { agree(t, []byte(raw)) })
	}
}

// A record that is left to the library after its values were read by hand, where the list of values had to be
// made anew and shorter, does no harm to the others.
func TestRecordReaderAfterAnotherListOfValues(t *testing.T) {
	var records [][]byte
	for n, record := range []any{
		map[int]any{1: map[int]any{5: slices.Repeat([]string{"1"}, 100)}},
		map[int]any{1: map[int]any{5: slices.Repeat([]string{"2"}, 200)}},
		map[int]any{1: map[int]any{5: []string{"3"}, 9: "later"}},
	} {
		raw, err := encoding.Marshal(record)
		if err != nil {
			t.Fatal(n, err)
		}
		records = append(records, raw)
	}
	r, end := pageOf(records...), 0
	var got []Submission
	for _, raw := range records {
		end += len(raw)
		sub, err := r.submission(end)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, sub)
	}
	for n, raw := range records {
		if want, err := anySubmission(raw); err != nil || !reflect.DeepEqual(got[n], want) {
			t.Errorf("record %d: %+v, want %+v (%v)", n, got[n], want, err)
		}
	}
}

func agree(t *testing.T, raw []byte) {
	t.Helper()
	want, bad := anySubmission(raw)
	got, err := pageOf(raw).submission(len(raw))
	if (err == nil) != (bad == nil) || err == nil && !reflect.DeepEqual(got, want) {
		t.Fatalf("%+v (%v), the library reads %+v (%v)", got, err, want, bad)
	}
}

func FuzzRecordReader(f *testing.F) {
	for _, sub := range []Submission{{}, {Response: survey.Response{
		ID: strings.Repeat("f", 32), Unit: "u1", Flow: "v", Values: []string{"1", "", "#skip", "a b"}, Partial: true,
	}, Comments: []survey.Comment{{Item: "saran", Text: "ya"}}}} {
		raw, err := encoding.Marshal(sub)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) { agree(t, raw) })
}
