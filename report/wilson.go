package report

import "math"

// z95 is the two-sided 95 % point of the normal distribution, rounded as survey practice does.
const z95 = 1.96

// Wilson gives the 95 % score interval of the share x/n (Wilson 1927; Newcombe 1998, method 3).
// With a population of N it uses the effective size n* = n(N−1)/(N−n); N ≤ 0 means no population.
// A complete count has no interval: both ends are the share.
func Wilson(x, n, N int) (lo, hi float64) {
	if n <= 0 {
		return 0, 1
	}
	p, size := float64(x)/float64(n), float64(n)
	if N > 0 {
		if n >= N {
			return p, p
		}
		size = size * float64(N-1) / float64(N-n)
	}
	const z = 1.959963984540054
	centre := p + z*z/(2*size)
	half := z * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	scale := 1 + z*z/size
	return math.Max(0, (centre-half)/scale), math.Min(1, (centre+half)/scale)
}

// margin95 is the 95 % margin of a mean-like figure from the sum of its squared residuals:
// 1.96·√((1 − n/N)·Σz²/(n(n−1))).
func margin95(sumSquares float64, n, N int) float64 {
	left := 1.0
	if N > 0 {
		left = math.Max(0, 1-float64(n)/float64(N))
	}
	return z95 * math.Sqrt(left*math.Max(0, sumSquares)/(float64(n)*float64(n-1)))
}

// Margin is the 95 % margin of a mean of n values with variance (n−1 in the divisor) out of N
// eligible; N ≤ 0 means no population. It is NaN for fewer than two values.
func Margin(variance float64, n, N int) float64 {
	if n < 2 {
		return math.NaN()
	}
	return margin95(variance*float64(n-1), n, N)
}

// NonresponseBounds gives the lowest and highest value that a 0–100 score of all N eligible could
// have when n of them gave s: n·s/N to (n·s + 100(N−n))/N.
func NonresponseBounds(s float64, n, N int) (lo, hi float64) {
	if N <= n {
		return s, s
	}
	held := float64(n) * s / float64(N)
	return held, held + 100*float64(N-n)/float64(N)
}

// KrejcieMorgan is the number of respondents that Krejcie and Morgan (1970) ask for out of N:
// χ²·N·P(1−P)/(d²(N−1) + χ²·P(1−P)) with χ² = 3.841, P = 0.5, d = 0.05, rounded half up as in
// their table. It is a benchmark for proportions, no rule for means.
func KrejcieMorgan(N int) int {
	if N <= 0 {
		return 0
	}
	const chi, spread, d2 = 3.841, 0.25, 0.0025
	return int(math.Floor(chi*float64(N)*spread/(d2*float64(N-1)+chi*spread) + 0.5))
}

// Stratum is one part of a population: its size, and the number and mean of the answers in it.
type Stratum struct {
	Size int
	N    int
	Mean float64
}

// PostStratify weights the means of strata to their sizes, Σ(N_h/N)·mean_h. It refuses (ok false)
// when a stratum with people in it has no answer: merge such strata first. heaviest is the largest
// weight (N_h/N)/(n_h/n) that an answer got.
func PostStratify(strata []Stratum) (mean, heaviest float64, ok bool) {
	var N, n int
	for _, s := range strata {
		N, n = N+s.Size, n+s.N
	}
	for _, s := range strata {
		if s.Size == 0 {
			continue
		}
		if s.N == 0 {
			return 0, 0, false
		}
		share := float64(s.Size) / float64(N)
		mean += share * s.Mean
		heaviest = math.Max(heaviest, share*float64(n)/float64(s.N))
	}
	return mean, heaviest, N > 0
}
