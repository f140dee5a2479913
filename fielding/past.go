package fielding

import (
	"strconv"
	"strings"
	"time"

	"suara/delivery"
	"suara/survey"
)

// past reads what the sender must know of the process before: waits that Telegram asked for, and the
// group's last minute. Posts that were claimed may have arrived just now.
func (d *Desk) past() delivery.Past {
	p := delivery.Past{Group: d.group()}
	if until, err := strconv.ParseInt(d.tx.Setting(settingSilent), 10, 64); err == nil {
		p.Silent = time.Unix(until, 0)
	}
	p.Alone, p.Sent = d.alone(), d.sent()
	return p
}

// alone reads the waits of single groups that are not over.
func (d *Desk) alone() (list []delivery.Silence) {
	for _, text := range strings.Fields(d.tx.Setting(settingAlone)) {
		chat, until, _ := strings.Cut(text, ":")
		id, err := strconv.ParseInt(chat, 10, 64)
		seconds, bad := strconv.ParseInt(until, 10, 64)
		if at := time.Unix(seconds, 0); err == nil && bad == nil && at.After(d.now) {
			list = append(list, delivery.Silence{Chat: survey.ChatID(id), Until: at})
		}
	}
	return list
}

// silence keeps a wait that Telegram asked for, in whole seconds, rounded up.
func (d *Desk) silence(s delivery.Silence) error {
	until := formatID(s.Until.Unix() + 1)
	if s.Chat == 0 {
		return d.tx.PutSetting(settingSilent, until)
	}
	texts := []string{formatID(int64(s.Chat)) + ":" + until}
	for _, other := range d.alone() {
		if other.Chat != s.Chat {
			texts = append(texts, formatID(int64(other.Chat))+":"+formatID(other.Until.Unix()))
		}
	}
	return d.tx.PutSetting(settingAlone, strings.Join(texts, " "))
}

func (d *Desk) sent() (times []time.Time) {
	for _, text := range strings.Fields(d.tx.Setting(settingSent)) {
		ms, err := strconv.ParseInt(text, 10, 64)
		if at := time.UnixMilli(ms); err == nil && d.now.Sub(at) < time.Minute {
			times = append(times, at)
		}
	}
	return times
}

// countSent keeps the times of the last minute's messages in the admin group, so that its limit holds
// over a restart.
func (d *Desk) countSent(chat survey.ChatID, kind delivery.OutcomeKind) error {
	if chat >= 0 || chat != d.group() || kind == delivery.Unwritten {
		return nil
	}
	var texts []string
	for _, at := range append(d.sent(), d.now) {
		texts = append(texts, formatID(at.UnixMilli()+1))
	}
	return d.tx.PutSetting(settingSent, strings.Join(texts, " "))
}
