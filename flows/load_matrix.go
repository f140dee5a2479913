package flows

import (
	"suara/flows/expression"
	"suara/flows/source"
	"suara/flows/writing"
)

// matrix is what the rows of the matrix being read have in common.
type matrix struct {
	when *expression.Expr
	gate int // its place in the flow's gates, from 1; 0: none yet
}

// readMatrix turns each row of a matrix into an item of type scale.
func (l *loader) readMatrix(fs fields) {
	common := &Item{ID: l.id(fs, "id", Say("the matrix")), Type: TypeScale, Line: fs.at.Line, Column: fs.at.Column}
	l.matrix = matrix{}
	l.shuffledRows[common.ID] = l.flag(fs, "shuffle")
	rows := l.list(fs, "rows", Say("a list of rows with id and text"))
	if len(rows) == 0 {
		l.fail(fs.place("rows"), "the matrix has no rows; add rows: with id and text each")
	}
	common.Section = l.section(fs)
	common.Heading, common.richAbove = l.rich(fs, "text", required, common)
	common.Hint, common.richHint = l.rich(fs, "hint", optional, common)
	common.Optional = l.flag(fs, "optional")
	common.Scale, common.Options = l.scaleOf(fs)
	l.readRequired(common, fs)
	l.readAlso(common, fs)
	if n, ok := fs.nodes["when"]; ok {
		l.matrix.when = l.gate(n, owner{item: common})
	}
	if clash, _ := l.flow.Item(common.ID); clash != nil {
		l.fail(fs.place("id"), "item %s stands twice; give each item its own id", writing.Quote(common.ID))
	}
	at := len(l.flow.Items)
	for _, n := range rows {
		l.readRow(n, common)
	}
	l.matrix = matrix{}
	if len(l.flow.Items) > at { // references of the matrix are judged at its first row
		l.rename(common, l.flow.Items[at])
	}
}

// rename moves the references of a matrix to its first row.
func (l *loader) rename(common, first *Item) {
	for i := range l.refs {
		if l.refs[i].item == common {
			l.refs[i].item = first
		}
	}
}

func (l *loader) readRow(n source.Node, common *Item) {
	fs, ok := l.fields(n, Say("a row"), rowKeys...)
	if !ok {
		return
	}
	row := *common
	row.Line, row.Column, row.Matrix = fs.at.Line, fs.at.Column, common.ID
	row.ID = l.id(fs, "id", Say("the row"))
	item := &row
	item.Text, item.richText = l.rich(fs, "text", required, item)
	item.Reverse = l.flag(fs, "reverse")
	item.Optional = common.Optional || l.flag(fs, "optional")
	l.readWhen(item, fs)
	l.checkReverse(item, fs)
	l.checkLength(item, fs)
	l.addItem(item, fs)
}
