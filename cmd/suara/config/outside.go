package config

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"

	"suara/fielding"
)

// mode judges how updates come in. A webhook that is written out is meant, unless mode says else.
func (k *checker) mode() {
	t := &k.out.Telegram
	_, said := k.places["telegram.mode"]
	if _, written := k.places["telegram.webhook"]; written && !said {
		t.Mode = "webhook"
	}
	switch t.Mode {
	case "polling":
	case "webhook":
		k.webhook(&t.Webhook)
	default:
		k.problem("telegram.mode", "write polling, or webhook with telegram.webhook")
	}
}

func (k *checker) webhook(w *Webhook) {
	if !listenable(w.Listen) {
		k.problem("telegram.webhook.listen", "no address to listen on; write one such as 127.0.0.1:8443")
	}
	u, err := url.Parse(w.URL)
	official := k.out.Telegram.APIURL == defaultFile().Telegram.APIURL
	if err != nil || !plainAddress(w.URL) || official && u.Scheme != "https" {
		k.problem("telegram.webhook.url", "no address that Telegram can bring updates to; write https://HOST/PATH")
	} else if official && !webhookPort(u.Port()) {
		k.problem("telegram.webhook.url", "Telegram brings updates to the ports 443, 80, 88 and 8443 only")
	}
	if err := k.Secret(w.Secret); err != nil {
		k.problem("telegram.webhook.secret", "%v", err)
	}
	if (w.Cert == "") != (w.Key == "") {
		k.problem("telegram.webhook", "cert and key belong together; leave both out behind a reverse proxy")
	}
	if w.Cert != "" {
		w.Cert, w.Key = k.resolve(w.Cert), k.resolve(w.Key)
	}
}

func webhookPort(port string) bool {
	switch port {
	case "", "443", "80", "88", "8443":
		return true
	}
	return false
}

func listenable(address string) bool {
	_, port, err := net.SplitHostPort(address)
	return err == nil && port != ""
}

// outside judges where the system can be watched.
func (k *checker) outside() {
	if at := k.out.HTTP.Listen; at != "" && !listenable(at) {
		k.problem("http.listen", "no address to listen on; write one such as 127.0.0.1:9100")
	}
}

// storage judges where the database and its backups are.
func (k *checker) storage() {
	s := &k.out.Storage
	if s.Path == "" {
		k.problem("storage.path", "missing; write a file's name such as data/suara.db")
	}
	s.Path = k.resolve(s.Path)
	k.files()
	if s.Backup.Keep < 1 {
		k.problem("storage.backup.keep", "at least 1")
	}
	plan := k.cron("storage.backup.schedule", s.Backup.Schedule)
	if s.Backup.Dir == "" {
		return
	}
	s.Backup.Dir = k.resolve(s.Backup.Dir)
	if plan.IsZero() && s.Backup.Schedule == "" {
		k.problem("storage.backup.schedule", "missing; write when, such as \"30 1 * * *\"")
	}
	k.out.Backups = plan
}

// knownTypes are the types of files whose content can be told, so that a file is what its name says.
var knownTypes = []string{"jpg", "png", "webp", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "zip"}

// files judges where what people send is kept, and what is taken.
func (k *checker) files() {
	f := &k.out.Storage.Files
	if f.Dir == "" {
		k.problem("storage.files.dir", "missing; write a folder such as data/files")
	}
	f.Dir = k.resolve(f.Dir)
	if f.MaxMegabytes < 1 || f.MaxMegabytes > fielding.FileLimit>>20 {
		k.problem("storage.files.max_megabytes",
			"write 1 to %d: bots can fetch no larger files", fielding.FileLimit>>20)
	}
	for i, t := range f.Types {
		if !slices.Contains(knownTypes, t) {
			k.problem(fmt.Sprintf("storage.files.types[%d]", i), "write some of %s", strings.Join(knownTypes, ", "))
		}
	}
	if len(f.Types) == 0 {
		k.problem("storage.files.types", "write at least one of %s", strings.Join(knownTypes, ", "))
	}
	k.out.Fielding.Files = fielding.FileRules{Types: f.Types, Limit: int64(f.MaxMegabytes) << 20}
}
