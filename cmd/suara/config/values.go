package config

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

var envName = regexp.MustCompile(`\$\{([^}]*)\}`)

// text gives a scalar's text with ${NAME} taken from the environment.
func (r *reader) text(path string, n ast.Node) (string, bool) {
	raw, ok := scalar(n)
	if !ok {
		r.add(placeOf(n), "%s: one value is expected, not a list or keys", path)
		return "", false
	}
	fine := true
	out := envName.ReplaceAllStringFunc(raw, func(ref string) string {
		name := ref[2 : len(ref)-1]
		value, set := r.env(name)
		if !set {
			r.add(placeOf(n), "%s: the environment has no %s; set it or write the value here", path, printable(name))
			fine = false
		}
		return value
	})
	return strings.TrimSpace(out), fine
}

func (r *reader) intoText(to *string) readFunc {
	return func(path string, n ast.Node) {
		if s, ok := r.text(path, n); ok {
			*to = s
		}
	}
}

// intoTexts reads a list of texts.
func (r *reader) intoTexts(to *[]string) readFunc {
	return func(path string, n ast.Node) {
		*to = nil
		r.sequence(path, n, func(path string, n ast.Node) {
			if s, ok := r.text(path, n); ok {
				*to = append(*to, s)
			}
		})
	}
}

func (r *reader) intoInt(to *int) readFunc {
	return func(path string, n ast.Node) {
		if v, ok := r.whole(path, n); ok {
			*to = int(v)
		}
	}
}

func (r *reader) intoInt64(to *int64) readFunc {
	return func(path string, n ast.Node) {
		if v, ok := r.whole(path, n); ok {
			*to = v
		}
	}
}

// whole gives a scalar that is a whole number.
func (r *reader) whole(path string, n ast.Node) (int64, bool) {
	s, ok := r.text(path, n)
	if !ok {
		return 0, false
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		r.add(placeOf(n), "%s: a whole number is expected", path)
	}
	return v, err == nil
}

func (r *reader) intoBool(to *bool) readFunc {
	return func(path string, n ast.Node) {
		s, ok := r.text(path, n)
		if !ok {
			return
		}
		v, err := strconv.ParseBool(s)
		if err != nil {
			r.add(placeOf(n), "%s: true or false is expected", path)
			return
		}
		*to = v
	}
}

func (r *reader) intoFloat(to *float64) readFunc {
	return func(path string, n ast.Node) {
		s, ok := r.text(path, n)
		if !ok {
			return
		}
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			r.add(placeOf(n), "%s: a number is expected, with a dot for decimals", path)
			return
		}
		*to = v
	}
}

// intoCounts reads whole numbers by names of the file's own.
func (r *reader) intoCounts(to *map[string]int) readFunc {
	return func(path string, n ast.Node) {
		values, ok := entries(n)
		if !ok {
			r.add(placeOf(n), "%s: names with numbers are expected, such as {dinas-kesehatan: 30}", path)
			return
		}
		*to = nil
		for _, v := range values {
			name := v.Key.GetToken().Value
			if *to == nil {
				*to = map[string]int{}
			}
			if _, twice := (*to)[name]; twice {
				r.add(placeOf(v.Key), "%s: %q stands twice; keep one", path, printable(name))
			}
			r.child(join(path, name), v.Value, func(path string, n ast.Node) {
				if count, ok := r.whole(path, n); ok {
					(*to)[name] = int(count)
				}
			})
		}
	}
}
