package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// answered counts the answers to each press.
func (c *cast) answered() map[string]int {
	n := map[string]int{}
	for _, call := range c.tg.Calls() {
		if call.Method == "answerCallbackQuery" {
			n[call.Params["callback_query_id"]]++
		}
	}
	return n
}

// sent counts the new messages in a chat.
func (c *cast) sent(chat int64) (n int) {
	for _, call := range c.tg.Calls() {
		if call.Method == "sendMessage" && call.Chat == chat && call.Status == http.StatusOK {
			n++
		}
	}
	return n
}

// badRequest is Telegram's refusal of a call.
func badRequest(words string) *http.Response {
	return canned(400, "application/json",
		fmt.Sprintf(`{"ok":false,"error_code":400,"description":"Bad Request: %s"}`, words))
}

// TestCasesOfMessages holds the rows of group C, on buttons, edits, lengths and markup, each with its own
// input. Rows 61 and 62 are held by TestCasesOfLongTexts of the package bot too.
func TestCasesOfMessages(t *testing.T) {
	t.Run("53 an edit that changes nothing is done, and the buttons stay", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(scaleItem("q1"), scaleItem("q2"))})
		stale := p.Last().Buttons[0][0].Data
		c.press(p, "Dua")
		before, buttons := c.sent(p.ID()), fmt.Sprint(p.Last().Buttons)
		for range 2 {
			p.PressData(p.Last().ID, stale) // draws the same screen again
			c.rest(time.Minute)
		}
		refused := 0
		for _, call := range c.tg.Calls() {
			if call.Method == "editMessageText" && call.Status == http.StatusBadRequest {
				refused++
			}
		}
		if refused == 0 {
			t.Fatal("no edit was refused as unchanged: the row is not tried")
		}
		if c.sent(p.ID()) != before || fmt.Sprint(p.Last().Buttons) != buttons {
			t.Errorf("an unchanged edit led to %d new messages, the buttons are %v", c.sent(p.ID())-before,
				p.Last().Buttons)
		}
		c.wantHeld("2|")
	})
	t.Run("55 each press is answered once, and a failed answer stops nothing", func(t *testing.T) {
		f := &faults{}
		c, p := inside(t, scene{flow: flowOf(scaleItem("q1"), scaleItem("q2"), textItem("q3")), line: f.over})
		c.press(p, "Dua", "◀️ Kembali", "Tiga")
		for query, n := range c.answered() {
			if n != 1 {
				t.Errorf("press %s was answered %d times", query, n)
			}
		}
		failed := 0
		f.hit = func(_ *http.Request, method string) (*http.Response, error, bool) {
			if method != "answerCallbackQuery" {
				return nil, nil, false
			}
			failed++
			return badRequest("query is too old and response timeout expired or query ID is invalid"), nil, true
		}
		c.press(p, "Empat")
		c.wantHeld("3|4|")
		c.last(p, "Butir q3")
		if failed != 1 {
			t.Errorf("a failed answer was tried %d times", failed)
		}
	})
	t.Run("56 presses of outsiders and of what is no more are answered", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(scaleItem("q1"), textItem("q2"))})
		c.admin("/tutup")
		outsider := c.phone(777, "")
		var queries []string
		ask, err := c.group.Press(outsider, "Ya, tutup")
		if err != nil {
			t.Fatal(err)
		}
		queries = append(queries, ask, c.group.PressData(outsider, c.group.Last().ID, "zz:1"),
			p.PressData(p.Last().ID, "w:go:lama-2020-01"), p.PressData(p.Last().ID, "entah"),
			p.PressData(p.Last().ID, "q:zzz"))
		c.rest(time.Minute)
		for _, q := range queries {
			if n := c.answered()[q]; n != 1 {
				t.Errorf("press %s was answered %d times", q, n)
			}
		}
		if !c.wave().Taking() {
			t.Error("an outsider closed the wave")
		}
		c.wantHeld("|")
	})
	t.Run("58 a deleted question is shown again", func(t *testing.T) {
		c, p := inside(t, scene{flow: flowOf(textItem("q1"), textItem("q2"))})
		gone := p.Last().ID
		p.Delete(gone)
		c.write(p, "jawaban")
		c.wantHeld("jawaban|")
		if c.last(p, "Butir q2"); p.Last().ID == gone {
			t.Error("the question stands on the deleted message")
		}
		p.Delete(p.Last().ID)
		p.Start("")
		c.rest(time.Minute)
		c.last(p, "Butir q2")
	})
	t.Run("59 the progress message is edited for ten days, and renewed where it can't be", progressMessage)
	t.Run("61 62 lengths count as Telegram counts them", longAnswers)
	t.Run("64 65 signs of HTML and Markdown arrive as they are", signs)
	t.Run("67 emoji in options stand in the text and harm neither picture nor sheet", emojiOptions)
}

// progressMessage is row 59.
func progressMessage(t *testing.T) {
	f := &faults{}
	c := newCast(t, scene{flow: flowOf(scaleItem("q1")), mode: "confidential", line: f.over})
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	post := c.sees("the group", c.group.Messages(), "0 dari 4 pegawai sudah mengirim jawaban")
	answer := func(id int64, nip string) {
		p := c.phone(id, "")
		c.register(p, c.code(nip))
		c.press(p, "Saya bersedia", "Tiga", "📨 Kirim jawaban")
		c.until(c.clock.Now().Add(20 * time.Minute))
	}
	c.jump(c.clock.Now().Add(10 * 24 * time.Hour))
	answer(501, siti)
	if now := c.sees("the group", c.group.Messages(), "1 dari 4 pegawai sudah mengirim jawaban",
		"berjalan"); now.ID != post.ID {
		t.Errorf("after ten days the progress stands on message %d, not on %d", now.ID, post.ID)
	}
	f.hit = func(_ *http.Request, method string) (*http.Response, error, bool) {
		return badRequest("message can't be edited"), nil, method == "editMessageText"
	}
	answer(502, "199002022015022002")
	f.hit = nil
	c.until(c.clock.Now().Add(20 * time.Minute))
	if now := c.sees("the group", c.group.Messages(), "2 dari 4 pegawai sudah mengirim jawaban",
		"berjalan"); now.ID == post.ID {
		t.Error("a progress message that can't be edited was not renewed")
	}
}

// longAnswers is rows 61 and 62 in the chat: what is typed is shown again within one message.
func longAnswers(t *testing.T) {
	item := "{id: q1, type: text, max_length: 4000, text: {id: Butir q1}}"
	for name, text := range map[string]string{
		"exclamation marks": strings.Repeat("!", 4000), "ampersands": strings.Repeat("&", 4000),
		"emoji": strings.Repeat("👍", 2000),
	} {
		c, p := inside(t, scene{flow: flowOf(item, textItem("q2"))})
		c.write(p, text)
		c.wantHeld(text + "|")
		c.press(p, "◀️ Kembali")
		c.last(p, "Butir q1", text[:40])
		c.press(p, "➡️ Berikutnya")
		c.write(p, "selesai")
		c.last(p, "Periksa jawaban Anda")
		if strings.ContainsRune(p.Last().Text, '\ufffd') {
			t.Errorf("%s: half a character is shown", name)
		}
		for _, call := range c.tg.Calls() {
			if call.Status == http.StatusBadRequest && call.Method != "deleteMessage" {
				t.Errorf("%s: %s was refused", name, call.Method)
			}
		}
	}
}

// signs is rows 64 and 65.
func signs(t *testing.T) {
	f := &faults{}
	c := newCast(t, scene{
		flow: flowOf("{id: q1, type: text, text: {id: \"Kurang dari <5> & lebih?\"}}",
			textItem("q2"), textItem("q3")),
		mode: "identified", line: f.over, roster: "nip,name,unit\n" + siti + ",A_B <PNS> & Co *,R&D\n"})
	p := c.phone(501, "")
	p.Start(c.code(siti))
	c.rest(time.Minute)
	c.last(p, "A_B <PNS> & Co *", "R&D")
	c.press(p, "Benar")
	c.command("wave open", nil, "", "uji")
	c.rest(time.Minute)
	c.press(p, "▶️ Mulai", "Saya bersedia")
	c.last(p, "Kurang dari <5> & lebih?")
	c.write(p, "a < b")
	c.write(p, `a\_b`)
	c.write(p, `C:\[x]`)
	c.wantHeld(`a < b|a\_b|C:\[x]`)
	c.last(p, "a < b", `a\_b`, `C:\[x]`)
	c.admin("/unit")
	c.sees("the group", c.group.Messages(), "R&D")
	for _, call := range c.tg.Calls() {
		if call.Status == http.StatusBadRequest {
			t.Errorf("%s was refused: %s", call.Method, call.Params["text"])
		}
	}
	failed := 0
	f.hit = func(_ *http.Request, method string) (*http.Response, error, bool) {
		if method != "editMessageText" || failed > 0 {
			return nil, nil, false
		}
		failed++
		return badRequest("can't parse entities: Unsupported start tag"), nil, true
	}
	c.press(p, "Ubah 1")
	c.last(p, "Kurang dari <5> & lebih?", "a < b")
	if failed != 1 {
		t.Error("no text was refused: the row is not tried")
	}
}

// emojiOptions is row 67; report tests that pictures hold no boxes and sheets have sound names.
func emojiOptions(t *testing.T) {
	c := newCast(t, scene{mode: "identified", roster: simulatedRoster(10),
		flow: flowOf(`{id: q1, type: choice, text: {id: Bagaimana 😀?}, ` +
			`options: [{value: baik, label: {id: 😀 Baik}}, {value: keluarga, label: {id: 👨‍👩‍👧 Keluarga}}]}`)})
	c.command("wave open", nil, "", "uji")
	for i := range 10 {
		p := c.phone(int64(600+i), "")
		c.register(p, c.code(nipNumber(i)))
		c.press(p, "Saya bersedia", []string{"😀 Baik", "👨‍👩‍👧 Keluarga"}[i%2], "📨 Kirim jawaban")
	}
	id := string(c.wave().ID)
	c.command("wave close", nil, "", id)
	c.rest(time.Minute)
	for format, begins := range map[string]string{"png": "\x89PNG", "xlsx": "PK\x03\x04", "html": "<!DOCTYPE"} {
		out := string(c.command("summary", map[string]string{"format": format, "out": ""}, "", id).Stdout)
		if !strings.HasPrefix(out, begins) {
			t.Errorf("%s begins with %.20q", format, out)
		}
		if format == "html" && !strings.Contains(out, "Bagaimana 😀?") {
			t.Error("the text lost its emoji")
		}
	}
}
