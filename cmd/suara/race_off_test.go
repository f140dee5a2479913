//go:build !race

package main

// simulatedSeeds is how many seeds the simulation plays in the suite.
const simulatedSeeds = 200

// replayedSeeds is how many seeds are played twice.
const replayedSeeds = 6
