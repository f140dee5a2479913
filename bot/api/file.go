package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// fetchTime is how long the fetching of one file may take.
const fetchTime = 2 * time.Minute

type fileParams struct {
	ID string `json:"file_id"`
}

type fileAnswer struct {
	Path string `json:"file_path"`
	Size int64  `json:"file_size"`
}

// ErrFileTooLarge is a file beyond what the caller takes.
var ErrFileTooLarge = errors.New("the file is too large")

// File fetches a file that somebody sent to the bot, at most limit bytes.
func (c *Client) File(ctx context.Context, id string, limit int64) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	var f fileAnswer
	if err := c.Call(ctx, "getFile", fileParams{id}, &f); err != nil {
		return nil, err
	}
	switch {
	case f.Size > limit:
		return nil, ErrFileTooLarge
	case f.Path == "":
		return nil, errors.New("fetch a file: telegram names no path")
	}
	u := c.base
	root, _, _ := strings.Cut(u.Path, "/bot"+c.token)
	u.Path = root + "/file/bot" + c.token + "/" + f.Path
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errors.New("fetch a file: " + c.Redact(err.Error()))
	}
	req.Header.Set("User-Agent", agent)
	resp, err := c.line.RoundTrip(req)
	if err != nil {
		return nil, errors.New("fetch a file: " + c.Redact(err.Error()))
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetch a file: status %d", resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		return nil, errors.New("fetch a file: " + c.Redact(err.Error()))
	case int64(len(data)) > limit:
		return nil, ErrFileTooLarge
	}
	return data, nil
}
