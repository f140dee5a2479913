package main

import (
	"slices"
	"testing"
)

const (
	answersFile    = "cmd/suara/cases_answers_test.go"
	messagesFile   = "cmd/suara/cases_messages_test.go"
	definitionFile = "cmd/suara/cases_definition_test.go"
)

// proofsOfConversation says for every public case of the groups B (answers), C (messages) and H (definition
// and closing) which test holds it.
var proofsOfConversation = map[int][2]string{
	26: {answersFile, `"26 `}, 28: {answersFile, `"28 29 `}, 29: {answersFile, `"28 29 `}, 31: {answersFile, `"31 `},
	32: {answersFile, `"32 `}, 33: {answersFile, `"33 `}, 34: {answersFile, `"34 `}, 35: {answersFile, `"35 `},
	37: {answersFile, `"37 `}, 38: {answersFile, `"38 `}, 40: {answersFile, `"40 `}, 41: {answersFile, `"41 `},
	43: {answersFile, `"43 `}, 44: {answersFile, `"44 `}, 46: {answersFile, `"46 `}, 47: {answersFile, `"47 48 49 50 `},
	48: {answersFile, `"47 48 49 50 `}, 49: {answersFile, `"47 48 49 50 `}, 50: {answersFile, `"47 48 49 50 `},
	51: {answersFile, `"51 52 `}, 52: {answersFile, `"51 52 `},

	53: {messagesFile, `"53 `}, 55: {messagesFile, `"55 `}, 56: {messagesFile, `"56 `}, 58: {messagesFile, `"58 `},
	59: {messagesFile, `"59 `}, 61: {"bot/cases_test.go", `"61 `}, 62: {"bot/cases_test.go", `"62 `},
	64: {messagesFile, `"64 65 `}, 65: {messagesFile, `"64 65 `}, 67: {messagesFile, `"67 `},

	134: {definitionFile, `"134 `}, 136: {definitionFile, `"136 `}, 137: {definitionFile, `"137 `},
	139: {definitionFile, `"139 `}, 140: {definitionFile, `"140 `},
}

// leftOut says which rows of the groups B, C and H have no test, and why.
var leftOut = map[int]string{
	142: "Suara has no quotas: everybody on the roster may answer",
	143: "Suara has no quotas: nobody is turned away halfway",
}

// TestEveryCaseOfTheConversation finds a test, or the reason why there is none, for every row of the
// groups B, C and H.
func TestEveryCaseOfTheConversation(t *testing.T) {
	checkProofs(t, proofsOfConversation)
	rows := []int{26, 28, 29, 31, 32, 33, 34, 35, 37, 38, 40, 41, 43, 44, 46, 47, 48, 49, 50, 51, 52,
		53, 55, 56, 58, 59, 61, 62, 64, 65, 67, 134, 136, 137, 139, 140, 142, 143}
	for _, row := range rows {
		_, proven := proofsOfConversation[row]
		if why := leftOut[row]; proven == (why != "") {
			t.Errorf("row %d: proven %v, left out %q", row, proven, why)
		}
	}
	for row := range proofsOfConversation {
		if !slices.Contains(rows, row) {
			t.Errorf("row %d is in none of the groups", row)
		}
	}
}
