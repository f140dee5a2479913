package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"suara/simulator"
)

// TestRestoreByCommand goes the operator's whole way with the program itself: a hot backup by command,
// more answers, the end, 'suara restore', a new start. Exactly what was answered before the backup is
// there, the former database lies aside with all of it, and nothing is sent until /lanjut.
func TestRestoreByCommand(t *testing.T) {
	const before, people = 10, 20
	o := bureauOptions{speed: 1, survey: "mode: confidential"}
	b := newTown(t, o)
	owner := b.tg.NewPerson(simulator.Person{ID: 900, FirstName: "Pemilik"})
	b.group.Join(owner)
	b.group.Promote(owner)
	p := newProcesses(t, b, b.config(o))
	p.enrol(b, people, 10*time.Second)
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
	b.play(b.people, true, 0, time.Minute)
	wave := strings.TrimSpace(p.run("wave", "open", "berakhlak"))
	b.play(b.people[:before], false, 0, time.Minute)
	b.answered(10 * time.Second)
	file := filepath.Join(p.dir, "backup.db")
	p.run("backup", file)
	b.play(b.people[before:], false, 0, time.Minute)
	p.stop()

	said := p.run("restore", file)
	aside, _ := filepath.Glob(filepath.Join(p.dir, "suara.db.before-restore-*"))
	if len(aside) != 1 || !strings.Contains(said, filepath.Base(aside[0])) {
		t.Fatalf("kept aside %v, restore said\n%s", aside, said)
	}
	if out := p.run("verify", aside[0]); !strings.Contains(out, "sound") {
		t.Errorf("verify of the file kept aside: %s", out)
	}

	sent := make(chan simulator.Call, 1000)
	b.traffic.watch(func(c simulator.Call) {
		if c.Method == "sendMessage" {
			sent <- c
		}
	})
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
	b.group.Send(owner, "/lanjut", 0)
	b.shows(b.group, "Pengiriman dilanjutkan", 10*time.Second)
	if first := <-sent; !strings.Contains(first.Params["text"], "Pengiriman dilanjutkan") {
		t.Errorf("sent before /lanjut was answered: %q", first.Params["text"])
	}
	p.run("wave", "close", wave)
	b.shows(b.group, "Hasil · Survei Budaya Kerja BerAKHLAK", 10*time.Second)
	p.stop()
	for _, c := range b.people[before:] {
		c.done = false
	}
	b.compare(p.run("export", wave), b.linked)
}
