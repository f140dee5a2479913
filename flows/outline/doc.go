// Package outline writes a loaded flow, and parts of it, as its designer looks it over at the terminal: in English, in
// the words of a flow's file.
//
// It must not know interviews, answers or how the flow is kept, and it judges nothing.
package outline
