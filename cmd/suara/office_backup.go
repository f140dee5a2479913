package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"suara/fielding"
)

// backupForm names a scheduled backup by its time in the organisation's zone, so that names sort by
// age.
const (
	backupPrefix = "suara-"
	backupForm   = "20060102-150405"
	backupSuffix = ".db"
)

// longestWait bounds a wait for a time of the calendar: the clock may be set meanwhile.
const longestWait = 10 * time.Minute

// backups makes the scheduled backups until ctx ends. One that was missed is made up for at once.
func (s *system) backups(ctx context.Context) error {
	failing := false
	for {
		last := s.lastBackup()
		due := s.set.Backups.Next(last)
		if last.IsZero() {
			due = s.clock.Now()
		}
		if !s.until(ctx, due) {
			return nil
		}
		err := s.scheduledBackup()
		for err != nil && ctx.Err() == nil { // the next try is at the next time of the schedule
			s.tellBackup(ctx, err, &failing)
			if !s.until(ctx, s.set.Backups.Next(s.clock.Now())) {
				return nil
			}
			err = s.scheduledBackup()
		}
		s.tellBackup(ctx, err, &failing)
	}
}

// until waits for a time; false where ctx ended first.
func (s *system) until(ctx context.Context, due time.Time) bool {
	for {
		left := due.Sub(s.clock.Now())
		if left <= 0 {
			return ctx.Err() == nil
		}
		select {
		case <-ctx.Done():
			return false
		case <-s.clock.After(min(left, longestWait)):
		}
	}
}

func (s *system) backupZone() *time.Location { return s.set.Fielding.Zone }

// lastBackup is when the newest backup in the folder was made.
func (s *system) lastBackup() time.Time {
	names := s.backupNames()
	if len(names) == 0 {
		return time.Time{}
	}
	at, _ := s.backupTime(names[len(names)-1])
	return at
}

func (s *system) backupTime(name string) (time.Time, bool) {
	stem, pre := strings.CutPrefix(name, backupPrefix)
	stem, suf := strings.CutSuffix(stem, backupSuffix)
	at, err := time.ParseInLocation(backupForm, stem, s.backupZone())
	return at, pre && suf && err == nil
}

// backupNames lists the scheduled backups in the folder, oldest first; other files are none of ours.
func (s *system) backupNames() (names []string) {
	entries, _ := os.ReadDir(s.set.Storage.Backup.Dir) // no folder yet: no backups
	for _, e := range entries {
		if _, ok := s.backupTime(e.Name()); ok {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names
}

// scheduledBackup makes one backup and then removes those beyond what is kept.
func (s *system) scheduledBackup() error {
	dir := s.set.Storage.Backup.Dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the backups' folder: %w", err)
	}
	if err := s.dropParts(dir); err != nil {
		return err
	}
	begin := s.clock.Now()
	file := filepath.Join(dir, backupPrefix+begin.In(s.backupZone()).Format(backupForm)+backupSuffix)
	counts, err := s.store.Backup(file)
	if err != nil {
		return err
	}
	s.metrics.backedUp(begin)
	s.log.Info("backup made", "file", file, "records", counts.Total(), "took", s.clock.Now().Sub(begin).Round(time.Millisecond))
	names := s.backupNames()
	for _, name := range names[:max(0, len(names)-s.set.Storage.Backup.Keep)] {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove an old backup: %w", err)
		}
	}
	return nil
}

// dropParts removes what a process left that died in the midst of a backup.
func (s *system) dropParts(dir string) error {
	parts, err := filepath.Glob(filepath.Join(dir, backupPrefix+"*"+backupSuffix+".part"))
	for _, part := range parts {
		err = errors.Join(err, os.Remove(part))
	}
	return err
}

// tellBackup logs every failure; the admins hear of the first, and once that it is over.
func (s *system) tellBackup(ctx context.Context, failed error, failing *bool) {
	if failed != nil {
		s.log.Error("a scheduled backup failed", "error", failed)
		s.metrics.backupFailed()
	}
	if (failed != nil) == *failing {
		return
	}
	*failing = failed != nil
	name := fielding.PostBackupFine
	if failed != nil {
		name = fielding.PostBackupFailed
	}
	s.tellAdmins(ctx, name, map[string]string{"slot": unixText(s.clock.Now())})
}

func unixText(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// tellAdmins posts what the admins must know of the system's own state.
func (s *system) tellAdmins(ctx context.Context, name string, args map[string]string) {
	err := s.office.act.do(ctx, "report", func(d *fielding.Desk) error { return d.Report(name, args) })
	if err != nil && ctx.Err() == nil {
		s.log.Error("the admins could not be told", "post", name, "error", err)
	}
}
