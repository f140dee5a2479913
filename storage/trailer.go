package storage

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	bolt "go.etcd.io/bbolt"
)

// A backup ends with a trailer behind its last page, where bbolt doesn't look: bbolt's pages bear no
// checksum, so that a flipped bit in a record could not be told without it.
//
//	16 bytes  trailerMark
//	be64      number of the last transaction
//	be64      bytes before the trailer
//	32 bytes  their SHA-256
//
// A file that was put in the database's place by hand keeps its trailer until it grows; the number
// of its last transaction then tells that the sum is out of date.
const trailerSize = 64

var trailerMark = []byte("suara backup 1\n\x00")

type trailer struct {
	tx     uint64
	length int64
	sum    [sha256.Size]byte
}

// seal adds the trailer and has the file on disk.
func seal(path string) error {
	tx, err := lastTx(path)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	sum, length, err := sumOf(f)
	if err != nil {
		return err
	}
	out := append([]byte(nil), trailerMark...)
	out = binary.BigEndian.AppendUint64(out, tx)
	out = binary.BigEndian.AppendUint64(out, uint64(length))
	if _, err := f.WriteAt(append(out, sum...), length); err != nil {
		return err
	}
	return f.Sync()
}

func sumOf(r io.Reader) (sum []byte, n int64, err error) {
	h := sha256.New()
	n, err = io.Copy(h, r)
	return h.Sum(nil), n, err
}

// smallPage divides the size of every page, and so that of every file without a trailer.
const smallPage = 4096

// readTrailer reads the trailer of a file; ok is false where it has none.
func readTrailer(f *os.File) (t trailer, ok bool, err error) {
	st, err := f.Stat()
	if err != nil || st.Size() < trailerSize {
		return t, false, err
	}
	if st.Size()%smallPage == 0 {
		return t, false, nil
	}
	raw := make([]byte, trailerSize)
	if _, err := f.ReadAt(raw, st.Size()-trailerSize); err != nil {
		return t, false, err
	}
	rest, ok := bytes.CutPrefix(raw, trailerMark)
	if !ok {
		return t, false, errSum
	}
	t.tx, t.length = binary.BigEndian.Uint64(rest), int64(binary.BigEndian.Uint64(rest[8:]))
	copy(t.sum[:], rest[16:])
	if t.length != st.Size()-trailerSize {
		return t, false, errSum
	}
	return t, true, nil
}

// errSum means that not every byte of a backup is as it was written.
var errSum = errors.New("its checksum does not match: it was changed, or a disk garbled it")

// checkSum compares a backup with its trailer. sealed is false for a file without one, or one that
// was written to since.
func checkSum(path string) (sealed bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	t, ok, err := readTrailer(f)
	if err != nil || !ok {
		return false, err
	}
	sum, _, err := sumOf(io.NewSectionReader(f, 0, t.length))
	if err != nil {
		return true, err
	}
	now, err := lastTx(path)
	switch same := bytes.Equal(sum, t.sum[:]); {
	case err != nil:
		return true, err
	case same && now == t.tx:
		return true, nil
	case !same && now > t.tx:
		return false, nil
	}
	return true, errSum
}

// CheckBackup tells whether a file is a backup whose every byte is as it was written.
func CheckBackup(path string) error {
	sealed, err := checkSum(path)
	if err == nil && !sealed {
		err = errors.New("it is no whole backup")
	}
	if err != nil {
		return fmt.Errorf("check %s: %w", path, err)
	}
	return nil
}

// lastTx is the number of the file's last transaction.
func lastTx(path string) (id uint64, err error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return 0, fmt.Errorf("open %s: %w", path, err)
	}
	defer db.Close()
	err = db.View(func(tx *bolt.Tx) error { id = uint64(tx.ID()); return nil })
	return id, err
}
