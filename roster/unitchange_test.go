package roster_test

import (
	"encoding/json"
	"strings"
	"testing"

	"suara/roster"
)

const jakarta = "Asia/Jakarta"

// again compares a file with what an earlier one left.
func again(t *testing.T, first, second string) roster.Plan {
	t.Helper()
	people := roster.Compare(csvFile(t, first), nil, nil, roster.Options{Now: monday, NextID: 1, Timezone: jakarta})
	return roster.Compare(csvFile(t, second), people.Respondents(), people.Units,
		roster.Options{Now: monday, NextID: 99, Timezone: jakarta})
}

func lacks(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
}

// A unit that only has another time zone or a parent is shown, in text and JSON, though nobody is changed.
func TestChangedUnitsAreShown(t *testing.T) {
	const head = "nip,name,unit,parent_unit,timezone\n"
	p := again(t, head+nipBudi+",Budi,Bidang A,,WIB\n"+nipAni+",Ani,Bidang B,,WIT\n"+nipSiti+",Siti,Dinas,,\n",
		head+nipBudi+",Budi,Bidang A,,WITA\n"+nipAni+",Ani,Bidang B,Dinas,WIT\n"+nipSiti+",Siti,Dinas,,\n")
	lacks(t, p.Text(), "new 0, changed 0, unchanged 3", "units 3, of them new 0, changed 2",
		`bidang-a: Bidang A: time zone "Asia/Jakarta (the organisation's)" -> "Asia/Makassar"`,
		`bidang-b: Bidang B: parent "" -> "Dinas"`)
	got, err := json.Marshal(p.Counts())
	if err != nil {
		t.Fatal(err)
	}
	lacks(t, string(got), `"changed_units":[{"id":"bidang-a","name":"Bidang A","change":"time zone",`,
		`"change":"parent","from":"","to":"Dinas"}]`)
	if same := again(t, three, three); len(same.ChangedUnits) != 0 || strings.Contains(same.Text(), "Changed units") {
		t.Errorf("nothing is changed:\n%s", same.Text())
	}
}

const twoOffices = "nip,name,unit,parent_unit\n" + nipBudi + ",Budi,Sekretariat,Dinas A\n" +
	nipAni + ",Ani,Sekretariat,Dinas B\n"

// Units of one name are told apart where somebody moves between them.
func TestMoveBetweenUnitsOfOneName(t *testing.T) {
	p := again(t, twoOffices, strings.Replace(twoOffices, "Dinas A", "Dinas B", 1))
	lacks(t, p.Text(), `unit "Sekretariat · Dinas A (sekretariat)" -> `+
		`"Sekretariat · Dinas B (sekretariat-dinas-b)"`)
}

// A row that names a unit by a name that several have, and no parent, is said with its number.
func TestUnitOfAnUnsureName(t *testing.T) {
	const row = nipSiti + ",Siti,Sekretariat,\n"
	for name, p := range map[string]roster.Plan{
		"in one file":      again(t, three, twoOffices+row),
		"without a column": again(t, twoOffices, "nip,name,unit\n\n\n"+nipSiti+",Siti,Sekretariat\n"),
	} {
		if len(p.Warnings) != 1 {
			t.Errorf("%s: warnings %q", name, p.Warnings)
		}
		lacks(t, strings.Join(p.Warnings, "\n"), `row 4: "Sekretariat" is the name of several units: `,
			"Sekretariat · Dinas A (sekretariat)", "Sekretariat · Dinas B (sekretariat-dinas-b)", "the column parent_unit")
	}
	p := again(t, "nip,name,unit\n"+nipBudi+",Budi,Dinas A\n", "nip,name,unit\n"+nipSiti+",Siti,Dinas A\n")
	if len(p.Warnings) > 0 {
		t.Errorf("warnings %q", p.Warnings)
	}
}
