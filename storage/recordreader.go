package storage

import "suara/survey"

// recordReader reads submissions from the bytes of a page. Of the shape that PutResponse and AddSealed
// write it reads each in a fifth of a microsecond and hardly ever allocates: values that come again are one
// string, and the values of all lie in one list. Anything else of CBOR is left to the library, so that both
// always agree.
type recordReader struct {
	data   []byte
	at     int // of the next byte
	end    int // of the record
	count  int // of records on the page
	values []string
	known  map[string]string
	flow   string // of the record before
	bare   bool   // leave out ids
}

// submission reads the record that ends at a place of the page.
func (r *recordReader) submission(end int) (Submission, error) {
	begin, values := r.at, r.values
	r.end = end
	sub, ok := r.plain()
	if ok && r.at == end {
		return sub, nil
	}
	r.at, r.values = end, values
	return r.any(begin)
}

// any leaves a record to the library.
func (r *recordReader) any(begin int) (Submission, error) {
	sub, err := anySubmission(r.data[begin:r.end])
	if r.bare {
		sub.Response.ID = ""
	}
	return sub, err
}

func anySubmission(raw []byte) (sub Submission, err error) {
	err = decoding.Unmarshal(raw, &sub)
	return sub, err
}

// Major types of CBOR (RFC 8949, 3.1), as they stand in the upper three bits of a head.
const (
	majorUint  = 0
	majorText  = 3
	majorArray = 4
	majorMap   = 5
)

const (
	simpleFalse = 0xf4
	simpleTrue  = 0xf5
)

// head reads the head of a value of the expected type with its length, count or number.
func (r *recordReader) head(major byte) (n int, ok bool) {
	if r.at >= r.end || r.data[r.at]>>5 != major {
		return 0, false
	}
	n = int(r.data[r.at] & 31)
	r.at++
	if n < 24 {
		return n, true
	}
	more := 0
	switch n {
	case 24:
		more = 1
	case 25:
		more = 2
	case 26:
		more = 4
	default:
		return 0, false
	}
	if r.end-r.at < more {
		return 0, false
	}
	var long uint32
	for range more {
		long = long<<8 | uint32(r.data[r.at])
		r.at++
	}
	return int(long), long <= maxTextBytes
}

const (
	// maxTextBytes is far above any record's size: what is longer is left to the library.
	maxTextBytes = 1 << 24
	// maxPageValues bounds the list of values that is made at a time.
	maxPageValues = 1 << 18
)

// bytes reads a text without copying it.
func (r *recordReader) bytes() ([]byte, bool) {
	n, ok := r.head(majorText)
	if !ok || n > r.end-r.at {
		return nil, false
	}
	b := r.data[r.at : r.at+n]
	r.at += n
	return b, true
}

func (r *recordReader) string() (string, bool) {
	b, ok := r.bytes()
	return string(b), ok
}

const (
	maxKnown      = 1 << 12 // texts that are kept to be met again
	maxKnownBytes = 64
)

// again reads a text that likely was met before. Texts of one byte the runtime keeps anyway.
func (r *recordReader) again() (string, bool) {
	b, ok := r.bytes()
	if !ok || len(b) < 2 || len(b) > maxKnownBytes {
		return string(b), ok
	}
	if s, met := r.known[string(b)]; met {
		return s, true
	}
	if r.known == nil || len(r.known) == maxKnown {
		r.known = map[string]string{}
	}
	s := string(b)
	r.known[s] = s
	return s, true
}

// fields calls field with each key of a map. Keys must rise, as they do in what we write.
func (r *recordReader) fields(field func(key int) bool) bool {
	n, ok := r.head(majorMap)
	last := 0
	for ; ok && n > 0; n-- {
		key, isKey := r.head(majorUint)
		ok = isKey && key > last && field(key)
		last = key
	}
	return ok
}

func (r *recordReader) plain() (sub Submission, ok bool) {
	ok = r.fields(func(key int) bool {
		switch key {
		case 1:
			return r.response(&sub.Response)
		case 2:
			return r.comments(&sub.Comments)
		}
		return false
	})
	return sub, ok
}

func (r *recordReader) response(out *survey.Response) bool {
	return r.fields(func(key int) (ok bool) {
		switch key {
		case 1:
			ok = r.id(out)
		case 2:
			var unit string
			unit, ok = r.again()
			out.Unit = survey.UnitID(unit)
		case 3:
			ok = r.version(out)
		case 4:
			out.SubmittedOn, ok = r.again()
		case 5:
			out.Values, ok = r.list()
		case 6:
			out.Partial, ok = r.bool()
		}
		return ok
	})
}

func (r *recordReader) id(out *survey.Response) (ok bool) {
	if r.bare {
		_, ok = r.bytes()
		return ok
	}
	out.ID, ok = r.string()
	return ok
}

// version reads the version of the flow, which hardly ever differs from the one before.
func (r *recordReader) version(out *survey.Response) bool {
	b, ok := r.bytes()
	if string(b) != r.flow {
		r.flow = string(b)
	}
	out.Flow = r.flow
	return ok
}

// list reads texts. It must be of a piece: those of a record don't move when the next is read.
func (r *recordReader) list() ([]string, bool) {
	n, ok := r.head(majorArray)
	if !ok || n > r.end-r.at { // each takes a byte at least
		return nil, false
	}
	if n == 0 {
		return []string{}, true
	}
	if cap(r.values)-len(r.values) < n {
		r.values = make([]string, 0, max(n, min(r.count*n, maxPageValues)))
	}
	from := len(r.values)
	for range n {
		// Most values have one sign.
		if r.end-r.at >= 2 && r.data[r.at] == majorText<<5|1 {
			r.values = append(r.values, string(r.data[r.at+1:r.at+2]))
			r.at += 2
			continue
		}
		s, ok := r.again()
		if !ok {
			return nil, false
		}
		r.values = append(r.values, s)
	}
	return r.values[from:len(r.values):len(r.values)], true
}

func (r *recordReader) bool() (v, ok bool) {
	if r.at >= r.end || (r.data[r.at] != simpleFalse && r.data[r.at] != simpleTrue) {
		return false, false
	}
	r.at++
	return r.data[r.at-1] == simpleTrue, true
}

func (r *recordReader) comments(out *[]survey.Comment) bool {
	n, ok := r.head(majorArray)
	if !ok || n > r.end-r.at {
		return false
	}
	*out = make([]survey.Comment, 0, n)
	for ; n > 0 && ok; n-- {
		var c survey.Comment
		ok = r.fields(func(key int) (ok bool) {
			switch key {
			case 1:
				c.Item, ok = r.again()
			case 2:
				c.Text, ok = r.string()
			}
			return ok
		})
		*out = append(*out, c)
	}
	return ok
}
