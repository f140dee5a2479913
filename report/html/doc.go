// Package html writes a document as one HTML page that needs nothing from elsewhere.
//
// It reads a [words.Document] only: it must not know responses, nor compute a figure.
package html
