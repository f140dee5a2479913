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
