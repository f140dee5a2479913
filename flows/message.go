package flows

import "suara/flows/expression"

// Message is what a problem says: an English sentence with what it is about kept apart.
type Message = expression.Message

// Say makes a message of a format of package fmt and its arguments, some of which can be messages themselves.
func Say(format string, args ...any) Message { return expression.Say(format, args...) }

// named is a key of the file where a message may stand.
func named(key string) Message { return Say("%s", key) }
