package report

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Lanes give the sums that float64 gives, also after more people than a lane can hold.
func TestLanesSumAsFloatsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(1, 13).Draw(t, "columns")
		largest := rapid.SampledFrom([]int{1, 5, 10, 255}).Draw(t, "largest")
		plain, four := newMoments(k), newMoments(k)
		four.lanes = newLanes(k, largest)
		people := rapid.IntRange(0, 3).Draw(t, "rounds")*four.lanes.most + rapid.IntRange(0, 5).Draw(t, "more")
		if largest == 1 {
			people = min(people, 500)
		}
		seed := rapid.Uint32().Draw(t, "seed")
		row, values, packed := make([]float64, k), make([]uint64, k), make([]uint64, (k+3)/4)
		for range people {
			clear(packed)
			for c := range k {
				seed = seed*1664525 + 1013904223
				v := uint64(seed>>16) % uint64(largest+1)
				if seed>>28 == 0 {
					v = uint64(largest)
				}
				row[c], values[c] = float64(v), v
				packed[c/4] |= v << (laneBits * (c % 4))
			}
			plain.addWhole(row)
			four.addLanes(values, packed)
		}
		sum := newMoments(k)
		sum.merge(four)
		if sum.whole != plain.whole || !slices.Equal(sum.wholeSum, plain.wholeSum) ||
			!slices.Equal(sum.wholeProduct, plain.wholeProduct) {
			t.Fatalf("%v people: %v, want %v", people, sum.wholeProduct, plain.wholeProduct)
		}
	})
}

func TestLanesAreForSmallWholeNumbers(t *testing.T) {
	for largest, want := range map[int]int{-1: 0, 256: 0, 255: 1, 10: 655, 5: 2621, 0: 65535} {
		if got := newLanes(3, largest).most; got != want {
			t.Errorf("largest value %d: %d people, want %d", largest, got, want)
		}
	}
}
