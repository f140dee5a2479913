package fielding

// Screens of private chats. The bot renders each from its catalogue and the database; the buttons
// that a screen carries, with the data of their presses, stand beside it.
const (
	ScreenWelcome    = "welcome"     // not registered: how to register
	ScreenIdentity   = "identity"    // a code was right: name and unit; Benar "r:yes", Bukan saya "r:no"
	ScreenNotMe      = "not_me"      // "Bukan saya": what to do
	ScreenIdle       = "idle"        // registered, nothing to answer now
	ScreenInvitation = "invitation"  // a wave opened; Mulai "w:go:WAVE"
	ScreenReminder   = "reminder"    // not finished; Mulai or Lanjutkan "w:go:WAVE", Ingatkan nanti "w:snooze:WAVE"
	ScreenConsent    = "consent"     // the notice; Saya bersedia "c:yes:WAVE", Tidak bersedia "c:no:WAVE"
	ScreenInterview  = "interview"   // flows.Show of the interview; presses "q:" + token
	ScreenPaused     = "paused"      // left for later; Lanjutkan "w:go:WAVE", Ingatkan nanti "w:snooze:WAVE"
	ScreenSnooze     = "snooze"      // when to be reminded: "w:s1:WAVE", "w:s2:WAVE", "w:s7:WAVE", see [SnoozeChoices]; Lanjutkan "w:go:WAVE"
	ScreenSnoozed    = "snoozed"     // the reminder is set; Args: slot; "w:go:WAVE"
	ScreenLeave      = "leave"       // /batal asks; "w:stop:WAVE", Lanjutkan "w:go:WAVE"
	ScreenSubmitted  = "submitted"   // the answers were received
	ScreenDeclined   = "declined"    // refused; "w:go:WAVE" to think again
	ScreenClosed     = "closed"      // the wave is closed
	ScreenHelp       = "help"        // commands and contact
	ScreenStatus     = "status"      // who is registered, what is open
	ScreenLanguage   = "language"    // "l:id", "l:en"
	ScreenData       = "data"        // /data_saya, with a file
	ScreenWithdraw   = "withdraw"    // /tarik_jawaban asks; "d:withdraw:WAVE", "d:keep"
	ScreenWithdrawn  = "withdrawn"   // done
	ScreenNothing    = "no_answers"  // nothing that could be withdrawn
	ScreenReleased   = "released"    // an anonymous response can't be found any more
	ScreenErase      = "erase"       // /hapus_data asks; "d:erase", "d:keep"
	ScreenErased     = "erased"      // registration and linked answers are erased
	ScreenRebound    = "rebound"     // told to an old account: the person registered another one
	ScreenNewOwner   = "owner"       // an owner who is no respondent: what can be done
	ScreenResults    = "results"     // /hasil: the release of the last closed wave, and the follow-up
	ScreenAdminReply = "admin_reply" // an owner's command in private was answered below
	ScreenTrial      = "trial"       // flows.Show of the chat's trial; presses "q:" + token
	ScreenTrialDone  = "trial_done"  // the trial came to its end; Args: survey, version, closing; "t:SURVEY:VERSION"
)

// ArgClosing is the argument of the screen of a submission that chooses the flow's closing text, counted
// from 1; see [ScreenJob].
const ArgClosing = "closing"

// Notices: short texts above a screen or in the answer to a press, besides those of flows.
const (
	NoticeStaleButton    = "press.stale"
	NoticeUnknownButton  = "press.unknown"
	NoticeForeignButton  = "press.foreign" // a confirmation that another admin asked for
	NoticeAdminsOnly     = "press.admins_only"
	NoticeExpiredButton  = "press.expired" // a confirmation whose time has passed
	NoticeCodeWrong      = "code.wrong"
	NoticeCodeLocked     = "code.locked" // Args: until
	NoticeCodesPaused    = "code.paused" // of all accounts; Args: until
	NoticeCodeTaken      = "code.taken"  // this account is bound to another person
	NoticeCodeExpired    = "code.expired"
	NoticeContactForeign = "contact.foreign" // somebody else's card
	NoticeContactUnknown = "contact.unknown" // the number is not in the roster, or several times
	NoticeContactTaken   = "contact.taken"   // its person is registered with another account
	NoticeReset          = "reset"           // an admin discarded the open interview
	NoticeRegistered     = "registered"
	NoticeAlready        = "already_registered"
	NoticeNotRegistered  = "not_registered"
	NoticeNothingOpen    = "nothing_open"
	NoticeUnknownCommand = "command.unknown"
	NoticeNotForRole     = "command.not_for_role" // an admin command that the account's role may not give; Args: role
	NoticeInGroup        = "command.in_group"     // an admin command that is given in the admin group
	NoticeUseButtons     = "use_buttons"          // a text where none is expected
	NoticeKindIgnored    = "kind.ignored"         // voice, sticker, album …; Args: kind
	NoticeEditIgnored    = "edit.ignored"         // an edit that changes nothing any more
	NoticeNotStored      = "not_stored"           // an error: the last entry was not stored
	NoticeWaveClosed     = "wave.closed"
	NoticeAnswered       = "already_answered"
	NoticeKept           = "kept" // nothing was withdrawn or erased
	NoticeLanguage       = "language.set"
	NoticeNothingToLeave = "leave.nothing" // /batal where nothing is being filled in
	NoticeNotAnAnswer    = "not_an_answer" // a text while something else than the question was on screen
	NoticeStuck          = "stuck"         // the interview's notice came twice running: the ways out
	NoticeTooFast        = "too_fast"      // more than one account's share: passed over
	NoticeAlbum          = "sent.album"    // several were sent together, the first counts
	NoticeFileType       = "file.type"     // a file of another type; Args: types
	NoticeFileLarge      = "file.large"    // a file over the limit; Args: max, in MB
	NoticeFileLost       = "file.lost"     // a file could not be fetched; Args: question, lost
	NoticeOtherWaiting   = "other_waiting" // another survey waits after this one
	NoticeOffered        = "offered"       // a text while the question was not on screen; "w:take:WAVE"; Args: text
	NoticeTrialOver      = "trial.over"    // nothing of it was kept
	NoticeTrialSent      = "trial.sent"    // it begins in the private chat
	NoticeTrialGone      = "trial.gone"    // the version waits no more
)

// ArgFormat says as what file a release is sent.
const (
	ArgFormat  = "format"
	FormatXLSX = "xlsx"
	FormatHTML = "html"
	FormatDOCX = "docx"
)

// InterviewNotice stands for a notice where the screen shows the one that lies in the interview.
const InterviewNotice = "interview"

// Posts: messages of the admin group, or to an owner in private. Message.Wave names the wave they
// are about; figures are read when they are sent.
const (
	PostHelp          = "post.help"
	PostHelpAnalyst   = "post.help_analyst"
	PostHelpLiaison   = "post.help_liaison"
	PostStatus        = "post.status"         // state of the whole system and of open waves
	PostSurveys       = "post.surveys"        // configured surveys, with next opening, and waves
	PostUnits         = "post.units"          // units with roster and registered counts
	PostNotYet        = "post.not_yet"        // /belum: per unit, not registered and not responded
	PostRoles         = "post.roles"          // /hak_akses
	PostRoleSet       = "post.role_set"       // Args: account, role
	PostParticipation = "post.participation"  // digest and /ringkasan of an open wave
	PostProgress      = "post.progress"       // the live progress message, edited
	PostResults       = "post.results"        // the released summary, once at closing and on /ringkasan
	PostHeadline      = "post.headline"       // a photo: the release at one look, once at closing
	PostReport        = "post.report"         // a document: the release; Args: format
	PostDays          = "post.days"           // a photo: participation day by day
	PostSummary       = "post.summary"        // /ringkasan: the menu; "s:VIEW:PAGE:WAVE"; Args: view, page
	PostFollowUp      = "post.follow_up"      // /tindak_lanjut; Args: text
	PostFollowUpGone  = "post.follow_up.gone" // the text was taken away
	PostNoWave        = "post.no_wave"        // Args: text (what was looked for), empty: none at all
	PostWhichWave     = "post.which_wave"     // several fit; Args: waves, comma-separated
	PostNoSurvey      = "post.no_survey"      // Args: text, surveys
	PostDenied        = "post.denied"         // one polite line for people without a role; Args: account, where it is known
	PostNamedOnly     = "post.named_only"     // an anonymous admin asked for a risky command
	PostBadDate       = "post.bad_date"       // Args: text, reason
	PostConfirmOpen   = "post.confirm_open"   // Args: survey, people, registered, until, minutes
	PostConfirmClose  = "post.confirm_close"  // figures of the wave
	PostConfirmExtend = "post.confirm_extend" // Args: until, before
	PostConfirmSooner = "post.confirm_sooner" // the new closing is earlier; Args as PostConfirmExtend
	PostConfirmRemind = "post.confirm_remind" // Args: people, minutes, outside ("yes" outside working hours)
	PostConfirmBind   = "post.confirm_bind"   // Args: title
	PostConfirmMissed = "post.confirm_missed" // an opening was missed; Args: survey, slot
	PostConfirmStale  = "post.confirm_stale"  // an old command asks again; Args: command
	PostCancelled     = "post.cancelled"
	PostOpened        = "post.opened"
	PostClosing       = "post.closing"
	PostExtended      = "post.extended"
	PostSooner        = "post.sooner"     // the closing was moved to an earlier time; Args: until, before
	PostInvited       = "post.invited"    // a round ended; Args: delivered, blocked, unknown, failed, skipped, unregistered
	PostReminded      = "post.reminded"   // a round of reminders ended; Args as PostInvited
	PostTold          = "post.told"       // the results were sent to the people; Args as PostInvited
	PostNobodyDue     = "post.nobody_due" // a scheduled reminder found nobody; Args: responded, reminded, blocked, unregistered
	PostReminding     = "post.reminding"  // Args: people
	PostBound         = "post.bound"
	PostMissed        = "post.missed" // Args: what, slot, reason
	PostExport        = "post.export" // a document: the wave's rows
	PostExportNotYet  = "post.export_not_yet"
	PostExportSent    = "post.export_sent"    // the file went to the asker in private
	PostRosterChanged = "post.roster_changed" // to owners; Args: new, changed, retired, units
	PostFailed        = "post.failed"         // a command failed; Args: reason
	PostPaused        = "post.paused"         // /jeda
	PostResumed       = "post.resumed"        // /lanjut; Args: people (still to be prompted)
	PostPollStalled   = "post.poll_stalled"   // Telegram gives no updates; Args: slot (since)
	PostPollBack      = "post.poll_back"      // it does again; Args: slot (since), minutes
	PostOutboxSlow    = "post.outbox_slow"    // replies wait; Args: waiting
	PostOutboxFine    = "post.outbox_fine"    // they don't any more
	PostBackupFailed  = "post.backup_failed"  // a scheduled backup failed; Args: slot
	PostBackupFine    = "post.backup_fine"    // one was made again
	PostTimerFailed   = "post.timer_failed"   // something scheduled failed, the rest goes on; Args: timer
	PostDatabaseFull  = "post.database_full"  // little room is left on its disk; Args: size, room (MB)
	PostDatabaseSlack = "post.database_slack" // it could be compacted; Args: size, free (MB)
	PostDatabaseFine  = "post.database_fine"  // neither any more
	PostGap           = "post.gap"            // the system was down for over a day; Args: slot (since), until (lost before)
	PostKeyCopy       = "post.key_copy"       // an anonymous wave has opened: keep one copy of the key
	PostKeyDestroy    = "post.key_destroy"    // it has closed: destroy the copy
	PostKeyLost       = "post.key_lost"       // the key is not in the key file
	PostKeyFound      = "post.key_found"      // it is back
	PostGuessing      = "post.guessing"       // to owners: codes are guessed and paused; Args: until
	PostRemoved       = "post.removed"        // in place of a message that can't be deleted any more
	PostConfirmRebind = "post.confirm_rebind" // /ganti_akun; Args: name, unit
	PostConfirmReset  = "post.confirm_reset"  // /atur_ulang; Args: name, unit
	PostCode          = "post.code"           // a fresh code, to the asker; Args: name, unit, code, link
	PostCodeSent      = "post.code_sent"      // it went to the asker; Args: name
	PostReset         = "post.reset"          // Args: name
	PostKeyboardOff   = "post.keyboard_off"   // in private: takes the contact keyboard off the phone
	PostAudit         = "post.audit"          // /audit; Args: page
	PostUnitNotYet    = "post.unit_not_yet"   // who has not responded: a document in private; Args: unit, empty for all
	PostListSent      = "post.list_sent"      // it went to the asker in private; Args as PostUnitNotYet
	PostUnitNone      = "post.unit_none"      // there is no list of last midnight yet; Args: unit
	PostConfirmUnit   = "post.confirm_unit"   // /ingatkan of a liaison; Args: unit
	PostUnitReminding = "post.unit_reminding" // Args: unit
	PostConfirmRoster = "post.confirm_roster" // a roster file was read; Args: file, new, changed, unchanged, units, missing, retired, rejected, warnings
	PostRosterReject  = "post.roster_reject"  // a document: the rejected rows
	PostRosterPreview = "post.roster_preview" // a document: what a roster file would change, one by one; Args: from
	PostRosterBad     = "post.roster_bad"     // a roster file can't be read; Args: file, reason
	PostRosterTaken   = "post.roster_taken"   // it was taken; Args as PostConfirmRoster
	PostRosterReading = "post.roster_reading" // it is being fetched; Args: file
	PostMyData        = "post.my_data"        // a document in private: /data_saya
	PostConfirmFlow   = "post.confirm_flow"   // a flow can be published; Args: survey, version, base, file, waves
	PostFlowFaulty    = "post.flow_faulty"    // Args: file, problems
	PostFlowProblems  = "post.flow_problems"  // a document: all problems
	PostFlowUnread    = "post.flow_unread"    // it can't be fetched; Args: file, reason
	PostFlowSame      = "post.flow_same"      // it is in use already; Args: survey, version, file
	PostFlowStale     = "post.flow_stale"     // something changed since the question; Args: survey, version, file
	PostFlowPublished = "post.flow_published" // Args: survey, version, file, waves
	PostFlowFile      = "post.flow_file"      // the configured file is in use already; Args: survey, version, file
	PostTrialSent     = "post.trial_sent"     // it begins in the asker's private chat; Args: survey
	PostRosterReport  = "post.roster_report"  // a document to an owner: what changed on the roster; Args: since, now
	PostDeparted      = "post.departed"       // to owners: somebody with a role left the group; Args: account, role, and account again as owner or ended
	PostRoleLeft      = "post.role_left"      // to owners: the person of an account with a role has another account; Args: account, role, by (the new one), again (the role as /hak_akses reads it), and account again as ended, owner or configured
	PostPreview       = "post.preview"        // /pratinjau; Args: survey, id, at, slot, until, people, registered
	PostPreviewPart   = "post.preview_part"   // a text as people will read it; Args: survey, part, number, at
	PostApproved      = "post.approved"       // /setujui; Args: survey, leader, letter_number, slot, until
	PostUnapproved    = "post.unapproved"     // an opening waits for its approval; Args: survey, id, reason, slot, leader
	PostNotApproved   = "post.not_approved"   // /setujui can't be carried out; Args as PostUnapproved
	PostConfirmPilot  = "post.confirm_pilot"  // /pilot; Args: survey, names
	PostPilot         = "post.pilot"          // to a person of the pilot; Args: survey
	PostPilotSent     = "post.pilot_sent"     // Args: survey, people
	PostPilotDone     = "post.pilot_done"     // somebody has come to the end; Args: survey, finished, asked
	PostPilotBad      = "post.pilot_bad"      // Args: text (the keys that fit nobody registered)
)

// Buttons of posts: "a:ID:yes" and "a:ID:no", only for the asker.
const (
	LabelYes = "button.yes"
	LabelNo  = "button.no"

	LabelPreview = "button.preview" // to the preview of an opening
	LabelTrial   = "button.trial"   // into a test interview
)
