package roster_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"suara/roster"
	"suara/survey"
)

var monday = time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)

// base is what is stored after an import.
type base struct {
	people []survey.Respondent
	units  []survey.Unit
}

// take imports a file into a base, as an installation would.
func (b *base) take(t *rapid.T, f *roster.File, opt roster.Options) roster.Plan {
	t.Helper()
	opt.NextID = survey.RespondentID(len(b.people) + 1)
	p := roster.Compare(f, b.people, b.units, opt)
	for _, r := range p.Respondents() {
		if i := slices.IndexFunc(b.people, func(o survey.Respondent) bool { return o.ID == r.ID }); i >= 0 {
			b.people[i] = r
		} else {
			b.people = append(b.people, r)
		}
	}
	b.units = p.Units
	return p
}

func csvFile(t testing.TB, text string) *roster.File {
	t.Helper()
	f, err := roster.Read("x.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func known(t testing.TB, text string) ([]survey.Respondent, []survey.Unit) {
	t.Helper()
	p := roster.Compare(csvFile(t, text), nil, nil, roster.Options{Now: monday, NextID: 1})
	return p.Respondents(), p.Units
}

const three = "nip,name,unit,hp\n" + nipBudi + ",Budi Santoso,Dinas A,0812111222\n" +
	nipAni + ",Ani Lestari,Dinas B,0812111333\n" + nipSiti + ",Siti Aminah,Dinas A,\n"

func TestCompareNew(t *testing.T) {
	p := roster.Compare(csvFile(t, three), nil, nil, roster.Options{Now: monday, NextID: 7})
	people := p.Respondents()
	if len(p.New) != 3 || len(people) != 3 || people[0].ID != 7 || people[2].ID != 9 {
		t.Fatalf("people %+v", people)
	}
	if r := people[0]; r.Unit != "dinas-a" || r.Phone != "+62812111222" || !r.Added.Equal(monday) || !r.Active() {
		t.Errorf("person %+v", r)
	}
	if len(p.Units) != 2 || p.Units[1] != (survey.Unit{ID: "dinas-b", Name: "Dinas B", Order: 1}) {
		t.Errorf("units %+v", p.Units)
	}
}

func TestCompareTellsWhatChanged(t *testing.T) {
	people, units := known(t, three)
	people[0].Account, people[0].Registered = 42, monday
	later := monday.AddDate(0, 1, 0)
	f := csvFile(t, "nip,name,unit\n"+nipBudi+",Budi Santoso,Dinas C\n"+nipAni+",Ani Lestari,dinas  b\n")
	p := roster.Compare(f, people, units, roster.Options{Now: later, NextID: 4})
	if len(p.Changed) != 1 || len(p.Unchanged) != 1 || len(p.Missing) != 1 || len(p.Retired) != 0 {
		t.Fatalf("plan %s", p.Text())
	}
	got := p.Changed[0]
	if !slices.Equal(got.Fields, []string{"unit"}) || got.Before.Unit != "dinas-a" || got.After.Unit != "dinas-c" {
		t.Errorf("change %+v", got)
	}
	if got.After.Account != 42 || got.After.Phone != "+62812111222" || !got.After.Changed.Equal(later) ||
		!got.After.Added.Equal(monday) {
		t.Errorf("a transfer must keep the rest: %+v", got.After)
	}
	if len(p.Units) != 3 || p.Units[2].ID != "dinas-c" || p.Units[0] != units[0] {
		t.Errorf("units %+v", p.Units)
	}
}

func TestCompareClearsAColumnThatTheFileHas(t *testing.T) {
	people, units := known(t, three)
	f := csvFile(t, strings.ReplaceAll(three, "0812111222", ""))
	p := roster.Compare(f, people, units, roster.Options{Now: monday})
	if len(p.Changed) != 1 || p.Changed[0].After.Phone != "" {
		t.Errorf("plan %s", p.Text())
	}
}

func TestCompareCompleteRetiresAndReviveReturns(t *testing.T) {
	people, units := known(t, three)
	opt := roster.Options{Now: monday, Complete: true, NextID: 4}
	p := roster.Compare(csvFile(t, "nip,name,unit\n"+nipAni+",Ani Lestari,Dinas B\n"), people, units, opt)
	if len(p.Retired) != 2 || len(p.Missing) != 2 || p.Retired[0].Active() {
		t.Fatalf("plan %s", p.Text())
	}
	people[0] = p.Retired[0]
	p = roster.Compare(csvFile(t, three), people, units, roster.Options{Now: monday, NextID: 4})
	if len(p.Changed) != 1 || !slices.Equal(p.Changed[0].Fields, []string{"revived"}) ||
		!p.Changed[0].After.Active() || p.Changed[0].After.ID != people[0].ID {
		t.Errorf("plan %s", p.Text())
	}
}

func TestCompareRejectedRowsShieldFromRetirement(t *testing.T) {
	people, units := known(t, three)
	f := csvFile(t, "nip,name,unit\n"+nipBudi+",Budi Santoso,\n\"1,99002E+17\",ANI  LESTARI,Dinas B\n")
	p := roster.Compare(f, people, units, roster.Options{Now: monday, Complete: true})
	if len(p.Retired) != 1 || p.Retired[0].Key != nipSiti || len(p.Rejected) != 2 {
		t.Errorf("plan %s", p.Text())
	}
}

func TestCompareWarnsOfAnotherPersonUnderTheKey(t *testing.T) {
	people, units := known(t, three)
	f := csvFile(t, "nip,name,unit\n"+nipBudi+",Joko Widodo,Dinas A\n"+nipAni+",Hj. Ani Lestari S.E.,Dinas B\n")
	p := roster.Compare(f, people, units, roster.Options{Now: monday})
	if len(p.Changed) != 2 || len(p.Changed[0].Warnings) != 1 || len(p.Changed[1].Warnings) != 0 {
		t.Errorf("plan %s", p.Text())
	}
}

func TestCompareWarnsByTheDate(t *testing.T) {
	f := csvFile(t, "nip,name,unit\n194001011960011001,Tua,A\n201501012035011001,Muda,A\n")
	p := roster.Compare(f, nil, nil, roster.Options{Now: monday})
	if w := p.New[0].Warnings; len(w) != 1 || !strings.Contains(w[0], "86 years") {
		t.Errorf("warnings %q", w)
	}
	if w := p.New[1].Warnings; len(w) != 2 {
		t.Errorf("warnings %q", w)
	}
}

func TestUnitTree(t *testing.T) {
	tests := []struct{ name, rows, want string }{
		{"parents come first", "X,P", "p< x<p"},
		{"staff directly in the parent", "P,P|X,P", "p< x<p"},
		{"three levels", "X,P|P,G", "g< p<g x<p"},
		{"same name under two parents", "S,A|S,B", "a< s<a b< s-b<b"},
		{"blank parent is the only one named", "S,|S,A", "a< s<a"},
		{"blank among several parents is its own", "S,A|S,B|S,", "a< s<a b< s-b<b s-2<"},
		{"a circle is cut", "A,B|B,A", "b< a<b"},
		{"case and space are one", "Dinas  A,|DINAS A,", "dinas-a<"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			b.WriteString("nip,name,unit,parent_unit\n")
			for i, row := range strings.Split(tt.rows, "|") {
				fmt.Fprintf(&b, "HON-%03d,Nama,%s\n", i, row)
			}
			p := roster.Compare(csvFile(t, b.String()), nil, nil, roster.Options{Now: monday})
			if got := tree(p.Units); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			again := roster.Compare(csvFile(t, b.String()), p.Respondents(), p.Units, roster.Options{})
			if tree(again.Units) != tt.want || len(again.Unchanged) != len(p.New) {
				t.Errorf("again %s: %s", tree(again.Units), again.Text())
			}
		})
	}
}

func tree(units []survey.Unit) string {
	list := make([]string, len(units))
	for i, u := range units {
		list[i] = fmt.Sprintf("%s<%s", u.ID, u.Parent)
	}
	return strings.Join(list, " ")
}

func TestUnitTreeKeepsWhatIsKnown(t *testing.T) {
	old := []survey.Unit{
		{ID: "one", Name: "Bidang Satu", Order: 3, Timezone: "Asia/Jayapura"},
		{ID: "top", Name: "Dinas", Order: 5},
	}
	f := csvFile(t, "nip,name,unit,parent_unit\nHON-1,A,Bidang Satu,Dinas\nHON-2,B,Bidang Dua,Dinas\n")
	p := roster.Compare(f, nil, old, roster.Options{})
	if got := tree(p.Units); got != "one<top top< bidang-dua<top" {
		t.Errorf("tree %s", got)
	}
	if p.Units[0].Order != 3 || p.Units[0].Timezone != "Asia/Jayapura" || p.Units[2].Order != 6 ||
		old[0].Parent != "" {
		t.Errorf("units %+v, before %+v", p.Units, old)
	}
	below := csvFile(t, "nip,name,unit,parent_unit\nHON-1,A,Dinas,Bidang Satu\n")
	p = roster.Compare(below, nil, p.Units, roster.Options{})
	if got := tree(p.Units); got != "one<top top< bidang-dua<top" || len(p.Warnings) != 1 {
		t.Errorf("a circle with the known tree: %s, %v", got, p.Warnings)
	}
}

func TestZones(t *testing.T) {
	f := csvFile(t, "nip,name,unit,timezone\nHON-1,A,X,WIB\nHON-2,B,X,WIB\nHON-3,C,X,WITA\n"+
		"HON-4,D,Y,Asia/Jayapura\nHON-5,E,Y,\n")
	p := roster.Compare(f, nil, nil, roster.Options{Timezone: "Asia/Jayapura"})
	var zones []string
	for _, r := range p.Respondents() {
		zones = append(zones, r.Timezone)
	}
	if got := strings.Join(zones, ","); got != ",,Asia/Makassar,," {
		t.Errorf("people %q", got)
	}
	if p.Units[0].Timezone != "Asia/Jakarta" || p.Units[1].Timezone != "" {
		t.Errorf("units %+v", p.Units)
	}
}

func TestCountsJSON(t *testing.T) {
	got, err := json.Marshal(roster.Plan{}.Counts())
	want := `{"new":0,"changed":0,"unchanged":0,"missing":0,"retired":0,"rejected":[]}`
	if err != nil || string(got) != want {
		t.Errorf("got %s", got)
	}
	f := csvFile(t, "nip,name,unit\n,Budi,A\n")
	got, err = json.Marshal(roster.Compare(f, nil, nil, roster.Options{}).Counts().Rejected)
	if err != nil || !strings.HasPrefix(string(got), `[{"row":2,"value":"Budi","reason":"NIP is empty`) ||
		strings.Count(string(got), ":") != 4 {
		t.Errorf("got %s", got)
	}
}

func TestText(t *testing.T) {
	people, units := known(t, three)
	f := csvFile(t, "nip,name,unit,agama\n"+nipBudi+",Budi Santoso,Bidang A,x\n"+nipAni+",Ani Lestari,Dinas B,x\n"+
		"HON-001,Joko,Dinas B,x\n123,Tono,Dinas B,x\n")
	got := roster.Compare(f, people, units, roster.Options{Now: monday, NextID: 4}).Text()
	want := `new 1, changed 1, unchanged 1, missing 1, retired 0, rejected 1
units 3, of them new 1, changed 0

Warnings: 1
  columns not kept: agama

Rejected: 1
  row 5: "123": 3 characters: an NIP has 18 digits; a key for staff without one holds a letter, as HON-001

New units: 1
  bidang-a: Bidang A

New: 1
  row 4: HON-001 Joko: Dinas B

Changed: 1
  row 2: 198501012010011001 Budi Santoso: unit "Dinas A" -> "Bidang A"

Unchanged: 1
  row 3: 199002282015022002 Ani Lestari: Dinas B

Missing (left as they are): 1
  197912312005012003 Siti Aminah: Dinas A
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

// Whatever stood before, a second import of the same file changes nothing.
func TestSameFileTwiceOnlyUnchanged(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var b base
		opt := roster.Options{Now: monday, Timezone: "Asia/Jayapura"}
		for range rapid.IntRange(0, 3).Draw(rt, "earlier files") {
			opt.Complete = rapid.Bool().Draw(rt, "complete")
			b.take(rt, drawFile(rt), opt)
		}
		f := drawFile(rt)
		before := append([]survey.Respondent{}, b.people...)
		p := b.take(rt, f, opt)
		if n := len(p.New) + len(p.Changed) + len(p.Unchanged); n != len(f.Rows) {
			rt.Fatalf("%d rows, %d in the plan", len(f.Rows), n)
		}
		if opt.Complete {
			active := 0
			for _, r := range b.people {
				if r.Active() {
					active++
				}
			}
			if active < len(f.Rows) || active > len(f.Rows)+len(f.Rejected) {
				rt.Fatalf("%d active after %d rows; before %+v", active, len(f.Rows), before)
			}
		}
		ids := map[survey.UnitID]bool{}
		for _, u := range b.units {
			if ids[u.ID] || u.Parent != "" && !slices.ContainsFunc(b.units,
				func(o survey.Unit) bool { return o.ID == u.Parent }) {
				rt.Fatalf("units %+v", b.units)
			}
			ids[u.ID] = true
		}
		units := tree(b.units)
		again := b.take(rt, f, opt)
		if len(again.Unchanged) != len(f.Rows) || len(again.Respondents()) != 0 || tree(b.units) != units {
			rt.Fatalf("the second time: %s\nfirst %s", again.Text(), p.Text())
		}
	})
}

// drawFile makes a small file with few names, so that they meet.
func drawFile(t *rapid.T) *roster.File {
	var b strings.Builder
	columns := rapid.SampledFrom([]string{"", ",parent_unit", ",parent_unit,zona", ",zona,hp"}).Draw(t, "columns")
	b.WriteString("nip,name,unit" + columns + "\n")
	names := map[string][]string{
		"parent_unit": {"", "A", "B", "C", "D"}, "zona": {"", "WIB", "WIT"}, "hp": {"", "0812111222", "x"},
	}
	for range rapid.IntRange(0, 8).Draw(t, "rows") {
		fmt.Fprintf(&b, "HON-%d,Nama %d,%s", rapid.IntRange(1, 8).Draw(t, "key"),
			rapid.IntRange(1, 2).Draw(t, "name"), rapid.SampledFrom([]string{"A", "B", "C", "D", ""}).Draw(t, "unit"))
		for _, column := range strings.Split(columns, ",")[1:] {
			b.WriteString("," + rapid.SampledFrom(names[column]).Draw(t, column))
		}
		b.WriteString("\n")
	}
	f, err := roster.Read("x.csv", []byte(b.String()))
	if err != nil {
		t.Fatalf("read %q: %v", b.String(), err)
	}
	return f
}
