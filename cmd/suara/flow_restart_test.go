package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"suara/fielding"
	"suara/report"
	"suara/storage"
	"suara/survey"
)

// checked is what suara check says of the flows in use, with nobody at the database.
func (c *cast) checked() (out string, fit bool) {
	c.t.Helper()
	if err := c.sys.close(); err != nil {
		c.t.Fatal(err)
	}
	said := &output{}
	p := &program{stdout: said, stderr: said, env: testEnv, clock: c.clock}
	fit = p.flowsInUse(context.Background(), c.set)
	c.raise()
	return said.String(), fit
}

// A restart changes nothing that was published: not with the file as it was, not with a changed one, which
// is told of. A file of the published version takes over.
func TestPublishedFlowAndTheConfiguredFile(t *testing.T) {
	c := newPublishing(t, scene{mode: "confidential"})
	if said, fit := c.checked(); said != "" || !fit {
		t.Errorf("with nothing published check says %q", said)
	}
	c.sendFlow(c.owner, "baru.yaml", nextFlow(), "")
	if said, _ := c.checked(); !strings.Contains(said, "(baru.yaml) waits to be published") {
		t.Errorf("of a flow that waits check says %q", said)
	}
	c.groupPress("✅ Terbitkan")
	published := c.used().Published.Version
	c.restart()
	if !strings.Contains(c.log.String(), "the flow that was published in the group is used") {
		t.Errorf("the start says\n%s", c.log.String())
	}
	if said, fit := c.checked(); !fit || !strings.Contains(said, published) || strings.Contains(said, "has changed") {
		t.Errorf("check says %q", said)
	}
	backup := filepath.Join(t.TempDir(), "suara.backup")
	if _, err := c.sys.store.Backup(backup); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Glance(backup, func(tx *storage.Tx) error {
		study, _ := c.set.Fielding.Study("uji")
		if use := fielding.InUse(tx, fielding.NewFlows(), study); use.Flow.Version() != published {
			t.Errorf("the backup has version %s in use", use.Flow.Version())
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}

	third := strings.Replace(publishFlow, "saya ramah.", "saya santun.", 1)
	c.refile(third)
	if !strings.Contains(c.log.String(), "the configured flow file has changed") {
		t.Errorf("the start with a changed file says\n%s", c.log.String())
	}
	const warning = "warning: the configured flow file of survey uji has changed since; it is not used"
	if said, _ := c.checked(); !strings.Contains(said, warning) {
		t.Errorf("check says %q", said)
	}
	c.admin("/survei")
	c.sees("the group", c.group.Messages(), "Berkas konfigurasi sudah berubah sejak itu", "/terbitkan uji")
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	if w := c.wave(); w.Flow != published {
		t.Errorf("the wave opened with %s", w.Flow)
	}
	c.refile(nextFlow())
	if !strings.Contains(c.log.String(), "the configured flow file is now the version that was published") {
		t.Errorf("the start with the published file says\n%s", c.log.String())
	}
	c.refile(third)
	if use := c.used(); use.Published.Version != "" || use.Flow.Version() == published {
		t.Error("once the file had taken over, the published version came back")
	}
}

// A published flow that the survey's mode forbids opens no wave; nothing else is used in its place.
func TestUnfitFlowOpensNoWave(t *testing.T) {
	c := newPublishing(t, scene{mode: "identified"})
	c.sendFlow(c.owner, "nomor.yaml",
		nextFlow()+"  - {id: nomor, type: phone, text: {id: Berapa nomor telepon Anda?}}\n", "")
	c.groupPress("✅ Terbitkan")
	c.set.Fielding.Surveys[0].Mode = survey.Anonymous
	c.restart()
	if !strings.Contains(c.log.String(), "no wave of the survey can be opened") {
		t.Errorf("the start says\n%s", c.log.String())
	}
	if said, fit := c.checked(); fit || !strings.Contains(said, "identified surveys only") {
		t.Errorf("check says fit %v: %q", fit, said)
	}
	c.admin("/buka")
	c.groupPress("Ya, buka")
	c.sees("the group", c.group.Messages(), "tidak dapat dipakai lagi", "/terbitkan")
	if c.wave().ID != "" {
		t.Fatal("a wave was opened")
	}
	c.admin("/terbitkan")
	c.groupPress("✅ Terbitkan")
	c.command("wave open", nil, "", "uji")
	if c.wave().Flow != c.set.Fielding.Surveys[0].Flow.Version() {
		t.Error("the configured file is not in use")
	}
}

// Two waves with two versions are compared item by item, where the item is unchanged.
func TestVersionsAreJoinedItemByItem(t *testing.T) {
	c := newPublishing(t, scene{mode: "identified", roster: simulatedRoster(10)})
	for i := range 10 {
		c.register(c.phone(int64(600+i), ""), c.code(nipNumber(i)))
	}
	field := func(more ...string) survey.WaveID {
		c.command("wave open", nil, "", "uji")
		c.rest(time.Minute)
		for i := range 10 {
			p := c.tg.Phone(int64(600 + i))
			answers := append([]string{"▶️ Mulai", "Saya bersedia", []string{"Tidak", "Setuju"}[i%2],
				[]string{"Ragu", "Setuju"}[i/5]}, more...)
			c.press(p, append(answers, "📨 Kirim jawaban")...)
		}
		id := c.wave().ID
		c.command("wave close", nil, "", string(id))
		c.rest(time.Minute)
		return id
	}
	first := field()
	c.sendFlow(c.owner, "baru.yaml", nextFlow(), "")
	c.groupPress("✅ Terbitkan")
	second := field("⏭ Lewati")
	var release report.Release
	out := c.command("summary", map[string]string{"format": "json"}, "", string(second)).Stdout
	if err := json.Unmarshal(out, &release); err != nil {
		t.Fatal(err)
	}
	change := release.Change
	if change == nil || change.Previous != first {
		t.Fatalf("the change is %+v", change)
	}
	if len(change.Items) != 1 || change.Items[0].ID != "p1" || len(change.Differing) != 1 ||
		change.Differing[0] != "p2" {
		t.Errorf("joined are %+v, differing %v", change.Items, change.Differing)
	}
	if len(change.Dimensions) != 0 {
		t.Errorf("a dimension with a changed item is compared: %+v", change.Dimensions)
	}
	export := c.export(first)
	if strings.Count(export, string(first)) != 10 || strings.Contains(export, "saran") ||
		strings.Contains(export, c.wave().Flow) {
		t.Errorf("the rows of the first wave speak of the second version:\n%s", export)
	}
}
