package fielding_test

import (
	"strings"
	"testing"

	"suara/fielding"
	"suara/storage"
	"suara/survey"
)

// A role is given to an account by its number, or to somebody who has registered by the NIP; a liaison's unit is named
// by its id or its name. An NIP is never taken for an account's number.
func TestWhoseRoleIsMeant(t *testing.T) {
	nip := func(n string) string { return strings.Repeat(n, 18) } // of the people on the roster
	for _, tt := range []struct {
		name, text string
		account    survey.AccountID
		role       storage.Role
		reason     string
	}{
		{"by number", "/hak_akses 901 admin", 901, storage.RoleAdmin, ""},
		{"by NIP", "/hak_akses " + nip("1") + " analis", 101, storage.RoleAnalyst, ""},
		{"of a unit by its id", "/hak_akses 901 narahubung B", 901, storage.RoleLiaison("b"), ""},
		{"of a unit by its name", "/hak_akses " + nip("1") + " narahubung dinas b", 101, storage.RoleLiaison("b"), ""},
		{"of no unit", "/hak_akses 901 narahubung dinas c", 901, "", "unit_not_found"},
		{"not registered", "/hak_akses " + nip("4") + " admin", 444444444444444444, "", "role_unregistered"},
		{"not on the roster", "/hak_akses " + nip("9") + " admin", 999999999999999999, "", "person_not_found"},
		{"without a role", "/hak_akses 901", 901, "", "role_usage"},
		{"of the configuration", "/hak_akses 900 admin", 900, "", "role_configured"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, survey.Anonymous)
			w.claim(10)
			w.order(900, tt.text)
			if got := w.lastPost(); got.Args["reason"] != tt.reason || (tt.reason == "") != (got.Name == fielding.PostRoleSet) {
				t.Errorf("%s gives %s %v", tt.text, got.Name, got.Args)
			}
			w.view(func(tx *storage.Tx) error {
				if got := tx.Role(tt.account); got != tt.role {
					t.Errorf("%s leaves account %d the role %q, want %q", tt.text, tt.account, got, tt.role)
				}
				return nil
			})
		})
	}
}

// A role ends where the person of its account registers with another one: the phone of the old one may be lost.
// Owners stay owners. All owners are told, in either case, and nobody where the account had no role.
func TestRoleOfAnAccountThatItsPersonLeft(t *testing.T) {
	for _, tt := range []struct {
		name, order string
		configured  bool
		left        storage.Role
		outcome     string // the argument that says what became of the role
		again       string
		owners      int // who are told
	}{
		{"a liaison", "/hak_akses 101 narahubung b", false, "", "ended", "narahubung b", 1},
		{"an analyst", "/hak_akses 101 analis", false, "", "ended", "analis", 1},
		{"an admin", "/hak_akses 101 admin", false, "", "ended", "admin", 1},
		{"an owner", "/hak_akses 101 owner", false, storage.RoleOwner, "owner", "owner", 2}, // itself too
		{"an owner of the configuration", "/status", true, "", "configured", "owner", 2},
		{"nobody", "/status", false, "", "", "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, survey.Anonymous)
			if tt.configured {
				w.cfg.Owners = append(w.cfg.Owners, 101)
				w.restart()
			}
			w.order(900, tt.order)
			code := ""
			w.do(func(d *fielding.Desk) (err error) {
				_, code, err = d.FreshCode(strings.Repeat("1", 18), 900)
				return err
			})
			before := w.role(101)
			w.say(201, "/start "+code)
			if got := w.role(101); got != before {
				t.Errorf("the role is %q before the new account has confirmed", got)
			}
			w.press(201, "r:yes")
			if got := w.role(101); got != tt.left {
				t.Errorf("the account that was left has the role %q, want %q", got, tt.left)
			}
			if got := w.role(201); got != "" {
				t.Errorf("the new account has the role %q by itself", got)
			}
			told := w.toldOfRole()
			if len(told) != tt.owners {
				t.Fatalf("the owners were told %d times, want %d", len(told), tt.owners)
			}
			for _, m := range told {
				if m.Chat < 0 || m.Args[tt.outcome] != "101" || m.Args["by"] != "201" || m.Args["again"] != tt.again {
					t.Errorf("chat %d is told %v", m.Chat, m.Args)
				}
			}
			if got := len(w.acts("role ended")) == 1; got != (tt.outcome == "ended") {
				t.Errorf("role ended in the audit: %v", got)
			}
		})
	}
}

func (w *world) toldOfRole() (list []storage.Message) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) error {
		return tx.Messages(func(m storage.Message) bool {
			if m.Name == fielding.PostRoleLeft {
				list = append(list, m)
			}
			return true
		})
	})
	return list
}

// acts are the audit's entries of an act.
func (w *world) acts(act string) (list []storage.AuditEntry) {
	w.t.Helper()
	w.view(func(tx *storage.Tx) error {
		all, err := tx.Audit()
		for _, e := range all {
			if e.Act == act {
				list = append(list, e)
			}
		}
		return err
	})
	return list
}
