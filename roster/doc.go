// Package roster imports the list of eligible people: it reads the CSV and XLSX files of personnel
// offices, checks them row by row, compares them with what is known and plans the change. It also
// makes personal codes.
//
// It must not know Telegram, the database, the file system or the clock: bytes, known respondents
// and times come in as values, and a [Plan] goes out. Only the columns of the roster are kept; every
// other column of a file is dropped while it is read.
package roster
