package storage

import "errors"

// leastPad is the shortest length that a record is padded to before it is sealed, in bytes: an
// interview of the shipped questionnaire, with a comment of two or three sentences, fits.
const leastPad = 512

var errPadding = errors.New("sealed record has no end")

// pad fills a record up, so that its sealed length doesn't tell how far an interview has come or
// whether somebody wrote a comment: one byte 0x80, then zeros, up to 512 bytes or to 1024, 2048, … (ISO/IEC
// 7816-4 padding).
func pad(plain []byte) []byte {
	size := leastPad
	for size < len(plain)+1 {
		size *= 2
	}
	out := make([]byte, size)
	out[copy(out, plain)] = 0x80
	return out
}

// unpad takes away what pad has added.
func unpad(padded []byte) ([]byte, error) {
	for i := len(padded) - 1; i >= 0; i-- {
		switch padded[i] {
		case 0:
		case 0x80:
			return padded[:i], nil
		default:
			return nil, errPadding
		}
	}
	return nil, errPadding
}
