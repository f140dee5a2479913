package api

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"
)

const (
	hookBody        = 1 << 20          // bytes of one update; Telegram's own are far below
	hookEvery       = 30 * time.Second // how often Telegram is asked what still waits there
	hookConnections = 40               // updates that Telegram brings at once; those of one chat in order
)

// secretForm is what Telegram takes as a secret; shorter ones could be guessed.
var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{16,256}$`)

// CheckSecret tells why a webhook's secret can't be used.
func CheckSecret(secret string) error {
	if !secretForm.MatchString(secret) {
		return errors.New("16 to 256 of A-Z, a-z, 0-9, _ and -: who knows it can pretend to be Telegram")
	}
	return nil
}

// WebhookOptions say where Telegram brings updates.
type WebhookOptions struct {
	URL         string
	Secret      string   // in a header of every request
	Certificate []byte   // PEM of one that Telegram can't check by itself; nil: it can
	Allowed     []string // kinds of updates
}

// Webhook takes the updates that Telegram brings. An update is answered with 200 only once it was
// taken; else Telegram brings it again.
type Webhook struct {
	client  *Client
	clock   Clock
	log     *slog.Logger
	opts    WebhookOptions
	secret  [sha256.Size]byte
	take    func(ctx context.Context, raws []json.RawMessage, drained bool) error
	drained atomic.Bool  // nothing waited at Telegram when it was asked last
	last    atomic.Int64 // when it answered last, in Unix nanoseconds
	trouble bool         // that it doesn't was said
}

// NewWebhook returns the taker of updates. It refuses to be without a secret. take is as for
// [Poller.Run], for one update at a time.
func NewWebhook(c *Client, clock Clock, log *slog.Logger, opts WebhookOptions,
	take func(ctx context.Context, raws []json.RawMessage, drained bool) error) (*Webhook, error) {
	if err := CheckSecret(opts.Secret); err != nil {
		return nil, fmt.Errorf("webhook secret: %w", err)
	}
	return &Webhook{
		client: c, clock: clock, log: log, opts: opts, secret: sha256.Sum256([]byte(opts.Secret)), take: take,
	}, nil
}

var _ http.Handler = (*Webhook)(nil)

// ServeHTTP takes one update.
func (h *Webhook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	told := sha256.Sum256([]byte(r.Header.Get("X-Telegram-Bot-Api-Secret-Token")))
	if subtle.ConstantTimeCompare(told[:], h.secret[:]) != 1 {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.ContentLength > hookBody {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, hookBody))
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		w.WriteHeader(http.StatusRequestEntityTooLarge)
	case err != nil || !json.Valid(raw):
		w.WriteHeader(http.StatusBadRequest)
	default:
		w.WriteHeader(h.keep(r.Context(), raw))
	}
}

// keep has one update on disk and returns what Telegram is answered.
func (h *Webhook) keep(ctx context.Context, raw json.RawMessage) int {
	if _, ok := updateID(raw); !ok {
		h.log.Warn("an update without a readable id was skipped", "updates", 1)
		return http.StatusOK // again it would be the same
	}
	if err := h.take(ctx, []json.RawMessage{raw}, h.drained.Load()); err != nil {
		h.log.Error("an update could not be kept; Telegram brings it again", "error", err)
		return http.StatusInternalServerError
	}
	return http.StatusOK
}

// LastPoll returns when Telegram last said what waits there; zero before the first time.
func (h *Webhook) LastPoll() time.Time {
	if n := h.last.Load(); n != 0 {
		return time.Unix(0, n)
	}
	return time.Time{}
}

// hookInfo is what Telegram says of the webhook.
type hookInfo struct {
	URL     string `json:"url"`
	Pending int    `json:"pending_update_count"`
	Error   string `json:"last_error_message"`
	ErrorAt int64  `json:"last_error_date"`
}

// Run tells Telegram where to bring updates and then asks now and again what still waits there, until
// ctx ends. Timers wait as long as something does: take is called with an empty batch.
func (h *Webhook) Run(ctx context.Context) error {
	known := false
	var seen int64
	for ctx.Err() == nil {
		pause := hookEvery
		info, err := h.look(ctx, known)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			known, pause = false, longPause
			if !h.trouble {
				h.trouble = true
				h.log.Error("the webhook can't be set or asked for; trying until it can", "error", err)
			}
		default:
			if h.trouble {
				h.trouble = false
				h.log.Info("the webhook is set again")
			}
			known = true
			if info.Error != "" && info.ErrorAt > seen {
				seen = info.ErrorAt
				h.log.Warn("Telegram could not bring an update", "error", h.client.Redact(info.Error))
			}
		}
		select {
		case <-ctx.Done():
		case <-h.clock.After(pause):
		}
	}
	return nil
}

// look sets the webhook unless it is known to be set, and asks how it stands.
func (h *Webhook) look(ctx context.Context, known bool) (info hookInfo, err error) {
	if !known {
		if err := h.set(ctx); err != nil {
			return info, err
		}
	}
	if err := h.client.Call(ctx, "getWebhookInfo", nil, &info); err != nil {
		return info, err
	}
	if info.URL != h.opts.URL {
		return info, errors.New("another program has set the webhook elsewhere")
	}
	h.last.Store(h.clock.Now().UnixNano())
	h.drained.Store(info.Pending == 0)
	return info, h.take(ctx, nil, info.Pending == 0)
}

type hookParams struct {
	URL         string   `json:"url"`
	Secret      string   `json:"secret_token"`
	Allowed     []string `json:"allowed_updates,omitempty"`
	Connections int      `json:"max_connections"`
}

func (h *Webhook) set(ctx context.Context) error {
	if h.opts.Certificate == nil {
		p := hookParams{h.opts.URL, h.opts.Secret, h.opts.Allowed, hookConnections}
		return h.client.Call(ctx, "setWebhook", p, nil)
	}
	allowed, err := json.Marshal(h.opts.Allowed)
	if err != nil {
		return fmt.Errorf("call setWebhook: encode parameters: %w", err)
	}
	fields := map[string]string{
		"url": h.opts.URL, "secret_token": h.opts.Secret, "allowed_updates": string(allowed),
		"max_connections": strconv.Itoa(hookConnections),
	}
	return h.client.Upload(ctx, "setWebhook", fields, "certificate", "certificate.pem", h.opts.Certificate, nil)
}

// DropWebhook makes polling possible where a webhook is set; what waits at Telegram stays there. It
// tells whether there was one.
func DropWebhook(ctx context.Context, c *Client) (dropped bool, err error) {
	var info hookInfo
	if err := c.Call(ctx, "getWebhookInfo", nil, &info); err != nil || info.URL == "" {
		return false, err
	}
	params := struct {
		Drop bool `json:"drop_pending_updates"`
	}{false}
	return true, c.Call(ctx, "deleteWebhook", params, nil)
}
