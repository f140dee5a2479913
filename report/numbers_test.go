package report_test

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"suara/report"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s = %v, want %v ± %v", what, got, want, within)
	}
}

func TestWilsonNewcombe(t *testing.T) {
	for _, c := range []struct {
		x, n   int
		lo, hi float64
	}{
		{81, 263, .2553, .3662}, {15, 148, .0624, .1605}, {0, 20, 0, .1611}, {1, 29, .0061, .1718},
	} {
		lo, hi := report.Wilson(c.x, c.n, 0)
		near(t, "lower", lo, c.lo, 5e-5)
		near(t, "upper", hi, c.hi, 5e-5)
	}
}

func TestWilsonOfAPopulation(t *testing.T) {
	wide, _ := report.Wilson(50, 100, 0)
	narrow, _ := report.Wilson(50, 100, 120)
	if !(narrow > wide) {
		t.Errorf("lower end %v with a population of 120 is not above %v without", narrow, wide)
	}
	if lo, hi := report.Wilson(3, 4, 4); lo != .75 || hi != .75 {
		t.Errorf("a complete count has the interval %v–%v", lo, hi)
	}
	if lo, hi := report.Wilson(0, 0, 9); lo != 0 || hi != 1 {
		t.Errorf("no answers have the interval %v–%v", lo, hi)
	}
}

func TestMarginOfAMean(t *testing.T) {
	near(t, "sample", report.Margin(4, 100, 0), 1.96*.2, 1e-12)
	near(t, "three quarters answered", report.Margin(4, 75, 100), 1.96*math.Sqrt(.25*4/75), 1e-12)
	near(t, "all answered", report.Margin(4, 100, 100), 0, 0)
	if !math.IsNaN(report.Margin(0, 1, 0)) {
		t.Error("one value has a margin")
	}
}

func TestNonresponseBounds(t *testing.T) {
	lo, hi := report.NonresponseBounds(60, 540, 1000)
	near(t, "lowest", lo, 32.4, 1e-9)
	near(t, "highest", hi, 78.4, 1e-9)
}

const krejcieMorgan = `10:10 15:14 20:19 25:24 30:28 35:32 40:36 45:40 50:44 55:48 60:52 65:56 70:59
75:63 80:66 85:70 90:73 95:76 100:80 110:86 120:92 130:97 140:103 150:108 160:113 170:118 180:123
190:127 200:132 210:136 220:140 230:144 240:148 250:152 260:155 270:159 280:162 290:165 300:169
320:175 340:181 360:186 380:191 400:196 420:201 440:205 460:210 480:214 500:217 550:226 600:234
650:242 700:248 750:254 800:260 850:265 900:269 950:274 1000:278 1100:285 1200:291 1300:297 1400:302
1500:306 1600:310 1700:313 1800:317 1900:320 2000:322 2200:327 2400:331 2600:335 2800:338 3000:341
3500:346 4000:351 4500:354 5000:357 6000:361 7000:364 8000:367 9000:368 10000:370 15000:375
20000:377 30000:379 40000:380 50000:381 75000:382 1000000:384`

func TestKrejcieMorganTable(t *testing.T) {
	for _, pair := range strings.Fields(krejcieMorgan) {
		a, b, _ := strings.Cut(pair, ":")
		N, _ := strconv.Atoi(a)
		want, _ := strconv.Atoi(b)
		if got := report.KrejcieMorgan(N); got != want {
			t.Errorf("N = %d: %d, want %d", N, got, want)
		}
	}
	if report.KrejcieMorgan(0) != 0 {
		t.Error("nobody needs a sample")
	}
}

// table reads columns of numbers, NaN where a cell is empty or NA.
func table(t *testing.T, src string, names ...string) [][]float64 {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(src, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var places []int
	if len(names) == 0 {
		for i := range rows[0] {
			places = append(places, i)
		}
	} else {
		for _, name := range names {
			for i, head := range rows[0] {
				if head == name {
					places = append(places, i)
				}
			}
		}
		rows = rows[1:]
	}
	out := make([][]float64, len(places))
	for c, at := range places {
		for _, row := range rows {
			x, err := strconv.ParseFloat(row[at], 64)
			if err != nil {
				x = math.NaN()
			}
			out[c] = append(out[c], x)
		}
	}
	return out
}

// data reads a file of the folder that SUARA_DATA names.
func data(t *testing.T, name string) string {
	t.Helper()
	folder := os.Getenv("SUARA_DATA")
	if folder == "" {
		t.Skip("SUARA_DATA is not set: the folder with the reference data sets")
	}
	b, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func flip(columns [][]float64, names []string, reversed string, top float64) {
	for i, name := range names {
		if strings.Contains(reversed, name) {
			for r := range columns[i] {
				columns[i][r] = top - columns[i][r]
			}
		}
	}
}

func TestAlphaOfBFI(t *testing.T) {
	src := data(t, "bfi.csv")
	for _, c := range []struct {
		scale              string
		pairwise, complete float64
		n                  int
	}{
		{"A", .703018, .703756, 2709}, {"C", .726735, .729277, 2707}, {"E", .761733, .760933, 2713},
		{"N", .813963, .813303, 2694}, {"O", .600173, .602546, 2726},
	} {
		var names []string
		for i := 1; i <= 5; i++ {
			names = append(names, c.scale+strconv.Itoa(i))
		}
		columns := table(t, src, names...)
		flip(columns, names, "A1 C4 C5 E1 E2 O2 O5", 7)
		a, ok := report.Alpha(columns)
		near(t, c.scale+" pairwise", a, c.pairwise, 5e-7)
		complete, n, ok2 := report.AlphaComplete(columns)
		near(t, c.scale+" complete", complete, c.complete, 5e-7)
		if n != c.n || !ok || !ok2 {
			t.Errorf("%s: %d complete cases, want %d (%v, %v)", c.scale, n, c.n, ok, ok2)
		}
	}
}

func TestAlphaOfLSAT6(t *testing.T) {
	a, _ := report.Alpha(table(t, data(t, "lsat6.csv"), "Q1", "Q2", "Q3", "Q4", "Q5"))
	near(t, "alpha", a, .294997, 5e-7)
}

func TestAlphaWithFeldtOfPingouin(t *testing.T) {
	ar, err := txtar.ParseFile("testdata/pingouin.txtar")
	if err != nil {
		t.Fatal(err)
	}
	likert, binary := table(t, string(ar.Files[0].Data)), table(t, string(ar.Files[1].Data))
	a, _ := report.Alpha(likert)
	near(t, "likert", a, .591719, 5e-7)
	interval(t, "likert", a, 15, 10, .195, .840)
	a, _ = report.Alpha(binary)
	near(t, "binary pairwise", a, .732661, 5e-7)
	interval(t, "binary pairwise", a, 12, 11, .435, .909)
	a, n, _ := report.AlphaComplete(binary)
	near(t, "binary listwise", a, .801695, 5e-7)
	if n != 9 {
		t.Errorf("%d complete rows, want 9", n)
	}
	interval(t, "binary listwise", a, 12, 11, .581, .933) // pingouin keeps the n of all rows
}

func interval(t *testing.T, what string, a float64, n, k int, wantLo, wantHi float64) {
	t.Helper()
	lo, hi := report.Feldt(a, n, k)
	near(t, what+" lower", lo, wantLo, 5e-4)
	near(t, what+" upper", hi, wantHi, 5e-4)
}

func TestAlphaIsRefused(t *testing.T) {
	nan := math.NaN()
	for name, columns := range map[string][][]float64{
		"no items":             nil,
		"one item":             {{1, 2, 3}},
		"no variance":          {{2, 2, 2}, {3, 3, 3}},
		"nobody answered both": {{1, 2, nan, nan}, {nan, nan, 3, 4}},
	} {
		if a, ok := report.Alpha(columns); ok {
			t.Errorf("%s: alpha %v", name, a)
		}
	}
	if lo, hi := report.Feldt(.7, 1, 5); !math.IsNaN(lo) || !math.IsNaN(hi) {
		t.Error("one case has an interval")
	}
}

func TestPostStratifyBFI(t *testing.T) {
	mean, _, ok := report.PostStratify([]report.Stratum{
		{Size: 50, N: 908, Mean: 4083. / 908}, {Size: 50, N: 1865, Mean: 9234. / 1865},
	})
	near(t, "post-stratified A2", mean, 4.723951, 5e-7)
	if !ok {
		t.Error("refused")
	}
	if _, _, ok := report.PostStratify([]report.Stratum{{Size: 50, N: 10, Mean: 3}, {Size: 50}}); ok {
		t.Error("a stratum without answers was taken")
	}
}
