// Command suara is the survey collector's program: it reads the configuration, puts the parts
// together and offers the subcommands. It is wiring; what a rule of fielding, scoring or sending
// says must not stand here.
package main
