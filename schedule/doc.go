// Package schedule says when things fall due: cron expressions in a time zone, working hours,
// holidays, durations, and deadlines as people write them.
//
// It must not know Telegram, the database or the clock: it computes with the times it is given, and
// who stores due instants and acts on them is elsewhere. Of robfig/cron only the parser is used;
// what an expression means on a day when clocks change is decided here.
package schedule
