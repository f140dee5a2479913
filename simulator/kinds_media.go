package simulator

import (
	"bytes"
	"strings"
)

// SendPhoto sends a photo, and returns the id of its message.
func (p *Phone) SendPhoto(data []byte, caption string) int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.s.say(p, p.chat, p.photoMessage(data, caption))
}

// ChangePhoto puts another photo in the place of one that was sent; with the same data only its caption
// changes.
func (p *Phone) ChangePhoto(messageID int, data []byte, caption string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m := p.chat.find(messageID)
	if m == nil || m.Photo == nil {
		return
	}
	if !bytes.Equal(m.Photo.Bytes, data) {
		other := p.photoMessage(data, caption)
		m.Photo, m.extra = other.Photo, other.extra
	}
	m.Caption = caption
	p.s.changed(p.chat, m)
}

func (p *Phone) photoMessage(data []byte, caption string) *message {
	f := p.s.keep("photos", "photo.jpg", data)
	m := &message{Message: Message{Kind: "photo", Photo: &f.Document, Caption: caption}}
	m.extra = string(f.appendPhoto([]byte(`,"photo":`), 1280, 960))
	return m
}

// move tells the bot where a place that is shared live has got to.
func (p *Phone) move() {
	for i := len(p.chat.messages) - 1; i >= 0; i-- {
		if m := p.chat.messages[i]; m.Kind == "live" {
			m.extra = locationExtra("0.790000,127.380000,20", 900)
			p.s.changed(p.chat, m)
			return
		}
	}
}

// locationExtra writes a place; one that is shared live has a period, in seconds.
func locationExtra(at string, period int64) string {
	place := strings.Split(at, ",")
	b := []byte(`,"location":{"latitude":` + place[0] + `,"longitude":` + place[1])
	if len(place) > 2 {
		b = append(append(b, `,"horizontal_accuracy":`...), place[2]...)
	}
	if period > 0 {
		b = appendNumber(b, "live_period", period)
	}
	return string(append(b, '}'))
}
