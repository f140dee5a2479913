// Package colours holds the colours that pictures, pages and sheets share, chosen so that people with
// any colour vision can tell them apart.
//
// It must not know what is drawn in them.
package colours

import (
	"fmt"
	"image/color"
)

// The grounds and letters that carry no meaning of their own, and the colour of a bar alone.
var (
	Paper = color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}
	Ink   = color.RGBA{0x1B, 0x1F, 0x24, 0xFF}
	Bar   = color.RGBA{0x21, 0x66, 0xAC, 0xFF}
)

// ramp is a palette from bad to good that people with any colour vision can tell apart: orange to
// blue, with grey between.
func ramp() []color.RGBA {
	return []color.RGBA{
		{0xB3, 0x58, 0x06, 0xFF}, {0xF1, 0xA3, 0x40, 0xFF}, {0xD6, 0xD9, 0xDE, 0xFF},
		{0x92, 0xC5, 0xDE, 0xFF}, {0x21, 0x66, 0xAC, 0xFF},
	}
}

// blues is a palette for amounts.
func blues() []color.RGBA {
	return []color.RGBA{
		{0xEF, 0xF3, 0xFF, 0xFF}, {0xBD, 0xD7, 0xE7, 0xFF}, {0x6B, 0xAE, 0xD6, 0xFF},
		{0x31, 0x82, 0xBD, 0xFF}, {0x08, 0x45, 0x94, 0xFF},
	}
}

// between gives the colour of a palette at a share of its length.
func between(palette []color.RGBA, share float64) color.RGBA {
	at := min(1, max(0, share)) * float64(len(palette)-1)
	i := min(int(at), len(palette)-2)
	part := at - float64(i)
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*part + 0.5) }
	a, b := palette[i], palette[i+1]
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xFF}
}

// Option is the colour of the i-th of n options, worst first.
func Option(i, n int) color.RGBA {
	if n == 1 {
		return Bar
	}
	return between(ramp(), float64(i)/float64(n-1))
}

// Amount is the colour of an amount, from the least, 0, to the most, 1: pale to dark blue.
func Amount(share float64) color.RGBA { return between(blues(), share) }

// Band is the colour of the i-th of n bands, lowest first; none is grey, which means neutral.
func Band(i, n int) color.RGBA {
	colours := ramp()
	colours = append(colours[:2:2], colours[3:]...)
	if n == 1 {
		return Bar
	}
	return between(colours, float64(i)/float64(n-1))
}

// On is the colour of letters that can be read on a ground.
func On(ground color.RGBA) color.RGBA {
	if 0.299*float64(ground.R)+0.587*float64(ground.G)+0.114*float64(ground.B) < 140 {
		return Paper
	}
	return Ink
}

// Hex writes a colour as pages and files have it: #2166ac.
func Hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
