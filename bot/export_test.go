package bot

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"suara/bot/texts"
	"suara/flows"
	"suara/storage"
	"suara/survey"
)

// CheckHTML tells what Telegram would refuse in a text of one message.
func CheckHTML(html string) error {
	switch {
	case units(html) > maxUnits:
		return errors.New("too long")
	case !balanced(html):
		return errors.New("tags not balanced")
	case strings.TrimSpace(texts.Strip(html)) == "":
		return errors.New("nothing to see")
	}
	return nil
}

// MeasureScreen measures what a person's screen costs from the open database to the bytes of the
// call: reading, the flow engine, rendering alone, and encoding.
func MeasureScreen(b *testing.B, t *Transport, a survey.AccountID) {
	always := func(*storage.Tx, storage.Chat) bool { return true }
	d, err := t.draw(a, always)
	if err != nil || !d.ok {
		b.Fatal(err)
	}
	b.Run("read, show and render", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if d, err = t.draw(a, always); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("render", func(b *testing.B) {
		shown := exampleScreen()
		b.ReportAllocs()
		for b.Loop() {
			p := t.render.newPage(nil, "id", t.now())
			p.question(shown, survey.Anonymous)
			_ = p.view()
		}
	})
	params := d.params(a)
	params.Mode, params.Preview = modeHTML, &preview{true}
	encodings := map[string]any{"encode": params, "encode the library's type": libraryParams(params)}
	for name, params := range encodings {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e := json.NewEncoder(io.Discard)
				e.SetEscapeHTML(false)
				if err := e.Encode(params); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// libraryParams is the same call as the Telegram library's type.
func libraryParams(m messageParams) *tg.SendMessageParams {
	off := true
	rows := make([][]models.InlineKeyboardButton, len(m.Markup.(*markup).Rows))
	for i, row := range m.Markup.(*markup).Rows {
		for _, b := range row {
			rows[i] = append(rows[i], models.InlineKeyboardButton{Text: b.Text, CallbackData: b.Press})
		}
	}
	return &tg.SendMessageParams{
		ChatID: m.Chat, Text: m.Text, ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: &off},
		ReplyMarkup:        &models.InlineKeyboardMarkup{InlineKeyboard: rows},
	}
}

func exampleScreen() flows.Screen {
	s := flows.Screen{Number: 4, Total: 25, Section: "Akuntabel", Columns: 1, Back: "abc123.4.0.b", Later: "abc123.4.0.l",
		Text: "Pegawai di unit kerja saya melaksanakan tugas dengan jujur & bertanggung jawab."}
	for _, label := range []string{"Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju"} {
		s.Options = append(s.Options, flows.ScreenOption{Label: label, Press: "abc123.4.0.o1"})
	}
	return s
}

// Question renders a screen of a flow: its text, and the presses of its buttons.
func (t *Transport) Question(s flows.Screen, mode survey.Mode) (text string, presses []string) {
	p := t.render.newPage(nil, "id", t.now())
	p.question(s, mode)
	for _, row := range p.rows {
		for _, b := range row {
			presses = append(presses, b.Press)
		}
	}
	return p.b.String(), presses
}
