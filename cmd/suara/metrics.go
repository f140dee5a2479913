package main

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"suara/delivery"
	"suara/fielding"
	"suara/storage"
)

// metrics are figures of the running system. They name nobody and nothing that belongs to anybody.
type metrics struct {
	registry *prometheus.Registry
	updates  prometheus.Counter
	batch    prometheus.Histogram
	commit   prometheus.Histogram
	refused  prometheus.Counter
	failures prometheus.Counter
	lastMade atomic.Int64 // Unix seconds of the last scheduled backup
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		updates: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "suara_updates_total", Help: "Updates taken from Telegram.",
		}),
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "suara_batch_events", Help: "Events that shared one transaction.",
			Buckets: prometheus.ExponentialBuckets(1, 4, 7),
		}),
		commit: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "suara_commit_seconds", Help: "Time to handle a batch and have it on disk.",
			Buckets: prometheus.ExponentialBuckets(0.00025, 4, 9),
		}),
		refused: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "suara_commit_failures_total", Help: "Batches that the database did not take.",
		}),
		failures: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "suara_backup_failures_total", Help: "Scheduled backups that failed.",
		}),
	}
	m.registry.MustRegister(m.updates, m.batch, m.commit, m.refused, m.failures,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// observe takes note of a batch of the writer.
func (m *metrics) observe(b fielding.Batch) {
	m.updates.Add(float64(b.Updates))
	m.batch.Observe(float64(b.Events))
	m.commit.Observe(b.Took.Seconds())
	if b.Err != nil {
		m.refused.Inc()
	}
}

func (m *metrics) backedUp(at time.Time) { m.lastMade.Store(at.Unix()) }
func (m *metrics) backupFailed()         { m.failures.Inc() }

// stateCollector reads the state of the system when it is asked for.
type stateCollector struct {
	*system
	mu         sync.Mutex
	counted    time.Time // when interviews were counted last: that walks them
	interviews float64
}

const countEvery = 30 * time.Second

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("suara_"+name, help, labels, nil)
}

// Describe says nothing beforehand: what there is depends on the configuration.
func (c *stateCollector) Describe(chan<- *prometheus.Desc) {}

// Collect reads the state.
func (c *stateCollector) Collect(out chan<- prometheus.Metric) {
	gauge := func(v float64, name, help string) {
		out <- prometheus.MustNewConstMetric(describe(name, help), prometheus.GaugeValue, v)
	}
	c.collectSender(out, gauge)
	now := c.clock.Now()
	if last := c.lastPoll(); !last.IsZero() {
		gauge(now.Sub(last).Seconds(), "last_poll_age_seconds", "Since Telegram answered last.")
	}
	aside := 0
	if c.store.View(func(tx *storage.Tx) error { aside = tx.CountDeadLetters(); return nil }) == nil {
		gauge(float64(aside), "events_set_aside", "Events that could not be handled, in the database's life.")
	}
	size, free := c.store.Sizes()
	gauge(float64(size), "database_bytes", "Size of the database.")
	gauge(float64(free), "database_free_bytes", "Pages of the database that hold nothing, in bytes.")
	gauge(c.open(now), "interviews_open", "Interviews begun and not submitted, counted twice a minute at most.")
	if at := c.metrics.lastMade.Load(); at != 0 {
		gauge(float64(at), "backup_last_timestamp_seconds", "When the last scheduled backup was made.")
	}
}

func (c *stateCollector) collectSender(out chan<- prometheus.Metric, gauge func(float64, string, string)) {
	st := c.sender.Stats()
	rows := describe("outbox_rows", "Messages that wait to be sent.", "class")
	out <- prometheus.MustNewConstMetric(rows, prometheus.GaugeValue, float64(st.Replies), "reply")
	out <- prometheus.MustNewConstMetric(rows, prometheus.GaugeValue, float64(st.Prompts), "prompt")
	gauge(float64(st.Flying), "outbox_flying", "Messages being sent.")
	gauge(st.OldestReply.Seconds(), "outbox_oldest_reply_seconds", "How long the oldest reply has waited for the pace of sending.")
	gauge(st.Held.Seconds(), "held_seconds", "How much longer Telegram wants silence after a 429 or a refused token.")
	sends := describe("sends_total", "Tries to send by how they ended; wait is a 429.", "outcome")
	for kind := delivery.Delivered; kind.String() != "invalid"; kind++ {
		out <- prometheus.MustNewConstMetric(sends, prometheus.CounterValue, float64(st.Outcomes.Of(kind)), kind.String())
	}
}

// open counts the open interviews now and again.
func (c *stateCollector) open(now time.Time) float64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counted.IsZero() || now.Sub(c.counted) >= countEvery {
		if n, err := c.store.OpenInterviews(); err == nil {
			c.interviews, c.counted = float64(n), now
		}
	}
	return c.interviews
}
