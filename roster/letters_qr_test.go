package roster_test

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/color"
	"image/draw"
	"io"
	"regexp"
	"strconv"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"suara/roster"
)

// square is a filled rectangle on a page of a PDF, in points from its lower left corner.
type square struct{ x, y, w, h float64 }

var filled = regexp.MustCompile(`(?m)^([\d.]+) ([\d.]+) ([\d.]+) (-?[\d.]+) re f$`)

// drawn reads the filled rectangles out of a PDF, page by page.
func drawn(t *testing.T, pdf []byte) (pages [][]square) {
	t.Helper()
	for _, part := range bytes.Split(pdf, []byte("stream\n"))[1:] {
		r, err := zlib.NewReader(bytes.NewReader(part))
		if err != nil {
			continue // not compressed, or the end of a stream
		}
		content, err := io.ReadAll(r)
		if err != nil {
			continue
		}
		var page []square
		for _, m := range filled.FindAllSubmatch(content, -1) {
			var at [4]float64
			for i := range at {
				if at[i], err = strconv.ParseFloat(string(m[i+1]), 64); err != nil {
					t.Fatal(err)
				}
			}
			s := square{at[0], at[1], at[2], at[3]}
			if s.h < 0 {
				s.y, s.h = s.y+s.h, -s.h
			}
			page = append(page, s)
		}
		if len(page) > 0 {
			pages = append(pages, page)
		}
	}
	return pages
}

// The QR code on paper leads to the person's own link, strip by strip: read out of the finished file by
// another library than the one that drew it.
func TestQRCodesLeadToTheLinks(t *testing.T) {
	rows := letterRows(7)
	var b bytes.Buffer
	if err := roster.WriteLetters(&b, head, rows); err != nil {
		t.Fatal(err)
	}
	const scale, height, strip, left, side = 8, 841.89, 54 / 25.4 * 72, 12 / 25.4 * 72, 1224
	links := map[string]bool{}
	for _, page := range drawn(t, b.Bytes()) {
		for on := range 5 {
			img := image.NewGray(image.Rect(0, 0, side, side))
			draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
			low, any := height-left-float64(on+1)*strip, false
			for _, s := range page {
				if s.y < low || s.y >= low+strip {
					continue
				}
				any = true
				top := low + strip - s.y - s.h
				draw.Draw(img, image.Rect(int(s.x*scale), int(top*scale), int((s.x+s.w)*scale), int((top+s.h)*scale)),
					image.NewUniform(color.Black), image.Point{}, draw.Src)
			}
			if !any {
				continue
			}
			bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
			if err != nil {
				t.Fatal(err)
			}
			got, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
			if err != nil {
				t.Fatalf("strip %d can't be read: %v", on+1, err)
			}
			links[got.GetText()] = true
		}
	}
	for _, r := range rows {
		if !links[r.Link] {
			t.Errorf("no QR code leads to %s", r.Link)
		}
	}
	if len(links) != len(rows) {
		t.Errorf("%d different links on %d strips", len(links), len(rows))
	}
}
