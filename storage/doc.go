// Package storage keeps everything that Suara must not lose in one bbolt file: roster, chats,
// waves, invitations, interviews, responses and the outbox.
//
// It knows how records lie on disk, which of them are sealed, and nothing of what they mean: no
// Telegram, no questionnaire, and no clock but for the wait on the lock. bbolt's types don't leave
// it. One process writes; see [Open] for how that is held.
//
// It builds on 64-bit Unix only: bbolt maps the whole file into memory, and the lock is flock's.
package storage
