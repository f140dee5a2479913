package main

import (
	"strings"
	"testing"
	"time"
)

const needsApproval = ", approval: {required: true, leader: Dr. Ahmad Yani, pilot: 0}"

// refused runs a command of the operator that must fail, and gives what it says.
func (s *stage) refused(name string, flags map[string]string, args ...string) string {
	s.t.Helper()
	resp := s.asked(name, flags, args...)
	if resp.Exit == 0 {
		s.t.Fatalf("suara %s %v was carried out:\n%s", name, args, resp.Stdout)
	}
	return string(resp.Stderr)
}

// Without the word of a leader no way leads to an opening: command, button, terminal.
func TestOpeningNeedsAnApproval(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{more: needsApproval})
	c.admin("/buka")
	c.sees("the group", c.group.Messages(), "tidak dibuka", "belum disetujui pimpinan", "Dr. Ahmad Yani")
	if text := c.refused("wave open", nil, "uji"); !strings.Contains(text, "needs an approval") {
		t.Errorf("the terminal says %q", text)
	}
	c.admin("/setujui 800/1/2026; Dr. Ahmad Yani")
	c.sees("the group", c.group.Messages(), "pratinjaunya belum dilihat")

	c.groupPressOf("belum disetujui pimpinan", "👁 Lihat pratinjau")
	for _, words := range [][]string{
		{"Pratinjau 1/5", "undangan", "mengundang Anda", "Survei uji"},
		{"Pratinjau 2/5", "kami mengingatkan"},
		{"Pratinjau 3/5", "Sukarela.", "Saya bersedia · Tidak bersedia"},
		{"Pratinjau 4/5", "Rekan kerja saya ramah."},
		{"Pratinjau 5/5", "Jawaban Anda sudah kami terima"},
		{"Pratinjau Survei uji", "dengan perintah, paling lambat Kamis, 3 Desember 2026",
			"Ditutup: Selasa, 17 November 2026", "4 pegawai"},
	} {
		c.sees("the group", c.group.Messages(), words...)
	}
	c.admin("/setujui 800/1/2026; Orang Lain")
	c.sees("the group", c.group.Messages(), "nama pimpinan tidak sama")
	c.admin("/setujui Dr. Ahmad Yani")
	c.sees("the group", c.group.Messages(), "nomor surat dan nama pimpinan perlu ditulis")
	admin := c.phone(701, "")
	c.admin("/hak_akses 701 admin")
	c.says(admin, "/setujui 800/1/2026; Dr. Ahmad Yani")
	c.sees("the group", c.group.Messages(), "hanya untuk admin survei")
	if c.wave().ID != "" {
		t.Fatal("a wave was opened before the approval")
	}

	c.admin("/setujui uji 800/1/2026 ;  dr. ahmad   yani")
	c.sees("the group", c.group.Messages(), "disetujui dr. ahmad yani", "800/1/2026")
	c.admin("/survei")
	c.sees("the group", c.group.Messages(), "Disetujui dr. ahmad yani, surat 800/1/2026")
	c.groupPressOf("disetujui dr. ahmad yani", "Ya, buka sekarang")
	w := c.wave()
	if w.ID == "" {
		t.Fatal("the approved wave did not open")
	}
	for _, format := range []string{"text", "json"} {
		out := string(c.command("wave status", map[string]string{"format": format}, "", string(w.ID)).Stdout)
		if !strings.Contains(out, "800/1/2026") || !strings.Contains(out, "dr. ahmad yani") {
			t.Errorf("wave status does not tell the approval:\n%s", out)
		}
	}
	c.admin("/survei")
	c.sees("the group", c.group.Messages(), string(w.ID), "disetujui dr. ahmad yani, surat 800/1/2026")
	audit := string(c.command("audit", nil, "").Stdout)
	if !strings.Contains(audit, "uji: dr. ahmad yani, letter 800/1/2026") {
		t.Errorf("the audit does not tell the approval:\n%s", audit)
	}
	c.command("wave close", nil, "", string(w.ID))
	if text := c.refused("wave open", nil, "uji"); !strings.Contains(text, "needs an approval") {
		t.Errorf("one approval opened two waves: %q", text)
	}
}

// groupPressOf presses a button under the newest post that says so.
func (c *cast) groupPressOf(words, label string) {
	c.t.Helper()
	c.pressIn(c.owner, c.sees("the group", c.group.Messages(), words), label)
}

// What was approved is what opens: another notice, other dates or another flow ask again.
func TestApprovalIsForWhatWasShown(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name   string
		change func(c *cast)
		says   string
	}{
		{"nothing changed", func(*cast) {}, ""},
		{"another notice", func(c *cast) { c.set.Fielding.Contact = "0921 999999" }, "not those that were approved"},
		{"another closing", func(c *cast) { c.set.Fielding.Surveys[0].Duration += 24 * time.Hour },
			"not those that were approved"},
		{"more reminders", func(c *cast) { c.set.Fielding.Surveys[0].MaxReminders++ }, "not those that were approved"},
		{"another flow", func(c *cast) { c.set.Fielding.Surveys[0].Flow = c.set.Fielding.Surveys[1].Flow },
			"not those that were approved"},
		{"too late", func(c *cast) { c.clock.Advance(31 * 24 * time.Hour) }, "not those that were approved"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := newCast(t, scene{more: needsApproval, second: true,
				secondFlow: strings.Replace(identityFlow, "adil", "tegas", 1)})
			flags := map[string]string{"leader": "Dr. Ahmad Yani", "letter": "800/1/2026"}
			out := string(c.command("wave approve", flags, "", "uji").Stdout)
			for _, want := range []string{"mengundang Anda", "Rekan kerja saya ramah.",
				"approved by Dr. Ahmad Yani, letter 800/1/2026"} {
				if !strings.Contains(out, want) {
					t.Errorf("the approval does not print %q:\n%s", want, out)
				}
			}
			row.change(c)
			c.restart()
			if row.says == "" {
				c.command("wave open", nil, "", "uji")
				return
			}
			if text := c.refused("wave open", nil, "uji"); !strings.Contains(text, row.says) {
				t.Errorf("it says %q, want %q", text, row.says)
			}
		})
	}
}

// A dry run shows what would be approved and approves nothing.
func TestApprovalOnTrial(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{more: needsApproval})
	resp := c.command("wave approve",
		map[string]string{"dry-run": "true", "leader": "Dr. Ahmad Yani", "letter": "1"}, "", "uji")
	if !strings.Contains(string(resp.Stdout), "opens by command until") ||
		!strings.Contains(string(resp.Stderr), "nothing was changed") {
		t.Errorf("it prints\n%s%s", resp.Stdout, resp.Stderr)
	}
	c.refused("wave open", nil, "uji")
	text := c.refused("wave approve", map[string]string{"letter": "1"}, "uji")
	if !strings.Contains(text, "both needed") {
		t.Errorf("without a leader it says %q", text)
	}
}

// A scheduled opening waits for its approval and says so; with one it opens by itself, at its time only.
func TestScheduledOpeningNeedsAnApproval(t *testing.T) {
	t.Parallel()
	slot := time.Date(2026, 11, 4, 0, 0, 0, 0, time.UTC) // 09.00 WIT
	t.Run("not approved", func(t *testing.T) {
		c := newCast(t, scene{more: needsApproval + `, open: "0 9 4 11 *"`})
		c.until(slot.Add(time.Minute))
		c.sees("the group", c.group.Messages(), "tidak dibuka pada jadwalnya, Rabu, 4 November 2026 pukul 09.00 WIT",
			"belum disetujui")
		if c.wave().ID != "" || !c.audited("opening withheld") {
			t.Fatal("the wave opened, or the audit is silent")
		}
		c.groupPressOf("tidak dibuka pada jadwalnya", "👁 Lihat pratinjau")
		c.admin("/setujui uji 800/1/2026; Dr. Ahmad Yani")
		c.groupPressOf("disetujui Dr. Ahmad Yani", "Ya, buka sekarang")
		if c.wave().ID == "" {
			t.Error("what was approved late can't be opened")
		}
	})
	t.Run("approved", func(t *testing.T) {
		c := newCast(t, scene{more: needsApproval + `, open: "0 9 4 11 *"`})
		c.admin("/pratinjau uji")
		c.sees("the group", c.group.Messages(), "Dibuka: Rabu, 4 November 2026 pukul 09.00 WIT, sesuai jadwal",
			"Ditutup: Rabu, 18 November 2026")
		c.admin("/setujui uji 800/1/2026; Dr. Ahmad Yani")
		c.sees("the group", c.group.Messages(), "Dibuka sesuai jadwal: Rabu, 4 November 2026")
		if text := c.refused("wave open", nil, "uji"); !strings.Contains(text, "not those that were approved") {
			t.Errorf("a day before its time it says %q", text)
		}
		c.until(slot.Add(time.Minute))
		if w := c.wave(); w.Opened.Sub(slot).Abs() > time.Minute {
			t.Errorf("the approved wave opened at %v, want %v", w.Opened, slot)
		}
	})
}

// The pilot: chosen people try the survey out, nothing of it is kept, and the approval waits for them.
func TestPilotBeforeTheApproval(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{more: ", approval: {required: true, pilot: 1}"})
	p := c.phone(501, "")
	c.register(p, c.code(siti))
	c.admin("/pilot uji 198501012010011001, 199002022015022002")
	c.sees("the group", c.group.Messages(), "belum terdaftar di bot: 199002022015022002")
	c.admin("/pilot uji")
	c.sees("the group", c.group.Messages(), "/pilot SURVEI NIP")
	c.admin("/pilot uji 1985 0101 201001 1 001,")
	c.sees("the group", c.group.Messages(), "Kirim uji coba Survei uji", "Siti Rahma")
	c.groupPress("Ya, kirim")
	c.admin("/pratinjau uji")
	c.admin("/setujui uji 800/1/2026; Dr. Ahmad Yani")
	c.sees("the group", c.group.Messages(), "pegawai yang menyelesaikan uji coba belum cukup")

	invited := c.sees("the person", p.Messages(), "mohon bantuan Anda mencoba", "tidak disimpan")
	query := p.PressData(invited.ID, buttonWith(invited, "🧪 Mulai uji coba"))
	c.rest(time.Minute)
	if _, ok := c.tg.Answer(query); !ok {
		t.Error("the press is not answered")
	}
	c.press(p, "Setuju", "Setuju", "📨 Kirim jawaban")
	c.sees("the group", c.group.Messages(), "1 dari 1 pegawai sudah selesai")
	c.admin("/setujui uji 800/1/2026; Dr. Ahmad Yani")
	c.groupPressOf("disetujui Dr. Ahmad Yani", "Ya, buka sekarang")
	w := c.wave()
	if w.ID == "" {
		t.Fatal("the piloted wave did not open")
	}
	out := string(c.command("wave status", map[string]string{"format": "json"}, "", string(w.ID)).Stdout)
	if !strings.Contains(out, `"started": 0`) || !strings.Contains(out, `"complete": 0`) {
		t.Errorf("the test interview counts:\n%s", out)
	}
	c.sees("the person", p.Messages(), "mengundang Anda") // the pilot has no part in the wave itself
}
