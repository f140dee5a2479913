// Package fielding is the writer loop: events in, one storage transaction a batch, effects out.
//
// Everything that changes what Suara knows happens here, one event after the other: updates from
// chats, ticks of the clock, commands of admins and the operator, and receipts of what was sent. It
// decides which screen a chat shows and which posts go out, by name; how they look is the bot's
// part. It must not know Telegram's API, the network or the clock: time comes in with each batch.
package fielding
