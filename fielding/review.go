package fielding

import (
	"hash/crc32"
	"slices"
	"strconv"

	"suara/storage"
	"suara/survey"
)

// settingReview marks, with the wave's id, comments that an admin is still to look through.
const settingReview = "review/"

// InReview tells whether the comments of a wave are not shown yet, outside the menu.
func InReview(tx *storage.Tx, w survey.WaveID) bool { return tx.Setting(settingReview+string(w)) != "" }

// CommentMark names a comment in the data of a press.
func CommentMark(c survey.Comment) int {
	return int(crc32.ChecksumIEEE([]byte(c.Item + "\x00" + c.Text)))
}

// beginReview holds the comments of a wave back where the survey asks for it.
func (d *Desk) beginReview(w survey.Wave, comments []survey.Comment) error {
	study, _ := d.w.cfg.Study(w.Survey)
	if !study.ReviewComments || len(comments) == 0 {
		return nil
	}
	return d.tx.PutSetting(settingReview+string(w.ID), "waiting")
}

// review hides a comment for good, or ends the review. Only admins may, and only during one.
func (d *Desk) review(p Press, w survey.WaveID, verb, mark string) error {
	if role := d.role(p.From); role != storage.RoleOwner && role != storage.RoleAdmin || !InReview(d.tx, w) {
		return nil
	}
	if verb == ViewReviewed {
		if err := d.tx.PutSetting(settingReview+string(w), ""); err != nil {
			return err
		}
		return d.audit(p.From, "comments reviewed", string(w))
	}
	comments, err := d.tx.Comments(w)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(comments, func(c survey.Comment) bool { return strconv.Itoa(CommentMark(c)) == mark })
	if at < 0 {
		return nil // another admin has hidden it
	}
	if err := d.tx.PutComments(w, slices.Delete(comments, at, at+1)); err != nil {
		return err
	}
	return d.audit(p.From, "comment hidden", string(w))
}
