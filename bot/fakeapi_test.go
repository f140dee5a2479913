package bot_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// request is one call that arrived at the fake Bot API.
type request struct {
	Method string
	Params map[string]any
}

// fakeAPI is a Bot API that notes what is asked and answers as it is told.
type fakeAPI struct {
	mu     sync.Mutex
	asked  []request
	answer func(request) string // JSON; nil or "": the next message id
	next   int
}

func (f *fakeAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := request{Method: r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:], Params: map[string]any{}}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			panic(err)
		}
		for k, v := range r.MultipartForm.Value {
			q.Params[k] = v[0]
		}
		for k, v := range r.MultipartForm.File {
			file, _ := v[0].Open()
			data, _ := io.ReadAll(file)
			q.Params[k], q.Params[k+" name"] = string(data), v[0].Filename
		}
	} else if err := json.NewDecoder(r.Body).Decode(&q.Params); err != nil {
		panic(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, q)
	if f.answer != nil {
		if a := f.answer(q); a != "" {
			fmt.Fprint(w, a)
			return
		}
	}
	f.next++
	result := fmt.Sprintf(`{"message_id":%d}`, 100+f.next)
	if !strings.HasPrefix(q.Method, "send") && !strings.HasPrefix(q.Method, "editMessage") {
		result = "true"
	}
	fmt.Fprintf(w, `{"ok":true,"result":%s}`, result)
}

func (f *fakeAPI) take() []request {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.asked
	f.asked = nil
	return all
}

func refusal(code int, description string) string {
	return fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q}`, code, description)
}
