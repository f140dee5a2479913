// Package bot is Telegram's side of Suara: it decodes updates into events, renders the screens and
// posts that the writer names, and sends them.
//
// The Bot API is called by package bot/api. Texts stand in the catalogues of package bot/texts: what a text
// says is decided there, which one is shown is decided by package fielding. The package reads the database to
// render and never writes it, and it must not know when anything is due or what an answer means.
package bot
