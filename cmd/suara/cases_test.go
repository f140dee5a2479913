package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// proofs says for every public case of the groups A (sessions), D (sending), G (time) and L (disk) which
// test holds it: the file, and what in it names the test.
var proofs = map[int][2]string{
	1: {"cmd/suara/testdata/conversations/restart.txtar", "rows 1,"}, 2: {"cmd/suara/cases_sessions_test.go", `"2 `},
	4: {"cmd/suara/cases_sessions_test.go", `"4 `}, 5: {"cmd/suara/testdata/conversations/restart.txtar", " 5,"},
	7: {"cmd/suara/cases_sessions_test.go", `"7 `}, 8: {"cmd/suara/cases_sessions_test.go", "TestCase8A"},
	10: {"cmd/suara/testdata/conversations/taps.txtar", "rows 10,"}, 11: {"cmd/suara/testdata/conversations/taps.txtar", " 11,"},
	12: {"cmd/suara/testdata/conversations/taps.txtar", " 12,"}, 13: {"cmd/suara/testdata/conversations/taps.txtar", " 13,"},
	14: {"cmd/suara/testdata/conversations/taps.txtar", " 14,"}, 15: {"cmd/suara/cases_sessions_test.go", `"15 `},
	16: {"cmd/suara/cases_sessions_test.go", `"16 `}, 17: {"cmd/suara/cases_sessions_test.go", `"17 `},
	19: {"fielding/gap_test.go", "Row 19"}, 20: {"cmd/suara/cases_sessions_test.go", `"20 `},
	22: {"cmd/suara/crowd_faulty_test.go", "TestSecondPoller"}, 23: {"cmd/suara/cases_sessions_test.go", `"23 `},
	25: {"cmd/suara/testdata/conversations/kinds.txtar", " 25,"},

	68: {"cmd/suara/cases_sending_test.go", `"68 `}, 70: {"cmd/suara/cases_sending_test.go", `"70 `},
	71: {"cmd/suara/cases_sending_test.go", `"71 `}, 73: {"cmd/suara/cases_sending_test.go", `"73 `},
	74: {"cmd/suara/cases_sending_test.go", `"74 `}, 76: {"cmd/suara/cases_sending_test.go", `"76 77 `},
	77: {"cmd/suara/cases_sending_test.go", `"76 77 `}, 79: {"cmd/suara/cases_sending_test.go", `"79 `},

	109: {"schedule/spec_test.go", `"109 `}, 110: {"schedule/spec_test.go", `"110 `}, 111: {"schedule/spec_test.go", `"111 `},
	112: {"schedule/spec_test.go", `"112 `}, 113: {"schedule/spec_test.go", `"113 `},
	115: {"cmd/suara/cases_schedule_test.go", `"115 `}, 116: {"cmd/suara/cases_schedule_test.go", `"116 `},
	117: {"cmd/suara/cases_schedule_test.go", `"117 `}, 118: {"cmd/suara/cases_schedule_test.go", `"118 `},
	119: {"cmd/suara/cases_schedule_test.go", `"119 `}, 121: {"fielding/schedule_test.go", "TestPanicSetsOneEventAside"},
	122: {"cmd/suara/cases_schedule_test.go", `"122 `}, 123: {"cmd/suara/main.go", `_ "time/tzdata"`},
	124: {"schedule/text_test.go", `"124 `}, 125: {"schedule/spec_test.go", "TestOneCronInThreeZones"},
	127: {"cmd/suara/cases_schedule_test.go", `"127 `}, 128: {"schedule/hours_test.go", `"128 `},
	130: {"cmd/suara/testdata/conversations/invitation.txtar", " 130"}, 131: {"cmd/suara/cases_schedule_test.go", `"131 `},
	133: {"cmd/suara/cases_schedule_test.go", `"133 `},

	183: {"cmd/suara/serve_test.go", "TestBusyDatabaseIsSaidPlainly"}, 184: {"storage/backup_test.go", "TestCompact"},
	185: {"storage/backup_test.go", "TestCompact"}, 186: {"cmd/suara/crash_test.go", `"186 `},
	187: {"storage/backup_test.go", "TestBackupWhileWriting"}, 188: {"storage/disk_linux_test.go", "L188"},
	189: {"storage/responses_test.go", "TestSubmissionsBesideTheWriter"}, 190: {"storage/responses_test.go", "TestSubmissionsPages"},
	191: {"storage/wide.go", "1 << 63"}, 193: {"cmd/suara/disk_linux_test.go", "Row 193"},
	194: {"storage/responses_test.go", "TestRespondentsInOrderOfNumber"},
}

// TestEveryCaseHasItsTest finds every test that proofs names.
func TestEveryCaseHasItsTest(t *testing.T) {
	for row, proof := range proofs {
		raw, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(proof[0])))
		if err != nil || !strings.Contains(string(raw), proof[1]) {
			t.Errorf("row %d: %s has no %s (%v)", row, proof[0], proof[1], err)
		}
	}
}
