package archive

import (
	"reflect"
	"testing"
)

func TestExplanationStandsInEveryLanguage(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		v := reflect.ValueOf(textsIn(lang))
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("%s: %s has no words", lang, v.Type().Field(i).Name)
			}
		}
		for file := range textsIn("").of {
			if textsIn(lang).of[file] == "" {
				t.Errorf("%s: nothing is said of %s", lang, file)
			}
		}
	}
}
