package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"suara/report/docx"
)

func (p *program) archiveCommand() *cobra.Command {
	var out, template, minutes string
	c := p.command(&cobra.Command{
		Use:   "archive WAVE --out FOLDER|FILE.zip",
		Short: "Write all that may be kept of a closed wave",
		Long: `Writes a folder, or a zip file where --out ends in .zip, that a later admin or auditor can read without
Suara: the flow, the method, the release as it was stored, the rows as export gives them with a codebook,
the report as page, tables, letter and pictures, the record of closing, and SHA-256 hashes of all files.
The folder must not exist yet or be empty.`,
		Example: "  suara archive berakhlak-2026-11 --out arsip/berakhlak-2026-11\n" +
			"  suara archive berakhlak-2026-11 --out berakhlak-2026-11.zip --number 800/123 --place Sofifi\n" +
			"  suara archive berakhlak-2026-11 --out arsip.zip --template laporan.docx --minutes berita-acara.docx",
		Args: cobra.ExactArgs(1),
	}, func(c *cobra.Command, args []string) error {
		if out == "" {
			return usageError{errors.New("--out: name a folder or a .zip file")}
		}
		zipped := ending(out) == ".zip"
		if !zipped && promisesOther(out, "") {
			return usageError{fmt.Errorf("--out %s: a folder is written, or a file that ends in .zip", out)}
		}
		input, err := readTemplates(template, minutes)
		if err != nil {
			return err
		}
		if zipped {
			return p.ask(c, args, input)
		}
		return p.archiveFolder(c, args, input, out)
	})
	c.Flags().StringVar(&out, "out", "", "folder or .zip file to write")
	c.Flags().StringVar(&template, "template", "", "DOCX file for the report instead of the built-in template")
	c.Flags().StringVar(&minutes, "minutes", "", "DOCX file for the record of closing instead of the built-in template")
	letterFlags(c)
	return c
}

// letterFlags say what stands around an official letter; what is absent leaves a line to write on.
func letterFlags(c *cobra.Command) {
	c.Flags().String("number", "", "number of the letter")
	c.Flags().String("place", "", "where the letter is signed")
	c.Flags().String("position", "", "position of who signs")
	c.Flags().String("name", "", "name of who signs")
	c.Flags().String("nip", "", "NIP of who signs")
}

func readTemplates(template, minutes string) ([]byte, error) {
	var own templates
	var err error
	if own.Report, err = readOptional(template); err != nil {
		return nil, err
	}
	if own.Minutes, err = readOptional(minutes); err != nil {
		return nil, err
	}
	return json.Marshal(own)
}

func readOptional(path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the template: %w", err)
	}
	return data, nil
}

// archiveFolder asks for the archive and unpacks it.
func (p *program) archiveFolder(c *cobra.Command, args []string, input []byte, folder string) error {
	if err := emptyFolder(folder); err != nil {
		return err
	}
	resp, err := p.send(c.Context(), requestOf(c, args, input))
	if err != nil {
		return err
	}
	if _, err := p.stderr.Write(resp.Stderr); err != nil {
		return fmt.Errorf("write the problems: %w", err)
	}
	if resp.Exit != exitFine {
		return failed(resp.Exit)
	}
	return unpack(resp.Files["out"], args[0]+"/", folder)
}

func emptyFolder(folder string) error {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("--out: %w", err)
	case len(entries) > 0:
		return fmt.Errorf("--out: folder %s is not empty: name a new one", folder)
	}
	return nil
}

// unpack writes the files of an archive into a folder, readable by its owner only.
func unpack(data []byte, prefix, folder string) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("read the archive: %w", err)
	}
	for _, f := range z.File {
		name := strings.TrimPrefix(f.Name, prefix)
		if !filepath.IsLocal(name) {
			return fmt.Errorf("read the archive: %s lies outside it", f.Name)
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return fmt.Errorf("write the archive: %w", err)
		}
		content, err := unzipped(f)
		if err == nil {
			err = writeFile(path, content)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func unzipped(f *zip.File) (data []byte, err error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("read the archive: %w", err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return io.ReadAll(r)
}

func (p *program) templateCommand() *cobra.Command {
	var out string
	language := oneOf("id", "en")
	c := p.command(&cobra.Command{
		Use:   "template report|minutes --out FILE.docx",
		Short: "Write a built-in letter template, to be changed in a word processor",
		Long: `Writes the template of the official report or of the record of closing (berita acara penutupan) as a
DOCX file. Change what you like in a word processor and give the file to 'suara summary --format docx
--template' or 'suara archive --template'. Words such as {{organisation}}, {{number}}, {{base}} are filled
in wherever they stand; {{picture}}, {{findings}}, {{dimensions}}, {{items}}, {{units}}, {{method}},
{{base_table}} and {{files}} take the place of the paragraph in which they stand alone.`,
		Example:   "  suara template report --out laporan.docx\n  suara template minutes --out berita-acara.docx --language id",
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"report", "minutes"},
	}, func(_ *cobra.Command, args []string) error {
		if out == "" {
			return usageError{errors.New("--out: name a DOCX file")}
		}
		if ending(out) != ".docx" {
			return usageError{fmt.Errorf("--out %s: name a file that ends in .docx", out)}
		}
		data, err := docx.Template(docx.Letter(args[0]), language.String())
		if err != nil {
			return err
		}
		return writeFile(out, data)
	})
	c.Flags().StringVar(&out, "out", "", "file to write")
	c.Flags().Var(language, "language", "of the letter")
	return c
}
