package archive_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"suara/report/archive"
	"suara/report/export"
	"suara/report/folder"
	"suara/report/reporttest"
	"suara/survey"
)

func bundle(t *testing.T) *archive.Bundle {
	t.Helper()
	d := reporttest.Province(t, "w", 1, 0.4)
	d.Comments = []survey.Comment{{Item: d.Flow.Items[0].ID, Text: "=1+1"}}
	raw, err := d.Release.JSON()
	if err != nil {
		t.Fatal(err)
	}
	row := survey.Response{ID: "r1", Unit: "u0", Flow: d.Flow.Version(), Values: []string{"5", survey.Skipped}}
	return &archive.Bundle{
		Document: d, FlowSource: []byte("flow: berakhlak\n"), Release: raw, Notice: []byte("Pemberitahuan\n"),
		Rows:   slices.Values([]survey.Response{row}),
		Export: export.Options{Wave: "w", Survey: "berakhlak", Mode: survey.Anonymous},
	}
}

func TestArchiveHoldsAllThatALaterReaderNeeds(t *testing.T) {
	b := bundle(t)
	files, err := archive.Files(b)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]byte{}
	for _, f := range files {
		got[f.Name] = f.Data
	}
	for _, name := range []string{
		"flow.yaml", "notice.txt", "method.txt", "release.json", "summary.txt", "rows.csv", "codebook.csv", "comments.csv",
		"report.html", "report.xlsx", "report.docx", "minutes.docx", "pictures/headline.png", "pictures/units-1.png", "BACA-SAYA.txt",
	} {
		if len(got[name]) == 0 {
			t.Errorf("%s is missing", name)
		}
		if !strings.Contains(string(got["SHA256SUMS"]), folder.File{Data: got[name]}.Sum()+"  "+name+"\n") {
			t.Errorf("SHA256SUMS does not vouch for %s", name)
		}
	}
	if !bytes.Equal(got["release.json"], b.Release) || !bytes.Equal(got["flow.yaml"], b.FlowSource) {
		t.Error("the release and the flow are to stand word for word")
	}
	if s := string(got["rows.csv"]); !strings.Contains(s, "r1,w,berakhlak,") || strings.Contains(s, "saran") {
		t.Errorf("rows:\n%s", s)
	}
	if s := string(got["codebook.csv"]); !strings.HasPrefix(s, "\ufeffitem,type,value,text_id,text_en\nbp1,scale,,") ||
		!strings.Contains(s, "bp1,scale,5,Sangat setuju,Strongly agree\n") {
		t.Errorf("codebook:\n%s", s)
	}
	if !strings.Contains(string(got["comments.csv"]), "'=1+1") {
		t.Error("a comment runs as a formula")
	}
	for _, formula := range []string{"RR1 (AAPOR)", "√((1 − n/N)·Σz²/(n(n − 1)))", "n(N − 1)/(N − n)", "(n·s + 100(N − n))/N",
		"k/(k − 1)·(1 − Σs_j²/s_T²)", "Σ (N_h/N)·s_h", "unit dinaikkan ke induknya"} {
		if !strings.Contains(string(got["method.txt"]), formula) {
			t.Errorf("the method lacks %q:\n%s", formula, got["method.txt"])
		}
	}
	for name, data := range got {
		if about := "\n" + name; !strings.HasPrefix(name, "pictures/") && name != "BACA-SAYA.txt" &&
			!strings.Contains(string(got["BACA-SAYA.txt"]), about) {
			t.Errorf("nothing is said of %s (%d bytes)", name, len(data))
		}
	}
	minutes, err := folder.Unpack(got["minutes.docx"])
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(minutes, func(f folder.File) bool {
		return strings.Contains(string(f.Data), folder.File{Data: b.Release}.Sum())
	}) {
		t.Error("the minutes do not name the release by its hash")
	}
	if slices.ContainsFunc(minutes, func(f folder.File) bool { return strings.Contains(string(f.Data), "pictures/") }) {
		t.Error("the minutes list pictures")
	}
}

func TestArchiveIsTheSameEachTime(t *testing.T) {
	one, err := archive.Files(bundle(t))
	if err != nil {
		t.Fatal(err)
	}
	two, err := archive.Files(bundle(t))
	if err != nil {
		t.Fatal(err)
	}
	for i := range one {
		if one[i].Name != two[i].Name || !bytes.Equal(one[i].Data, two[i].Data) {
			t.Errorf("%s differs", one[i].Name)
		}
	}
}
