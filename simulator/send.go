package simulator

import (
	"bytes"
	"image"
	_ "image/gif"  // photos may come as GIF,
	_ "image/jpeg" // as JPEG
	_ "image/png"  // or as PNG
	"path/filepath"
	"strconv"
	"strings"
)

func (s *Server) sendMessage(c *call, b []byte) ([]byte, *failure) {
	body, fail := readText(c.p, "text", "entities")
	switch {
	case fail != nil:
		return nil, fail
	case body.source == "":
		return nil, badRequest("message text is empty")
	}
	m := &message{Message: Message{Kind: "text", Text: body.text, HTML: body.source,
		Entities: body.entities}}
	return s.send(c, b, m, func() *failure {
		switch {
		case blank(body.text):
			return badRequest("text must be non-empty")
		case utf16Size(body.text) > maxText:
			return badRequest("message is too long")
		}
		return nil
	})
}

// send does what all sending methods share and writes the message.
func (s *Server) send(c *call, b []byte, m *message, check func() *failure) ([]byte, *failure) {
	to, fail := s.writable(c)
	if fail != nil {
		return nil, fail
	}
	keys, fail := readMarkup(c.p)
	if fail != nil {
		return nil, fail
	}
	if fail = check(); fail != nil {
		return nil, fail
	}
	if fail = place(c.p, to, m); fail != nil {
		return nil, fail
	}
	m.FromBot, m.From, m.FromName = true, s.me, s.opt.Name
	m.sender = `,"from":` + s.self
	m.Buttons, m.markup, m.Keyboard = keys.buttons, keys.json, keys.keyboard
	s.add(to, m)
	s.botTouched(to)
	return to.appendMessage(b, m, true), nil
}

// place finds the topic and the message that a new message answers.
func place(p *params, to *chat, m *message) *failure {
	thread := int(p.number("message_thread_id"))
	reply, lenient := int(p.number("reply_to_message_id")), p.yes("allow_sending_without_reply")
	fields([]byte(p.get("reply_parameters")), func(key string, value []byte) {
		switch key {
		case "message_id":
			reply, _ = strconv.Atoi(text(value))
		case "allow_sending_without_reply":
			lenient = string(value) == "true"
		}
	})
	if reply != 0 {
		answered := to.find(reply)
		switch {
		case answered != nil:
			m.ReplyTo = reply
			if answered.topic && thread == 0 {
				thread = answered.thread
			}
		case !lenient:
			return badRequest("message to be replied not found")
		}
	}
	if to.group == nil {
		if thread != 0 {
			return badRequest("message thread not found")
		}
		return nil
	}
	return to.group.enter(m, thread)
}

// caption reads the caption of a photo or document into m.
func caption(p *params, m *message) func() *failure {
	return func() *failure {
		body, fail := readText(p, "caption", "caption_entities")
		if fail != nil {
			return fail
		}
		if utf16Size(body.text) > maxCaption {
			return badRequest("message caption is too long")
		}
		m.Caption, m.HTML, m.Entities = body.text, body.source, body.entities
		return nil
	}
}

func (s *Server) sendDocument(c *call, b []byte) ([]byte, *failure) {
	m := &message{Message: Message{Kind: "document"}}
	f, fail := s.incoming(c.p, "document")
	if fail != nil {
		return nil, fail
	}
	m.Document = &f.Document
	m.extra = string(f.append([]byte(`,"document":`)))
	return s.send(c, b, m, caption(c.p, m))
}

const maxPhoto = 10 << 20

func (s *Server) sendPhoto(c *call, b []byte) ([]byte, *failure) {
	m := &message{Message: Message{Kind: "photo"}}
	f, fail := s.incoming(c.p, "photo")
	if fail != nil {
		return nil, fail
	}
	if len(f.Bytes) > maxPhoto {
		return nil, badRequest("file is too big for a photo; the maximum size is 10485760 bytes")
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(f.Bytes))
	w, h := size.Width, size.Height
	switch {
	case err != nil:
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	case w+h > 10_000 || w > 20*h || h > 20*w:
		return nil, badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	m.Photo = &f.Document
	m.extra = string(f.appendPhoto([]byte(`,"photo":`), w, h))
	return s.send(c, b, m, caption(c.p, m))
}

// incoming takes the file of a call: an upload, or the id of one sent before.
func (s *Server) incoming(p *params, name string) (*file, *failure) {
	if u, ok := p.file(name); ok {
		if len(u.data) == 0 {
			return nil, badRequest("file must be non-empty")
		}
		return s.keep(name+"s", filepath.Base(u.name), u.data), nil
	}
	value := p.get(name)
	switch {
	case value == "":
		return nil, badRequest("there is no " + name + " in the request")
	case s.files[value] != nil:
		return s.files[value], nil
	case strings.Contains(value, "://"):
		return nil, badRequest("failed to get HTTP URL content")
	}
	return nil, badRequest("wrong file identifier/HTTP URL specified")
}
