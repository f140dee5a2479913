package bot_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"suara/bot"
	"suara/delivery"
	"suara/fielding"
	"suara/report"
	"suara/storage"
	"suara/survey"
)

const (
	closed survey.WaveID = "berakhlak-2026-03"
	second survey.WaveID = "berakhlak-2026-10"
)

// putSecond stores a later closed wave, compared with the first, with comments and a long one.
func (w *world) putSecond(tx *storage.Tx) error {
	wave, err := tx.Wave(closed)
	if err != nil {
		return err
	}
	var before report.Release
	if err := json.Unmarshal(tx.Release(closed), &before); err != nil {
		return err
	}
	wave.ID, wave.Opened = second, wave.Opened.AddDate(0, 0, 1)
	r, err := report.Compute(report.Input{
		Flow: w.flow, Wave: wave, Suppress: true, Previous: &before, PreviousFlow: w.flow,
		Roster: map[survey.UnitID]int{"dinas-rd": 30, "bkd": 25, "kesbangpol": 5},
		Responses: func(yield func(survey.Response) bool) {
			w.responses(func(r survey.Response) bool {
				for i, v := range r.Values {
					if v == "2" {
						r.Values[i] = "5"
					}
				}
				return yield(r)
			})
		},
	})
	if err != nil {
		return err
	}
	raw, err := r.JSON()
	if err != nil {
		return err
	}
	var comments []survey.Comment
	for n := range 7 {
		comments = append(comments, survey.Comment{Item: "saran", Text: fmt.Sprintf("Komentar %d <b> & lain", n)})
	}
	comments[1].Text = strings.Repeat("panjang ", 100)
	if err := tx.PutComments(second, comments); err != nil {
		return err
	}
	if err := tx.PutWave(wave); err != nil {
		return err
	}
	return tx.PutRelease(second, raw)
}

// summaries are the pages of the menu and what else is made of a release.
func summaries() (list []storage.Message) {
	menu := func(wave survey.WaveID, view string, page int) {
		list = append(list, storage.Message{Name: fielding.PostSummary, Wave: wave, Args: map[string]string{
			fielding.ArgView: view, fielding.ArgPage: fmt.Sprint(page)}})
	}
	menu(second, fielding.ViewWhole, 0)
	menu(second, fielding.ViewUnits, 0)
	menu(second, fielding.ViewUnits, 9) // behind the last: the last
	menu(second, fielding.ViewUnit, 0)
	menu(second, fielding.ViewUnit, 2) // hidden
	menu(second, fielding.ViewDimensions, 0)
	menu(second, fielding.ViewDimension, 1)
	menu(second, fielding.ViewCompare, 0)
	menu(second, fielding.ViewComments, 0)
	menu(second, fielding.ViewComments, 1)
	menu(second, fielding.ViewTell, 0)
	menu(second, fielding.ViewWaves, 0)
	menu(closed, fielding.ViewCompare, 0) // the first wave
	menu(closed, fielding.ViewWhole, 0)
	menu(anonymous, fielding.ViewWhole, 0) // open: participation only
	menu(anonymous, fielding.ViewUnit, 0)
	return append(list,
		storage.Message{Kind: storage.KindPhoto, Name: fielding.PostHeadline, Wave: second},
		storage.Message{Kind: storage.KindDocument, Name: fielding.PostReport, Wave: second,
			Args: map[string]string{fielding.ArgFormat: fielding.FormatXLSX}},
		storage.Message{Name: fielding.PostFollowUp, Wave: second, Args: map[string]string{"text": "Pelatihan <baru>"}},
		storage.Message{Name: fielding.PostFollowUpGone, Wave: second},
		storage.Message{Name: fielding.PostParticipation, Wave: anonymous, Args: map[string]string{fielding.ArgDigest: "yes"}},
	)
}

func TestSummaryMenu(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		t.Run(lang, func(t *testing.T) {
			w, g := newWorld(t, lang), openGolden(t, "summary."+lang)
			w.update(w.putSecond)
			w.update(w.putMoves)
			w.cfg.Surveys[0].Minimum = fielding.Minimum{
				Organisation: 50, Unit: 15, Units: map[survey.UnitID]int{"bkd": 5},
			}
			w.bot = bot.NewTransport(newClient(t, w.api), w.store, w.cfg, fielding.NewFlows(), w.now,
				slog.New(slog.DiscardHandler), files{})
			for i, m := range summaries() {
				m.Chat = group
				if _, o := w.send(m); o.Kind != delivery.Delivered {
					t.Errorf("%s: %v %v", m.Name, o.Kind, o.Err)
				}
				g.add(strings.TrimSpace(fmt.Sprint(i+1, " ", m.Name, " ", m.Args[fielding.ArgView])), seen(t, w.api.take()))
			}
			w.update(func(tx *storage.Tx) error { return tx.PutSetting("review/"+string(second), "waiting") })
			w.send(storage.Message{Chat: group, Name: fielding.PostSummary, Wave: second,
				Args: map[string]string{fielding.ArgView: fielding.ViewComments}})
			g.add("comments in review", seen(t, w.api.take()))
			w.feedback(g, lang)
			g.end()
		})
	}
}

// putMoves stores days and the participation as it was posted before.
func (w *world) putMoves(tx *storage.Tx) error {
	days := `{"2026-10-31":{"n":3},"2026-11-02":{"n":9},"2026-11-03":{"n":18,"r":true}}`
	if err := tx.PutSetting("days/"+string(anonymous), days); err != nil {
		return err
	}
	old := `{"at":"2026-11-02T16:00:00+09:00","base":{},"other":0,"units":{"dinas-rd":8,"bkd":11,"kesbangpol":11}}`
	return tx.PutSetting("digest/"+string(anonymous), `{"last":`+old+`,"before":`+old+`}`)
}

// feedback looks at what respondents see of results.
func (w *world) feedback(g *golden, lang string) {
	show := func(name string, wave survey.WaveID) {
		w.show(storage.Chat{Respondent: me, Language: lang, Screen: storage.Screen{Name: fielding.ScreenResults, Wave: wave}})
		g.add(name, seen(g.t, w.api.take()))
	}
	show("no results", "")
	show("results", second)
	w.update(func(tx *storage.Tx) error {
		return tx.PutSetting("followup/"+string(second), "Kami menambah pelatihan <layanan>.")
	})
	show("results with the follow-up", second)
}

func TestPictureThatCantBeDrawn(t *testing.T) {
	w := newWorld(t, "id")
	_, o := w.send(storage.Message{Kind: storage.KindPhoto, Name: fielding.PostDays, Wave: anonymous, Chat: group})
	if o.Kind != delivery.Refused || o.Err == nil || len(w.api.take()) != 0 {
		t.Errorf("%+v", o)
	}
}

func TestNoticeForTheArchive(t *testing.T) {
	w := newWorld(t, "id")
	err := w.store.View(func(tx *storage.Tx) error {
		wave, err := tx.Wave(closed)
		if err != nil {
			return err
		}
		text, err := bot.Notice(tx, w.cfg, fielding.NewFlows(), wave)
		for _, want := range []string{"Biro Organisasi Setda Maluku Utara", "anonim", "\n\n* * *\n\n", "365"} {
			if !strings.Contains(text, want) {
				t.Errorf("the notice lacks %q:\n%s", want, text)
			}
		}
		if strings.ContainsAny(text, "<>") {
			t.Errorf("the notice is no plain text:\n%s", text)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
