package fielding

import (
	"crypto/sha256"
	"encoding/hex"

	"suara/storage"
)

// PictureOf gives the name in the database of a picture that the flow of a survey shows now; empty for none.
func (s Study) PictureOf(path string) string {
	data := s.Pictures[path]
	if data == nil {
		return ""
	}
	return pictureName(data)
}

// pictureName is what a picture is called in the database: by what is in it, so that a file that changes
// later changes nothing for the waves that opened before.
func pictureName(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16])
}

// pictureNames gives the names of a flow's pictures by their paths; nil for none.
func pictureNames(pictures map[string][]byte) map[string]string {
	if len(pictures) == 0 {
		return nil
	}
	names := make(map[string]string, len(pictures))
	for path, data := range pictures {
		names[path] = pictureName(data)
	}
	return names
}

func putPictures(tx *storage.Tx, pictures map[string][]byte) error {
	for _, data := range pictures {
		if err := tx.PutPicture(pictureName(data), data); err != nil {
			return err
		}
	}
	return nil
}
