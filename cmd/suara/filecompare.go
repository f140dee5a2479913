package main

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// partSuffix ends the name of a file that is being written.
const partSuffix = ".part"

// ownFile tests names that [fielding] gives to files, below the folder of a wave: nothing else in the folder
// is Suara's to erase.
var ownFile = regexp.MustCompile(`\A[a-z0-9-]+/[a-z2-7]{26}\.[a-z0-9]{1,5}(\.part)?\z`).MatchString

// compare lists what is to be done for the disk to hold just the files that answers name: fetch those that
// are missing, erase those that nothing names.
func (k *fileKeeper) compare() ([]fielding.FileTask, error) {
	found, err := k.onDisk() // before the database: what it does not know then was erased, not added
	if err != nil {
		return nil, err
	}
	var tasks []fielding.FileTask
	err = k.store.View(func(tx *storage.Tx) error {
		waves, err := tx.Waves()
		if err != nil {
			return err
		}
		for _, w := range waves {
			err := tx.Files(w.ID, func(r survey.RespondentID, name string, f storage.File) bool {
				t := fielding.FileTask{Wave: w.ID, Respondent: r, Name: name, ID: f.ID}
				if !found[t.Path()] && f.State != storage.FileLost || f.State == storage.FileWanted {
					tasks = append(tasks, t)
				}
				delete(found, t.Path())
				return true
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for name := range found {
		tasks = append(tasks, fielding.FileTask{Wave: survey.WaveID(path.Dir(name)), Name: path.Base(name), Erase: true})
	}
	return tasks, nil
}

// onDisk lists the files of Suara's own naming, by their names with slashes.
func (k *fileKeeper) onDisk() (map[string]bool, error) {
	found := map[string]bool{}
	folders, err := os.ReadDir(k.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		files, err := os.ReadDir(filepath.Join(k.dir, folder.Name()))
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if name := folder.Name() + "/" + f.Name(); ownFile(name) && f.Type().IsRegular() {
				found[name] = true
			}
		}
	}
	return found, nil
}

// contents are how files of a type begin, as [http.DetectContentType] tells.
var contents = map[string]string{
	"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "pdf": "application/pdf",
	"docx": "application/zip", "xlsx": "application/zip", "pptx": "application/zip", "odt": "application/zip",
	"ods": "application/zip", "zip": "application/zip",
}

// isOfType tells whether a file is what its name says: who opens it should not be surprised. Among pictures
// one may go by another's name.
func isOfType(name string, data []byte) bool {
	want := contents[strings.TrimPrefix(path.Ext(name), ".")]
	got := http.DetectContentType(data)
	pictures := []string{contents["jpg"], contents["png"], contents["webp"]}
	return got == want || slices.Contains(pictures, want) && slices.Contains(pictures, got)
}
