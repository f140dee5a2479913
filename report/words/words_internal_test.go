package words

import (
	"reflect"
	"testing"
)

func TestWordsOfFilesStandInEveryLanguage(t *testing.T) {
	for _, lang := range []string{"id", "en"} {
		for _, texts := range []any{labelsIn(lang), phrasesIn(lang), sentencesIn(lang), formulaWordsIn(lang)} {
			v := reflect.ValueOf(texts)
			for i := range v.NumField() {
				if v.Field(i).IsZero() {
					t.Errorf("%s: %s has no words", lang, v.Type().Field(i).Name)
				}
			}
		}
	}
}

func TestColourScaleOfEqualScores(t *testing.T) {
	for _, row := range []struct{ lo, hi, wantLo, wantHi float64 }{
		{50, 50, 50, 80}, {0, 0, 0, 30}, {100, 100, 70, 100}, {42, 58, 40, 70}, {3, 97, 0, 100},
	} {
		g := Grid{Lo: row.lo, Hi: row.hi}
		g.widen([2]float64{0, 100})
		if g.Lo != row.wantLo || g.Hi != row.wantHi {
			t.Errorf("%v to %v: colours from %v to %v", row.lo, row.hi, g.Lo, g.Hi)
		}
	}
}
