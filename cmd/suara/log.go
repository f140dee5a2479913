package main

import (
	"io"
	"log/slog"
)

// newLog makes a log that no token gets into.
func newLog(w io.Writer, token string, level slog.Level) *slog.Logger {
	text := slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})
	return slog.New(redacting{Handler: text, token: token})
}
