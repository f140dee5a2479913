package survey

// Disposition is the outcome of one person in one wave in AAPOR's groups (Standard Definitions,
// 10th edition, 2023). It is temporary while the wave is open and final at closing.
type Disposition string

// The disposition groups, with AAPOR's codes for surveys of specifically named persons.
const (
	DispComplete    Disposition = "complete"     // 1.1
	DispPartial     Disposition = "partial"      // 1.2
	DispRefusal     Disposition = "refusal"      // 2.10, with 2.12 break-off
	DispNonContact  Disposition = "non-contact"  // 2.20
	DispOther       Disposition = "other"        // 2.30
	DispUnknown     Disposition = "unknown"      // 3.19, nothing ever returned
	DispNotEligible Disposition = "not-eligible" // 4.0
)

// Disposition judges an invitation. A person who blocked the bot after an invitation had come is a
// refusal, before one a non-contact; someone never registered is a non-contact.
func (i Invitation) Disposition() Disposition {
	switch {
	case i.Left && i.Progress != Complete:
		return DispNotEligible
	case i.Progress == Complete:
		return DispComplete
	case i.Progress == Declined, i.Progress == Withdrawn, i.Blocked:
		return DispRefusal
	case i.Progress == Started:
		return DispPartial
	case i.Reach == ReachDelivered, i.Reach == ReachUnknown, i.Reach == ReachClaimed:
		return DispUnknown
	case i.Reach == ReachFailed:
		return DispOther
	}
	return DispNonContact
}
