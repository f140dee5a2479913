package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	bolt "go.etcd.io/bbolt"
)

// bareBot is what one writes first with the same libraries: one goroutine, one db.Update an answer,
// the question edited in place. It asks benchItems questions and keeps each answer. Usage:
// barebot URL TOKEN DATABASE.
func bareBot() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	if err := runBareBot(ctx, os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func runBareBot(ctx context.Context, url, token, path string) error {
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		return err
	}
	defer db.Close()
	err = db.Update(func(tx *bolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists([]byte("answers"))
		return err
	})
	if err != nil {
		return err
	}
	b, err := tg.New(token, tg.WithServerURL(url), tg.WithNotAsyncHandlers(),
		tg.WithDefaultHandler(func(ctx context.Context, b *tg.Bot, u *models.Update) { bareAnswer(ctx, b, db, u) }))
	if err != nil {
		return err
	}
	b.Start(ctx)
	return nil
}

func bareAnswer(ctx context.Context, b *tg.Bot, db *bolt.DB, u *models.Update) {
	if u.Message != nil {
		text, markup := bareQuestion(0)
		_, _ = b.SendMessage(ctx, &tg.SendMessageParams{ChatID: u.Message.Chat.ID, Text: text, ReplyMarkup: markup})
		return
	}
	q := u.CallbackQuery
	if q == nil || q.Message.Message == nil {
		return
	}
	number, value, _ := strings.Cut(q.Data, ":")
	item, err := strconv.Atoi(number)
	if err != nil {
		return
	}
	err = db.Update(func(tx *bolt.Tx) error {
		key := binary.BigEndian.AppendUint64(nil, uint64(q.From.ID))
		return tx.Bucket([]byte("answers")).Put(append(key, byte(item)), []byte(value))
	})
	if err != nil {
		return
	}
	text, markup := bareQuestion(item + 1)
	m := q.Message.Message
	_, _ = b.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: q.ID})
	_, _ = b.EditMessageText(ctx, &tg.EditMessageTextParams{
		ChatID: m.Chat.ID, MessageID: m.ID, Text: text, ReplyMarkup: markup,
	})
}

func bareQuestion(item int) (text string, markup models.ReplyMarkup) {
	if item >= benchItems {
		return benchDone, nil
	}
	rows := make([][]models.InlineKeyboardButton, 5)
	for i := range rows {
		rows[i] = []models.InlineKeyboardButton{{
			Text: "Setuju " + strconv.Itoa(i+1), CallbackData: strconv.Itoa(item) + ":" + strconv.Itoa(i+1),
		}}
	}
	return fmt.Sprintf("Pertanyaan %d dari %d: pegawai di unit kerja saya ramah dan cekatan.", item+1, benchItems),
		models.InlineKeyboardMarkup{InlineKeyboard: rows}
}
