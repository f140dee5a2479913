package roster

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// file checks the records below a header and makes the file of them.
func (h header) file(records []record, merged []span) *File {
	f := &File{Header: h.found, Dropped: h.drop, named: keySet{map[string]bool{}, map[string]bool{}}}
	if len(h.drop) > 0 {
		f.warn(becausef("columns not kept: %s", "kolom yang tidak disimpan: %s", strings.Join(h.drop, ", ")))
	}
	r := rowReader{header: h, file: f, merged: h.relevant(merged), first: map[string]int{}}
	for _, rec := range records {
		r.menP = r.menP || strings.EqualFold(rec.cells[atSex].text, "w")
	}
	for i, rec := range records {
		if !rec.blank() && !(i == 0 && rec.numbering()) && !h.repeats(rec) {
			r.below = i == 0
			r.read(rec)
		}
	}
	return f
}

// relevant keeps the merged ranges of several rows over the columns of units.
func (h header) relevant(merged []span) []span {
	return slices.DeleteFunc(merged, func(s span) bool {
		covers := func(col int) bool { return col >= s.leftmost && col <= s.rightmost }
		return s.top == s.bottom || !covers(h.at[atUnit]) && !covers(h.at[atParent])
	})
}

// blank tells whether nothing that is kept stands in a row.
func (rec record) blank() bool {
	for _, c := range rec.cells {
		if c.text != "" {
			return false
		}
	}
	return true
}

var columnNumber = regexp.MustCompile(`^\(?[0-9]{1,2}\)?$`)

// numbering tells whether a row only numbers the columns, as official tables do below the header.
func (rec record) numbering() bool {
	for _, c := range rec.cells[:atUnit+1] {
		if !columnNumber.MatchString(c.text) {
			return false
		}
	}
	return true
}

// repeats tells whether a row is the header again, or one row of it, as on each page of a printed list.
func (h header) repeats(rec record) bool {
	for _, own := range h.own {
		if own.sameLetters(rec) {
			return true
		}
	}
	for i, c := range columns() {
		if i <= atUnit && !slices.Contains(c.aliases, letters(rec.cells[i].text)) {
			return false
		}
	}
	return true
}

func (rec record) sameLetters(other record) bool {
	for i, c := range rec.cells {
		if letters(c.text) != letters(other.cells[i].text) {
			return false
		}
	}
	return !rec.blank()
}

// headerLike tells whether a row without a person seems to belong to the header: it stands right below
// it, or holds titles of columns.
func (rec record) headerLike(below bool) bool {
	nip := letters(rec.cells[atKey].text)
	if nip != "" {
		return isTitle(nip)
	}
	return rec.cells[atName].text == "" && (below || slices.ContainsFunc(rec.cells[:], func(c cell) bool {
		return isTitle(letters(c.text))
	}))
}

// rowReader turns records into rows and rejections.
type rowReader struct {
	header header
	file   *File
	merged []span
	first  map[string]int // key → index of the row that stands
	menP   bool           // P means pria here
	below  bool           // the row stands right below the header
}

func (r *rowReader) read(rec record) {
	row := Row{Line: rec.row, Name: rec.cells[atName].text, Unit: rec.cells[atUnit].text,
		ParentUnit: rec.cells[atParent].text, Position: rec.cells[atPosition].text}
	key, odd, err := normalizeKey(rec.cells[atKey].text)
	row.Key = key
	row.warn(odd...)
	if why := r.refuse(rec, row, err); why != nil {
		value := rec.cells[atKey].text
		if value == "" {
			value = row.Name
		}
		r.file.Rejected = append(r.file.Rejected, why.reject(rec.row, value))
		r.remember(row, rec.cells[atKey].numeric)
		return
	}
	r.optional(&row, rec)
	r.first[key] = len(r.file.Rows)
	r.file.Rows = append(r.file.Rows, row)
}

// remember keeps who a rejected row is about, by name where the key is damaged: they are not absent
// from the file.
func (r *rowReader) remember(row Row, damaged bool) {
	if row.Key != "" && !damaged {
		r.file.named.keys[row.Key] = true
	} else if row.Name != "" {
		r.file.named.names[fold(row.Name)] = true
	}
}

// refuse says why a row can't be taken, nil where it can.
func (r *rowReader) refuse(rec record, row Row, keyErr error) *reason {
	if rec.cells[atKey].numeric {
		return numericKey()
	}
	if rec.headerLike(r.below) {
		return headerRow()
	}
	if keyErr != nil {
		if why, ok := keyErr.(*reason); ok {
			return why
		}
		return because(keyErr.Error(), keyErr.Error())
	}
	for _, col := range []int{atUnit, atParent} {
		if rec.cells[col].text != "" {
			continue
		}
		if s, ok := r.mergedOver(rec.row, r.header.at[col]); ok {
			return becausef(
				"%s is empty under the merged cells %s: unmerge them and fill every row",
				"%s kosong di bawah sel gabungan %s: pisahkan sel dan isi setiap baris",
				columns()[col].name, s.ref)
		}
	}
	for _, col := range []int{atName, atUnit} {
		if rec.cells[col].text == "" {
			return becausef("%s is empty: fill it in", "%s kosong: isi kolom ini", columns()[col].name)
		}
	}
	for col, c := range rec.cells {
		if len(c.text) > maxText && len([]rune(c.text)) > maxText {
			return becausef("%s is longer than %d characters: shorten it",
				"%s lebih dari %d karakter: persingkat", columns()[col].name, maxText)
		}
	}
	return r.again(row)
}

// again refuses a key that an earlier row holds; the first stands.
func (r *rowReader) again(row Row) *reason {
	at, met := r.first[row.Key]
	if !met {
		return nil
	}
	first := r.file.Rows[at]
	if fold(first.Name) == fold(row.Name) {
		return becausef("same NIP as in row %d, which stands: delete one of them",
			"NIP sama dengan baris %d, yang dipakai: hapus salah satu", first.Line)
	}
	return becausef("conflict: same NIP as in row %d under another name (%s), which stands: correct one",
		"bentrok: NIP sama dengan baris %d atas nama lain (%s), yang dipakai: perbaiki salah satu",
		first.Line, first.Name)
}

func (r *rowReader) mergedOver(row, col int) (span, bool) {
	for _, s := range r.merged {
		if row > s.top && row <= s.bottom && col >= s.leftmost && col <= s.rightmost {
			return s, true
		}
	}
	return span{}, false
}

// optional fills in what a person can do without; what is not understood is left empty and said.
func (r *rowReader) optional(row *Row, rec record) {
	warn := func(col int, why *reason) {
		name, text := columns()[col].name, rec.cells[col].text
		row.warn(because(fmt.Sprintf("%s %q: %s; left empty", name, text, why.en),
			fmt.Sprintf("%s %q: %s; dikosongkan", name, text, why.id)))
	}
	row.Rank = normalizeRank(rec.cells[atRank].text)
	sex, ok := normalizeSex(rec.cells[atSex].text, r.menP)
	if !ok {
		warn(atSex, because("not understood (L or P)", "tidak dimengerti (L atau P)"))
	}
	if said := sexOfNIP(row.Key); sex != "" && said != "" && sex != said {
		row.warn(because("NIP says another sex than the column", "jenis kelamin menurut NIP lain daripada di kolom"))
	}
	row.Sex = sex
	if phone := rec.cells[atPhone].text; strings.Trim(phone, " -.0") != "" {
		number, err := NormalizePhone(phone)
		var why *reason
		if errors.As(err, &why) {
			warn(atPhone, why)
		}
		row.Phone = number
	}
	zone, ok := normalizeZone(rec.cells[atTimezone].text)
	if !ok {
		warn(atTimezone, because("no such zone (WIB, WITA, WIT or as Asia/Jayapura)",
			"tidak ada zona seperti itu (WIB, WITA, WIT atau seperti Asia/Jayapura)"))
	}
	row.Timezone = zone
}
