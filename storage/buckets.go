package storage

// The bucket tree. Changing it means a migration in the same commit (see migrations.go).
//
//	meta        name             → version; seen-newest: be16 slot written last
//	settings    name             → text: group binding, topic, bot's name, cursor values; roster.part/number:
//	                               people of a roster that is on its way in; member/account: what is known
//	                               in the admin group of who owns or administers
//	units       be32 order       → survey.Unit
//	respondents be64 id          → survey.Respondent
//	keys        NIP or other key → be64 respondent id
//	phones      phone, 0, be64 respondent id → empty
//	chats       be64 account     → Chat: what a private chat shows and waits for
//	codes       personal code    → Code
//	waves       wave id          → survey.Wave
//	flows       version          → the flow's YAML as loaded
//	invitations                    one bucket a wave
//	  <wave>    be64 respondent  → survey.Invitation
//	interviews                     one bucket a wave; anonymous waves: sealed
//	  <wave>    be64 respondent  → flows' session bytes, unread here
//	sealed                         one bucket an open anonymous wave
//	  <wave>    16 random bytes  → Submission, sealed under the wave's key
//	responses                      one bucket a wave
//	  <wave>    be64 respondent, or 16 random bytes in anonymous waves → Submission
//	comments                       one bucket a closed anonymous wave
//	  <wave>    be32 number      → survey.Comment
//	releases    wave id          → the release's JSON, written once
//	statuses    wave id          → the participation's JSON at closing
//	prompts                        one bucket a wave: who is to be prompted next
//	  <wave>    kind, be64 respondent → empty
//	screens     be64 account     → be64 screen number still to be sent
//	outbox      be64 number      → Message: everything else still to be sent
//	seen        be16 slot        → be64 update id, a ring of the last SeenLimit
//	deadletters be64 number      → DeadLetter: id, kind and error, never content
//	slots       schedule key     → be64 unix seconds of the last slot taken
//	pending     action id        → Pending: an admin's command waiting for its button
//	roles       be64 account     → Role
//	sweeps      be64 unix, be64 account, be64 message → empty: chat messages to delete by then
//	audit       be64 number      → AuditEntry, append-only
//	files                          one bucket a wave that keeps the link
//	  <wave>    be64 respondent, name → File: what was sent as an answer, itself outside the database
//	pictures    checksum         → a picture of a flow, as its file was
//
// Numbers in keys are big-endian, so that keys sort the way they are read.
var (
	bucketMeta        = []byte("meta")
	bucketSettings    = []byte("settings")
	bucketUnits       = []byte("units")
	bucketRespondents = []byte("respondents")
	bucketKeys        = []byte("keys")
	bucketPhones      = []byte("phones")
	bucketChats       = []byte("chats")
	bucketCodes       = []byte("codes")
	bucketWaves       = []byte("waves")
	bucketFlows       = []byte("flows")
	bucketInvitations = []byte("invitations")
	bucketInterviews  = []byte("interviews")
	bucketSealed      = []byte("sealed")
	bucketResponses   = []byte("responses")
	bucketComments    = []byte("comments")
	bucketReleases    = []byte("releases")
	bucketStatuses    = []byte("statuses")
	bucketPrompts     = []byte("prompts")
	bucketScreens     = []byte("screens")
	bucketOutbox      = []byte("outbox")
	bucketSeen        = []byte("seen")
	bucketDead        = []byte("deadletters")
	bucketSlots       = []byte("slots")
	bucketPending     = []byte("pending")
	bucketRoles       = []byte("roles")
	bucketSweeps      = []byte("sweeps")
	bucketAudit       = []byte("audit")
	bucketFiles       = []byte("files")
	bucketPictures    = []byte("pictures")
)

var allBuckets = [][]byte{
	bucketMeta, bucketSettings, bucketUnits, bucketRespondents, bucketKeys, bucketChats, bucketCodes,
	bucketWaves, bucketFlows, bucketInvitations, bucketInterviews, bucketSealed, bucketResponses,
	bucketComments, bucketReleases, bucketStatuses, bucketPrompts, bucketScreens, bucketOutbox, bucketSeen,
	bucketDead, bucketSlots, bucketPending, bucketRoles, bucketSweeps, bucketAudit,
	bucketPhones, bucketFiles, bucketPictures,
}
