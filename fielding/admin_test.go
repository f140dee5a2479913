package fielding_test

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"suara/delivery"
	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

const (
	owner    = survey.AccountID(900)
	stranger = survey.AccountID(901)
	group    = survey.ChatID(-1001)
)

func (w *world) order(from survey.AccountID, text string) fielding.Effects {
	w.t.Helper()
	w.sent++
	return w.send(fielding.Message{Chat: group, From: from, ID: w.sent, Text: text, Kind: fielding.KindText, Date: w.now})
}

// lastPost is the newest waiting post.
func (w *world) lastPost() (last storage.Message) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) error {
		return tx.Messages(func(m storage.Message) bool { last = m; return true })
	})
	return last
}

func (w *world) pressPost(from survey.AccountID, m storage.Message, n int) fielding.Effects {
	w.t.Helper()
	w.sent++
	return w.send(fielding.Press{Query: "q", Chat: group, From: from, Message: w.sent, Data: m.Buttons[0][n].Press})
}

func TestAdminCommands(t *testing.T) {
	tests := []struct {
		name string
		from survey.AccountID
		text string
		want string // name of the post; empty: silence
	}{
		{"an owner asks for the state", owner, "/status", fielding.PostStatus},
		{"with the bot's name and in capitals", owner, "/STATUS@Suara_Bot", fielding.PostStatus},
		{"for another bot", owner, "/status@bot_lain", ""},
		{"unknown command", owner, "/apaini", ""},
		{"ordinary talk", owner, "selamat pagi", ""},
		{"command in the middle", owner, "coba /status", ""},
		{"a stranger", stranger, "/status", fielding.PostDenied},
		{"opening asks first", owner, "/buka", fielding.PostConfirmOpen},
		{"opening an unknown survey", owner, "/buka lain", fielding.PostNoSurvey},
		{"closing without a wave", owner, "/tutup", fielding.PostNoWave},
		{"roles", owner, "/hak_akses", fielding.PostRoles},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, survey.Anonymous)
			w.claim(10)
			w.order(tt.from, tt.text)
			if got := w.lastPost().Name; got != tt.want {
				t.Errorf("%q by %d gives post %q, want %q", tt.text, tt.from, got, tt.want)
			}
		})
	}
}

func TestOnlyTheAskerConfirms(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.claim(10)
	w.order(owner, "/buka uji")
	ask := w.lastPost()
	fx := w.pressPost(stranger, ask, 0)
	if len(fx.Answers) != 1 || fx.Answers[0].Notice != fielding.NoticeForeignButton {
		t.Errorf("answers to a stranger's press %+v", fx.Answers)
	}
	w.pressPost(owner, ask, 0)
	if wave := w.wave("uji-2026-11"); wave.State != survey.WaveOpen {
		t.Errorf("wave is %s after the confirmation", wave.State)
	}
	fx = w.pressPost(owner, ask, 0)
	if len(fx.Answers) != 1 || fx.Answers[0].Notice != fielding.NoticeExpiredButton {
		t.Errorf("answers to a second press %+v", fx.Answers)
	}
}

func TestConfirmationExpires(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.claim(10)
	w.order(owner, "/buka uji")
	w.now = w.now.Add(11 * time.Minute)
	w.pressPost(owner, w.lastPost(), 0)
	w.view(func(tx *storage.Tx) error {
		waves, err := tx.Waves()
		if len(waves) != 0 {
			t.Error("an expired confirmation opened a wave")
		}
		return err
	})
}

func TestAnonymousAdminMayLookButNotAct(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.claim(10)
	for text, want := range map[string]string{"/status": fielding.PostStatus, "/buka uji": fielding.PostNamedOnly} {
		w.send(fielding.Message{Chat: group, From: 1087968824, AsChat: group, ID: 1, Text: text, Kind: fielding.KindText})
		if got := w.lastPost().Name; got != want {
			t.Errorf("%s by an anonymous admin gives %q, want %q", text, got, want)
		}
	}
}

// An earlier deadline is taken, but never called an extension.
func TestEarlierDeadlineIsSaid(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	was := w.wave(wave).Closes
	w.order(owner, "/perpanjang besok 16.00")
	ask := w.lastPost()
	sooner := w.now.In(zone).AddDate(0, 0, 1)
	sooner = time.Date(sooner.Year(), sooner.Month(), sooner.Day(), 16, 0, 0, 0, zone)
	want := map[string]string{"until": formatUnix(sooner), "before": formatUnix(was)}
	if ask.Name != fielding.PostConfirmSooner || !maps.Equal(ask.Args, want) {
		t.Errorf("the question is %s with %v, want %s with %v", ask.Name, ask.Args, fielding.PostConfirmSooner, want)
	}
	w.pressPost(owner, ask, 0)
	if m := w.lastPost(); m.Name != fielding.PostSooner || !maps.Equal(m.Args, want) || !w.wave(wave).Closes.Equal(sooner) {
		t.Errorf("after the press: %s with %v, the wave closes %s", m.Name, m.Args, w.wave(wave).Closes)
	}
	w.claim(10)
	w.order(owner, "/perpanjang "+was.In(zone).Format("2/1/2006 15.04"))
	if ask = w.lastPost(); ask.Name != fielding.PostConfirmExtend {
		t.Errorf("a later deadline asks %s", ask.Name)
	}
	w.pressPost(owner, ask, 0)
	if m := w.lastPost(); m.Name != fielding.PostExtended {
		t.Errorf("a later deadline is told by %s", m.Name)
	}
}

// In private, who has a role is told why an admin command isn't carried out; for others there is none.
func TestAdminCommandsInPrivate(t *testing.T) {
	const admin, analyst, liaison = 201, 202, 203
	w := newWorld(t, survey.Anonymous)
	w.do(func(d *fielding.Desk) error {
		return errors.Join(d.Tx().PutRole(admin, storage.RoleAdmin), d.Tx().PutRole(analyst, storage.RoleAnalyst),
			d.Tx().PutRole(liaison, storage.RoleLiaison("a")))
	})
	for _, tt := range []struct {
		from survey.AccountID
		text string
		want string
	}{
		{admin, "/ringkasan", fielding.NoticeInGroup},
		{admin, "/audit", fielding.NoticeNotForRole},
		{admin, "/hubungkan", fielding.NoticeNotForRole},
		{admin, "/xyz", fielding.NoticeUnknownCommand},
		{analyst, "/tutup", fielding.NoticeNotForRole},
		{liaison, "/ringkasan", fielding.NoticeNotForRole},
		{liaison, "/ekspor", fielding.NoticeNotForRole},
		{liaison, "/uji_coba", fielding.NoticeNotForRole},
		{owner, "/hubungkan", fielding.NoticeInGroup},
		{owner, "/xyz", fielding.NoticeUnknownCommand},
		{101, "/ringkasan", fielding.NoticeUnknownCommand},
		{101, "/hubungkan", fielding.NoticeUnknownCommand},
		{101, "/uji_coba", fielding.NoticeUnknownCommand},
		{stranger, "/audit", fielding.NoticeUnknownCommand},
	} {
		w.say(tt.from, tt.text)
		if got := w.chat(tt.from).Screen.Notice; got != tt.want {
			t.Errorf("%s by %d gives notice %q, want %q", tt.text, tt.from, got, tt.want)
		}
	}
}

func TestExtendAndRemindFromTheGroup(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.order(owner, "/perpanjang 5/12/2026 16.00")
	w.pressPost(owner, w.lastPost(), 0)
	if got, want := w.wave(wave).Closes, time.Date(2026, 12, 5, 16, 0, 0, 0, zone); !got.Equal(want) {
		t.Errorf("wave closes %s, want %s", got, want)
	}
	w.claim(10)
	w.order(owner, "/ingatkan")
	if got := w.lastPost().Args["people"]; got != "3" {
		t.Errorf("the question names %q people, want 3", got)
	}
	w.pressPost(owner, w.lastPost(), 0)
	if got := len(w.remindersTo(w.claim(10))); got != 3 {
		t.Errorf("%d reminders, want 3", got)
	}
}

func TestGroupIsFollowedToItsNewID(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.order(owner, "/status")
	fx := w.apply(fielding.Claim{})
	for _, row := range fx.Rows {
		if row.Chat != group {
			continue
		}
		w.apply(fielding.Receipt{Receipt: delivery.Receipt{
			Row: row, Outcome: delivery.Outcome{Kind: delivery.Migrated, NewChat: -100777}, At: w.now,
		}})
	}
	fx = w.apply(fielding.Claim{})
	if len(fx.Rows) == 0 || fx.Rows[len(fx.Rows)-1].Chat != -100777 {
		t.Errorf("rows %+v, want the post again for the new id", fx.Rows)
	}
	w.send(fielding.Message{Chat: -100777, From: owner, ID: 9, Text: "/survei", Kind: fielding.KindText})
	if got := w.lastPost().Name; got != fielding.PostSurveys {
		t.Errorf("a command in the migrated group gives %q", got)
	}
}

func TestUnclaimedPostSurvivesACrashAndAClaimedOneIsNotRepeated(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.claim(10)
	w.order(owner, "/status")
	w.restart()
	if fx := w.apply(fielding.Claim{}); len(fx.Rows) != 1 {
		t.Fatalf("%d rows, want the post that was not claimed", len(fx.Rows))
	}
	w.restart()
	if fx := w.apply(fielding.Claim{}); len(fx.Rows) != 0 {
		t.Errorf("rows %+v: a post whose outcome is unknown went again", fx.Rows)
	}
}

func TestFirstOwnerByLink(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.cfg.Owners = nil
	w.restart()
	w.do(func(d *fielding.Desk) error {
		return d.Tx().PutSetting(fielding.SettingOwnerToken, "geheim "+formatUnix(w.now.Add(time.Hour)))
	})
	w.say(300, "/start owner-falsch")
	w.say(301, "/start owner-geheim")
	w.say(302, "/start owner-geheim")
	w.view(func(tx *storage.Tx) error {
		roles, err := tx.Roles()
		if len(roles) != 1 || roles[301] != storage.RoleOwner {
			t.Errorf("roles %v, want 301 as the only owner", roles)
		}
		return err
	})
}

func TestBindingTheGroup(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	w.cfg.Group = 0
	w.restart()
	bind := func(from survey.AccountID) {
		w.send(fielding.Message{Chat: -55, From: from, ID: 3, Text: "/hubungkan", Kind: fielding.KindText, Title: "Admin"})
	}
	bind(stranger)
	if got := w.lastPost().Name; got != fielding.PostDenied {
		t.Errorf("a stranger's /hubungkan gives %q", got)
	}
	bind(owner)
	ask := w.lastPost()
	w.send(fielding.Press{Query: "q", Chat: -55, From: owner, Message: 4, Data: ask.Buttons[0][0].Press})
	w.view(func(tx *storage.Tx) error {
		if got := fielding.Group(tx, w.cfg); got != -55 {
			t.Errorf("bound group %d, want -55", got)
		}
		return nil
	})
}

func TestEveryKindOfMessageIsAnswered(t *testing.T) {
	kinds := []fielding.MessageKind{
		fielding.KindVoice, fielding.KindSticker, fielding.KindPhoto, fielding.KindFile, fielding.KindPlace,
		fielding.KindContact, fielding.KindForward, fielding.KindOther,
	}
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.press(101, "w:go:"+string(wave))
	w.press(101, "c:yes:"+string(wave))
	for _, kind := range kinds {
		w.send(fielding.Message{Chat: 101, Private: true, From: 101, ID: 1, Kind: kind})
		s := w.chat(101).Screen
		if s.Name != fielding.ScreenInterview || s.Notice != fielding.NoticeKindIgnored {
			t.Errorf("after %s the chat shows %+v, want the interview with a notice", kind, s)
		}
	}
	w.say(101, "/xyz")
	if s := w.chat(101).Screen; s.Name != fielding.ScreenInterview || s.Notice != fielding.NoticeUnknownCommand {
		t.Errorf("after an unknown command the chat shows %+v", s)
	}
	w.say(101, "/BATAL")
	w.wantScreen(101, fielding.ScreenLeave)
	w.press(101, "w:stop:"+string(wave))
	w.wantScreen(101, fielding.ScreenPaused)
	w.say(101, "/start")
	w.wantScreen(101, fielding.ScreenInterview)
}

func TestRightsAreServedAtOnce(t *testing.T) {
	w := newWorld(t, survey.Confidential)
	wave := w.openWave()
	w.claim(10)
	w.complete(101, wave, 1, "")
	w.say(101, "/tarik_jawaban")
	w.wantScreen(101, fielding.ScreenWithdraw)
	w.press(101, "d:withdraw:"+string(wave))
	w.wantScreen(101, fielding.ScreenWithdrawn)
	w.view(func(tx *storage.Tx) error {
		_, held, err := tx.LinkedResponse(wave, 1)
		if held {
			t.Error("the withdrawn response is still stored")
		}
		return err
	})
	w.say(102, "/data_saya")
	if !slices.Contains(w.posts(), fielding.PostMyData) {
		t.Error("no file with the person's data is queued")
	}
	w.say(102, "/hapus_data")
	w.press(102, "d:erase")
	w.wantScreen(102, fielding.ScreenErased)
	if got := w.chat(102).Respondent; got != 0 {
		t.Errorf("account still bound to %d after erasure", got)
	}
}

func TestAnonymousResponseCannotBeWithdrawn(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.complete(101, wave, 1, "")
	w.say(101, "/tarik_jawaban")
	w.wantScreen(101, fielding.ScreenReleased)
	w.say(101, "/hapus_data")
	w.press(101, "d:erase")
	if inv := w.invitation(wave, 1); inv.Progress != survey.Complete {
		t.Errorf("progress %v after erasure, want complete: nobody counts twice", inv.Progress)
	}
}

func formatUnix(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// The progress message is pinned while the wave is open, so that it is found among what people write.
func TestProgressIsPinnedUntilClosing(t *testing.T) {
	w := newWorld(t, survey.Anonymous)
	wave := w.openWave()
	w.claim(10)
	w.tick(w.now.Add(time.Second))
	done := map[storage.MessageKind]int{}
	watch := func(fx fielding.Effects) {
		for _, row := range fx.Rows {
			job, ok := row.Job.(fielding.MessageJob)
			if !ok {
				continue
			}
			w.view(func(tx *storage.Tx) error {
				m, _, err := tx.Message(job.ID)
				done[m.Kind] = m.Message
				return err
			})
		}
	}
	for _, row := range w.apply(fielding.Claim{}).Rows {
		w.sent++
		watch(w.apply(fielding.Receipt{Receipt: delivery.Receipt{
			Row: row, Outcome: delivery.Outcome{Kind: delivery.Delivered, MessageID: w.sent}, At: w.now,
		}}))
	}
	progress := w.wave(wave).Progress
	if progress == 0 || done[storage.KindPin] != progress {
		t.Errorf("message %d is pinned, want the progress message %d", done[storage.KindPin], progress)
	}
	w.close(wave)
	watch(w.last)
	if done[storage.KindUnpin] != progress {
		t.Errorf("message %d is unpinned at the closing, want %d", done[storage.KindUnpin], progress)
	}
}
