package config

import "suara/delivery"

// defaultFile is the configuration where the file says nothing; config.example.yaml shows it.
func defaultFile() File {
	berakhlak := defaultSurvey()
	berakhlak.ID, berakhlak.Flow = "berakhlak", "library:berakhlak"
	return File{
		Telegram:     Telegram{APIURL: "https://api.telegram.org", Mode: "polling", Rich: "auto"},
		Organisation: Organisation{Timezone: "Asia/Jayapura", Language: "id", WorkingHours: "07:30-16:00"},
		Storage:      defaultStorage(),
		Privacy:      Privacy{MinGroup: 5, RetentionDays: 365},
		Registration: Registration{CodeDays: 90},
		Limits:       Limits(delivery.DefaultLimits()),
		Surveys:      []Survey{berakhlak},
	}
}

func defaultStorage() Storage {
	return Storage{
		Path: "data/suara.db", Backup: Backup{Schedule: "30 1 * * *", Keep: 14},
		Files: Files{
			Dir: "data/files", MaxMegabytes: 10,
			Types: []string{"jpg", "png", "webp", "pdf", "docx", "xlsx", "pptx"},
		},
	}
}

// defaultSurvey is a listed survey where the file says nothing.
func defaultSurvey() Survey {
	return Survey{
		Mode: "anonymous", Duration: "14d", Reminders: "0 10 * * MON-FRI", MaxReminders: 2,
		ReminderGap: 2, Grace: "10m", CatchUp: "6h", Summary: "0 16 * * TUE,FRI", Approval: Approval{Pilot: 1},
	}
}
