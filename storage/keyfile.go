package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// KeyFile is where the keys of the database at path lie.
func KeyFile(path string) string { return path + ".keys" }

// KeyWaves names the waves whose keys are in a key file, or a copy of one, in order; none where there is
// no file. It may be called while the database is in use.
func KeyWaves(file string) ([]string, error) {
	raw, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	keys, err := readKeys(file, raw)
	return slices.Sorted(maps.Keys(keys)), err
}

// readKeys reads the content of a key file and looks whether its keys can be used.
func readKeys(file string, raw []byte) (keys map[string]string, err error) {
	if err := json.Unmarshal(raw, &keys); err != nil || keys == nil {
		return nil, fmt.Errorf("key file %s is damaged: put back the copy kept elsewhere", file)
	}
	for wave, text := range keys {
		if _, err := newAEAD(text); err != nil {
			return nil, fmt.Errorf("key file %s: key of wave %s is damaged", file, wave)
		}
	}
	return keys, nil
}

// CopyKeys copies a key file, readable by its owner only, to a file that must not exist yet: it returns once
// the copy is on disk. It may be called while the database is in use.
func CopyKeys(file, to string) (waves []string, err error) {
	raw, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	var keys map[string]string
	if err == nil {
		if keys, err = readKeys(file, raw); err != nil {
			return nil, err
		}
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("no key to copy in %s: no anonymous wave is open, or the key file is lost", file)
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write the copy: %w", err)
	}
	_, err = f.Write(raw)
	if err := errors.Join(err, f.Sync(), f.Close(), syncDir(filepath.Dir(to))); err != nil {
		return nil, fmt.Errorf("write the copy: %w", errors.Join(err, os.Remove(to))) // half a copy is worse than none
	}
	return slices.Sorted(maps.Keys(keys)), nil
}

// ImportKeys takes from a copy of a key file the keys of those waves that want asks for, and returns
// them in order. A wave that has another key already is an error, and nothing is taken.
func (s *Store) ImportKeys(file string, want func(wave string) bool) (taken []string, err error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the copy: %w", err)
	}
	keys, err := readKeys(file, raw)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(keys, func(wave, _ string) bool { return !want(wave) })
	return slices.Sorted(maps.Keys(keys)), s.keys.add(keys)
}

// add takes more keys over, once they are on disk.
func (k *keyring) add(more map[string]string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	keys := maps.Clone(k.keys)
	for wave, text := range more {
		if had, ok := keys[wave]; ok && had != text {
			return fmt.Errorf("wave %s has another key in %s already", wave, k.path)
		}
		keys[wave] = text
	}
	if err := k.save(keys); err != nil {
		return err
	}
	for wave, text := range more {
		k.open[wave], _ = newAEAD(text) // readKeys has tried it
	}
	return nil
}
