package folder_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"suara/report/folder"
)

func TestZipHoldsAFolderOfItsOwn(t *testing.T) {
	at := time.Date(2026, 11, 17, 16, 0, 0, 0, time.UTC)
	var b bytes.Buffer
	if err := folder.Zip(&b, "w", []folder.File{{Name: "pictures/a.png", Data: []byte("x")}}, at); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(z.File) != 1 {
		t.Fatal(err)
	}
	if f := z.File[0]; fmt.Sprint(f.Name, f.Modified.UTC()) != fmt.Sprint("w/pictures/a.png", at) {
		t.Errorf("%s %s", f.Name, f.Modified)
	}
}

func TestPackedFilesComeBackInOrder(t *testing.T) {
	files := []folder.File{{Name: "b/c.xml", Data: []byte("<c/>")}, {Name: "a.xml", Data: []byte("")}}
	data, err := folder.Pack(files)
	if err != nil {
		t.Fatal(err)
	}
	back, err := folder.Unpack(data)
	if err != nil || !slices.EqualFunc(files, back, func(x, y folder.File) bool {
		return x.Name == y.Name && bytes.Equal(x.Data, y.Data)
	}) {
		t.Errorf("back came %v %v", back, err)
	}
}

func TestUnpackRefusesWhatIsNoArchiveOrTooLarge(t *testing.T) {
	if _, err := folder.Unpack([]byte("x")); !errors.Is(err, zip.ErrFormat) {
		t.Errorf("error: %v", err)
	}
	data, err := folder.Pack([]folder.File{{Name: "bomb", Data: make([]byte, 32<<20+1)}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Unpack(data); err == nil {
		t.Error("a file of more than 32 MB was unpacked")
	}
}
