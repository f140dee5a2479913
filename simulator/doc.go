// Package simulator is the Telegram Bot API on loopback, with people in it.
//
// A Server answers the methods a bot calls as api.telegram.org documents them:
// the same checks, the same error texts, the same rules for confirming updates,
// and, when asked, the same rate limits. A Phone is one person's app in a private
// chat with the bot, a Group is a chat in which the bot is a member. Faults can be
// injected, and time comes from a Clock that is either real or stands still until
// it is moved.
//
// It knows Telegram and nothing else: no surveys, and no package of the bot that
// it serves.
package simulator
