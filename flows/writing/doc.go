// Package writing knows how people write: it reads numbers, dates, times of day, telephone numbers and e-mail
// addresses as Indonesians type them, in the digits of any script, and writes what is stored as people read it.
//
// It must not know flows, items or their limits, nor what people are told when something can't be read.
package writing
