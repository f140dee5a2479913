package storage

import (
	"bytes"
	"fmt"

	"suara/survey"
)

// FileState says how far a file has come on its way from Telegram to the disk.
type FileState uint8

// A file is to be fetched, then kept on disk, unless it could not be fetched.
const (
	FileWanted FileState = iota
	FileKept
	FileLost
)

// File is a photo or a document that a person sent as an answer. The answer names it; the file itself lies
// outside the database.
type File struct {
	ID      string    `cbor:"1,keyasint"`           // Telegram's, to fetch it by
	Unique  string    `cbor:"2,keyasint,omitempty"` // the same for the same file
	Size    int64     `cbor:"3,keyasint,omitempty"` // in bytes; 0: not known
	State   FileState `cbor:"4,keyasint,omitempty"`
	Message int       `cbor:"5,keyasint,omitempty"` // the message that it came in
}

func fileKey(r survey.RespondentID, name string) []byte { return append(be64(uint64(r)), name...) }

// PutFile stores what is known of a person's file in a wave.
func (t *Tx) PutFile(w survey.WaveID, r survey.RespondentID, name string, f File) error {
	b, err := t.waveBucket(bucketFiles, string(w), true)
	if err != nil {
		return fmt.Errorf("store file in wave %s: %w", w, err)
	}
	return put(b, fileKey(r, name), f)
}

// File reads what is known of a person's file in a wave; ok is false for one that no answer names.
func (t *Tx) File(w survey.WaveID, r survey.RespondentID, name string) (f File, ok bool, err error) {
	b, err := t.waveBucket(bucketFiles, string(w), false)
	if err != nil {
		return f, false, err
	}
	return get[File](b, fileKey(r, name))
}

// DeleteFile forgets a person's file in a wave.
func (t *Tx) DeleteFile(w survey.WaveID, r survey.RespondentID, name string) error {
	b, err := t.waveBucket(bucketFiles, string(w), false)
	if err != nil || b == nil {
		return err
	}
	return b.Delete(fileKey(r, name))
}

// FilesOf gives a person's files in a wave by name.
func (t *Tx) FilesOf(w survey.WaveID, r survey.RespondentID) (map[string]File, error) {
	b, err := t.waveBucket(bucketFiles, string(w), false)
	if err != nil || b == nil {
		return nil, err
	}
	files := map[string]File{}
	prefix := be64(uint64(r))
	c := b.Cursor()
	for k, raw := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, raw = c.Next() {
		var f File
		if err := decoding.Unmarshal(raw, &f); err != nil {
			return nil, fmt.Errorf("decode file of wave %s: %w", w, err)
		}
		files[string(k[len(prefix):])] = f
	}
	return files, nil
}

// Files calls fn with every file of a wave until it returns false.
func (t *Tx) Files(w survey.WaveID, fn func(survey.RespondentID, string, File) bool) error {
	b, err := t.waveBucket(bucketFiles, string(w), false)
	if err != nil {
		return err
	}
	return each(b, func(k []byte, f File) bool {
		return fn(survey.RespondentID(un64(k[:8])), string(k[8:]), f)
	})
}

// DropFiles forgets all files of a wave.
func (t *Tx) DropFiles(w survey.WaveID) error { return t.dropWave(bucketFiles, string(w)) }

// Picture reads a picture of a flow by its name in the database; nil where there is none.
func (t *Tx) Picture(name string) []byte {
	return bytes.Clone(t.bucket(bucketPictures).Get([]byte(name)))
}

// PutPicture keeps a picture for the waves that show it. The name says what is in it, such as a checksum,
// so one that is there already is the same.
func (t *Tx) PutPicture(name string, data []byte) error {
	b := t.bucket(bucketPictures)
	if b.Get([]byte(name)) != nil {
		return nil
	}
	return b.Put([]byte(name), data)
}
