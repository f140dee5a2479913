package roster

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// CodeRow is one line of the list of personal codes.
type CodeRow struct{ Key, Name, Unit, Code, Link string }

// WriteCodes writes the list of personal codes as CSV with a byte-order mark, columns nip, name,
// unit, code and link. A cell that a spreadsheet would run as a formula gets an apostrophe.
func WriteCodes(w io.Writer, rows []CodeRow) error {
	buffered := bufio.NewWriter(w)
	if _, err := buffered.WriteString("\ufeff"); err != nil {
		return fmt.Errorf("write personal codes: %w", err)
	}
	out := csv.NewWriter(buffered)
	records := [][]string{{"nip", "name", "unit", "code", "link"}}
	for _, row := range rows {
		records = append(records, []string{
			guard(row.Key), guard(row.Name), guard(row.Unit), guard(row.Code), guard(row.Link),
		})
	}
	if err := out.WriteAll(records); err != nil {
		return fmt.Errorf("write personal codes: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write personal codes: %w", err)
	}
	return nil
}

// guard keeps a spreadsheet from running a cell as a formula.
func guard(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}
