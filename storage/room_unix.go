//go:build unix

package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// ErrNoRoom means that a backup would fill the disk that the database itself must grow on.
var ErrNoRoom = errors.New("not enough room on the disk")

// spare is what a backup leaves free on the database's disk.
const spare = 16 << 20

// checkRoom refuses a backup that would leave the database no room: nobody's answer could be kept
// then. Of size bytes used are no free pages.
func checkRoom(path, dest string, size, used int64) error {
	need := size
	if sameDisk(filepath.Dir(path), filepath.Dir(dest)) {
		need += used
	}
	room, err := roomBeside(path)
	if err != nil {
		return nil // the copying itself tells
	}
	if room < need+spare {
		return fmt.Errorf("%w: %d MiB are free beside %s, %d are needed",
			ErrNoRoom, room>>20, path, (need+spare)>>20)
	}
	return nil
}

// Room is how many bytes the database's disk still takes.
func (s *Store) Room() (int64, error) { return roomBeside(s.path) }

func roomBeside(path string) (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(path), &st); err != nil {
		return 0, fmt.Errorf("ask for the room beside %s: %w", path, err)
	}
	return int64(uint64(st.Bavail) * uint64(st.Bsize)), nil
}

func sameDisk(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	if err != nil {
		return false
	}
	x, ok := one.Sys().(*syscall.Stat_t)
	y, also := other.Sys().(*syscall.Stat_t)
	return ok && also && x.Dev == y.Dev
}
