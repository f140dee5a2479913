package main

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
)

func TestLogLetsNoTokenThrough(t *testing.T) {
	const short, long = "42:TEST", "123456789:AAHsecretsecretsecretsecretsecret1"
	var b bytes.Buffer
	log := newLog(&b, short, slog.LevelInfo)
	log = log.With("bound", short).WithGroup("g").With("url", "https://host/bot"+long+"/getMe")
	log.Error("call "+short, "error", errors.New("post https://host/bot"+short+"/x"), "list", []string{long},
		slog.Group("inner", "token", long), "encoded", strings.ReplaceAll(long, ":", "%3A"), "n", 3)
	for _, secret := range []string{"TEST", "secret"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("%s is in the log: %s", secret, &b)
		}
	}
	if !strings.Contains(b.String(), "n=3") {
		t.Errorf("what is no token is lost: %s", &b)
	}
}
