package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"suara/survey"
)

// maxRecord bounds a row of CSV, so that one quote that is never closed can't take all memory.
const maxRecord = 8 << 20

// splitter cuts CSV into records and cells without copying. It takes quotes as spreadsheet programs
// write them and is lenient where encoding/csv is not: a quote inside a cell that did not begin with
// one stands for itself. It is several times as fast, which a million rows need.
type splitter struct {
	src        io.Reader
	buf        []byte
	start, end int // of what is read and not yet used
	done       bool
	delimiter  byte
	row        int // of the record last returned; the first is 1
	cells      [][]byte
}

func newSplitter(src io.Reader) *splitter {
	return &splitter{src: src, buf: make([]byte, 1<<18), delimiter: ','}
}

// next returns the cells of the next record, valid until the call after; io.EOF at the end. A blank
// line is a record without cells.
func (s *splitter) next() ([][]byte, error) {
	line, quoted, err := s.record()
	if err != nil {
		return nil, err
	}
	s.row++
	s.cells = s.cells[:0]
	switch {
	case len(line) == 0:
	case quoted:
		s.splitQuoted(line)
	default:
		s.split(line)
	}
	return s.cells, nil
}

// record returns the bytes of the next record without its end of line, and whether it has quotes.
func (s *splitter) record() (line []byte, quoted bool, err error) {
	for {
		data := s.buf[s.start:s.end]
		end, inside := bytes.IndexByte(data, '\n'), false
		line = data
		if end >= 0 {
			line = data[:end]
		}
		if quoted = bytes.IndexByte(line, '"') >= 0; quoted {
			end, inside = s.quotedEnd(data)
		}
		switch {
		case end >= 0:
			return s.take(end, end+1), quoted, nil
		case s.done:
			return s.last(quoted, inside)
		}
		if err := s.fill(); err != nil {
			return nil, false, err
		}
	}
}

// quotedEnd finds the line end outside quotes; −1 where there is none, inside when a quote is open.
func (s *splitter) quotedEnd(data []byte) (end int, inside bool) {
	begun, closed := true, false // at the beginning of a cell, behind a closing quote
	for i, c := range data {
		switch {
		case inside:
			inside, closed, begun = c != '"', c == '"', false
			continue
		case c == '"' && (begun || closed):
			inside = true
		case c == '\n':
			return i, false
		}
		begun, closed = c == s.delimiter, false
	}
	return -1, inside
}

func (s *splitter) last(quoted, inside bool) ([]byte, bool, error) {
	if s.start == s.end {
		return nil, false, io.EOF
	}
	if inside {
		return nil, false, fmt.Errorf("row %d: a quote is opened and never closed: %w", s.row+1, survey.ErrInvalid)
	}
	return s.take(s.end-s.start, s.end-s.start), quoted, nil
}

// take uses up the bytes of a record.
func (s *splitter) take(length, used int) []byte {
	line := s.buf[s.start : s.start+length]
	s.start += used
	return bytes.TrimSuffix(line, []byte{'\r'})
}

// fill reads more behind what is there, making room first.
func (s *splitter) fill() error {
	if s.start > 0 {
		copy(s.buf, s.buf[s.start:s.end])
		s.start, s.end = 0, s.end-s.start
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= maxRecord {
			return fmt.Errorf("row %d: longer than %d MB; is a quote never closed?: %w",
				s.row+1, maxRecord>>20, survey.ErrInvalid)
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, err := s.src.Read(s.buf[s.end:])
	s.end += n
	if errors.Is(err, io.EOF) {
		s.done = true
		return nil
	}
	if err != nil {
		return fmt.Errorf("read rows: %w", err)
	}
	return nil
}

func (s *splitter) split(line []byte) {
	begin := 0
	for i, c := range line {
		if c == s.delimiter {
			s.cells = append(s.cells, line[begin:i])
			begin = i + 1
		}
	}
	s.cells = append(s.cells, line[begin:])
}

// splitQuoted writes what stands between quotes over the cell, without them.
func (s *splitter) splitQuoted(line []byte) {
	for at := 0; ; at++ {
		cell, end := line[at:at], at
		if at < len(line) && line[at] == '"' {
			cell, end = unquote(line, at)
		}
		begin := end
		for end < len(line) && line[end] != s.delimiter {
			end++
		}
		if end > begin {
			cell = append(cell, line[begin:end]...)
		}
		s.cells = append(s.cells, cell)
		if end >= len(line) {
			return
		}
		at = end
	}
}

// unquote reads the quoted part that begins a cell and returns it with the place behind it. The
// result lies in the same bytes, further left, so that nothing unread is overwritten.
func unquote(line []byte, at int) (cell []byte, end int) {
	cell = line[at:at]
	for i := at + 1; i < len(line); i++ {
		if line[i] == '"' {
			if i+1 >= len(line) || line[i+1] != '"' {
				return cell, i + 1
			}
			i++
		}
		cell = append(cell, line[i])
	}
	return cell, len(line)
}

// delimiterOf tells which of the usual delimiters stands most often in a header, outside quotes.
func delimiterOf(header []byte) byte {
	count := map[byte]int{}
	inside := false
	for _, c := range header {
		if c == '"' {
			inside = !inside
		} else if !inside {
			count[c]++
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if count[c] > count[best] {
			best = c
		}
	}
	return best
}
