package storage_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"suara/storage"
	"suara/survey"
)

var rewrite = flag.Bool("update", false, "write testdata/v1.db anew")

var noon = time.Unix(1_790_000_000, 0)

var (
	hidden = survey.Wave{ID: "berakhlak-1", Survey: "berakhlak", State: survey.WaveOpen, Mode: survey.Anonymous,
		MinGroup: 5, Flow: "v1", Opened: noon, Closes: noon.Add(14 * 24 * time.Hour), MaxReminders: 2,
		ReminderGap: 2, Grace: 10 * time.Minute, Units: units}
	linked = survey.Wave{ID: "layanan-1", Survey: "layanan", State: survey.WaveClosed, Mode: survey.Confidential,
		MinGroup: 5, Flow: "v2", Opened: noon.Add(time.Hour), Closes: noon.Add(2 * time.Hour),
		Closed: noon.Add(3 * time.Hour), Base: survey.Base{Roster: 6, Registered: 5, Reachable: 4, Invited: 3,
			Started: 2, Complete: 1}, Erased: 3, Progress: 77}
	units = []survey.Unit{{ID: "dinas-a", Name: "Dinas A", Timezone: "Asia/Jayapura"},
		{ID: "bidang-b", Name: "Bidang B", Parent: "dinas-a", Order: 1}}
	person = survey.Respondent{ID: 7, Key: "198501012010011001", Name: "Siti", Unit: "dinas-a",
		Position: "Analis", Rank: "III/a", Sex: "f", Phone: "+6281200000000", Account: 900000000001,
		Registered: noon, Added: noon.Add(-time.Hour), Changed: noon}
	invitation = survey.Invitation{Unit: "dinas-a", Reach: survey.ReachDelivered, Progress: survey.Started,
		Reminders: 1, LastPrompt: noon, Notice: "n1", Joined: true, Snooze: noon.Add(time.Hour)}
	chat = storage.Chat{Respondent: 7, Language: "id", Candidate: 8, Code: "ABCDEFGH",
		Screen: storage.Screen{Name: "question", Wave: "berakhlak-1", Notice: "late", Args: map[string]string{"a": "b"}},
		Seq:    12, Live: 34, Fresh: true, Unreachable: noon, Failures: []int64{1, 2}, LockedUntil: noon,
		Keyboard: true, Left: []int{5, 6}, Plain: true}
	message = storage.Message{Kind: storage.KindDocument, Chat: -100123, Topic: 4, Name: "summary",
		Wave: "layanan-1", Args: map[string]string{"n": "3"}, Message: 9, ReplyTo: 8, File: []byte("PDF"),
		Buttons: [][]storage.Button{{{Label: "yes", Press: "y:1", Args: map[string]string{"k": "v"}}}},
		Queued:  noon, Claimed: true, Then: "progress"}
	submission = storage.Submission{
		Response: survey.Response{ID: "r1", Unit: "dinas-a", Flow: "v1", SubmittedOn: "2026-09-21",
			Values: []string{"5", survey.Skipped, survey.NotReached}, Partial: true},
		Comments: []survey.Comment{{Item: "saran", Text: "rahasia-teks"}}}
	pending = storage.Pending{Asker: 900000000001, Command: "tutup", Args: []string{"layanan-1"}, Expires: noon,
		Chat: -100123, Topic: 4}
	session = []byte(`{"bp1":"rahasia-sesi"}`)
	rowID   = []byte("0123456789abcdef")
)

// record is a kind of record with how it is stored, read and what must come back.
type record struct {
	name string
	put  func(*storage.Tx) error
	get  func(*storage.Tx) (any, error)
	want any
}

func records() []record {
	return append(rosterRecords(), append(waveRecords(), otherRecords()...)...)
}

func rosterRecords() []record {
	return []record{
		{"units", func(tx *storage.Tx) error { return tx.PutUnits(units) },
			func(tx *storage.Tx) (any, error) { return tx.Units() }, units},
		{"respondent", func(tx *storage.Tx) error { return tx.PutRespondent(person) },
			func(tx *storage.Tx) (any, error) { return tx.Respondent(7) }, person},
		{"respondent by key", nil,
			func(tx *storage.Tx) (any, error) { return tx.RespondentByKey("198501012010011001") }, person},
		{"next respondent", nil,
			func(tx *storage.Tx) (any, error) { return tx.NextRespondent(), nil }, survey.RespondentID(8)},
		{"chat", func(tx *storage.Tx) error { return tx.PutChat(900000000001, chat) },
			func(tx *storage.Tx) (any, error) { return tx.Chat(900000000001) }, chat},
		{"screen", func(tx *storage.Tx) error { return tx.QueueScreen(900000000001, 12) },
			func(tx *storage.Tx) (any, error) { return tx.QueuedScreen(900000000001), nil }, uint64(12)},
		{"code", func(tx *storage.Tx) error { return tx.PutCode("ABCDEFGH", storage.Code{Respondent: 7, Made: noon}) },
			func(tx *storage.Tx) (any, error) { return found(tx.Code("ABCDEFGH")) }, storage.Code{Respondent: 7, Made: noon}},
		{"codes by person", nil, func(tx *storage.Tx) (any, error) { return tx.Codes() },
			map[survey.RespondentID]string{7: "ABCDEFGH"}},
		{"role", func(tx *storage.Tx) error { return tx.PutRole(11, storage.RoleAdmin) },
			func(tx *storage.Tx) (any, error) { return tx.Role(11), nil }, storage.RoleAdmin},
		{"roles", nil, func(tx *storage.Tx) (any, error) { return tx.Roles() },
			map[survey.AccountID]storage.Role{11: storage.RoleAdmin}},
	}
}

func waveRecords() []record {
	put := func(tx *storage.Tx) error { return errors.Join(tx.PutWave(linked), tx.PutWave(hidden)) }
	return []record{
		{"waves by opening", put, func(tx *storage.Tx) (any, error) { return tx.Waves() }, []survey.Wave{hidden, linked}},
		{"wave", nil, func(tx *storage.Tx) (any, error) { return tx.Wave(linked.ID) }, linked},
		{"flow", func(tx *storage.Tx) error { return tx.PutFlow("v1", []byte("flow: a\n")) },
			func(tx *storage.Tx) (any, error) { return tx.Flow("v1"), nil }, []byte("flow: a\n")},
		{"invitation", func(tx *storage.Tx) error { return tx.PutInvitation(hidden.ID, 7, invitation) },
			func(tx *storage.Tx) (any, error) { return found(tx.Invitation(hidden.ID, 7)) }, invitation},
		{"sealed interview", func(tx *storage.Tx) error { return tx.PutInterview(hidden, 7, session) },
			func(tx *storage.Tx) (any, error) { return tx.Interview(hidden, 7) }, session},
		{"linked interview", func(tx *storage.Tx) error { return tx.PutInterview(linked, 7, session) },
			func(tx *storage.Tx) (any, error) { return tx.Interview(linked, 7) }, session},
		{"sealed response", func(tx *storage.Tx) error { return tx.AddSealed(hidden.ID, submission) }, nil, nil},
		{"linked response", func(tx *storage.Tx) error { return tx.PutResponse(linked.ID, 7, submission) },
			func(tx *storage.Tx) (any, error) { return found(tx.LinkedResponse(linked.ID, 7)) }, submission},
		{"row", func(tx *storage.Tx) error { return tx.PutRow("old-1", rowID, submission.Response) }, nil, nil},
		{"comments", func(tx *storage.Tx) error { return tx.PutComments("old-1", submission.Comments) },
			func(tx *storage.Tx) (any, error) { return tx.Comments("old-1") }, submission.Comments},
		{"release", func(tx *storage.Tx) error { return tx.PutRelease(linked.ID, []byte("{}")) },
			func(tx *storage.Tx) (any, error) { return tx.Release(linked.ID), nil }, []byte("{}")},
		{"status", func(tx *storage.Tx) error { return tx.PutStatus(linked.ID, []byte(`{"a":1}`)) },
			func(tx *storage.Tx) (any, error) { return tx.Status(linked.ID), nil }, []byte(`{"a":1}`)},
		{"prompt", func(tx *storage.Tx) error { return tx.QueuePrompt(hidden.ID, storage.PromptReminder, 7) },
			func(tx *storage.Tx) (any, error) { return tx.CountPrompts(hidden.ID, storage.PromptReminder), nil }, 1},
	}
}

func otherRecords() []record {
	first := message
	first.ID = 1
	dead := storage.DeadLetter{At: noon, Update: 5, Kind: "callback", Error: "no"}
	act := storage.AuditEntry{At: noon, By: 11, Act: "close", About: "layanan-1"}
	return []record{
		{"message", func(tx *storage.Tx) error { _, err := tx.AddMessage(message); return err },
			func(tx *storage.Tx) (any, error) { return found(tx.Message(1)) }, first},
		{"seen", func(tx *storage.Tx) error { return errors.Join(tx.PutSeen(3, 1<<40), tx.PutSeenNewest(3)) },
			func(tx *storage.Tx) (any, error) { return seen(tx) }, map[int]int64{3: 1 << 40}},
		{"newest seen", nil, func(tx *storage.Tx) (any, error) { return tx.SeenNewest(), nil }, 3},
		{"dead letter", func(tx *storage.Tx) error { return tx.AddDeadLetter(dead) },
			func(tx *storage.Tx) (any, error) { return tx.DeadLetters() }, []storage.DeadLetter{dead}},
		{"setting", func(tx *storage.Tx) error { return tx.PutSetting("group", "-100") },
			func(tx *storage.Tx) (any, error) { return tx.Setting("group"), nil }, "-100"},
		{"slot", func(tx *storage.Tx) error { return tx.PutSlot("open/berakhlak", noon) },
			func(tx *storage.Tx) (any, error) { return tx.Slot("open/berakhlak"), nil }, noon},
		{"pending", func(tx *storage.Tx) error { return tx.PutPending("p1", pending) },
			func(tx *storage.Tx) (any, error) { return found(tx.Pending("p1")) }, pending},
		{"sweep", func(tx *storage.Tx) error { return tx.AddSweep(noon, 11, 42) },
			func(tx *storage.Tx) (any, error) { return tx.NextSweep(), nil }, noon},
		{"audit", func(tx *storage.Tx) error { return tx.AddAudit(act) },
			func(tx *storage.Tx) (any, error) { return tx.Audit() }, []storage.AuditEntry{act}},
	}
}

func found[T any](v T, ok bool, err error) (T, error) {
	if err == nil && !ok {
		err = survey.ErrNotFound
	}
	return v, err
}

func seen(tx *storage.Tx) (map[int]int64, error) {
	ids := map[int]int64{}
	return ids, tx.Seen(func(slot int, update int64) { ids[slot] = update })
}

func fill(t *testing.T, s *storage.Store) {
	t.Helper()
	if err := s.CreateKey(string(hidden.ID)); err != nil {
		t.Fatal(err)
	}
	for _, r := range records() {
		if r.put != nil {
			update(t, s, r.put)
		}
	}
}

func checkRecords(t *testing.T, s *storage.Store) {
	t.Helper()
	for _, r := range records() {
		if r.get == nil {
			continue
		}
		view(t, s, func(tx *storage.Tx) error {
			got, err := r.get(tx)
			if err != nil || !reflect.DeepEqual(got, r.want) {
				t.Errorf("%s: got %+v, %v\nwant %+v", r.name, got, err, r.want)
			}
			return nil
		})
	}
	closed := survey.Wave{ID: "old-1", Mode: survey.Anonymous, State: survey.WaveClosed}
	row := storage.Submission{Response: submission.Response}
	for wave, want := range map[*survey.Wave]storage.Submission{&hidden: submission, &linked: submission, &closed: row} {
		if subs := submissions(t, s, *wave); len(subs) != 1 || !reflect.DeepEqual(subs[0], want) {
			t.Errorf("submissions of %s: %+v", wave.ID, subs)
		}
	}
}

func submissions(t *testing.T, s *storage.Store, w survey.Wave) (subs []storage.Submission) {
	t.Helper()
	err := s.Submissions(w, func(_ []byte, sub storage.Submission) error { subs = append(subs, sub); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return subs
}

func TestRecordsRoundTrip(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	fill(t, s)
	checkRecords(t, s)
	closeStore(t, s)
	checkRecords(t, open(t, path))
}

var (
	golden     = filepath.Join("testdata", "v1.db")
	goldenKeys = filepath.Join("testdata", "v1.keys.json")
)

// A file of version 1 opens with every later program, and reads as it was written.
func TestVersion1Opens(t *testing.T) {
	if *rewrite {
		writeVersion1(t)
	}
	path := newPath(t)
	for golden, copied := range map[string]string{golden: path, goldenKeys: path + ".keys"} {
		raw, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if len(raw) >= 64<<10 {
			t.Errorf("%s is %d bytes", golden, len(raw))
		}
		write(t, copied, raw)
	}
	s := open(t, path)
	checkRecords(t, s)
	if v, err := s.Version(); err != nil || v != storage.Versions {
		t.Errorf("version %d after opening, %v", v, err)
	}
	checkBuckets(t, s)
}

func writeVersion1(t *testing.T) {
	t.Helper()
	if storage.Versions != 1 {
		t.Fatal("version 1 is past: its file must stay as that program wrote it")
	}
	path := newPath(t)
	s := open(t, path)
	fill(t, s)
	if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := s.WriteCompact(golden); err != nil {
		t.Fatal(err)
	}
	keys, err := os.ReadFile(path + ".keys")
	if err != nil {
		t.Fatal(err)
	}
	write(t, goldenKeys, keys)
}
