package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Comments in review stand in no file and no export. What an admin hides is gone from all of them for good,
// the act is audited without a word of it, and the figures stay what they were.
func TestCommentsInReview(t *testing.T) {
	c := newCrew(t, 10, scene{mode: "anonymous", more: ", review_comments: true"})
	owner := c.ownerInGroup()
	owner.Start("")
	c.opens()
	c.rest(time.Minute)
	for i, p := range c.people {
		c.comments(p, threeOptions[i%3], fmt.Sprintf("saran ke-%d", i))
	}
	c.closes()
	id := string(c.wave().ID)
	shown := func() (n int) {
		c.t.Helper()
		page := string(c.command("summary", map[string]string{"format": "html"}, "", id).Stdout)
		return strings.Count(page, "saran ke-")
	}
	before := string(c.command("summary", map[string]string{"format": "json"}, "", id).Stdout)
	flags := map[string]string{"format": "csv", "delimiter": ",", "comments": "c.csv"}
	if r := c.asked("export", flags, id); r.Exit != exitFailed ||
		!strings.Contains(string(r.Stderr), "look through them") {
		t.Errorf("export in review: exit %d, %s", r.Exit, r.Stderr)
	}
	if n := shown(); n != 0 {
		t.Errorf("a file shows %d comments in review", n)
	}
	c.group.Send(owner, "/ringkasan "+id, 0)
	c.rest(time.Minute)
	menu := c.group.Last().ID
	c.pressOn(owner, menu, "Komentar")
	first := ""
	for _, m := range c.group.Messages() {
		if m.ID == menu {
			_, first, _ = strings.Cut(m.Text, "“")
			first, _, _ = strings.Cut(first, "”")
		}
	}
	c.pressOn(owner, menu, "🚫 1")
	c.pressOn(owner, menu, "Selesai memeriksa")
	if n := shown(); n != 9 {
		t.Errorf("after the review a file shows %d comments, want 9", n)
	}
	out := string(c.command("export", flags, "", id).Files["comments"])
	if first == "" || strings.Contains(out, first) || strings.Count(out, "saran ke-") != 9 {
		t.Errorf("%q was hidden and the export has\n%s", first, out)
	}
	if after := string(c.command("summary", map[string]string{"format": "json"}, "", id).Stdout); after != before {
		t.Error("the release changed")
	}
	log := string(c.command("audit", nil, "").Stdout)
	if !strings.Contains(log, "comment hidden") || strings.Contains(log, "saran ke-") {
		t.Errorf("audit:\n%s", log)
	}
}
