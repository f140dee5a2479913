package fielding

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"suara/storage"
	"suara/survey"
)

// roles lists the roles, or gives or takes one: "ID owner", "ID admin", "ID analis", "ID narahubung
// UNIT", "ID hapus". ID is an account's number, or the NIP or other key of somebody who has registered.
func (a *admin) roles(args string) error {
	fields := strings.Fields(args)
	if len(fields) == 0 {
		return a.reply(PostRoles, "", nil)
	}
	account, reason, err := a.readAccount(fields[0])
	role := storage.Role("")
	switch {
	case err == nil && len(fields) == 1:
		reason = "role_usage"
	case err == nil && reason == "":
		role, reason, err = a.readRole(fields[1:])
	}
	if err != nil {
		return err
	}
	if reason == "" && slices.Contains(a.w.cfg.Owners, account) {
		reason = "role_configured"
	}
	if reason != "" {
		return a.reply(PostFailed, "", map[string]string{"reason": reason})
	}
	if err := a.giveRole(account, role); err != nil {
		return err
	}
	err = a.auditWords(a.by, "role set", map[string]string{"number": formatID(int64(account)), "role": string(role)})
	if err != nil {
		return err
	}
	return a.reply(PostRoleSet, "", map[string]string{"account": formatID(int64(account)), "role": string(role)})
}

// leaveRole is what follows for the role of an account whose person registered with this one: the phone of the
// old one may be lost. The role ends; an owner stays one until another owner or the configuration says otherwise.
// The owners are told.
func (t *talk) leaveRole(old survey.AccountID) error {
	role := t.role(old)
	if role == "" {
		return nil
	}
	args := map[string]string{
		"account": formatID(int64(old)), "role": string(role), "by": formatID(int64(t.account)),
		"again": roleWords(role), "owner": "", "configured": "", "ended": "",
	}
	switch {
	case slices.Contains(t.w.cfg.Owners, old):
		args["configured"] = args["account"]
		return t.tellOwners(PostRoleLeft, "", args)
	case role == storage.RoleOwner:
		args["owner"] = args["account"]
		return t.tellOwners(PostRoleLeft, "", args)
	}
	args["ended"] = args["account"]
	err := errors.Join(t.giveRole(old, ""), t.auditWords(t.account, "role ended", map[string]string{
		"number": args["account"], "role": string(role), "reason": "account_changed",
	}))
	if err != nil {
		return err
	}
	return t.tellOwners(PostRoleLeft, "", args)
}

// roleWords writes a role as [admin.readRole] reads it.
func roleWords(r storage.Role) string {
	if unit, ok := r.Unit(); ok {
		return wordLiaison + " " + string(unit)
	}
	if r == storage.RoleAnalyst {
		return wordAnalyst
	}
	return string(r)
}

// Words for roles in /hak_akses that are not the roles' own names.
const (
	wordLiaison = "narahubung"
	wordAnalyst = "analis"
)

// accountDigits is more digits than the number of a Telegram account has (52 bits), and fewer than an NIP has.
const accountDigits = 17

// readAccount reads whose role is meant; reason says what is wrong with it.
func (a *admin) readAccount(word string) (account survey.AccountID, reason string, err error) {
	if id, err := strconv.ParseInt(word, 10, 64); err == nil && len(word) < accountDigits {
		if id <= 0 {
			return 0, "role_usage", nil
		}
		return survey.AccountID(id), "", nil
	}
	r, ok, err := a.personByKey(word)
	switch {
	case err != nil:
	case !ok:
		reason = "person_not_found"
	case r.Account == 0:
		reason = "role_unregistered"
	}
	return r.Account, reason, err
}

// readRole reads a role as people write it; reason says what is wrong with it.
func (a *admin) readRole(words []string) (role storage.Role, reason string, err error) {
	switch word := strings.ToLower(words[0]); {
	case word == wordLiaison && len(words) > 1:
		unit, err := a.readUnit(strings.Join(words[1:], " "))
		if unit == "" {
			reason = "unit_not_found"
		}
		return storage.RoleLiaison(unit), reason, err
	case len(words) > 1:
		return "", "role_usage", nil
	case word == "owner":
		return storage.RoleOwner, "", nil
	case word == "admin":
		return storage.RoleAdmin, "", nil
	case word == wordAnalyst:
		return storage.RoleAnalyst, "", nil
	case word == "hapus":
		return "", "", nil
	}
	return "", "role_usage", nil
}

// readUnit finds a unit by its id or its name, as people write it; empty: there is none, or the name is of several.
func (d *Desk) readUnit(text string) (survey.UnitID, error) {
	units, err := d.tx.Units()
	var named []survey.UnitID
	for _, u := range units {
		if strings.EqualFold(string(u.ID), text) {
			return u.ID, nil
		}
		if strings.EqualFold(u.Name, text) {
			named = append(named, u.ID)
		}
	}
	if len(named) != 1 {
		return "", err
	}
	return named[0], err
}

// mayConfirm tells whether an account still may confirm a command: the same rule as for giving it.
func (d *Desk) mayConfirm(by survey.AccountID, p storage.Pending) bool {
	role := d.role(by)
	if p.Command == pendingOld {
		return adminCommands[p.Args[0]].allows(role)
	}
	if _, liaison := role.Unit(); liaison {
		return p.Command == "unit"
	}
	switch p.Command {
	case "bind", "roster", pendingFlow, pendingFlowFile:
		return role == storage.RoleOwner
	}
	return role == storage.RoleOwner || role == storage.RoleAdmin
}

// auditPage shows what was done, the newest first.
func (a *admin) auditPage(args string) error {
	page, err := strconv.Atoi(args)
	if err != nil || page < 1 {
		page = 1
	}
	return a.reply(PostAudit, "", map[string]string{"page": strconv.Itoa(page)})
}
