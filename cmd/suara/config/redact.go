package config

import "regexp"

// tokenShape is what a bot's token looks like inside other text, also percent-encoded in an URL.
var tokenShape = regexp.MustCompile(`\d{3,}(:|%3[Aa])[A-Za-z0-9_-]{10,}`)

// Redact puts *** in place of everything in a text that looks like a bot's token.
func Redact(s string) string { return tokenShape.ReplaceAllString(s, "***") }
