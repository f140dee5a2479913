// Package flows is the questionnaire engine: it loads the definition of a flow, checks it, and
// walks one person through it. [Flow.Step] takes an interview and one input and gives the next
// interview and what to tell; [Flow.Show] gives what the person sees now. Both are pure: the same
// arguments always give the same result.
//
// An interview is a [Session], a value that turns into bytes and back; whoever keeps the bytes
// need not read them. The flow that an interview began with must be the one that goes on with it:
// the version of a flow ([Flow.Version]) is the hash of its source.
//
// The package must not know the database, Telegram, the network, files, logs or the clock: time
// comes in with every input, already in the respondent's zone. What people are told leaves as a
// [Notice], a key of the catalogues with arguments; texts come only from the flow's own file.
package flows
