// Package config reads the configuration file: its text and a look-up of the environment in, a typed
// configuration or the list of all problems with file, line and column out.
//
// [Load] goes in three steps. A reader walks the YAML over the defaults and remembers where each value
// stands; a checker judges each value at its place; what passed becomes the types that the parts are
// made with. What must be read beside the text (flows, their pictures) or judged elsewhere (a webhook's
// secret) comes in as functions of [Source]. The package must not know the disk, the database, Telegram,
// the network or the clock.
package config
