// Package compare says what two versions of a flow have in common: which results may be joined across them, and what
// differs, part by part. [Flows] is the one rule for that.
//
// It must not know answers, waves or figures, nor how a flow is read: it sees loaded flows only.
package compare
