package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	fixedpoint "golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"suara/report/colours"
)

// The measures of a picture, in pixels: as wide as a phone's screen, with type that can be read on it.
const (
	pageWidth  = 1080
	pageHeight = 1600 // at most; longer ones go on a further page
	edge       = 56
)

// The colours that carry no meaning of their own.
var (
	muted     = color.RGBA{0x5B, 0x64, 0x6E, 0xFF}
	track     = color.RGBA{0xEC, 0xEE, 0xF1, 0xFF}
	rule      = color.RGBA{0xC9, 0xCF, 0xD6, 0xFF}
	warm      = color.RGBA{0xB3, 0x58, 0x06, 0xFF}
	hatchInk  = color.RGBA{0xA8, 0xB0, 0xBA, 0xFF}
	hatchBase = color.RGBA{0xF4, 0xF5, 0xF7, 0xFF}
)

// typeface is a parsed font with its sizes in use.
type typeface struct {
	font  *sfnt.Font
	sizes map[float64]font.Face
}

// canvas is a picture being drawn from the top down.
type canvas struct {
	img           *image.RGBA
	regular, bold *typeface
	y             float64 // where the next row begins
	err           error   // of a font; the first is kept
}

func newCanvas() (*canvas, error) {
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, pageWidth, pageHeight)), y: edge}
	draw.Draw(c.img, c.img.Bounds(), image.NewUniform(colours.Paper), image.Point{}, draw.Src)
	for _, f := range []struct {
		face **typeface
		ttf  []byte
	}{{&c.regular, goregular.TTF}, {&c.bold, gobold.TTF}} {
		parsed, err := opentype.Parse(f.ttf)
		if err != nil {
			return nil, fmt.Errorf("read the embedded font: %w", err)
		}
		*f.face = &typeface{font: parsed, sizes: map[float64]font.Face{}}
	}
	return c, nil
}

// png encodes what was drawn, cut under its last row.
func (c *canvas) png() ([]byte, error) {
	if c.err != nil {
		return nil, c.err
	}
	bottom := min(pageHeight, int(math.Ceil(c.y))+edge)
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.DefaultCompression}
	if err := encoder.Encode(&b, c.img.SubImage(image.Rect(0, 0, pageWidth, bottom))); err != nil {
		return nil, fmt.Errorf("encode picture: %w", err)
	}
	return b.Bytes(), nil
}

// lettering is how one kind of text looks.
type lettering struct {
	size   float64
	bold   bool
	colour color.RGBA
	anchor float64 // 0: x is the left end, 0.5: the middle, 1: the right end
}

func (c *canvas) face(l lettering) font.Face {
	t := c.regular
	if l.bold {
		t = c.bold
	}
	if f, ok := t.sizes[l.size]; ok {
		return f
	}
	f, err := opentype.NewFace(t.font, &opentype.FaceOptions{Size: l.size, DPI: 72})
	if err != nil {
		c.err = fmt.Errorf("set a font's size: %w", err)
		return font.Face(nil)
	}
	t.sizes[l.size] = f
	return f
}

// drawable leaves out what the font has no shape for, such as emoji.
func (c *canvas) drawable(s string) string {
	var buffer sfnt.Buffer
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		at, err := c.regular.font.GlyphIndex(&buffer, r)
		if err != nil || at == 0 || !unicode.IsPrint(r) || unicode.Is(unicode.Variation_Selector, r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func (c *canvas) width(s string, l lettering) float64 {
	f := c.face(l)
	if f == nil {
		return 0
	}
	return float64(font.MeasureString(f, c.drawable(s))) / 64
}

// text draws one line with its baseline at y.
func (c *canvas) text(s string, x, y float64, l lettering) {
	f := c.face(l)
	if f == nil {
		return
	}
	s = c.drawable(s)
	x -= l.anchor * float64(font.MeasureString(f, s)) / 64
	d := font.Drawer{
		Dst: c.img, Src: image.NewUniform(l.colour), Face: f,
		Dot: fixedpoint.Point26_6{X: fixedpoint.Int26_6(x * 64), Y: fixedpoint.Int26_6(y * 64)},
	}
	d.DrawString(s)
}

// wrap breaks a text into at most so many lines; what doesn't fit ends in an ellipsis.
func (c *canvas) wrap(s string, width float64, lines int, l lettering) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(c.drawable(s)) {
		longer := strings.TrimSpace(line + " " + word)
		if line == "" || c.width(longer, l) <= width {
			line = longer
			continue
		}
		if out = append(out, c.clip(line, width, l)); len(out) == lines {
			out[lines-1] = c.clip(line+" "+word, width, l)
			return out
		}
		line = word
	}
	return append(out, c.clip(line, width, l))
}

// clip shortens a line to a width.
func (c *canvas) clip(s string, width float64, l lettering) string {
	if s = c.drawable(s); c.width(s, l) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && c.width(string(runes)+"…", l) > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ,;·") + "…"
}

// paragraph writes lines from c.y down and moves it on.
func (c *canvas) paragraph(s string, width float64, lines int, l lettering) {
	for _, line := range c.wrap(s, width, lines, l) {
		c.y += l.size
		x := float64(edge)
		if l.anchor == 0.5 {
			x = pageWidth / 2
		}
		c.text(line, x, c.y, l)
		c.y += l.size * 0.32
	}
}

// rect fills a rectangle on whole pixels.
func (c *canvas) rect(x0, y0, x1, y1 float64, colour color.RGBA) {
	draw.Draw(c.img, pixels(x0, y0, x1, y1), image.NewUniform(colour), image.Point{}, draw.Src)
}

func pixels(x0, y0, x1, y1 float64) image.Rectangle {
	return image.Rect(int(math.Round(x0)), int(math.Round(y0)), int(math.Round(x1)), int(math.Round(y1)))
}

// hatch fills a rectangle with stripes: a figure is there but not shown.
func (c *canvas) hatch(x0, y0, x1, y1 float64) {
	area := pixels(x0, y0, x1, y1).Intersect(c.img.Bounds())
	draw.Draw(c.img, area, image.NewUniform(hatchBase), image.Point{}, draw.Src)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if (x+y)%14 < 4 {
				c.img.SetRGBA(x, y, hatchInk)
			}
		}
	}
}

// point is a place on a canvas.
type point struct{ x, y float64 }

// polygon fills a shape with smooth edges.
func (c *canvas) polygon(colour color.RGBA, points ...point) {
	lo, hi := points[0], points[0]
	for _, p := range points {
		lo = point{math.Min(lo.x, p.x), math.Min(lo.y, p.y)}
		hi = point{math.Max(hi.x, p.x), math.Max(hi.y, p.y)}
	}
	x, y := math.Floor(lo.x), math.Floor(lo.y)
	w, h := int(math.Ceil(hi.x-x))+1, int(math.Ceil(hi.y-y))+1
	shape := vector.NewRasterizer(w, h)
	for i, p := range points {
		if i == 0 {
			shape.MoveTo(float32(p.x-x), float32(p.y-y))
		} else {
			shape.LineTo(float32(p.x-x), float32(p.y-y))
		}
	}
	shape.ClosePath()
	area := image.Rect(int(x), int(y), int(x)+w, int(y)+h)
	shape.Draw(c.img, area, image.NewUniform(colour), image.Point{})
}

// line draws a straight stroke.
func (c *canvas) line(from, to point, thick float64, colour color.RGBA) {
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	nx, ny := -dy/length*thick/2, dx/length*thick/2
	c.polygon(colour, point{from.x + nx, from.y + ny}, point{to.x + nx, to.y + ny},
		point{to.x - nx, to.y - ny}, point{from.x - nx, from.y - ny})
}

// dashed draws an upright broken line.
func (c *canvas) dashed(x, y0, y1 float64, colour color.RGBA) {
	for y := y0; y < y1; y += 16 {
		c.rect(x-2, y, x+2, math.Min(y+9, y1), colour)
	}
}

// diamond marks a value of the previous wave.
func (c *canvas) diamond(x, y, r float64, fill color.RGBA) {
	c.polygon(colours.Ink, point{x - r - 3, y}, point{x, y - r - 3}, point{x + r + 3, y}, point{x, y + r + 3})
	c.polygon(fill, point{x - r, y}, point{x, y - r}, point{x + r, y}, point{x, y + r})
}

// ring fills a part of a ring; shares run from 0 at the left over the top to 1 at the right.
func (c *canvas) ring(centre point, inner, outer, from, to float64, colour color.RGBA) {
	const steps = 96
	var points []point
	for i := range steps + 1 {
		points = append(points, onArc(centre, outer, from+(to-from)*float64(i)/steps))
	}
	for i := range steps + 1 {
		points = append(points, onArc(centre, inner, to+(from-to)*float64(i)/steps))
	}
	c.polygon(colour, points...)
}

func onArc(centre point, radius, share float64) point {
	angle := math.Pi * (1 - share)
	return point{centre.x + radius*math.Cos(angle), centre.y - radius*math.Sin(angle)}
}

// Size reads how wide and high a picture is, in pixels.
func Size(data []byte) (wide, high int, err error) {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, 0, fmt.Errorf("read picture: %w", err)
	}
	return c.Width, c.Height, nil
}
