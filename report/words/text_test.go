package words_test

import (
	"strings"
	"testing"

	"suara/report"
	"suara/report/reporttest"
	"suara/report/words"
	"suara/survey"
)

// A method that is told is one that something in the report was made by.
func TestMethodTellsOnlyOfWhatIsThere(t *testing.T) {
	d := reporttest.Province(t, "w", 1, 0.4)
	for formula, gone := range map[string]func(r *report.Release){
		"RR1 (AAPOR)":    func(r *report.Release) { r.Base, r.ResponseRate = nil, nil },
		"Σ (N_h/N)·s_h":  func(r *report.Release) { r.Weighted = nil },
		"unit dinaikkan": func(r *report.Release) { r.Mode = survey.Confidential },
	} {
		told := func() bool { return strings.Contains(strings.Join(d.MethodLines(), "\n"), formula) }
		whole := *d.Release
		if !told() {
			t.Errorf("the method lacks %q", formula)
		}
		gone(d.Release)
		if told() {
			t.Errorf("the method tells of %q, of which there is no figure", formula)
		}
		d.Release = &whole
	}
}

// Where no group of a segment can be shown, one line says why in place of a reason that is not that of each.
func TestSegmentThatIsHiddenAltogether(t *testing.T) {
	d := reporttest.Province(t, "w", 1, 0.4)
	complete := 40
	d.Release.Segments = []report.SegmentTable{
		{ID: "jabatan", Groups: []report.SegmentFigure{{Value: "struktural", Suppressed: true}, {Value: "pelaksana", Suppressed: true}}},
		{ID: "masa_kerja", Groups: []report.SegmentFigure{{Value: "5_10", Complete: &complete}, {Value: "11_20", Suppressed: true}}},
	}
	s := words.Text(d.Release, d.Flow, "id")
	if !strings.Contains(s, "Tidak ditampilkan: kelompoknya terlalu kecil") || strings.Contains(s, "Struktural") {
		t.Errorf("a table that is hidden altogether:\n%s", s)
	}
	if !strings.Contains(s, "11–20 tahun: tidak ditampilkan") {
		t.Errorf("a group that is hidden:\n%s", s)
	}
}

func TestExtremes(t *testing.T) {
	r := reporttest.Province(t, "w", 1, 0.4).Release
	strong, weak := words.Extremes(r, 3)
	if len(strong) != 3 || len(weak) != 3 || *strong[0].Score < *strong[2].Score || *weak[0].Score > *weak[2].Score {
		t.Errorf("%v %v", strong, weak)
	}
	r.Items = r.Items[:1]
	if strong, weak = words.Extremes(r, 3); len(strong)+len(weak) > 0 {
		t.Errorf("one item is both: %v %v", strong, weak)
	}
}

// Units are indented as the release has them, whatever is shown of participation beside it.
func TestUnitsOfAReleaseKeepTheirDepth(t *testing.T) {
	d := reporttest.Province(t, "w", 1, 0.4)
	d.Taking = &report.Participation{Wave: "w"}
	if depth := d.Grid(0).Depth; len(depth) != len(d.Release.Units) || depth[0] != 0 || depth[1] != 1 || depth[4] != 0 {
		t.Errorf("depths %v", depth)
	}
}
