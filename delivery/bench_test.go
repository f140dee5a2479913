package delivery_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"suara/delivery"
	"suara/survey"
)

type instant struct{}

func (instant) Send(context.Context, delivery.Row) delivery.Outcome { return delivery.Outcome{} }

// BenchmarkSender measures a row from Add to its receipt, without limits and without a line.
func BenchmarkSender(b *testing.B) {
	var left sync.WaitGroup
	left.Add(b.N)
	take := func(rs []delivery.Receipt) { left.Add(-len(rs)) }
	s := delivery.NewSender(delivery.NewQueue(delivery.Limits{}, calm), instant{}, bubble{}, take,
		func(int) {})
	ctx, stop := context.WithCancel(b.Context())
	over := make(chan error)
	go func() { over <- s.Run(ctx) }()
	rows := make([]delivery.Row, 0, 100)
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		rows = append(rows, reply(uint64(i+1), survey.ChatID(i%10_000+1)))
		if len(rows) == cap(rows) || i == b.N-1 {
			s.Add(rows...)
			rows = rows[:0]
		}
	}
	left.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	stop()
	<-over
}

// BenchmarkQueue measures a row through the queue alone, with 100,000 waiting and limits kept.
func BenchmarkQueue(b *testing.B) {
	limits := delivery.Limits{GlobalPerSecond: 1e6, ChatPerSecond: 1, GroupPerMinute: 20}
	q := delivery.NewQueue(limits, calm)
	id, now := uint64(0), start
	add := func() {
		id++
		q.Add(prompt(id, survey.ChatID(id%200_000)))
	}
	for range 100_000 {
		add()
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		row, ok, wait := q.Next(now)
		for ; !ok; row, ok, wait = q.Next(now) {
			now = now.Add(wait)
		}
		q.Done(row, delivery.Outcome{}, now)
		now = now.Add(time.Microsecond)
		add()
	}
}
