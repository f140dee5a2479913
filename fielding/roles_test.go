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
