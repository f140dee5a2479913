package flows

import (
	"strconv"

	"suara/flows/expression"
)

// ItemType says how an item is answered.
type ItemType string

// The item types, each with an example of its definition.
const (
	// TypeScale asks for one option of a scale that items share.
	//
	//	{id: bp1, type: scale, scale: agree5, text: {id: Pegawai ramah., en: Employees are friendly.}}
	TypeScale ItemType = "scale"
	// TypeChoice asks for one option of its own; other adds one that asks to specify.
	//
	//	id: jabatan
	//	type: choice
	//	segment: true
	//	text: {id: Apa jenis jabatan Anda?, en: What is your type of position?}
	//	options:
	//	  - {value: struktural, label: {id: Struktural, en: Managerial}}
	//	  - {value: pelaksana, label: {id: Pelaksana, en: General staff}}
	//	other: true
	TypeChoice ItemType = "choice"
	// TypeChoices asks for any of its options.
	//
	//	id: media
	//	type: choices
	//	min_select: 1
	//	max_select: 2
	//	text: {id: Dari mana Anda mendapat kabar?, en: Where do you get news from?}
	//	options:
	//	  - {value: radio, label: {id: Radio, en: Radio}}
	//	  - {value: tv, label: {id: Televisi, en: Television}}
	//	  - {value: koran, label: {id: Koran, en: Newspaper}}
	TypeChoices ItemType = "choices"
	// TypeYesNo asks for yes or no; yes counts as favourable.
	//
	//	{id: hadir, type: yesno, text: {id: Apakah Anda hadir?, en: Were you present?}}
	TypeYesNo ItemType = "yesno"
	// TypeNPS asks for 0 to 10, how likely one is to recommend.
	//
	//	{id: enps, type: nps, text: {id: Seberapa mungkin?, en: How likely?}}
	TypeNPS ItemType = "nps"
	// TypeNumber asks for a number to be typed.
	//
	//	{id: usia, type: number, whole: true, min: 17, max: 70, text: {id: Berapa usia Anda?, en: Your age?}}
	TypeNumber ItemType = "number"
	// TypeText asks for words.
	//
	//	{id: saran, type: text, max_length: 500, optional: true, text: {id: Saran Anda?, en: Your advice?}}
	TypeText ItemType = "text"
	// TypeDate asks for a date to be typed.
	//
	//	{id: mulai, type: date, min: 1970-01-01, text: {id: Kapan mulai bekerja?, en: When did you begin?}}
	TypeDate ItemType = "date"
	// TypeNote tells something and waits until it is read.
	//
	//	{id: pengantar, type: note, text: {id: Bagian berikut tentang Anda., en: Next about you.}}
	TypeNote ItemType = "note"
)

// OtherValue is the value of the option that asks to specify; it stands in exports.
const OtherValue = "other"

// Item is one question, or a note between questions.
type Item struct {
	ID       string
	Type     ItemType
	Section  string // id of its section; empty: none
	Text     Text
	Hint     Text     // optional: a second line on how to answer
	Scale    string   // name of the scale of a scale item
	Options  []Option // all that can be pressed: the scale's, yes and no, 0 to 10, with other last
	Optional bool     // can be skipped; segments always can
	Segment  bool     // groups the results
	Reverse  bool     // stored as pressed, flipped when scored
	Other    bool     // the last option asks to specify

	When  *expression.Expr // nil: always relevant
	Check *expression.Expr // nil: no check; "." is the answer
	Say   Text             // said where Check does not hold

	Whole                bool     // number: no decimals
	Min, Max             *float64 // number: limits, both included
	MinDate, MaxDate     string   // date: limits as YYYY-MM-DD, both included; empty: none
	MinLength, MaxLength int      // text: in characters; MaxLength 0: as much as a message holds
	MinSelect, MaxSelect int      // choices: how many are to be ticked; MaxSelect 0: any number

	Line, Column int // where the item begins in its file
}

// Score returns the option's numeric value; false where its value is no number.
func (o Option) Score() (float64, bool) {
	n, err := strconv.ParseInt(o.Value, 10, 32)
	return float64(n), err == nil
}

// Pressed tells whether the item is answered by buttons.
func (i *Item) Pressed() bool { return len(i.Options) > 0 }

// option returns the place of the option of that value, -1 where there is none.
func (i *Item) option(value string) int {
	for n := range i.Options {
		if i.Options[n].Value == value {
			return n
		}
	}
	return -1
}
