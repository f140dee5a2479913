// Package report turns responses into figures: scores, bases, margins and reliability, with the
// one suppression that every path out goes through, coarsens rows, and reads rows back for an analyst.
// What a [Release] is written as stands in the packages below: they see the release only, so that none
// can show a figure that [Compute] has withheld.
//
// It is pure: responses come in as an iterator, times as values. It must not know Telegram, the
// database, the clock, or how a release looks.
package report
