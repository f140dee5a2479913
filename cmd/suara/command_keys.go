package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"suara/storage"
)

func (p *program) keysCommand() *cobra.Command {
	return p.group(&cobra.Command{
		Use:   "keys",
		Short: "List, copy and put back the keys of open anonymous waves",
		Long: `What is answered in an anonymous wave lies in the database under a key of the wave, kept in PATH.keys
beside it until the wave closes. The key is in no backup: keep one copy elsewhere, and destroy it when
the wave has closed. No command prints a key.`,
		Example: "  suara keys list\n  suara keys copy /media/usb/suara.keys\n  suara keys import /media/usb/suara.keys",
	}, p.keysList(), p.keysCopy(), p.keysImport())
}

func (p *program) keysList() *cobra.Command {
	return p.command(&cobra.Command{
		Use:     "list",
		Short:   "Name the waves whose keys are in the key file",
		Long:    `Names the waves whose keys are in the key file. It works while serve runs.`,
		Example: "  suara keys list",
		Args:    cobra.NoArgs,
	}, func(*cobra.Command, []string) error {
		set, err := p.load(false)
		if err != nil {
			return err
		}
		waves, err := storage.KeyWaves(storage.KeyFile(set.Storage.Path))
		for _, w := range waves {
			p.say("%s", w)
		}
		if err == nil && len(waves) == 0 {
			fmt.Fprintln(p.stderr, "suara: no key: no anonymous wave is open, or the key file is lost")
		}
		return err
	})
}

func (p *program) keysCopy() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "copy FILE",
		Short: "Copy the key file to a place outside the server",
		Long: `Copies the key file to FILE, which must not exist yet. It works while serve runs. FILE should lie on
another medium, apart from the backups: whoever has both reads the answers. Destroy it when the waves
named have closed.`,
		Example: "  suara keys copy /media/usb/suara.keys",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, args []string) error {
		set, err := p.load(false)
		if err != nil {
			return err
		}
		for _, dir := range []string{filepath.Dir(set.Storage.Path), set.Storage.Backup.Dir} {
			if dir != "" && sameFile(filepath.Dir(args[0]), dir) {
				return usageError{fmt.Errorf("%s is beside the database or the backups: a copy belongs elsewhere", args[0])}
			}
		}
		waves, err := storage.CopyKeys(storage.KeyFile(set.Storage.Path), args[0])
		if err != nil {
			return err
		}
		p.say("%s: keys of %d waves: %s", args[0], len(waves), strings.Join(waves, ", "))
		return nil
	})
}

func (p *program) keysImport() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "import FILE",
		Short: "Put keys back from a copy of the key file",
		Long: `Takes from FILE, a copy of the key file, the keys of anonymous waves that have not closed. Stop serve
first. Keys of waves that have closed, or that the database does not know, are left: they are to stay
destroyed.`,
		Example: "  suara keys import /media/usb/suara.keys",
		Args:    cobra.ExactArgs(1),
	}, func(_ *cobra.Command, args []string) (err error) {
		set, err := p.load(false)
		if err != nil {
			return err
		}
		store, err := storage.Open(set.Storage.Path, storage.Options{Rand: p.random})
		if errors.Is(err, storage.ErrBusy) {
			return fmt.Errorf("%w; stop it first", err)
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, store.Close()) }()
		open, err := sealedWaves(store)
		if err != nil {
			return err
		}
		taken, err := store.ImportKeys(args[0], func(wave string) bool { return open[wave] })
		if err != nil {
			return err
		}
		if len(taken) == 0 {
			return fmt.Errorf("%s has no key of an anonymous wave that is open", args[0])
		}
		p.say("keys of %d waves are in %s: %s", len(taken), storage.KeyFile(store.Path()), strings.Join(taken, ", "))
		return nil
	})
}

// sealedWaves are the waves whose answers lie under a key.
func sealedWaves(store *storage.Store) (map[string]bool, error) {
	under := map[string]bool{}
	err := store.View(func(tx *storage.Tx) error {
		waves, err := tx.Waves()
		for _, w := range waves {
			under[string(w.ID)] = w.Sealed()
		}
		return err
	})
	return under, err
}
