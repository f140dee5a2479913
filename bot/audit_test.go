package bot

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"suara/fielding"
)

// entry is an act of the audit and a sample of its detail, as some line of fielding writes it.
type entry struct{ place, act, about string }

// auditEntries reads from fielding's source what it writes into the audit.
func auditEntries(t *testing.T) (list []entry) {
	files, err := filepath.Glob("../fielding/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no source of fielding", err)
	}
	set := gotoken.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 3 {
				return true
			}
			if method, ok := call.Fun.(*ast.SelectorExpr); ok && method.Sel.Name == "audit" {
				list = append(list, entry{set.Position(call.Pos()).String(), sample(call.Args[1]), sample(call.Args[2])})
			}
			return true
		})
	}
	return list
}

// sample is a value that an expression of strings can have: x for what is not in the source.
func sample(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(e.Value); err == nil {
			return s
		}
	case *ast.BinaryExpr:
		return sample(e.X) + sample(e.Y)
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "Sprintf" {
			format := sample(e.Args[0])
			if strings.HasPrefix(format, "new %s") {
				format = strings.ReplaceAll(format, "%s", "%d") // counts, as text
			}
			return strings.NewReplacer("%s", "x", "%d", "7", "%q", `"admin"`).Replace(format)
		}
	}
	return "x"
}

var words = regexp.MustCompile(`[a-z]{2,}`)

func TestAuditIsToldInBothLanguages(t *testing.T) {
	r, err := newRenderer(fielding.Config{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	list := auditEntries(t)
	if len(list) < 30 {
		t.Fatalf("only %d entries found in the source", len(list))
	}
	used := map[string]bool{}
	for _, lang := range []string{"id", "en"} {
		p := r.newPage(nil, lang, time.Unix(0, 0))
		for _, e := range list {
			if key := "word.act." + strings.ReplaceAll(e.act, " ", "_"); !p.t.has(key) {
				t.Errorf("%s: %s: the act %q has no text", e.place, lang, e.act)
			}
			told := false
			for _, a := range abouts {
				if a.english.MatchString(e.about) {
					used[a.key], told = true, true
				}
			}
			if words.MatchString(e.about) && !told {
				t.Errorf("%s: the detail %q has no text", e.place, e.about)
			}
			if strings.ContainsAny(p.about(e.about), "{}") {
				t.Errorf("%s: %s: %q lacks a value", e.place, lang, p.about(e.about))
			}
		}
	}
	for _, a := range abouts {
		if !used[a.key] {
			t.Errorf("nothing in fielding is told by %s", a.key)
		}
	}
	p := r.newPage(nil, "id", time.Unix(0, 0))
	for english, want := range map[string]string{
		`account 501: "analyst"`:             "akun 501 menjadi analis",
		`account 501: ""`:                    "akun 501 menjadi tidak ada",
		"uji: no_approval":                   "uji: pembukaan ini belum disetujui pimpinan",
		"uji-2026-11 to 12 people":           "uji-2026-11, 12 pegawai",
		"new 30, changed 0, retired 2":       "30 baru, 0 berubah, 2 tidak aktif lagi",
		"uji-2026-11: dinas-kesehatan":       "uji-2026-11: dinas-kesehatan",
		"uji: Dr. A, B, letter 1/2, basis c": "uji, oleh Dr. A, B, surat 1/2 (dasar c)",
	} {
		if got := p.about(english); got != want {
			t.Errorf("%s: %q, want %q", english, got, want)
		}
	}
}
