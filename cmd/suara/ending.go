package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// ending is how the name of a file ends, in lower case with its dot: ".csv".
func ending(file string) string { return strings.ToLower(filepath.Ext(file)) }

// formatEndings are the endings of files in a format.
var formatEndings = map[string][]string{
	"text":  {".txt", ".md"},
	"json":  {".json"},
	"html":  {".html", ".htm"},
	"xlsx":  {".xlsx"},
	"png":   {".png"},
	"docx":  {".docx"},
	"csv":   {".csv", ".tsv", ".txt"},
	"jsonl": {".jsonl", ".ndjson", ".json"},
}

// foreignEndings are of files that people ask for and no command writes.
var foreignEndings = []string{
	".pdf", ".doc", ".odt", ".rtf", ".xls", ".xlsm", ".ods", ".pptx", ".jpg", ".jpeg", ".svg", ".xml", ".yaml", ".sav",
	".zip", ".gz", ".tgz", ".tar", ".7z", ".rar",
}

// promisesOther tells whether a file's ending promises something else than the format that is written.
// Endings of no known kind promise nothing.
func promisesOther(file, format string) bool {
	end := ending(file)
	if slices.Contains(formatEndings[format], end) {
		return false
	}
	for _, endings := range formatEndings {
		if slices.Contains(endings, end) {
			return true
		}
	}
	return slices.Contains(foreignEndings, end)
}

// fits refuses, as a wrong usage, a file whose ending promises something else than --format says.
func fits(flag, file, format string) error {
	if !promisesOther(file, format) {
		return nil
	}
	return usageError{fmt.Errorf("%s %s: %s is written; choose another --format or an ending such as %s",
		flag, file, format, formatEndings[format][0])}
}
