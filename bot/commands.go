package bot

import (
	"context"
	"fmt"

	tg "github.com/go-telegram/bot/models"

	"suara/bot/api"
	"suara/bot/texts"
	"suara/fielding"
)

// respondentCommands are shown in private chats, adminCommands in the admin group, in this order.
func respondentCommands() []string {
	return []string{"start", "status", "bahasa", "batal", "hasil", "data_saya", "tarik_jawaban", "hapus_data",
		"bantuan"}
}

func adminCommands() []string {
	return []string{"status", "survei", "pratinjau", "pilot", "setujui", "buka", "perpanjang", "tutup", "ingatkan",
		"ringkasan", "belum", "ekspor", "tindak_lanjut", "unit", "jeda", "lanjut", "ganti_akun", "atur_ulang",
		"uji_coba", "terbitkan", "hak_akses", "audit", "hubungkan", "bantuan"}
}

// Commands lists the commands of private chats, or of the admin group, with their descriptions in
// a language.
func Commands(lang string, admin bool) []tg.BotCommand {
	all, err := texts.Load()
	if err != nil {
		return nil // the embedded files are read by a test
	}
	names, group := respondentCommands(), "command."
	if admin {
		names, group = adminCommands(), "command.admin."
	}
	t := all.In(lang)
	list := make([]tg.BotCommand, len(names))
	for i, name := range names {
		list[i] = tg.BotCommand{Command: name, Description: t.Plain(group+name, nil)}
	}
	return list
}

type commandsParams struct {
	Commands []tg.BotCommand `json:"commands"`
	Scope    scope           `json:"scope"`
	Language string          `json:"language_code,omitempty"`
}

type scope struct {
	Type string `json:"type"`
	Chat int64  `json:"chat_id,omitempty"`
}

// SetCommands tells Telegram the commands: in private chats in the language of the person's app,
// else the organisation's; in the admin group, or to the admins of groups while none is configured,
// in the organisation's.
func SetCommands(ctx context.Context, c *api.Client, cfg fielding.Config) error {
	admin := scope{Type: "all_chat_administrators"}
	if cfg.Group != 0 {
		admin = scope{Type: "chat", Chat: int64(cfg.Group)}
	}
	private := scope{Type: "all_private_chats"}
	lists := []commandsParams{
		{Commands(cfg.Language, false), private, ""},
		{Commands(cfg.Language, true), admin, ""},
	}
	for _, lang := range texts.Languages() {
		lists = append(lists, commandsParams{Commands(lang, false), private, lang})
	}
	for _, l := range lists {
		if err := c.Call(ctx, "setMyCommands", l, nil); err != nil {
			return fmt.Errorf("set commands of scope %s: %w", l.Scope.Type, err)
		}
	}
	return nil
}
