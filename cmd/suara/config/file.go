package config

// File is the configuration as written in the file, over the defaults.
type File struct {
	Telegram     Telegram
	Admin        Admin
	Organisation Organisation
	Storage      Storage
	Privacy      Privacy
	Limits       Limits
	HTTP         HTTP
	Registration Registration
	Surveys      []Survey
}

// Telegram says how to reach the Bot API.
type Telegram struct {
	Token    string // as @BotFather gave it: digits, a colon, letters
	APIURL   string // without a slash at the end
	Mode     string // how updates come in: polling or webhook
	Rich     string // whether tables go as rich messages: auto, on or off
	Username string // of the bot, without @; empty: as Telegram says
	Webhook  Webhook
}

// Webhook says where Telegram brings updates in the mode webhook.
type Webhook struct {
	Listen string // HOST:PORT or :PORT
	URL    string // as Telegram reaches it
	Secret string // in a header of every request
	Cert   string // file, PEM; empty: a reverse proxy speaks TLS
	Key    string // file, PEM
}

// Admin names the admin group and the owners.
type Admin struct {
	GroupID int64   // negative; 0: bound by a command in the group
	TopicID int     // in the group; 0: none
	Owners  []int64 // Telegram accounts
}

// Organisation describes who fields the surveys.
type Organisation struct {
	Name         string // as respondents see it
	Timezone     string // IANA, such as Asia/Jayapura
	Language     string // id or en
	WorkingHours string // 07:30-16:00, in Timezone
	Holidays     []Holiday
	Contact      string // for questions, in notices
	Letter       string // number of the official letter that announces the survey
	Phrase       string // printed in that letter, so that people can tell this bot from an imitation
}

// Holiday is one day without prompts.
type Holiday struct {
	Date string // 2027-08-17
	Name string
}

// Storage says where the database, its backups and sent files are.
type Storage struct {
	Path   string // file
	Backup Backup
	Files  Files
}

// Files says where the photos and documents that people send as answers are kept, and what is taken.
type Files struct {
	Dir          string
	Types        []string // endings of file names, without the point
	MaxMegabytes int      // of one file, at most 20: bots can't fetch larger ones
}

// Backup plans backups.
type Backup struct {
	Dir      string // empty: none by themselves
	Schedule string // cron, in the organisation's zone
	Keep     int    // backups; older ones are deleted
}

// HTTP says where the state of the system can be asked for.
type HTTP struct {
	Listen string // HOST:PORT or :PORT; empty: nowhere
}

// Privacy holds the rules of confidentiality that an organisation may tighten.
type Privacy struct {
	MinGroup      int // answers that a figure stands on at least
	RetentionDays int // from a wave's closing
}

// Registration says how people register.
type Registration struct {
	CodeDays int // how long a personal code is good for; 0: for ever
}

// Limits is the pace of sending, in messages.
type Limits struct {
	GlobalPerSecond float64 // over all chats
	ChatPerSecond   float64 // in one private chat
	GroupPerMinute  int     // in one group
}

// Survey is a standing survey. Cron expressions are in the organisation's zone; durations are written
// as 14d, 6h or 10m.
type Survey struct {
	ID            string // a-z, 0-9 and -, at most [LongestID] bytes
	Flow          string // file, or [LibraryPrefix] and a name; empty: library:ID
	Mode          string // anonymous, confidential or identified
	Open          string // cron; empty: by command only
	Duration      string // of a wave
	Reminders     string // cron
	MaxReminders  int    // to one person in one wave
	ReminderGap   int    // working days since the last prompt to that person
	Grace         string // how long a scheduled closing waits for answers under way
	CatchUp       string // how late a missed reminder or summary is still sent
	Summary       string // cron
	RetentionDays int    // from a wave's closing; 0: as privacy.retention_days
	Minimum       Minimum

	ReviewComments bool // an admin looks through comments before they are shown
	Approval       Approval
}

// Approval says whether a leader must approve an opening, after a preview and a pilot.
type Approval struct {
	Required bool
	Leader   string // empty: whoever is named
	Pilot    int    // people who must have finished the test interview
}

// Minimum is how many complete responses a survey asks for; 0: none.
type Minimum struct {
	Organisation int
	Unit         int            // of each unit at the top of the tree
	Units        map[string]int // of single units, by id
}
