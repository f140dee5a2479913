package flows

// Notice is what to tell the person after an input: a key of the catalogues and its arguments.
// Arguments are plain text, not yet escaped. The zero Notice says nothing.
type Notice struct {
	Key  string
	Args map[string]string
}

// The keys of notices. The comment names what happened and the arguments.
const (
	NoticePressStale       = "press.stale"        // a button of an older screen; nothing changed
	NoticePressRepeated    = "press.repeated"     // the same option pressed again; it is kept already
	NoticeUseButtons       = "choice.use_buttons" // typed words match no option
	NoticeUseDone          = "note.use_button"    // typed words at a note
	NoticeReviewUseButtons = "review.use_buttons" // typed words at the review
	NoticeChoicesMin       = "choices.min"        // too few ticked: min
	NoticeChoicesMax       = "choices.max"        // too many ticked: max
	NoticeNumberInvalid    = "number.invalid"     // no number as one writes it
	NoticeNumberWhole      = "number.whole"       // a whole number is wanted
	NoticeNumberRange      = "number.range"       // outside min to max; one may be empty
	NoticeNumberAmbiguous  = "number.ambiguous"   // decimal or thousands? decimal, thousands: both readings
	NoticeNumberLong       = "number.long"        // more digits than are kept exactly
	NoticeTextEmpty        = "text.empty"         // nothing that can be seen
	NoticeTextShort        = "text.short"         // shorter than min; length
	NoticeTextLong         = "text.long"          // longer than max; length
	NoticeDateInvalid      = "date.invalid"       // no date, or not in the calendar
	NoticeDateRange        = "date.range"         // outside min to max; one may be empty
	NoticeCheckFailed      = "check.failed"       // the flow's check does not hold: say
	NoticeValueUnderstood  = "value.understood"   // how a number or date was read, but for bare digits: value
	NoticeEditKept         = "edit.kept"          // an edited message replaced the answer: value
	NoticeEditClosed       = "edit.closed"        // an edited message is no answer of this interview
	NoticeTimeInvalid      = "time.invalid"       // no time of day
	NoticeTimeRange        = "time.range"         // outside min to max; one may be empty
	NoticeEmailInvalid     = "email.invalid"      // no e-mail address
	NoticePhoneInvalid     = "phone.invalid"      // no telephone number
	NoticeRankIncomplete   = "ranking.incomplete" // fewer are ranked than min
	NoticeNoMatch          = "choice.no_match"    // no option holds the letters typed: text
	NoticeAnswersAside     = "answers.aside"      // a change put answers aside: count
	NoticeAnswersBack      = "answers.back"       // a change took answers back that were aside: count
	NoticePhotoWanted      = "photo.wanted"       // no photo; kind: what was sent instead, empty for a text
	NoticeFileWanted       = "file.wanted"        // no file; kind
	NoticeLocationWanted   = "location.wanted"    // no place; kind
	NoticePhotoKept        = "photo.kept"         // the photo was received
	NoticeFileKept         = "file.kept"          // the file was received
	NoticeLocationKept     = "location.kept"      // the place was received
	NoticeLocationLive     = "location.live"      // the place was received, once, though it is shared live
	NoticeRequiredMissing  = "required.missing"   // not all required items are answered: count
)

// NoticeKeys lists every key that Step can give, so that catalogues can be proved complete.
func NoticeKeys() []string {
	return []string{
		NoticePressStale, NoticePressRepeated, NoticeUseButtons, NoticeUseDone,
		NoticeReviewUseButtons, NoticeChoicesMin, NoticeChoicesMax, NoticeNumberInvalid,
		NoticeNumberWhole, NoticeNumberRange, NoticeNumberAmbiguous, NoticeNumberLong,
		NoticeTextEmpty, NoticeTextShort, NoticeTextLong, NoticeDateInvalid, NoticeDateRange,
		NoticeCheckFailed, NoticeValueUnderstood, NoticeEditKept, NoticeEditClosed,
		NoticeTimeInvalid, NoticeTimeRange, NoticeEmailInvalid, NoticePhoneInvalid,
		NoticeRankIncomplete, NoticeNoMatch, NoticeAnswersAside, NoticeAnswersBack,
		NoticePhotoWanted, NoticeFileWanted, NoticeLocationWanted, NoticePhotoKept, NoticeFileKept,
		NoticeLocationKept, NoticeLocationLive, NoticeRequiredMissing,
	}
}
