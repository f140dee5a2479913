package main

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"

	"suara/fielding"
	"suara/roster"
	"suara/survey"
)

func (o *office) rosterCodes(ctx context.Context, req request, r *reply) error {
	var rows []roster.CodeRow
	named := false
	var head roster.LetterHead
	err := o.act.do(ctx, "roster codes", func(d *fielding.Desk) error {
		codes, err := o.makeCodes(d, req)
		if err != nil {
			return err
		}
		head = o.letterHead(d)
		rows, named, err = o.codeRows(d.Tx(), codes)
		return err
	})
	if err != nil {
		return fmt.Errorf("make codes: %w", err)
	}
	if !named {
		r.note("links are empty: set telegram.username, or run serve once so that the bot's name is known")
	}
	var b bytes.Buffer
	switch strings.ToLower(path.Ext(req.Flags["out"])) {
	case ".pdf":
		err = roster.WriteLetters(&b, head, rows)
	case ".xlsx":
		err = roster.WriteCodesSheet(&b, rows)
	default:
		err = roster.WriteCodes(&b, rows)
	}
	if err != nil {
		return err
	}
	r.put(req, "out", b.Bytes())
	return nil
}

// makeCodes makes the codes of everybody who has not registered, or fresh ones of single people.
func (o *office) makeCodes(d *fielding.Desk, req request) (map[survey.RespondentID]string, error) {
	if req.Flags["for"] == "" {
		return d.MakeCodes(req.flag("renew"), 0)
	}
	codes := map[survey.RespondentID]string{}
	for _, key := range strings.Split(req.Flags["for"], ",") {
		person, code, err := d.FreshCode(key, 0)
		if err != nil {
			return nil, err
		}
		codes[person.ID] = code
	}
	return codes, nil
}

func (o *office) letterHead(d *fielding.Desk) roster.LetterHead {
	return roster.LetterHead{
		Organisation: o.cfg.Organisation, Bot: o.username(d.Tx()), Letter: o.cfg.Letter, Phrase: o.cfg.Phrase,
		Contact: o.cfg.Contact, Days: int(o.cfg.CodeLife.Hours() / 24), Made: d.Now().In(o.cfg.Zone),
	}
}
