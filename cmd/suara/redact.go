package main

import (
	"context"
	"log/slog"
	"strings"

	"suara/cmd/suara/config"
)

// redacting is a log handler that lets no token through: neither the configured one nor anything
// that looks like one.
type redacting struct {
	slog.Handler
	token string // empty: none is configured
}

func (h redacting) clean(s string) string {
	if h.token != "" {
		s = strings.ReplaceAll(s, h.token, "***")
	}
	return config.Redact(s)
}

// Handle redacts the message and every attribute.
func (h redacting) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, h.clean(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(h.attr(a))
		return true
	})
	return h.Handler.Handle(ctx, clean)
}

// WithAttrs redacts attributes that are bound to a logger.
func (h redacting) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = h.attr(a)
	}
	return redacting{h.Handler.WithAttrs(clean), h.token}
}

// WithGroup keeps the redaction inside a group.
func (h redacting) WithGroup(name string) slog.Handler {
	return redacting{h.Handler.WithGroup(name), h.token}
}

func (h redacting) attr(a slog.Attr) slog.Attr {
	v := a.Value.Resolve()
	switch v.Kind() {
	case slog.KindString:
		return slog.String(a.Key, h.clean(v.String()))
	case slog.KindGroup:
		var group []slog.Attr
		for _, inner := range v.Group() {
			group = append(group, h.attr(inner))
		}
		return slog.Attr{Key: a.Key, Value: slog.GroupValue(group...)}
	case slog.KindAny:
		return slog.String(a.Key, h.clean(v.String()))
	}
	return a
}
