package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// The adversary of this file has a copy of the database from after every submission, a backup of every day,
// the final file with its free pages, the log and all that was posted, but not the key.

// typedBy is what the i-th person writes: no two alike.
func typedBy(i int) string { return fmt.Sprintf("kesaksian-nomor-%03d", i) }

// testify lets a person answer with words of their own.
func (c *crew) testify(i int) {
	c.t.Helper()
	c.comments(c.people[i], threeOptions[i%3], typedBy(i))
}

// file gives the bytes of the database's file, free pages included.
func (c *crew) file() []byte {
	c.t.Helper()
	return readFile(c.t, c.set.Storage.Path)
}

func (c *crew) backedUp() []byte {
	c.t.Helper()
	to := filepath.Join(c.t.TempDir(), "cadangan.db")
	if _, err := c.sys.store.Backup(to); err != nil {
		c.t.Fatal(err)
	}
	return readFile(c.t, to)
}

// traces are the ways in which the answers of the first n people may lie in bytes: what they wrote, and
// the values of an interview as CBOR and as JSON.
func traces(n int) map[string][]byte {
	out := map[string][]byte{}
	for i := range n {
		out["text "+typedBy(i)] = []byte(typedBy(i))
	}
	for v := 1; v <= 3; v++ {
		text := fmt.Sprint(v)
		out["CBOR of "+text] = []byte{0x61, text[0], 0x61, text[0]} // "1", "1" in a list
		out["JSON of "+text], _ = json.Marshal([]string{text, text, ""})
		out["JSON values of "+text] = fmt.Appendf(nil, `"%s","%s"`, text, text)
	}
	return out
}

// found names the traces in some bytes.
func found(in []byte, traces map[string][]byte) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(traces)) {
		if bytes.Contains(in, traces[name]) {
			names = append(names, name)
		}
	}
	return names
}

// dump reads a bucket of a database's file with everything below it.
func dump(t testing.TB, raw []byte, bucket string) map[string]string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "salinan.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	out := map[string]string{}
	var walk func(b *bolt.Bucket, under string) error
	walk = func(b *bolt.Bucket, under string) error {
		return b.ForEach(func(k, v []byte) error {
			if v == nil {
				return walk(b.Bucket(k), under+string(k)+"/")
			}
			out[under+string(k)] = string(v)
			return nil
		})
	}
	err = db.View(func(tx *bolt.Tx) error { return walk(tx.Bucket([]byte(bucket)), "") })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// No plaintext of an answer lies in file, backup or log while an anonymous wave is open. That the search
// would find it is shown by a confidential wave.
func TestAdversaryReadsNoAnswerOfAnOpenWave(t *testing.T) {
	const people = 4
	for _, mode := range []string{"anonymous", "confidential"} {
		t.Run(mode, func(t *testing.T) {
			c := newCrew(t, people, scene{mode: mode})
			c.opens()
			c.rest(time.Minute)
			seen := map[string]bool{}
			for i := range people {
				c.testify(i)
				for _, raw := range [][]byte{c.file(), c.backedUp()} {
					for _, name := range found(raw, traces(people)) {
						seen[name] = true
					}
				}
			}
			if mode == "anonymous" && len(seen) > 0 {
				t.Errorf("the file of an open anonymous wave holds %v", slices.Sorted(maps.Keys(seen)))
			}
			if texts := seen["text "+typedBy(0)] && seen["CBOR of 1"]; mode == "confidential" && !texts {
				t.Errorf("the search is wrong: of a confidential wave it finds %v", slices.Sorted(maps.Keys(seen)))
			}
			if names := found(c.log.Bytes(), traces(people)); names != nil {
				t.Errorf("the log holds %v", names)
			}
		})
	}
}

// Copies from before and after a submission show which sealed record is whose. At closing that leads
// nowhere: the records get new ids, the key is gone from file, backup and key file, and without it no
// copy can be read.
func TestAdversaryFollowsNoRecordOverTheClosing(t *testing.T) {
	const people = 9 // fewer comments than are released
	c := anonymousCrew(t, people)
	wave := c.wave()
	var keys map[string]string
	if err := json.Unmarshal(readFile(t, storage.KeyFile(c.set.Storage.Path)), &keys); err != nil || len(keys) != 1 {
		t.Fatalf("%v, %v", keys, err)
	}
	of := map[string]int{} // id of a sealed record → person
	before := dump(t, c.file(), "sealed")
	for i := range people {
		c.testify(i)
		after := dump(t, c.file(), "sealed")
		for key := range after {
			if _, old := before[key]; !old {
				of[key] = i
			}
		}
		before = after
	}
	open := c.file()
	if len(of) != people {
		t.Fatalf("the copies show %d records of %d people: they were to show each", len(of), people)
	}
	c.closes()
	final, later := c.file(), c.backedUp()
	rows := dump(t, final, "responses")
	if len(rows) != people || len(dump(t, final, "sealed")) != 0 || len(dump(t, final, "invitations")) != 0 {
		t.Errorf("%d rows are kept, with sealed ones or invitations", len(rows))
	}
	for key := range rows {
		if _, same := of[key]; same {
			t.Errorf("a row kept the id of a sealed record")
		}
	}
	secret, err := hex.DecodeString(keys[string(wave.ID)])
	if err != nil {
		t.Fatal(err)
	}
	left := readFile(t, storage.KeyFile(c.set.Storage.Path))
	for name, raw := range map[string][]byte{
		"open copy": open, "final file": final, "backup": later, "log": c.log.Bytes(), "key file": left,
	} {
		if bytes.Contains(raw, secret) || bytes.Contains(raw, []byte(keys[string(wave.ID)])) {
			t.Errorf("%s: holds the key", name)
		}
		for i := range people {
			if bytes.Contains(raw, []byte(typedBy(i))) {
				t.Errorf("%s: holds what person %d wrote", name, i)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "suara.db")
	if err := os.WriteFile(path, open, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(storage.KeyFile(path), left, 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := storage.Open(path, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	err = store.Submissions(wave, func([]byte, storage.Submission) error { return nil })
	if err == nil || !strings.Contains(err.Error(), storage.ErrNoKey.Error()) {
		t.Errorf("a copy from before the closing can be read: %v", err)
	}
}

// With equal record ids, two orders in which the same people give the same answers leave the same bytes
// behind wherever answers lie: rows, comments, release.
func TestAdversarySeesNoOrder(t *testing.T) {
	const people = 12 // as many comments as are released
	var kept [2]map[string]map[string]string
	for run, order := range [][]int{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, {7, 3, 11, 0, 9, 5, 1, 8, 2, 10, 4, 6}} {
		c := anonymousCrew(t, people)
		for _, i := range order {
			c.testify(i)
		}
		c.sys.random.(dice).Reader.(*rand.ChaCha8).Seed([32]byte{9})
		c.closes()
		kept[run] = map[string]map[string]string{}
		for _, bucket := range []string{"responses", "comments", "releases", "statuses"} {
			if kept[run][bucket] = dump(t, c.file(), bucket); len(kept[run][bucket]) == 0 {
				t.Errorf("nothing lies in %s", bucket)
			}
		}
	}
	for bucket, first := range kept[0] {
		if !maps.Equal(first, kept[1][bucket]) {
			t.Errorf("%s tells the order in which people answered:\n%q\n%q", bucket, first, kept[1][bucket])
		}
	}
}

// After the closing nothing tells of the people who answered when: not the chats, prompts, screens, slots or
// invitations.
func TestAdversarySeesNotWhoResponded(t *testing.T) {
	c := anonymousCrew(t, 8)
	c.inTurn(5)
	c.tap(c.people[5], "Mulai", "Tidak bersedia")
	c.tap(c.people[6], "Mulai", "Saya bersedia", "Satu")
	c.closes()
	raw := c.file()
	for _, bucket := range []string{"invitations", "interviews", "sealed", "prompts"} {
		if left := dump(t, raw, bucket); len(left) > 0 {
			t.Errorf("%s keeps %d records", bucket, len(left))
		}
	}
	screens := map[string]bool{}
	err := c.sys.store.View(func(tx *storage.Tx) error {
		for _, p := range c.people {
			chat, err := tx.Chat(survey.AccountID(p.ID()))
			if err != nil {
				return err
			}
			if chat.Screen.Wave == c.wave().ID {
				screens[chat.Screen.Name] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(screens) != 1 {
		t.Errorf("the screens differ: %v", slices.Sorted(maps.Keys(screens)))
	}
}

// A lost key is said at start, in /status and on the command line; participation stays, nobody can
// answer, and the closing gives a plain statement in place of results. With the key put back all goes on.
func TestLostKey(t *testing.T) {
	for _, back := range []bool{true, false} {
		t.Run(fmt.Sprintf("put back %v", back), func(t *testing.T) {
			c := newCrew(t, 7, scene{mode: "anonymous"})
			owner := c.tg.NewPerson(simulator.Person{ID: 900, FirstName: "Pemilik"})
			owner.Start("")
			c.opens()
			c.rest(time.Minute)
			c.inTurn(5)
			c.tap(c.people[5], "Mulai", "Saya bersedia", "Satu")
			keys := storage.KeyFile(c.set.Storage.Path)
			copied := filepath.Join(t.TempDir(), "kunci")
			if _, err := storage.CopyKeys(keys, copied); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(keys); err != nil {
				t.Fatal(err)
			}
			c.restart()
			c.rest(time.Minute)
			c.saysThatTheKeyIsLost(owner)
			if back {
				c.putKeyBack(copied)
				return
			}
			c.closes()
			id := string(c.wave().ID)
			for _, format := range []string{"text", "json", "html"} {
				if out := c.command("summary", map[string]string{"format": format}, "", id); len(out.Stdout) == 0 {
					t.Errorf("no summary as %s", format)
				}
			}
			out := string(c.command("summary", nil, "", id).Stdout)
			if !strings.Contains(out, "kunci periode ini hilang") {
				t.Errorf("the summary does not say why there are no figures:\n%s", out)
			}
			if c.posted("Tidak ada hasil: kunci periode survei ini hilang") != 1 {
				t.Error("the group is not told why there are no results")
			}
			if out := c.command("wave status", nil, "", id); !strings.Contains(string(out.Stdout), "5 complete of 7") {
				t.Errorf("the participation is gone:\n%s", out.Stdout)
			}
		})
	}
}

func (c *crew) saysThatTheKeyIsLost(owner *simulator.Phone) {
	c.t.Helper()
	id := string(c.wave().ID)
	for what, text := range map[string]string{
		"log": c.log.String(), "group": texts(c.group.Messages()),
		"wave status": string(c.command("wave status", nil, "", id).Stdout),
	} {
		if !strings.Contains(text, "not in the key file") && !strings.Contains(text, "tidak ada di berkas kunci") {
			c.t.Errorf("%s: nothing of the lost key:\n%s", what, tail(text, 600))
		}
	}
	owner.Send("/status")
	c.rest(time.Minute)
	if last := owner.Last().Text; !strings.Contains(last, "Kunci periode ini tidak ada") {
		c.t.Errorf("/status says %q", last)
	}
	for _, i := range []int{0, 5, 6} { // has answered, is in the midst, was invited
		c.people[i].Send("/start")
		c.rest(time.Minute)
	}
	if n := c.people[6].Last(); strings.Contains(n.Text, "Butir pertama") {
		c.t.Errorf("a question is asked: %q", n.Text)
	}
	if strings.Contains(c.log.String(), "set aside") {
		c.t.Errorf("an event failed:\n%s", tail(c.log.String(), 1000))
	}
}

func (c *crew) putKeyBack(copied string) {
	c.t.Helper()
	id := string(c.wave().ID)
	if _, err := c.sys.store.ImportKeys(copied, func(w string) bool { return w == id }); err != nil {
		c.t.Fatal(err)
	}
	c.restart()
	c.rest(time.Minute)
	for _, p := range c.people[5:] {
		p.Send("/start")
	}
	c.rest(time.Minute)
	c.tap(c.people[5], "Dua", "Lewati", "Kirim jawaban")
	c.tap(c.people[6], "Saya bersedia", "Tiga", "Tiga", "Lewati", "Kirim jawaban")
	c.closes()
	if n := len(c.kept()); n != 7 {
		c.t.Errorf("%d rows of 7 people", n)
	}
}

// texts joins what stands in messages.
func texts(messages []simulator.Message) string {
	var b strings.Builder
	for _, m := range messages {
		fmt.Fprintf(&b, "%s\n%s\n%s\n", m.Text, m.Caption, m.Rich)
	}
	return b.String()
}

// A backup of an open anonymous wave is worth its answers only with the key file. Who answered after it was
// made has to answer again.
func TestRestoredAnonymousWave(t *testing.T) {
	for _, with := range []bool{true, false} {
		t.Run(fmt.Sprintf("with its key %v", with), func(t *testing.T) {
			c := anonymousCrew(t, 7)
			c.inTurn(5)
			backup := filepath.Join(t.TempDir(), "cadangan.db")
			if err := os.WriteFile(backup, c.backedUp(), 0o600); err != nil {
				t.Fatal(err)
			}
			c.answers(c.people[5], "Dua")
			if err := c.sys.close(); err != nil {
				t.Fatal(err)
			}
			if !with {
				if err := os.Remove(storage.KeyFile(c.set.Storage.Path)); err != nil {
					t.Fatal(err)
				}
			}
			done, err := storage.Restore(backup, c.set.Storage.Path, c.clock.Now(),
				func(*storage.Tx) error { return nil })
			if err != nil {
				t.Fatal(err)
			}
			if lost := len(done.Lost) > 0; lost == with {
				t.Errorf("lost %v", done.Lost)
			}
			c.clock.Advance(2 * time.Second)
			c.raise()
			c.rest(time.Minute)
			if with {
				c.people[5].Send("/start")
				c.rest(time.Minute)
				c.tap(c.people[5], "Saya bersedia", "Dua", "Dua", "Lewati", "Kirim jawaban")
			}
			c.closes()
			if rows, want := len(c.kept()), map[bool]int{true: 6, false: 0}[with]; rows != want {
				t.Errorf("%d rows, want %d", rows, want)
			}
			status := c.command("wave status", nil, "", string(c.wave().ID))
			complete := fmt.Sprintf("%d complete of 7", map[bool]int{true: 6, false: 5}[with])
			if !strings.Contains(string(status.Stdout), complete) {
				t.Errorf("participation:\n%s", status.Stdout)
			}
		})
	}
}
