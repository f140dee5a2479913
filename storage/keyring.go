package storage

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
)

// ErrNoKey means that the key of an anonymous wave is not in the key file: its answers can't be read.
var ErrNoKey = errors.New("the wave's key is not in the key file")

// keyring holds the keys of open anonymous waves in a file of its own, outside database and backup.
// Destroying a key makes every copy of the sealed answers unreadable.
type keyring struct {
	path string
	mu   sync.RWMutex
	keys map[string]string // wave → hex of 32 bytes
	open map[string]cipher.AEAD
}

func openKeyring(path string) (*keyring, error) {
	k := &keyring{path: path, keys: map[string]string{}, open: map[string]cipher.AEAD{}}
	if err := wipeFile(path + next); err != nil {
		return nil, fmt.Errorf("remove unfinished key file: %w", err)
	}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return k, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	if k.keys, err = readKeys(path, raw); err != nil {
		return nil, err
	}
	for wave, text := range k.keys {
		k.open[wave], _ = newAEAD(text) // readKeys has tried it
	}
	return k, nil
}

func newAEAD(text string) (cipher.AEAD, error) {
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != 32 {
		return nil, errors.New("a key is 64 hex digits")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// create makes the wave's key and has it on disk before it returns.
func (k *keyring) create(wave string, random io.Reader) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.keys[wave]; ok {
		return nil
	}
	var key [32]byte
	if _, err := io.ReadFull(random, key[:]); err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	text := hex.EncodeToString(key[:])
	aead, err := newAEAD(text)
	if err != nil {
		return err
	}
	keys := maps.Clone(k.keys)
	keys[wave] = text
	if err := k.save(keys); err != nil {
		return err
	}
	k.open[wave] = aead
	return nil
}

// destroy forgets the wave's key, on disk too. Where that fails the key stays known, so that a
// second try is one.
func (k *keyring) destroy(wave string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.keys[wave]; !ok {
		return nil
	}
	keys := maps.Clone(k.keys)
	delete(keys, wave)
	if err := k.save(keys); err != nil {
		return err
	}
	delete(k.open, wave)
	return nil
}

func (k *keyring) aead(wave string) (cipher.AEAD, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	a, ok := k.open[wave]
	if !ok {
		return nil, fmt.Errorf("wave %s: %w", wave, ErrNoKey)
	}
	return a, nil
}

// save has the keys on disk, then takes them over.
func (k *keyring) save(keys map[string]string) error {
	raw, err := json.MarshalIndent(keys, "", "  ")
	if err != nil {
		return err
	}
	if err := replaceFile(k.path, append(raw, '\n')); err != nil {
		return fmt.Errorf("write key file: %w", err)
	}
	k.keys = keys
	return nil
}

// next is what a file is called until it takes its predecessor's place.
const next = ".next"

// replaceFile writes a neighbour, renames it over the file and overwrites the old one's bytes, which
// may hold a dead key. It does so only once the rename is on disk: a power cut must not lead back
// to a wiped file.
func replaceFile(path string, content []byte) error {
	if err := writeSynced(path+next, content); err != nil {
		return err
	}
	old, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if old != nil {
		defer old.Close()
	}
	if err := os.Rename(path+next, path); err != nil {
		return err
	}
	if err := syncDir(filepath.Dir(path)); err != nil || old == nil {
		return err
	}
	return wipe(old)
}

// wipe overwrites a file that no name leads to any more; a file system that copies on write keeps
// the old bytes all the same, which docs/privacy.md says.
func wipe(f *os.File) error {
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if _, err := f.WriteAt(make([]byte, st.Size()), 0); err != nil {
		return err
	}
	return f.Sync()
}

// wipeFile overwrites and removes a file, if there is one.
func wipeFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(wipe(f), f.Close(), os.Remove(path))
}

func writeSynced(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
