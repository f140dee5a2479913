package report

// fileWords are the fixed texts of pictures and files in one language, beside those of [words].
type fileWords struct {
	base, previous, target, method                     string // base: n; previous: wave; target: figure
	index, dimension, dimensions, items, units, unit   string
	score, n, margin, alpha, alphaComplete, band       string
	mean, favourable, interval, hidden, empty, options string
	roster, responded, rate, minimum                   string
	registered, reachable, invited, started, complete  string
	days, day, total, reminder, comments, comment      string
	code, kind, textOf, value                          string
	more, moreUnits, page                              string // more, moreUnits: how many; page: of pages
	wave, organisation, flow, opened, closed, state    string
	mode, minGroup                                     string
	countsHidden, firstPlace, boundNote, source        string
	parent, item                                       string
	bounds, low, rosterOrder                           string
	anonymous, confidential, identified                string
	findings, previousScore                            string
	figures, file                                      string
	sheets                                             [8]string // of the workbook, in order
}

func fileWordsIn(lang string) fileWords {
	if lang == "en" {
		return englishFiles()
	}
	return indonesianFiles()
}

func indonesianFiles() fileWords {
	return fileWords{
		base: "Dari %s jawaban", previous: "periode sebelumnya (%s)",
		target: "target %s", method: "Cara menghitung",
		index: "Indeks", dimension: "Dimensi", dimensions: "Skor dimensi", items: "Sebaran jawaban per butir",
		units: "Skor unit kerja menurut dimensi", unit: "Unit kerja",
		score: "Skor", n: "n", margin: "Ketelitian ±", alpha: "Alfa", alphaComplete: "Alfa (kasus lengkap)",
		band: "Kategori", mean: "Rata-rata", favourable: "Jawaban positif", interval: "Selang 95 %",
		hidden: "tidak ditampilkan", empty: "belum ada jawaban", options: "Pilihan",
		roster: "Daftar pegawai", responded: "Menanggapi", rate: "Tingkat partisipasi",
		minimum:    "Minimum",
		registered: "Terdaftar di bot", reachable: "Terjangkau", invited: "Diundang", started: "Memulai",
		complete: "Selesai",
		days:     "Partisipasi dari hari ke hari", day: "Hari", total: "Jumlah", reminder: "pengingat dikirim",
		comments: "Komentar", comment: "Isi",
		code: "Kode", kind: "Jenis", textOf: "Teks", value: "Nilai",
		more:      "%d dimensi lain ada di berkas laporan.",
		moreUnits: "%d unit lain ada di berkas laporan.", page: "halaman %d dari %d",
		wave: "Periode survei", organisation: "Instansi", flow: "Versi kuesioner", opened: "Dibuka",
		closed: "Ditutup", state: "Keadaan", mode: "Sifat jawaban", minGroup: "Kelompok terkecil yang ditampilkan",
		countsHidden: "sebaran tidak ditampilkan", firstPlace: "ditempatkan pertama", boundNote: "≤ dan ≥: skor di ujung skala pada kelompok kecil",
		source: "Partisipasi per unit kerja",
		parent: "Unit induk", item: "Butir",
		bounds: "Batas bila yang tidak menjawab menjawab apa pun", low: "Basis rendah: baca dengan hati-hati.",
		rosterOrder: "menurut urutan daftar pegawai",
		anonymous:   "anonim (nama dilepas setelah dikirim)", confidential: "rahasia (nama tersimpan, tidak ditampilkan)",
		identified: "bernama",
		figures:    "Angka setiap butir", file: "Berkas",
		sheets:   [8]string{"Ringkasan", "Dimensi", "Butir", "Unit", "Partisipasi", "Komentar", "Metode", "Kode"},
		findings: "Temuan", previousScore: "Periode sebelumnya",
	}
}

func englishFiles() fileWords {
	return fileWords{
		base: "Of %s answers", previous: "wave before (%s)",
		target: "target %s", method: "Method",
		index: "Index", dimension: "Dimension", dimensions: "Dimension scores", items: "Answers to each item",
		units: "Unit scores by dimension", unit: "Unit",
		score: "Score", n: "n", margin: "Margin ±", alpha: "Alpha", alphaComplete: "Alpha (complete cases)",
		band: "Band", mean: "Mean", favourable: "Favourable", interval: "95% interval",
		hidden: "not shown", empty: "no answers", options: "Options",
		roster: "Roster", responded: "Responded", rate: "Response rate",
		minimum:    "Minimum",
		registered: "Registered", reachable: "Reachable", invited: "Invited", started: "Started",
		complete: "Complete",
		days:     "Participation day by day", day: "Day", total: "Total", reminder: "reminder sent",
		comments: "Comments", comment: "Text",
		code: "Code", kind: "Type", textOf: "Text", value: "Value",
		more:      "%d more dimensions are in the report files.",
		moreUnits: "%d more units are in the report files.", page: "page %d of %d",
		wave: "Wave", organisation: "Organisation", flow: "Flow version", opened: "Opened",
		closed: "Closed", state: "State", mode: "Mode", minGroup: "Smallest group shown",
		countsHidden: "counts not shown", firstPlace: "put first", boundNote: "≤ and ≥: scores near the ends in small groups",
		source: "Participation per unit",
		parent: "Parent unit", item: "Item",
		bounds: "Bounds whatever those who did not answer would say", low: "Low base: read with care.",
		rosterOrder: "in roster order",
		anonymous:   "anonymous (the name is released at submission)", confidential: "confidential (the name is kept, never shown)",
		identified: "identified",
		figures:    "Figures of each item", file: "File",
		sheets:   [8]string{"Summary", "Dimensions", "Items", "Units", "Participation", "Comments", "Method", "Codebook"},
		findings: "Findings", previousScore: "Wave before",
	}
}
