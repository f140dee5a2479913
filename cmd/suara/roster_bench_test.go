package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"suara/fielding"
)

// stallWatch is the actor of a stage that notes how long the writer was busy with one act at most.
type stallWatch struct {
	actor
	longest time.Duration
}

func (w *stallWatch) do(ctx context.Context, name string, act func(*fielding.Desk) error) error {
	began := time.Now()
	err := w.actor.do(ctx, name, act)
	w.longest = max(w.longest, time.Since(began))
	return err
}

func bigRoster(people, shift int) string {
	var b strings.Builder
	b.WriteString("nip,name,unit,parent_unit,phone\n")
	for i := range people {
		fmt.Fprintf(&b, "1985%02d%02d201001%d%03d,Pegawai %d,Bidang %d,Dinas %d,0812%08d\n",
			i%12+1, i/12%28+1, i/336%2+1, i/672%999+1, i, (i+shift)%300, (i+shift)%300%30, i)
	}
	return b.String()
}

// BenchmarkImport50000 imports 50,000 people into an empty roster, then the same with all of them in another
// unit while a wave is open. stall-ms is the longest that the writer, and so every reply, had to wait.
func BenchmarkImport50000(b *testing.B) {
	first, moved := bigRoster(50_000, 0), bigRoster(50_000, 1)
	for b.Loop() {
		s := newScene(b, scene{flow: identityFlow, mode: "anonymous"})
		watch := &stallWatch{actor: s}
		s.sys.office.act = watch
		s.command("roster import", nil, first)
		b.ReportMetric(float64(watch.longest.Milliseconds()), "stall-ms")
		watch.longest = 0
		s.command("roster codes", map[string]string{"format": "", "out": ""}, "")
		b.ReportMetric(float64(watch.longest.Milliseconds()), "codes-stall-ms")
		watch.longest = 0
		s.command("wave open", nil, "", "uji")
		b.ReportMetric(float64(watch.longest.Milliseconds()), "open-stall-ms")
		watch.longest = 0
		s.command("roster import", nil, moved)
		b.ReportMetric(float64(watch.longest.Milliseconds()), "moved-stall-ms")
	}
}
