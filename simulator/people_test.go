package simulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"suara/simulator"
)

// question asks every person three questions by editing one message, like a survey
// that knows only what it is sent.
type question struct {
	w    *world
	seen []string // what people did, in order
	at   map[int64]int
	page map[int64]int
}

func (q *question) answerAll() {
	for {
		a := q.w.call("getUpdates", m{"timeout": 50})
		var list []map[string]any
		_ = json.Unmarshal(a.Result, &list)
		if len(list) == 0 {
			return
		}
		for _, u := range list {
			q.handle(u)
			q.w.call("getUpdates", m{"offset": int64(u["update_id"].(float64)) + 1, "limit": 1})
		}
	}
}

func (q *question) handle(u map[string]any) {
	when := q.w.Clock().Now().Sub(start2000).Round(time.Second)
	if text, ok := path(u, "message", "text").(string); ok {
		who := int64(path(u, "message", "from", "id").(float64))
		q.seen = append(q.seen, fmt.Sprint(when, " ", who, " says ", text))
		if q.page[who] == 0 {
			sent := q.w.must("sendMessage", m{"chat_id": who, "text": "soal 1", "reply_markup": buttons("1", "2")})
			q.page[who] = id(sent)
		}
	}
	if data, ok := path(u, "callback_query", "data").(string); ok {
		who := int64(path(u, "callback_query", "from", "id").(float64))
		q.seen = append(q.seen, fmt.Sprint(when, " ", who, " presses ", data))
		q.at[who]++
		text := fmt.Sprint("soal ", q.at[who]+1)
		keys := m{"inline_keyboard": buttons("1", "2")["inline_keyboard"]}
		if q.at[who] == 3 {
			text, keys = "selesai", m{"inline_keyboard": []any{}}
		}
		q.w.must("editMessageText", m{"chat_id": who, "message_id": q.page[who], "text": text,
			"reply_markup": keys})
	}
	if status, ok := path(u, "my_chat_member", "new_chat_member", "status").(string); ok {
		q.seen = append(q.seen, fmt.Sprint(when, " ", path(u, "my_chat_member", "from", "id"), " ", status))
	}
}

// start2000 is where a synctest bubble's time begins.
var start2000 = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// playOnce lets a crowd answer and returns everything that happened.
func playOnce(t *testing.T, crowd int) (log []string, finished int) {
	synctest.Test(t, func(t *testing.T) {
		s := simulator.New(simulator.Options{Seed: 7})
		defer s.Close()
		q := &question{w: &world{Server: s, t: t}, at: map[int64]int{}, page: map[int64]int{}}
		phones := make([]*simulator.Phone, crowd)
		for i := range phones {
			phones[i] = s.NewPerson(simulator.Person{ID: int64(1000 + i)})
		}
		var wait sync.WaitGroup
		wait.Go(q.answerAll)
		s.Play(t.Context(), phones, func(i int) simulator.Habits {
			return simulator.Habits{
				Delay: func(r *rand.Rand) time.Duration {
					return time.Second + time.Duration(r.IntN(1000))*10*time.Millisecond
				},
				Decide: func(r *rand.Rand, last simulator.Message) simulator.Action {
					switch {
					case last.ID == 0:
						return simulator.StartBot("x")
					case last.Text == "selesai":
						return simulator.Stop()
					case i%10 == 3 && last.Text == "soal 2":
						return simulator.BlockBot()
					}
					return simulator.PressButton(r.IntN(2))
				},
			}
		})
		wait.Wait()
		for _, p := range phones {
			if p.Last().Text == "selesai" {
				finished++
			}
		}
		log = q.seen
	})
	return log, finished
}

func TestPlay(t *testing.T) {
	log, finished := playOnce(t, 20)
	if finished != 18 {
		t.Errorf("%d finished, want 18", finished)
	}
	blocked := 0
	for _, line := range log {
		if strings.HasSuffix(line, "kicked") {
			blocked++
		}
	}
	if blocked != 2 || len(log) != 20+18*3+2+2 {
		t.Errorf("%d blocked in %d events", blocked, len(log))
	}
	if again, _ := playOnce(t, 20); !slices.Equal(log, again) {
		t.Errorf("the same seed gave another play:\n%s\n--\n%s", strings.Join(log, "\n"), strings.Join(again, "\n"))
	}
}

func TestPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := simulator.New(simulator.Options{})
		defer s.Close()
		p := s.NewPerson(simulator.Person{})
		looked := 0
		began := time.Now()
		s.Play(t.Context(), []*simulator.Phone{p}, func(int) simulator.Habits {
			return simulator.Habits{Patience: time.Minute,
				Decide: func(*rand.Rand, simulator.Message) simulator.Action {
					if looked++; looked == 4 {
						return simulator.Stop()
					}
					return simulator.SendText("halo?")
				}}
		})
		if looked != 4 || time.Since(began) != 3*time.Minute || s.Pending() != 3 {
			t.Errorf("looked %d times in %v, %d updates", looked, time.Since(began), s.Pending())
		}
	})
}

func TestPlayEndsWithItsContext(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w.Play(ctx, []*simulator.Phone{w.person()}, func(int) simulator.Habits {
		return simulator.Habits{Decide: func(*rand.Rand, simulator.Message) simulator.Action {
			return simulator.Ignore()
		}}
	})
}
