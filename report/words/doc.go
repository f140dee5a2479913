// Package words says the figures of a release in Indonesian and English: numbers, the summary as text,
// findings as sentences, and [Document], a release with all that is said around it, from which pictures
// and files are made.
//
// It reads a [report.Release] only, in which whatever is withheld is missing. It must not know responses,
// nor how a file or picture is laid out.
package words
