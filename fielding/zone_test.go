package fielding_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"suara/fielding"
	"suara/survey"
)

func TestZoneOf(t *testing.T) {
	home, err := time.LoadLocation("Asia/Jayapura")
	if err != nil {
		t.Fatal(err)
	}
	cfg := fielding.Config{Zone: home}
	w := survey.Wave{Units: []survey.Unit{{ID: "jkt", Timezone: "Asia/Jakarta"}, {ID: "plain"}}}
	for _, row := range []struct{ name, own, unit, want string }{
		{"the person's own zone wins", "Asia/Makassar", "jkt", "Asia/Makassar"},
		{"else that of the unit", "", "jkt", "Asia/Jakarta"},
		{"else the organisation's", "", "plain", "Asia/Jayapura"},
		{"a unit that the wave does not know", "", "new", "Asia/Jayapura"},
		{"a bad name", "Asia/Entah", "jkt", "Asia/Jayapura"},
	} {
		got := cfg.ZoneOf(w, survey.Respondent{Timezone: row.own, Unit: survey.UnitID(row.unit)})
		if got.String() != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
	}
}

// Below holds a unit, whatever has a parent in it, and nothing else; trees with loops end too.
func TestBelowIsClosed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := []survey.UnitID{"a", "b", "c", "d", "e"}
		var units []survey.Unit
		for _, id := range ids {
			parent := rapid.SampledFrom(append([]survey.UnitID{""}, ids...)).Draw(t, "parent")
			units = append(units, survey.Unit{ID: id, Parent: parent})
		}
		top := rapid.SampledFrom(ids).Draw(t, "top")
		in := fielding.Below(units, top)
		if !in[top] {
			t.Fatal("the unit itself is missing")
		}
		for _, u := range units {
			if u.ID != top && in[u.ID] != in[u.Parent] {
				t.Fatalf("%s with parent %q: %v", u.ID, u.Parent, in)
			}
		}
	})
}
