// Package folder holds files with their names and writes and reads them as zip archives.
//
// It must not know what the files say.
package folder

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// File is one file with its name inside a folder; parts of the name are divided by slashes.
type File struct {
	Name string
	Data []byte
}

// Sum is the file's SHA-256 in hexadecimal digits.
func (f File) Sum() string { return fmt.Sprintf("%x", sha256.Sum256(f.Data)) }

// maxFile bounds one file that is unpacked, in bytes.
const maxFile = 32 << 20

// Pack makes a zip archive of files, as office programs keep their parts.
func Pack(files []File) ([]byte, error) {
	var b bytes.Buffer
	if err := write(&b, "", files, time.Time{}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Zip writes files as a zip archive in a folder of its own; all carry the same time.
func Zip(w io.Writer, folder string, files []File, at time.Time) error {
	if err := write(w, folder+"/", files, at); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	return nil
}

// write puts files into an archive under a prefix; a zero time is left out.
func write(w io.Writer, prefix string, files []File, at time.Time) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		out, err := z.CreateHeader(&zip.FileHeader{Name: prefix + f.Name, Method: zip.Deflate, Modified: at})
		if err == nil {
			_, err = out.Write(f.Data)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return z.Close()
}

// Unpack gives the files of a zip archive; what is none gives [zip.ErrFormat].
func Unpack(data []byte) ([]File, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var files []File
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		data, err := read(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		files = append(files, File{f.Name, data})
	}
	return files, nil
}

func read(f *zip.File) (data []byte, err error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if data, err = io.ReadAll(io.LimitReader(r, maxFile+1)); err != nil {
		return nil, err
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("larger than %d bytes", maxFile)
	}
	return data, nil
}
