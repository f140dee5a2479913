package fielding

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"suara/delivery"
	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// Desk is what the handling of events works with inside the writer's transaction.
type Desk struct {
	w           *Writer
	tx          *storage.Tx
	now         time.Time
	fx          Effects
	after       []func() // run once the transaction is committed
	rescheduled bool     // something changed when timers are due
}

// Tx is the transaction.
func (d *Desk) Tx() *storage.Tx { return d.tx }

// Now is the time of the batch.
func (d *Desk) Now() time.Time { return d.now }

func (d *Desk) handle(ev Event) error {
	switch ev := ev.(type) {
	case Update:
		return d.update(ev)
	case Receipt:
		return d.receipt(ev.Receipt)
	case Claim:
		return d.claim(ev.Room)
	case Silence:
		return d.silence(ev.Silence)
	case Tick:
		return d.tick(ev.Drained)
	case timer:
		return ev.run(d, ev.next)
	case Do:
		if err := ev.Act(d); err != nil {
			return err
		}
		d.after = append(d.after, func() { ev.Reply(nil) })
		return nil
	}
	return fmt.Errorf("no handling of event %T", ev)
}

func (d *Desk) update(u Update) error {
	if d.w.seen.has(u.ID) {
		return nil
	}
	d.w.seen.stage(u.ID)
	if u.Err != "" {
		return d.tx.AddDeadLetter(storage.DeadLetter{At: d.now, Update: u.ID, Kind: "undecodable", Error: u.Err})
	}
	if u.share != withinShare {
		return d.passOver(u)
	}
	switch b := u.Body.(type) {
	case Message:
		return d.message(b)
	case Press:
		return d.press(b)
	case Membership:
		return d.membership(b)
	case Departure:
		return d.depart(b)
	case Arrival:
		return d.arrive(b)
	case Migration:
		return d.migrate(b.From, b.To)
	}
	return nil
}

func (d *Desk) message(m Message) error {
	if !m.Private {
		return d.groupMessage(m)
	}
	t, err := d.talk(m.From)
	if err != nil {
		return err
	}
	if err := t.message(m); err != nil {
		return fmt.Errorf("handle private message: %w", err)
	}
	return t.end()
}

func (d *Desk) press(p Press) error {
	if strings.HasPrefix(p.Data, "a:") {
		return d.pressConfirm(p)
	}
	if strings.HasPrefix(p.Data, pressTrial) {
		return d.beginTrial(p)
	}
	if rest, ok := strings.CutPrefix(p.Data, "s:"); ok {
		return d.pressSummary(p, rest)
	}
	if !p.Private {
		d.answer(p, d.w.cfg.Language, NoticeUnknownButton)
		return nil
	}
	t, err := d.talk(p.From)
	if err != nil {
		return err
	}
	if err := t.press(p); err != nil {
		return fmt.Errorf("handle press: %w", err)
	}
	return t.end()
}

func (d *Desk) answer(p Press, language, notice string) {
	d.fx.Answers = append(d.fx.Answers, Answer{Query: p.Query, Language: language, Notice: notice})
}

// membership follows blocks and returns of people, and the bot's comings and goings in the group.
func (d *Desk) membership(m Membership) error {
	if !m.Private {
		if m.Chat == d.group() && !m.Present {
			return d.tellOwners(PostFailed, "", map[string]string{"reason": "group_left"})
		}
		return nil
	}
	t, err := d.talk(m.From)
	if err != nil {
		return err
	}
	turn := t.lose
	if m.Present {
		turn = t.revive
	}
	if err := turn(); err != nil {
		return err
	}
	return t.end()
}

func (d *Desk) migrate(from, to survey.ChatID) error {
	if from == 0 || to == 0 || from != d.group() {
		return nil
	}
	return d.moveGroup(to)
}

// moveGroup keeps the group's new id beside the configured one that it follows.
func (d *Desk) moveGroup(to survey.ChatID) error {
	if err := d.moveMembers(d.group(), to); err != nil {
		return err
	}
	if d.w.cfg.Group != 0 {
		if err := d.tx.PutSetting(settingGroupFrom, formatID(int64(d.w.cfg.Group))); err != nil {
			return err
		}
	}
	return d.tx.PutSetting(settingGroup, formatID(int64(to)))
}

// wave reads a wave from what is kept decoded.
func (d *Desk) wave(id survey.WaveID) (survey.Wave, bool) {
	w, ok := d.w.waves[id]
	return w, ok
}

func (d *Desk) putWave(w survey.Wave) error {
	d.w.waves[w.ID] = w
	d.rescheduled = true
	return d.tx.PutWave(w)
}

// openWaves lists the waves that take answers, oldest first.
func (d *Desk) openWaves() (open []survey.Wave) {
	for _, w := range d.w.waves {
		if w.Taking() {
			open = append(open, w)
		}
	}
	sortWaves(open)
	return open
}

func (d *Desk) flow(w survey.Wave) (*flows.Flow, error) { return d.w.flows.Get(d.tx, w.Flow) }

// token draws n random signs of [a-z2-7].
func (d *Desk) token(n int) (string, error) { return token(d.w.random, n) }

func token(random io.Reader, n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fmt.Errorf("draw a token: %w", err)
	}
	for i := range b {
		b[i] = "abcdefghijklmnopqrstuvwxyz234567"[b[i]&31]
	}
	return string(b), nil
}

// queue puts a repeating row (edit, strip, delete, pin) into the outbox and hands it to the sender;
// a new message waits to be claimed, so that no crash sends it twice.
func (d *Desk) queue(m storage.Message) error {
	m.Queued = d.now
	m, err := d.tx.AddMessage(m)
	if err != nil {
		return err
	}
	if m.Kind.Claims() {
		d.fx.Posts = true
		return nil
	}
	d.fx.Rows = append(d.fx.Rows, d.row(m))
	return nil
}

func (d *Desk) row(m storage.Message) delivery.Row {
	r := delivery.Row{
		ID: m.ID, Chat: m.Chat, Group: m.Chat < 0, Class: delivery.ClassPost,
		Repeat: delivery.RepeatAlways, Queued: m.Queued, Job: MessageJob{ID: m.ID},
	}
	if m.Chat > 0 || m.ReplyTo != 0 {
		r.Class = delivery.ClassReply // what a person asked for does not wait behind a blast
	}
	if m.Kind.Claims() {
		r.Repeat = delivery.RepeatNever
	}
	return r
}

// post queues a message for the admin group, or for the owners in private where none is bound.
func (d *Desk) post(name string, wave survey.WaveID, args map[string]string) error {
	return d.announce(storage.Message{Name: name, Wave: wave, Args: args})
}

// announce is post for messages of any kind.
func (d *Desk) announce(m storage.Message) error {
	if m.Chat = d.group(); m.Chat != 0 {
		m.Topic = d.topic()
		return d.queue(m)
	}
	return d.sendOwners(m)
}

// Report posts what the admins must know of the system's own state: to the admin group, or to the
// owners where none is bound.
func (d *Desk) Report(name string, args map[string]string) error { return d.post(name, "", args) }

func (d *Desk) tellOwners(name string, wave survey.WaveID, args map[string]string) error {
	return d.sendOwners(storage.Message{Name: name, Wave: wave, Args: args})
}

func (d *Desk) sendOwners(m storage.Message) error {
	owners, err := d.reachedOwners()
	if err != nil {
		return err
	}
	for _, o := range owners {
		m.Chat = survey.ChatID(o)
		if err := d.queue(m); err != nil {
			return err
		}
	}
	return nil
}

// reachedOwners passes over those who refused the last message and have not written since.
func (d *Desk) reachedOwners() ([]survey.AccountID, error) {
	owners, err := d.owners()
	if err != nil {
		return nil, err
	}
	var reached []survey.AccountID
	for _, o := range owners {
		c, err := d.tx.Chat(o)
		if err != nil {
			return nil, err
		}
		if c.Unreachable.IsZero() {
			reached = append(reached, o)
		}
	}
	return reached, nil
}

// audit keeps an act about an id or a number, or about nothing that the act itself does not say.
func (d *Desk) audit(by survey.AccountID, act, about string) error {
	return d.tx.AddAudit(storage.AuditEntry{At: d.now, By: by, Act: act, About: about})
}

// auditWords keeps an act whose details are told in words around the values.
func (d *Desk) auditWords(by survey.AccountID, act string, values map[string]string) error {
	return d.tx.AddAudit(storage.AuditEntry{At: d.now, By: by, Act: act, Args: values})
}

// notFound tells an absent record from a failure to read it.
func notFound(err error) bool { return errors.Is(err, survey.ErrNotFound) }
