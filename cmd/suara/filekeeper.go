package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"suara/bot/api"
	"suara/fielding"
)

const (
	fileWorkers   = 4 // files fetched at once: each may take its whole size of memory
	fileFirstWait = 5 * time.Second
	fileLongWait  = 10 * time.Minute
	fileTries     = 6 // refusals by Telegram before a file counts as gone: some pass
)

// fileKeeper fetches what people send as answers and keeps it on disk, and erases what no answer names any
// more, beside the writer's loop. Its list is in memory only: what a crash loses of it, the next start finds
// by comparing the database with the disk.
type fileKeeper struct {
	*system
	dir string

	mu    sync.Mutex
	due   []fileWork
	later []fileWork
	kick  chan struct{}
}

// fileWork is a task with what became of it so far.
type fileWork struct {
	fielding.FileTask
	tries   int // that failed
	refused int // of these, by Telegram
	at      time.Time
}

func newFileKeeper(s *system) *fileKeeper {
	return &fileKeeper{system: s, dir: s.set.Storage.Files.Dir, kick: make(chan struct{}, 1)}
}

// add takes tasks; it never waits.
func (k *fileKeeper) add(list []fielding.FileTask) {
	k.mu.Lock()
	for _, t := range list {
		k.due = append(k.due, fileWork{FileTask: t})
	}
	k.mu.Unlock()
	k.wake()
}

func (k *fileKeeper) wake() {
	select {
	case k.kick <- struct{}{}:
	default:
	}
}

// run does tasks until ctx ends.
func (k *fileKeeper) run(ctx context.Context) error {
	if list, err := k.compare(); err != nil {
		k.log.Error("the folder of files could not be compared with the database", "error", err.Error())
	} else {
		k.add(list)
	}
	var workers sync.WaitGroup
	room := make(chan struct{}, fileWorkers)
	defer workers.Wait()
	for {
		w, ok, wait := k.next()
		if ok {
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
				return nil
			}
			workers.Go(func() {
				defer func() { <-room }()
				k.again(k.do(ctx, w))
			})
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-k.kick:
		case <-k.clock.After(wait):
		}
	}
}

// next gives the next task that is due, else how long to wait for one.
func (k *fileKeeper) next() (w fileWork, ok bool, wait time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.clock.Now()
	wait = fileLongWait
	kept := k.later[:0]
	for _, l := range k.later {
		if l.at.After(now) {
			wait = min(wait, l.at.Sub(now))
			kept = append(kept, l)
		} else {
			k.due = append(k.due, l)
		}
	}
	k.later = kept
	if len(k.due) == 0 {
		return w, false, wait
	}
	w, k.due = k.due[0], k.due[1:]
	return w, true, 0
}

// again puts a task back that is to be tried once more.
func (k *fileKeeper) again(w fileWork, done bool) {
	if done {
		return
	}
	k.mu.Lock()
	k.later = append(k.later, w)
	k.mu.Unlock()
	k.wake()
}

// do tries a task once; done is false where it is to be tried again.
func (k *fileKeeper) do(ctx context.Context, w fileWork) (_ fileWork, done bool) {
	err := k.try(ctx, &w)
	if err == nil || ctx.Err() != nil {
		return w, true
	}
	wait := min(fileFirstWait<<min(w.tries, 10), fileLongWait)
	var refusal *api.Error
	if errors.As(err, &refusal) {
		wait = max(wait, refusal.RetryAfter)
	}
	w.tries++
	w.at = k.clock.Now().Add(wait)
	k.log.Warn("a file is tried again", "wave_id", w.Wave, "attempt", w.tries, "error", err.Error())
	return w, false
}

func (k *fileKeeper) try(ctx context.Context, w *fileWork) error {
	if w.Erase {
		return k.erase(w.FileTask)
	}
	data, reason, err := k.fetch(ctx, w)
	switch {
	case err != nil:
		return err
	case reason != "":
		k.log.Warn("a file can't be had", "wave_id", w.Wave, "reason", reason)
		return k.office.act.do(ctx, "file lost", func(d *fielding.Desk) error { return d.FileLost(w.FileTask, reason) })
	}
	if err := k.write(w.FileTask, data); err != nil {
		return err
	}
	wanted := false
	err = k.office.act.do(ctx, "file kept", func(d *fielding.Desk) (err error) {
		wanted, err = d.FileKept(w.FileTask, int64(len(data)))
		return err
	})
	if err == nil && !wanted { // its answer was erased meanwhile
		return k.erase(w.FileTask)
	}
	return err
}

// fetch gets a file from Telegram; reason says why it never can be had, as a word for the person.
func (k *fileKeeper) fetch(ctx context.Context, w *fileWork) (data []byte, reason string, err error) {
	data, err = k.client.File(ctx, w.ID, k.set.Fielding.Files.Limit)
	var refusal *api.Error
	switch {
	case errors.Is(err, api.ErrFileTooLarge):
		return nil, fielding.FileLarge, nil
	case errors.As(err, &refusal) && refusal.Code == 400:
		if w.refused++; w.refused >= fileTries {
			return nil, fielding.FileGone, nil
		}
		return nil, "", err
	case err != nil:
		return nil, "", err
	case !isOfType(w.Name, data):
		return nil, fielding.FileOther, nil
	}
	return data, "", nil
}

// write puts a file under its name, whole or not at all.
func (k *fileKeeper) write(t fielding.FileTask, data []byte) error {
	folder := filepath.Join(k.dir, string(t.Wave))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the folder of files: %w", err)
	}
	path := filepath.Join(folder, t.Name)
	err := writeSynced(path+partSuffix, data)
	if err == nil {
		err = os.Rename(path+partSuffix, path)
	}
	if err == nil {
		err = syncFolder(folder)
	}
	if err != nil {
		return fmt.Errorf("keep a file: %w", err)
	}
	return nil
}

func writeSynced(path string, data []byte) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Sync()
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// erase takes a file off the disk; one that is not there is done with.
func (k *fileKeeper) erase(t fielding.FileTask) error {
	path := filepath.Join(k.dir, string(t.Wave), t.Name)
	for _, name := range []string{path + partSuffix, path} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("erase a file: %w", err)
		}
	}
	return nil
}
