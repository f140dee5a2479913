package words

import (
	"fmt"

	"suara/flows"
	"suara/report"
)

// phrases are the fixed texts of a summary in one language. Verbs are filled by fmt in the order of
// the comment behind them.
type phrases struct {
	wave, open, closed             string // wave: id, state
	rate, funnel, noRoster         string // rate: per cent, complete, roster; funnel: the base's counts
	people                         string // n, roster
	answers                        string // n
	hidden, empty, none, lost      string // hidden, none: min_group
	unshown                        string // min_group
	margin, bounds, low            string // margin: figure; bounds: low, high
	dimensions, strongest, weakest string
	units, order, method, alpha    string
	internal, averages, suppressed string // suppressed: min_group
	unsuppressed, smallNote        string
	unit                           string
	second                         string // RR2: per cent; complete and partial; roster
	dispositions                   string // counts in AAPOR's order
	ineligible                     string // count
	benchmark, minimum, short      string // count; count; count
	weighted, heavy                string // score, strata; weight
	findings, segment, unanswered  string // segment: title of the item
	changes, difference            string // changes: wave; difference: before, now, change with sign
	beyond, within, unknown        string // beyond, within: margin
	differing, joined, gone        string // ids
	lowMark, shortMark             string // shortMark: count
	segmentHidden                  string
	wide                           string
	formulas                       map[flows.Score]string
}

func phrasesIn(lang string) phrases {
	if lang == "en" {
		return english()
	}
	return indonesian()
}

func indonesian() phrases {
	return phrases{
		wave: "Periode survei %s (%s)", open: "berjalan", closed: "ditutup",
		rate: "Tingkat partisipasi: %s %% (%s dari %s pegawai)",
		funnel: "Terdaftar di bot %s · terjangkau %s · diundang %s · memulai %s · selesai %s, " +
			"dari %s pegawai",
		noRoster: "Tanpa daftar pegawai: tingkat partisipasi tidak dihitung.",
		people:   "%s dari %s pegawai", answers: "dari %s jawaban",
		hidden: "tidak ditampilkan (kurang dari %d jawaban)", empty: "belum ada jawaban",
		none:       "Tidak ada angka: kurang dari %d jawaban.",
		unshown:    "Tidak ada angka yang dapat ditampilkan (kurang dari %d jawaban, atau dapat membuka jawaban).",
		lost:       "Tidak ada angka: kunci periode ini hilang, jawaban tidak dapat dibaca.",
		margin:     "Ketelitian ±%s bila yang tidak menjawab serupa dengan yang menjawab.",
		bounds:     "Batas bila yang tidak menjawab menjawab apa pun: %s sampai %s.",
		low:        "Basis rendah: baca dengan hati-hati.",
		dimensions: "Dimensi", strongest: "Butir terkuat", weakest: "Butir terlemah",
		units: "Unit kerja", order: "menurut urutan daftar pegawai",
		method: "Cara menghitung", alpha: "alfa %s",
		internal: "Angka ini indeks internal, bukan indeks resmi kementerian.",
		averages: "Skor dimensi = rata-rata skor butirnya; indeks = rata-rata skor dimensinya. " +
			"Jawaban yang dilewati tidak ikut dihitung.",
		suppressed: "Angka dari kurang dari %d jawaban tidak ditampilkan, juga yang akan " +
			"membukanya lewat pengurangan dan butir yang dijawab sama oleh semua.",
		smallNote:    "Pada kelompok di bawah 30 jawaban, skor di ujung skala ditulis ≤ atau ≥.",
		unsuppressed: "Tanpa penyembunyian: hanya untuk komputer analis sendiri, bukan untuk disebarkan.",
		unit:         "Unit kerja: %s",
		second:       "Bersama yang belum tuntas (RR2): %s %% (%s dari %s pegawai)",
		dispositions: "Hasil akhir: selesai %s · belum tuntas %s · tidak bersedia %s · belum dapat dihubungi %s · " +
			"lain-lain %s · tidak diketahui %s",
		ineligible: "Tidak lagi termasuk sasaran: %s",
		benchmark:  "Patokan Krejcie–Morgan: %s jawaban (patokan, bukan kewajiban).",
		minimum:    "Minimum yang ditetapkan: %s jawaban", short: "kurang %s",
		weighted: "Dengan bobot jumlah pegawai tiap unit: %s (%s kelompok unit).",
		heavy:    "Bobot terbesar sebuah jawaban %s: angka berbobot ini bertumpu pada sedikit jawaban.",
		findings: "Temuan", segment: "Menurut: %s", unanswered: "(tidak menjawab)",
		segmentHidden: "Tidak ditampilkan: kelompoknya terlalu kecil, atau dapat dikenali bersama angka lain dan " +
			"baris jawaban.",
		changes: "Perubahan sejak periode survei %s", difference: "%s menjadi %s (%s)",
		beyond: "melampaui ketelitian ±%s", within: "tidak melampaui ketelitian ±%s",
		unknown:   "ketelitian tidak dihitung",
		differing: "Butir yang berubah, baru, atau hilang: %s",
		joined:    "Unit yang baru ikut: %s", gone: "Unit yang tidak ikut lagi: %s",
		lowMark: "basis rendah", shortMark: "kurang %s dari minimum",
		wide: "Ketelitian perubahan dihitung seolah-olah orangnya berbeda, jadi lebih lebar daripada sebenarnya.",
		formulas: map[flows.Score]string{
			flows.ScoreRange100:   "(rata-rata − min)/(maks − min)·100",
			flows.ScoreMax100:     "rata-rata/maks·100",
			flows.ScoreX25:        "rata-rata·25",
			flows.ScoreMean:       "rata-rata",
			flows.ScoreFavourable: "bagian jawaban positif, dalam persen",
			flows.ScoreNPS:        "promotor (9–10) dikurangi detraktor (0–6), dalam persen",
		},
	}
}

func english() phrases {
	return phrases{
		wave: "Wave %s (%s)", open: "open", closed: "closed",
		rate: "Response rate: %s%% (%s of %s people)",
		funnel: "Registered %s · reachable %s · invited %s · started %s · complete %s, " +
			"of %s people",
		noRoster: "No roster: no response rate.",
		people:   "%s of %s people", answers: "of %s answers",
		hidden: "not shown (fewer than %d answers)", empty: "no answers",
		none:       "No figures: fewer than %d answers.",
		unshown:    "No figure can be shown (fewer than %d answers, or it would give answers away).",
		lost:       "No figures: the key of this wave was lost, answers can't be read.",
		margin:     "Margin ±%s if those who did not answer resemble those who did.",
		bounds:     "Bounds whatever those who did not answer would say: %s to %s.",
		low:        "Low base: read with care.",
		dimensions: "Dimensions", strongest: "Strongest items", weakest: "Weakest items",
		units: "Units", order: "in roster order",
		method: "Method", alpha: "alpha %s",
		internal: "This is an internal index, not the ministry's official one.",
		averages: "Dimension score = mean of its items' scores; index = mean of its dimensions' scores. " +
			"Skipped answers are not counted.",
		suppressed: "Figures on fewer than %d answers are not shown, nor those that would give them " +
			"away by subtraction, nor items that all answered alike.",
		smallNote:    "In groups under 30 answers, scores near the ends of the range are written ≤ or ≥.",
		unsuppressed: "Nothing is suppressed: for an analyst's own machine only, not for publication.",
		unit:         "Unit: %s",
		second:       "With partial responses (RR2): %s%% (%s of %s people)",
		dispositions: "Dispositions: complete %s · partial %s · refusal %s · non-contact %s · other %s · unknown %s",
		ineligible:   "Not eligible any more: %s",
		benchmark:    "Krejcie–Morgan benchmark: %s responses (a benchmark, no duty).",
		minimum:      "Configured minimum: %s responses", short: "%s short",
		weighted: "Weighted to the roster's units: %s (%s strata).",
		heavy:    "The largest weight of an answer is %s: the weighted figure rests on few answers.",
		findings: "Findings", segment: "By: %s", unanswered: "(not answered)",
		segmentHidden: "Not shown: the groups are too small, or could be made out together with other figures and the rows.",
		changes:       "Change since wave %s", difference: "%s to %s (%s)",
		beyond: "exceeds the margin of ±%s", within: "within the margin of ±%s",
		unknown:   "no margin",
		differing: "Items changed, new or gone: %s",
		joined:    "Units that are new: %s", gone: "Units that are gone: %s",
		lowMark: "low base", shortMark: "%s short of the minimum",
		wide: "The margin of a change takes the people as different ones, so it is wider than it need be.",
		formulas: map[flows.Score]string{
			flows.ScoreRange100:   "(mean − min)/(max − min)·100",
			flows.ScoreMax100:     "mean/max·100",
			flows.ScoreX25:        "mean·25",
			flows.ScoreMean:       "mean",
			flows.ScoreFavourable: "share of favourable answers, in per cent",
			flows.ScoreNPS:        "promoters (9–10) minus detractors (0–6), in per cent",
		},
	}
}

// Shown prints a score with two decimals and its bound.
func Shown(score float64, b report.Bound, lang string) string {
	return boundSign(b) + report.Number(score, 2, lang)
}

// boundSign is what stands before a figure that is a bound.
func boundSign(b report.Bound) string {
	switch b {
	case report.AtMost:
		return "≤ "
	case report.AtLeast:
		return "≥ "
	}
	return ""
}

// nothing says why a release has no figures.
func (w phrases) nothing(r *report.Release) string {
	if r.Lost {
		return w.lost
	}
	if r.Base != nil && r.Base.Complete >= r.MinGroup {
		return fmt.Sprintf(w.unshown, r.MinGroup)
	}
	return fmt.Sprintf(w.none, r.MinGroup)
}

// Percent prints a share with one decimal and its bound.
func Percent(share float64, b report.Bound, lang string) string {
	s := boundSign(b) + report.Number(share*100, 1, lang)
	if lang == "en" {
		return s + "%"
	}
	return s + " %"
}
