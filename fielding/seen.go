package fielding

import "suara/storage"

// seenRing remembers the last update ids, so that one delivered twice counts once. Ids may start
// anew at a random number after a silent week, so nothing is compared but equality.
type seenRing struct {
	ids    map[int64]bool
	slots  [storage.SeenLimit]int64
	filled [storage.SeenLimit]bool
	next   int
	staged []int64
}

func (s *seenRing) load(tx *storage.Tx) error {
	s.ids = map[int64]bool{}
	err := tx.Seen(func(slot int, update int64) {
		s.ids[update], s.slots[slot], s.filled[slot] = true, update, true
	})
	s.next = (tx.SeenNewest() + 1) % storage.SeenLimit
	return err
}

func (s *seenRing) has(id int64) bool {
	if s.ids[id] {
		return true
	}
	for _, staged := range s.staged {
		if staged == id {
			return true
		}
	}
	return false
}

func (s *seenRing) stage(id int64) { s.staged = append(s.staged, id) }

// store writes the staged ids into the transaction; keep or forget follows its end.
func (s *seenRing) store(tx *storage.Tx) error {
	for i, id := range s.staged {
		if err := tx.PutSeen((s.next+i)%storage.SeenLimit, id); err != nil {
			return err
		}
	}
	if len(s.staged) == 0 {
		return nil
	}
	return tx.PutSeenNewest((s.next + len(s.staged) - 1) % storage.SeenLimit)
}

func (s *seenRing) keep() {
	for _, id := range s.staged {
		if s.filled[s.next] {
			delete(s.ids, s.slots[s.next])
		}
		s.slots[s.next], s.filled[s.next], s.ids[id] = id, true, true
		s.next = (s.next + 1) % storage.SeenLimit
	}
	s.staged = s.staged[:0]
}

func (s *seenRing) forget() { s.staged = s.staged[:0] }
