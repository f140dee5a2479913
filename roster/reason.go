package roster

import (
	"fmt"

	"suara/survey"
)

// reason is why something is refused and how to mend it, in both languages. It is an error of kind
// [survey.ErrInvalid].
type reason struct{ en, id string }

// Error gives the English text.
func (r *reason) Error() string { return r.en }

// Unwrap makes errors.Is find the kind.
func (r *reason) Unwrap() error { return survey.ErrInvalid }

func because(en, id string) *reason { return &reason{en, id} }

func becausef(en, id string, args ...any) *reason {
	return &reason{fmt.Sprintf(en, args...), fmt.Sprintf(id, args...)}
}

// reject makes the rejection of a row.
func (r *reason) reject(row int, value string) Rejection {
	return Rejection{Row: row, Value: value, Reason: r.en, ReasonIndonesian: r.id}
}

// file makes it the end of an import.
func (r *reason) file() *FileError { return &FileError{Message: r.en, Indonesian: r.id} }

// notes are warnings about a file, in both languages.
type notes []*reason

func (n notes) words(of func(*reason) string) []string {
	list := make([]string, len(n))
	for i, note := range n {
		list[i] = of(note)
	}
	return list
}

func (r *reason) english() string    { return r.en }
func (r *reason) indonesian() string { return r.id }

// The refusals that several places share.
func numericKey() *reason {
	return because(
		"the number has lost digits as a numeric cell: format the NIP column as text and enter it again",
		"angka ini kehilangan digit karena sel bertipe angka: ubah format kolom NIP menjadi teks, "+
			"lalu isi ulang")
}

func noKey() *reason {
	return because(
		"NIP is empty: for staff without one write another key such as HON-001",
		"NIP kosong: untuk pegawai tanpa NIP tulis kunci lain, misalnya HON-001")
}

func headerRow() *reason {
	return because(
		"no NIP and no name: if this is a row of the header, its titles are not known: write the header in "+
			"one row, with nip, name, unit and parent_unit",
		"tanpa NIP dan tanpa nama: bila ini baris judul, judulnya tidak dikenal: tulis judul kolom dalam "+
			"satu baris, dengan nip, nama, unit dan unit induk")
}
