package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"suara/cmd/suara/config"
	"suara/storage"
)

const (
	recordsHeader = "Suara-Records"
	sendPatience  = 30 * time.Second // for a caller that takes no bytes
)

// backupSender makes backups for callers on the socket. A backup is made beside the database first:
// a slow caller must not keep the database's old pages.
type backupSender struct {
	store *storage.Store
	mu    sync.Mutex // the file's name is used by one caller at a time
}

// ServeHTTP makes a backup and sends its bytes.
func (b *backupSender) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, counts, err := b.make()
	if err != nil {
		http.Error(w, config.Redact(err.Error()), http.StatusInternalServerError)
		return
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		http.Error(w, config.Redact(err.Error()), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.FormatInt(st.Size(), 10))
	w.Header().Set(recordsHeader, strconv.FormatInt(counts.Total(), 10))
	_, _ = io.Copy(&patientWriter{w, http.NewResponseController(w)}, f) // the caller counts what arrives
}

// make makes a backup that has no name any more: it goes when it is closed, or the process dies.
func (b *backupSender) make() (*os.File, storage.Counts, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	path := b.store.Path() + ".sending"
	counts, err := b.store.Backup(path)
	if err != nil {
		return nil, nil, err
	}
	f, err := os.Open(path)
	return f, counts, errors.Join(err, os.Remove(path))
}

// patientWriter gives up on a caller that takes nothing for a while.
type patientWriter struct {
	http.ResponseWriter
	control *http.ResponseController
}

// Write writes within the patience.
func (p *patientWriter) Write(b []byte) (int, error) {
	if err := p.control.SetWriteDeadline(time.Now().Add(sendPatience)); err != nil {
		return 0, err
	}
	return p.ResponseWriter.Write(b)
}

// sentBackup is a backup on its way from the running serve.
type sentBackup struct {
	io.ReadCloser
	size, records int64
}

// askBackup asks a running serve for a backup. served is false where none listens.
func askBackup(ctx context.Context, path string) (copied *sentBackup, served bool, err error) {
	client := socketClient(path)
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://suara/backup", nil)
	if err != nil {
		return nil, false, fmt.Errorf("make the request: %w", err)
	}
	answer, err := client.Do(post)
	if err != nil {
		served, err := reached(err)
		return nil, served, err
	}
	if answer.StatusCode != http.StatusOK {
		defer answer.Body.Close()
		why, _ := io.ReadAll(io.LimitReader(answer.Body, 1000))
		return nil, true, fmt.Errorf("the running serve could not make it: %s", strings.TrimSpace(string(why)))
	}
	records, err := strconv.ParseInt(answer.Header.Get(recordsHeader), 10, 64)
	if err != nil || answer.ContentLength < 0 {
		answer.Body.Close()
		return nil, true, errors.New("the running serve sends no backup: it is another version")
	}
	return &sentBackup{answer.Body, answer.ContentLength, records}, true, nil
}

// socketClient speaks HTTP over the socket at path.
func socketClient(path string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", path)
		},
	}}
}

// reached tells whether a serve listens, by the error of a request to it.
func reached(err error) (served bool, _ error) {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return false, nil
	case errors.Is(err, fs.ErrPermission):
		return true, fmt.Errorf("serve runs under another account: run this command as that account: %w", err)
	}
	return true, fmt.Errorf("ask the running serve: %w", err)
}
