package simulator

import "strconv"

// failure is an answer with ok false, worded as Telegram words it.
type failure struct {
	code       int
	text       string
	retryAfter int
	migrateTo  int64
}

func badRequest(text string) *failure { return &failure{code: 400, text: "Bad Request: " + text} }
func forbidden(text string) *failure  { return &failure{code: 403, text: "Forbidden: " + text} }
func conflict(text string) *failure   { return &failure{code: 409, text: "Conflict: " + text} }

func tooMany(seconds int) *failure {
	text := "Too Many Requests: retry after " + strconv.Itoa(seconds)
	return &failure{code: 429, text: text, retryAfter: seconds}
}

var (
	tooLarge      = &failure{code: 413, text: "Request Entity Too Large"}
	unauthorized  = &failure{code: 401, text: "Unauthorized"}
	noMethod      = &failure{code: 404, text: "Not Found: method not found"}
	notFound      = &failure{code: 404, text: "Not Found"}
	serverError   = &failure{code: 500, text: "Internal Server Error"}
	blockedByUser = forbidden("bot was blocked by the user")
	queryTooOld   = badRequest("query is too old and response timeout expired or query ID is invalid")
	notModified   = badRequest("message is not modified: specified new message content and reply markup " +
		"are exactly the same as a current content and reply markup of the message")
)

// append writes the whole answer.
func (f *failure) append(b []byte) []byte {
	b = append(b, `{"ok":false,"error_code":`...)
	b = strconv.AppendInt(b, int64(f.code), 10)
	b = append(b, `,"description":`...)
	b = appendQuoted(b, f.text)
	switch {
	case f.retryAfter > 0:
		b = append(b, `,"parameters":{"retry_after":`...)
		b = append(strconv.AppendInt(b, int64(f.retryAfter), 10), '}')
	case f.migrateTo != 0:
		b = append(b, `,"parameters":{"migrate_to_chat_id":`...)
		b = append(strconv.AppendInt(b, f.migrateTo, 10), '}')
	}
	return append(b, '}')
}
