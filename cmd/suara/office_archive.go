package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"suara/bot"
	"suara/fielding"
	"suara/flows"
	"suara/report"
	"suara/report/archive"
	"suara/report/docx"
	"suara/report/export"
	"suara/report/folder"
	"suara/report/html"
	"suara/report/picture"
	"suara/report/words"
	"suara/report/xlsx"
	"suara/storage"
	"suara/survey"
)

// templates are the DOCX files of a bureau as a request carries them; absent ones are the built-in.
type templates struct {
	Report  []byte `json:"report,omitempty"`
	Minutes []byte `json:"minutes,omitempty"`
}

// document gathers what pictures and files are made from. Times are the organisation's.
func (o *office) document(w survey.Wave, f *flows.Flow, figures *report.Release) (*words.Document, error) {
	d := &words.Document{
		Release: figures, Flow: f, Language: o.cfg.Language, Organisation: o.cfg.Organisation, Opened: o.local(w.Opened),
	}
	if !w.Closed.IsZero() {
		d.Closed = o.local(w.Closed)
	}
	err := o.view(func(tx *storage.Tx) (err error) {
		if d.Days, err = o.days(tx, w); err != nil || w.Mode != survey.Anonymous || fielding.InReview(tx, w.ID) {
			return err // outside anonymous waves free texts stand in the rows, which no document shows
		}
		d.Comments, err = tx.Comments(w.ID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read what stands beside the release of wave %s: %w", w.ID, err)
	}
	return d, nil
}

// days are the wave's days so far.
func (o *office) days(tx *storage.Tx, w survey.Wave) (out []report.Day, err error) {
	days, err := fielding.Days(tx, w, o.cfg.Zone, o.clock.Now())
	for _, d := range days {
		out = append(out, report.Day{Date: d.Date, Responded: d.Complete, Reminded: d.Reminded})
	}
	return out, err
}

// Report gives the release of a closed wave as the file that goes to the group.
func (o *office) Report(id survey.WaveID, format string) (name string, data []byte, err error) {
	req := request{Args: []string{string(id)}, Flags: map[string]string{"format": format}}
	w, f, err := o.results(req)
	if err != nil {
		return "", nil, err
	}
	_, figures, err := o.release(w, f)
	if err != nil {
		return "", nil, err
	}
	data, err = o.summaryFile(w, f, figures, req)
	return string(id) + "." + format, data, err
}

// Picture draws what a photo of the group shows.
func (o *office) Picture(id survey.WaveID, post string) ([]byte, error) {
	if post == fielding.PostDays {
		return o.daysPicture(id)
	}
	_, data, err := o.Report(id, "png")
	return data, err
}

// daysPicture shows the participation in a wave day by day; it may be seen while the wave is open.
func (o *office) daysPicture(id survey.WaveID) ([]byte, error) {
	w, err := o.wave(id)
	if err != nil {
		return nil, err
	}
	d := &words.Document{
		Language: o.cfg.Language, Organisation: o.cfg.Organisation, Opened: o.local(w.Opened),
		Taking: &report.Participation{Wave: id},
	}
	err = o.view(func(tx *storage.Tx) error {
		s, err := fielding.Status(tx, w, o.cfg)
		if err != nil {
			return err
		}
		d.Taking.Base = s.Base
		if d.Flow, err = o.flows.Get(tx, w.Flow); err != nil {
			return err
		}
		d.Taking.Days, err = o.days(tx, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count wave %s: %w", id, err)
	}
	pages, err := picture.Draw(d, picture.Days)
	if err != nil {
		return nil, err
	}
	return pages[0], nil
}

func (o *office) local(t time.Time) time.Time {
	if o.cfg.Zone == nil {
		return t
	}
	return t.In(o.cfg.Zone)
}

// summaryFile makes the summary of a whole wave as a file.
func (o *office) summaryFile(w survey.Wave, f *flows.Flow, figures *report.Release, req request) ([]byte, error) {
	d, err := o.document(w, f, figures)
	if err != nil {
		return nil, err
	}
	switch req.format() {
	case "html":
		return html.Page(d)
	case "xlsx":
		return xlsx.Workbook(d)
	case "docx":
		return docx.Fill(d, docx.Report, o.letterhead(req), nil, req.Input)
	}
	pages, err := picture.Draw(d, picture.Headline)
	if err != nil {
		return nil, err
	}
	return pages[0], nil
}

// letterhead is what the flags and the configuration say of official letters.
func (o *office) letterhead(req request) docx.Letterhead {
	return docx.Letterhead{
		Address: o.cfg.Contact, Number: req.Flags["number"], Place: req.Flags["place"],
		Position: req.Flags["position"], Name: req.Flags["name"], NIP: req.Flags["nip"],
	}
}

// archive packs all that may be kept of a closed wave.
func (o *office) archive(_ context.Context, req request, r *reply) error {
	w, f, err := o.results(req)
	if err != nil {
		return err
	}
	if w.State != survey.WaveClosed {
		return fmt.Errorf("wave %s is %s: an archive is made of a closed wave: %w", w.ID, w.State, survey.ErrNotYet)
	}
	bundle, err := o.bundle(w, f, req)
	if err != nil {
		return fmt.Errorf("archive wave %s: %w", w.ID, err)
	}
	files, err := archive.Files(bundle)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := folder.Zip(&b, string(w.ID), files, o.local(w.Closed)); err != nil {
		return fmt.Errorf("archive wave %s: %w", w.ID, err)
	}
	r.put(req, "out", b.Bytes())
	return nil
}

func (o *office) bundle(w survey.Wave, f *flows.Flow, req request) (*archive.Bundle, error) {
	raw, figures, err := o.release(w, f)
	if err != nil {
		return nil, err
	}
	d, err := o.document(w, f, figures)
	if err != nil {
		return nil, err
	}
	rows, _, err := o.publicRows(w)
	if err != nil {
		return nil, err
	}
	var own templates
	if len(req.Input) > 0 {
		if err := json.Unmarshal(req.Input, &own); err != nil {
			return nil, fmt.Errorf("read the templates: %w", err)
		}
	}
	b := &archive.Bundle{
		Document: d, Letterhead: o.letterhead(req), Release: raw, Rows: slices.Values(rows),
		Export: export.Options{Wave: w.ID, Survey: w.Survey, Mode: w.Mode},
		Report: own.Report, Minutes: own.Minutes,
	}
	err = o.view(func(tx *storage.Tx) error {
		b.FlowSource = bytes.Clone(tx.Flow(w.Flow))
		notice, err := bot.Notice(tx, o.cfg, o.flows, w)
		b.Notice = []byte(notice)
		return err
	})
	return b, err
}
