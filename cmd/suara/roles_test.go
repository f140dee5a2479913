package main

import (
	"strings"
	"testing"
	"time"

	"suara/simulator"
	"suara/storage"
)

// A liaison sees who of the own unit has not responded, as of last midnight; an analyst reads released
// summaries; neither may anything else.
func TestLiaisonAndAnalyst(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	liaison, analyst, asn := c.phone(601, ""), c.phone(602, ""), c.phone(501, "")
	liaison.Start("")
	analyst.Start("")
	c.register(asn, c.code(siti))
	c.admin("/hak_akses 601 narahubung dinas-entah")
	c.sees("the group", c.group.Messages(), "unit itu tidak ditemukan")
	c.admin("/hak_akses 601 narahubung dinas-kesehatan")
	c.sees("the group", c.group.Messages(), "narahubung unit Dinas Kesehatan")
	c.admin("/hak_akses 602 analis")
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	liaison.Send("/belum")
	c.rest(time.Minute)
	c.sees("the liaison", liaison.Messages(), "tengah malam")

	c.until(c.clock.Now().Add(24 * time.Hour)) // the invitation went, a midnight has passed
	c.press(asn, "▶️ Mulai", "Saya bersedia", "Setuju", "Setuju", "📨 Kirim jawaban")
	liaison.Send("/belum")
	c.rest(time.Minute)
	list := sheetText(t, []byte(c.file(liaison)))
	for _, want := range []string{siti, "Budi <Santoso>", "belum terdaftar", "belum menanggapi"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list lacks %q; it is of midnight:\n%s", want, list)
		}
	}
	if strings.Contains(list, "Ahmad Yani") {
		t.Error("the list names people of another unit")
	}
	c.admin("/belum daftar")
	if all := sheetText(t, []byte(c.file(c.owner))); strings.Count(all, "\n") != 6 ||
		!strings.Contains(all, "Ahmad Yani") {
		t.Errorf("the owner's list of the whole roster is\n%s", all)
	}
	c.sees("the group", c.group.Messages(), "Daftar nama", "yang belum menanggapi Survei uji", "secara pribadi")
	c.admin("/audit")
	c.sees("the group", c.group.Messages(), "daftar nama yang belum menanggapi diberikan: "+string(c.wave().ID)+
		", kepada akun 900, seluruh organisasi (oleh 900)", "kepada akun 601, unit Dinas Kesehatan (oleh 601)")
	c.until(c.clock.Now().Add(24 * time.Hour))
	liaison.Send("/belum")
	c.rest(time.Minute)
	if list = sheetText(t, []byte(c.file(liaison))); strings.Contains(list, siti) {
		t.Errorf("after the next midnight somebody who responded is listed:\n%s", list)
	}
	files := func() (n int) {
		for _, m := range liaison.Messages() {
			if m.FromBot && m.Document != nil {
				n++
			}
		}
		return n
	}
	was := files()
	c.until(time.Date(2026, 11, 9, 1, 0, 0, 0, time.UTC)) // a Monday, 10.00 WIT
	if n := files(); n != was+1 {
		t.Errorf("%d lists came by themselves on Monday, want 1", n-was)
	}
	liaison.Send("/ingatkan")
	c.rest(time.Minute)
	text := c.sees("the liaison", liaison.Messages(), "Ingatkan pegawai").Text
	if strings.ContainsAny(text, "0123456789") {
		t.Errorf("the confirmation tells a number: %s", text)
	}
	c.press(liaison, "Ya, ingatkan")
	c.sees("the liaison", liaison.Messages(), "sedang dikirim")
	before := len(liaison.Messages())
	for _, text := range []string{"/tutup", "/ringkasan", "/audit", "/hak_akses", "/ekspor"} {
		liaison.Send(text)
		c.rest(time.Minute)
	}
	for _, m := range liaison.Messages()[before:] {
		if m.FromBot && !strings.Contains(m.Text, "tidak termasuk hak akses Anda (narahubung unit Dinas Kesehatan)") {
			t.Errorf("a liaison gets\n%s", m.Text)
		}
	}
	c.command("wave close", nil, "", string(c.wave().ID))
	c.rest(time.Minute)
	analyst.Send("/ringkasan")
	c.rest(time.Minute)
	c.sees("the analyst", analyst.Messages(), "Survei uji")
	analyst.Send("/tutup")
	c.rest(time.Minute)
	c.sees("the analyst", analyst.Messages(), "tidak termasuk hak akses Anda (analis)")
	asn.Send("/ringkasan")
	c.rest(time.Minute)
	c.sees("a respondent", asn.Messages(), "tidak dikenal")
}

// Commands of the audit: owners page through it, others don't see it.
func TestAuditPages(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	for range 12 {
		c.admin("/hak_akses 700 admin")
	}
	c.admin("/audit")
	c.sees("the group", c.group.Messages(), "Catatan tindakan", "halaman 1 dari 2", "hak akses diatur", "/audit 2")
	c.admin("/audit 2")
	c.sees("the group", c.group.Messages(), "halaman 2 dari 2", "daftar pegawai diimpor")
	admin := c.phone(700, "")
	c.group.Send(admin, "/audit", 0)
	c.rest(time.Minute)
	c.sees("the group", c.group.Messages(), "hanya untuk admin survei")
}

// Whose role was taken away can't press what they asked for before.
func TestRoleTakenBeforeThePress(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	admin := c.phone(700, "")
	c.admin("/hak_akses 700 admin")
	c.group.Send(admin, "/buka", 0)
	c.rest(time.Minute)
	asked := c.group.Last()
	c.admin("/hak_akses 700 hapus")
	c.group.PressData(admin, asked.ID, asked.Buttons[0][0].Data)
	c.rest(time.Minute)
	if c.wave().ID != "" {
		t.Error("an admin without a role opened a wave")
	}
}

const changedRoster = `nip;nama;unit;agama
198501012010011001;Siti Rahma, S.KM.;Dinas Kesehatan;rahasia
199002022015022002;Budi <Santoso> & Co;Dinas Kesehatan;rahasia
199912312025011009;Orang Baru;Dinas Pendidikan;rahasia
1,98501E+17;Tanpa NIP;Dinas Pendidikan;rahasia
`

// An owner sends the roster into the group: nothing changes before the button.
func TestRosterByFile(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	c.group.PromoteBot() // else a bot hears only commands and replies there
	other := c.phone(700, "")
	c.group.SendFile(other, "pegawai.csv", []byte(changedRoster), "", 0)
	c.rest(time.Minute)
	if last := c.group.Last(); last.FromBot {
		t.Fatalf("somebody's file is answered: %s", last.Text)
	}
	c.group.SendFile(c.owner, "catatan.pdf", []byte("%PDF"), "", 0)
	c.rest(time.Minute)
	if last := c.group.Last(); last.FromBot {
		t.Fatalf("a file that is no roster is answered: %s", last.Text)
	}
	c.group.SendFile(c.owner, "pegawai.csv", []byte(changedRoster), "", 0)
	c.rest(time.Minute)
	c.sees("the group", c.group.Messages(), "1 baru", "1 berubah", "1 tetap", "2 tidak ada di berkas",
		"1 baris ditolak")
	if c.person(siti).Name != "Siti Rahma" {
		t.Fatal("the roster changed before the button")
	}
	if rejected := sheetText(t, []byte(c.file(c.owner))); !strings.Contains(rejected, "5|") ||
		!strings.Contains(rejected, "format kolom NIP menjadi teks") {
		t.Errorf("the rejected rows are\n%s", rejected)
	}
	c.groupPress("Ya, terapkan")
	c.sees("the group", c.group.Messages(), "diterapkan", "1 baru")
	if c.person(siti).Name != "Siti Rahma, S.KM." {
		t.Error("the roster did not change")
	}
	c.owner.SendFile("semua.csv", []byte(changedRoster), "lengkap")
	c.rest(time.Minute)
	c.sees("the owner", c.owner.Messages(), "2 pegawai tidak ada di berkas dan akan dinonaktifkan")
	c.press(c.owner, "Ya, terapkan")
	if c.person("198703032012031003").Active() {
		t.Error("somebody absent from the whole roster is still active")
	}
	c.owner.SendFile("semua.csv", []byte(changedRoster), "lengkap")
	c.rest(time.Minute)
	c.sees("the owner", c.owner.Messages(), "tidak mengubah daftar pegawai")
	c.owner.SendFile("rusak.xlsx", []byte("kosong"), "")
	c.rest(time.Minute)
	c.sees("the owner", c.owner.Messages(), "rusak.xlsx", "tidak diterapkan")
}

const zoneRoster = `nip,name,unit,timezone
198501012010011001,Barat,Kantor Jakarta,WIB
199002022015022002,Timur,Kantor Ternate,WIT
`

// case 125: 08.00 WIT is 06.00 WIB: each is prompted in the working hours of the own zone, and who has to
// wait holds up nobody.
func TestPromptsInTheZoneOfEach(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{roster: zoneRoster})
	c.clock.Advance(-time.Hour) // 08.00 WIT
	west, east := c.phone(501, ""), c.phone(502, "")
	c.register(west, c.code(siti))
	c.register(east, c.code("199002022015022002"))
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	c.sees("the east", east.Messages(), "mengundang Anda", "WIT")
	for _, m := range west.Messages() {
		if strings.Contains(m.Text, "mengundang Anda") {
			t.Fatal("somebody in the west was invited at 06.00")
		}
	}
	c.until(time.Date(2026, 11, 3, 0, 31, 0, 0, time.UTC)) // 07.31 WIB
	c.sees("the west", west.Messages(), "mengundang Anda", "WIB")
}

// An account that has a role, and is nobody's on the roster, gets what is held of it.
func TestDataOfAnAccountWithARole(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	liaison, nobody := c.phone(601, ""), c.phone(602, "")
	liaison.Start("")
	nobody.Start("")
	c.admin("/hak_akses 601 narahubung dinas-kesehatan")
	liaison.Send("/bahasa")
	c.rest(time.Minute)
	c.press(liaison, "Bahasa Indonesia")
	for _, p := range []*simulator.Phone{liaison, nobody} {
		p.Send("/data_saya")
		c.rest(time.Minute)
	}
	file := c.file(liaison)
	for _, want := range []string{"Akun Telegram: 601", "narahubung unit Dinas Kesehatan", "Bahasa: Indonesia", "belum terdaftar"} {
		if !strings.Contains(file, want) {
			t.Errorf("the file lacks %q:\n%s", want, file)
		}
	}
	c.sees("who has no role", nobody.Messages(), "Akun ini belum terdaftar")
	for _, m := range nobody.Messages() {
		if m.Document != nil {
			t.Errorf("who has no role and is not registered gets a file")
		}
	}
	c.owner.Send("/data_saya")
	c.rest(time.Minute)
	if file := c.file(c.owner); !strings.Contains(file, "Peran di layanan ini: pemilik") || !strings.Contains(file, "dalam catatan tindakan: ") {
		t.Errorf("the owner's file:\n%s", file)
	}
}

// A person who takes another account loses the role of the old one, and the owner is told in words.
func TestRoleOfALostPhone(t *testing.T) {
	t.Parallel()
	c := newCast(t, scene{})
	old, next := c.phone(501, ""), c.phone(502, "")
	c.register(old, c.code(siti))
	c.admin("/hak_akses " + siti + " narahubung dinas-kesehatan")
	c.admin("/ganti_akun " + siti)
	c.groupPress("Ya, buat kode baru")
	c.register(next, freshCode(t, c.sees("the owner", c.owner.Messages(), "Kode pribadi baru").Text))
	c.wantRole("of the old phone", 501, "")
	c.sees("the owner", c.owner.Messages(), "akun 501 (narahubung unit Dinas Kesehatan) pindah ke akun Telegram 502",
		"Hak akses akun lama 501 dicabut", "/hak_akses 502 narahubung dinas-kesehatan")
	if !c.audited("role ended") {
		t.Error("the end of the role is not in the audit")
	}
	c.admin("/hak_akses 502 narahubung dinas-kesehatan")
	c.wantRole("given again", 502, storage.RoleLiaison("dinas-kesehatan"))
}
