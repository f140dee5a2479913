package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// proofs says for the public cases of the groups A (sessions), D (sending), E (groups), F (identity),
// G (time), I (results), J (roster), K (export)
// and L (disk) which test holds each: the file, and what in it names the test.
var proofs = map[int][2]string{
	1: {"cmd/suara/testdata/conversations/restart.txtar", "rows 1,"}, 2: {"cmd/suara/cases_sessions_test.go", `"2 `},
	4: {"cmd/suara/cases_sessions_test.go", `"4 `}, 5: {"cmd/suara/testdata/conversations/restart.txtar", " 5,"},
	7: {"cmd/suara/cases_sessions_test.go", `"7 `}, 8: {"cmd/suara/cases_sessions_test.go", "TestCase8A"},
	10: {"cmd/suara/testdata/conversations/taps.txtar", "rows 10,"},
	11: {"cmd/suara/testdata/conversations/taps.txtar", " 11,"},
	12: {"cmd/suara/testdata/conversations/taps.txtar", " 12,"},
	13: {"cmd/suara/testdata/conversations/taps.txtar", " 13,"},
	14: {"cmd/suara/testdata/conversations/taps.txtar", " 14,"}, 15: {"cmd/suara/cases_sessions_test.go", `"15 `},
	16: {"cmd/suara/cases_sessions_test.go", `"16 `}, 17: {"cmd/suara/cases_sessions_test.go", `"17 `},
	19: {"fielding/gap_test.go", "Row 19"}, 20: {"cmd/suara/cases_sessions_test.go", `"20 `},
	22: {"cmd/suara/crowd_faulty_test.go", "TestSecondPoller"}, 23: {"cmd/suara/cases_sessions_test.go", `"23 `},
	25: {"cmd/suara/testdata/conversations/kinds.txtar", " 25,"},

	68: {"cmd/suara/cases_sending_test.go", `"68 `}, 70: {"cmd/suara/cases_sending_test.go", `"70 `},
	71: {"cmd/suara/cases_sending_test.go", `"71 `}, 73: {"cmd/suara/cases_sending_test.go", `"73 `},
	74: {"cmd/suara/cases_sending_test.go", `"74 `}, 76: {"cmd/suara/cases_sending_test.go", `"76 77 `},
	77: {"cmd/suara/cases_sending_test.go", `"76 77 `}, 79: {"cmd/suara/cases_sending_test.go", `"79 `},

	80: {"cmd/suara/cases_groups_test.go", `"80, 81 `}, 81: {"cmd/suara/cases_groups_test.go", `"80, 81 `},
	82: {"cmd/suara/cases_groups_test.go", `"82, 83 `}, 83: {"cmd/suara/cases_groups_test.go", `"82, 83 `},
	85: {"cmd/suara/cases_groups_test.go", `"85 `}, 86: {"cmd/suara/cases_groups_test.go", `"86 `},
	87: {"cmd/suara/cases_groups_test.go", `"87 `}, 88: {"cmd/suara/cases_registration_test.go", `"88 `},
	89: {"cmd/suara/cases_groups_test.go", `"89 `}, 90: {"cmd/suara/cases_groups_test.go", `"90, 91, 92 `},
	91: {"cmd/suara/cases_groups_test.go", `"90, 91, 92 `}, 92: {"cmd/suara/cases_groups_test.go", `"90, 91, 92 `},
	94: {"cmd/suara/cases_groups_test.go", `"88, 94, 95 `}, 95: {"cmd/suara/cases_groups_test.go", `"88, 94, 95 `},
	97: {"cmd/suara/cases_groups_test.go", `"97 `}, 98: {"cmd/suara/cases_groups_test.go", `"98 `},

	99:  {"cmd/suara/identity_test.go", "cases 37, 99 and 100"},
	100: {"cmd/suara/identity_test.go", "cases 37, 99 and 100"},
	101: {"cmd/suara/cases_groups_test.go", `"101 `}, 103: {"cmd/suara/cases_groups_test.go", `"103 `},
	104: {"cmd/suara/cases_registration_test.go", `"104 `}, 106: {"cmd/suara/cases_registration_test.go", `"106 `},
	107: {"cmd/suara/cases_groups_test.go", `"107 `},

	109: {"schedule/spec_test.go", `"109 `}, 110: {"schedule/spec_test.go", `"110 `},
	111: {"schedule/spec_test.go", `"111 `},
	112: {"schedule/spec_test.go", `"112 `}, 113: {"schedule/spec_test.go", `"113 `},
	115: {"cmd/suara/cases_schedule_test.go", `"115 `}, 116: {"cmd/suara/cases_schedule_test.go", `"116 `},
	117: {"cmd/suara/cases_schedule_test.go", `"117 `}, 118: {"cmd/suara/cases_schedule_test.go", `"118 `},
	119: {"cmd/suara/cases_schedule_test.go", `"119 `}, 121: {"fielding/timers_test.go", "TestCase121"},
	122: {"cmd/suara/cases_schedule_test.go", `"122 `}, 123: {"cmd/suara/cases_linux_test.go", "TestCase123"},
	124: {"cmd/suara/cases_schedule_test.go", `"124 `}, 125: {"schedule/spec_test.go", "TestOneCronInThreeZones"},
	127: {"cmd/suara/cases_schedule_test.go", `"127 `}, 128: {"schedule/hours_test.go", `"128 `},
	130: {"cmd/suara/testdata/conversations/invitation.txtar", " 130"},
	131: {"cmd/suara/cases_schedule_test.go", `"131 `},
	133: {"cmd/suara/cases_schedule_test.go", `"133 `},

	145: {"report/suppress_test.go", `"case 145:`}, 146: {"report/suppress_test.go", `"case 146:`},
	147: {"cmd/suara/cases_results_test.go", `"147 `}, 148: {"report/suppress_test.go", `"case 148:`},
	149: {"cmd/suara/cases_results_test.go", `"149 `}, 150: {"cmd/suara/cases_results_test.go", `"150 `},
	151: {"cmd/suara/cases_results_test.go", `"151 `}, 152: {"cmd/suara/cases_results_test.go", `"152 `},
	154: {"cmd/suara/cases_results_test.go", `"154 `}, 155: {"report/suppress_test.go", "case 155"},
	157: {"report/participation_test.go", "case 157"}, 158: {"cmd/suara/cases_results_test.go", `"158 `},
	160: {"report/picture/picture_test.go", "case I 160"}, 161: {"report/picture/picture_internal_test.go", "cases I 160, 161"},

	163: {"cmd/suara/cases_roster_test.go", `"163 `}, 164: {"cmd/suara/cases_roster_test.go", `"164 `},
	166: {"cmd/suara/cases_roster_test.go", `"166 `}, 167: {"cmd/suara/cases_roster_test.go", `"167 `},
	169: {"cmd/suara/cases_roster_test.go", `"169 170 `}, 170: {"cmd/suara/cases_roster_test.go", `"169 170 `},
	172: {"cmd/suara/cases_roster_test.go", `"172 `}, 173: {"cmd/suara/cases_roster_test.go", `"173 `},
	175: {"cmd/suara/cases_roster_test.go", `"175 `},

	176: {"report/export/export_test.go", "cases 176"}, 178: {"report/export/export_test.go", "178, 179"},
	179: {"report/xlsx/workbook_test.go", "K 176, 178, 179"}, 181: {"report/export/export_test.go", `"case 181:`},
	182: {"report/xlsx/text_internal_test.go", "// case 182"},

	183: {"cmd/suara/serve_test.go", "TestBusyDatabaseIsSaidPlainly"}, 184: {"cmd/suara/outside_test.go", "Row 184"},
	185: {"storage/backup_test.go", "TestCompact"}, 186: {"cmd/suara/crash_test.go", `"186 `},
	187: {"storage/backup_test.go", "TestBackupWhileWriting"}, 188: {"storage/disk_linux_test.go", "L188"},
	189: {"storage/responses_test.go", "TestSubmissionsBesideTheWriter"},
	190: {"storage/responses_test.go", "TestSubmissionsPages"},
	191: {"storage/wide.go", "1 << 63"}, 193: {"cmd/suara/disk_linux_test.go", "Row 193"},
	194: {"storage/responses_test.go", "TestRespondentsInOrderOfNumber"},
}

// TestEveryCaseHasItsTest finds every test that proofs names.
func TestEveryCaseHasItsTest(t *testing.T) { checkProofs(t, proofs) }

func checkProofs(t *testing.T, proofs map[int][2]string) {
	t.Helper()
	for row, proof := range proofs {
		raw, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(proof[0])))
		if err != nil || !strings.Contains(string(raw), proof[1]) {
			t.Errorf("row %d: %s has no %s (%v)", row, proof[0], proof[1], err)
		}
	}
}
