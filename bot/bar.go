package bot

import "math"

// barCells is how many cells a bar has.
const barCells = 10

// bar draws so many filled cells.
func bar(filled int) string {
	const full, empty = "▰▰▰▰▰▰▰▰▰▰", "▱▱▱▱▱▱▱▱▱▱"
	const width = len(full) / barCells
	filled = min(max(filled, 0), barCells)
	return full[:filled*width] + empty[filled*width:]
}

// shareBar draws a share of 0 to 1 on a fixed scale.
func shareBar(share float64) string { return bar(int(math.Floor(share*barCells + 0.5))) }
