package flows

import (
	"slices"
	"strings"
)

// perhaps names the known word that was most likely meant, as an addition to a message; it says nothing where none
// is near enough.
func (l *loader) perhaps(word string, known []string) Message {
	const longest = 24 // comparing longer words takes more time than it helps
	if len(word) > longest || len(l.problems) >= maxProblems {
		return Message{}
	}
	best, nearest := "", 1+len([]rune(word))/3
	for _, k := range known {
		if len(k) > longest {
			continue
		}
		if d := distance(word, k); d < nearest {
			best, nearest = k, d
		}
	}
	begins := func(k string) bool { return len(word) > 2 && strings.HasPrefix(k, word) }
	if i := slices.IndexFunc(known, begins); best == "" && i >= 0 {
		best = known[i]
	}
	if best == "" {
		return Message{}
	}
	return Say(" (perhaps %s?)", best)
}

// distance counts the letters to add, drop, replace or exchange with their neighbour to make one word of
// another (optimal string alignment).
func distance(one, other string) int {
	a, b := []rune(one), []rune(other)
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			differs := 1
			if a[i-1] == b[j-1] {
				differs = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+differs)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
