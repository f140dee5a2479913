package expression

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
)

var codingFunctions = map[string]function{
	"digest":        {min: 2, max: 3, call: digest, literal: knownDigest},
	"base64-decode": {min: 1, max: 1, call: base64Decode},
}

func digest(_ *evaluation, args []Value) (Value, error) {
	hashed, err := hash(args[1].String(), args[0].String())
	if err != nil {
		return Value{}, err
	}
	encoding := "base64"
	if len(args) == 3 {
		encoding = args[2].String()
	}
	switch strings.ToLower(encoding) {
	case "base64":
		return Text(base64.StdEncoding.EncodeToString(hashed)), nil
	case "hex":
		return Text(hex.EncodeToString(hashed)), nil
	}
	return Value{}, errors.New("unknown encoding: use hex or base64")
}

func knownDigest(_ *node, algorithm string) error {
	_, err := hash(algorithm, "")
	return err
}

// hash computes a digest; the weak ones are here because forms use them as plain checksums.
func hash(algorithm, s string) ([]byte, error) {
	switch strings.ReplaceAll(strings.ToUpper(algorithm), "-", "") {
	case "MD5":
		sum := md5.Sum([]byte(s))
		return sum[:], nil
	case "SHA1":
		sum := sha1.Sum([]byte(s))
		return sum[:], nil
	case "SHA256":
		sum := sha256.Sum256([]byte(s))
		return sum[:], nil
	case "SHA384":
		sum := sha512.Sum384([]byte(s))
		return sum[:], nil
	case "SHA512":
		sum := sha512.Sum512([]byte(s))
		return sum[:], nil
	}
	return nil, Say("unknown digest: use MD5, SHA-1, SHA-256, SHA-384 or SHA-512")
}

func base64Decode(_ *evaluation, args []Value) (Value, error) {
	decoded, err := base64.StdEncoding.DecodeString(args[0].String())
	if err != nil {
		return Value{}, errors.New("base64-decode of a text that is not base64")
	}
	return Text(strings.ToValidUTF8(string(decoded), "\uFFFD")), nil
}
