package simulator_test

import (
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"suara/simulator"
)

const benchBody = `{"chat_id":77,"text":"<b>Pertanyaan 3 dari 21</b>\nPegawai di unit kerja saya ` +
	`memahami dan memenuhi kebutuhan masyarakat.","parse_mode":"HTML","reply_markup":{"inline_keyboard":` +
	`[[{"text":"1","callback_data":"a|1|1"},{"text":"2","callback_data":"a|1|2"},` +
	`{"text":"3","callback_data":"a|1|3"},{"text":"4","callback_data":"a|1|4"},` +
	`{"text":"5","callback_data":"a|1|5"}],[{"text":"Kembali","callback_data":"a|1|k"}]]}}`

func benchServer(b *testing.B) *simulator.Server {
	s := simulator.New(simulator.Options{})
	b.Cleanup(func() { _ = s.Close() })
	s.NewPerson(simulator.Person{ID: 77}).Start("")
	b.ReportAllocs()
	return s
}

// BenchmarkHandlerSendMessage is the server's own work for one call.
func BenchmarkHandlerSendMessage(b *testing.B) {
	s := benchServer(b)
	h := s.Handler()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/bot"+s.Token()+"/sendMessage", strings.NewReader(benchBody))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

// BenchmarkHTTPSendMessage is a call over loopback, with the client's work in it.
func BenchmarkHTTPSendMessage(b *testing.B) {
	s := benchServer(b)
	url, err := s.Start()
	if err != nil {
		b.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r, err := client.Post(url+"/bot"+s.Token()+"/sendMessage", "application/json",
				strings.NewReader(benchBody))
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, r.Body)
			_ = r.Body.Close()
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}

// BenchmarkUpdates is a person's text, its fetching and its confirmation.
func BenchmarkUpdates(b *testing.B) {
	s := benchServer(b)
	s.SetNextUpdateID(1)
	p := s.NewPerson(simulator.Person{})
	h := s.Handler()
	offset := int64(0)
	for b.Loop() {
		for range 100 {
			p.Send("4")
		}
		offset += 100
		r := httptest.NewRequest(http.MethodGet, "/bot"+s.Token()+"/getUpdates?offset="+jsonNumber(offset), nil)
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	b.ReportMetric(float64(100*b.N)/b.Elapsed().Seconds(), "updates/s")
}

// BenchmarkPlay is one reaction of one of 10,000 scripted people.
func BenchmarkPlay(b *testing.B) {
	b.ReportAllocs()
	s := simulator.New(simulator.Options{Clock: simulator.NewClock(start, 1e6), History: 8})
	defer s.Close()
	phones := make([]*simulator.Phone, 10_000)
	for i := range phones {
		phones[i] = s.NewPerson(simulator.Person{})
	}
	left := b.N
	b.ResetTimer()
	s.Play(b.Context(), phones, func(int) simulator.Habits {
		return simulator.Habits{
			Patience: time.Millisecond,
			Delay:    func(r *rand.Rand) time.Duration { return time.Duration(r.IntN(1e6)) },
			Decide: func(*rand.Rand, simulator.Message) simulator.Action {
				if left--; left < 0 {
					return simulator.Stop()
				}
				return simulator.SendText("4")
			}}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reactions/s")
}
