// Package expression parses and evaluates the expression language of ODK XForms and XLSForm
// with the semantics of JavaRosa: conditions, checks and calculations of a flow such as
// `${bp1} <= 2 and selected(${media}, 'radio')` or `. >= 17`.
//
// It is pure: values of items, the clock and its time zone come in through Env. It knows nothing
// of flows, items, sessions, documents or languages, and it has no paths: `${name}` and `.` are
// the only references. Source, nesting, work and results are bounded, so that neither a form nor
// an answer can make an evaluation long or large.
//
// It leaves JavaRosa where JavaRosa's result is an accident of its implementation:
//   - max of negative numbers is the greatest of them (JavaRosa: the least positive double);
//   - round to negative places rounds negative numbers like all others (JavaRosa truncates them);
//   - whole numbers from 2^31 to 2^53 become text as plain digits (JavaRosa: "3.0E9");
//   - lengths and positions count characters, not UTF-16 units;
//   - selected and its kin take any value as text (JavaRosa refuses numbers);
//   - sum adds its arguments (JavaRosa: the nodes of a node set, which do not exist here);
//   - normalize-space and string-length need their argument; a function's name and number of
//     arguments are checked by Parse, not at evaluation.
package expression
