package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"suara": main, "suara-tuesday": tuesday, "barebot": bareBot})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/scripts",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_RUNTIME_DIR", env.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "absent": absent,
		},
	})
}

// exits runs suara and checks its exit code: exits CODE ARG...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE ARG...")
	}
	err := ts.Exec("suara", args[1:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("suara %s: exit %s, want %s\n%s", strings.Join(args[1:], " "), got, args[0],
			ts.ReadFile("stderr"))
	}
}

// absent checks that a text is neither in the last output nor in the last problems.
func absent(ts *testscript.TestScript, neg bool, args []string) {
	for _, file := range []string{"stdout", "stderr"} {
		if strings.Contains(ts.ReadFile(file), args[0]) {
			ts.Fatalf("%s holds %q", file, args[0])
		}
	}
}

// testEnv is an environment without variables.
func testEnv(string) (string, bool) { return "", false }

// writeFiles puts files into a folder, by name.
func writeFiles(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
