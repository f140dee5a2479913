package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"

	"suara/bot"
	"suara/bot/api"
)

// newWebhook makes the taker of updates for the mode webhook.
func (s *system) newWebhook() (*api.Webhook, error) {
	w := s.set.Telegram.Webhook
	opts := api.WebhookOptions{URL: w.URL, Secret: w.Secret, Allowed: bot.Allowed()}
	if w.Cert != "" {
		own, err := selfSigned(w.Cert, w.Key)
		if err != nil {
			return nil, err
		}
		opts.Certificate = own
	}
	return api.NewWebhook(s.client, s.clock, s.log, opts, s.take)
}

// selfSigned reads a certificate and gives its PEM where Telegram must be told it to trust it: where
// nobody but itself has signed it. It fails where it doesn't fit its key.
func selfSigned(cert, key string) ([]byte, error) {
	if _, err := tls.LoadX509KeyPair(cert, key); err != nil {
		return nil, fmt.Errorf("telegram.webhook: cert and key: %w", err)
	}
	raw, err := os.ReadFile(cert)
	if err != nil {
		return nil, fmt.Errorf("telegram.webhook: cert: %w", err)
	}
	block, _ := pem.Decode(raw)
	leaf, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("telegram.webhook: cert: %w", err)
	}
	if bytes.Equal(leaf.RawIssuer, leaf.RawSubject) {
		return raw, nil
	}
	return nil, nil
}
