package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobody is an account that owns nothing.
const nobody = 65534

// Another account than the database's owner is told so, and nothing is changed.
func TestAnotherAccountIsToldWhoOwnsTheDatabase(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root may run a command as another account")
	}
	root := t.TempDir()
	for dir := root; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	program, err := exec.LookPath("suara")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	put := func(name string, content []byte, mode os.FileMode) string {
		path := filepath.Join(root, name)
		if err := errors.Join(os.WriteFile(path, content, mode), os.Chmod(path, mode)); err != nil {
			t.Fatal(err)
		}
		return path
	}
	program = put("suara", raw, 0o755)
	put("config.yaml", []byte("telegram: {token: \"123456:abc\"}\norganisation: {name: Biro}\n"), 0o644)
	run := func(as uint32, args ...string) (string, error) {
		cmd := exec.Command(program, args...)
		cmd.Dir = root
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: as, Gid: as}}
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	if out, err := run(nobody, "wave", "list"); err == nil || !strings.Contains(out, "make the database's folder") ||
		!strings.Contains(out, "run Suara as the account that owns the database and its folder") {
		t.Errorf("a folder that can't be written to: %v %s", err, out)
	}
	if out, err := run(0, "wave", "list"); err != nil {
		t.Fatalf("the owner: %v %s", err, out)
	}
	for _, command := range []string{"serve", "roster list", "backup x.bak", "compact"} {
		out, err := run(nobody, strings.Fields(command)...)
		if err == nil || !strings.Contains(out, "account") || !strings.Contains(out, "permission denied") {
			t.Errorf("%s: %v, %s", command, err, out)
		}
		if strings.Contains(out, "panic") {
			t.Errorf("%s panics: %s", command, out)
		}
	}
	if out, err := run(0, "wave", "list"); err != nil {
		t.Errorf("the owner afterwards: %v %s", err, out)
	}
}
