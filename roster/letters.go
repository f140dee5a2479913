package roster

import (
	"fmt"
	"image/color"
	"io"
	"slices"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/boombuler/barcode/qr"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
)

// LetterHead is what stands on every strip besides the person: how to tell the real bot from another.
type LetterHead struct {
	Organisation string
	Bot          string // name without @; empty: not known, and no strip has a QR code
	Letter       string // number of the official letter
	Phrase       string // check phrase of the circular
	Contact      string
	Days         int // how long codes are good for; 0: for ever
	Made         time.Time
}

// The measures of a strip on A4, in millimetres.
const (
	stripHeight = 54.0
	stripsPage  = 5
	pageMargin  = 12.0
	pageWidth   = 210.0
	qrSize      = 38.0
	textLeft    = pageMargin + qrSize + 6
	codeWidth   = 52.0
)

// WriteLetters writes the personal codes as an A4 file of strips to cut out, unit by unit, each unit on
// pages of its own: name, unit, QR code of the link, the code in clear, and how to check the bot.
func WriteLetters(w io.Writer, head LetterHead, rows []CodeRow) error {
	p := &strips{pdf: fpdf.New("P", "mm", "A4", ""), head: head}
	p.pdf.SetAutoPageBreak(false, 0)
	p.pdf.SetCreationDate(head.Made)
	p.pdf.SetModificationDate(head.Made)
	p.pdf.SetTitle("Kode pribadi", true)
	p.pdf.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.pdf.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.pdf.AddUTF8FontFromBytes("mono", "", gomono.TTF)
	rows = slices.Clone(rows)
	order := map[string]int{}
	for _, r := range rows {
		if _, known := order[r.Unit]; !known {
			order[r.Unit] = len(order)
		}
	}
	slices.SortStableFunc(rows, func(a, b CodeRow) int { return order[a.Unit] - order[b.Unit] })
	for i, r := range rows {
		if i == 0 || r.Unit != rows[i-1].Unit || p.on == stripsPage {
			p.pdf.AddPage()
			p.on = 0
		}
		if err := p.strip(r); err != nil {
			return fmt.Errorf("write letters: %w", err)
		}
		p.on++
	}
	if len(rows) == 0 {
		p.pdf.AddPage()
	}
	if err := p.pdf.Output(w); err != nil {
		return fmt.Errorf("write letters: %w", err)
	}
	return nil
}

// strips is the file being written.
type strips struct {
	pdf  *fpdf.Fpdf
	head LetterHead
	on   int // strips on the page
}

func (p *strips) strip(r CodeRow) error {
	top := pageMargin + float64(p.on)*stripHeight
	if r.Link != "" {
		if err := p.qr(r, top); err != nil {
			return err
		}
	}
	y := top + 4
	y = p.write("B", 11, y, r.Name, 1)
	y = p.write("", 9, y, r.Unit, 1)
	y = p.code(r, y+1)
	for _, line := range p.instructions(r) {
		y = p.write("", 8, y, line, 2)
	}
	p.cut(top + stripHeight)
	return nil
}

// quietZone is how many modules around a QR code stay white (ISO/IEC 18004, 9.1).
const quietZone = 4

// qr draws the link as a QR code of squares, sharp at any size. The middle level of correction bears a
// fold or a stain.
func (p *strips) qr(r CodeRow, top float64) error {
	code, err := qr.Encode(r.Link, qr.M, qr.Auto)
	if err != nil {
		return fmt.Errorf("draw a QR code: %w", err)
	}
	n := code.Bounds().Dx()
	module := qrSize / float64(n+2*quietZone)
	p.pdf.SetFillColor(0, 0, 0)
	for y := range n {
		for x := 0; x < n; x++ {
			from := x
			for x < n && code.At(x, y) == color.Black {
				x++
			}
			if x > from { // neighbours in one piece: seams between them would show in print
				p.pdf.Rect(pageMargin+float64(quietZone+from)*module, top+6+float64(quietZone+y)*module,
					float64(x-from)*module, module, "F")
			}
		}
	}
	return p.pdf.Error()
}

// code writes the personal code in two halves, as people read it out.
func (p *strips) code(r CodeRow, y float64) float64 {
	shown := r.Code
	if len(shown) == 8 {
		shown = shown[:4] + "-" + shown[4:]
	}
	p.pdf.SetFont("mono", "", 17)
	p.pdf.SetXY(textLeft, y)
	p.pdf.CellFormat(codeWidth, 9, shown, "1", 0, "CM", false, 0, "")
	return y + 11
}

// instructions say what to do with the strip and how to check that the bot is the real one.
func (p *strips) instructions(r CodeRow) (lines []string) {
	h := p.head
	how := "Daftar: ketik kode ini kepada bot survei di Telegram."
	if r.Link != "" {
		how = "Daftar: pindai gambar di kiri, atau buka Telegram, cari @" + h.Bot + ", tekan Mulai, lalu ketik kode ini."
	}
	lines = append(lines, how)
	check := "Pastikan botnya asli:"
	if h.Bot != "" {
		check += " namanya persis @" + h.Bot + ";"
	}
	if h.Letter != "" {
		check += " bot menyebut surat nomor " + h.Letter + ";"
	}
	if h.Phrase != "" {
		check += " kata kuncinya “" + h.Phrase + "”;"
	}
	if check != "Pastikan botnya asli:" {
		lines = append(lines, check[:len(check)-1]+".")
	}
	last := "Kode ini milik pribadi dan berlaku satu kali. Bot tidak pernah meminta kata sandi atau NIK."
	if h.Days > 0 {
		last = fmt.Sprintf("Kode ini milik pribadi, berlaku satu kali selama %d hari. "+
			"Bot tidak pernah meminta kata sandi atau NIK.", h.Days)
	}
	lines = append(lines, last)
	if h.Contact != "" {
		lines = append(lines, h.Organisation+" · Bantuan: "+h.Contact)
	} else {
		lines = append(lines, h.Organisation)
	}
	return lines
}

// write puts a text right of the QR code, at most so many lines; what does not fit is cut with a mark.
func (p *strips) write(style string, size, y float64, text string, most int) float64 {
	p.pdf.SetFont("go", style, size)
	height := size * 0.42
	lines := p.pdf.SplitText(text, pageWidth-pageMargin-textLeft)
	for i, line := range lines[:min(most, len(lines))] {
		if i == most-1 && len(lines) > most {
			runes := []rune(line)
			line = string(runes[:len(runes)-1]) + "…"
		}
		p.pdf.SetXY(textLeft, y)
		p.pdf.CellFormat(0, height, line, "", 0, "LM", false, 0, "")
		y += height
	}
	return y + 0.6
}

// cut draws the line to cut along.
func (p *strips) cut(y float64) {
	p.pdf.SetDrawColor(150, 150, 150)
	p.pdf.SetDashPattern([]float64{1.5, 1.5}, 0)
	p.pdf.Line(4, y, pageWidth-4, y)
	p.pdf.SetDashPattern(nil, 0)
	p.pdf.SetDrawColor(0, 0, 0)
}
