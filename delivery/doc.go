// Package delivery decides when an outgoing message may leave and what its outcome means.
//
// A Queue holds the rows of the outbox in memory and is a pure state machine: the limits that
// Telegram keeps, who goes first, how long to wait after a refusal, and what is tried again. A
// Sender is the shell around it that runs sends in parallel. The package does not know what a row
// says or how it is sent, and it stores nothing: the outbox on disk is the writer's.
package delivery
