package bot_test

import (
	"strconv"
	"strings"
	"testing"

	"suara/delivery"
	"suara/fielding"
	"suara/flows"
	"suara/storage"
)

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
	faults := flows.Problems{{File: "a.yaml", Line: 3, Column: 5, Message: `unknown scale "<x>": name one of scales`}}
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
				{Name: fielding.PostFlowFaulty, Args: map[string]string{"file": "a.yaml", fielding.ArgProblems: fielding.WriteProblems(faults)}},
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
