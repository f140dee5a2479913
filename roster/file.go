package roster

// The columns of a roster, by the names that the header of a file has after aliases are resolved.
const (
	ColKey      = "nip"
	ColName     = "name"
	ColUnit     = "unit"
	ColParent   = "parent_unit"
	ColPosition = "position"
	ColRank     = "rank"
	ColSex      = "sex"
	ColPhone    = "phone"
	ColTimezone = "timezone"
)

// Row is one usable row of a file, its values brought into the roster's form.
type Row struct {
	Line       int // 1-based row as a person sees it in a spreadsheet
	Key        string
	Name       string
	Unit       string
	ParentUnit string
	Position   string
	Rank       string
	Sex        string // "m", "f" or empty
	Phone      string // +62…
	Timezone   string // IANA name or empty
	Warnings   []string

	WarningsIndonesian []string // the same warnings
}

func (r *Row) warn(odd ...*reason) {
	for _, why := range odd {
		r.Warnings = append(r.Warnings, why.en)
		r.WarningsIndonesian = append(r.WarningsIndonesian, why.id)
	}
}

// Rejection is one row that was not taken, with the reason and how to mend it.
type Rejection struct {
	Row    int    `json:"row"` // 1-based row as a person sees it in a spreadsheet
	Value  string `json:"value"`
	Reason string `json:"reason"`

	ReasonIndonesian string `json:"-"` // the same reason for the people in the admin group
}

// File is what a roster file holds.
type File struct {
	Rows     []Row
	Rejected []Rejection
	Warnings []string          // about the file as a whole, in English
	Header   map[string]string // our column → the header found for it
	Dropped  []string          // headers of columns that are not kept
	Sheet    string            // of an XLSX file: the sheet that was read

	WarningsIndonesian []string // the same warnings

	named keySet // keys and names of rejected rows: their people are not absent
}

// keySet remembers who is named in rows that could not be taken.
type keySet struct{ keys, names map[string]bool }

func (f *File) warn(why *reason) {
	f.Warnings = append(f.Warnings, why.en)
	f.WarningsIndonesian = append(f.WarningsIndonesian, why.id)
}

// FileError says why nothing of a file can be imported, where, and how to mend it.
type FileError struct {
	Message    string // English
	Indonesian string
}

// Error gives the English message.
func (e *FileError) Error() string { return e.Message }
