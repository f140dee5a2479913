package docx

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"suara/report/picture"
	"suara/report/words"
)

const line = "……………………………"

// placeholders are the words that can stand among others.
func (l *letter) placeholders() map[string]string {
	r := l.Release
	rate, funnel := l.BaseText()
	out := map[string]string{
		"organisation": cmp.Or(l.Organisation, line), "letterhead": l.head.Address, "number": cmp.Or(l.head.Number, line),
		"title": l.Title(), "wave": string(r.Wave), "survey": string(r.Survey), "dates": cmp.Or(l.Dates(), line),
		"opened": line, "closed": line, "mode": l.Mode(), "flow": r.Flow,
		"base": strings.TrimSpace(rate + "\n" + funnel), "index": l.indexWords(),
		"min_group":  l.Count(&r.MinGroup),
		"place_date": cmp.Or(l.head.Place, line) + ", " + line,
		"position":   cmp.Or(l.head.Position, line), "signatory": cmp.Or(l.head.Name, line),
		"signatory_number": "NIP " + cmp.Or(l.head.NIP, line),
	}
	if !l.Opened.IsZero() {
		out["opened"] = words.LongDate(l.Opened, l.Language)
	}
	if !l.Closed.IsZero() {
		out["closed"] = words.LongDate(l.Closed, l.Language)
		out["place_date"] = cmp.Or(l.head.Place, line) + ", " + words.LongDate(l.Closed, l.Language)
	}
	return out
}

// indexWords says the index with its base, or that there are no figures.
func (l *letter) indexWords() string {
	if l.Release.Withheld() {
		return l.Nothing()
	}
	return strings.Join(l.IndexLines(), "\n")
}

func blockNames() []string {
	return []string{"picture", "findings", "method", "dimensions", "items", "units", "base_table", "files"}
}

// block makes what stands in place of a whole paragraph, with the paragraph's own properties.
func (l *letter) block(name, properties string) (out string, ok bool, err error) {
	switch name {
	case "picture":
		out, err = l.pictureBlock(properties)
		return out, true, err
	case "findings":
		return points(l.Findings(), properties, true), true, nil
	case "method":
		return points(l.MethodLines(), properties, false), true, nil
	case "dimensions":
		return l.dimensionTable(), true, nil
	case "items":
		return l.itemTable(), true, nil
	case "units":
		return l.unitTable(), true, nil
	case "base_table":
		return l.baseTable(), true, nil
	case "files":
		return l.fileTable(), true, nil
	}
	return "", false, nil
}

// points makes one paragraph a line, numbered or with a dash. The last two of those with a dash stay with what
// follows: they end the letter, and no signature stands on a page of its own.
func points(lines []string, properties string, numbered bool) string {
	var b strings.Builder
	for i, s := range lines {
		mark := "–"
		if numbered {
			mark = fmt.Sprintf("%d.", i+1)
		}
		own := properties
		if !numbered && i >= len(lines)-2 {
			own = kept(properties)
		}
		fmt.Fprintf(&b, `<w:p>%s<w:r><w:t>%s</w:t></w:r><w:r><w:tab/></w:r>`+
			`<w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`,
			own, mark, escaped(s))
	}
	if len(lines) == 0 {
		return "<w:p>" + properties + "<w:r><w:t>–</w:t></w:r></w:p>"
	}
	return b.String()
}

// kept keeps a paragraph of these properties on the page of the next one.
func kept(properties string) string {
	style := paragraphStyle.FindStringIndex(properties)
	if style == nil || strings.Contains(properties, "<w:keepNext") {
		return properties
	}
	return properties[:style[1]] + "<w:keepNext/>" + properties[style[1]:]
}

var paragraphStyle = regexp.MustCompile(`<w:pPr>\s*<w:pStyle [^>]*/>`)

// keptRows is how long a table may be to be kept on one page.
const keptRows = 14

// table writes rows, the first, with head, as one that is repeated on every page; widths are in twentieths of a
// point, and columns after the first left ones stand to the right.
func table(widths []int, left int, head bool, rows [][]string) string {
	var b strings.Builder
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Figures"/><w:tblW w:w="0" w:type="auto"/>` +
		`<w:tblBorders><w:top w:val="single" w:sz="6" w:space="0" w:color="5B646E"/>` +
		`<w:bottom w:val="single" w:sz="6" w:space="0" w:color="5B646E"/>` +
		`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="C9CFD6"/></w:tblBorders>` +
		`<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		fmt.Fprintf(&b, `<w:gridCol w:w="%d"/>`, w)
	}
	b.WriteString("</w:tblGrid>")
	for n, row := range rows {
		b.WriteString("<w:tr><w:trPr><w:cantSplit/>")
		bold, keep := "", ""
		if len(rows) <= keptRows && n < len(rows)-1 {
			keep = "<w:keepNext/>"
		}
		if n == 0 && head {
			b.WriteString("<w:tblHeader/>")
			bold = "<w:b/>"
		}
		b.WriteString("</w:trPr>")
		for i, s := range row {
			side := "left"
			if i >= left {
				side = "right"
			}
			fmt.Fprintf(&b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/>%s`+
				`<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/><w:jc w:val="%s"/></w:pPr>`+
				`<w:r><w:rPr>%s<w:sz w:val="18"/></w:rPr>`+
				`<w:t xml:space="preserve">%s</w:t></w:r></w:p></w:tc>`, widths[i], keep, side, bold, escaped(s))
		}
		b.WriteString("</w:tr>")
	}
	return b.String() + `</w:tbl><w:p><w:pPr><w:spacing w:after="60"/></w:pPr></w:p>`
}

func (l *letter) dimensionTable() string {
	rows := [][]string{{l.w.Dimension, l.w.Score, l.w.N, l.w.Margin, l.w.Alpha}}
	for _, f := range l.Release.Dimensions {
		score := l.HiddenMark()
		if f.Score != nil {
			score = words.Shown(*f.Score, f.Bound, l.Language)
		}
		rows = append(rows, []string{
			l.DimensionTitle(f.ID), score, l.Count(f.N), l.Number(f.Margin, 2), l.Number(f.Alpha, 2),
		})
	}
	return table([]int{3954, 1800, 1100, 1300, 1100}, 1, true, rows)
}

func (l *letter) itemTable() string {
	rows := [][]string{{l.w.Item, l.w.N, l.w.Mean, l.w.Score, l.w.Favourable}}
	for _, f := range l.Release.Items {
		if f.Suppressed {
			rows = append(rows, []string{l.ItemText(f.ID), l.HiddenMark(), "", "", ""})
			continue
		}
		h := l.ItemRow(f)
		rows = append(rows, []string{h.Text, h.N, h.Mean, h.Score, h.Favourable})
	}
	return table([]int{4754, 1300, 1000, 1000, 1200}, 1, true, rows)
}

func (l *letter) unitTable() string {
	rows := [][]string{{l.w.Unit, l.w.Responded, l.w.Rate, l.w.Score, l.w.Band}}
	depth := words.Depths(l.Release.Units)
	for i, u := range l.Release.Units {
		rate, score := "–", "–"
		if u.Roster > 0 {
			rate = words.Percent(float64(u.Complete)/float64(u.Roster), "", l.Language)
		}
		switch words.UnitCell(u, u.Score, l.Release.MinGroup) {
		case words.CellShown:
			score = words.Shown(*u.Score, u.Bound, l.Language)
		case words.CellHidden:
			score = l.w.Hidden
		}
		name := strings.Repeat("    ", depth[i]) + u.Name
		rows = append(rows, []string{
			name, l.Count(&u.Complete) + "/" + l.Count(&u.Roster), rate, score, l.BandName(u.Band, u.From),
		})
	}
	return table([]int{3454, 1250, 1150, 1750, 1650}, 1, true, rows)
}

func (l *letter) baseTable() string {
	b := l.Release.Base
	if b == nil {
		return points([]string{l.w.NoRoster}, "", false)
	}
	var rows [][]string
	for _, x := range []struct {
		name string
		n    int
	}{
		{l.w.Roster, b.Roster}, {l.w.Registered, b.Registered}, {l.w.Reachable, b.Reachable},
		{l.w.Invited, b.Invited}, {l.w.Started, b.Started}, {l.w.Complete, b.Complete},
	} {
		rows = append(rows, []string{x.name, l.Count(&x.n)})
	}
	rows = append(rows, []string{l.w.Rate + " (RR1)", words.Percent(b.ResponseRate(), "", l.Language)})
	return table([]int{5400, 1800}, 1, false, rows)
}

func (l *letter) fileTable() string {
	rows := [][]string{{l.w.File, "SHA-256"}}
	for _, f := range l.files {
		rows = append(rows, []string{f.Name, f.Sum()})
	}
	return table([]int{2700, 6554}, 2, true, rows)
}

// pictureBlock puts the headline picture, as wide as two thirds of the page.
func (l *letter) pictureBlock(properties string) (string, error) {
	which := picture.Index
	if l.Release.Index == nil {
		which = picture.Headline
	}
	pages, err := picture.Draw(l.Document, which)
	if err != nil {
		return "", err
	}
	l.picture = pages[0]
	wide, high, err := picture.Size(pages[0])
	if err != nil {
		return "", err
	}
	const emu = 9525 * 2 / 5 // of a pixel, so that 1080 of them are 11.4 cm
	return fmt.Sprintf(`<w:p>%s<w:r><w:drawing>`+
		`<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" `+
		`distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[2]d" cy="%[3]d"/>`+
		`<wp:docPr id="9001" name="Suara" descr="%[4]s"/>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">`+
		`<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:nvPicPr><pic:cNvPr id="9001" name="suara.png"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill>`+
		`<a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="%[5]s"/>`+
		`<a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[2]d" cy="%[3]d"/></a:xfrm>`+
		`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`+
		`</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		properties, wide*emu, high*emu, escaped(l.indexWords()), pictureID), nil
}
