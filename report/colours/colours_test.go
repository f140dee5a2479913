package colours_test

import (
	"image/color"
	"math"
	"testing"

	"suara/report/colours"
)

func TestPaletteStaysReadable(t *testing.T) {
	for i := range 5 {
		for _, c := range []color.RGBA{colours.Option(i, 5), colours.Amount(float64(i) / 4)} {
			if r := contrast(colours.On(c), c); r < 3 {
				t.Errorf("letters on %v have a contrast of %.1f", c, r)
			}
		}
	}
}

// contrast is that of the WCAG, of two grounds.
func contrast(a, b color.RGBA) float64 {
	light := func(c color.RGBA) float64 {
		channel := func(v uint8) float64 {
			x := float64(v) / 255
			if x <= 0.03928 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
