package xlsx_test

import (
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"suara/report"
	"suara/report/reporttest"
	"suara/report/words"
)

// tall gives a document whose sheets are of that many units.
func tall(t *testing.T, units int) *words.Document {
	t.Helper()
	d := reporttest.Province(t, "w", 1, 0.4)
	d.Days = reporttest.Fortnight(*d.Release.Base)
	p := &report.Participation{Wave: "w", Days: d.Days}
	for i := range units {
		p.Units = append(p.Units, report.UnitCount{Name: "Dinas " + strconv.Itoa(i), Roster: 50, Responded: i % 50})
	}
	d.Taking = p
	return d
}

var (
	chartRows = regexp.MustCompile(`(?s)<xdr:from>.*?<xdr:row>(\d+)</xdr:row>.*?<xdr:to>.*?<xdr:row>(\d+)</xdr:row>`)
	pageRows  = regexp.MustCompile(`<brk id="(\d+)"`)
)

// numbers are what a pattern finds in a part.
func numbers(t *testing.T, pattern *regexp.Regexp, part string) (out [][]int) {
	t.Helper()
	for _, found := range pattern.FindAllStringSubmatch(part, -1) {
		var row []int
		for _, s := range found[1:] {
			n, err := strconv.Atoi(s)
			if err != nil {
				t.Fatal(err)
			}
			row = append(row, n)
		}
		out = append(out, row)
	}
	return out
}

// On paper, no chart goes over the end of a page: A4 with the sheet as wide as the paper.
func TestChartsArePrintedInOnePiece(t *testing.T) {
	for _, row := range []struct{ units, charts int }{{1, 1}, {18, 1}, {45, 2}, {300, 11}} {
		t.Run(strconv.Itoa(row.units), func(t *testing.T) {
			f, data := workbook(t, tall(t, row.units))
			for n, sheet := range []string{"Dimensi", "Butir", "Partisipasi"} {
				drawing := fmt.Sprintf("xl/drawings/drawing%d.xml", n+1)
				charts := numbers(t, chartRows, partsOf(t, data, drawing)[drawing])
				at := map[string]int{"Dimensi": 3, "Butir": 4, "Partisipasi": 6}[sheet] // the first sheet is deleted
				name := fmt.Sprintf("xl/worksheets/sheet%d.xml", at)
				pages := numbers(t, pageRows, partsOf(t, data, name)[name])
				if sheet == "Partisipasi" && row.charts > 0 && len(charts) != row.charts {
					t.Errorf("%d charts of %d units", len(charts), row.units)
				}
				for i, c := range charts {
					if i > 0 && c[0] < charts[i-1][1] {
						t.Errorf("%s: a chart begins in row %d, within the one before", sheet, c[0])
					}
					onOnePage(t, f, sheet, pages, c[0], c[1])
				}
				if len(charts) == 0 {
					t.Errorf("%s has no chart", sheet)
				}
			}
		})
	}
}

// Long tables have their heads on every page.
func TestHeadsOfLongTablesAreRepeated(t *testing.T) {
	f, _ := workbook(t, tall(t, 45))
	heads := map[string]string{}
	for _, n := range f.GetDefinedName() {
		if n.Name == "_xlnm.Print_Titles" {
			heads[n.Scope] = n.RefersTo
		}
	}
	for _, sheet := range []string{"Unit", "Komentar", "Kode"} {
		if want := "'" + sheet + "'!$1:$1"; heads[sheet] != want {
			t.Errorf("%s repeats %q, want %q", sheet, heads[sheet], want)
		}
	}
}

// onOnePage checks that rows from–to, counted from 0, end before the page does on which they begin.
func onOnePage(t *testing.T, f *excelize.File, sheet string, pages [][]int, from, to int) {
	t.Helper()
	first := 0
	for _, p := range pages {
		if p[0] <= from {
			first = max(first, p[0])
		} else if p[0] <= to {
			t.Errorf("%s: a page ends within the chart of rows %d to %d", sheet, from, to)
		}
	}
	wide, reach := 0.0, 0.0
	for c := 1; c <= 30; c++ {
		column, err := excelize.ColumnNumberToName(c)
		if err != nil {
			t.Fatal(err)
		}
		w, err := f.GetColWidth(sheet, column)
		if err != nil {
			t.Fatal(err)
		}
		reach += (w*7 + 5) * 0.75
		if v, err := f.GetCellValue(sheet, column+"1"); err == nil && v != "" {
			wide = reach
		}
	}
	high := 0.0
	for r := first; r <= to; r++ {
		h, err := f.GetRowHeight(sheet, r+1)
		if err != nil {
			t.Fatal(err)
		}
		high += h
	}
	if page := 487.3 * max(1, wide/741.1); high > page {
		t.Errorf("%s: from the beginning of its page to its end, the chart of rows %d to %d takes %.0f points of %.0f",
			sheet, from, to, high, page)
	}
}
