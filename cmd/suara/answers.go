package main

import (
	"context"
	"sync"

	"suara/fielding"
)

const (
	answerWorkers = 256
	answersKept   = 8192 // more than these are dropped: their presses wait for no answer any more
)

// answers answers presses beside the sender, many at once: they count in no limit and are not
// repeated.
type answers struct {
	queue chan fielding.Answer
	send  func(context.Context, fielding.Answer)
}

func newAnswers(send func(context.Context, fielding.Answer)) *answers {
	return &answers{queue: make(chan fielding.Answer, answersKept), send: send}
}

// add takes answers without waiting.
func (a *answers) add(list []fielding.Answer) {
	for _, answer := range list {
		select {
		case a.queue <- answer:
		default:
		}
	}
}

// run sends until ctx ends, and returns when no answer is under way.
func (a *answers) run(ctx context.Context) error {
	var workers sync.WaitGroup
	for range answerWorkers {
		workers.Go(func() {
			for {
				select {
				case <-ctx.Done():
					return
				case answer := <-a.queue:
					a.send(ctx, answer)
				}
			}
		})
	}
	workers.Wait()
	return nil
}
