package config

import "github.com/goccy/go-yaml/ast"

// read fills the configuration from the file's document.
func (r *reader) read(n ast.Node, c *File) {
	r.mapping("", n, map[string]readFunc{
		"telegram":     r.section(r.telegram(&c.Telegram)),
		"admin":        r.section(r.admin(&c.Admin)),
		"organisation": r.section(r.organisation(&c.Organisation)),
		"storage": r.section(map[string]readFunc{
			"path": r.intoText(&c.Storage.Path),
			"backup": r.section(map[string]readFunc{
				"dir":      r.intoText(&c.Storage.Backup.Dir),
				"schedule": r.intoText(&c.Storage.Backup.Schedule),
				"keep":     r.intoInt(&c.Storage.Backup.Keep),
			}),
			"files": r.section(map[string]readFunc{
				"dir":           r.intoText(&c.Storage.Files.Dir),
				"types":         r.intoTexts(&c.Storage.Files.Types),
				"max_megabytes": r.intoInt(&c.Storage.Files.MaxMegabytes),
			}),
		}),
		"http": r.section(map[string]readFunc{"listen": r.intoText(&c.HTTP.Listen)}),
		"privacy": r.section(map[string]readFunc{
			"min_group":      r.intoInt(&c.Privacy.MinGroup),
			"retention_days": r.intoInt(&c.Privacy.RetentionDays),
		}),
		"registration": r.section(map[string]readFunc{"code_days": r.intoInt(&c.Registration.CodeDays)}),
		"limits": r.section(map[string]readFunc{
			"global_per_second": r.intoFloat(&c.Limits.GlobalPerSecond),
			"chat_per_second":   r.intoFloat(&c.Limits.ChatPerSecond),
			"group_per_minute":  r.intoInt(&c.Limits.GroupPerMinute),
		}),
		"surveys": r.surveys(&c.Surveys),
	})
}

func (r *reader) section(fields map[string]readFunc) readFunc {
	return func(path string, n ast.Node) { r.mapping(path, n, fields) }
}

func (r *reader) telegram(t *Telegram) map[string]readFunc {
	return map[string]readFunc{
		"token":    r.intoText(&t.Token),
		"api_url":  r.intoText(&t.APIURL),
		"username": r.intoText(&t.Username),
		"mode":     r.intoText(&t.Mode),
		"rich":     r.intoText(&t.Rich),
		"webhook": r.section(map[string]readFunc{
			"listen": r.intoText(&t.Webhook.Listen),
			"url":    r.intoText(&t.Webhook.URL),
			"secret": r.intoText(&t.Webhook.Secret),
			"cert":   r.intoText(&t.Webhook.Cert),
			"key":    r.intoText(&t.Webhook.Key),
		}),
	}
}

func (r *reader) admin(a *Admin) map[string]readFunc {
	return map[string]readFunc{
		"group_id": r.intoInt64(&a.GroupID),
		"topic_id": r.intoInt(&a.TopicID),
		"owners": func(path string, n ast.Node) {
			a.Owners = nil
			r.sequence(path, n, func(path string, n ast.Node) {
				if id, ok := r.whole(path, n); ok {
					a.Owners = append(a.Owners, id)
				}
			})
		},
	}
}

func (r *reader) organisation(o *Organisation) map[string]readFunc {
	return map[string]readFunc{
		"name":          r.intoText(&o.Name),
		"timezone":      r.intoText(&o.Timezone),
		"language":      r.intoText(&o.Language),
		"working_hours": r.intoText(&o.WorkingHours),
		"contact":       r.intoText(&o.Contact),
		"letter":        r.intoText(&o.Letter),
		"phrase":        r.intoText(&o.Phrase),
		"holidays": func(path string, n ast.Node) {
			o.Holidays = nil
			r.sequence(path, n, func(path string, n ast.Node) {
				var h Holiday
				if _, ok := entries(n); ok {
					r.mapping(path, n, map[string]readFunc{
						"date": r.intoText(&h.Date), "name": r.intoText(&h.Name),
					})
				} else {
					r.intoText(&h.Date)(path, n)
				}
				o.Holidays = append(o.Holidays, h)
			})
		},
	}
}

func (r *reader) surveys(list *[]Survey) readFunc {
	return func(path string, n ast.Node) {
		*list = nil
		r.sequence(path, n, func(path string, n ast.Node) {
			s := defaultSurvey()
			r.mapping(path, n, r.survey(&s))
			*list = append(*list, s)
		})
	}
}

func (r *reader) survey(s *Survey) map[string]readFunc {
	return map[string]readFunc{
		"id":             r.intoText(&s.ID),
		"flow":           r.intoText(&s.Flow),
		"mode":           r.intoText(&s.Mode),
		"open":           r.intoText(&s.Open),
		"duration":       r.intoText(&s.Duration),
		"reminders":      r.intoText(&s.Reminders),
		"max_reminders":  r.intoInt(&s.MaxReminders),
		"reminder_gap":   r.intoInt(&s.ReminderGap),
		"grace":          r.intoText(&s.Grace),
		"catch_up":       r.intoText(&s.CatchUp),
		"summary":        r.intoText(&s.Summary),
		"retention_days": r.intoInt(&s.RetentionDays),
		"minimum": r.section(map[string]readFunc{
			"organisation": r.intoInt(&s.Minimum.Organisation),
			"unit":         r.intoInt(&s.Minimum.Unit),
			"units":        r.intoCounts(&s.Minimum.Units),
		}),
		"review_comments": r.intoBool(&s.ReviewComments),
		"approval": r.section(map[string]readFunc{
			"required": r.intoBool(&s.Approval.Required),
			"leader":   r.intoText(&s.Approval.Leader),
			"pilot":    r.intoInt(&s.Approval.Pilot),
		}),
	}
}
