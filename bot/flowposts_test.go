package bot_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"suara/delivery"
	"suara/fielding"
	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// faultyFlow has the faults that officers make most.
const faultyFlow = `
flow: layanan
title: {id: Survei Layanan}
languages: [id]
scales:
  setuju: [{value: 1, label: Tidak}, {value: 5, label: Ya, favourabel: true}]
dimensions:
  - {id: d, title: D, items: [b1, b9], score: x25}
items:
  - {id: b1, type: scale, scale: setujui, text: Petugas ramah?}
  - {id: b2, type: skala, scale: setuju, text: Petugas cepat?}
  - {id: b3, type: choice, text: Loket mana?, when: "${b1} <= 2 dan ${b5} = 1", options: [{value: a b, label: "A <lama>"}, {value: c}]}
  - {id: b4, type: number, text: Berapa kali?, min: 0,5, check: {that: "regex(., '[0-9')", say: Salah}}
  - {id: b5, type: text, text: "Apa *saran Anda?", min_length: 9, max_length: 3}
`

func problemsArg(t *testing.T, list []flows.Problem) string {
	t.Helper()
	arg, err := fielding.WriteProblems(list)
	if err != nil {
		t.Fatal(err)
	}
	return arg
}

// TestProblemFiles tells in the group all that the check says of the wrong flows of package flows.
func TestProblemFiles(t *testing.T) {
	cases, err := txtar.ParseFile("../flows/testdata/problems/problems.txtar")
	if err != nil {
		t.Fatal(err)
	}
	id, en, g := newWorld(t, "id"), newWorld(t, "en"), openGolden(t, "problems.id")
	for _, f := range cases.Files {
		found := flows.Inspect(f.Name, f.Data, survey.Anonymous)
		list := append(found.Errors, found.Warnings...)
		if strings.HasSuffix(f.Name, ".said") || len(list) == 0 {
			continue
		}
		m := storage.Message{Kind: storage.KindDocument, Chat: group, Name: fielding.PostFlowProblems,
			Args: map[string]string{"file": "periksa.txt", fielding.ArgProblems: problemsArg(t, list)}}
		for _, w := range []*world{id, en} {
			if _, o := w.send(m); o.Kind != delivery.Delivered {
				t.Errorf("%s: %v %v", f.Name, o.Kind, o.Err)
			}
		}
		told := seen(t, id.api.take())
		if strings.Contains(told, "%!") {
			t.Errorf("%s: an argument does not fit its verb in\n%s", f.Name, told)
		}
		g.add(f.Name, told)
		want := ""
		for _, p := range list {
			want += fmt.Sprintf("• line %d, column %d: %v\n", p.Line, p.Column, p.Message)
		}
		if got := seen(t, en.api.take()); !strings.HasSuffix(got, want) {
			t.Errorf("%s in English: got\n%s\nwant\n%s", f.Name, got, want)
		}
	}
	g.end()
}

// TestFlowPosts shows what the group reads of a flow that was sent, and the screens of a trial.
func TestFlowPosts(t *testing.T) {
	load := func(source string) *flows.Flow {
		f, err := flows.Load("semua.yaml", []byte(source))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	later := strings.NewReplacer("Apa jabatan Anda?", "Apa jenis jabatan Anda <kini>?", "{id: Koran, en: Paper}", "{id: Koran cetak, en: Printed paper}",
		"max: 70}", "max: 75}").Replace(allTypes)
	later = later[:strings.Index(later, "  - {id: t,")] + "  - {id: z, type: yesno, text: {id: Sudah cukup?, en: Is it enough?}}\n"
	before, after := load(allTypes), load(later)
	_, err := flows.Load("a.yaml", []byte(faultyFlow))
	var faults flows.Problems
	if !errors.As(err, &faults) {
		t.Fatal(err)
	}
	for _, lang := range []string{"id", "en"} {
		t.Run(lang, func(t *testing.T) {
			w, g := newWorld(t, lang), openGolden(t, "flows."+lang)
			w.update(func(tx *storage.Tx) error {
				if err := tx.PutFlow(before.Version(), []byte(allTypes)); err != nil {
					return err
				}
				return tx.PutFlow(after.Version(), []byte(later))
			})
			about := map[string]string{"survey": "berakhlak", "file": "a_b<1>.yaml", fielding.ArgVersion: after.Version(),
				fielding.ArgBase: before.Version(), "waves": "berakhlak-2026-11-a,berakhlak-2026-11-c"}
			for _, m := range []storage.Message{
				{Name: fielding.PostConfirmFlow, Args: about},
				{Name: fielding.PostFlowFaulty, Args: map[string]string{"file": "a.yaml", fielding.ArgProblems: problemsArg(t, faults)}},
				{Name: fielding.PostFlowUnread, Args: map[string]string{"file": "a.yaml", "reason": "flow_large"}},
				{Name: fielding.PostFlowSame, Args: about}, {Name: fielding.PostFlowStale, Args: about},
				{Name: fielding.PostFlowPublished, Args: about}, {Name: fielding.PostFlowFile, Args: about},
				{Name: fielding.PostTrialSent, Args: about},
			} {
				m.Chat = -100
				if _, o := w.send(m); o.Kind != delivery.Delivered {
					t.Errorf("%s: %v %v", m.Name, o.Kind, o.Err)
				}
				g.add(m.Name, seen(t, w.api.take()))
			}
			trial := &storage.Trial{Survey: "berakhlak", Flow: after.Version(), Draft: true,
				Session: fielding.Interview{Session: after.Begin("0abcde", lang, nil)}.Bytes()}
			w.show(storage.Chat{Language: lang, Screen: storage.Screen{Name: fielding.ScreenTrial}, Trial: trial})
			g.add("trial", seen(t, w.api.take()))
			w.show(storage.Chat{Language: lang, Screen: storage.Screen{Name: fielding.ScreenTrialDone, Args: map[string]string{
				"survey": "berakhlak", fielding.ArgVersion: after.Version(), fielding.ArgClosing: strconv.Itoa(0)}}})
			g.add("trial_done", seen(t, w.api.take()))
			g.end()
		})
	}
}
