package storage

import (
	"errors"
	"fmt"
	"io"
)

// CreateKey makes the key of an anonymous wave; it is on disk when this returns. Call it before the
// transaction that opens the wave: a key without a wave harms nobody, a wave without a key does.
func (s *Store) CreateKey(wave string) error { return s.keys.create(wave, s.rand) }

// DestroyKey forgets the wave's key for good: what was sealed under it can't be read any more.
func (s *Store) DestroyKey(wave string) error { return s.keys.destroy(wave) }

// HasKey tells whether the wave's key is at hand.
func (s *Store) HasKey(wave string) bool {
	_, err := s.keys.aead(wave)
	return err == nil
}

// Keys names the waves whose keys are in the key file.
func (s *Store) Keys() []string {
	s.keys.mu.RLock()
	defer s.keys.mu.RUnlock()
	var waves []string
	for w := range s.keys.keys {
		waves = append(waves, w)
	}
	return waves
}

// padded marks, in what a seal is bound to, that the record was padded. Those sealed by earlier versions
// were not, and waves may be open over an upgrade.
func padded(place []byte) []byte { return append([]byte("padded\x00"), place...) }

// seal encrypts plain, padded, under the wave's key, bound to place, so that a sealed record can't be moved
// to another person's key. The nonce stands in front.
func (s *Store) seal(wave string, place, plain []byte) ([]byte, error) {
	aead, err := s.keys.aead(wave)
	if err != nil {
		return nil, err
	}
	plain = pad(plain)
	out := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	if _, err := io.ReadFull(s.rand, out); err != nil {
		return nil, fmt.Errorf("make a nonce: %w", err)
	}
	return aead.Seal(out, out, plain, padded(place)), nil
}

func (s *Store) unseal(wave string, place, sealed []byte) ([]byte, error) {
	aead, err := s.keys.aead(wave)
	if err != nil {
		return nil, err
	}
	n := aead.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("sealed record is too short")
	}
	plain, err := aead.Open(nil, sealed[:n], sealed[n:], padded(place))
	if err == nil {
		return unpad(plain)
	}
	if plain, err = aead.Open(nil, sealed[:n], sealed[n:], place); err != nil {
		return nil, fmt.Errorf("open sealed record of wave %s: %w", wave, err)
	}
	return plain, nil
}
