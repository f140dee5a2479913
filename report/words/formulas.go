package words

import (
	"slices"

	"suara/report"
	"suara/survey"
)

// formulaLines are the formulas behind what stands in a report beside the scores, those only that the
// release has figures of. Their sources are in docs/method.md.
func formulaLines(r *report.Release, lang string) []string {
	w := formulaWordsIn(lang)
	var out []string
	add := func(there bool, line string) {
		if there {
			out = append(out, line)
		}
	}
	add(r.Base != nil, w.rate)
	add(r.Benchmark != nil && r.Base != nil, w.benchmark)
	add(r.Index != nil && r.Index.Margin != nil ||
		slices.ContainsFunc(r.Dimensions, func(d report.DimensionFigure) bool { return d.Margin != nil }) ||
		slices.ContainsFunc(r.Items, func(i report.ItemFigure) bool { return i.Margin != nil }), w.margin)
	add(slices.ContainsFunc(r.Items, func(i report.ItemFigure) bool { return i.Interval != nil }), w.interval)
	add(r.Index != nil && r.Index.Bounds != nil, w.bounds)
	add(slices.ContainsFunc(r.Dimensions, func(d report.DimensionFigure) bool {
		return d.Alpha != nil || d.AlphaComplete != nil
	}), w.alpha)
	add(r.Weighted != nil, w.weighted)
	add(r.Change != nil, w.change)
	add(r.Mode == survey.Anonymous, w.rows)
	return out
}

type formulaWords struct {
	rate, benchmark, margin, interval, bounds, alpha, weighted, change, rows string
}

func formulaWordsIn(lang string) formulaWords {
	if lang == "en" {
		return formulaWords{
			rate: "Response rate = RR1 (AAPOR) = complete ÷ eligible; RR2 counts partial responses too.",
			benchmark: "Krejcie–Morgan = 3.841·N·0.25 ÷ (0.05²·(N − 1) + 3.841·0.25), a benchmark for random samples " +
				"of N people.",
			margin: "Margin (95%, from n = 30) = 1.96·√((1 − n/N)·Σz²/(n(n − 1))) with " +
				"z_i = Σ_j a_ij·w_j·(n/n_j)·(s_ij − s_j): n answers, N eligible people, s scores, w the items' weights, " +
				"a_ij = 1 where person i answered item j.",
			interval: "95% interval of a share = Wilson's, with n* = n(N − 1)/(N − n) in the place of n.",
			bounds:   "Bounds for non-response = n·s/N to (n·s + 100(N − n))/N for a score s.",
			alpha: "Alpha = Cronbach's, k/(k − 1)·(1 − Σs_j²/s_T²), on flipped values of the whole organisation: from " +
				"pairs as in R psych, and of the complete cases.",
			weighted: "Weighted = Σ (N_h/N)·s_h over units; hidden units are one stratum.",
			change: "Change = items that stayed the same and units of both waves only; its margin is √(m₁² + m₂²). It is " +
				"named where it exceeds it.",
			rows: "In the rows, units are raised to their parents and segments blanked until each combination has as many " +
				"responses as the smallest group.",
		}
	}
	return formulaWords{
		rate: "Tingkat partisipasi = RR1 (AAPOR) = selesai ÷ sasaran; RR2 menghitung juga yang belum tuntas.",
		benchmark: "Krejcie–Morgan = 3,841·N·0,25 ÷ (0,05²·(N − 1) + 3,841·0,25), patokan untuk sampel acak " +
			"dari N orang.",
		margin: "Ketelitian (95 %, mulai n = 30) = 1,96·√((1 − n/N)·Σz²/(n(n − 1))) dengan " +
			"z_i = Σ_j a_ij·w_j·(n/n_j)·(s_ij − s_j): n jawaban, N pegawai sasaran, s skor, w bobot butir, " +
			"a_ij = 1 bila orang i menjawab butir j.",
		interval: "Selang 95 % sebuah bagian = selang Wilson, dengan n* = n(N − 1)/(N − n) sebagai pengganti n.",
		bounds:   "Batas karena tidak menjawab = n·s/N sampai (n·s + 100(N − n))/N untuk skor s.",
		alpha: "Alfa = alfa Cronbach, k/(k − 1)·(1 − Σs_j²/s_T²), atas nilai yang sudah dibalik untuk seluruh instansi: " +
			"berpasangan seperti R psych, dan atas kasus lengkap.",
		weighted: "Berbobot = Σ (N_h/N)·s_h atas unit; unit yang tidak ditampilkan menjadi satu kelompok.",
		change: "Perubahan = hanya butir yang tetap sama dan unit yang ada pada kedua periode; ketelitiannya √(m₁² + m₂²). " +
			"Disebut bila melampauinya.",
		rows: "Pada baris jawaban, unit dinaikkan ke induknya dan segmen dikosongkan sampai setiap gabungan memuat " +
			"sebanyak kelompok terkecil.",
	}
}
