package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"suara/bot"
	"suara/bot/api"
	"suara/fielding"
	"suara/storage"
)

// me is what getMe says of the bot.
type me struct {
	ID        int64  `json:"id"`
	Username  string `json:"username"`
	ReadsAll  bool   `json:"can_read_all_group_messages"`
	JoinsAny  bool   `json:"can_join_groups"`
	FirstName string `json:"first_name"`
}

var errToken = errors.New("the bot token is refused by Telegram: check telegram.token and " +
	"telegram.api_url, or get a new token from @BotFather")

// greet waits until Telegram knows the bot, remembers its name, tells Telegram the commands, and
// shows the link for the first owner where there is none.
func (s *system) greet(ctx context.Context) error {
	who, err := s.hello(ctx)
	if err != nil {
		return err
	}
	err = s.loop.Do(ctx, "bot's name", func(d *fielding.Desk) error {
		return d.Tx().PutSetting(fielding.SettingUsername, who.Username)
	})
	if err != nil {
		return fmt.Errorf("store the bot's name: %w", err)
	}
	s.log.Info("Telegram answers", "bot", who.Username, "database", s.store.Path())
	if s.webhook == nil {
		s.dropWebhook(ctx)
	}
	if err := bot.SetCommands(ctx, s.client, s.set.Fielding); err != nil {
		s.log.Warn("the commands could not be told to Telegram", "error", err)
	}
	if keys := s.store.Keys(); len(keys) > 0 {
		s.log.Info("keep one copy of the key file elsewhere until the open waves have closed, then destroy it",
			"file", storage.KeyFile(s.store.Path()), "waves", len(keys))
	}
	return s.firstOwner(ctx, who.Username)
}

// dropWebhook makes polling possible; what waits at Telegram stays there.
func (s *system) dropWebhook(ctx context.Context) {
	dropped, err := api.DropWebhook(ctx, s.client)
	switch {
	case err != nil:
		s.log.Warn("whether a webhook is set can't be told", "error", err)
	case dropped:
		s.log.Info("the webhook that was set is removed, since updates are polled")
	}
}

// hello asks who the bot is until Telegram answers. It says once that it can't be reached, and once
// that it can again.
func (s *system) hello(ctx context.Context) (who me, err error) {
	const shortest, longest = time.Second, 30 * time.Second
	pause, fails := shortest, 0
	for {
		err := s.client.Call(ctx, "getMe", nil, &who)
		var refusal *api.Error
		switch {
		case err == nil:
			if fails > 0 {
				s.log.Info("Telegram answers again", "attempts", fails)
			}
			return who, nil
		case ctx.Err() != nil:
			return who, ctx.Err()
		case refused(err):
			return who, errToken
		case errors.As(err, &refusal) && refusal.RetryAfter > 0:
			pause = max(pause, refusal.RetryAfter)
		}
		if fails++; fails == 1 {
			s.log.Warn("Telegram can't be reached; trying until it can", "error", err)
		}
		select {
		case <-ctx.Done():
			return who, ctx.Err()
		case <-s.clock.After(pause):
		}
		pause = min(2*pause, longest)
	}
}

const ownerHour = time.Hour

// firstOwner shows a link that makes its opener the first owner, valid an hour.
func (s *system) firstOwner(ctx context.Context, username string) error {
	if len(s.set.Fielding.Owners) > 0 {
		return nil
	}
	token, err := ownerToken(s.random)
	if err != nil {
		return err
	}
	owned := false
	err = s.loop.Do(ctx, "owner's link", func(d *fielding.Desk) error {
		roles, err := d.Tx().Roles()
		if err != nil {
			return err
		}
		for _, role := range roles {
			owned = owned || role == storage.RoleOwner
		}
		if owned {
			return nil
		}
		until := d.Now().Add(ownerHour).Unix()
		return d.Tx().PutSetting(fielding.SettingOwnerToken, fmt.Sprintf("%s %d", token, until))
	})
	if err != nil {
		return fmt.Errorf("make the owner's link: %w", err)
	}
	if owned {
		return nil
	}
	_, err = fmt.Fprintf(s.out, "There is no owner yet. Open this link within an hour to become the first one:\n"+
		"https://t.me/%s?start=owner-%s\n", username, token)
	return err
}

// ownerToken draws 16 letters and digits, each equally likely.
func ownerToken(random io.Reader) (string, error) {
	const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	token, b := make([]byte, 0, 16), make([]byte, 32)
	for {
		if _, err := io.ReadFull(random, b); err != nil {
			return "", fmt.Errorf("draw the owner's token: %w", err)
		}
		for _, v := range b {
			if v &= 63; int(v) < len(signs) {
				if token = append(token, signs[v]); len(token) == cap(token) {
					return string(token), nil
				}
			}
		}
	}
}
