package roster

import (
	"slices"
	"strings"
	"sync"
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
	first []string // the first cells that were read, where no header is usable
	own   []record // the kept columns of the header's own rows
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
				return h.deeper(lines)
			}
			if len(h.found) > len(best.found) {
				best = h
			}
		}
	}
	return best
}

// deeper reads a header of one row together with the row below it, where that one names columns below
// a group: "Unit Kerja" over "OPD" and "Nama Unor".
func (h header) deeper(lines []line) header {
	i := h.line
	if h.lines > 1 || i+1 >= len(lines) || !h.above(lines[i], lines[i+1]) {
		return h
	}
	two := matchHeader(lines[i : i+2])
	if !two.usable() {
		return h
	}
	two.line, two.lines = i, 2
	return two
}

// above tells whether the row below a header is its lower row: it names a column, and no person.
func (h header) above(upper, lower line) bool {
	names := false
	for col := range lower.cells {
		up, low := letters(upper.title(col)), letters(lower.title(col))
		title := isTitle(low) || isTitle(up+low) && low != "" || isTitle(low+up) && low != ""
		if low != "" && !title && (col == h.at[atKey] || col == h.at[atName]) {
			return false
		}
		names = names || title
	}
	return names
}

// knownTitles are the letters of every header that means a column.
var knownTitles = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for _, c := range columns() {
		for _, alias := range c.aliases {
			known[alias] = true
		}
	}
	return known
})

func isTitle(key string) bool { return knownTitles()[key] }

// matchHeader reads one or two rows as a header.
func matchHeader(rows []line) header {
	h := header{found: map[string]string{}}
	titles := titlesOf(rows)
	best := [columnCount]int{}
	for i := range h.at {
		h.at[i], best[i] = -1, len(titles)+1000
	}
	for col, t := range titles {
		for i, c := range columns() {
			if rank := slices.Index(c.aliases, t.key); rank >= 0 && rank < best[i] {
				h.at[i], best[i] = col, rank
			}
		}
	}
	h.settleUnits(titles)
	used := map[int]bool{}
	for i, c := range columns() {
		if h.at[i] >= 0 {
			used[h.at[i]] = true
			h.found[c.name] = titles[h.at[i]].shown
		}
	}
	for col, t := range titles {
		if t.shown != "" && !used[col] {
			h.drop = append(h.drop, t.shown)
		}
	}
	return h
}

// settleUnits tells apart the columns for unit and parent: a level such as OPD is the parent where
// another column names the unit, and a parent alone is the unit.
func (h *header) settleUnits(titles []title) {
	if h.at[atUnit] < 0 {
		h.at[atUnit], h.at[atParent] = h.at[atParent], -1
		return
	}
	level := func(col int) bool { return slices.Contains(levelWords(), titles[col].key) }
	if h.at[atParent] >= 0 || level(h.at[atUnit]) {
		return
	}
	for col := range titles {
		if col != h.at[atUnit] && level(col) {
			h.at[atParent] = col
			return
		}
	}
}

// title is the header of one column.
type title struct {
	shown string
	key   string // the letters that tell which column it is
}

// titlesOf reads the headers of the columns off one or two rows. A group's title stands in the first of
// its columns only.
func titlesOf(rows []line) []title {
	width := 0
	for _, row := range rows {
		width = max(width, len(row.cells))
	}
	upper, lower := rows[0], rows[len(rows)-1]
	titles, group := make([]title, width), ""
	for col := range titles {
		above, below := upper.title(col), ""
		if len(rows) > 1 {
			below = lower.title(col)
		}
		if above != "" {
			group = above
		}
		if below == "" {
			group = ""
		}
		titles[col] = joinTitle(above, below, group)
	}
	return titles
}

func (l line) title(col int) string {
	if col >= len(l.cells) {
		return ""
	}
	return clean(l.cells[col].text)
}

// joinTitle settles what a column's two titles mean: together with the group above, else the lower one,
// else the upper one.
func joinTitle(above, below, group string) title {
	t := title{shown: strings.TrimSpace(above + " " + below)}
	up, low, over := letters(above), letters(below), letters(group)
	if up == low {
		t.shown = above
		return title{above, up}
	}
	for _, key := range []string{over + low, low + over, low, up} {
		if isTitle(key) {
			t.key = key
			return t
		}
	}
	t.key = up + low
	return t
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
