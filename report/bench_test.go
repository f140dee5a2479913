package report_test

import (
	"fmt"
	"testing"

	"suara/survey"
)

// synthetic yields n responses of 24 items over 40 units without keeping any.
func synthetic(n int) func(yield func(survey.Response) bool) {
	return func(yield func(survey.Response) bool) {
		digits := [5]string{"1", "2", "3", "4", "5"}
		var us [40]survey.UnitID
		for i := range us {
			us[i] = survey.UnitID(fmt.Sprint("u", i))
		}
		values := make([]string, 23)
		state := uint32(1)
		for range n {
			for i := range 21 {
				state = state*1664525 + 1013904223
				values[i] = digits[state>>16%5]
			}
			values[21], values[22] = "baru", ""
			if state>>20%16 == 0 {
				values[3] = survey.Skipped
			}
			if !yield(survey.Response{Unit: us[state>>8%40], Values: values}) {
				return
			}
		}
	}
}

func BenchmarkCompute(b *testing.B) {
	f := load(b, likert("range100", 7, 3))
	var us []survey.Unit
	for i := range 40 {
		us = append(us, survey.Unit{ID: survey.UnitID(fmt.Sprint("u", i)), Name: fmt.Sprint("Unit ", i), Order: i})
	}
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				in := input(f, us, nil)
				in.Responses = synthetic(n)
				if r := compute(b, in); *r.Index.N < n*9/10 {
					b.Fatal(*r.Index.N)
				}
			}
		})
	}
}
