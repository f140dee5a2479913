package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"suara/report/folder"
	"suara/survey"
)

func TestSummaryFiles(t *testing.T) {
	in, id := closedWave(t, survey.Anonymous, 12)
	for format, begins := range map[string]string{
		"html": "<!DOCTYPE html>", "png": "\x89PNG", "xlsx": "PK\x03\x04", "docx": "PK\x03\x04",
	} {
		path := filepath.Join(t.TempDir(), "out."+format)
		code, out, problems := in.suara(t.Context(), "summary", id, "--format", format, "--out", path)
		if code != exitFine || out.String() != "" {
			t.Fatalf("%s: exit %d\n%s", format, code, problems)
		}
		if data, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(data, []byte(begins)) {
			t.Errorf("%s: %v, begins with %q", format, err, data[:min(len(data), 16)])
		}
	}
}

func TestSummaryFileFlagsThatDoNotGoTogether(t *testing.T) {
	in, id := closedWave(t, survey.Anonymous, 12)
	for _, args := range [][]string{
		{"--format", "html", "--unit", "a"}, {"--format", "html", "--template", "x.docx"}, {"--format", "pdf"},
	} {
		code, _, problems := in.suara(t.Context(), append([]string{"summary", id}, args...)...)
		if code != exitUsage {
			t.Errorf("%v: exit %d\n%s", args, code, problems)
		}
	}
}

func TestArchiveFolder(t *testing.T) {
	for _, mode := range []survey.Mode{survey.Anonymous, survey.Confidential} {
		in, id := closedWave(t, mode, 12)
		dir := filepath.Join(t.TempDir(), "arsip")
		code, _, problems := in.suara(t.Context(), "archive", id, "--out", dir, "--number", "800/1")
		if code != exitFine {
			t.Fatalf("exit %d\n%s", code, problems)
		}
		sums := string(readFile(t, filepath.Join(dir, "SHA256SUMS")))
		for line := range strings.Lines(sums) {
			sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
			if got := (folder.File{Data: readFile(t, filepath.Join(dir, name))}).Sum(); got != sum {
				t.Errorf("%s has the hash %s, listed is %s", name, got, sum)
			}
		}
		_, export, _ := in.suara(t.Context(), "export", id)
		if string(readFile(t, filepath.Join(dir, "rows.csv"))) != export.String() {
			t.Error("the rows are not those of the export")
		}
		_, summary, _ := in.suara(t.Context(), "summary", id, "--format", "json")
		release := string(readFile(t, filepath.Join(dir, "release.json")))
		if strings.TrimSpace(release) != strings.TrimSpace(summary.String()) {
			t.Error("the release is not that of the summary")
		}
		notice := string(readFile(t, filepath.Join(dir, "notice.txt")))
		if !strings.Contains(notice, "Apakah Anda bersedia ikut serta?") {
			t.Errorf("the notice is %q", notice)
		}
		if code, _, problems := in.suara(t.Context(), "archive", id, "--out", dir); code != exitFailed ||
			!strings.Contains(problems.String(), "not empty") {
			t.Errorf("a second archive in the same folder: exit %d\n%s", code, problems)
		}
	}
}

func TestArchiveIsTheSameTwice(t *testing.T) {
	in, id := closedWave(t, survey.Anonymous, 12)
	var archives []string
	for _, name := range []string{"a.zip", "B.ZIP"} {
		path := filepath.Join(t.TempDir(), name)
		if code, _, problems := in.suara(t.Context(), "archive", id, "--out", path); code != exitFine {
			t.Fatalf("exit %d\n%s", code, problems)
		}
		archives = append(archives, string(readFile(t, path)))
	}
	if archives[0] != archives[1] {
		t.Error("the same wave gave two different archives")
	}
}

func TestArchiveNeedsAClosedWaveAndAPlace(t *testing.T) {
	in := install(t, "organisation: {name: Biro}\nsurveys: [{id: w, flow: library:berakhlak, mode: identified}]\n")
	_, out, _ := in.suara(t.Context(), "wave", "open", "w")
	id := strings.TrimSpace(out.String())
	if code, _, _ := in.suara(t.Context(), "archive", id); code != exitUsage {
		t.Errorf("without --out: exit %d", code)
	}
	code, _, problems := in.suara(t.Context(), "archive", id, "--out", filepath.Join(t.TempDir(), "a.zip"))
	if code != exitFailed || !strings.Contains(problems.String(), "is open") {
		t.Errorf("an open wave: exit %d\n%s", code, problems)
	}
}

func TestTemplateGoesOutAndComesBack(t *testing.T) {
	in, id := closedWave(t, survey.Anonymous, 12)
	path, out := filepath.Join(t.TempDir(), "t.docx"), filepath.Join(t.TempDir(), "o.docx")
	if code, _, problems := in.suara(t.Context(), "template", "report", "--out", path); code != exitFine {
		t.Fatalf("exit %d\n%s", code, problems)
	}
	code, _, problems := in.suara(t.Context(), "summary", id, "--format", "docx", "--template", path, "--out", out)
	if code != exitFine || len(readFile(t, out)) <= len(readFile(t, path)) {
		t.Errorf("exit %d\n%s", code, problems)
	}
	if code, _, _ := in.suara(t.Context(), "template", "invoice", "--out", path); code != exitUsage {
		t.Errorf("an unknown letter: exit %d", code)
	}
	broken := filepath.Join(t.TempDir(), "broken.docx")
	if err := os.WriteFile(broken, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, problems = in.suara(t.Context(), "archive", id, "--template", broken,
		"--out", filepath.Join(t.TempDir(), "a.zip"))
	if code != exitFailed || !strings.Contains(problems.String(), "no DOCX file") {
		t.Errorf("a broken template: exit %d\n%s", code, problems)
	}
}
