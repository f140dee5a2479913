package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"suara/simulator"
)

// Row 193: the disk fills up under serve. A person who presses is told that it is not stored; serve goes
// on, and once there is room again everything arrives, once each.
func TestServeOnAFullDisk(t *testing.T) {
	small := t.TempDir()
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("no small file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(small, syscall.MNT_DETACH) })
	o := bureauOptions{speed: 1, survey: "mode: confidential"}
	b := newTown(t, o)
	p := newProcesses(t, b, b.config(o))
	if err := os.WriteFile(filepath.Join(small, "config.yaml"), []byte(b.config(o)), 0o600); err != nil {
		t.Fatal(err)
	}
	p.dir = small
	p.enrol(b, 12, 30*time.Second)
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
	b.play(b.people, true, 0, time.Minute)
	wave := strings.TrimSpace(p.run("wave", "open", "berakhlak"))

	first := b.people[0].phone
	b.tap(first, "Mulai", 10*time.Second)
	b.tap(first, "Saya bersedia", 10*time.Second)
	b.shows(first, "1/", 10*time.Second)
	room := fill(t, filepath.Join(small, "other"))
	said := ""
	for i := 0; i < 60 && !strings.Contains(said, "belum tersimpan"); i++ {
		said = b.pressAny(first, i, 10*time.Second)
	}
	if !strings.Contains(said, "belum tersimpan") {
		t.Errorf("on a full disk a press is answered with %q", said)
	}
	room()
	for said = "x"; said != ""; {
		said = b.pressAny(first, 0, 20*time.Second)
	}
	b.play(b.people[1:], false, 0, time.Minute)
	b.answered(20 * time.Second)
	p.run("wave", "close", wave)
	p.stop()
	b.compare(p.run("export", wave), b.linked)
	if out := p.output.String(); strings.Contains(out, "panic") {
		t.Errorf("serve panicked:\n%s", tail(out, 3000))
	}
}

// pressAny presses a button under the last message and gives what it was answered with.
func (b *bureau) pressAny(p *simulator.Phone, i int, limit time.Duration) string {
	b.t.Helper()
	m := p.Last()
	if len(m.Buttons) == 0 {
		b.t.Fatalf("no buttons under %q", m.Text)
	}
	query := p.PressData(m.ID, m.Buttons[i%2][0].Data)
	for end := time.After(limit); ; {
		changed := p.Changed()
		if a, ok := p.Answer(query); ok {
			return a.Text
		}
		select {
		case <-changed:
		case <-time.After(50 * time.Millisecond): // an answer alone changes no chat
		case <-end:
			b.t.Fatal("a press was never answered")
		}
	}
}

// fill takes all room that is left; the returned function gives it back.
func fill(t *testing.T, path string) (room func()) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1 << 20; size >= 512; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	return func() {
		_ = f.Close()
		_ = os.Remove(path)
	}
}
