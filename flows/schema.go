package flows

import (
	_ "embed"
	"slices"
)

//go:embed flow.schema.json
var schema []byte

// Schema is the JSON Schema (draft 2020-12) of flow files, for editors. It knows their form; [Inspect]
// knows their sense too.
func Schema() []byte { return slices.Clone(schema) }
