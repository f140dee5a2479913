//go:build !race

package main

// simulatedSeeds is how many seeds the simulation plays in the suite.
const simulatedSeeds = 200
