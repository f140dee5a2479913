package fielding

import (
	"fmt"
	"sync"

	"suara/flows"
	"suara/storage"
)

// Flows keeps the loaded flows by version: an interview runs on the version its wave opened with,
// whatever became of the file since. It is safe for concurrent use.
type Flows struct {
	mu     sync.RWMutex
	loaded map[string]*flows.Flow
}

// NewFlows makes an empty cache.
func NewFlows() *Flows { return &Flows{loaded: map[string]*flows.Flow{}} }

// Get loads a version from the database once.
func (c *Flows) Get(tx *storage.Tx, version string) (*flows.Flow, error) {
	c.mu.RLock()
	f := c.loaded[version]
	c.mu.RUnlock()
	if f != nil {
		return f, nil
	}
	f, err := flows.Load("flow "+version, tx.Flow(version))
	if err != nil {
		return nil, fmt.Errorf("load stored flow: %w", err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loaded[version] = f
	return f, nil
}
