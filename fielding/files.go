package fielding

import (
	"fmt"
	"path"
	"slices"

	"suara/storage"
	"suara/survey"
)

// FileTask asks for a file that somebody sent to be fetched and kept, or to be erased from the disk. A task
// that is lost in a crash is made again at the next start, out of what the database and the disk hold.
type FileTask struct {
	Wave       survey.WaveID
	Respondent survey.RespondentID
	Name       string // in the wave's folder
	ID         string // Telegram's, to fetch it by
	Erase      bool
}

// Path is the file's name under which answers and exports know it: below the folder of files, with a slash.
func (f FileTask) Path() string { return path.Join(string(f.Wave), f.Name) }

// keepNamed drops the person's files in a wave that no answer names any more, neither of an interview nor
// of a response. It follows everything that changes either.
func (d *Desk) keepNamed(w survey.Wave, r survey.RespondentID) error {
	files, err := d.tx.FilesOf(w.ID, r)
	if err != nil || len(files) == 0 {
		return err
	}
	named, err := d.named(w, r)
	if err != nil {
		return err
	}
	for name := range files {
		if slices.Contains(named, path.Join(string(w.ID), name)) {
			continue
		}
		if err := d.tx.DeleteFile(w.ID, r, name); err != nil {
			return err
		}
		d.fx.Files = append(d.fx.Files, FileTask{Wave: w.ID, Respondent: r, Name: name, Erase: true})
	}
	return nil
}

// named lists the files that a person's answers in a wave name.
func (d *Desk) named(w survey.Wave, r survey.RespondentID) ([]string, error) {
	f, err := d.flow(w)
	if err != nil {
		return nil, err
	}
	i, open, err := LoadInterview(d.tx, w, r)
	if err != nil {
		return nil, err
	}
	sub, _, err := d.tx.LinkedResponse(w.ID, r)
	if err != nil {
		return nil, err
	}
	named := f.FilesIn(sub.Response.Values)
	if open {
		named = append(named, f.FilesOf(i.Session)...)
	}
	return named, nil
}

// dropFiles erases all files of a wave.
func (d *Desk) dropFiles(w survey.WaveID) error {
	err := d.tx.Files(w, func(r survey.RespondentID, name string, _ storage.File) bool {
		d.fx.Files = append(d.fx.Files, FileTask{Wave: w, Respondent: r, Name: name, Erase: true})
		return true
	})
	if err != nil {
		return err
	}
	return d.tx.DropFiles(w)
}

// FileKept notes that a file lies on the disk. It is not wanted where its answer was erased meanwhile.
func (d *Desk) FileKept(task FileTask, size int64) (wanted bool, err error) {
	f, ok, err := d.tx.File(task.Wave, task.Respondent, task.Name)
	if err != nil || !ok {
		return false, err
	}
	f.State, f.Size = storage.FileKept, size
	return true, d.tx.PutFile(task.Wave, task.Respondent, task.Name, f)
}

// Why a file could not be kept, as words of the catalogue.
const (
	FileGone  = "gone"  // Telegram does not have it any more
	FileLarge = "large" // it is larger than Telegram said
	FileOther = "other" // it is no file of the type that its name says
)

// FileLost notes that a file can't be had. As long as the interview is open its answer is taken back and the
// person is asked to send it again; a response that was sent keeps the name of the file that is missing.
func (d *Desk) FileLost(task FileTask, reason string) error {
	f, ok, err := d.tx.File(task.Wave, task.Respondent, task.Name)
	if err != nil || !ok {
		return err
	}
	f.State = storage.FileLost
	if err := d.tx.PutFile(task.Wave, task.Respondent, task.Name, f); err != nil {
		return err
	}
	w, ok := d.wave(task.Wave)
	if !ok || !w.Taking() {
		return nil
	}
	if err := d.askAgain(w, task, reason); err != nil {
		return fmt.Errorf("ask for a file again: %w", err)
	}
	return nil
}

func (d *Desk) askAgain(w survey.Wave, task FileTask, reason string) error {
	flow, err := d.flow(w)
	if err != nil {
		return err
	}
	i, ok, err := LoadInterview(d.tx, w, task.Respondent)
	if err != nil || !ok {
		return err
	}
	next, item := flow.Without(i.Session, task.Path())
	if item == nil {
		return nil
	}
	i.Session = next
	i.Notice.Key = NoticeFileLost
	i.Notice.Args = map[string]string{"question": item.Text.In(next.Language()), "lost": reason}
	if err := d.tx.PutInterview(w, task.Respondent, i.Bytes()); err != nil {
		return err
	}
	if err := d.keepNamed(w, task.Respondent); err != nil {
		return err
	}
	r, err := d.tx.Respondent(task.Respondent)
	if err != nil || r.Account == 0 {
		return err
	}
	t, err := d.talk(r.Account)
	if err != nil || t.chat.Screen.Name != ScreenInterview || t.chat.Screen.Wave != w.ID {
		return err
	}
	t.chat.Fresh = true
	return t.showAndEnd(storage.Screen{Name: ScreenInterview, Wave: w.ID, Notice: InterviewNotice})
}
