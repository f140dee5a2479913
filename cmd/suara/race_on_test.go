//go:build race

package main

// simulatedSeeds are fewer under the race detector, which makes a seed ten times as long.
const simulatedSeeds = 30

// replayedSeeds is how many seeds are played twice.
const replayedSeeds = 2
