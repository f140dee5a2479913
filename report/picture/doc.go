// Package picture draws a document as PNG: gauge, bars, heat map, participation; as wide as a phone's
// screen, on as many pages as it takes.
//
// It reads a [words.Document] only: figures come from its release as they stand there, and what is
// withheld is striped. It must not know responses, nor compute a figure.
package picture
