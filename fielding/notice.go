package fielding

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"suara/survey"
)

// NoticeVersion is the version of a wave's notice under a configuration. It changes with the words of
// the notice, the mode, the flow, what the organisation says of itself and how long answers are kept;
// people who are in the middle of an interview are asked again then.
func NoticeVersion(cfg Config, w survey.Wave) string {
	about := strings.Join([]string{
		cfg.Notices[w.Mode], string(w.Mode), string(w.Survey), w.Flow, cfg.Organisation, cfg.Contact, cfg.Letter,
		fmt.Sprint(w.MinGroup), retention(cfg, w).String(),
	}, "\x00")
	sum := sha256.Sum256([]byte(about))
	return hex.EncodeToString(sum[:4])
}

func (d *Desk) noticeVersion(w survey.Wave) string { return NoticeVersion(d.w.cfg, w) }

// consent notes which notice the person consented to, and when. In an anonymous wave no time is kept.
func (d *Desk) consent(w survey.Wave, inv *survey.Invitation) {
	inv.Notice = d.noticeVersion(w)
	if w.Mode != survey.Anonymous {
		inv.Consented = d.now
	}
}
