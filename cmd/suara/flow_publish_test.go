package main

import (
	"strings"
	"testing"
	"time"

	"suara/fielding"
	"suara/simulator"
	"suara/storage"
)

const publishFlow = `flow: uji
title: {id: Survei uji}
languages: [id]
closing: {id: Terima kasih banyak.}
scales:
  setuju:
    - {value: 1, label: {id: Tidak}}
    - {value: 2, label: {id: Ragu}}
    - {value: 3, label: {id: Setuju}}
dimensions:
  - {id: layanan, title: {id: Layanan}, items: [p1, p2], score: range100}
items:
  - {id: p1, type: scale, scale: setuju, text: {id: Pegawai di unit kerja saya ramah.}}
  - {id: p2, type: scale, scale: setuju, text: {id: Pegawai di unit kerja saya cepat.}}
`

// nextFlow changes one item, adds one and leaves one.
func nextFlow() string {
	return strings.Replace(publishFlow, "saya cepat.}}", "saya tepat waktu.}}\n"+
		"  - {id: saran, type: text, optional: true, text: {id: Apa saran Anda?}}", 1)
}

// sendFlow sends a flow into the group, as an owner unless somebody else is named.
func (c *cast) sendFlow(from *simulator.Phone, name, flow, caption string) {
	c.group.SendFile(from, name, []byte(flow), caption, 0)
	c.rest(time.Minute)
}

func newPublishing(t *testing.T, sc scene) *cast {
	t.Helper()
	sc.flow = publishFlow
	c := newCast(t, sc)
	c.group.PromoteBot() // else a bot hears only commands and replies there
	return c
}

// used is the version that the survey's next wave opens with.
func (c *cast) used() (use fielding.FlowUse) {
	c.t.Helper()
	err := c.sys.store.View(func(tx *storage.Tx) error {
		study, _ := c.set.Fielding.Study("uji")
		use = fielding.InUse(tx, fielding.NewFlows(), study)
		return use.Err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return use
}

// A flow that is sent is checked and compared; nothing changes before an owner's press; waves that run
// keep their version; the published one outlives a restart; the configured file can be taken again.
func TestFlowIsPublishedFromTheGroup(t *testing.T) {
	c := newPublishing(t, scene{mode: "confidential"})
	asn := c.phone(501, "")
	c.register(asn, c.code(siti))
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	c.press(asn, "▶️ Mulai", "Saya bersedia", "Setuju")
	first := c.wave()

	c.sendFlow(c.owner, "pertanyaan.yaml", nextFlow(), "")
	c.sees("the group", c.group.Messages(), "pertanyaan.yaml", "Tidak ada kesalahan", "1 butir tetap",
		"1 berubah", "1 baru",
		"p2 berubah: kalimat pertanyaan", "cepat", "tepat waktu", "saran", "Dimensi layanan berubah",
		"uji-2026-11 tetap memakai versi lamanya")
	if use := c.used(); use.Published.Version != "" {
		t.Fatal("it is in use before the button")
	}
	c.groupPress("✅ Terbitkan")
	c.sees("the group", c.group.Messages(), "diterbitkan", "Berlaku mulai periode berikutnya", "uji-2026-11 tetap")
	published := c.used()
	if published.Published.File != "pertanyaan.yaml" || !c.audited("flow published") {
		t.Fatalf("published is %+v", published.Published)
	}
	if w := c.wave(); w.Flow != first.Flow {
		t.Error("the open wave has another flow now")
	}
	if last := asn.Last().Text; !strings.Contains(last, "cepat.") {
		t.Errorf("who is inside sees %q", last)
	}
	c.press(asn, "Ragu", "📨 Kirim jawaban")
	c.admin("/survei")
	c.sees("the group", c.group.Messages(), published.Flow.Version()+" yang diterbitkan", "pertanyaan.yaml",
		"(kuesioner versi "+first.Flow+")")

	c.restart()
	c.command("wave close", nil, "", string(first.ID))
	c.rest(time.Minute)
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	second := c.wave()
	if second.Flow != published.Flow.Version() || !second.Published {
		t.Fatalf("the next wave opened with %s of %q", second.Flow, second.FlowFile)
	}
	list := string(c.command("wave list", nil, "").Stdout)
	for _, want := range []string{"flow " + first.Flow + " (uji.yaml)",
		"flow " + second.Flow + " (published in the group: pertanyaan.yaml)"} {
		if !strings.Contains(list, want) {
			t.Errorf("wave list lacks %q:\n%s", want, list)
		}
	}

	c.admin("/terbitkan")
	c.sees("the group", c.group.Messages(), "uji.yaml", "1 berubah", "1 dihapus")
	c.groupPress("✅ Terbitkan")
	if use := c.used(); use.Published.Version != "" || use.Flow.Version() != first.Flow {
		t.Error("the configured file is not in use again")
	}
	c.admin("/terbitkan")
	c.sees("the group", c.group.Messages(), "sudah memakai berkas konfigurasi")
}

// What is wrong in a file is listed with its places, and nothing of the file is kept.
func TestFaultyFlowIsListed(t *testing.T) {
	c := newPublishing(t, scene{})
	bad := strings.Replace(publishFlow, "scale: setuju, text: {id: Pegawai di unit kerja saya cepat.}",
		"scale: tiada, text: {en: Fast}", 1)
	c.sendFlow(c.owner, "rusak.yaml", bad, "")
	c.sees("the group", c.group.Messages(), "rusak.yaml", "kesalahan", "baris 14, kolom", "tiada")
	if buttons := c.group.Last().Buttons; len(buttons) > 0 {
		t.Error("there is a button to publish it")
	}
	var many strings.Builder
	many.WriteString(publishFlow)
	for i := range 30 {
		many.WriteString("  - {id: x" + string(rune('a'+i%26)) + string(rune('a'+i/26)) +
			", type: apa, text: {id: x}}\n")
	}
	c.sendFlow(c.owner, "banyak.yaml", many.String(), "")
	c.sees("the group", c.group.Messages(), "30 kesalahan", "dan 10 lagi")
	document := c.group.Last().Document
	if document == nil || strings.Count(string(document.Bytes), "\n") != 30 {
		t.Errorf("the file with all problems is %v", document)
	}
	named := strings.Replace(publishFlow, "type: scale, scale: setuju, text: {id: Pegawai di unit kerja saya cepat.}",
		"type: phone, text: {id: Nomor telepon?}", 1)
	named = strings.Replace(named, "items: [p1, p2]", "items: [p1]", 1)
	c.sendFlow(c.owner, "nomor.yaml", named, "")
	c.sees("the group", c.group.Messages(), "nomor.yaml", "1 kesalahan", "hanya dalam survei bernama")
	c.sendFlow(c.owner, "lain.yaml", nextFlow(), "entah")
	c.sees("the group", c.group.Messages(), "“entah” tidak dikenal", "uji")
	c.sendFlow(c.owner, "sama.yml", publishFlow, "uji")
	c.sees("the group", c.group.Messages(), "sama dengan kuesioner")
}

// Only owners publish; the older of two questions changes nothing; a cancelled one leaves nothing.
func TestWhoPublishesWhat(t *testing.T) {
	c := newPublishing(t, scene{})
	admin, other := c.phone(700, ""), c.phone(701, "")
	c.admin("/hak_akses 700 admin")
	c.sendFlow(other, "orang.yaml", nextFlow(), "")
	if last := c.group.Last(); strings.Contains(last.Text, "orang.yaml") {
		t.Errorf("somebody's file is answered: %s", last.Text)
	}
	c.sendFlow(admin, "satu.yaml", nextFlow(), "")
	old := c.group.Last()
	if _, err := c.group.Press(admin, "✅ Terbitkan"); err != nil {
		t.Fatal(err)
	}
	c.rest(time.Minute)
	if c.used().Published.Version != "" {
		t.Fatal("an admin published")
	}
	c.sendFlow(admin, "dua.yaml", strings.Replace(nextFlow(), "saran Anda", "usul Anda", 1), "")
	c.group.PressData(c.owner, old.ID, old.Buttons[1][0].Data)
	c.rest(time.Minute)
	c.sees("the group", c.group.Messages(), "Tidak ada yang diterbitkan")
	if c.used().Published.Version != "" {
		t.Fatal("a stale button published")
	}
	c.sendFlow(c.owner, "tiga.yaml", nextFlow(), "")
	c.groupPress("Batal")
	c.admin("/survei")
	if text := c.group.Last().Text; strings.Contains(text, "Menunggu diterbitkan") {
		t.Errorf("a cancelled flow waits:\n%s", text)
	}
}
