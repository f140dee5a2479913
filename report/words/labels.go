package words

// Labels are the fixed texts of pictures and files in one language, beside those of the text.
type Labels struct {
	Base, Previous, Target                            string // base: n; previous: wave; target: figure
	Index, Dimension, Dimensions, Items, Units, Unit  string
	Score, N, Margin, Alpha, AlphaComplete, Band      string
	Mean, Favourable, Interval, Hidden, Options       string
	Roster, Responded, Rate, Minimum                  string
	Registered, Reachable, Invited, Started, Complete string
	Days, Day, Total, Reminder, Comments, Comment     string
	Code, Kind, TextOf, Value                         string
	More, MoreUnits, Page                             string // more, moreUnits: how many; page: of pages
	Wave, Organisation, Flow, Opened, Closed, State   string
	Mode, MinGroup                                    string
	CountsHidden, FirstPlace, BoundNote, Source       string
	Parent, Item                                      string
	Bounds                                            string
	Anonymous, Confidential, Identified               string
	PreviousScore                                     string
	Figures, File                                     string
	Sheets                                            [8]string // of the workbook, in order

	// As in the text:
	Strongest, Weakest, Internal, Unsuppressed, NoRoster string
	Method, Findings, Empty, Low, RosterOrder            string
}

func labelsIn(lang string) Labels {
	w := indonesianLabels()
	if lang == "en" {
		w = englishLabels()
	}
	t := phrasesIn(lang)
	w.Strongest, w.Weakest, w.NoRoster = t.strongest, t.weakest, t.noRoster
	w.Internal, w.Unsuppressed = t.internal, t.unsuppressed
	w.Method, w.Findings, w.Empty, w.Low, w.RosterOrder = t.method, t.findings, t.empty, t.low, t.order
	return w
}

func indonesianLabels() Labels {
	return Labels{
		Base: "Dari %s jawaban", Previous: "periode sebelumnya (%s)",
		Target: "target %s",
		Index:  "Indeks", Dimension: "Dimensi", Dimensions: "Skor dimensi", Items: "Sebaran jawaban per butir",
		Units: "Skor unit kerja menurut dimensi", Unit: "Unit kerja",
		Score: "Skor", N: "n", Margin: "Ketelitian ±", Alpha: "Alfa", AlphaComplete: "Alfa (kasus lengkap)",
		Band: "Kategori", Mean: "Rata-rata", Favourable: "Jawaban positif", Interval: "Selang 95 %",
		Hidden: "tidak ditampilkan", Options: "Pilihan",
		Roster: "Daftar pegawai", Responded: "Menanggapi", Rate: "Tingkat partisipasi",
		Minimum:    "Minimum",
		Registered: "Terdaftar di bot", Reachable: "Terjangkau", Invited: "Diundang", Started: "Memulai",
		Complete: "Selesai",
		Days:     "Partisipasi dari hari ke hari", Day: "Hari", Total: "Jumlah", Reminder: "pengingat dikirim",
		Comments: "Komentar", Comment: "Isi",
		Code: "Kode", Kind: "Jenis", TextOf: "Teks", Value: "Nilai",
		More:      "%d dimensi lain ada di berkas laporan.",
		MoreUnits: "%d unit lain ada di berkas laporan.", Page: "halaman %d dari %d",
		Wave: "Periode survei", Organisation: "Instansi", Flow: "Versi kuesioner", Opened: "Dibuka",
		Closed: "Ditutup", State: "Keadaan", Mode: "Sifat jawaban", MinGroup: "Kelompok terkecil yang ditampilkan",
		CountsHidden: "sebaran tidak ditampilkan", FirstPlace: "ditempatkan pertama",
		BoundNote: "≤ dan ≥: skor di ujung skala pada kelompok kecil",
		Source:    "Partisipasi per unit kerja",
		Parent:    "Unit induk", Item: "Butir",
		Bounds:       "Batas bila yang tidak menjawab menjawab apa pun",
		Anonymous:    "anonim (nama dilepas setelah dikirim)",
		Confidential: "rahasia (nama tersimpan, tidak ditampilkan)",
		Identified:   "bernama",
		Figures:      "Angka setiap butir", File: "Berkas",
		Sheets:        [8]string{"Ringkasan", "Dimensi", "Butir", "Unit", "Partisipasi", "Komentar", "Metode", "Kode"},
		PreviousScore: "Periode sebelumnya",
	}
}

func englishLabels() Labels {
	return Labels{
		Base: "Of %s answers", Previous: "wave before (%s)",
		Target: "target %s",
		Index:  "Index", Dimension: "Dimension", Dimensions: "Dimension scores", Items: "Answers to each item",
		Units: "Unit scores by dimension", Unit: "Unit",
		Score: "Score", N: "n", Margin: "Margin ±", Alpha: "Alpha", AlphaComplete: "Alpha (complete cases)",
		Band: "Band", Mean: "Mean", Favourable: "Favourable", Interval: "95% interval",
		Hidden: "not shown", Options: "Options",
		Roster: "Roster", Responded: "Responded", Rate: "Response rate",
		Minimum:    "Minimum",
		Registered: "Registered", Reachable: "Reachable", Invited: "Invited", Started: "Started",
		Complete: "Complete",
		Days:     "Participation day by day", Day: "Day", Total: "Total", Reminder: "reminder sent",
		Comments: "Comments", Comment: "Text",
		Code: "Code", Kind: "Type", TextOf: "Text", Value: "Value",
		More:      "%d more dimensions are in the report files.",
		MoreUnits: "%d more units are in the report files.", Page: "page %d of %d",
		Wave: "Wave", Organisation: "Organisation", Flow: "Flow version", Opened: "Opened",
		Closed: "Closed", State: "State", Mode: "Mode", MinGroup: "Smallest group shown",
		CountsHidden: "counts not shown", FirstPlace: "put first",
		BoundNote: "≤ and ≥: scores near the ends in small groups",
		Source:    "Participation per unit",
		Parent:    "Parent unit", Item: "Item",
		Bounds:       "Bounds whatever those who did not answer would say",
		Anonymous:    "anonymous (the name is released at submission)",
		Confidential: "confidential (the name is kept, never shown)",
		Identified:   "identified",
		Figures:      "Figures of each item", File: "File",
		Sheets: [8]string{"Summary", "Dimensions", "Items", "Units", "Participation", "Comments", "Method",
			"Codebook"},
		PreviousScore: "Wave before",
	}
}
