package config

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"suara/bot/api"
	"suara/flows"
)

// noon is a time that every test of the configuration happens at.
func noon() time.Time { return time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC) }

// uncommented takes the # off the options of the example.
func uncommented(src []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(src) {
		if !bytes.HasPrefix(line, []byte("##")) {
			out.Write(bytes.TrimPrefix(line, []byte("#")))
		}
	}
	return out.Bytes()
}

func TestExampleShowsEveryOptionAtItsDefault(t *testing.T) {
	src := uncommented(readFile(t, "../../../config.example.yaml"))
	r := &reader{file: "config.example.yaml", env: noEnv, places: map[string]place{}}
	marked := File{Surveys: []Survey{{}}} // not the defaults: each must come from the file
	body := r.parse(src)
	if body == nil {
		t.Fatal(r.problems)
	}
	r.read(body, &marked)
	if len(r.problems) > 0 {
		t.Fatal(r.problems)
	}
	want := defaultFile()
	marked.Admin.Owners, marked.Organisation.Holidays = nil, nil // empty lists
	if !reflect.DeepEqual(marked, want) {
		t.Errorf("example: %+v\ndefault: %+v", marked, want)
	}
	for _, path := range optionPaths(reflect.TypeFor[File](), "") {
		if _, ok := r.places[path]; !ok {
			t.Errorf("the example does not show %s", path)
		}
	}
}

// optionPaths lists the paths of all options by the fields of the configuration.
func optionPaths(of reflect.Type, path string) []string {
	if of.Kind() == reflect.Slice && of.Elem().Kind() == reflect.Struct && of.Elem().Name() == "Survey" {
		return optionPaths(of.Elem(), path+"[0]")
	}
	if of.Kind() != reflect.Struct {
		return []string{path}
	}
	var all []string
	for i := range of.NumField() {
		all = append(all, optionPaths(of.Field(i).Type, join(path, snake(of.Field(i).Name)))...)
	}
	return all
}

// snake turns a field's name into its key: MinGroup into min_group, APIURL into api_url.
func snake(name string) string {
	for _, word := range []string{"API", "URL", "ID", "HTTP"} {
		name = strings.ReplaceAll(name, word, strings.ToUpper(word[:1])+strings.ToLower(word[1:]))
	}
	var b strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

const hookSecret = "rahasia-telegram-01"

func hook(url, secret, more string) string {
	return fmt.Sprintf("telegram: {webhook: {listen: \":8443\", url: %q, secret: %q%s}}\n", url, secret, more)
}

func TestConfigWebhookIsMeantWhereItIsWritten(t *testing.T) {
	const named = "organisation: {name: Biro}\n"
	for mode, more := range map[string]string{"webhook": "", "polling": "  mode: polling\n"} {
		src := named + "telegram:\n  webhook: {listen: \":8443\", url: \"https://a.test\", secret: " +
			hookSecret + "}\n" + more
		set, err := parse(t, src, nil)
		if err != nil || set.Telegram.Mode != mode {
			t.Errorf("mode %s: %v", mode, err)
		}
	}
}

// noEnv is an environment without variables.
func noEnv(string) (string, bool) { return "", false }

// source is a configuration whose flows are read from the disk and show no pictures.
func source(name, text string) Source {
	return Source{
		Name: name, Text: []byte(text), Now: noon(), Env: noEnv, ReadFile: os.ReadFile,
		Pictures: func(*flows.Flow, string) (map[string][]byte, []flows.Problem) { return nil, nil },
		Secret:   api.CheckSecret,
	}
}

func parse(t *testing.T, text string, env map[string]string) (*Config, error) {
	t.Helper()
	s := source("config.yaml", text)
	s.Env = func(name string) (string, bool) {
		v, ok := env[name]
		return v, ok
	}
	return Load(s)
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestConfigProblems(t *testing.T) {
	const named = "organisation: {name: Biro}\n"
	for _, row := range []struct{ name, src, want string }{
		{"an empty file lacks the name only", "", "config.yaml:1:1: organisation.name: missing"},
		{"a comment is an empty file", "# nothing\n", "config.yaml:1:1: organisation.name: missing"},
		{"no mapping", "just words", "config.yaml:1:1: the file: keys with values are expected here"},
		{"an unknown section", named + "foo: 1\n", `config.yaml:2:1: unknown key "foo" in the file`},
		{"an unknown key", named + "storage: {pth: x}\n",
			`config.yaml:2:11: unknown key "pth" in storage; there are: backup, files, path`},
		{"a key twice", named + "storage: {path: x}\nstorage: {path: y}\n",
			`config.yaml:3:1: key "storage" stands twice, first in line 2`},
		{"no YAML", named + "a: 'x\n", "config.yaml:2:4: no YAML: could not find end character"},
		{"a reference unquoted between braces", named + "telegram: {token: ${T}}\n", `write "${NAME}" with the quotes`},
		{"a variable that isn't set", named + "telegram: {token: \"${T}\"}\n",
			"config.yaml:2:19: telegram.token: the environment has no T"},
		{"a second document", named + "---\nfoo: 1\n", "config.yaml:3:1: a second document begins here"},
		{"an alias", named + "storage: {path: *x}\n", "storage.path: & and * are not read here"},
		{"a list where a value belongs", named + "storage: {path: [x]}\n", "storage.path: one value is expected"},
		{"a value where a list belongs", named + "admin: {owners: 5}\n", "admin.owners: a list is expected"},
		{"no whole number", named + "admin: {topic_id: 1.5}\n", "admin.topic_id: a whole number is expected"},
		{"a group's id is negative", named + "admin: {group_id: 12}\n", "admin.group_id: a group's id is negative"},
		{"a smallest group under five", named + "privacy: {min_group: 4}\n",
			"config.yaml:2:22: privacy.min_group: 5 is the least"},
		{"responses are kept for a hundred years at most", named + "privacy: {retention_days: 106752}\n",
			"config.yaml:2:27: privacy.retention_days: at most 36500 days"},
		{"those of one survey too", named + "surveys: [{id: berakhlak, retention_days: 36501}]\n",
			"surveys[0].retention_days: at most 36500 days"},
		{"and codes", named + "registration: {code_days: 999999}\n", "registration.code_days: at most 36500 days"},
		{"limits are above zero", named + "limits: {chat_per_second: 0}\n", "limits.chat_per_second: a number above 0"},
		{"limits are numbers", named + "limits: {chat_per_second: .nan}\n",
			"limits.chat_per_second: a number is expected"},
		{"no number is no limit", named + "limits: {chat_per_second: NaN}\n",
			"limits.chat_per_second: a number above 0"},
		{"the zone is known", "organisation: {name: B, timezone: WIT}\n", "organisation.timezone: unknown zone"},
		{"the machine's zone is no zone", "organisation: {name: B, timezone: Local}\n",
			"organisation.timezone: unknown zone"},
		{"a day that isn't in the calendar", "organisation: {name: B, holidays: [2027-02-30]}\n",
			"organisation.holidays[0]: no date"},
		{"a mode is known", named + "telegram: {mode: push}\n",
			"config.yaml:2:18: telegram.mode: write polling, or webhook"},
		{"rich messages have three settings", named + "telegram: {rich: yes}\n",
			"config.yaml:2:18: telegram.rich: must be auto, on or off"},
		{"a webhook listens somewhere", named + "telegram: {mode: webhook}\n",
			"telegram.webhook.listen: no address to listen on"},
		{"a webhook has a secret", named + hook("https://a.test/h", "", ""), "telegram.webhook.secret: 16 to 256 of"},
		{"a webhook's secret is long", named + hook("https://a.test/h", "rahasia", ""),
			"telegram.webhook.secret: 16 to 256 of"},
		{"a webhook is encrypted", named + hook("http://a.test/h", hookSecret, ""),
			"telegram.webhook.url: no address that Telegram can bring"},
		{"a webhook has one of four ports", named + hook("https://a.test:8444/h", hookSecret, ""),
			"telegram.webhook.url: Telegram brings updates to the ports"},
		{"a certificate has a key", named + hook("https://a.test/h", hookSecret, ", cert: a.pem"),
			"telegram.webhook: cert and key belong together"},
		{"state is asked for somewhere", named + "http: {listen: \"9100\"}\n", "http.listen: no address to listen on"},
		{"a backup is kept", named + "storage: {backup: {keep: 0}}\n", "storage.backup.keep: at least 1"},
		{"backups have a time", named + "storage: {backup: {dir: x, schedule: \"\"}}\n",
			"storage.backup.schedule: missing"},
		{"backups have a good time", named + "storage: {backup: {schedule: daily}}\n",
			"storage.backup.schedule: schedule"},
		{"the address has a host", named + "telegram: {api_url: localhost}\n", "telegram.api_url: no address"},
		{"the address carries no account", named + "telegram: {api_url: \"http://a:b@host\"}\n",
			"telegram.api_url: no address"},
		{"a survey needs an id", named + "surveys: [{flow: library:berakhlak}]\n", "surveys[0].id: missing"},
		{"no survey", named + "surveys: []\n", "surveys: no survey"},
		{"a survey's id is short", named + "surveys: [{id: A_b, flow: library:berakhlak}]\n",
			"surveys[0].id: only a-z, 0-9 and -"},
		{"a survey's id fits into buttons",
			named + "surveys: [{id: " + strings.Repeat("a", 37) + ", flow: library:berakhlak}]\n",
			"surveys[0].id: at most 36 signs"},
		{"ids are unique", named + "surveys: [{id: a, flow: library:berakhlak}, {id: a, flow: library:berakhlak}]\n",
			"surveys[1].id: surveys[0] has the same id"},
		{"a shipped flow exists", named + "surveys: [{id: nope}]\n",
			"surveys[0].flow: open flow library:nope: not found, there are: berakhlak"},
		{"a schedule comes due", named + "surveys: [{id: berakhlak, open: \"0 0 31 2 *\"}]\n",
			"surveys[0].open: schedule"},
		{"a minimum is no debt", named + "surveys: [{id: berakhlak, minimum: {unit: -1}}]\n",
			"config.yaml:2:43: surveys[0].minimum.unit: write how many"},
		{"a unit's minimum neither", named + "surveys: [{id: berakhlak, minimum: {units: {a: -1}}}]\n",
			"surveys[0].minimum.units.a: write how many"},
		{"minimums of units have names", named + "surveys: [{id: berakhlak, minimum: {units: 5}}]\n",
			"surveys[0].minimum.units: names with numbers"},
		{"a unit has one minimum", named + "surveys: [{id: berakhlak, minimum: {units: {a: 1, a: 2}}}]\n",
			"surveys[0].minimum.units: \"a\" stands twice"},
		{"a review is wanted or not", named + "surveys: [{id: berakhlak, review_comments: perhaps}]\n",
			"surveys[0].review_comments: true or false"},
		{"a duration", named + "surveys: [{id: berakhlak, grace: soon}]\n", "surveys[0].grace: duration"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := parse(t, row.src, nil)
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v\nwant %s", err, row.want)
			}
		})
	}
}

func TestConfigAllProblemsAtOnce(t *testing.T) {
	_, err := parse(t, "admin: {group_id: 1}\nprivacy: {min_group: 1}\nnope: 1\n", nil)
	if err == nil || strings.Count(err.Error(), "\n") != 3 {
		t.Errorf("want four problems, got: %v", err)
	}
}

func TestConfigNeverRepeatsTheToken(t *testing.T) {
	const token = "123456789:AAHsecretsecretsecretsecretsecret1"
	for i, src := range []string{
		"telegram: token: " + token + "\n",
		"telegram: {token: [" + token + "]}\n",
		"telegram: {token: '" + token + "\n",
		"telegram: {token: \"" + token + " x\"}\n",
		"telegram: {" + token + ": 1}\n",
		"telegram: {token: {" + token + ": 1}}\n",
		"telegram:\n  token: " + token + "\n bad: x\n",
		"telegram: {api_url: \"" + token + "\"}\n",
		"admin: {owners: [\"" + token + "\"]}\n",
		"organisation: {name: \"${" + token + "}\"}\n",
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			_, err := parse(t, src, nil)
			if err == nil {
				t.Fatal("accepted")
			}
			if text := err.Error(); strings.Contains(text, "secret") {
				t.Errorf("the token is in: %s", text)
			}
		})
	}
}

func TestConfigTokenIsNeededForTelegramOnly(t *testing.T) {
	const src = "organisation: {name: Biro}\n"
	if _, err := parse(t, src, nil); err != nil {
		t.Errorf("without Telegram: %v", err)
	}
	s := source("config.yaml", src)
	s.Token = true
	if _, err := Load(s); err == nil || !strings.Contains(err.Error(), "telegram.token: missing") {
		t.Errorf("for Telegram: %v", err)
	}
}

func TestConfigEnvironmentInsideAValue(t *testing.T) {
	set, err := parse(t, "telegram: {token: \"${ID}:${REST}\"}\norganisation: {name: Biro}\n",
		map[string]string{"ID": "12", "REST": "abc-DEF\n"})
	if err != nil {
		t.Fatal(err)
	}
	if got := set.Telegram.Token; got != "12:abc-DEF" {
		t.Errorf("token %q", got)
	}
}

func TestConfigPathsStartAtTheFile(t *testing.T) {
	dir := t.TempDir()
	flow := readFile(t, "../../../flows/library/berakhlak.yaml")
	if err := os.WriteFile(filepath.Join(dir, "own.yaml"), flow, 0o600); err != nil {
		t.Fatal(err)
	}
	src := "organisation: {name: Biro}\nstorage: {path: d/x.db}\nsurveys: [{id: own, flow: own.yaml}]\n"
	set, err := Load(source(filepath.Join(dir, "config.yaml"), src))
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "d/x.db"); set.Storage.Path != want {
		t.Errorf("storage at %s, want %s", set.Storage.Path, want)
	}
}

func TestConfigFlowProblemsHaveTheirOwnPlace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "own.yaml")
	if err := os.WriteFile(path, []byte("flow: own\ntitle: {id: x}\nitems: []\nwhat: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	src := "organisation: {name: Biro}\nsurveys: [{id: a, flow: own.yaml}, {id: b, flow: own.yaml}]\n"
	_, err := Load(source(filepath.Join(dir, "config.yaml"), src))
	if err == nil || strings.Count(err.Error(), path+":4:1: ") != 1 {
		t.Errorf("the flow's problem is to be listed once with its place: %v", err)
	}
}

func TestConfigWarnings(t *testing.T) {
	src := "organisation: {name: Biro}\nsurveys: [{id: berakhlak, open: \"0 9 31 * *\", duration: 2d, " +
		"grace: 3d, reminders: \"0 10 1 * *\"}]\n"
	set, err := parse(t, src, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(set.Warnings, "\n")
	for _, want := range []string{
		"organisation.holidays: the holidays of 2027 are not known yet",
		"surveys[0].open: day 31: skipped in",
		"surveys[0].reminders: waves of 2d can end before a reminder is due",
		"surveys[0].grace: it is longer than the wave itself",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no warning %q in:\n%s", want, all)
		}
	}
}

func TestRichSettings(t *testing.T) {
	for _, setting := range []string{"auto", "on", "off"} {
		set, err := parse(t, "organisation: {name: Biro}\ntelegram: {rich: "+setting+"}\n", nil)
		if err != nil || set.Telegram.Rich != setting {
			t.Errorf("%s: %v", setting, err)
		}
	}
}
