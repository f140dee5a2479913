package bot

import (
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"suara/fielding"
	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// dataFile writes all that is held about one person, as a text that a phone opens.
type dataFile struct {
	*page
	person survey.Respondent
	out    strings.Builder
}

// myData makes the file that /data_saya sends: read when it is sent and kept nowhere.
func (r *renderer) myData(tx *storage.Tx, m storage.Message, now time.Time) ([]byte, error) {
	c, err := tx.Chat(survey.AccountID(m.Chat))
	if err != nil {
		return nil, err
	}
	d := &dataFile{page: r.newPage(tx, c.Language, now)}
	d.organisation()
	d.set("now", d.time(now))
	d.put("word.data.title")
	d.person, err = tx.Respondent(c.Respondent)
	d.set("language", d.word("language", c.Language))
	switch {
	case errors.Is(err, survey.ErrNotFound):
		d.unregistered(m.Chat, c)
	case err != nil:
		return nil, err
	default:
		if err := errors.Join(d.roster(m.Chat), d.waves()); err != nil {
			return nil, err
		}
	}
	if err := d.office(survey.AccountID(m.Chat)); err != nil {
		return nil, err
	}
	return []byte(d.out.String()), nil
}

// unregistered writes what is held of an account that is nobody's on the roster.
func (d *dataFile) unregistered(a survey.ChatID, c storage.Chat) {
	d.put("word.data.nobody")
	d.set("account", fmt.Sprint(int64(a)))
	d.set("role", d.roleOf(a))
	d.set("tries", d.some(len(c.Failures)))
	d.set("message", "")
	if c.Live != 0 {
		d.set("message", strconv.Itoa(c.Live))
	}
	d.set("survey", "")
	if c.Trial != nil {
		d.set("survey", d.argument("survey", string(c.Trial.Survey)))
	}
	d.put("word.data.account")
}

// roleOf is an account's role in words; empty: it has none.
func (d *dataFile) roleOf(a survey.ChatID) string {
	if held := fielding.RoleOf(d.tx, d.cfg, survey.AccountID(a)); held != "" {
		return d.roleName(held)
	}
	return ""
}

// office writes what is held of an account because of a role: its place in the admin group, and how many acts of
// the audit are its own.
func (d *dataFile) office(a survey.AccountID) error {
	if in, since, ok := fielding.GroupSeat(d.tx, d.cfg, a); ok {
		d.set("slot", "")
		if !since.IsZero() {
			d.set("slot", d.time(since))
		}
		key := "word.data.seat"
		if !in {
			key = "word.data.no_seat"
		}
		d.put(key)
	}
	list, err := d.tx.Audit()
	if err != nil {
		return err
	}
	acts := 0
	for _, e := range list {
		if e.By == a {
			acts++
		}
	}
	if acts > 0 {
		d.set("acts", d.t.Number(acts))
		d.put("word.data.acts")
	}
	return nil
}

// put writes a plain catalogue text as a paragraph.
func (d *dataFile) put(key string) {
	d.out.WriteString(d.t.Plain(key, d.vals))
	d.out.WriteString("\n\n")
}

// roster writes what stands in the roster and the registration.
func (d *dataFile) roster(c survey.ChatID) error {
	r := d.person
	units, err := d.tx.Units()
	if err != nil {
		return err
	}
	unit := string(r.Unit)
	for _, u := range units {
		if u.ID == r.Unit {
			unit = u.Name
		}
	}
	registered := ""
	if !r.Registered.IsZero() {
		registered = d.time(r.Registered)
	}
	added := ""
	if !r.Added.IsZero() {
		added = d.time(r.Added)
	}
	for name, value := range map[string]string{
		"added": added, "role": d.roleOf(c),
		"key": r.Key, "name": r.Name, "unit": unit, "position": r.Position, "rank": r.Rank,
		"sex": d.word("sex", r.Sex), "phone": r.Phone, "timezone": r.Timezone, "account": fmt.Sprint(int64(c)),
		"registered": registered,
	} {
		d.set(name, value)
	}
	d.put("word.data.roster")
	for _, stay := range r.Past {
		d.set("unit", d.unitName(stay.Unit))
		d.set("until", d.time(stay.Until))
		d.put("word.data.stay")
	}
	return nil
}

// waves writes the person's part in every wave, with answers where they can be tied to the person.
func (d *dataFile) waves() error {
	waves, err := d.tx.Waves()
	if err != nil {
		return err
	}
	for _, w := range waves {
		inv, ok, err := d.tx.Invitation(w.ID, d.person.ID)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := d.part(w, inv); err != nil {
			return fmt.Errorf("data of wave %s: %w", w.ID, err)
		}
	}
	return nil
}

func (d *dataFile) part(w survey.Wave, inv survey.Invitation) error {
	_, f, err := d.wave(w.ID)
	if err != nil {
		return err
	}
	d.set("progress", d.t.Plain(progressKey(inv.Progress), nil))
	d.set("reminders", d.t.Number(inv.Reminders))
	d.put("word.data.wave")
	if inv.Notice != "" {
		d.set("slot", "")
		if !inv.Consented.IsZero() {
			d.set("slot", d.time(inv.Consented))
		}
		d.set("version", inv.Notice)
		d.put("word.data.consent")
	}
	if i, ok, err := d.interview(w); err != nil {
		return err
	} else if ok {
		d.put("word.data.unfinished")
		d.answers(f, f.Values(i.Session), f.Comments(i.Session))
	}
	if w.Mode == survey.Anonymous {
		if inv.Progress == survey.Complete {
			d.put("word.data.released")
		}
		return nil
	}
	sub, ok, err := d.tx.LinkedResponse(w.ID, d.person.ID)
	if err != nil || !ok {
		return err
	}
	if inv.Earlier {
		d.put("word.data.earlier")
		return nil
	}
	d.put("word.data.answers")
	d.answers(f, sub.Response.Values, sub.Comments)
	return nil
}

func (d *dataFile) interview(w survey.Wave) (fielding.Interview, bool, error) {
	if !w.Taking() {
		return fielding.Interview{}, false, nil
	}
	return fielding.LoadInterview(d.tx, w, d.person.ID)
}

func (d *dataFile) answers(f *flows.Flow, values []string, comments []survey.Comment) {
	for i, item := range f.Items {
		if i >= len(values) || values[i] == survey.NotReached {
			continue
		}
		answer := f.Readable(item, values[i], d.t.Lang())
		if values[i] == survey.Skipped {
			answer = d.t.Plain("word.skipped", nil)
		}
		if item.Filed() && answer != "" {
			answer += d.fileOf(values[i])
		}
		fmt.Fprintf(&d.out, "- %s\n  %s\n", item.Label(d.t.Lang()), answer)
	}
	for _, c := range comments {
		if item, _ := f.Item(c.Item); item != nil {
			fmt.Fprintf(&d.out, "- %s\n  %s\n", item.Text.In(d.t.Lang()), c.Text)
		}
	}
	d.out.WriteByte('\n')
}

// fileOf tells under which name a file is kept, how large it is, and whether it has arrived.
func (d *dataFile) fileOf(name string) string {
	f, ok, err := d.tx.File(survey.WaveID(path.Dir(name)), d.person.ID, path.Base(name))
	if err != nil || !ok {
		return ""
	}
	d.set("file", name)
	d.set("state", d.t.Plain("word.kept."+keptWord(f.State), nil))
	d.set("size", d.t.Number(int(f.Size)))
	return d.t.Plain("word.data.file", d.vals)
}

func keptWord(s storage.FileState) string {
	switch s {
	case storage.FileKept:
		return "kept"
	case storage.FileLost:
		return "lost"
	}
	return "waiting"
}
