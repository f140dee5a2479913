// Package texts holds what people read: a catalogue for each language, embedded, with the writing of its
// texts, of counts and of figures.
//
// A text is plain or HTML by its key; it has {names} for values and [groups] that are left out where a
// value is missing. The package knows languages and formats. It must not know which text is shown when,
// where it is shown, or anything of storage.
package texts
