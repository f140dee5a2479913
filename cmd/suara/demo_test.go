package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"suara/roster"
)

func demoProgram() (*program, *output, *output) {
	out, problems := &output{}, &output{}
	return &program{
		stdin: strings.NewReader(""), stdout: out, stderr: problems, env: testEnv, clock: realClock{},
		random: rand.Reader,
	}, out, problems
}

func TestDemoHeadless(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p, out, problems := demoProgram()
	if code := p.run(t.Context(), []string{"demo", "--headless", "--people", "24", "--seed", "3"}); code != exitFine {
		t.Fatalf("exit %d\n%s%s", code, out, problems)
	}
	for _, want := range []string{
		"Hasil · Survei Budaya Kerja BerAKHLAK", "Tingkat partisipasi", "Indeks BerAKHLAK (internal): ",
		"tidak ditampilkan (kurang dari 5 jawaban)", "roster 24, registered",
		"refused for their pace (429) 0", "checked: ",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestDemoEndsWhenStopped(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p, out, problems := demoProgram()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	stop, stopNow := context.WithCancel(t.Context())
	context.AfterFunc(ctx, stopNow)
	if code := p.run(stop, []string{"demo", "--headless", "--people", "200"}); code != exitFine {
		t.Errorf("exit %d\n%s%s", code, out, problems)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestDemoRefusesWrongFlags(t *testing.T) {
	for name, args := range map[string][]string{
		"too few people":    {"--people", "3"},
		"an open address":   {"--listen", "0.0.0.0:8080"},
		"no port":           {"--listen", "127.0.0.1"},
		"an argument":       {"here"},
		"a foreign address": {"--listen", "192.0.2.1:8080"},
	} {
		p, _, problems := demoProgram()
		if code := p.run(t.Context(), append([]string{"demo"}, args...)); code != exitUsage {
			t.Errorf("%s: exit %d, %s", name, code, problems)
		}
	}
}

// TestDemoCheckFindsWhatIsWrong feeds the comparison with rows that nobody pressed.
func TestDemoCheckFindsWhatIsWrong(t *testing.T) {
	q := &questionnaire{items: []*question{{id: "a", scale: true}, {id: "b", scale: true}}}
	person := func(a, b string) *castMember {
		return &castMember{employee: employee{name: "Siti"}, done: true, answers: map[string]string{"a": a, "b": b}}
	}
	p := &plot{survey: q,
		conductor: conductor{cast: []*castMember{person("1", "2"), person("1", "2"), person("3", "4")}}}
	if v := p.compareRows([]string{"3 4", "1 2", "1 2"}); len(v) > 0 {
		t.Errorf("equal rows: %v", v)
	}
	if v := p.compareRows([]string{"1 2", "3 4"}); len(v) != 1 || !strings.Contains(v[0], "not in the export") {
		t.Errorf("a lost row: %v", v)
	}
	if v := p.compareRows([]string{"1 2", "1 2", "3 4", "3 4"}); len(v) != 1 ||
		!strings.Contains(v[0], "nobody pressed") {
		t.Errorf("a doubled row: %v", v)
	}
}

func TestMakeRoster(t *testing.T) {
	list := makeRoster(120, 1)
	units, keys := map[string]int{}, map[string]bool{}
	for _, e := range list {
		key, warnings, err := roster.NormalizeKey(e.key)
		if err != nil || key != e.key || len(warnings) > 0 || keys[key] {
			t.Errorf("NIP %s: %v %v, twice: %v", e.key, warnings, err, keys[key])
		}
		keys[key] = true
		units[e.unit]++
	}
	if len(list) != 120 || len(units) != 8 || units["Biro Umum"] >= 5 {
		t.Errorf("%d people in units %v", len(list), units)
	}
	file, err := rosterFile(makeRoster(20, 7))
	if err != nil {
		t.Fatal(err)
	}
	again, _ := rosterFile(makeRoster(20, 7))
	if !bytes.Equal(file, again) {
		t.Error("the same seed makes another roster")
	}
	golden(t, "testdata/demo_roster.txtar", file)
}

// golden compares with the one file of an archive.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		a := &txtar.Archive{Comment: []byte("suara demo --people 20 --seed 7\n"),
			Files: []txtar.File{{Name: "pegawai.csv", Data: got}}}
		if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	a, err := txtar.ParseFile(name)
	if err != nil || len(a.Files) != 1 {
		t.Fatalf("read %s: %v", name, err)
	}
	if !bytes.Equal(a.Files[0].Data, got) {
		t.Errorf("differs from %s; run with -update to accept:\n%s", name, got)
	}
}

func TestApportionGivesEverybodyAUnit(t *testing.T) {
	for _, people := range []int{fewestPeople, 24, 120, 119, mostPeople} {
		sum := 0
		for _, n := range apportion(demoUnits(), people) {
			if n < 1 {
				t.Errorf("%d people: an empty unit", people)
			}
			sum += n
		}
		if sum != people {
			t.Errorf("%d people: %d given out", people, sum)
		}
	}
}

func Example_demoProgress() {
	var b bytes.Buffer
	p := newDemoProgress(&b)
	p.phase("Roster", 3)
	p.set(2)
	p.end()
	fmt.Print(b.String())
	// Output: Roster ...
}
