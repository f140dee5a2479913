package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"suara/cmd/suara/config"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// step lets one thing happen.
func (s *simulation) step() {
	if n := s.rand.IntN(1000); n < common {
		s.usual(n)
	} else {
		s.seldom(n - common)
	}
}

// common is how many of a thousand steps are usual ones.
const common = 960

// usual are the things that happen all the time.
func (s *simulation) usual(n int) {
	switch {
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
	default:
		s.clock.Advance(time.Duration(s.rand.IntN(30_000)) * time.Millisecond)
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
	list := []string{"/status", "/survei", "/bantuan", "/belum uji", "/unit", "/jeda", "/lanjut", "/lanjut",
		"/ringkasan uji"}
	text := list[s.rand.IntN(len(list))]
	s.note("the owner writes %s", text)
	s.tally.count("commands", 1)
	s.group.Send(s.owner, text, 0)
}

// move makes the group a supergroup while something waits to be sent there. The system learns of it from
// the refusal of a send or from an update; mostly the process dies on the way.
func (s *simulation) move() {
	s.plan.moves = false
	s.group.Send(s.owner, "/status", 0)
	s.poll()
	s.note("the group moves")
	s.tally.count("group moves", 1)
	s.groups = append(s.groups, s.group.Migrate())
	defer s.light("a move", 5)()
	learn := []func(){func() { s.send() }, func() { s.poll() }}
	first := s.rand.IntN(2)
	for i := range 8 {
		learn[(first+i/4)%2]()
	}
}

// light lets the process die at one of the next steps, up to the last of so many, unless the returned
// function is called before.
func (s *simulation) light(amid string, steps int) (out func()) {
	s.fuse, s.amid = 1+s.rand.IntN(steps), amid
	return func() { s.fuse = 0 }
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

// backup makes a backup as the schedule does, while everything else goes on: what is handled meanwhile
// must not be in it. Sometimes the process dies in the midst of it and leaves behind what it had written
// so far.
func (s *simulation) backup() {
	dir := filepath.Join(filepath.Dir(s.set.Storage.Path), "cadangan")
	s.set.Storage.Backup = config.Backup{Dir: dir, Keep: 2}
	begin, before := s.clock.Now(), s.snap("")
	left := map[string][]byte{}
	step, last, died := 0, 0, false
	if s.rand.IntN(3) == 0 {
		last = 1 + s.rand.IntN(7)
	}
	s.midway = func() error {
		step++
		if died = s.busy() || step == last; !died {
			return nil
		}
		s.leftovers(dir, left)
		return errDied
	}
	err := s.sys.scheduledBackup()
	s.midway = nil
	if died {
		s.dieInBackup(step, left)
	}
	if err != nil {
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
	before.file = file
	s.saved = before
}

// busy lets some usual things happen beside a backup, and tells whether the process died of them.
func (s *simulation) busy() (died bool) {
	defer func() {
		switch p := recover(); p {
		case nil:
		case errDied:
			died = true
		default:
			panic(p)
		}
	}()
	for range s.rand.IntN(4) {
		s.tally.count("steps beside backups", 1)
		s.usual(s.rand.IntN(common))
	}
	return false
}

// leftovers reads what a backup has written so far.
func (s *simulation) leftovers(dir string, left map[string][]byte) {
	s.t.Helper()
	parts, err := filepath.Glob(filepath.Join(dir, "*.part"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, part := range append(parts, s.set.Storage.Path+".copying") {
		if left[part], err = os.ReadFile(part); err != nil {
			s.t.Fatal(err)
		}
	}
}

// dieInBackup ends the process as it was at that moment: the files lie where a dead one leaves them.
func (s *simulation) dieInBackup(step int, left map[string][]byte) {
	s.t.Helper()
	s.note("dies in the midst of a backup, at step %d", step)
	s.tally.count("cut backups", 1)
	s.ends = append(s.ends, s.calls)
	for _, part := range slices.Sorted(maps.Keys(left)) {
		s.cut = append(s.cut, part)
		if err := os.WriteFile(part, left[part], 0o600); err != nil {
			s.t.Fatal(err)
		}
	}
	panic(errDied)
}

func (s *simulation) gone(file string) {
	s.t.Helper()
	if _, err := os.Stat(file); err == nil {
		s.t.Errorf("%s is left of a backup that was cut", filepath.Base(file))
	}
}
