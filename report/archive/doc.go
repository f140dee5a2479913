// Package archive gathers what is kept of a closed wave: every file that a later reader needs, with
// the hashes of all.
//
// It renders nothing itself, and must not know the database or where the files go.
package archive
