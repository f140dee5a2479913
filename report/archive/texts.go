package archive

// texts are the fixed texts of an archive's explanation.
type texts struct {
	readme, about, values, release string
	of                             map[string]string // by file
}

func textsIn(lang string) texts {
	if lang == "en" {
		return texts{
			readme: "README.txt",
			about: "This folder holds all that may be kept of this wave. It can be read without Suara: text files,\n" +
				"tables (CSV, XLSX), letters (DOCX), a page (HTML) and pictures (PNG).",
			values: "Values in rows.csv: the option's value as in codebook.csv; several are divided by a space;\n" +
				"empty: not reached; #skip: skipped. Check the files with: sha256sum -c SHA256SUMS",
			release: "In release.json: response_rate, favourable and intervals from 0 to 1; scores and their margins in " +
				"points;\nan item's margin is of its mean, score_margin of its score; counts by the option's value; null\n" +
				"with \"suppressed\": true is hidden (why: method.txt); \"bound\" le or ge: at most or at least; " +
				"nonresponse_bounds: whatever those who did not answer would have said.",
			of: map[string]string{
				"flow.yaml":    "the questionnaire, its routing and how it is scored",
				"notice.txt":   "what respondents were told before consent",
				"method.txt":   "how the figures are computed",
				"release.json": "every figure released at closing, unrounded",
				"summary.txt":  "the figures in words",
				"rows.csv":     "the responses, coarsened where the wave is anonymous",
				"codebook.csv": "items and options with their codes",
				"comments.csv": "free texts that may be shown, shuffled",
				"report.html":  "the report as a page",
				"report.xlsx":  "the report as tables",
				"report.docx":  "the official report",
				"minutes.docx": "the record of closing, with hashes",
				pictures:       "the pictures",
				"SHA256SUMS":   "hashes of all files above",
			},
		}
	}
	return texts{
		readme: "BACA-SAYA.txt",
		about: "Folder ini memuat semua yang boleh disimpan dari periode survei ini. Isinya dapat dibaca tanpa Suara:\n" +
			"berkas teks, tabel (CSV, XLSX), surat (DOCX), halaman (HTML), dan gambar (PNG).",
		values: "Nilai di rows.csv: nilai pilihan seperti di codebook.csv; beberapa pilihan dipisahkan spasi;\n" +
			"kosong: tidak sampai ditanyakan; #skip: dilewati. Periksa berkas dengan: sha256sum -c SHA256SUMS",
		release: "Di release.json: response_rate, favourable, dan selang dari 0 sampai 1; skor dan marginnya dalam poin; " +
			"margin sebuah\nbutir untuk rata-ratanya, score_margin untuk skornya; counts menurut nilai pilihan;\n" +
			"null dengan \"suppressed\": true berarti tidak ditampilkan (sebabnya: method.txt);\n" +
			"\"bound\" le atau ge: paling tinggi atau paling rendah; nonresponse_bounds: batas karena tidak menjawab.",
		of: map[string]string{
			"flow.yaml":    "kuesioner, alurnya, dan cara menilainya",
			"notice.txt":   "pemberitahuan kepada responden sebelum persetujuan",
			"method.txt":   "cara menghitung angka",
			"release.json": "semua angka yang diumumkan saat penutupan, tanpa pembulatan",
			"summary.txt":  "angka dalam kata-kata",
			"rows.csv":     "jawaban; pada survei anonim sudah diperkasar",
			"codebook.csv": "butir dan pilihan dengan kodenya",
			"comments.csv": "komentar yang boleh ditampilkan, diacak",
			"report.html":  "laporan sebagai halaman",
			"report.xlsx":  "laporan sebagai tabel",
			"report.docx":  "laporan resmi",
			"minutes.docx": "berita acara penutupan dengan sidik jari berkas",
			pictures:       "gambar",
			"SHA256SUMS":   "sidik jari semua berkas di atas",
		},
	}
}
