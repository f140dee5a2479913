package report_test

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"suara/report"
	"suara/survey"
)

var fence = regexp.MustCompile("(?s)```(yaml|csv|figures)\n(.*?)```")

// TestMethodExample recomputes the figures that docs/method.md works out, in both languages.
func TestMethodExample(t *testing.T) {
	for _, name := range []string{"method.md", "metode.md"} {
		t.Run(name, func(t *testing.T) {
			doc, err := os.ReadFile("../docs/" + name)
			if err != nil {
				t.Fatal(err)
			}
			blocks := map[string]string{}
			for _, m := range fence.FindAllStringSubmatch(string(doc), -1) {
				blocks[m[1]] = m[2]
			}
			r := exampleRelease(t, blocks["yaml"], blocks["csv"])
			lines := strings.Split(strings.TrimSpace(blocks["figures"]), "\n")
			if len(lines) < 17 {
				t.Fatalf("the example has %d figures", len(lines))
			}
			for _, line := range lines {
				about, _, _ := strings.Cut(line, " = ")
				if got := exampleFigure(r, strings.Fields(about)); got != line {
					t.Errorf("%s says %q, computed is %q", name, line, got)
				}
			}
		})
	}
}

func exampleRelease(t *testing.T, flow, rows string) *report.Release {
	t.Helper()
	f := load(t, flow)
	read, err := report.ReadRows(strings.NewReader(rows), f)
	if err != nil {
		t.Fatal(err)
	}
	return compute(t, report.Input{
		Flow: f, Responses: read.All, FindUnits: true, Wave: survey.Wave{State: survey.WaveClosed},
	})
}

// exampleFigure writes the line of a figure: of the release, or of a formula with its arguments.
func exampleFigure(r *report.Release, about []string) string {
	figures := map[string]string{}
	note := func(id string, score *float64, n *int) {
		figures[id] = fmt.Sprintf("%s = %s (n = %d)", id, report.Number(*score, 2, "en"), *n)
	}
	note(r.Index.ID, r.Index.Score, r.Index.N)
	for _, d := range r.Dimensions {
		note(d.ID, d.Score, d.N)
	}
	for _, i := range r.Items {
		note(i.ID, i.Score, i.N)
	}
	if line, ok := figures[about[0]]; ok {
		return line
	}
	var args []float64
	for _, text := range about[1:] {
		x, _ := strconv.ParseFloat(text, 64)
		args = append(args, x)
	}
	return strings.Join(about, " ") + " = " + formulaFigure(about[0], args)
}

func formulaFigure(name string, args []float64) string {
	switch {
	case (name == "rr1" || name == "rr2") && len(args) == 4:
		d := report.Dispositions{Complete: int(args[0]), Partial: int(args[1]), Refusal: int(args[2]), NonContact: int(args[3])}
		if name == "rr1" {
			return report.Number(100*d.RR1(), 2, "en")
		}
		return report.Number(100*d.RR2(), 2, "en")
	case name == "bounds" && len(args) == 3:
		low, high := report.NonresponseBounds(args[0], int(args[1]), int(args[2]))
		return report.Number(low, 2, "en") + " " + report.Number(high, 2, "en")
	case name == "krejcie-morgan" && len(args) == 1:
		return strconv.Itoa(report.KrejcieMorgan(int(args[0])))
	case name == "wilson" && (len(args) == 2 || len(args) == 3):
		population := 0
		if len(args) == 3 {
			population = int(args[2])
		}
		low, high := report.Wilson(int(args[0]), int(args[1]), population)
		return report.Number(low, 4, "en") + " " + report.Number(high, 4, "en")
	case name == "margin" && len(args) == 3:
		return report.Number(report.Margin(args[0], int(args[1]), int(args[2])), 2, "en")
	case name == "feldt" && len(args) == 3:
		low, high := report.Feldt(args[0], int(args[1]), int(args[2]))
		return report.Number(low, 3, "en") + " " + report.Number(high, 3, "en")
	case name == "weighted" && len(args)%3 == 0:
		var strata []report.Stratum
		for i := 0; i < len(args); i += 3 {
			strata = append(strata, report.Stratum{Size: int(args[i]), N: int(args[i+1]), Mean: args[i+2]})
		}
		mean, _, _ := report.PostStratify(strata)
		return report.Number(mean, 2, "en")
	}
	return "?"
}
