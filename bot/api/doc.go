// Package api is a bare client of Telegram's Bot API: calls, uploads and downloads, long polling and the
// webhook's handler, and errors that tell a refusal by Telegram from a line that failed.
//
// Updates are handed on as the bytes they came in. The package must not know what an update means, nor
// anything of surveys, fieldwork, texts or the database. The token stands in no error and no line of the log.
package api
