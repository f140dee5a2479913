package main

import (
	"bytes"
	"image"
	_ "image/jpeg" // the pictures of flows come as JPEG
	_ "image/png"  // or as PNG
	"os"
	"path/filepath"
	"slices"

	"suara/fielding"
	"suara/flows"
)

// What Telegram takes as a photo (Bot API, sendPhoto).
const (
	pictureBytes = 10 << 20
	pictureSides = 10_000 // width and height together, in points
	pictureRatio = 20     // of the longer side to the shorter
)

// readPictures reads the pictures that a flow's notes show, from the folder of its file, and says with their
// places what is wrong with them.
func readPictures(f *flows.Flow, folder string) (pictures map[string][]byte, problems []flows.Problem) {
	for _, note := range f.Pictures() {
		if pictures[note.Picture] != nil {
			continue
		}
		data, fault := readPicture(filepath.Join(folder, filepath.FromSlash(note.Picture)))
		if fault.Said() {
			problems = append(problems, f.PictureProblem(note, fault))
			continue
		}
		if pictures == nil {
			pictures = map[string][]byte{}
		}
		pictures[note.Picture] = data
	}
	return pictures, problems
}

func readPicture(path string) (data []byte, fault flows.Message) {
	st, err := os.Stat(path)
	switch {
	case err != nil || !st.Mode().IsRegular():
		return nil, flows.Say("can't be read; put it beside the flow's file under this name")
	case st.Size() > pictureBytes:
		return nil, flows.Say("is larger than %d MB, more than Telegram takes; make it smaller", pictureBytes>>20)
	}
	if data, err = os.ReadFile(path); err != nil {
		return nil, flows.Say("can't be read; put it beside the flow's file under this name")
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	w, h := size.Width, size.Height
	switch {
	case err != nil:
		return nil, flows.Say("is no PNG or JPEG; save it as one of these")
	case w+h > pictureSides || w > pictureRatio*h || h > pictureRatio*w:
		return nil, flows.Say("measures %d by %d points, which Telegram does not take; make it smaller or less narrow", w, h)
	}
	return data, flows.Message{}
}

// unknownPictures says which pictures a flow that was sent to the bot lacks: a file alone brings none, so it
// can show only those of the configured flow of the same name.
func unknownPictures(f *flows.Flow, surveys []fielding.Study) (problems flows.Problems) {
	for _, note := range f.Pictures() {
		known := slices.ContainsFunc(surveys, func(s fielding.Study) bool {
			return s.Flow != nil && s.Flow.ID == f.ID && s.Pictures[note.Picture] != nil
		})
		if !known {
			problems = append(problems, f.PictureProblem(note,
				flows.Say("is none of the configured flow's; add it there and start serve again, or take it out")))
		}
	}
	return problems
}
