package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"
)

// Client calls the Bot API. The token is in no error that it returns.
type Client struct {
	token   string
	base    url.URL // up to the method's name
	line    http.RoundTripper
	timeout time.Duration

	accepted atomic.Bool // a call was answered with ok
}

// Option sets how a Client works.
type Option func(*Client)

// WithTimeout sets how long one call may take; 20 s by default, since Telegram holds calls near its
// limits. Uploads get three times as long, long polls their own time.
func WithTimeout(d time.Duration) Option { return func(c *Client) { c.timeout = d } }

// WithRoundTripper replaces the connections to Telegram.
func WithRoundTripper(rt http.RoundTripper) Option { return func(c *Client) { c.line = rt } }

// tokenForm is what every token looks like. Anything else could break out of the URL's path.
var tokenForm = regexp.MustCompile(`^\d+:[A-Za-z0-9_-]+$`)

// NewClient returns a client for the Bot API at apiURL. Space around the token is removed.
func NewClient(apiURL, token string, opts ...Option) (*Client, error) {
	token = strings.TrimSpace(token)
	if !tokenForm.MatchString(token) {
		return nil, errors.New("bot token: must look like 123456:ABC-def")
	}
	c := &Client{token: token, timeout: 20 * time.Second}
	base, err := url.Parse(strings.TrimSpace(apiURL))
	if err != nil {
		return nil, errors.New("api_url: is not a URL") // the cause repeats the URL
	}
	if base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, errors.New("api_url: must begin with http:// or https:// and name a host")
	}
	if base.RawQuery != "" || base.Fragment != "" || base.User != nil {
		return nil, errors.New("api_url: must be scheme, host and path only")
	}
	c.base = *base
	c.base.Path = strings.TrimRight(base.Path, "/") + "/bot" + token + "/"
	c.base.RawPath = ""
	for _, o := range opts {
		o(c)
	}
	if c.line == nil {
		c.line = newLine()
	}
	return c, nil
}

// newLine returns a transport that keeps hundreds of connections to one host.
func newLine() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns, t.MaxIdleConnsPerHost = 512, 512
	t.IdleConnTimeout = 30 * time.Second // before the server closes them, which can cost a request
	t.DisableCompression = true          // answers are short
	t.ForceAttemptHTTP2 = false
	t.TLSClientConfig = nil
	t.TLSNextProto = nil
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	return t
}

// Redact removes the token from a text that is going to be shown.
func (c *Client) Redact(s string) string { return strings.ReplaceAll(s, c.token, "***") }

// Close closes the connections that are not in use.
func (c *Client) Close() {
	if t, ok := c.line.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// Sent is the result of a call that is only asked for the message's number.
type Sent struct {
	MessageID int `json:"message_id"`
}

// Call calls a method with params, a struct of the Telegram library or nil, as JSON. The result is
// decoded into result unless that is nil; *Sent is the cheap one.
func (c *Client) Call(ctx context.Context, method string, params any, result any) error {
	return c.call(ctx, method, params, result, c.timeout, answerLimit)
}

func (c *Client) call(ctx context.Context, method string, params, result any,
	timeout time.Duration, limit int64) error {
	b := newPayload()
	if err := encodeParams(b.buf, params); err != nil {
		return fmt.Errorf("call %s: encode parameters: %w", method, err)
	}
	return c.post(ctx, request{method, jsonHeader, b, timeout, limit}, result)
}

// Upload calls a method with fields and one file as a form.
func (c *Client) Upload(ctx context.Context, method string, fields map[string]string,
	fileField, filename string, data []byte, result any) error {
	b := newPayload()
	form := multipart.NewWriter(b.buf)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			return fmt.Errorf("call %s: encode field %s: %w", method, name, err)
		}
	}
	w, err := form.CreateFormFile(fileField, filename)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		return fmt.Errorf("call %s: encode file: %w", method, err)
	}
	h := http.Header{"Content-Type": {form.FormDataContentType()}, "User-Agent": {agent}}
	return c.post(ctx, request{method, h, b, 3 * c.timeout, answerLimit}, result)
}

const (
	agent       = "suara"
	answerLimit = 1 << 20  // bytes of an answer
	updateLimit = 32 << 20 // bytes of 100 updates
)

// jsonHeader is shared by all requests; nothing writes to it.
var jsonHeader = http.Header{"Content-Type": {"application/json"}, "User-Agent": {agent}}

// request is one call, encoded.
type request struct {
	method  string
	header  http.Header
	body    *payload
	timeout time.Duration
	limit   int64
}

// post sends a request and decodes the answer. Where the connection broke before anything was
// written, it tries once more at once.
func (c *Client) post(ctx context.Context, r request, result any) error {
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	defer r.body.release()
	resp, err := c.send(ctx, r)
	if err != nil && !r.body.written() && ctx.Err() == nil {
		resp, err = c.send(ctx, r)
	}
	if err != nil {
		return c.fault(r, err)
	}
	in := wireBuffers.Get().(*bytes.Buffer)
	in.Reset()
	defer recycle(in)
	n, err := in.ReadFrom(io.LimitReader(resp.Body, r.limit+1))
	resp.Body.Close()
	if err == nil && n > r.limit {
		err = errTooLong
	}
	if err == nil {
		err = decodeAnswer(r.method, resp, in.Bytes(), result)
	}
	var refusal *Error
	switch {
	case err == nil:
		if !c.accepted.Load() {
			c.accepted.Store(true)
		}
		return nil
	case errors.As(err, &refusal):
		refusal.Accepted = c.accepted.Load()
		return err
	}
	return c.fault(r, err)
}

var errTooLong = errors.New("read answer: too long")

// send does one round trip.
func (c *Client) send(ctx context.Context, r request) (*http.Response, error) {
	u := c.base
	u.Path += r.method
	body, _ := r.body.open()
	req := &http.Request{
		Method: http.MethodPost, URL: &u, Host: u.Host, Header: r.header,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: body, ContentLength: int64(r.body.buf.Len()), GetBody: r.body.open,
	}
	return c.line.RoundTrip(req.WithContext(r.body.traced(ctx)))
}

// fault makes the error of a call without a usable answer, without the token.
func (c *Client) fault(r request, err error) error {
	if text := err.Error(); strings.Contains(text, c.token) {
		err = errors.New(c.Redact(text))
	}
	return &LineError{Method: r.method, Written: r.body.written(), Err: err}
}
