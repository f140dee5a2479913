package fielding

import (
	"fmt"
	"runtime"
	"strings"
)

// place is where a panic happened: functions and lines, from the innermost on. The runtime's own trace
// would print the values that functions were called with, and so accounts and chats.
func place() string {
	var callers [32]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers[:])])
	var b strings.Builder
	for {
		f, more := frames.Next()
		fmt.Fprintf(&b, "%s %s:%d\n", f.Function, f.File[strings.LastIndexByte(f.File, '/')+1:], f.Line)
		if !more {
			return strings.TrimSuffix(b.String(), "\n")
		}
	}
}
