package storage

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// The kinds of failure of [Open] that callers tell apart.
var (
	// ErrBusy means that another process holds the database.
	ErrBusy = errors.New("the database is in use: Suara is running on it")
	// ErrDamaged means that the file can't be used as it is.
	ErrDamaged = errors.New("the database file is damaged")
)

// initialMap is the first size of the memory map in bytes. Growing the map waits for every reader,
// a backup too, so it starts above what the whole country needs in a dozen waves; it is address
// space, not memory. It doesn't fit the int of a 32-bit system, where bbolt could map 2 GiB at most:
// no build there.
const initialMap int = 64 << 30

// lockWait is how long to wait for the lock where the caller doesn't say.
const lockWait = time.Second

// Options of [Open].
type Options struct {
	Timeout time.Duration // how long to wait for the lock; 0: one second
	NoSync  bool          // for simulations only: a power cut would lose data
	Rand    io.Reader     // source of keys, nonces and response ids; nil: crypto/rand's Reader

	// Midway is called between the steps of a backup, which ends with its error; for simulations only.
	Midway func() error
}

// Open opens or creates the database at path, takes its lock for the life of the process and runs
// the migrations. It answers [ErrBusy] where another process holds the lock and [ErrDamaged] where
// the file was cut short or garbled.
func Open(path string, opt Options) (*Store, error) {
	if opt.Timeout == 0 {
		opt.Timeout = lockWait
	}
	if opt.Rand == nil {
		opt.Rand = rand.Reader
	}
	if opt.Midway == nil {
		opt.Midway = func() error { return nil }
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, foreign(fmt.Errorf("make the database's folder: %w", err))
	}
	lock, err := takeLock(path+".lock", opt.Timeout)
	if err != nil {
		return nil, err
	}
	s := &Store{lock: lock, rand: opt.Rand, path: path}
	if err := s.open(opt); err != nil {
		return nil, foreign(errors.Join(err, s.Close()))
	}
	return s, nil
}

// foreign says what to do where another account owns the files.
func foreign(err error) error {
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return fmt.Errorf("%w; run Suara as the account that owns the database and its folder", err)
}

func (s *Store) open(opt Options) error {
	for _, path := range []string{s.path, KeyFile(s.path)} {
		if err := tighten(path); err != nil {
			return err
		}
	}
	if err := s.sweep(); err != nil {
		return err
	}
	s.opt = opt
	if err := s.guard(func() error { return s.openFile(opt) }); err != nil {
		return err
	}
	keys, err := openKeyring(KeyFile(s.path))
	s.keys = keys
	if err == nil {
		err = s.mark()
	}
	return err
}

// mark notes in the lock file that the database is in use, until it is closed in good order.
func (s *Store) mark() error {
	s.marked = true
	if _, err := s.lock.WriteAt([]byte("in use\n"), 0); err != nil {
		return fmt.Errorf("mark the lock file: %w", err)
	}
	return nil
}

// Unclean tells whether the last process that used the database at path died, or uses it still. The
// file may then hold anything that a failing disk made of it: see [VerifyPages].
func Unclean(path string) bool {
	st, err := os.Stat(path + ".lock")
	return err == nil && st.Size() > 0
}

func (s *Store) openFile(opt Options) error {
	if err := inspect(s.path, opt.Timeout); err != nil {
		return err
	}
	db, err := bolt.Open(s.path, 0o600, &bolt.Options{
		Timeout:         opt.Timeout,
		FreelistType:    bolt.FreelistMapType,
		InitialMmapSize: initialMap,
		NoSync:          opt.NoSync,
		OpenFile: func(name string, flag int, perm os.FileMode) (f *os.File, err error) {
			f, err = os.OpenFile(name, flag, perm)
			s.file = f
			return f, err
		},
	})
	if err != nil {
		return openError(s.path, err)
	}
	s.db = db
	if err := migrate(db, migrations); err != nil {
		return fmt.Errorf("open database %s: %w", s.path, err)
	}
	s.first = s.lastCommit()
	return nil
}

// minSize is two meta pages of the smallest machine; a new file has four pages at once.
const minSize = 2 * 4096

// inspect compares the file's size with what its newest meta page says is in use. bbolt doesn't: it
// faults at the first page beyond the end, which kills the process. Opening to read touches the
// meta pages only.
func inspect(path string, timeout time.Duration) error {
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open database %s: %w", path, err)
	}
	if !st.Mode().IsRegular() {
		return fmt.Errorf("open database %s: it is no regular file", path)
	}
	if st.Size() < minSize {
		return damaged(path, fmt.Sprintf("only %d bytes are left", st.Size()))
	}
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: timeout})
	if err != nil {
		return openError(path, err)
	}
	defer db.Close()
	return db.View(func(tx *bolt.Tx) error {
		if st.Size() < tx.Size() {
			return damaged(path, fmt.Sprintf("%d bytes of %d are left", st.Size(), tx.Size()))
		}
		return nil
	})
}

func openError(path string, err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return fmt.Errorf("open %s: %w", path, ErrBusy)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("open database %s: %w", path, err)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum),
		errors.Is(err, bolterrors.ErrVersionMismatch):
		return damaged(path, "it does not begin as a database")
	}
	return fmt.Errorf("open database %s: %w", path, err)
}

func damaged(path, how string) error {
	return fmt.Errorf("%w (%s: %s): restore it from a backup with 'suara restore FILE'", ErrDamaged, path, how)
}

// guard turns a panic of bbolt over a garbled page, or a fault of its memory map, into an error.
func (s *Store) guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = damaged(s.path, fmt.Sprint(p))
			s.abandon()
		}
	}()
	return fn()
}

// abandon frees the file that bbolt left locked, mapped and open when its opening panicked. The map
// would hold the lock beyond the file's closing.
func (s *Store) abandon() {
	if s.db == nil && s.file != nil {
		_ = errors.Join(unlock(s.file), s.file.Close())
	}
}

// tighten takes other people's access to a file away: a copy put back may have come with it.
func tighten(path string) error {
	st, err := os.Stat(path)
	if err != nil || !st.Mode().IsRegular() || st.Mode().Perm()&0o077 == 0 {
		return nil // what can't be looked at is told by the opening itself
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("keep %s from other people: %w", path, err)
	}
	return nil
}
