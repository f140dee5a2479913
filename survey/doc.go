// Package survey holds the nouns and rules of fielding a survey: respondents and units, waves,
// invitations with their dispositions, responses and the values of answers.
//
// It uses the standard library only and must not know Telegram, the database, the questionnaire
// engine or the clock: times come in as values.
package survey
