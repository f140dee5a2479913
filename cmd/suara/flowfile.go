package main

import (
	"context"
	"errors"

	"suara/bot/api"
	"suara/fielding"
	"suara/flows"
)

// readFlow fetches a flow's file, checks it and offers it. Checking takes no part of the writer's time.
func (q *sentFiles) readFlow(ctx context.Context, f fielding.Fetch) error {
	data, err := q.client.File(ctx, f.File, fielding.FlowLimit)
	if err != nil {
		q.log.Warn("fetch a flow file", "error", err.Error())
		reason := "file_gone"
		if errors.Is(err, api.ErrFileTooLarge) {
			reason = "flow_large"
		}
		return q.office.act.do(ctx, "flow file", func(d *fielding.Desk) error { return d.FlowUnread(f, reason) })
	}
	flow, err := flows.Load(f.Name, data)
	var faults flows.Problems
	switch {
	case errors.As(err, &faults):
		return q.office.act.do(ctx, "flow check", func(d *fielding.Desk) error { return d.FlowFaulty(f, faults) })
	case err != nil:
		return err
	}
	if faults = unknownPictures(flow, q.set.Fielding.Surveys); len(faults) > 0 {
		return q.office.act.do(ctx, "flow check", func(d *fielding.Desk) error { return d.FlowFaulty(f, faults) })
	}
	return q.office.act.do(ctx, "flow preview", func(d *fielding.Desk) error { return d.OfferFlow(f, flow, data) })
}
