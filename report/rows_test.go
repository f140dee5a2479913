package report_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"suara/flows"
	"suara/report"
	"suara/report/export"
	"suara/survey"
)

const rowsFlow = `flow: baris
title: {id: Baris}
languages: [id]
scales:
  s: [{value: 1, label: {id: a}}, {value: 2, label: {id: b}}, {value: tt, label: {id: c}}]
items:
  - {id: A1, type: scale, scale: s, text: {id: x}}
  - {id: media, type: choices, text: {id: x}, options: [{value: tv, label: {id: x}}, {value: radio, label: {id: y}}]}
  - {id: jab, type: choice, other: true, segment: true, text: {id: x},
     options: [{value: p, label: {id: x}}, {value: q, label: {id: y}}]}
  - {id: usia, type: number, min: 17, max: 70, text: {id: x}}
  - {id: saran, type: text, text: {id: x}}
  - {id: mulai, type: date, text: {id: x}}
`

// readAll reads rows as "unit|values" each.
func readAll(f *flows.Flow, src io.Reader) (lines []string, rows *report.Rows, err error) {
	rows, err = report.ReadRows(src, f)
	if err != nil {
		return nil, nil, err
	}
	for r := range rows.All {
		line := string(r.Unit) + "|" + strings.Join(r.Values, ",")
		if r.Partial {
			line += "|partial"
		}
		lines = append(lines, line)
	}
	return lines, rows, rows.Err()
}

func TestReadRows(t *testing.T) {
	f := load(t, rowsFlow)
	for _, c := range []struct{ name, src, want string }{
		{"plain", "A1,usia\n1,20\n2,30.5\n", "|1,,,20,, |2,,,30.5,,"},
		{"semicolons and a byte-order mark (cases 164, 181)", "\ufeffA1;usia\r\n1;20\r\n", "|1,,,20,,"},
		{"tabs", "A1\tusia\n1\t20", "|1,,,20,,"},
		{"missing and skipped", "A1,usia\nNA,\n#skip,NA\n", "|,,,,, |#skip,,,,,"},
		{"a value of no number", "A1\ntt\n", "|tt,,,,,"},
		{"decimals of whole numbers", "A1\n1.0\n", "|1,,,,,"},
		{"blanks around", "A1 , usia\n 1,\t20 \n", "|1,,,20,,"},
		{"quotes", "\"A1\",\"jab\"\n\"1\",\"p\"\n", "|1,,p,,,"},
		{"a quote, a delimiter and a line end inside quotes", "saran,A1\n\"kata \"\"ya\"\",\nlagi\",2\nx,1\n",
			"|2,,,,, |1,,,,,"},
		{"a lone quote inside a cell", "saran,A1\n5\" layar,2\n", "|2,,,,,"},
		{"several options", "media\ntv radio\n", "|,tv radio,,,,"},
		{"words beside other", "jab\njuru ukur\n", "|,,other,,,"},
		{"text and dates are not read", "saran,mulai,A1\nx,nonsense,1\n", "|1,,,,,"},
		{"units", "unit,A1\ndinas,1\n,2\nNA,1\n", "dinas|1,,,,, |2,,,,, |1,,,,,"},
		{"blank lines and rows", "A1,usia\n\n1,20\n,\n , \n\n", "|1,,,20,,"},
		{"an identified row without answers", "response_id,A1\na,\n", "|,,,,,"},
		{"partial responses", "A1,disposition\n1,complete\n2,partial\n", "|1,,,,, |2,,,,,|partial"},
		{"the guard of exports", "A1,media\n'1,'tv\n", "|1,tv,,,,"},
		{"no rows", "A1\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, src := range []io.Reader{strings.NewReader(c.src), iotest.OneByteReader(strings.NewReader(c.src))} {
				got, _, err := readAll(f, src)
				if strings.Join(got, " ") != c.want || err != nil {
					t.Errorf("%q, %v; want %q", got, err, c.want)
				}
			}
		})
	}
}

func TestReadRowsNamesEveryProblem(t *testing.T) {
	f := load(t, rowsFlow)
	lines, _, err := readAll(f, strings.NewReader("response_id,A1,usia,media\n"+
		"a,9,200,tv\n\nb,1,abc,tv film\na,1,3\na,1,17,tv\nc,0,,\n"))
	want := `row 2, column A1: "9" is none of 1, 2, tt
row 2, column usia: "200" is over the most, 70
row 4, column usia: "abc" is no number (write decimals with a point)
row 4, column media: "tv film" holds "film", which is none of tv, radio
row 5: 3 cells where the header has 4
row 6, column response_id: "a" stands twice: the row would count double
row 7, column A1: "0" is none of 1, 2, tt`
	if err == nil || err.Error() != want || !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	if len(lines) != 0 {
		t.Errorf("responses %q", lines)
	}
	_, _, err = readAll(f, strings.NewReader("A1\n"+strings.Repeat("9\n", 1500)))
	if !strings.HasSuffix(err.Error(), "\nand 500 more") {
		t.Errorf("1,500 problems end with %q", err.Error()[len(err.Error())-40:])
	}
}

func TestReadRowsRefusesFiles(t *testing.T) {
	f := load(t, rowsFlow)
	for _, c := range []struct{ name, src, want string }{
		{"empty", "", "the file is empty"}, {"no item", "a,b\n1,2\n", "no column is an item of flow baris"},
		{"an item twice", "A1,A1\n1,2\n", "column A1 stands twice"}, {"UTF-16", "\xff\xfeA\x001\x00\n", "UTF-16"},
		{"an open quote (case 175)", "A1,saran\n1,\"x\n2,y\n", "row 2: a quote is opened and never closed"},
	} {
		if _, _, err := readAll(f, strings.NewReader(c.src)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	broken := errors.New("disk")
	src := io.MultiReader(strings.NewReader("A1\n1\n"), iotest.ErrReader(broken))
	if _, _, err := readAll(f, src); !errors.Is(err, broken) {
		t.Errorf("a broken file: %v", err)
	}
}

func TestReadRowsNotes(t *testing.T) {
	f := load(t, rowsFlow)
	_, rows, err := readAll(f, strings.NewReader("response_id,wave,flow_version,A1,umur,disposition\n"+
		"a,w1,0000000000000000,1,3,complete\nb,w2,"+f.Version()+",1,3,partial\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"columns that are no items are ignored: umur",
		"items without a column count as not answered: media, jab, usia",
		"the rows are of several waves and counted together",
		"1 rows were answered with another version of the flow than " + f.Version(),
		"1 partial responses are not counted",
	}
	if got := rows.Notes(); !slices.Equal(got, want) || rows.Wave() != "" {
		t.Errorf("%q", got)
	}
}

// What is exported is read back as it was, but for free text.
func TestReadRowsReadsExports(t *testing.T) {
	f := load(t, strings.Replace(rowsFlow, "type: choice, other: true,", "type: choice,", 1))
	rapid.Check(t, func(rt *rapid.T) {
		var given []survey.Response
		var want []string
		for i := range rapid.IntRange(0, 20).Draw(rt, "rows") {
			r := survey.Response{ID: fmt.Sprint(i), Unit: survey.UnitID(rapid.SampledFrom([]string{"", "a",
				"b"}).Draw(rt, "unit")), Values: []string{
				rapid.SampledFrom([]string{"1", "2", "tt", "", "#skip"}).Draw(rt, "A1"),
				rapid.SampledFrom([]string{"tv", "tv radio", "", "#skip"}).Draw(rt, "media"),
				rapid.SampledFrom([]string{"p", "q", "", "#skip"}).Draw(rt, "jab"),
				rapid.SampledFrom([]string{"17", "18.5", "", "#skip"}).Draw(rt, "usia"),
				rapid.String().Draw(rt, "saran"), "2026-11-03",
			}}
			given = append(given, r)
			want = append(want, string(r.Unit)+"|"+strings.Join(r.Values[:4], ",")+",,")
		}
		var b bytes.Buffer
		opt := export.Options{Mode: survey.Identified, Delimiter: rapid.SampledFrom([]rune{',',
			';'}).Draw(rt, "delimiter")}
		if err := export.CSV(&b, opt, f, slices.Values(given)); err != nil {
			rt.Fatal(err)
		}
		got, rows, err := readAll(f, &b)
		if err != nil || !slices.Equal(got, want) || len(rows.Notes()) > 1 {
			rt.Fatalf("%q, want %q: %v, %q", got, want, err, rows.Notes())
		}
	})
}

// FuzzReadRows takes any bytes; where encoding/csv finds the same number of cells in all rows, both find
// the same values of an item.
func FuzzReadRows(f *testing.F) {
	flow := load(f, rowsFlow)
	for _, s := range []string{"A1,usia\n1,20\n", "A1;saran\n1;\"a\"\"b\"\n", "\ufeffA1\r\n\"1\"\r\n",
		"A1,saran\n\"1\"x,\"\n\n\"\n", "\"A1", "A1\n\"\"\"\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		whole, _, err := readAll(flow, bytes.NewReader(src))
		parts, _, again := readAll(flow, iotest.HalfReader(bytes.NewReader(src)))
		if !slices.Equal(whole, parts) || (err == nil) != (again == nil) {
			t.Fatalf("read in parts %q (%v), whole %q (%v)", parts, again, whole, err)
		}
		reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(src, []byte("\ufeff"))))
		records, strict := reader.ReadAll()
		if strict != nil || err != nil || len(records) == 0 || bytes.ContainsAny(src, "'\r;\t") {
			return
		}
		rows := slices.DeleteFunc(records[1:], func(cells []string) bool {
			return strings.Trim(strings.Join(cells, ""), " \t") == "" // spreadsheet programs write such rows
		})
		if at := slices.Index(records[0], "A1"); at >= 0 && len(whole) != len(rows) {
			t.Fatalf("%d rows, encoding/csv finds %d", len(whole), len(rows))
		}
	})
}

func BenchmarkReadRows(b *testing.B) {
	var src bytes.Buffer
	f := load(b, likert("range100", 7, 3))
	var opt export.Options
	if err := export.CSV(&src, opt, f, synthetic(100_000)); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(src.Len()))
	b.ReportAllocs()
	for b.Loop() {
		rows, err := report.ReadRows(bytes.NewReader(src.Bytes()), f)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for range rows.All {
			n++
		}
		if rows.Err() != nil || n != 100_000 {
			b.Fatal(n, rows.Err())
		}
	}
}
