package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"suara/bot"
	"suara/bot/api"
	"suara/cmd/suara/config"
	"suara/survey"
)

// load reads and checks the configuration file; token says that the command needs Telegram.
func (p *program) load(token bool) (*config.Config, error) {
	text, err := os.ReadFile(p.config)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("config %s: no such file; copy config.example.yaml or name yours with -c", p.config)
	}
	if err != nil {
		return nil, fmt.Errorf("read config: %w", err)
	}
	return configure(config.Source{Name: p.config, Text: text, Now: p.clock.Now(), Token: token, Env: p.env})
}

// configure checks a configuration whose flows lie on the disk, and adds the bot's words of the notices.
func configure(s config.Source) (*config.Config, error) {
	s.ReadFile, s.Pictures, s.Secret = os.ReadFile, readPictures, api.CheckSecret
	set, err := config.Load(s)
	if err != nil {
		return nil, err
	}
	set.Fielding.Notices = map[survey.Mode]string{}
	for _, mode := range []survey.Mode{survey.Anonymous, survey.Confidential, survey.Identified} {
		set.Fielding.Notices[mode] = bot.NoticeWords(mode)
	}
	return set, nil
}
