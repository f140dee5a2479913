package simulator

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Fail makes the next calls that match f go wrong. Faults are used up in the order
// in which they were given.
func (s *Server) Fail(f Fault) {
	f.Times = cmp.Or(f.Times, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// Heal forgets every fault that has not happened yet.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// takeFault returns the fault of a call, "" if there is none, and uses it up.
func (s *Server) takeFault(method string, chat int64) (kind, value string) {
	for i, f := range s.faults {
		if f.Method != "" && !strings.EqualFold(f.Method, method) || f.Chat != 0 && f.Chat != chat {
			continue
		}
		if f.Times--; f.Times <= 0 {
			s.faults = slices.Delete(s.faults, i, i+1)
		}
		kind, value, _ = strings.Cut(f.Kind, ":")
		return kind, value
	}
	return "", ""
}

// faultFailure is the answer of a fault that refuses a call without handling it.
func faultFailure(kind, value string) *failure {
	switch kind {
	case "500":
		return serverError
	case "400":
		return badRequest(strings.TrimPrefix(value, "Bad Request: "))
	case "403":
		return blockedByUser
	case "429":
		seconds, _ := strconv.Atoi(value)
		return tooMany(max(seconds, 1))
	}
	return nil
}
