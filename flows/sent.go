package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Sent is something other than a text that a person sent: a photo, a file or a place. The caller has
// compared it with what the installation takes; the engine never sees the file itself.
type Sent struct {
	Kind    ItemType // [TypePhoto], [TypeFile] or [TypeLocation]; empty: nothing that can be an answer
	Value   string   // the answer in export form: the name of the file to come, or a place by [Place]
	What    string   // the kind of message, for a notice
	Refused Notice   // why it can't be taken although it is of the kind that the item asks for; no key: it can
	Album   string   // names the album that it came in, and stands in the notice; empty: none
	Live    bool     // a place that goes on moving: only its first point counts
}

// readSent reads what was sent in place of a text; nil is a text.
func (i *Item) readSent(s *Sent) (string, Notice) {
	switch {
	case s != nil && s.Kind == i.Type && s.Refused.Key != "":
		return "", s.Refused
	case s != nil && s.Kind == i.Type && s.Value != "":
		return s.Value, Notice{}
	}
	kind := ""
	if s != nil {
		kind = s.What
	}
	switch i.Type {
	case TypePhoto:
		return "", Notice{NoticePhotoWanted, map[string]string{"kind": kind}}
	case TypeFile:
		return "", Notice{NoticeFileWanted, map[string]string{"kind": kind}}
	case TypeLocation:
		return "", Notice{NoticeLocationWanted, map[string]string{"kind": kind}}
	}
	return "", Notice{Key: NoticeEditClosed}
}

// kept says that what was sent was received.
func (s *Sent) kept() Notice {
	n := Notice{Key: NoticePhotoKept}
	switch {
	case s.Kind == TypeLocation && s.Live:
		n.Key = NoticeLocationLive
	case s.Kind == TypeLocation:
		n.Key = NoticeLocationKept
	case s.Kind == TypeFile:
		n.Key = NoticeFileKept
	}
	if s.Album != "" {
		n.Args = map[string]string{"album": s.Album}
	}
	return n
}

// Wants gives the type of the item on screen where it is answered by sending something; empty: it is not.
func (f *Flow) Wants(s Session) ItemType {
	if s.position >= len(f.Items) || s.specify || !f.Items[s.position].sent() {
		return ""
	}
	return f.Items[s.position].Type
}

// FilesIn lists the names of files among values as [Flow.Values] gives them.
func (f *Flow) FilesIn(values []string) (names []string) {
	for i, item := range f.Items {
		if item.Filed() && i < len(values) && strings.Contains(values[i], "/") {
			names = append(names, values[i])
		}
	}
	return names
}

// FilesOf lists the names of all files that answers of an interview are made of, those aside too.
func (f *Flow) FilesOf(s Session) (names []string) {
	for i, item := range f.Items {
		if a := s.answer(i); item.Filed() && a.state == answered {
			names = append(names, a.value)
		}
	}
	return names
}

// Without takes the answer back that a file was to be: it could not be fetched. The item is nil where no
// answer is of that name.
func (f *Flow) Without(s Session, name string) (Session, *Item) {
	for i, item := range f.Items {
		a := s.answer(i)
		if !item.Filed() || a.state != answered || a.value != name {
			continue
		}
		s.answers = slices.Clone(s.answers)
		s.answers[i] = answer{}
		return s, item
	}
	return s, nil
}

// Place writes a place in export form: latitude and longitude in degrees (WGS 84) with a point and six
// decimals, 0.1 m, and behind them the radius of uncertainty in metres where the phone gave one.
func Place(latitude, longitude, accuracy float64) string {
	value := strconv.FormatFloat(latitude, 'f', 6, 64) + "," + strconv.FormatFloat(longitude, 'f', 6, 64)
	if accuracy > 0 {
		value += "," + strconv.FormatFloat(accuracy, 'f', 0, 64)
	}
	return value
}

var placeForm = regexp.MustCompile(`\A-?[0-9]{1,2}\.[0-9]{6},-?[0-9]{1,3}\.[0-9]{6}(,[0-9]{1,4})?\z`)

// IsPlace tells whether a value is one that [Place] writes.
func IsPlace(value string) bool { return placeForm.MatchString(value) }

// The words for an answer that was sent.
var (
	sentPhoto = Text{"id": "foto terkirim", "en": "photo sent"}
	sentFile  = Text{"id": "berkas terkirim", "en": "file sent"}
	sentPlace = Text{"id": "lokasi terkirim", "en": "location sent"}
)

// readableSent writes an answer that was sent as people read it. A place shows where it is.
func readableSent(t ItemType, value, lang string) string {
	switch t {
	case TypePhoto:
		return sentPhoto.In(lang)
	case TypeFile:
		return sentFile.In(lang)
	}
	at := strings.SplitN(value, ",", 3)
	if len(at) < 2 {
		return sentPlace.In(lang)
	}
	return sentPlace.In(lang) + " (" + at[0] + ", " + at[1] + ")"
}
