package report

import "math"

// fQuantile is the quantile p of Fisher's F with d1 and d2 degrees of freedom, by bisection on
// x = d1·F/(d1·F + d2), whose distribution function is the regularised incomplete beta.
func fQuantile(p, d1, d2 float64) float64 {
	lo, hi := 0.0, 1.0
	for range 200 {
		mid := (lo + hi) / 2
		if betaInc(d1/2, d2/2, mid) < p {
			lo = mid
		} else {
			hi = mid
		}
	}
	x := (lo + hi) / 2
	return d2 * x / (d1 * (1 - x))
}

// betaInc is the regularised incomplete beta function I_x(a, b), from the continued fraction of
// NIST's Digital Library of Mathematical Functions 8.17.22, which converges fast for
// x < (a+1)/(a+b+2); elsewhere by the symmetry 8.17.4.
func betaInc(a, b, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - betaInc(b, a, 1-x)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab - la - lb + a*math.Log(x) + b*math.Log1p(-x))
	return front / a * betaFraction(a, b, x)
}

// betaFraction evaluates 1/(1 + d₁/(1 + d₂/(1 + …))) by Lentz's method (Thompson and Barnett 1986).
func betaFraction(a, b, x float64) float64 {
	const tiny, eps = 1e-300, 1e-16
	kept := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	f, c, d := 1.0, 1.0, 0.0
	for i := 1; i <= 10_000; i++ {
		m := float64(i / 2)
		term := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		if i%2 == 1 {
			term = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		d = 1 / kept(1+term*d)
		c = kept(1 + term/c)
		f *= c * d
		if math.Abs(c*d-1) < eps {
			break
		}
	}
	return 1 / f
}
