package main

import (
	"context"
	"errors"
)

func (p *program) demoPage(ctx context.Context, opt demoOptions) error {
	return errors.New("not yet")
}
