package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// greyPhoto is a small photo of one grey, 0 to 255.
func greyPhoto(grey string) []byte {
	n, _ := strconv.Atoi(grey)
	img := image.NewGray(image.Rect(0, 0, 16, 12))
	for i := range img.Pix {
		img.Pix[i] = uint8(n)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// drawing is a picture for a flow, as PNG.
func drawing(w, h int) []byte {
	img := image.NewGray(image.Rect(0, 0, w, h))
	img.SetGray(w/2, h/2, color.Gray{Y: 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// document is a file that is what its name says, or of so many bytes.
func document(name, size string) []byte {
	n, _ := strconv.Atoi(size)
	begin := map[string]string{".pdf": "%PDF-1.7\n", ".docx": "PK\x03\x04"}[strings.ToLower(filepath.Ext(name))]
	if strings.HasSuffix(name, ".jpg") {
		begin = string(greyPhoto("90"))
	}
	return append([]byte(begin), bytes.Repeat([]byte{'x'}, max(0, n-len(begin)))...)
}

// keptFiles lists what lies in the folder of files, with slashes.
func (s *stage) keptFiles() (names []string) {
	s.t.Helper()
	root := s.set.Storage.Files.Dir
	_ = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(root, path)
			names = append(names, filepath.ToSlash(name))
		}
		return nil
	})
	slices.Sort(names)
	return names
}

var randomName = regexp.MustCompile(`[a-z2-7]{26}\.`)

// folder writes what lies in the folder of files.
func (c *conversation) folder() {
	for _, name := range c.keptFiles() {
		st, err := os.Stat(filepath.Join(c.set.Storage.Files.Dir, name))
		if err != nil {
			c.t.Fatal(err)
		}
		fmt.Fprintf(&c.out, "  kept: %s, %d bytes\n", randomName.ReplaceAllString(name, "…."), st.Size())
	}
}
