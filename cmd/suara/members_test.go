package main

import (
	"strings"
	"testing"
	"time"

	"suara/simulator"
	"suara/storage"
	"suara/survey"
)

// nextDay lets a day and an hour pass with nothing on the way.
func (c *cast) nextDay() {
	c.t.Helper()
	c.clock.Advance(25 * time.Hour)
	c.unconfirmed = 0
	c.rest(time.Minute)
}

// told counts what the owner was told that says this.
func (c *cast) told(words string) (n int) {
	for _, m := range c.owner.Messages() {
		if m.FromBot && strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

// wantTold checks how often the owner was told so far that an account left the group.
func (c *cast) wantTold(when, account string, want int) {
	c.t.Helper()
	if n := c.told("Akun " + account + " ("); n != want {
		c.t.Errorf("%s the owner was told %d times that %s left, want %d", when, n, account, want)
	}
}

func (c *cast) wantRole(when string, a survey.AccountID, want storage.Role) {
	c.t.Helper()
	err := c.sys.store.View(func(tx *storage.Tx) error {
		if got := tx.Role(a); got != want {
			c.t.Errorf("%s account %d has the role %q, want %q", when, a, got, want)
		}
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// questions counts how often Telegram was asked who is in the group.
func (c *cast) questions() (n int) {
	for _, call := range c.tg.Calls() {
		if call.Method == "getChatMember" {
			n++
		}
	}
	return n
}

// audits counts the entries of an act.
func (c *cast) audits(act string) int {
	c.t.Helper()
	return strings.Count(string(c.command("audit", nil, "").Stdout), "  "+act)
}

// newAdmin is an admin in the group, 701.
func newAdmin(t *testing.T, sc scene) (*cast, *simulator.Phone) {
	t.Helper()
	c := newCast(t, sc)
	p := c.phone(701, "")
	c.group.Join(p)
	c.admin("/hak_akses 701 admin")
	return c, p
}

// TestCasesOfSilentDepartures holds row 88 where Telegram says nothing of a departure: the bot's own list of
// admins is compared with the group.
func TestCasesOfSilentDepartures(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(*simulator.Group, *simulator.Phone){
		"88 an admin who left without a word":        (*simulator.Group).LeaveSilently,
		"88 an admin who was removed without a word": (*simulator.Group).BanSilently,
	} {
		t.Run(name, func(t *testing.T) {
			c, admin := newAdmin(t, scene{})
			c.says(admin, "/buka")
			ask := c.group.Last()
			leave(c.group, admin)
			c.rest(time.Minute)
			c.wantRole("before the check", 701, storage.RoleAdmin)
			c.nextDay()
			c.wantRole("after the check", 701, "")
			c.sees("the owner", c.owner.Messages(), "Akun 701 (admin) keluar dari grup admin", "dicabut")
			c.group.PressData(admin, ask.ID, ask.Buttons[0][0].Data)
			c.nextDay()
			c.restart()
			c.rest(time.Minute)
			c.wantTold("two days and a restart later", "701", 1)
			if n := c.audits("role ended"); n != 1 || c.wave().ID != "" {
				t.Errorf("%d audit entries, wave %q", n, c.wave().ID)
			}
		})
	}
	t.Run("88 an admin who left while the program was down", func(t *testing.T) {
		c, admin := newAdmin(t, scene{})
		c.group.LeaveSilently(admin)
		c.restart()
		c.rest(time.Minute)
		c.wantRole("after the start", 701, "")
		c.wantTold("after the start", "701", 1)
	})
	t.Run("80, 88 an admin who left after the group became a supergroup", func(t *testing.T) {
		c, admin := newAdmin(t, scene{group: simulator.GroupOptions{Basic: true}})
		c.group.Migrate()
		c.rest(time.Minute)
		c.group.LeaveSilently(admin)
		c.nextDay()
		c.wantRole("after the check", 701, "")
	})
	t.Run("95 an owner who left without a word is told of once, and again after coming back", func(t *testing.T) {
		c := newCast(t, scene{})
		c.group.LeaveSilently(c.owner)
		for range 2 {
			c.nextDay()
			c.wantTold("after a check", "900", 1)
		}
		c.restart()
		c.rest(time.Minute)
		c.wantTold("after a restart", "900", 1)
		c.owner.Send("/status")
		c.rest(time.Minute)
		c.sees("the owner", c.owner.Messages(), "Daftar pegawai:")
		c.owner.Send("/hak_akses")
		c.rest(time.Minute)
		c.sees("the owner", c.owner.Messages(), "900 – pemilik, tidak ada di grup admin")
		c.group.JoinSilently(c.owner)
		c.nextDay()
		c.group.LeaveSilently(c.owner)
		c.nextDay()
		c.wantTold("the second time", "900", 2)
	})
	t.Run("88 whoever never was in the group keeps the role", func(t *testing.T) {
		c := &cast{stage: newScene(t, scene{flow: identityFlow, mode: "anonymous"})}
		c.owner = c.phone(900, "")
		c.owner.Start("")
		c.phone(702, "") // known to Telegram, 703 is not even that
		c.rest(time.Minute)
		c.owner.Send("/hak_akses 702 admin")
		c.rest(time.Minute)
		c.owner.Send("/hak_akses 703 admin")
		c.rest(time.Minute)
		for range 3 {
			c.nextDay()
		}
		c.restart()
		c.rest(time.Minute)
		c.wantRole("after some days", 702, storage.RoleAdmin)
		c.wantRole("after some days", 703, storage.RoleAdmin)
		for _, account := range []string{"702", "703", "900"} {
			c.wantTold("after some days", account, 0)
		}
		c.owner.Send("/hak_akses")
		c.rest(time.Minute)
		list := c.sees("the owner", c.owner.Messages(), "702 – admin, tidak ada di grup admin",
			"900 – pemilik, tidak ada di grup admin").Text
		if strings.Contains(list, "703 – admin,") {
			t.Errorf("what Telegram doesn't say is said:\n%s", list)
		}
	})
}

// TestCasesOfDeparturesToldTwice: a bot that is administrator gets a service message and a chat_member update.
func TestCasesOfDeparturesToldTwice(t *testing.T) {
	t.Parallel()
	for name, sc := range map[string]scene{
		"polled":  {group: simulator.GroupOptions{Admin: true}},
		"webhook": {group: simulator.GroupOptions{Admin: true}, hooked: true},
	} {
		t.Run(name, func(t *testing.T) {
			c, admin := newAdmin(t, sc)
			c.group.Leave(admin)
			c.rest(time.Minute)
			c.wantRole("at once", 701, "")
			c.wantTold("at once", "701", 1)
			c.group.Leave(c.owner)
			c.rest(time.Minute)
			c.nextDay()
			c.wantTold("after a day", "900", 1)
			c.group.Join(c.owner)
			c.group.Leave(c.owner)
			c.rest(time.Minute)
			c.nextDay()
			c.wantTold("the second time", "900", 2)
			if n := c.audits("role ended"); n != 1 {
				t.Errorf("%d audit entries", n)
			}
		})
	}
}

// Where the group shows no service message the chat_member update alone tells of it, at once.
func TestDepartureByChatMemberAlone(t *testing.T) {
	t.Parallel()
	c, admin := newAdmin(t, scene{group: simulator.GroupOptions{Admin: true}})
	c.group.LeaveUnseen(admin)
	c.group.LeaveUnseen(c.owner)
	c.rest(time.Minute)
	c.wantRole("at once", 701, "")
	c.wantTold("at once", "701", 1)
	c.wantTold("at once", "900", 1)
}

// A call that fails changes nothing, and a wait that Telegram asks for is obeyed over a restart.
func TestWhenTelegramDoesNotSayWhoIsInTheGroup(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"bad gateway":      {Method: "getChatMember", Kind: "502", Times: 2},
		"refused":          {Method: "getChatMember", Kind: "400:PARTICIPANT_ID_INVALID", Times: 2},
		"not in the group": {Method: "getChatMember", Kind: "403", Times: 2},
		"asked to wait":    {Method: "getChatMember", Kind: "429:7200"},
	} {
		t.Run(name, func(t *testing.T) {
			c, admin := newAdmin(t, scene{})
			c.group.LeaveSilently(admin)
			c.tg.Fail(fault)
			posts := len(c.group.Messages())
			c.nextDay()
			c.wantRole("after the failed call", 701, storage.RoleAdmin)
			c.wantTold("after the failed call", "701", 0)
			if n := len(c.group.Messages()); n != posts {
				t.Errorf("the group saw %d messages of a failed call", n-posts)
			}
			asked := c.questions()
			again := map[string]time.Duration{"bad gateway": time.Hour, "asked to wait": 2 * time.Hour}[name]
			if again == 0 {
				again = 24 * time.Hour
			}
			if name == "asked to wait" {
				c.restart()
			}
			c.clock.Advance(again - 2*time.Minute)
			c.rest(0)
			if n := c.questions(); n != asked {
				t.Errorf("Telegram was asked %d times before the time", n-asked)
			}
			c.clock.Advance(3 * time.Minute)
			c.rest(time.Minute)
			c.wantRole("after the next call", 701, "")
			c.wantTold("after the next call", "701", 1)
		})
	}
}

// Telegram is asked at the start, once a day, and soon after a role was given; nobody where no group is bound.
func TestHowOftenTelegramIsAsked(t *testing.T) {
	t.Parallel()
	c, _ := newAdmin(t, scene{})
	was := c.questions() // of 900, and of 701 once it had the role
	if was != 2 {
		t.Errorf("asked %d times, want 2", was)
	}
	c.until(c.clock.Now().Add(23 * time.Hour))
	if n := c.questions(); n != was {
		t.Errorf("asked %d times within a day", n-was)
	}
	c.until(c.clock.Now().Add(2 * time.Hour))
	if n := c.questions(); n != was+2 {
		t.Errorf("asked %d times on the next day, want 2", n-was)
	}
	unbound := &cast{stage: newScene(t, scene{flow: identityFlow, mode: "anonymous", unbound: true})}
	unbound.rest(time.Minute)
	if n := unbound.questions(); n != 0 {
		t.Errorf("asked %d times without a group", n)
	}
}
