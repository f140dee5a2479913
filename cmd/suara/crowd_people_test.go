package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"suara/flows"
	"suara/simulator"
	"suara/survey"
)

// The chances with which a citizen behaves in other ways than the straight one.
const (
	goBack, pause, oddText, skip   = 0.04, 0.01, 0.02, 0.3
	doubleTap, secondThought, edit = 0.12, 0.06, 0.5
	maxChanges                     = 3
)

// citizen is an ASN who behaves by what stands on the phone, presses seeded random buttons and
// remembers what was answered last. What one does on one screen is done once: everything beyond the
// first tap comes too late and must change nothing.
type citizen struct {
	phone    *simulator.Phone
	code     string
	flow     *flows.Flow
	clock    simulator.Clock
	patience time.Duration // 0: never tries again

	only    bool              // register only
	begun   bool              // opened the bot
	tapped  bool              // on Benar
	acted   map[string]bool   // screens of the interview that are done with
	last    string            // screen that was acted on last
	at      time.Time         // of the last deed
	given   map[string]string // by item
	queries []string          // of all presses
	changes int
	texts   int
	done    bool

	stopAfter, blockAfter int // answers; 0: never
	stopped, left         bool
}

func (c *citizen) habits(delay time.Duration) simulator.Habits {
	return simulator.Habits{
		Delay: func(r *rand.Rand) time.Duration {
			if delay == 0 {
				return 0
			}
			return time.Duration(r.Int64N(int64(delay)))
		},
		Decide: c.decide, Patience: c.patience,
	}
}

// screenKey tells screens of the bot apart as a person can: by what is on them.
func screenKey(m simulator.Message) string {
	var b strings.Builder
	for _, row := range m.Buttons {
		for _, button := range row {
			b.WriteString(button.Data + "\n")
		}
	}
	if b.Len() == 0 {
		return m.Text
	}
	return b.String()
}

// thanks stands in the message that confirms a submission.
const thanks = "Jawaban Anda sudah kami terima"

// look finds the newest message with which something can be done. That is not always the last one:
// the screen follows the message that was pressed.
func (c *citizen) look(last simulator.Message) simulator.Message {
	if len(last.Buttons) > 0 || last.ID == 0 {
		return last
	}
	all := c.phone.Messages()
	for i := len(all) - 1; i >= 0; i-- {
		if m := all[i]; m.FromBot && (len(m.Buttons) > 0 || strings.Contains(m.Text, thanks)) {
			return m
		}
	}
	return last
}

func (c *citizen) decide(r *rand.Rand, last simulator.Message) simulator.Action {
	m := c.look(last)
	key := screenKey(m)
	switch {
	case c.blockAfter > 0 && len(c.given) >= c.blockAfter:
		c.left = true
		return simulator.BlockBot()
	case c.stopAfter > 0 && len(c.given) >= c.stopAfter:
		c.stopped = true
		return simulator.Stop()
	case strings.Contains(m.Text, thanks):
		c.done = true
		return simulator.Stop()
	case c.only && c.tapped && buttonWith(m, "Benar") == "":
		return simulator.Stop()
	case c.acted[key], c.begun && c.last == key:
		c.wonder()
		return simulator.Ignore()
	case len(m.Buttons) == 0:
		c.begin(key)
		return simulator.Ignore()
	}
	c.at = c.clock.Now()
	c.act(r, key, m)
	return simulator.Ignore()
}

// wonder asks the bot for the current screen where nothing has happened for long. Nothing is ever
// pressed or typed again: where a press was lost, the person stays where they are for ever.
func (c *citizen) wonder() {
	if c.patience > 0 && c.clock.Now().Sub(c.at) >= c.patience {
		c.at = c.clock.Now()
		c.phone.Start("")
	}
}

// begin opens the bot by the personal link, once.
func (c *citizen) begin(key string) {
	c.last, c.at = key, c.clock.Now()
	if !c.begun {
		c.begun = true
		c.phone.Start(c.code)
	}
}

// buttonWith gives the data of the first button whose label holds a text.
func buttonWith(m simulator.Message, label string) string {
	for _, row := range m.Buttons {
		for _, b := range row {
			if strings.Contains(b.Text, label) {
				return b.Data
			}
		}
	}
	return ""
}

func (c *citizen) press(m simulator.Message, data string) {
	c.queries = append(c.queries, c.phone.PressData(m.ID, data))
}

// act does one thing about a screen that is new.
func (c *citizen) act(r *rand.Rand, key string, m simulator.Message) {
	if submit := buttonWith(m, "Kirim jawaban"); submit != "" {
		c.acted[key], c.last = true, key
		c.review(r, m, submit)
		return
	}
	if item := c.question(m); item != nil {
		c.answer(r, key, m, item)
		return
	}
	c.last = key
	for _, label := range []string{"Benar", "Mulai", "Saya bersedia", "Lanjutkan"} {
		if data := buttonWith(m, label); data != "" {
			c.tapped = c.tapped || label == "Benar"
			c.press(m, data)
			return
		}
	}
}

// question is the item that a screen asks.
func (c *citizen) question(m simulator.Message) *flows.Item {
	for _, item := range c.flow.Items {
		if strings.Contains(m.Text, item.Text.In("id")) {
			return item
		}
	}
	return nil
}

func (c *citizen) review(r *rand.Rand, m simulator.Message, submit string) {
	var ways []string
	for _, row := range m.Buttons {
		for _, b := range row {
			if strings.Contains(b.Text, "Ubah") || strings.Contains(b.Text, "Selanjutnya") {
				ways = append(ways, b.Data)
			}
		}
	}
	if c.changes < maxChanges && len(ways) > 0 && r.Float64() < edit {
		c.changes++
		c.press(m, ways[r.IntN(len(ways))])
		return
	}
	c.press(m, submit)
	if r.Float64() < doubleTap {
		c.press(m, submit)
	}
}

// answer answers an item, or goes another way first.
func (c *citizen) answer(r *rand.Rand, key string, m simulator.Message, item *flows.Item) {
	back, later, pass := buttonWith(m, "Kembali"), buttonWith(m, "Lanjut nanti"), buttonWith(m, "Lewati")
	switch p := r.Float64(); {
	case p < pause && later != "":
		c.last = key // a text typed before the pause shows would be no answer
		c.press(m, later)
		return
	case p < pause+oddText && item.Pressed():
		c.phone.Send("halo") // refused: the same screen comes again
		return
	case p < pause+oddText+goBack && back != "":
		c.acted[key], c.last = true, key
		c.press(m, back)
		return
	}
	c.acted[key], c.last = true, key
	switch {
	case pass != "" && r.Float64() < skip:
		c.given[item.ID] = survey.Skipped
		c.press(m, pass)
	case item.Pressed():
		c.choose(r, m, item)
	default:
		c.texts++
		c.given[item.ID] = fmt.Sprintf("Saran %d dari %s", c.texts, c.code)
		c.phone.Send(c.given[item.ID])
	}
}

// choose presses an option: the first tap counts, a second one comes too late.
func (c *citizen) choose(r *rand.Rand, m simulator.Message, item *flows.Item) {
	option := item.Options[r.IntN(len(item.Options))]
	data := optionButton(m, option.Label.In("id"))
	c.given[item.ID] = option.Value
	if p := r.Float64(); p < secondThought {
		c.press(m, data)
		c.press(m, optionButton(m, item.Options[r.IntN(len(item.Options))].Label.In("id")))
	} else if p < secondThought+doubleTap {
		c.press(m, data)
	}
	c.press(m, data)
}

// optionButton gives the data of the button with exactly this label, chosen or not.
func optionButton(m simulator.Message, label string) string {
	for _, row := range m.Buttons {
		for _, b := range row {
			if strings.TrimPrefix(b.Text, "✓ ") == label {
				return b.Data
			}
		}
	}
	return ""
}

// row is what the export must hold of this person in the given columns.
func (c *citizen) row(columns []string) string {
	var cells []string
	for _, id := range columns {
		cells = append(cells, c.given[id])
	}
	return strings.Join(cells, "|")
}
