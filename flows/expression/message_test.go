package expression_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"suara/flows/expression"
)

func TestSay(t *testing.T) {
	type word string
	inner := expression.Say("at most %d", 3)
	for _, c := range []struct {
		name string
		m    expression.Message
		want string
	}{
		{"nothing", expression.Message{}, ""},
		{"no arguments", expression.Say("a 100%% sign"), "a 100% sign"},
		{"a text that looks like a number", expression.Say("%q", "12"), `"12"`},
		{"a sign", expression.Say("%c and %q", '”', '“'), `” and '“'`},
		{"a byte", expression.Say("%c", "x"[0]), "x"},
		{"a word of another type", expression.Say("%s", word("scale")), "scale"},
		{"a message within", expression.Say("%s takes %s", "f", inner), "f takes at most 3"},
		{"a message in an error", expression.Say("not so: %s", fmt.Errorf("more: %w", inner)), "not so: at most 3"},
		{"another error", expression.Say("not so: %s", errors.New("why")), "not so: why"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.m.Error(); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			raw, err := json.Marshal(c.m)
			if err != nil {
				t.Fatal(err)
			}
			var back expression.Message
			if err := json.Unmarshal(raw, &back); err != nil || !reflect.DeepEqual(back, c.m) {
				t.Errorf("%s gives %#v, %v", raw, back, err)
			}
		})
	}
}

// FuzzMessage reads any bytes: what is taken is written back and read alike.
func FuzzMessage(f *testing.F) {
	f.Add(`{"f":"%s takes %s, not %d","a":["f",{"f":"%d to %d","a":[1,2]},3]}`)
	f.Add(`{"f":"","a":[null,1.5,{}]}`)
	f.Fuzz(func(t *testing.T, src string) {
		var m, back expression.Message
		if json.Unmarshal([]byte(src), &m) != nil {
			return
		}
		raw, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &back); err != nil || !reflect.DeepEqual(back, m) {
			t.Errorf("%s gives %#v, was %#v: %v", raw, back, m, err)
		}
	})
}
