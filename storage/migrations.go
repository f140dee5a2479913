package storage

import (
	"errors"
	"fmt"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"suara/survey"
)

// migration brings a database from one version to the next, in one transaction.
type migration func(*bolt.Tx) error

// migrations in order; the database's version is how many of them have run. Never change or remove
// one that has been released: append.
var migrations = []migration{
	createBuckets,
	indexPhones,
	addFiles,
}

func createBuckets(tx *bolt.Tx) error {
	for _, name := range allBuckets {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	return nil
}

// versionPhones is the first version with the bucket of telephone numbers.
const versionPhones = 2

// indexPhones leads the telephone numbers of the roster to their people.
func indexPhones(tx *bolt.Tx) error {
	phones, err := tx.CreateBucketIfNotExists(bucketPhones)
	if err != nil {
		return fmt.Errorf("create bucket %s: %w", bucketPhones, err)
	}
	var failed error
	err = each(tx.Bucket(bucketRespondents), func(_ []byte, r survey.Respondent) bool {
		if r.Phone != "" {
			failed = phones.Put(phoneKey(r.Phone, r.ID), nil)
		}
		return failed == nil
	})
	return errors.Join(err, failed)
}

// versionFiles is the first version with the buckets of files and pictures.
const versionFiles = 3

// addFiles makes room for what people send as answers and for the pictures of flows.
func addFiles(tx *bolt.Tx) error {
	for _, name := range [][]byte{bucketFiles, bucketPictures} {
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	return nil
}

// added says since which version a bucket is there.
func added(bucket []byte) int {
	switch string(bucket) {
	case string(bucketPhones):
		return versionPhones
	case string(bucketFiles), string(bucketPictures):
		return versionFiles
	}
	return 1
}

var keyVersion = []byte("version")

func migrate(db *bolt.DB, list []migration) error {
	version, err := readVersion(db)
	if err != nil {
		return err
	}
	if version > len(list) {
		return fmt.Errorf("the database has version %d, this program knows up to %d: "+
			"it was written by a newer Suara, upgrade the program", version, len(list))
	}
	for ; version < len(list); version++ {
		err := db.Update(func(tx *bolt.Tx) error {
			if err := list[version](tx); err != nil {
				return err
			}
			return tx.Bucket(bucketMeta).Put(keyVersion, []byte(strconv.Itoa(version+1)))
		})
		if err != nil {
			return fmt.Errorf("migrate database to version %d: %w", version+1, err)
		}
	}
	return nil
}

var errForeign = errors.New("this is another program's database: it bears no version of Suara; " +
	"if it is Suara's, it is damaged: put a sound backup in its place with 'suara restore FILE'")

func readVersion(db *bolt.DB) (version int, err error) {
	err = db.View(func(tx *bolt.Tx) error {
		b := tx.Bucket(bucketMeta)
		if b == nil {
			if k, _ := tx.Cursor().First(); k != nil {
				return errForeign
			}
			return nil
		}
		version, err = strconv.Atoi(string(b.Get(keyVersion)))
		if err != nil || version < 1 {
			return errForeign
		}
		return nil
	})
	return version, err
}
