package main

import (
	"suara/bot"
	"suara/delivery"
)

// Config is the configuration as written in the file, over the defaults. [checkConfig] turns it
// into what the parts need.
type Config struct {
	Telegram     TelegramConfig
	Admin        AdminConfig
	Organisation OrganisationConfig
	Storage      StorageConfig
	Privacy      PrivacyConfig
	Limits       LimitsConfig
	HTTP         HTTPConfig
	Registration RegistrationConfig
	Surveys      []SurveyConfig
}

// TelegramConfig says how to reach the Bot API.
type TelegramConfig struct {
	Token    string
	APIURL   string
	Mode     string
	Rich     string // whether tables go as rich messages: auto, on or off
	Username string // of the bot, without @; empty: as Telegram says
	Webhook  WebhookConfig
}

// WebhookConfig says where Telegram brings updates in the mode webhook.
type WebhookConfig struct {
	Listen string
	URL    string
	Secret string
	Cert   string // empty: a reverse proxy speaks TLS
	Key    string
}

// AdminConfig names the admin group and the owners.
type AdminConfig struct {
	GroupID int64
	TopicID int
	Owners  []int64
}

// OrganisationConfig describes who fields the surveys.
type OrganisationConfig struct {
	Name         string
	Timezone     string
	Language     string
	WorkingHours string
	Holidays     []HolidayConfig
	Contact      string
	Letter       string
	Phrase       string
}

// HolidayConfig is one day without prompts.
type HolidayConfig struct{ Date, Name string }

// StorageConfig says where the database and its backups are.
type StorageConfig struct {
	Path   string
	Backup BackupConfig
	Files  FilesConfig
}

// FilesConfig says where the photos and documents that people send as answers are kept, and what is taken.
type FilesConfig struct {
	Dir          string
	Types        []string // endings of file names, without the point
	MaxMegabytes int      // of one file, at most 20: bots can't fetch larger ones
}

// BackupConfig plans backups.
type BackupConfig struct {
	Dir      string // empty: none by themselves
	Schedule string
	Keep     int
}

// HTTPConfig says where the state of the system can be asked for.
type HTTPConfig struct{ Listen string }

// PrivacyConfig holds the rules of confidentiality that an organisation may tighten.
type PrivacyConfig struct{ MinGroup, RetentionDays int }

// RegistrationConfig says how people register.
type RegistrationConfig struct {
	CodeDays int // how long a personal code is good for; 0: for ever
}

// LimitsConfig is the pace of sending.
type LimitsConfig struct {
	GlobalPerSecond float64
	ChatPerSecond   float64
	GroupPerMinute  int
}

// SurveyConfig is a standing survey.
type SurveyConfig struct {
	ID            string
	Flow          string // empty: library:ID
	Mode          string
	Open          string
	Duration      string
	Reminders     string
	MaxReminders  int
	ReminderGap   int
	Grace         string
	CatchUp       string
	Summary       string
	RetentionDays int // 0: as privacy.retention_days
	Minimum       MinimumConfig

	ReviewComments bool
	Approval       ApprovalConfig
}

// ApprovalConfig says whether a leader must approve an opening, after a preview and a pilot.
type ApprovalConfig struct {
	Required bool
	Leader   string // empty: whoever is named
	Pilot    int    // people who must have finished the test interview
}

// MinimumConfig is how many complete responses a survey asks for; 0: none.
type MinimumConfig struct {
	Organisation int
	Unit         int            // of each unit at the top of the tree
	Units        map[string]int // of single units, by id
}

// Default is the configuration where the file says nothing.
func Default() Config {
	berakhlak := defaultSurvey()
	berakhlak.ID, berakhlak.Flow = "berakhlak", "library:berakhlak"
	return Config{
		Telegram:     TelegramConfig{APIURL: "https://api.telegram.org", Mode: "polling", Rich: string(bot.RichAuto)},
		Organisation: OrganisationConfig{Timezone: "Asia/Jayapura", Language: "id", WorkingHours: "07:30-16:00"},
		Storage:      defaultStorage(),
		Privacy:      PrivacyConfig{MinGroup: 5, RetentionDays: 365},
		Registration: RegistrationConfig{CodeDays: 90},
		Limits:       LimitsConfig(delivery.DefaultLimits()),
		Surveys:      []SurveyConfig{berakhlak},
	}
}

func defaultStorage() StorageConfig {
	return StorageConfig{
		Path: "data/suara.db", Backup: BackupConfig{Schedule: "30 1 * * *", Keep: 14},
		Files: FilesConfig{
			Dir: "data/files", MaxMegabytes: 10,
			Types: []string{"jpg", "png", "webp", "pdf", "docx", "xlsx", "pptx"},
		},
	}
}

// defaultSurvey is a listed survey where the file says nothing.
func defaultSurvey() SurveyConfig {
	return SurveyConfig{
		Mode: "anonymous", Duration: "14d", Reminders: "0 10 * * MON-FRI", MaxReminders: 2,
		ReminderGap: 2, Grace: "10m", CatchUp: "6h", Summary: "0 16 * * TUE,FRI", Approval: ApprovalConfig{Pilot: 1},
	}
}
