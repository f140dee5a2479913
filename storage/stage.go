package storage

import (
	"fmt"

	"suara/survey"
)

// stageKey is where a part of a roster waits among the settings until the whole of it is there.
func stageKey(part int) []byte { return fmt.Appendf(nil, "roster.part/%06d", part) }

// PutStage keeps a part of a roster that is on its way in.
func (t *Tx) PutStage(part int, people []survey.Respondent) error {
	return put(t.bucket(bucketSettings), stageKey(part), people)
}

// Stage reads a part; ok is false where there is none.
func (t *Tx) Stage(part int) (people []survey.Respondent, ok bool, err error) {
	return get[[]survey.Respondent](t.bucket(bucketSettings), stageKey(part))
}

// DropStage takes a part away.
func (t *Tx) DropStage(part int) error { return t.bucket(bucketSettings).Delete(stageKey(part)) }
