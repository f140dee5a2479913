package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
)

const (
	longestSocket = 100     // bytes of a path: the kernel takes 108 on Linux, 104 elsewhere
	largestInput  = 1 << 30 // bytes of a request: a roster of the whole country
)

// socketPath is where serve listens for the other commands. A path too long for a socket gets a
// hashed name in the runtime folder.
func socketPath(storage string) string {
	path, err := filepath.Abs(storage + ".sock")
	if err != nil {
		path = storage + ".sock"
	}
	if len(path) <= longestSocket {
		return path
	}
	sum := sha256.Sum256([]byte(path))
	folder := os.Getenv("XDG_RUNTIME_DIR")
	if folder == "" {
		folder = os.TempDir()
	}
	return filepath.Join(folder, "suara-"+hex.EncodeToString(sum[:12])+".sock")
}

// listen opens the socket, readable by its owner only, in place of one that a dead process left.
// Call it only under the database's lock.
func listen(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("remove the old socket: %w", err)
	}
	old := syscall.Umask(0o177)
	l, err := net.Listen("unix", path)
	syscall.Umask(old)
	if err != nil {
		return nil, fmt.Errorf("open the socket for commands: %w", err)
	}
	return l, nil
}

// runner answers requests.
type runner func(ctx context.Context, req request) response

// socketServer serves requests over HTTP on a socket.
func socketServer(ctx context.Context, run runner, backups http.Handler) *http.Server {
	mux := http.NewServeMux()
	mux.Handle("POST /backup", backups)
	mux.HandleFunc("POST /command", func(w http.ResponseWriter, r *http.Request) {
		var req request
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, largestInput)).Decode(&req); err != nil {
			http.Error(w, "the request can't be read: "+err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		out := json.NewEncoder(w)
		req.progress = func(p progress) {
			_ = out.Encode(frame{Progress: &p}) // the caller is gone: nobody is left to tell
			_ = http.NewResponseController(w).Flush()
		}
		resp := run(r.Context(), req)
		_ = out.Encode(frame{Response: &resp})
	})
	return &http.Server{
		Handler: mux, BaseContext: func(net.Listener) context.Context { return ctx },
	}
}

// frame is one line of an answer: how far the command is, or at the end its response.
type frame struct {
	Progress *progress `json:"progress,omitempty"`
	Response *response `json:"response,omitempty"`
}

// askServer sends a request to a running serve. served is false where none listens.
func askServer(ctx context.Context, path string, req request) (resp response, served bool, err error) {
	body, err := json.Marshal(req)
	if err != nil {
		return resp, false, fmt.Errorf("encode the command: %w", err)
	}
	client := socketClient(path)
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://suara/command", bytes.NewReader(body))
	if err != nil {
		return resp, false, fmt.Errorf("make the request: %w", err)
	}
	answer, err := client.Do(post)
	if err != nil {
		served, err := reached(err)
		return resp, served, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return resp, true, fmt.Errorf("the running serve answered %s", answer.Status)
	}
	for in := json.NewDecoder(answer.Body); ; {
		var f frame
		if err := in.Decode(&f); err != nil {
			return resp, true, fmt.Errorf("read the running serve's answer: %w", err)
		}
		if f.Progress != nil && req.progress != nil {
			req.progress(*f.Progress)
		}
		if f.Response != nil {
			return *f.Response, true, nil
		}
	}
}
