package simulator

import (
	"cmp"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Server is one bot's Telegram. All its methods are safe for concurrent use.
type Server struct {
	opt     Options
	clock   Clock
	me      int64
	self    string // the bot as a User object
	methods map[string]method

	mu      sync.Mutex
	rand    *rand.Rand
	chats   map[int64]*chat
	moved   map[int64]int64 // basic groups that became supergroups
	nextID  int64           // next id of a person or a group
	nextMsg int             // next message id outside supergroups
	nextHex uint64          // next id of a file or an album
	queries queries
	queue   queue
	hook    webhook
	limits  limits
	faults  []*Fault
	files   map[string]*file
	shelf   []string // ids of files, oldest first
	profile profile
	players *players
	records []Call
	counts  map[string]int
	refused int

	listener net.Listener
	http     *http.Server
	closed   chan struct{}
	close    sync.Once
}

// New makes a Server with nobody in it. It serves through Handler, or by itself
// after Start.
func New(opt Options) *Server {
	opt.Token = cmp.Or(opt.Token, "7000000001:AAsimulator-simulator-simulator-sim")
	opt.Username = cmp.Or(opt.Username, "suara_sim_bot")
	opt.Name = cmp.Or(opt.Name, "Simulator")
	opt.History = cmp.Or(opt.History, 2000)
	opt.QueryTTL = cmp.Or(opt.QueryTTL, 15*time.Second)
	opt.PressTTL = cmp.Or(opt.PressTTL, day)
	if opt.Clock == nil {
		opt.Clock = RealClock{}
	}
	s := &Server{
		opt: opt, clock: opt.Clock, methods: newMethods(),
		rand:    rand.New(rand.NewPCG(uint64(opt.Seed), 1)),
		chats:   map[int64]*chat{},
		moved:   map[int64]int64{},
		files:   map[string]*file{},
		counts:  map[string]int{},
		profile: profile{commands: map[string]string{}, texts: map[string]string{}},
		closed:  make(chan struct{}),
	}
	if !opt.Rich {
		delete(s.methods, "sendrichmessage")
	}
	digits, _, _ := strings.Cut(opt.Token, ":")
	s.me, _ = strconv.ParseInt(digits, 10, 64)
	s.self = s.userJSON()
	s.nextID = 5_000_000_000 + s.rand.Int64N(1_000_000_000)
	s.nextMsg = 1 + s.rand.IntN(1000)
	s.nextHex = s.rand.Uint64() >> 8
	s.queue.next = 100_000_000 + s.rand.Int64N(800_000_000)
	s.queue.allowed = defaultUpdates
	s.queries.byID = map[string]*query{}
	s.limits.chats = map[int64]*chatLimit{}
	return s
}

func (s *Server) userJSON() string {
	b := strconv.AppendInt([]byte(`{"id":`), s.me, 10)
	b = append(b, `,"is_bot":true`...)
	b = appendField(b, "first_name", s.opt.Name)
	b = appendField(b, "username", s.opt.Username)
	return string(append(b, '}'))
}

// Token returns the token that the bot must use.
func (s *Server) Token() string { return s.opt.Token }

// BotID returns the bot's own id.
func (s *Server) BotID() int64 { return s.me }

// Clock returns the time the server lives in.
func (s *Server) Clock() Clock { return s.clock }

// Start listens on a free port of 127.0.0.1 and returns the address for the bot.
func (s *Server) Start() (url string, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 30 * time.Second}
	s.mu.Lock()
	s.listener, s.http = listener, server
	s.mu.Unlock()
	go func() { _ = server.Serve(listener) }()
	return "http://" + listener.Addr().String(), nil
}

// Close ends every waiting request, the webhook and, after Start, the listener.
func (s *Server) Close() error {
	s.close.Do(func() { close(s.closed) })
	s.mu.Lock()
	server := s.http
	s.mu.Unlock()
	if server == nil {
		return nil
	}
	return server.Close()
}

// Calls returns every call so far, if Options.KeepCalls is on.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.records...)
}

// CallCounts returns how often each method was called.
func (s *Server) CallCounts() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	counts := make(map[string]int, len(s.counts))
	for method, n := range s.counts {
		counts[method] = n
	}
	return counts
}

// Refusals returns how many calls the server's own rate limits refused.
func (s *Server) Refusals() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused
}

// Pending returns how many updates the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.expire(s.clock.Now())
	return len(s.queue.updates)
}
