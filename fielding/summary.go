package fielding

import (
	"strings"

	"suara/storage"
	"suara/survey"
)

// Arguments of [PostSummary].
const (
	ArgView = "view"
	ArgPage = "page"
)

// Views of the menu that /ringkasan opens. Each shows the stored release of a wave, or the
// participation while it is open.
const (
	ViewWhole      = "w"
	ViewUnits      = "u" // a page of units
	ViewUnit       = "n" // one unit; the page is its place in the release
	ViewDimensions = "d"
	ViewDimension  = "x" // one dimension; the page is its place in the release
	ViewCompare    = "c" // with the wave before
	ViewComments   = "k" // a page of released comments
	ViewWaves      = "p" // a page of waves
	ViewHide       = "h" // hides a comment in review; the page is its [CommentMark]
	ViewReviewed   = "r" // ends the review of comments
	ViewTell       = "g" // asks whether to send the results to the people
	ViewTellNow    = "G" // does it
	ViewFiles      = "f" // sends the picture and the files once more
)

// summary opens the menu of results with the wave that the words mean.
func (a *admin) summary(args string) error {
	w, ok, err := a.which(args, false)
	if err != nil || !ok {
		return err
	}
	return a.reply(PostSummary, w.ID, map[string]string{ArgView: ViewWhole, ArgPage: "0"})
}

// pressSummary turns the menu to another page: rest is "VIEW:PAGE:WAVE". Only admins may.
func (d *Desk) pressSummary(p Press, rest string) error {
	language := d.w.cfg.Language
	parts := strings.SplitN(rest, ":", 3)
	switch d.role(p.From) {
	case storage.RoleOwner, storage.RoleAdmin, storage.RoleAnalyst:
	default:
		d.answer(p, language, NoticeAdminsOnly)
		return nil
	}
	if len(parts) != 3 {
		d.answer(p, language, NoticeUnknownButton)
		return nil
	}
	wave := survey.WaveID(parts[2])
	w, ok := d.wave(wave)
	if !ok || (parts[0] == ViewFiles || parts[0] == ViewTell || parts[0] == ViewTellNow) && w.State != survey.WaveClosed {
		d.answer(p, language, NoticeUnknownButton)
		return nil
	}
	if role := d.role(p.From); parts[0] == ViewTellNow && role != storage.RoleOwner && role != storage.RoleAdmin {
		d.answer(p, language, NoticeAdminsOnly)
		return nil
	}
	d.answer(p, language, "")
	switch parts[0] {
	case ViewFiles:
		return d.sendFiles(p, wave)
	case ViewTellNow:
		if err := d.tellResults(p.From, w); err != nil {
			return err
		}
		parts[0] = ViewTell
	case ViewHide, ViewReviewed:
		if err := d.review(p, wave, parts[0], parts[1]); err != nil {
			return err
		}
		parts[0], parts[1] = ViewComments, "0"
	}
	return d.queue(storage.Message{
		Kind: storage.KindEdit, Chat: p.Chat, Message: p.Message, Name: PostSummary, Wave: wave,
		Args: map[string]string{ArgView: parts[0], ArgPage: parts[1]},
	})
}

// releaseFiles are the picture and the files of a release, each made when it is sent.
func releaseFiles(w survey.WaveID) []storage.Message {
	return []storage.Message{
		{Kind: storage.KindPhoto, Name: PostHeadline, Wave: w},
		{Kind: storage.KindDocument, Name: PostReport, Wave: w, Args: map[string]string{ArgFormat: FormatXLSX}},
		{Kind: storage.KindDocument, Name: PostReport, Wave: w, Args: map[string]string{ArgFormat: FormatHTML}},
		{Kind: storage.KindDocument, Name: PostReport, Wave: w, Args: map[string]string{ArgFormat: FormatDOCX}},
	}
}

// sendFiles sends the files of a release where an admin asked for them.
func (d *Desk) sendFiles(p Press, w survey.WaveID) error {
	for _, m := range releaseFiles(w) {
		m.Chat, m.ReplyTo = p.Chat, p.Message
		if p.Chat == d.group() {
			m.Topic = d.topic()
		}
		if err := d.queue(m); err != nil {
			return err
		}
	}
	return nil
}
