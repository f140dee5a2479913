package storage

import (
	"bytes"

	"suara/survey"
)

// Prompt is what Suara sends a person by itself.
type Prompt byte

// The kinds of prompts, in the order they are claimed.
const (
	PromptReminder   Prompt = 1
	PromptInvitation Prompt = 2
	PromptResults    Prompt = 3 // the results of a closed wave
)

func promptKey(p Prompt, r survey.RespondentID) []byte {
	return append([]byte{byte(p)}, be64(uint64(r))...)
}

// QueuePrompt puts a person on the wave's list of people to be prompted.
func (t *Tx) QueuePrompt(w survey.WaveID, p Prompt, r survey.RespondentID) error {
	b, err := t.waveBucket(bucketPrompts, string(w), true)
	if err != nil {
		return err
	}
	return b.Put(promptKey(p, r), nil)
}

// UnqueuePrompts takes a person off the wave's list.
func (t *Tx) UnqueuePrompts(w survey.WaveID, r survey.RespondentID) error {
	b, err := t.waveBucket(bucketPrompts, string(w), false)
	if err != nil || b == nil {
		return err
	}
	for _, p := range []Prompt{PromptReminder, PromptInvitation} {
		if err := b.Delete(promptKey(p, r)); err != nil {
			return err
		}
	}
	return nil
}

// PromptAfter is the first person of one kind on the wave's list whose number is higher than after.
func (t *Tx) PromptAfter(w survey.WaveID, p Prompt, after survey.RespondentID) (r survey.RespondentID, ok bool, err error) {
	b, err := t.waveBucket(bucketPrompts, string(w), false)
	if err != nil || b == nil {
		return 0, false, err
	}
	k, _ := b.Cursor().Seek(promptKey(p, after+1))
	if !bytes.HasPrefix(k, []byte{byte(p)}) {
		return 0, false, nil
	}
	return survey.RespondentID(un64(k[1:])), true, nil
}

// UnqueuePrompt takes a person off the wave's list of one kind.
func (t *Tx) UnqueuePrompt(w survey.WaveID, p Prompt, r survey.RespondentID) error {
	b, err := t.waveBucket(bucketPrompts, string(w), false)
	if err != nil || b == nil {
		return err
	}
	return b.Delete(promptKey(p, r))
}

// HasPrompt tells whether a person is on the wave's list of one kind.
func (t *Tx) HasPrompt(w survey.WaveID, p Prompt, r survey.RespondentID) bool {
	b, err := t.waveBucket(bucketPrompts, string(w), false)
	if err != nil || b == nil {
		return false
	}
	key := promptKey(p, r)
	k, _ := b.Cursor().Seek(key)
	return bytes.Equal(k, key)
}

// CountPrompts counts the people of one kind on the wave's list.
func (t *Tx) CountPrompts(w survey.WaveID, p Prompt) (n int) {
	b, err := t.waveBucket(bucketPrompts, string(w), false)
	if err != nil || b == nil {
		return 0
	}
	c := b.Cursor()
	prefix := []byte{byte(p)}
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		n++
	}
	return n
}

// DropPrompts empties the wave's list.
func (t *Tx) DropPrompts(w survey.WaveID) error { return t.dropWave(bucketPrompts, string(w)) }

// AnyPromptOf tells whether anybody is on the wave's list of one kind.
func (t *Tx) AnyPromptOf(w survey.WaveID, p Prompt) bool {
	_, ok, err := t.PromptAfter(w, p, 0)
	return err == nil && ok
}

// AnyPrompt tells whether anybody is on the wave's list.
func (t *Tx) AnyPrompt(w survey.WaveID) bool {
	b, err := t.waveBucket(bucketPrompts, string(w), false)
	if err != nil || b == nil {
		return false
	}
	k, _ := b.Cursor().First()
	return k != nil
}
