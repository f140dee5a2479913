// Package source reads the YAML of a flow's file: it parses within bounds, so that no file can take long, and gives
// mappings, lists and single values with their places in the file, aliases and merges followed.
//
// It must not know what the keys of a flow mean.
package source
