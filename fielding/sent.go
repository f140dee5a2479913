package fielding

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// FileRules say what may be sent as an answer.
type FileRules struct {
	Types []string // endings of names without the point, in small letters; jpg stands for jpeg too
	Limit int64    // bytes of one file
}

// The types of files that a photo item takes besides Telegram's own photos, and those by which phones name
// what has no ending.
var (
	photoTypes = []string{"jpg", "png", "webp"}
	typeOfMIME = map[string]string{
		"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       "xlsx",
	}
)

// typeOf gives the type of a file by its name, else by what Telegram says; empty: not known.
func typeOf(f *File) string {
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(f.Name), "."))
	switch {
	case ending == "jpeg":
		return "jpg"
	case ending != "":
		return ending
	}
	return typeOfMIME[f.MIME]
}

// fileName is how long the random part of a file's name is: 130 bits.
const fileName = 26

// sent takes a photo, a file or a place as the answer to the question on screen, where that waits for one.
func (t *talk) sent(m Message) (taken bool, err error) {
	if t.inTrial() && m.Kind != KindText {
		return t.sentInTrial(m)
	}
	w, i, f, ok, err := t.filedInterview(m)
	if err != nil || !ok {
		return false, err
	}
	if m.Album != "" && i.Notice.Args["album"] == m.Album {
		return true, t.restOfAlbum(w, i)
	}
	wants := f.Wants(i.Session)
	if wants == "" {
		return false, nil
	}
	offered, err := t.offer(w.ID, wants, m)
	if err != nil {
		return true, err
	}
	return true, t.takeSent(w, i, m, offered)
}

// sentInTrial is sent for a flow that is tried out: the file is neither fetched nor kept.
func (t *talk) sentInTrial(m Message) (taken bool, err error) {
	i, f, ok, err := t.trial()
	if err != nil || !ok || f.Wants(i.Session) == "" {
		return false, err
	}
	offered, err := t.offer(trialMark, f.Wants(i.Session), m)
	if err == nil {
		_, err = t.stepTrial(i, f, flows.Input{Sent: &offered, Message: m.ID, Now: t.now.In(t.w.cfg.Zone)})
	}
	return true, err
}

// filedInterview reads the interview on screen, where it is of a wave in which something can be sent.
func (t *talk) filedInterview(m Message) (w survey.Wave, i Interview, f *flows.Flow, ok bool, err error) {
	s := t.chat.Screen
	w, ok = t.wave(s.Wave)
	if m.Kind == KindText || !ok || s.Name != ScreenInterview || w.Mode != survey.Identified || !w.Taking() {
		return w, i, nil, false, nil
	}
	if i, ok, err = LoadInterview(t.tx, w, t.chat.Respondent); err != nil || !ok {
		return w, i, nil, false, err
	}
	f, err = t.flow(w)
	return w, i, f, err == nil, err
}

// restOfAlbum says that only the first of several photos sent together counts.
func (t *talk) restOfAlbum(w survey.Wave, i Interview) error {
	i.Notice.Key = NoticeAlbum
	if err := t.tx.PutInterview(w, t.chat.Respondent, i.Bytes()); err != nil {
		return err
	}
	return t.show(storage.Screen{Name: ScreenInterview, Wave: w.ID, Notice: InterviewNotice})
}

// offer compares what was sent with what the question wants and the installation takes.
func (t *talk) offer(w survey.WaveID, wants flows.ItemType, m Message) (flows.Sent, error) {
	s := flows.Sent{What: string(m.Kind), Album: m.Album}
	switch {
	case m.Kind == KindPlace && wants == flows.TypeLocation && m.Place != nil:
		p := m.Place
		s.Kind, s.Value, s.Live = wants, flows.Place(p.Latitude, p.Longitude, p.Accuracy), p.Live
		return s, nil
	case wants == flows.TypeLocation || m.File == nil || m.Kind != KindPhoto && m.Kind != KindFile:
		return s, nil
	}
	kind := typeOf(m.File)
	if s.Refused = t.w.cfg.Files.refuse(wants, m, kind); s.Refused.Key != "" {
		s.Kind = wants
		return s, nil
	}
	token, err := t.token(fileName)
	s.Kind, s.Value = wants, string(w)+"/"+token+"."+kind
	return s, err
}

// refuse says why a file can't be taken; no key: it can.
func (r FileRules) refuse(wants flows.ItemType, m Message, kind string) flows.Notice {
	types := r.Types
	if wants == flows.TypePhoto {
		types = slices.DeleteFunc(slices.Clone(types), func(s string) bool { return !slices.Contains(photoTypes, s) })
	}
	args := map[string]string{"types": strings.ToUpper(strings.Join(types, ", ")), "max": strconv.FormatInt(r.Limit>>20, 10)}
	switch {
	case m.Kind == KindFile && wants == flows.TypePhoto && !slices.Contains(types, kind):
		return flows.Notice{Key: flows.NoticePhotoWanted, Args: map[string]string{"kind": string(m.Kind)}}
	case !slices.Contains(types, kind) && !(wants == flows.TypePhoto && m.Kind == KindPhoto):
		return flows.Notice{Key: NoticeFileType, Args: args}
	case m.File.Size > r.Limit:
		return flows.Notice{Key: NoticeFileLarge, Args: args}
	}
	return flows.Notice{}
}

// takeSent gives the flow engine what was sent, and has a file fetched that became an answer.
func (t *talk) takeSent(w survey.Wave, i Interview, m Message, s flows.Sent) error {
	in := flows.Input{Sent: &s, Message: m.ID, Edited: m.Edited, Now: t.now.In(t.w.cfg.Zone)}
	out, err := t.step(w, i, in, m.Date)
	if err != nil || !out.Typed || s.Kind == flows.TypeLocation {
		return err
	}
	name := path.Base(s.Value)
	err = t.tx.PutFile(w.ID, t.chat.Respondent, name, storage.File{
		ID: m.File.ID, Unique: m.File.Unique, Size: m.File.Size, Message: m.ID,
	})
	t.fx.Files = append(t.fx.Files, FileTask{Wave: w.ID, Respondent: t.chat.Respondent, Name: name, ID: m.File.ID})
	return err
}

// editedSent takes another photo or file in place of one that was an answer. A change of its caption
// changes nothing, and nothing is said.
func (t *talk) editedSent(m Message) (taken bool, err error) {
	w, i, _, ok, err := t.filedInterview(m)
	if err != nil || !ok || m.File == nil {
		return false, err
	}
	files, err := t.tx.FilesOf(w.ID, t.chat.Respondent)
	if err != nil {
		return false, err
	}
	for name, f := range files {
		switch {
		case f.Message != m.ID:
			continue
		case f.Unique == m.File.Unique:
			return true, nil
		}
		wants := flows.TypeFile
		if item := t.itemOf(w, i, string(w.ID)+"/"+name); item != nil {
			wants = item.Type
		}
		offered, err := t.offer(w.ID, wants, m)
		if err != nil {
			return true, err
		}
		return true, t.takeSent(w, i, m, offered)
	}
	return false, nil
}

// itemOf finds the item that a file answers; nil where there is none.
func (t *talk) itemOf(w survey.Wave, i Interview, name string) *flows.Item {
	f, err := t.flow(w)
	if err != nil {
		return nil
	}
	_, item := f.Without(i.Session, name)
	return item
}
