package flows

import "slices"

// AttributeUnitName is the name of the respondent's unit as people read it, besides the unit's id.
const AttributeUnitName = "unit_name"

// attributes are what a flow may know of the respondent besides the answers.
var attributes = []string{"unit", AttributeUnitName, "position", "rank", "sex"}

// sexes are the values of the attribute sex as people read them.
var sexes = map[string]Text{
	"m": {"id": "laki-laki", "en": "male"},
	"f": {"id": "perempuan", "en": "female"},
}

func isAttribute(name string) bool {
	for _, a := range attributes {
		if a == name {
			return true
		}
	}
	return false
}

// attribute gives one of the respondent; empty where it is not known.
func (s *Session) attribute(name string) string {
	for _, a := range s.attributes {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// readableAttribute writes an attribute for people.
func (s *Session) readableAttribute(name string) string {
	value := s.attribute(name)
	switch name {
	case "unit":
		if long := s.attribute(AttributeUnitName); long != "" {
			return long
		}
	case "sex":
		if t, ok := sexes[value]; ok {
			return t.In(s.lang)
		}
	}
	return value
}

// AttributeNames lists what a flow may know of the respondent besides the answers.
func AttributeNames() []string { return slices.Clone(attributes) }
