// Package xlsx writes spreadsheets: a document as a workbook with charts, plain tables for people to print,
// and any number of rows. Words and ids are text, so that nothing runs as a formula and no NIP is rounded.
//
// It reads a [words.Document] only: it must not know responses, nor compute a figure.
package xlsx
