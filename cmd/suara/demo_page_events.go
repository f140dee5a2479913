package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"suara/schedule"
	"suara/simulator"
	"suara/survey"
)

const (
	eventPause   = 100 * time.Millisecond // between two looks for news
	messagesSeen = 80                     // of each chat
)

// pageState is what the page shows beside the chats.
type pageState struct {
	Clock   string          `json:"clock"`
	Working bool            `json:"working"` // hours in which Suara begins something by itself
	Speed   int             `json:"speed"`
	Now     int             `json:"now"`
	Paused  bool            `json:"paused"`
	Jumping bool            `json:"jumping"`
	You     pageYou         `json:"you"`
	Survey  survey.SurveyID `json:"survey"`
	Counts  map[string]int  `json:"counts"`
	Refused int             `json:"refused"`
	Status  json.RawMessage `json:"status,omitempty"`
}

type pageYou struct {
	Name string `json:"name"`
	Unit string `json:"unit"`
	NIP  string `json:"nip"`
	Code string `json:"code"`
	Link string `json:"link"`
}

// pageMessage is a message as the page draws it.
type pageMessage struct {
	ID       int                  `json:"id"`
	Bot      bool                 `json:"bot"`
	Own      bool                 `json:"own"`
	Name     string               `json:"name"`
	Kind     string               `json:"kind"`
	Text     string               `json:"text"`
	Entities []simulator.Entity   `json:"entities,omitempty"`
	Rich     string               `json:"rich,omitempty"` // source of a rich message
	Buttons  [][]simulator.Button `json:"buttons,omitempty"`
	At       string               `json:"at"`
	Day      string               `json:"day"`
	Edited   bool                 `json:"edited,omitempty"`
	File     string               `json:"file,omitempty"`
	Size     int                  `json:"size,omitempty"`
}

// events streams what changes until the page goes away.
func (s *show) events(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	stream := http.NewResponseController(w)
	sent := map[string][]byte{}
	serial := 0
	for {
		for _, name := range []string{"state", "you", "group", "owner"} {
			body, err := json.Marshal(s.news(name))
			if err != nil || bytes.Equal(body, sent[name]) {
				continue
			}
			sent[name] = body
			fmt.Fprintf(w, "event: %s\ndata: %s\n\n", name, body)
		}
		if lines := s.watch.since(serial); len(lines) > 0 {
			serial = lines[len(lines)-1].Serial
			if body, err := json.Marshal(lines); err == nil {
				fmt.Fprintf(w, "event: traffic\ndata: %s\n\n", body)
			}
		}
		if stream.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-time.After(eventPause):
		}
	}
}

// news is the present content of one part of the page.
func (s *show) news(name string) any {
	if name == "state" {
		return s.state()
	}
	list := s.chatMessages(name)
	list = list[max(0, len(list)-messagesSeen):]
	drawn := make([]pageMessage, 0, len(list))
	for _, m := range list {
		drawn = append(drawn, s.draw(m, name))
	}
	return drawn
}

func (s *show) draw(m simulator.Message, chat string) pageMessage {
	mine := s.owner.ID()
	if chat == "you" {
		mine = s.visitor.ID()
	}
	zone := s.set.Fielding.Zone
	p := pageMessage{
		ID: m.ID, Bot: m.FromBot, Own: m.From == mine, Name: m.FromName, Kind: m.Kind, Text: m.Text, Entities: m.Entities, Rich: m.Rich,
		Buttons: m.Buttons, At: m.Date.In(zone).Format("15.04"), Day: schedule.FormatDay(m.Date, zone, "id"),
		Edited: !m.EditDate.IsZero(),
	}
	if p.Text == "" {
		p.Text = m.Caption
	}
	if m.Document != nil {
		p.File, p.Size = m.Document.Name, len(m.Document.Bytes)
	}
	return p
}

func (s *show) state() pageState {
	now, cfg := s.clock.Now(), s.set.Fielding
	st := pageState{
		Clock: schedule.FormatTime(now, cfg.Zone, "id"), Working: cfg.Hours.Open(now, cfg.Zone),
		You:    pageYou{s.you.name, s.you.unit, s.you.key, s.code, "t.me/" + demoBot + "?start=" + s.code},
		Survey: cfg.Surveys[0].ID, Counts: s.watch.methods(), Refused: s.tg.Refusals(),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	st.Speed, st.Now, st.Paused, st.Jumping, st.Status = s.speed, s.now, s.paused, !s.target.IsZero(), s.status
	return st
}
