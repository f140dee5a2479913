//go:build race

package main

// simulatedSeeds are fewer under the race detector, which makes a seed ten times as long.
const simulatedSeeds = 30
