package main

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"suara/storage"
	"suara/survey"
)

// filling is what a large database holds.
type filling struct {
	people int
	once   func(*storage.Store) error
	each   func(tx *storage.Tx, i int) error // of the i-th person, from 0
}

// into writes a new database, some thousand people to a transaction.
func (f filling) into(b *testing.B, path string) {
	b.Helper()
	store, err := storage.Open(path, storage.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	err = f.once(store)
	for first := 0; err == nil && first < f.people; first += 5000 {
		err = store.Update(func(tx *storage.Tx) error {
			for i := first; i < min(first+5000, f.people); i++ {
				if err := f.each(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		b.Fatal(err)
	}
}

// filledUnits are so many units at the top of the tree.
func filledUnits(n int) (units []survey.Unit) {
	for i := range n {
		units = append(units, survey.Unit{ID: survey.UnitID(fmt.Sprint("dinas-", i)), Name: fmt.Sprint("Dinas ", i)})
	}
	return units
}

// filledPerson is the i-th person of a large roster, registered.
func filledPerson(i int, unit survey.UnitID, account survey.AccountID, at time.Time) survey.Respondent {
	return survey.Respondent{
		ID: survey.RespondentID(i + 1), Key: fmt.Sprintf("19850101%010d", i), Name: "Nama Pegawai Yang Cukup Panjang",
		Unit: unit, Account: account, Registered: at, Added: at,
	}
}

func fillLarge(b *testing.B, path string, people int) {
	b.Helper()
	now := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	wave := survey.Wave{ID: "berakhlak-2026-11", Survey: "berakhlak", State: survey.WaveOpen, Mode: survey.Confidential,
		Opened: now, Closes: now.AddDate(10, 0, 0)}
	once := func(store *storage.Store) error {
		return store.Update(func(tx *storage.Tx) error { return tx.PutWave(wave) })
	}
	each := func(tx *storage.Tx, i int) error {
		r := filledPerson(i, "dinas", survey.AccountID(5_000_000_000+int64(i)), now)
		inv := survey.Invitation{Unit: r.Unit, Reach: survey.ReachDelivered, LastPrompt: now}
		chat := storage.Chat{Respondent: r.ID, Live: i + 1, Seq: 3,
			Screen: storage.Screen{Name: "invitation", Wave: wave.ID}}
		return errors.Join(tx.PutRespondent(r), tx.PutInvitation(wave.ID, r.ID, inv), tx.PutChat(r.Account, chat))
	}
	filling{people, once, each}.into(b, path)
}
