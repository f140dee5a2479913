package config

import (
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"suara/delivery"
	"suara/schedule"
	"suara/survey"
)

// checker judges what was read and builds the configuration. Every problem gets the place of the
// value it is about.
type checker struct {
	*reader
	Source
	out    *Config
	folder string // of the file: relative paths start here
}

func (k *checker) check() {
	k.telegram()
	k.admin()
	k.organisation()
	k.privacy()
	k.storage()
	k.outside()
	k.surveys()
}

func (k *checker) problem(path, format string, args ...any) {
	k.add(k.at(path), "%s: %s", path, fmt.Sprintf(format, args...))
}

func (k *checker) warn(path, format string, args ...any) {
	at := k.at(path)
	k.out.Warnings = append(k.out.Warnings,
		fmt.Sprintf("%s:%d:%d: %s: %s", k.file, at.line, at.column, path, fmt.Sprintf(format, args...)))
}

var (
	tokenForm    = regexp.MustCompile(`^\d+:[A-Za-z0-9_-]+$`)
	usernameForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{3,31}$`)
	surveyForm   = regexp.MustCompile(`^[a-z0-9-]+$`)
)

func (k *checker) telegram() {
	t := &k.out.Telegram
	switch {
	case t.Token == "" && k.Token:
		k.problem("telegram.token", "missing; get one from @BotFather and write \"${SUARA_TOKEN}\" or the token")
	case t.Token != "" && !tokenForm.MatchString(t.Token):
		k.problem("telegram.token", "this is no bot token; it is digits, a colon and letters, as @BotFather gave it")
	}
	if !plainAddress(t.APIURL) {
		k.problem("telegram.api_url", "no address; write one such as https://api.telegram.org")
	}
	t.APIURL = strings.TrimRight(t.APIURL, "/")
	k.mode()
	switch t.Rich {
	case "auto", "on", "off":
	default:
		k.problem("telegram.rich", "must be auto, on or off")
	}
	t.Username = strings.TrimPrefix(t.Username, "@")
	if t.Username != "" && !usernameForm.MatchString(t.Username) {
		k.problem("telegram.username", "no name of a bot; write it as in t.me/NAME")
	}
	k.out.Fielding.Username = t.Username
}

// plainAddress tells whether an URL is scheme, host and path only.
func plainAddress(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" &&
		u.User == nil && u.RawQuery == "" && u.Fragment == ""
}

func (k *checker) admin() {
	a, f := k.out.Admin, &k.out.Fielding
	if a.GroupID > 0 {
		k.problem("admin.group_id",
			"a group's id is negative, such as -1001234567890; /hubungkan in the group binds it too")
	}
	if a.TopicID < 0 {
		k.problem("admin.topic_id", "a topic's id is positive, or 0 for none")
	}
	if a.TopicID > 0 && a.GroupID == 0 {
		k.problem("admin.topic_id", "a topic needs its group; write admin.group_id too")
	}
	for i, id := range a.Owners {
		if id <= 0 {
			k.problem(fmt.Sprintf("admin.owners[%d]", i),
				"an account's id is a positive number, not a group's or a name")
		}
		f.Owners = append(f.Owners, survey.AccountID(id))
	}
	f.Group, f.Topic = survey.ChatID(a.GroupID), a.TopicID
}

func (k *checker) organisation() {
	o, f := &k.out.Organisation, &k.out.Fielding
	if o.Name == "" {
		k.problem("organisation.name", "missing; write the name that respondents are to see")
	}
	if o.Language != "id" && o.Language != "en" {
		k.problem("organisation.language", "write id or en")
	}
	zone, err := time.LoadLocation(o.Timezone)
	if err != nil || o.Timezone == "" || o.Timezone == "Local" {
		k.problem("organisation.timezone",
			"unknown zone; write Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)")
		zone = time.UTC
	}
	hours, err := schedule.ParseHours(o.WorkingHours)
	if err != nil {
		k.problem("organisation.working_hours", "%v", err)
	}
	hours.Holidays = k.holidays(o.Holidays, zone)
	f.Organisation, f.Language, f.Zone, f.Hours = o.Name, o.Language, zone, hours
	f.Contact, f.Letter, f.Phrase = o.Contact, o.Letter, o.Phrase
}

// holidays joins the national ones, as far as their decrees are known, with those of the file.
func (k *checker) holidays(list []Holiday, zone *time.Location) map[string]string {
	days, listed := map[string]string{}, map[string]bool{}
	this := k.Now.In(zone).Year()
	for year := this; year <= this+2; year++ {
		national, _ := schedule.Holidays(year)
		maps.Copy(days, national)
	}
	for i, h := range list {
		if _, err := time.Parse(time.DateOnly, h.Date); err != nil {
			k.problem(fmt.Sprintf("organisation.holidays[%d]", i), "no date; write one such as 2027-08-17")
			continue
		}
		days[h.Date], listed[h.Date[:4]] = h.Name, true
	}
	end := k.Now.In(zone).AddDate(1, 0, 0).Year()
	for year := this; year <= end; year++ {
		if _, ok := schedule.Holidays(year); !ok && !listed[fmt.Sprint(year)] {
			k.warn("organisation.holidays",
				"the holidays of %d are not known yet: list them once the decree is out", year)
		}
	}
	return days
}

func (k *checker) privacy() {
	p, l, f := k.out.Privacy, k.out.Limits, &k.out.Fielding
	if p.MinGroup < 5 {
		k.problem("privacy.min_group", "5 is the least: smaller groups would show who answered what")
	}
	if p.RetentionDays < 1 {
		k.problem("privacy.retention_days", "at least 1 day")
	}
	if k.out.Registration.CodeDays < 0 {
		k.problem("registration.code_days", "write how many days a personal code is good for, 0 for ever")
	}
	f.MinGroup, f.Retention = p.MinGroup, k.days("privacy.retention_days", p.RetentionDays)
	f.CodeLife = k.days("registration.code_days", k.out.Registration.CodeDays)
	for path, value := range map[string]float64{
		"limits.global_per_second": l.GlobalPerSecond,
		"limits.chat_per_second":   l.ChatPerSecond,
		"limits.group_per_minute":  float64(l.GroupPerMinute),
	} {
		if !(value > 0) || value > 1e6 {
			k.problem(path, "a number above 0 is expected")
		}
	}
	f.Limits = delivery.Limits(l)
}

// resolve makes a path of the file absolute or relative to where the program runs.
func (k *checker) resolve(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(k.folder, path)
}

// mostDays is a hundred years; a [time.Duration] holds hardly three hundred, and what is longer begins again
// below zero.
const mostDays = 36_500

func (k *checker) days(path string, n int) time.Duration {
	if n > mostDays {
		k.problem(path, "at most %d days", mostDays)
	}
	return time.Duration(n) * 24 * time.Hour
}
