package report

import "image/color"

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

// optionColour is the colour of the i-th of n options, worst first.
func optionColour(i, n int) color.RGBA {
	if n == 1 {
		return barColour
	}
	return between(ramp(), float64(i)/float64(n-1))
}

// bandColour is the colour of the i-th of n bands, lowest first; none is grey, which means neutral.
func bandColour(i, n int) color.RGBA {
	colours := ramp()
	colours = append(colours[:2:2], colours[3:]...)
	if n == 1 {
		return barColour
	}
	return between(colours, float64(i)/float64(n-1))
}

// on is the colour of letters that can be read on a ground.
func on(ground color.RGBA) color.RGBA {
	if 0.299*float64(ground.R)+0.587*float64(ground.G)+0.114*float64(ground.B) < 140 {
		return paper
	}
	return ink
}
