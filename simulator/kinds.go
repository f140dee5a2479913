package simulator

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"
)

// SendKind sends something other than text: "voice", "sticker", "photo", "video",
// "album", "location", "live", "moved", "document", "forward", "poll", "dice",
// "contact:<phone>:<userid>", or "share_contact", which is the key of a reply
// keyboard that hands over one's own contact. "location:<latitude>,<longitude>,<accuracy>" is a certain place,
// "live" and "moved" one that is shared live and where it has got to. "photo:<text>" and "document:<text>"
// carry a caption, "forward:<text>" is what was forwarded. An unknown kind comes as
// a message without any content that a bot knows.
func (p *Phone) SendKind(kind string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if kind == "album" {
		p.s.nextHex++
		group := appendField(nil, "media_group_id", strconv.FormatUint(p.s.nextHex, 10))
		for range 2 {
			m := p.kindMessage("photo", "")
			m.extra = string(group) + m.extra
			p.s.say(p, p.chat, m)
		}
		return
	}
	name, rest, _ := strings.Cut(kind, ":")
	if name == "moved" {
		p.move()
		return
	}
	p.s.say(p, p.chat, p.kindMessage(name, rest))
}

// SendFile sends a document with this name and content, and returns the id of its message.
func (p *Phone) SendFile(name string, data []byte, caption string) int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.say(p, p.chat, p.s.documentMessage(name, data, caption, message{}))
}

// SendFile sends a document as a member, in a topic or, with topic 0, in General.
func (g *Group) SendFile(from *Phone, name string, data []byte, caption string, topic int) int {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.join(from)
	return g.s.say(from, g.chat, g.s.documentMessage(name, data, caption, g.inTopic(topic)))
}

func (s *Server) documentMessage(name string, data []byte, caption string, like message) *message {
	f := s.keep("documents", name, data)
	like.Kind, like.Document, like.Caption = "document", &f.Document, caption
	like.extra = string(f.append([]byte(`,"document":`)))
	return &like
}

// kindMessage makes the message of one kind.
func (p *Phone) kindMessage(kind, rest string) *message {
	m := &message{Message: Message{Kind: kind}}
	switch kind {
	case "photo":
		f := p.s.keep("photos", "photo.png", tinyPhoto())
		m.Photo = &f.Document
		m.extra = string(f.appendPhoto([]byte(`,"photo":`), 8, 8))
		m.Caption = rest
	case "document":
		f := p.s.keep("documents", "dokumen.txt", []byte("dokumen\n"))
		m.Document = &f.Document
		m.extra = string(f.append([]byte(`,"document":`)))
		m.Caption = rest
	case "voice", "sticker", "video":
		m.extra = p.mediaExtra(kind)
	case "location", "live":
		period := int64(0)
		if kind == "live" {
			period = 900
		}
		m.extra = locationExtra(cmp.Or(rest, "0.7893,127.3772"), period)
	case "dice":
		m.extra = `,"dice":{"emoji":"🎲","value":4}`
	case "poll":
		m.extra = pollExtra
	case "forward":
		m.Kind = "text"
		if m.Text = rest; rest == "" {
			m.Text = "diteruskan"
		}
		m.extra = string(appendNumber([]byte(`,"forward_origin":{"type":"hidden_user",`+
			`"sender_user_name":"Seseorang"`), "date", p.s.clock.Now().Unix()-60)) + "}"
	case "share_contact":
		m.Kind = "contact"
		m.extra = contactExtra(p.person.Phone, p.person.FirstName, p.person.ID)
	case "contact":
		number, user, _ := strings.Cut(rest, ":")
		id, _ := strconv.ParseInt(user, 10, 64)
		m.extra = contactExtra(number, "Kontak", id)
	}
	return m
}

func (p *Phone) mediaExtra(kind string) string {
	f := p.s.keep(kind+"s", kind+".bin", []byte(kind))
	b := append(append([]byte(`,"`), kind...), `":`...)
	b = f.appendIDs(b)
	switch kind {
	case "sticker":
		b = append(b, `,"type":"regular","width":512,"height":512,"is_animated":false,`+
			`"is_video":false,"emoji":"🙂"`...)
	case "video":
		b = append(b, `,"duration":3,"width":320,"height":240`...)
	default:
		b = append(b, `,"duration":3,"mime_type":"audio/ogg"`...)
	}
	return string(append(b, '}'))
}

func contactExtra(number, name string, user int64) string {
	b := appendQuoted([]byte(`,"contact":{"phone_number":`), number)
	b = appendField(b, "first_name", name)
	if user != 0 {
		b = appendNumber(b, "user_id", user)
	}
	return string(append(b, '}'))
}

const pollExtra = `,"poll":{"id":"5900000000000000001","question":"?","options":[` +
	`{"text":"A","voter_count":0},{"text":"B","voter_count":0}],"total_voter_count":0,` +
	`"is_closed":false,"is_anonymous":true,"type":"regular","allows_multiple_answers":false}`

// tinyPhoto is a picture of 8 by 8 points.
func tinyPhoto() []byte {
	picture := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := range 8 {
		picture.SetGray(i, i, color.Gray{Y: 200})
	}
	var b bytes.Buffer
	_ = png.Encode(&b, picture)
	return b.Bytes()
}
