package storage_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"suara/storage"
	"suara/survey"
)

// filled sets every field to a value of its own, so that a field without a number, or two with the
// same, don't come back.
func filled(v reflect.Value, n *int) {
	*n++
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Unix(int64(1_700_000_000+*n), 0)))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			filled(v.Field(i), n)
		}
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n) << 33)
	case reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Uint64:
		v.SetUint(uint64(*n) << 40)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			filled(v.Index(i), n)
		}
	case reflect.Map:
		value := reflect.New(v.Type().Elem()).Elem()
		filled(value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf(fmt.Sprint("key ", *n)), value)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		filled(v.Elem(), n)
	default:
		panic("no filling for " + v.Type().String())
	}
}

func TestCodecKeepsEveryField(t *testing.T) {
	kinds := []any{survey.Unit{}, survey.Respondent{}, survey.Wave{}, survey.Invitation{}, survey.Comment{},
		storage.Submission{}, storage.Chat{}, storage.Code{}, storage.Message{}, storage.DeadLetter{},
		storage.Pending{}, storage.AuditEntry{}, storage.File{}}
	for _, kind := range kinds {
		t.Run(fmt.Sprintf("%T", kind), func(t *testing.T) {
			of := reflect.TypeOf(kind)
			want, got, zero := reflect.New(of), reflect.New(of), reflect.New(of)
			filled(want.Elem(), new(int))
			roundTrip(t, want.Interface(), got.Interface())
			roundTrip(t, kind, zero.Interface())
		})
	}
}

func roundTrip(t *testing.T, want, got any) {
	t.Helper()
	raw, err := storage.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	if err := storage.Decode(raw, got); err != nil {
		t.Fatal(err)
	}
	a, b := reflect.Indirect(reflect.ValueOf(want)), reflect.Indirect(reflect.ValueOf(got))
	if !reflect.DeepEqual(a.Interface(), b.Interface()) {
		t.Errorf("got %+v\nwant %+v", b, a)
	}
}

// Times keep a fraction of a second, good to a microsecond: replies are timed by it.
func TestCodecTimes(t *testing.T) {
	for _, at := range []time.Time{{}, noon, noon.Add(123456789), noon.Add(-time.Nanosecond)} {
		raw, err := storage.Encode(storage.AuditEntry{At: at})
		if err != nil {
			t.Fatal(err)
		}
		var got storage.AuditEntry
		if err := storage.Decode(raw, &got); err != nil {
			t.Fatal(err)
		}
		if got.At.IsZero() != at.IsZero() || got.At.Sub(at).Abs() > time.Microsecond {
			t.Errorf("%v came back as %v", at, got.At)
		}
	}
}

// What a later program adds is ignored, what an earlier one lacked is zero.
func TestCodecUnknownAndMissingFields(t *testing.T) {
	raw, err := storage.Encode(map[int]any{1: "a", 99: []string{"later"}})
	if err != nil {
		t.Fatal(err)
	}
	var c survey.Comment
	if err := storage.Decode(raw, &c); err != nil || c != (survey.Comment{Item: "a"}) {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestCodecTextsThatAreNoUTF8(t *testing.T) {
	s := open(t, newPath(t))
	update(t, s, func(tx *storage.Tx) error {
		return tx.PutRespondent(survey.Respondent{ID: 1, Key: "k", Name: "Ren\xe9"})
	})
	view(t, s, func(tx *storage.Tx) error {
		r, err := tx.Respondent(1)
		if r.Name != "Ren\xe9" {
			t.Errorf("name %q", r.Name)
		}
		return err
	})
}

func FuzzDecode(f *testing.F) {
	for _, v := range []any{chat, invitation, hidden, submission} {
		raw, err := storage.Encode(v)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var sub storage.Submission
		if storage.Decode(raw, &sub) != nil {
			return
		}
		again, err := storage.Encode(sub)
		if err != nil {
			t.Fatal(err)
		}
		var second storage.Submission
		if err := storage.Decode(again, &second); err != nil {
			t.Fatal(err)
		}
	})
}

func benchmarkRecords() map[string]any {
	values := make([]string, 24)
	for i := range values {
		values[i] = fmt.Sprint(1 + i%5)
	}
	wave := hidden
	wave.Units = make([]survey.Unit, 35)
	for i := range wave.Units {
		id := fmt.Sprintf("dinas-%02d", i)
		wave.Units[i] = survey.Unit{ID: survey.UnitID(id), Name: "Dinas Contoh " + id, Order: i}
	}
	return map[string]any{
		"Chat": storage.Chat{Respondent: 4711, Language: "id", Seq: 57, Live: 1234567,
			Screen: storage.Screen{Name: "question", Wave: hidden.ID}},
		"Invitation": survey.Invitation{Unit: "dinas-pendidikan", Reach: survey.ReachDelivered,
			Progress: survey.Started, Reminders: 1, LastPrompt: noon, Notice: "n1"},
		"Wave": wave,
		"Submission": storage.Submission{Response: survey.Response{ID: "9f86d081884c7d659a2feaa0c55ad015",
			Unit: "dinas-pendidikan", Flow: "berakhlak-3f2a9c", Values: values}},
	}
}

// BenchmarkCodec writes and reads each record once a round, with CBOR as stored and with JSON.
func BenchmarkCodec(b *testing.B) {
	type codec struct {
		name   string
		encode func(any) ([]byte, error)
		decode func([]byte, any) error
	}
	codecs := []codec{{"cbor", storage.Encode, storage.Decode}, {"json", json.Marshal, json.Unmarshal}}
	for name, v := range benchmarkRecords() {
		for _, c := range codecs {
			b.Run(name+"/"+c.name, func(b *testing.B) {
				b.ReportAllocs()
				size := 0
				for b.Loop() {
					raw, err := c.encode(v)
					if err != nil {
						b.Fatal(err)
					}
					size = len(raw)
					if err := c.decode(raw, reflect.New(reflect.TypeOf(v)).Interface()); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(size), "bytes")
			})
		}
	}
}
