package simulator_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"suara/simulator"
)

func kindsOfMembers(t *testing.T, a answer) string {
	t.Helper()
	var list []struct{ Status string }
	if err := json.Unmarshal(a.Result, &list); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range list {
		got = append(got, one.Status)
	}
	return strings.Join(got, " ")
}

func TestWhatAPersonSends(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	for _, row := range []struct {
		kind string
		has  []string // one field of each message
	}{
		{"voice", []string{"voice"}}, {"sticker", []string{"sticker"}}, {"video", []string{"video"}},
		{"photo:lihat", []string{"caption"}}, {"document", []string{"document"}},
		{"album", []string{"media_group_id", "media_group_id"}}, {"location", []string{"location"}},
		{"forward:nasihat", []string{"forward_origin"}}, {"poll", []string{"poll"}},
		{"dice", []string{"dice"}}, {"share_contact", []string{"contact"}},
		{"contact:628222:77", []string{"contact"}}, {"video_note", []string{"date"}},
	} {
		t.Run(row.kind, func(t *testing.T) {
			w.t = t
			p.SendKind(row.kind)
			list := w.updates()
			if len(list) != len(row.has) {
				t.Fatalf("%d updates: %v", len(list), list)
			}
			for i, field := range row.has {
				if path(list[i], "message", field) == nil {
					t.Errorf("no %s in %v", field, list[i])
				}
			}
			switch row.kind {
			case "share_contact":
				if path(list[0], "message", "contact", "user_id") != float64(p.ID()) ||
					path(list[0], "message", "contact", "phone_number") != "628111" {
					t.Errorf("own contact %v", list[0])
				}
			case "contact:628222:77":
				if path(list[0], "message", "contact", "user_id") != 77.0 {
					t.Errorf("contact %v", list[0])
				}
			}
		})
	}
}

func TestWhatAPersonTypes(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.NewPerson(simulator.Person{})
	p.Start("KODE_1")
	if u := w.updates()[0]; path(u, "message", "text") != "/start KODE_1" ||
		path(path(u, "message", "entities").([]any)[0], "type") != "bot_command" {
		t.Errorf("start %v", u)
	}
	long := strings.Repeat("panjang ", 700)
	p.Send(long)
	list := w.updates()
	if len(list) != 2 || len(path(list[0], "message", "text").(string)) > 4096 {
		t.Errorf("a long text came in %d messages", len(list))
	}
	mine := p.Send("3")
	p.Edit(mine, "5")
	list = w.updates()
	if got := kinds(list); got != "message edited_message" || path(list[1], "edited_message", "text") != "5" {
		t.Errorf("edit %v", list)
	}
	p.Block()
	if p.Send("tidak sampai") != 0 {
		t.Error("sent while the bot is blocked")
	}
	p.Start("")
	list = w.updates()
	if got := kinds(list); got != "my_chat_member my_chat_member message" ||
		path(list[0], "my_chat_member", "new_chat_member", "status") != "kicked" ||
		path(list[1], "my_chat_member", "new_chat_member", "status") != "member" {
		t.Errorf("block and start %v", list)
	}
}

func TestClearedHistory(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	sent := w.must("sendMessage", m{"chat_id": p.ID(), "text": "satu"})
	p.ClearHistory()
	w.must("editMessageText", m{"chat_id": p.ID(), "message_id": id(sent), "text": "dua"})
	if got := p.Messages(); len(got) != 0 {
		t.Errorf("in sight %v", got)
	}
}

func TestReplyKeyboard(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	w.must("sendMessage", m{"chat_id": p.ID(), "text": "x", "reply_markup": m{"one_time_keyboard": true,
		"keyboard": []any{[]any{m{"text": "Bagikan", "request_contact": true}, "Batal"}}}})
	k := p.Keyboard()
	if k == nil || !k.Rows[0][0].RequestContact || k.Rows[0][1].Text != "Batal" || !k.OneTime {
		t.Fatalf("keyboard %+v", k)
	}
	w.must("sendMessage", m{"chat_id": p.ID(), "text": "x", "reply_markup": m{"remove_keyboard": true}})
	if k = p.Keyboard(); k != nil {
		t.Errorf("keyboard stays: %+v", k)
	}
}

func TestUploads(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	p := w.person()
	upload := func(method, field, name string, data []byte, more map[string]string) answer {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		_ = form.WriteField("chat_id", jsonNumber(p.ID()))
		_ = form.WriteField(field, "attach://berkas")
		for k, v := range more {
			_ = form.WriteField(k, v)
		}
		part, _ := form.CreateFormFile("berkas", name)
		_, _ = part.Write(data)
		_ = form.Close()
		r := httptest.NewRequest(http.MethodPost, "/bot"+w.Token()+"/"+method, &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		return w.do(r)
	}
	a := upload("sendDocument", "document", "laporan «1».csv", []byte("nip;nama\n"),
		map[string]string{"caption": "<b>Isi</b>", "parse_mode": "HTML"})
	last := p.Last()
	if !a.OK || last.Document == nil || string(last.Document.Bytes) != "nip;nama\n" ||
		last.Document.Name != "laporan «1».csv" || last.Caption != "Isi" {
		t.Fatalf("%+v, on the phone %+v", a, last)
	}
	w.must("editMessageCaption", m{"chat_id": p.ID(), "message_id": last.ID, "caption": "Baru"})
	w.refused("editMessageText", m{"chat_id": p.ID(), "message_id": last.ID, "text": "x"},
		"Bad Request: there is no text in the message to edit")
	var sent map[string]any
	_ = json.Unmarshal(a.Result, &sent)
	fileID := path(sent, "document", "file_id")
	file := w.must("getFile", m{"file_id": fileID})
	rec := httptest.NewRecorder()
	w.Handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet,
		"/file/bot"+w.Token()+"/"+file["file_path"].(string), nil))
	if rec.Body.String() != "nip;nama\n" {
		t.Errorf("download %d %q", rec.Code, rec.Body)
	}
	w.must("sendDocument", m{"chat_id": p.ID(), "document": fileID})

	var picture bytes.Buffer
	_ = png.Encode(&picture, image.NewGray(image.Rect(0, 0, 30, 20)))
	if a = upload("sendPhoto", "photo", "grafik.png", picture.Bytes(), nil); !a.OK || p.Last().Photo == nil {
		t.Errorf("photo %+v", a)
	}
	if a = upload("sendPhoto", "photo", "x.png", []byte("bukan gambar"), nil); a.Description !=
		"Bad Request: IMAGE_PROCESS_FAILED" {
		t.Errorf("no picture: %+v", a)
	}
	if a = upload("sendPhoto", "photo", "x.png", picture.Bytes(),
		map[string]string{"caption": strings.Repeat("x", 1025)}); a.Description !=
		"Bad Request: message caption is too long" {
		t.Errorf("long caption: %+v", a)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	w := newWorld(t, simulator.Options{History: 20})
	p := w.person()
	for range 200 {
		w.must("sendMessage", m{"chat_id": p.ID(), "text": "x"})
		p.SendKind("document")
	}
	if n := len(p.Messages()); n > 20 || n < 10 {
		t.Errorf("%d messages are kept", n)
	}
}
