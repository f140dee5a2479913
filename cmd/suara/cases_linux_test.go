package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Row 123: in a root folder that holds nothing but the binary and its configuration, every zone of
// Indonesia is known.
func TestCase123ZonesOnAnEmptyImage(t *testing.T) {
	root := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(root, "suara"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	for zone, short := range map[string]string{"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"} {
		config := fmt.Sprintf("organisation: {name: Biro, timezone: %s}\nsurveys:\n"+
			"  - {id: uji, flow: \"library:berakhlak\", open: \"0 8 * * MON\", duration: 14d}\n", zone)
		if err := os.WriteFile(filepath.Join(root, "config.yaml"), []byte(config), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("/suara", "wave", "open", "uji")
		cmd.Dir, cmd.Env, cmd.SysProcAttr = "/", []string{"TZ=UTC"}, &syscall.SysProcAttr{Chroot: root}
		out, err := cmd.CombinedOutput()
		if errors.Is(err, syscall.EPERM) {
			t.Skipf("only root may change the root folder: %v", err)
		}
		if err != nil {
			t.Fatalf("%s: %v\n%s", zone, err, out)
		}
		list := exec.Command("/suara", "wave", "list")
		list.Dir, list.Env, list.SysProcAttr = "/", []string{"TZ=UTC"}, &syscall.SysProcAttr{Chroot: root}
		if out, err := list.CombinedOutput(); err != nil || !strings.Contains(string(out), short) {
			t.Errorf("%s: %v, no %s in\n%s", zone, err, short, out)
		}
		if err := os.RemoveAll(filepath.Join(root, "data")); err != nil {
			t.Fatal(err)
		}
	}
}
