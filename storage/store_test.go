package storage_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"suara/storage"
)

// holdVar makes the test binary a second process that holds the database it names.
const holdVar = "SUARA_TEST_HOLD"

func TestMain(m *testing.M) {
	if path := os.Getenv(holdVar); path != "" {
		os.Exit(hold(path))
	}
	os.Exit(m.Run())
}

func hold(path string) int {
	s, err := storage.Open(path, storage.Options{Timeout: time.Millisecond})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("held")
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := s.Close(); err != nil {
		return 1
	}
	return 0
}

// chance is a source of random bytes that repeats in every run.
func chance(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

var fast = storage.Options{NoSync: true, Timeout: time.Millisecond, Rand: chance(1)}

func newPath(t testing.TB) string { return filepath.Join(t.TempDir(), "suara.db") }

func open(t testing.TB, path string) *storage.Store {
	t.Helper()
	opt := fast
	opt.Rand = chance(2)
	s, err := storage.Open(path, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func update(t testing.TB, s *storage.Store, fn func(*storage.Tx) error) {
	t.Helper()
	if err := s.Update(fn); err != nil {
		t.Fatal(err)
	}
}

func view(t testing.TB, s *storage.Store, fn func(*storage.Tx) error) {
	t.Helper()
	if err := s.View(fn); err != nil {
		t.Fatal(err)
	}
}

func closeStore(t testing.TB, s *storage.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpenMakesPrivateFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "deep", "suara.db")
	s := open(t, path)
	if err := s.CreateKey("w"); err != nil {
		t.Fatal(err)
	}
	want := map[string]os.FileMode{
		filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700,
		path: 0o600, path + ".lock": 0o600, path + ".keys": 0o600,
	}
	for name, mode := range want {
		if got := permissions(t, name); got != mode {
			t.Errorf("%s has %o, want %o", name, got, mode)
		}
	}
	if s.Path() != path {
		t.Errorf("Path() = %s", s.Path())
	}
}

func TestOpenTakesAccessOfOthersAway(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	if err := s.CreateKey("w"); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	for _, name := range []string{path, path + ".keys"} {
		if err := os.Chmod(name, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	open(t, path)
	for _, name := range []string{path, path + ".keys"} {
		if got := permissions(t, name); got != 0o600 {
			t.Errorf("%s has %o", name, got)
		}
	}
}

func permissions(t *testing.T, name string) os.FileMode {
	t.Helper()
	st, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return st.Mode().Perm()
}

func TestSecondOpenIsBusy(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	start := time.Now()
	_, err := storage.Open(path, storage.Options{Timeout: 50 * time.Millisecond})
	wantBusy(t, err)
	if d := time.Since(start); d < 50*time.Millisecond || d > 2*time.Second {
		t.Errorf("waited %v for a lock with a timeout of 50ms", d)
	}
	closeStore(t, s)
	closeStore(t, open(t, path))
}

func wantBusy(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, storage.ErrBusy) || !strings.Contains(err.Error(), "Suara is running on it") {
		t.Fatalf("Open of a held database: %v", err)
	}
}

func TestOpenWaitsForTheLock(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	opened := make(chan error)
	go func() {
		s, err := storage.Open(path, storage.Options{Timeout: time.Minute})
		if err == nil {
			err = s.Close()
		}
		opened <- err
	}()
	closeStore(t, s)
	if err := <-opened; err != nil {
		t.Fatal(err)
	}
}

func TestAnotherProcessHoldsTheLock(t *testing.T) {
	path := newPath(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), holdVar+"="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	_, err = storage.Open(path, fast)
	if kill := cmd.Process.Kill(); kill != nil {
		t.Fatal(kill)
	}
	_ = cmd.Wait()
	if line != "held\n" {
		t.Fatalf("the other process said %q", line)
	}
	wantBusy(t, err)
	closeStore(t, open(t, path)) // the kernel freed the lock of the killed process
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	write(t, file, []byte("x"))
	if err := os.Mkdir(filepath.Join(dir, "folder.db"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "text.db"), []byte(strings.Repeat("no database\n", 2000)))
	write(t, filepath.Join(dir, "empty.db"), nil)
	rows := []struct{ name, path, says string }{
		{"the folder's name is a file's", filepath.Join(file, "suara.db"), "make the database's folder"},
		{"the path is a folder", filepath.Join(dir, "folder.db"), "it is no regular file"},
		{"the file is something else", filepath.Join(dir, "text.db"), "restore it from a backup"},
		{"the file is empty", filepath.Join(dir, "empty.db"), "restore it from a backup"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			s, err := storage.Open(row.path, fast)
			if err == nil {
				closeStore(t, s)
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), row.says) || !strings.Contains(err.Error(), filepath.Base(row.path)) &&
				!strings.Contains(err.Error(), file) {
				t.Errorf("error %q does not say %q and where", err, row.says)
			}
		})
	}
}

func TestOpenUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root reads everything")
	}
	path := newPath(t)
	closeStore(t, open(t, path))
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Open(path, fast); !errors.Is(err, os.ErrPermission) {
		t.Errorf("Open of an unreadable file: %v", err)
	}
}

func write(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFailedOpenFreesTheLock(t *testing.T) {
	path := newPath(t)
	write(t, path, nil)
	if _, err := storage.Open(path, fast); !errors.Is(err, storage.ErrDamaged) {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	closeStore(t, open(t, path))
}

func TestCommitsAndSizes(t *testing.T) {
	path := newPath(t)
	s := open(t, path)
	for range 3 {
		update(t, s, func(tx *storage.Tx) error { return tx.PutSetting("a", "b") })
	}
	closeStore(t, s)
	s = open(t, path)
	if writes, commits := s.Commits(); writes != 0 || commits != 0 {
		t.Errorf("fresh from the opening: %d writes in %d commits", writes, commits)
	}
	failed := errors.New("no")
	if err := s.Update(func(*storage.Tx) error { return failed }); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	for i := range 5 {
		update(t, s, func(tx *storage.Tx) error { return tx.PutSetting("a", fmt.Sprint(i)) })
	}
	if writes, commits := s.Commits(); commits != 5 || writes < 10 {
		t.Errorf("%d writes in %d commits, want 5 commits of at least two writes", writes, commits)
	}
	if file, free := s.Sizes(); file <= 0 || free < 0 || free >= file {
		t.Errorf("sizes %d, of it free %d", file, free)
	}
}
