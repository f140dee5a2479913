package compare

import (
	"fmt"
	"strings"
)

// aspectNames are the aspects in words, where these are others than the key of a flow's file.
var aspectNames = map[Aspect]string{
	AspectHeading:   "heading of the matrix",
	AspectIntro:     "introduction",
	AspectSpecial:   "special answers",
	AspectReverse:   "flipped",
	AspectDependsOn: "depends on what changed",
	AspectScore:     "formula of its score (scores are not compared)",
	AspectSpelling:  "spelling only",
	AspectPosition:  "place",
	AspectShuffle:   "shuffled",
	AspectFormula:   "score",
	AspectParts:     "changed parts",
}

// String writes an edit on one line, in English: the aspect, its language, before and after.
func (e Edit) String() string {
	name := aspectNames[e.Aspect]
	if name == "" {
		name = string(e.Aspect)
	}
	if e.Lang != "" {
		name += " in " + e.Lang
	}
	if e.Before == "" && (e.Aspect == AspectDependsOn || e.Aspect == AspectParts) {
		return name + ": " + e.After
	}
	return fmt.Sprintf("%s: %s → %s", name, orNone(e.Before), orNone(e.After))
}

func list(words []string) string { return strings.Join(words, ", ") }

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return strings.Join(strings.Fields(s), " ")
}

// String writes the changes for the terminal, in English: first what can't be joined, then what can.
func (c *Changes) String() string {
	var b strings.Builder
	if c.Before == c.After {
		return "The two files are the same, version " + c.After + ".\n"
	}
	fmt.Fprintf(&b, "Version %s → %s\n", c.Before, c.After)
	if c.None() {
		b.WriteString("Nothing differs that is asked, said or scored: all results are joined.\n")
		return b.String()
	}
	writeParts(&b, "Items", "joined across versions", c.Items)
	writeParts(&b, "Dimensions", "compared across versions", c.Dimensions)
	if c.Index != nil {
		writeParts(&b, "Index", "compared across versions", []PartChange{*c.Index})
	}
	c.writeRest(&b)
	return b.String()
}

// writeParts writes the counts of parts, then those with something to say, status by status.
func writeParts(b *strings.Builder, title, joins string, parts []PartChange) {
	if len(parts) == 0 {
		return
	}
	byStatus := map[Status][]PartChange{}
	for _, p := range parts {
		byStatus[p.Status] = append(byStatus[p.Status], p)
	}
	fmt.Fprintf(b, "\n%s: %d the same (%s), %d changed (not joined), %d added, %d removed\n", title,
		len(byStatus[StatusSame]), joins, len(byStatus[StatusChanged]), len(byStatus[StatusAdded]),
		len(byStatus[StatusRemoved]))
	for _, s := range []Status{StatusChanged, StatusAdded, StatusRemoved, StatusSame} {
		for _, p := range byStatus[s] {
			if s == StatusSame && len(p.Edits) == 0 {
				continue
			}
			fmt.Fprintf(b, "  %-8s %s\n", s, p.ID)
			for _, e := range p.Edits {
				fmt.Fprintf(b, "           %s\n", e)
			}
		}
	}
}

func (c *Changes) writeRest(b *strings.Builder) {
	if len(c.LanguagesAdded)+len(c.LanguagesRemoved) > 0 {
		fmt.Fprintf(b, "\nLanguages: added %s, removed %s\n", orNone(list(c.LanguagesAdded)),
			orNone(list(c.LanguagesRemoved)))
	}
	if len(c.Texts) > 0 {
		b.WriteString("\nTexts of the flow\n")
		for _, e := range c.Texts {
			fmt.Fprintf(b, "  %s\n", e)
		}
	}
}
