package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"suara/bot/api"
)

const fileToken = "123456:SECRET-token"

// fileServer answers getFile with a path and size, and hands the file out.
func fileServer(t *testing.T, size int, body string) *api.Client {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/bot"+fileToken+"/getFile"):
			fmt.Fprintf(w, `{"ok":true,"result":{"file_id":"x","file_size":%d,"file_path":"documents/a b.csv"}}`, size)
		case r.URL.Path == "/api/file/bot"+fileToken+"/documents/a b.csv":
			fmt.Fprint(w, body)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	c, err := api.NewClient(s.URL+"/api", fileToken)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFile(t *testing.T) {
	for _, row := range []struct {
		name      string
		told      int
		body      string
		tooLarge  bool
		wantBytes string
	}{
		{"a file", 5, "a;b;c", false, "a;b;c"},
		{"just as large as allowed", 8, "12345678", false, "12345678"},
		{"said to be too large", 9, "123456789", true, ""},
		{"larger than it was said to be", 1, "123456789", true, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			data, err := fileServer(t, row.told, row.body).File(context.Background(), "x", 8)
			if errors.Is(err, api.ErrFileTooLarge) != row.tooLarge || string(data) != row.wantBytes {
				t.Errorf("%q, %v", data, err)
			}
		})
	}
}

// The token stands in the address of a file, and in no error.
func TestFileErrorsHideTheToken(t *testing.T) {
	broken := api.WithRoundTripper(roundTrip(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/getFile") {
			w := httptest.NewRecorder()
			fmt.Fprint(w, `{"ok":true,"result":{"file_path":"documents/a.csv"}}`)
			return w.Result(), nil
		}
		return nil, fmt.Errorf("dial %s: refused", r.URL)
	}))
	c, err := api.NewClient("http://telegram.test", fileToken, broken)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.File(context.Background(), "x", 8); err == nil || strings.Contains(err.Error(), "SECRET") {
		t.Errorf("the error is %v", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
