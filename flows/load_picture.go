package flows

import (
	"path"
	"slices"
	"strings"

	"suara/flows/source"
	"suara/flows/writing"
)

// maxPictured is how long the texts under a picture may be together, in UTF-16 units: a caption holds 1,024
// with the progress and a notice above them.
const maxPictured = 700

// picture reads the path of a note's picture. The picture itself is looked at by whoever has files: see
// [Flow.Pictures].
func (l *loader) picture(fs fields) string {
	n, ok := fs.nodes["picture"]
	if !ok {
		return ""
	}
	name, ok := l.word(n, Say("the name of a PNG or JPEG file"))
	if !ok {
		return ""
	}
	if !isPicture(name) {
		l.fail(source.At(n), "picture %s is no file beside or below the flow's; write its path from there, such as "+
			"gambar/denah.png", writing.Quote(name))
	}
	return name
}

// isPicture tests a path that stays below the folder of the flow's file and names a picture.
func isPicture(name string) bool {
	kinds := []string{".png", ".jpg", ".jpeg"}
	return slices.Contains(kinds, strings.ToLower(path.Ext(name))) && path.Clean(name) == name &&
		!path.IsAbs(name) && !strings.HasPrefix(name, "..") && !strings.ContainsAny(name, `\:`)
}

// pictured holds the texts under a picture within a caption.
func (l *loader) pictured(item *Item, fs fields, lang string, total int) {
	if item.Picture != "" && total > maxPictured {
		l.fail(fs.place("text"), "the texts under the picture in %s are longer than %d characters together; "+
			"shorten them, or put a note without picture below", lang, maxPictured)
	}
}

// Pictures lists the notes with a picture, in the order of the flow.
func (f *Flow) Pictures() (notes []*Item) {
	for _, item := range f.Items {
		if item.Picture != "" {
			notes = append(notes, item)
		}
	}
	return notes
}

// PictureProblem says with its place what is wrong with the picture of a note.
func (f *Flow) PictureProblem(note *Item, what Message) Problem {
	return f.about(note, "picture %s %s", note.Picture, what)
}
