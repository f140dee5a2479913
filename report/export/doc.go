// Package export writes rows as CSV, JSON Lines and XLSX, as the commands hand them out, and comments and
// codebooks as CSV.
//
// It writes the rows it is given: which of them may leave, and how coarse, is decided by
// [report.Coarsen] and [report.ReleasedComments] before. It must not know the database.
package export
