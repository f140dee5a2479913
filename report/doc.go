// Package report turns responses into figures: scores, bases, margins and reliability, with the
// one suppression that every path out goes through, renders them as JSON, text and rows, and reads rows
// back for an analyst.
//
// It is pure: responses come in as an iterator, times as values. It must not know Telegram, the
// database or the clock, and it never prints a figure that [Compute] has withheld, because a
// withheld figure is not in the [Release] at all.
package report
