package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"suara/flows"
	"suara/report"
	"suara/storage"
	"suara/survey"
)

// templates are the DOCX files of a bureau as a request carries them; absent ones are the built-in.
type templates struct {
	Report  []byte `json:"report,omitempty"`
	Minutes []byte `json:"minutes,omitempty"`
}

// document gathers what pictures and files are made from. Times are the organisation's.
func (o *office) document(w survey.Wave, f *flows.Flow, figures *report.Release) (*report.Document, error) {
	d := &report.Document{
		Release: figures, Flow: f, Language: o.cfg.Language, Organisation: o.cfg.Organisation, Opened: o.local(w.Opened),
	}
	if !w.Closed.IsZero() {
		d.Closed = o.local(w.Closed)
	}
	if w.Mode != survey.Anonymous {
		return d, nil // free texts stand in the rows, which no document shows
	}
	err := o.view(func(tx *storage.Tx) (err error) { d.Comments, err = tx.Comments(w.ID); return err })
	if err != nil {
		return nil, fmt.Errorf("read comments of wave %s: %w", w.ID, err)
	}
	return d, nil
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
		return report.HTML(d)
	case "xlsx":
		return report.Workbook(d)
	case "docx":
		return report.DOCX(d, report.LetterReport, o.letterhead(req), nil, req.Input)
	}
	pages, err := report.Draw(d, report.PictureHeadline)
	if err != nil {
		return nil, err
	}
	return pages[0], nil
}

// letterhead is what the flags and the configuration say of official letters.
func (o *office) letterhead(req request) report.Letterhead {
	return report.Letterhead{
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
	files, err := report.Archive(bundle)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := report.WriteZip(&b, string(w.ID), files, o.local(w.Closed)); err != nil {
		return fmt.Errorf("archive wave %s: %w", w.ID, err)
	}
	r.put(req, "out", b.Bytes())
	return nil
}

func (o *office) bundle(w survey.Wave, f *flows.Flow, req request) (*report.Bundle, error) {
	raw, figures, err := o.release(w, f)
	if err != nil {
		return nil, err
	}
	d, err := o.document(w, f, figures)
	if err != nil {
		return nil, err
	}
	rows, err := o.publicRows(w)
	if err != nil {
		return nil, err
	}
	var own templates
	if len(req.Input) > 0 {
		if err := json.Unmarshal(req.Input, &own); err != nil {
			return nil, fmt.Errorf("read the templates: %w", err)
		}
	}
	b := &report.Bundle{
		Document: d, Letterhead: o.letterhead(req), Release: raw, Rows: slices.Values(rows),
		Export: report.ExportOptions{Wave: w.ID, Survey: w.Survey, Mode: w.Mode},
		Report: own.Report, Minutes: own.Minutes,
	}
	err = o.view(func(tx *storage.Tx) error { b.FlowSource = bytes.Clone(tx.Flow(w.Flow)); return nil })
	return b, err
}

// publicRows are the rows that an export would give: none where there are too few.
func (o *office) publicRows(w survey.Wave) ([]survey.Response, error) {
	rows, err := o.rows(w)
	if w.Mode != survey.Identified && complete(rows) < w.MinGroup {
		rows = nil
	}
	return rows, err
}
