package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"suara/cmd/suara/config"
	"suara/storage"
)

func (p *program) backupCommand() *cobra.Command {
	return p.command(&cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the database to a file, also while serve runs",
		Long: `Writes a compact copy of the database, as it is now, to FILE in place of what was there. It works
while serve runs and holds nobody up. The copy is opened and counted before it takes its place, and
bears a checksum for 'suara verify'.

The keys of open anonymous waves are no part of it: keep one copy of PATH.keys elsewhere and destroy it
when the wave has closed. Nor are the files that people sent as answers: copy storage.files.dir too.`,
		Example: "  suara backup /backup/suara-2026-11-25.db",
		Args:    cobra.ExactArgs(1),
	}, func(c *cobra.Command, args []string) error {
		set, err := p.load(false)
		if err != nil {
			return err
		}
		records, err := p.backup(c.Context(), set, args[0])
		if err != nil {
			return err
		}
		st, err := os.Stat(args[0])
		if err != nil {
			return fmt.Errorf("look at the backup: %w", err)
		}
		p.say("%s: %d records, %s", args[0], records, byteSize(st.Size()))
		return nil
	})
}

// backup makes a backup through the running serve, else by itself.
func (p *program) backup(ctx context.Context, set *config.Config, file string) (records int64, err error) {
	copied, served, err := askBackup(ctx, socketPath(set.Storage.Path))
	if err != nil {
		return 0, err
	}
	if served {
		defer copied.Close()
		return copied.records, p.receive(copied, file)
	}
	if _, err := os.Stat(set.Storage.Path); err != nil {
		return 0, fmt.Errorf("there is no database yet: %w", err)
	}
	store, err := storage.Open(set.Storage.Path, storage.Options{Rand: p.random})
	if err != nil {
		return 0, err
	}
	counts, err := store.Backup(file)
	return counts.Total(), errors.Join(err, store.Close())
}

// receive writes what serve sends beside FILE, checks it, and gives it its name.
func (p *program) receive(from *sentBackup, file string) (err error) {
	part, err := os.CreateTemp(filepath.Dir(file), ".suara-backup-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	defer os.Remove(part.Name())
	n, err := io.Copy(io.MultiWriter(part, p.progress(from.size)), from)
	if err == nil && n != from.size {
		err = fmt.Errorf("%d bytes of %d arrived", n, from.size)
	}
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	if err := storage.CheckBackup(part.Name()); err != nil {
		return err
	}
	if err = os.Rename(part.Name(), file); err == nil {
		err = syncFolder(filepath.Dir(file))
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}

// progress shows how far a copy is where somebody sits at a terminal.
func (p *program) progress(size int64) io.Writer {
	f, ok := p.stderr.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return io.Discard
	}
	return progressbar.NewOptions64(size, progressbar.OptionSetWriter(f), progressbar.OptionShowBytes(true),
		progressbar.OptionSetDescription("backup"), progressbar.OptionClearOnFinish())
}

// byteSize writes a number of bytes for people.
func byteSize(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KiB", (n+1023)>>10)
}
