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

	"suara/bot/texts"
	"suara/fielding"
	"suara/storage"
)

// entry is an entry of the audit as some line of fielding writes it, with samples for what is not in the source.
type entry struct {
	place string
	storage.AuditEntry
}

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
			method, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			e := entry{place: set.Position(call.Pos()).String()}
			e.Act = sample(call.Args[1])
			switch method.Sel.Name {
			case "audit":
				e.About = sample(call.Args[2])
			case "auditWords":
				e.Args = sampleValues(call.Args[2])
			default:
				return true
			}
			list = append(list, e)
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
	}
	return "x"
}

// sampleValues gives each name of a literal map a value.
func sampleValues(e ast.Expr) map[string]string {
	values := map[string]string{}
	if literal, ok := e.(*ast.CompositeLit); ok {
		for _, pair := range literal.Elts {
			name := sample(pair.(*ast.KeyValueExpr).Key)
			values[name] = "<" + name + ">"
		}
	}
	return values
}

var lowerWords = regexp.MustCompile(`[a-z]{2,}`)

func TestAuditIsToldInBothLanguages(t *testing.T) {
	r, err := newRenderer(fielding.Config{Zone: time.UTC}, nil)
	if err != nil {
		t.Fatal(err)
	}
	list := auditEntries(t)
	if len(list) < 30 {
		t.Fatalf("only %d entries found in the source", len(list))
	}
	for _, lang := range []string{"id", "en"} {
		p := r.newPage(nil, lang, time.Unix(0, 0))
		unused := map[string]bool{}
		for _, key := range keysOf(t, lang) {
			if strings.HasPrefix(key, "word.about.") {
				unused[key] = true
			}
		}
		for _, e := range list {
			if !p.t.Has("word.act." + actKey(e.Act)) {
				t.Errorf("%s: %s: the act %q has no text", e.place, lang, e.Act)
			}
			if lowerWords.MatchString(e.About) {
				t.Errorf("%s: the detail %q holds words: give its values to auditWords", e.place, e.About)
			}
			if e.About == "" {
				delete(unused, "word.about."+actKey(e.Act))
			}
			told := p.about(e.AuditEntry)
			for name, value := range e.Args {
				if !strings.Contains(told, value) {
					t.Errorf("%s: %s: %q lacks %s", e.place, lang, told, name)
				}
			}
			if strings.ContainsAny(told, "{}") {
				t.Errorf("%s: %s: %q lacks a value", e.place, lang, told)
			}
		}
		for key := range unused {
			t.Errorf("%s: nothing in fielding is told by %s", lang, key)
		}
	}
}

func TestAuditAbout(t *testing.T) {
	english, err := AuditAbout(time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	r, err := newRenderer(fielding.Config{Zone: time.UTC}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := r.newPage(nil, "id", time.Unix(0, 0))
	for _, c := range []struct {
		entry  storage.AuditEntry
		id, en string
	}{
		{storage.AuditEntry{Act: "role set", Args: texts.Args{"number": "501", "role": "analyst"}},
			"akun 501 menjadi analis", "account 501 is now analyst"},
		{storage.AuditEntry{Act: "role set", Args: texts.Args{"number": "501", "role": ""}},
			"akun 501 menjadi tidak ada", "account 501 is now none"},
		{storage.AuditEntry{Act: "role ended", Args: texts.Args{"number": "501", "role": "admin", "reason": "account_changed"}},
			"akun 501 (admin): pegawainya pindah ke akun lain", "account 501 (admin): its person has another account"},
		{storage.AuditEntry{Act: "role ended", Args: texts.Args{"number": "501"}}, "akun 501", "account 501"}, // an older entry
		{storage.AuditEntry{Act: "unit list sent", Args: texts.Args{"wave": "uji-2026-11", "number": "501", "unit": "dinas-a", "what": ""}},
			"uji-2026-11, kepada akun 501, unit dinas-a", "uji-2026-11, to account 501, unit dinas-a"},
		{storage.AuditEntry{Act: "unit list sent", Args: texts.Args{"wave": "uji-2026-11", "number": "900", "unit": "", "what": "organisation"}},
			"uji-2026-11, kepada akun 900, seluruh organisasi", "uji-2026-11, to account 900, the whole organisation"},
		{storage.AuditEntry{Act: "opening withheld", Args: texts.Args{"survey": "uji", "reason": "no_approval"}},
			"uji: pembukaan ini belum disetujui pimpinan", "uji: a leader has not approved this opening yet"},
		{storage.AuditEntry{Act: "reminders queued", Args: texts.Args{"wave": "uji-2026-11", "people": "12"}},
			"uji-2026-11, 12 pegawai", "uji-2026-11, 12 people"},
		{storage.AuditEntry{Act: "account locked"}, "lima kode keliru dalam satu jam", "five wrong codes within an hour"},
		{storage.AuditEntry{Act: "paused"}, "", ""},
		{storage.AuditEntry{Act: "wave closed", About: "uji-2026-11"}, "uji-2026-11", "uji-2026-11"},
		{storage.AuditEntry{Act: "role set", About: `account 501: "analyst"`}, // words of an older entry
			`account 501: "analyst"`, `account 501: "analyst"`},
	} {
		if got := p.about(c.entry); got != c.id {
			t.Errorf("%+v: %q, want %q", c.entry, got, c.id)
		}
		if got := english(c.entry); got != c.en {
			t.Errorf("%+v: %q, want %q", c.entry, got, c.en)
		}
	}
}
