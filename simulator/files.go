package simulator

import (
	"mime"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
)

// maxDownload is the largest file that getFile hands out.
const maxDownload = 20 << 20

// file is one file on the server.
type file struct {
	Document
	id, unique, path string
}

// keep stores a file and gives it its ids. The oldest file goes when there are many.
func (s *Server) keep(folder, name string, data []byte) *file {
	if len(s.shelf) >= s.opt.History {
		delete(s.files, s.shelf[0])
		s.shelf = s.shelf[1:]
	}
	s.nextHex++
	number := strconv.FormatUint(s.nextHex, 36)
	kind := mime.TypeByExtension(filepath.Ext(name))
	if kind == "" {
		kind = http.DetectContentType(data)
	}
	kind, _, _ = strings.Cut(kind, ";")
	f := &file{
		Document: Document{Name: name, MIME: kind, Bytes: data},
		id:       "BQACAgUAAxkBAAI" + number, unique: "AgAD" + number,
		path: folder + "/file_" + number + filepath.Ext(name),
	}
	s.files[f.id] = f
	s.shelf = append(s.shelf, f.id)
	return f
}

func (f *file) appendIDs(b []byte) []byte {
	b = append(append(append(b, `{"file_id":"`...), f.id...), `","file_unique_id":"`...)
	b = append(append(b, f.unique...), '"')
	return appendNumber(b, "file_size", int64(len(f.Bytes)))
}

func (f *file) append(b []byte) []byte {
	b = appendField(f.appendIDs(b), "file_name", f.Name)
	return append(appendField(b, "mime_type", f.MIME), '}')
}

// appendPhoto writes a photo as Telegram does, in several sizes with the largest last. The others can't be
// fetched here.
func (f *file) appendPhoto(b []byte, w, h int) []byte {
	small := file{id: f.id + "s", unique: f.unique + "s"}
	b = small.appendIDs(append(b, '['))
	b = append(appendNumber(appendNumber(b, "width", int64(w+1)/2), "height", int64(h+1)/2), '}', ',')
	b = f.appendIDs(b)
	return append(appendNumber(appendNumber(b, "width", int64(w)), "height", int64(h)), '}', ']')
}

func (s *Server) getFile(c *call, b []byte) ([]byte, *failure) {
	f := s.files[c.p.get("file_id")]
	switch {
	case f == nil:
		return nil, badRequest("invalid file_id")
	case len(f.Bytes) > maxDownload:
		return nil, badRequest("file is too big")
	}
	return append(appendField(f.appendIDs(b), "file_path", f.path), '}'), nil
}

// serveFile answers /file/bot<token>/<path>.
func (s *Server) serveFile(w http.ResponseWriter, path string) {
	token, path, _ := strings.Cut(path, "/")
	if token != s.opt.Token {
		reply(w, unauthorized)
		return
	}
	var data []byte
	s.mu.Lock()
	for _, f := range s.files {
		if f.path == path {
			data = f.Bytes
		}
	}
	s.mu.Unlock()
	if data == nil {
		reply(w, notFound)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(data)
}
