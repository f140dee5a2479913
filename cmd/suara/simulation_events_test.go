package main

import (
	"os"
	"path/filepath"
	"time"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// step lets one thing happen.
func (s *simulation) step() {
	switch n := s.rand.IntN(1000); {
	case n < 400 && s.asleep:
	case n < 400:
		s.act(s.people[s.rand.IntN(len(s.people))])
	case n < 600:
		s.poll()
	case n < 680:
		if room := s.queue.Room(s.clock.Now()); s.claims && room > 0 {
			s.apply(fielding.Claim{Room: room})
		}
	case n < 880:
		if wait, sent := s.send(); !sent && wait > 0 && s.rand.IntN(2) == 0 {
			s.clock.Advance(min(wait, time.Minute))
		}
	case n < 920:
		s.apply(fielding.Tick{Drained: s.poll() == 0})
	case n < 960:
		s.clock.Advance(time.Duration(s.rand.IntN(30_000)) * time.Millisecond)
	default:
		s.seldom(n - 960)
	}
}

// seldom are the things that happen now and then.
func (s *simulation) seldom(n int) {
	switch {
	case n < 9:
		if jump := time.Duration(s.rand.IntN(20*60)) * time.Minute; s.early(jump) {
			s.note("the clock jumps by %s", jump)
			s.clock.Advance(jump)
			s.unconfirmed = 0 // Telegram forgets them after a day
		}
	case n < 11:
		if days := time.Duration(1+s.rand.IntN(3)) * 24 * time.Hour; s.early(days) {
			s.down(days)
		}
	case n < 18:
		s.order()
	case n < 20:
		s.backup()
	case n < 21:
		if s.plan.moves {
			s.move()
		}
	default:
		s.line.trouble()
	}
}

// early tells whether the wave is still open after so much more time; one of short duration need not be.
func (s *simulation) early(d time.Duration) bool {
	return s.clock.Now().Add(d).Before(startOfStage.Add(12 * 24 * time.Hour))
}

// down is downtime of days: the program is stopped, what falls due falls due, Telegram keeps updates
// for a day.
func (s *simulation) down(d time.Duration) {
	s.note("the program is down for %s", d)
	s.tally.count("downtimes", 1)
	s.ends = append(s.ends, s.calls)
	if err := s.sys.close(); err != nil {
		s.t.Fatal(err)
	}
	s.clock.Advance(d)
	s.raise()
}

// order lets the owner write a command in the group.
func (s *simulation) order() {
	list := []string{"/status", "/survei", "/bantuan", "/belum uji", "/unit", "/jeda", "/lanjut", "/lanjut", "/ringkasan uji"}
	text := list[s.rand.IntN(len(list))]
	s.note("the owner writes %s", text)
	s.tally.count("commands", 1)
	s.group.Send(s.owner, text, 0)
}

// move makes the group a supergroup.
func (s *simulation) move() {
	s.plan.moves = false
	s.note("the group moves")
	s.tally.count("group moves", 1)
	s.groups = append(s.groups, s.group.Migrate())
}

// snapshot is what a backup must bring back.
type snapshot struct {
	file   string
	people []kept
	wave   survey.Wave
	rows   []storage.Submission
}

// kept is what a person gave. How far an invitation came may change at a start: claimed without a
// receipt it is of unknown outcome.
type kept struct {
	progress survey.Progress
	notice   string
	values   []string
}

func (s *simulation) snap(file string) *snapshot {
	k := &snapshot{file: file, wave: s.waveOf("uji")}
	for _, a := range s.people {
		inv, values := s.part(k.wave, a)
		k.people = append(k.people, kept{inv.Progress, inv.Notice, values})
	}
	k.rows = s.submissions(k.wave)
	return k
}

// backup makes a backup as the schedule does; sometimes the process dies in the midst of it and leaves
// behind what it had written so far.
func (s *simulation) backup() {
	dir := filepath.Join(filepath.Dir(s.set.Storage.Path), "cadangan")
	s.set.Storage.Backup = BackupConfig{Dir: dir, Keep: 2}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		s.t.Fatal(err)
	}
	if s.rand.IntN(3) == 0 {
		s.note("dies in the midst of a backup")
		s.tally.count("cut backups", 1)
		s.cut = s.cutBackup(dir)
		s.ends = append(s.ends, s.calls)
		panic(errDied)
	}
	begin := s.clock.Now()
	if err := s.sys.scheduledBackup(); err != nil {
		s.t.Fatal(err)
	}
	names := s.sys.backupNames()
	file := filepath.Join(dir, names[len(names)-1])
	if err := storage.CheckBackup(file); err != nil {
		s.t.Fatal(err)
	}
	for _, part := range s.cut {
		s.gone(part)
	}
	s.cut = nil
	s.note("backup %s of %s", names[len(names)-1], begin.Format(time.DateTime))
	s.tally.count("backups", 1)
	s.saved = s.snap(file)
}

// cutBackup leaves the first half of both files that a backup writes.
func (s *simulation) cutBackup(dir string) (parts []string) {
	raw, err := os.ReadFile(s.set.Storage.Path)
	if err != nil {
		s.t.Fatal(err)
	}
	parts = []string{s.set.Storage.Path + ".copying", filepath.Join(dir, "suara-20261101-090000.db.part")}
	for _, part := range parts {
		if err := os.WriteFile(part, raw[:len(raw)/2], 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	return parts
}

func (s *simulation) gone(file string) {
	s.t.Helper()
	if _, err := os.Stat(file); err == nil {
		s.t.Errorf("%s is left of a backup that was cut", filepath.Base(file))
	}
}
