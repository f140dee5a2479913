package main

import (
	"fmt"
	"hash/fnv"
	"math"
	"strings"

	"suara/flows"
	"suara/simulator"
)

// questionnaire is the survey as people know it: the words of its items and options.
type questionnaire struct {
	items []*question
	seed  int64
}

// question is one item with the words on its buttons.
type question struct {
	id, words   string
	text, scale bool
	values      []string
	labels      []string
	leaning     float64 // how much easier than others it is to agree with
}

// learn takes the words of a flow; every item of it must be seen, and be text or have options.
func (q *questionnaire) learn(f *flows.Flow) {
	for _, item := range f.Items {
		one := &question{
			id: item.ID, words: item.Text.In("id"), text: item.Type == flows.TypeText, scale: item.Type == flows.TypeScale,
			leaning: q.normal("leaning", item.ID) * 0.35,
		}
		for _, o := range item.Options {
			one.values, one.labels = append(one.values, o.Value), append(one.labels, o.Label.In("id"))
		}
		q.items = append(q.items, one)
	}
}

// shown is the item that a message asks, nil for none: a review shows several.
func (q *questionnaire) shown(m simulator.Message) *question {
	if _, ok := buttonFor(m, "Kirim jawaban"); ok || len(m.Buttons) == 0 {
		return nil
	}
	for _, item := range q.items {
		if strings.Contains(m.Text, item.words) {
			return item
		}
	}
	return nil
}

// number is evenly spread over 0–1 and the same for the same words.
func (q *questionnaire) number(words ...string) float64 {
	h := fnv.New64a()
	fmt.Fprint(h, q.seed, words)
	x := h.Sum64()
	x ^= x >> 33 // FNV's last bytes hardly reach the upper bits
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return float64(x>>11) / (1 << 53)
}

// normal is a standard normal number, the same for the same words.
func (q *questionnaire) normal(words ...string) float64 {
	u := max(q.number(append(words, "u")...), 1e-12)
	return math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*q.number(append(words, "v")...))
}

// mind is what a person thinks of an item: their unit's culture, their own mood, the item and chance.
func (q *questionnaire) mind(a *castMember, item *question) (value, label string) {
	turn := fmt.Sprint(a.turns[item.id])
	switch {
	case item.text:
		return "#skip", "Lewati"
	case !item.scale && q.number("skip", a.key, item.id) < 0.1:
		return "#skip", "Lewati"
	case !item.scale:
		i := int(q.number(a.key, item.id, turn) * float64(len(item.values)))
		return item.values[i], item.labels[i]
	}
	mean := a.culture + item.leaning + 0.45*q.normal("mood", a.key) + 0.75*q.normal(a.key, item.id, turn)
	i := int(min(max(math.Round(mean), 1), float64(len(item.values)))) - 1
	return item.values[i], item.labels[i]
}

// reconsider changes a person's mind about what is asked again next.
func (q *questionnaire) reconsider(a *castMember) {
	for _, item := range q.items {
		a.turns[item.id]++
	}
}

// comment is what a person writes about an item, "" for nothing.
func (q *questionnaire) comment(a *castMember, item *question) string {
	all := []string{
		"Kerja sama antarbidang sudah jauh lebih baik.", "Pimpinan terbuka menerima masukan.",
		"Pelayanan loket sudah lebih cepat.", "Mohon pelatihan dibagi lebih merata.",
		"Rapat sebaiknya lebih singkat dan jelas hasilnya.", "Aplikasi presensi sering terganggu.",
	}
	if q.number("comment", a.key, item.id) > 0.25 {
		return ""
	}
	return all[int(q.number("words", a.key, item.id)*float64(len(all)))]
}

// buttonFor finds the button whose words, without signs before them, begin with label.
func buttonFor(m simulator.Message, label string) (simulator.Button, bool) {
	for _, row := range m.Buttons {
		for _, b := range row {
			if b.Text == label || strings.HasSuffix(b.Text, " "+label) && len(b.Text)-len(label) <= 8 ||
				label == "Ubah" && strings.Contains(b.Text, "Ubah ") {
				return b, true
			}
		}
	}
	return simulator.Button{}, false
}

func isPrompt(m simulator.Message) bool {
	return strings.Contains(m.Text, wordsInvitation) || strings.Contains(m.Text, wordsReminder) ||
		strings.Contains(m.Text, wordsUnfinished)
}

// received tells whether a message confirms a submission.
func received(m simulator.Message) bool {
	return strings.Contains(m.Text, "Jawaban Anda sudah kami terima")
}
