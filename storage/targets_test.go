package storage_test

import (
	"path/filepath"
	"slices"
	"testing"

	"suara/storage"
	"suara/survey"
)

// The target list of a wave is everybody on the roster now; those registered wait for their invitation.
func TestTargets(t *testing.T) {
	stranger := survey.Respondent{ID: 8, Key: "k8", Name: "Budi", Unit: "bidang-b", Added: noon}
	retired := survey.Respondent{ID: 9, Key: "k9", Name: "Dewi", Unit: "bidang-b", Account: 9, Retired: noon}
	err := open(t, filepath.Join(t.TempDir(), "suara.db")).Update(func(tx *storage.Tx) error {
		for _, r := range []survey.Respondent{retired, stranger, person} {
			if err := tx.PutRespondent(r); err != nil {
				return err
			}
		}
		people, err := tx.Targets()
		want := []storage.Target{{ID: 7, Unit: "dinas-a", Registered: true}, {ID: 8, Unit: "bidang-b"}}
		if err != nil || !slices.Equal(people, want) {
			t.Fatalf("targets %+v, %v; want %+v", people, err, want)
		}
		if err := tx.PutTargets("w", people); err != nil {
			return err
		}
		listed := map[survey.RespondentID]survey.Invitation{}
		err = tx.Invitations("w", func(id survey.RespondentID, i survey.Invitation) bool { listed[id] = i; return true })
		if err != nil || len(listed) != 2 || listed[7] != (survey.Invitation{Unit: "dinas-a"}) || listed[8] != (survey.Invitation{Unit: "bidang-b"}) {
			t.Errorf("on the list are %+v, %v", listed, err)
		}
		if !tx.HasPrompt("w", storage.PromptInvitation, 7) || tx.CountPrompts("w", storage.PromptInvitation) != 1 {
			t.Error("the one who is registered is not the one to be invited")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
