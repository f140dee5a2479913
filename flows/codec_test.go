package flows_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"suara/flows"

	"github.com/fxamacker/cbor/v2"
)

// inProgress is an interview with all scale items of berakhlak answered.
func inProgress(t testing.TB) (*flows.Flow, flows.Session) {
	f := shipped(t, "berakhlak")
	s := f.Begin("k7m2q9", "id", map[string]string{"unit": "dinas-kesehatan", "sex": "f"})
	for range 23 {
		s, _ = f.Step(s, flows.Input{Press: f.Show(s).Options[1].Press})
	}
	return f, s
}

func TestReadSessionRefuses(t *testing.T) {
	_, s := inProgress(t)
	b := s.Bytes()
	for n := range b {
		if _, err := flows.ReadSession(b[:n]); err == nil {
			t.Errorf("took the first %d of %d bytes", n, len(b))
		}
	}
	if _, err := flows.ReadSession(append(b, 0)); err == nil {
		t.Error("took a byte too many")
	}
	if _, err := flows.ReadSession(append([]byte{99}, b[1:]...)); err == nil {
		t.Error("took an unknown version")
	}
}

func FuzzReadSession(f *testing.F) {
	_, s := inProgress(f)
	f.Add(s.Bytes())
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := flows.ReadSession(b)
		if err != nil {
			return
		}
		again, err := flows.ReadSession(s.Bytes())
		if err != nil || !bytes.Equal(again.Bytes(), s.Bytes()) {
			t.Fatalf("read again: %v", err)
		}
	})
}

// BenchmarkStep takes one press in the middle of an interview.
func BenchmarkStep(b *testing.B) {
	f := shipped(b, "berakhlak")
	s := f.Begin("k7m2q9", "id", nil)
	for range 12 {
		s, _ = f.Step(s, flows.Input{Press: f.Show(s).Options[1].Press})
	}
	in := flows.Input{Press: f.Show(s).Options[3].Press, Now: noon}
	b.ReportAllocs()
	for b.Loop() {
		f.Step(s, in)
	}
}

// BenchmarkShow gives the screen there.
func BenchmarkShow(b *testing.B) {
	f := shipped(b, "berakhlak")
	s := f.Begin("k7m2q9", "id", nil)
	b.ReportAllocs()
	for b.Loop() {
		f.Show(s)
	}
}

// mirror holds what a session holds in a form that general codecs can write.
type mirror struct {
	ID       string            `json:"i" cbor:"1,keyasint"`
	Language string            `json:"l" cbor:"2,keyasint"`
	Revision int               `json:"r" cbor:"3,keyasint"`
	Position int               `json:"p" cbor:"4,keyasint"`
	Attrs    map[string]string `json:"t" cbor:"5,keyasint"`
	Answers  []mirrorAnswer    `json:"a" cbor:"6,keyasint"`
}

type mirrorAnswer struct {
	State   int    `json:"s" cbor:"1,keyasint"`
	Value   string `json:"v,omitempty" cbor:"2,keyasint,omitempty"`
	Other   string `json:"o,omitempty" cbor:"3,keyasint,omitempty"`
	Message int    `json:"m,omitempty" cbor:"4,keyasint,omitempty"`
}

// BenchmarkSession writes and reads an interview of 23 answers by the package's own code and by
// general ones.
func BenchmarkSession(b *testing.B) {
	f, s := inProgress(b)
	m := mirror{ID: s.ID(), Language: "id", Revision: s.Revision(), Position: 23,
		Attrs: map[string]string{"unit": "dinas-kesehatan", "sex": "f"}}
	for _, v := range f.Values(s)[:23] {
		m.Answers = append(m.Answers, mirrorAnswer{State: 1, Value: v})
	}
	own := s.Bytes()
	b.Run("write/own", func(b *testing.B) {
		b.ReportAllocs()
		b.ReportMetric(float64(len(own)), "bytes")
		for b.Loop() {
			s.Bytes()
		}
	})
	b.Run("read/own", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := flows.ReadSession(own); err != nil {
				b.Fatal(err)
			}
		}
	})
	benchmarkCodec(b, "cbor", m, cbor.Marshal, cbor.Unmarshal)
	benchmarkCodec(b, "json", m, json.Marshal, json.Unmarshal)
}

func benchmarkCodec(b *testing.B, name string, m mirror, write func(any) ([]byte, error),
	read func([]byte, any) error) {
	data, err := write(m)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("write/"+name, func(b *testing.B) {
		b.ReportAllocs()
		b.ReportMetric(float64(len(data)), "bytes")
		for b.Loop() {
			if _, err := write(m); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("read/"+name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var m mirror
			if err := read(data, &m); err != nil {
				b.Fatal(err)
			}
		}
	})
}
