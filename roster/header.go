package roster

import (
	"strings"
	"unicode"
)

// The columns by number, in the order of [columns].
const (
	atKey = iota
	atName
	atUnit
	atParent
	atPosition
	atRank
	atSex
	atPhone
	atTimezone
	columnCount
)

// column is one column of the roster with the headers that mean it, the best first. Headers are
// compared by their letters and digits alone.
type column struct {
	name    string
	aliases []string
}

// columns lists what is kept; every other column of a file is dropped.
func columns() [columnCount]column {
	return [columnCount]column{
		{ColKey, words("nipbaru nip nipnippppk nipnipppk nipppk nippppk nippegawai nipasn nippns " +
			"nomorindukpegawai nonip nomornip nip18digit kodepegawai idpegawai")},
		{ColName, words("name nama namapegawai namalengkap namaasn namapns namadangelar " +
			"namalengkapdangelar namadangelarlengkap namagelar fullname")},
		{ColUnit, append(words("unit unitkerja namaunitkerja namaunit namaunor unor unitorganisasi "+
			"namaunitorganisasi"), levelWords()...)},
		{ColParent, words("parentunit unorinduk namaunorinduk unitinduk unitkerjainduk indukunit " +
			"indukunitkerja opdinduk unitatasan parent")},
		{ColPosition, words("position jabatan namajabatan jabatanterakhir jabatansaatini " +
			"jenisjabatan eselon")},
		{ColRank, words("rank golakhir golonganakhir golongan gol golru golruang golonganruang " +
			"pangkatgolongan pangkatgol pangkatgolruang pangkatgolonganruang pangkat")},
		{ColSex, words("sex jeniskelamin kelamin jk gender lp")},
		{ColPhone, words("phone nomorhp nohp hp handphone nohandphone nomorhandphone ponsel " +
			"nomorponsel noponsel nowa nomorwa whatsapp nowhatsapp nomorwhatsapp notelp notelphp " +
			"nohptelp notelepon nomortelepon telepon telp mobile phonenumber")},
		{ColTimezone, words("timezone zonawaktu zona")},
	}
}

// levelWords mean the unit, but its parent where another column names the unit.
func levelWords() []string {
	return words("opd namaopd perangkatdaerah namaperangkatdaerah skpd namaskpd satuankerja " +
		"satker namasatker instansi")
}

func words(s string) []string { return strings.Fields(s) }

// header says in which columns of a file the roster's columns are.
type header struct {
	line  int // index into the lines searched
	lines int // 1, or 2 for a header of two rows
	at    [columnCount]int
	found map[string]string
	drop  []string
}

func (h header) usable() bool { return h.at[atKey] >= 0 && h.at[atName] >= 0 && h.at[atUnit] >= 0 }

func (h header) missing() (names []string) {
	for i, c := range columns() {
		if i <= atUnit && h.at[i] < 0 {
			names = append(names, c.name)
		}
	}
	return names
}

// headerRows is how many rows of a file are searched for its header.
const headerRows = 20

// findHeader looks for the header among the first lines, above which letterheads may stand. Where
// none is usable it returns the best try.
func findHeader(lines []line) header {
	best := header{}
	for i := range best.at {
		best.at[i] = -1
	}
	for depth := 1; depth <= 2; depth++ {
		for i := 0; i+depth <= len(lines) && lines[i+depth-1].row <= headerRows; i++ {
			h := matchHeader(lines[i : i+depth])
			h.line, h.lines = i, depth
			if h.usable() {
				return h
			}
			if len(h.found) > len(best.found) {
				best = h
			}
		}
	}
	return best
}

// matchHeader reads one or two rows as a header.
func matchHeader(rows []line) header {
	h := header{found: map[string]string{}}
	titles := titlesOf(rows)
	best := [columnCount]int{}
	for i := range h.at {
		h.at[i], best[i] = -1, len(titles)+1000
	}
	for col, names := range titles {
		for i, c := range columns() {
			if rank := rankOf(names, c.aliases); rank >= 0 && rank < best[i] {
				h.at[i], best[i] = col, rank
			}
		}
	}
	h.settleUnits(titles)
	used := map[int]bool{}
	for i, c := range columns() {
		if h.at[i] >= 0 {
			used[h.at[i]] = true
			h.found[c.name] = strings.Join(titles[h.at[i]], " ")
		}
	}
	for col, names := range titles {
		if title := strings.Join(names, " "); title != "" && !used[col] {
			h.drop = append(h.drop, title)
		}
	}
	return h
}

// settleUnits tells apart the columns for unit and parent: a level such as OPD is the parent where
// another column names the unit, and a parent alone is the unit.
func (h *header) settleUnits(titles [][]string) {
	if h.at[atUnit] < 0 {
		h.at[atUnit], h.at[atParent] = h.at[atParent], -1
		return
	}
	if h.at[atParent] >= 0 {
		return
	}
	for col, names := range titles {
		if col != h.at[atUnit] && rankOf(names, levelWords()) >= 0 &&
			rankOf(titles[h.at[atUnit]], levelWords()) < 0 {
			h.at[atParent] = col
			return
		}
	}
}

// titlesOf collects the cleaned cells of a header, column by column.
func titlesOf(rows []line) [][]string {
	width := 0
	for _, row := range rows {
		width = max(width, len(row.cells))
	}
	titles := make([][]string, width)
	for _, row := range rows {
		for col, c := range row.cells {
			if title := clean(c.text); title != "" {
				titles[col] = append(titles[col], title)
			}
		}
	}
	return titles
}

// rankOf is the place of a column's titles among aliases, -1 where they are none. Of two rows the
// lower, the upper or both together may be the header.
func rankOf(titles, aliases []string) int {
	keys := make([]string, 0, 3)
	for i := len(titles) - 1; i >= 0; i-- {
		keys = append(keys, letters(titles[i]))
	}
	if len(titles) > 1 {
		keys = append(keys, letters(strings.Join(titles, "")))
	}
	for _, key := range keys {
		for rank, alias := range aliases {
			if key == alias {
				return rank
			}
		}
	}
	return -1
}

// letters keeps letters and digits only, in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
