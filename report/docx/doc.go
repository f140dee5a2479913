// Package docx fills official letters: the report of a wave and the minutes of its closing (berita
// acara), from the built-in templates or those of a bureau.
//
// It reads a [words.Document] only: it must not know responses, nor compute a figure.
package docx
