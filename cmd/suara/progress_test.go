package main

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
)

// How far a long command is comes over the socket of serve, before its response.
func TestProgressOverTheSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.sock")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	server := socketServer(context.Background(), func(_ context.Context, req request) response {
		tell := req.tell("storing")
		tell(0, 10)
		tell(10, 10)
		return response{Stdout: []byte("done\n")}
	}, http.NotFoundHandler())
	go func() { _ = server.Serve(l) }()
	defer server.Close()
	var seen []progress
	resp, served, err := askServer(context.Background(), path, request{
		Command: "roster import", progress: func(p progress) { seen = append(seen, p) },
	})
	if err != nil || !served || string(resp.Stdout) != "done\n" {
		t.Fatalf("response %+v, served %v, error %v", resp, served, err)
	}
	if want := []progress{{"storing", 0, 10}, {"storing", 10, 10}}; !slices.Equal(seen, want) {
		t.Errorf("seen %v, want %v", seen, want)
	}
}

// Where stderr is no terminal nothing of it is shown: scripts read it.
func TestProgressIsForTerminals(t *testing.T) {
	var b bytes.Buffer
	l := newProgressLine(&b)
	l.show(progress{"storing", 1, 2})
	l.end()
	if b.Len() > 0 {
		t.Errorf("shown: %q", b.String())
	}
}
