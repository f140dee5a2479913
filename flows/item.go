package flows

import (
	"strconv"

	"suara/flows/expression"
	"suara/flows/source"
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
	// TypeNote tells something and waits until it is read; picture names a PNG or JPEG beside the flow's
	// file that is shown above it.
	//
	//	{id: pengantar, type: note, picture: denah.png, text: {id: Bagian berikut tentang Anda., en: Next about you.}}
	TypeNote ItemType = "note"
	// TypeTime asks for a time of day to be typed.
	//
	//	{id: pulang, type: time, min: "12:00", text: {id: Jam berapa Anda pulang?, en: When do you leave?}}
	TypeTime ItemType = "time"
	// TypeMatrix is several items that share a scale, asked one by one under one heading. Loading
	// turns each row into an item of type scale; no item of this type is left.
	//
	//	id: sarana
	//	type: matrix
	//	scale: agree5
	//	text: {id: Sarana di kantor saya memadai., en: My office has good facilities.}
	//	rows:
	//	  - {id: sarana_ruang, text: {id: Ruang kerja, en: Rooms}}
	//	  - {id: sarana_alat, text: {id: Peralatan, en: Equipment}, reverse: true}
	TypeMatrix ItemType = "matrix"
	// TypeRanking asks for options to be tapped in order; max_select asks for the first few only.
	//
	//	id: prioritas
	//	type: ranking
	//	max_select: 2
	//	text: {id: Apa yang paling penting?, en: What matters most?}
	//	options:
	//	  - {value: gaji, label: {id: Gaji, en: Pay}}
	//	  - {value: karier, label: {id: Karier, en: Career}}
	//	  - {value: ruang, label: {id: Ruang kerja, en: Rooms}}
	TypeRanking ItemType = "ranking"
	// TypeEmail asks for an e-mail address, in identified surveys only.
	//
	//	{id: surel, type: email, text: {id: Apa alamat surel Anda?, en: What is your e-mail address?}}
	TypeEmail ItemType = "email"
	// TypePhone asks for a telephone number, in identified surveys only; it is kept as +62….
	//
	//	{id: telepon, type: phone, text: {id: Berapa nomor telepon Anda?, en: What is your number?}}
	TypePhone ItemType = "phone"
	// TypePhoto asks for a photo to be sent in the chat, in identified surveys only. The answer is the name
	// under which the photo is kept.
	//
	//	{id: kantor, type: photo, optional: true, text: {id: Kirim foto ruang kerja Anda., en: Send a photo of your room.}}
	TypePhoto ItemType = "photo"
	// TypeFile asks for a document to be sent in the chat, in identified surveys only.
	//
	//	{id: surat, type: file, text: {id: Kirim surat tugas Anda., en: Send your letter of assignment.}}
	TypeFile ItemType = "file"
	// TypeLocation asks for a place to be sent in the chat, in identified surveys only.
	//
	//	{id: lokasi, type: location, text: {id: Di mana kantor Anda?, en: Where is your office?}}
	TypeLocation ItemType = "location"
	// TypeCalculate stores what an expression comes to. It is never shown.
	//
	//	{id: lama, type: calculate, value: "2026 - 1999"}
	TypeCalculate ItemType = "calculate"
	// TypeHidden stores a constant, as value, or an attribute of the respondent. It is never shown.
	//
	//	{id: golongan, type: hidden, attribute: rank}
	TypeHidden ItemType = "hidden"
)

// OtherValue is the value of the option that asks to specify; it stands in exports.
const OtherValue = "other"

// Item is one question, a note between questions, or a value that nobody is asked for.
type Item struct {
	ID       string
	Type     ItemType
	Section  string   // id of its section; empty: none
	Matrix   string   // id of the matrix that the item was a row of; empty: none
	Heading  Text     // of that matrix
	Text     Text     // without markup; earlier answers in it stand as …
	Hint     Text     // optional: a second line on how to answer
	Scale    string   // name of the scale of a scale item
	Options  []Option // all that can be pressed: the scale's, yes and no, 0 to 10, with other last
	Optional bool     // can be skipped; segments always can
	Segment  bool     // groups the results
	Reverse  bool     // stored as pressed, flipped when scored
	Other    bool     // the last option asks to specify
	Shuffle  bool     // the options stand in another order for each interview
	Also     []string // special answers that can be pressed, as exported: [NotApplicable] and others

	When     *expression.Expr // nil: always relevant, as far as its sections are
	Required *expression.Expr // nil: Optional decides; else it can be skipped unless this holds
	Check    *expression.Expr // nil: no check; "." is the answer
	Say      Text             // said where Check does not hold
	Filter   *expression.Expr // nil: all options are offered; "." is the option's value

	Whole                bool     // number: no decimals
	Min, Max             *float64 // number: limits, both included
	MinDate, MaxDate     string   // date: limits as YYYY-MM-DD, both included; empty: none
	MinTime, MaxTime     string   // time: limits as HH:MM, both included; empty: none
	MinLength, MaxLength int      // text: in characters; MaxLength 0: as much as a message holds
	MinSelect, MaxSelect int      // choices, ranking: how many are to be ticked; MaxSelect 0: any number, in a ranking all

	Default     string           // answer that stands until another is given, in export form; empty: none
	DefaultFrom *expression.Expr // the same, computed
	Value       *expression.Expr // calculate: what is stored
	Constant    string           // hidden: what is stored
	Attribute   string           // hidden: the attribute that is stored
	Picture     string           // note: path of the picture from the flow's file, with slashes; empty: none

	Line, Column int // where the item begins in its file

	gates     []int // conditions of its sections and its matrix, by place in the flow's gates
	narrows   bool  // some option has a condition, or there is a filter
	richText  Text  // Text as written, where it has markup or earlier answers
	richHint  Text
	richAbove Text // of Heading
}

// Score returns the option's numeric value; false where its value is no number.
func (o Option) Score() (float64, bool) {
	n, err := strconv.ParseInt(o.Value, 10, 32)
	return float64(n), err == nil
}

// Silent tells whether the item is never shown: its value is computed.
func (i *Item) Silent() bool { return i.Type == TypeCalculate || i.Type == TypeHidden }

// place is where the item begins in its file.
func (i *Item) place() source.Place { return source.Place{Line: i.Line, Column: i.Column} }

// answerable tells whether people answer the item.
func (i *Item) answerable() bool { return !i.Silent() && i.Type != TypeNote }

// many tells whether several options are answered, one after the other.
func (i *Item) many() bool { return i.Type == TypeChoices || i.Type == TypeRanking }

// Filed tells whether the item is answered by a file, whose name is the value.
func (i *Item) Filed() bool { return i.Type == TypePhoto || i.Type == TypeFile }

// sent tells whether the item is answered by something that is neither pressed nor typed.
func (i *Item) sent() bool { return i.Filed() || i.Type == TypeLocation }

// Pressed tells whether the item is answered by buttons.
func (i *Item) Pressed() bool { return len(i.Options) > 0 }

// OptionValues lists the values of the options in their order.
func (i *Item) OptionValues() []string {
	values := make([]string, len(i.Options))
	for n, o := range i.Options {
		values[n] = o.Value
	}
	return values
}

// option returns the place of the option of that value, -1 where there is none.
func (i *Item) option(value string) int {
	for n := range i.Options {
		if i.Options[n].Value == value {
			return n
		}
	}
	return -1
}
