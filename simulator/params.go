package simulator

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody is the largest request that is read: Telegram takes files of 50 MB.
const maxBody = 51 << 20

// params are the parameters of one call. A value that was sent as a JSON object,
// array or number is kept as its text, as if it had come in a form.
type params struct {
	names  []string
	values []string
	files  []upload
}

type upload struct {
	field, name string
	data        []byte
}

func (p *params) add(name, value string) {
	p.names = append(p.names, name)
	p.values = append(p.values, value)
}

// get returns the value of a parameter, "" if it is missing.
func (p *params) get(name string) string {
	value, _ := p.lookup(name)
	return value
}

func (p *params) lookup(name string) (string, bool) {
	for i, n := range p.names {
		if n == name {
			return p.values[i], true
		}
	}
	return "", false
}

// number returns an integer parameter, 0 if it is missing or malformed.
func (p *params) number(name string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(p.get(name)), 10, 64)
	return n
}

// limited returns an integer parameter brought into a range.
func (p *params) limited(name string, missing, low, high int64) int64 {
	value, ok := p.lookup(name)
	n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
	if !ok || err != nil {
		return missing
	}
	return min(max(n, low), high)
}

// yes returns a boolean parameter.
func (p *params) yes(name string) bool {
	switch strings.ToLower(strings.TrimSpace(p.get(name))) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// file returns the upload that a parameter names, directly or as attach://field.
func (p *params) file(name string) (upload, bool) {
	if attached, ok := strings.CutPrefix(p.get(name), "attach://"); ok {
		name = attached
	}
	for _, f := range p.files {
		if f.field == name {
			return f, true
		}
	}
	return upload{}, false
}

// table returns the parameters for the record of calls.
func (p *params) table() map[string]string {
	m := make(map[string]string, len(p.names)+len(p.files))
	for i, name := range p.names {
		m[name] = p.values[i]
	}
	for _, f := range p.files {
		m[f.field] = "file " + f.name + ", " + strconv.Itoa(len(f.data)) + " bytes"
	}
	return m
}

// readParams takes parameters from the query and from a body in any of the three
// encodings that the Bot API takes.
func readParams(r *http.Request) (*params, *failure) {
	p := &params{names: make([]string, 0, 8), values: make([]string, 0, 8)}
	if r.URL.RawQuery != "" {
		p.addForm(r.URL.Query())
	}
	if r.Body == nil || r.ContentLength == 0 {
		return p, nil
	}
	kind, more := r.Header.Get("Content-Type"), map[string]string(nil)
	if kind != "application/json" {
		kind, more, _ = mime.ParseMediaType(kind)
	}
	if kind == "multipart/form-data" {
		body := bufio.NewReader(r.Body)
		if _, err := body.Peek(1); err == io.EOF {
			return p, nil // a method without parameters
		}
		return p, p.addParts(multipart.NewReader(body, more["boundary"]))
	}
	body, fail := readAll(r.Body, r.ContentLength)
	if fail != nil {
		return p, fail
	}
	switch kind {
	case "application/json":
		return p, p.addJSON(body)
	case "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return p, badRequest("can't parse the form")
		}
		p.addForm(form)
	}
	return p, nil
}

func readAll(r io.Reader, length int64) ([]byte, *failure) {
	if length > maxBody {
		return nil, tooLarge
	}
	var buffer bytes.Buffer
	if length > 0 {
		buffer.Grow(int(length) + bytes.MinRead)
	}
	if _, err := buffer.ReadFrom(io.LimitReader(r, maxBody+1)); err != nil {
		return nil, badRequest("the request was cut")
	}
	if buffer.Len() > maxBody {
		return nil, tooLarge
	}
	return buffer.Bytes(), nil
}

func (p *params) addForm(form url.Values) {
	for name, values := range form {
		if len(values) > 0 {
			p.add(name, values[0])
		}
	}
}

func (p *params) addJSON(body []byte) *failure {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	if !json.Valid(body) {
		return badRequest("can't parse JSON-encoded parameters")
	}
	fields(body, func(key string, value []byte) {
		if string(value) != "null" {
			p.add(key, text(value))
		}
	})
	return nil
}

func (p *params) addParts(parts *multipart.Reader) *failure {
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return badRequest("can't parse the form")
		}
		data, fail := readAll(part, 0)
		if fail != nil {
			return fail
		}
		if name := part.FileName(); name != "" {
			p.files = append(p.files, upload{field: part.FormName(), name: name, data: data})
			continue
		}
		p.add(part.FormName(), string(data))
	}
}
