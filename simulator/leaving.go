package simulator

// Leave lets a member leave. The group sees a service message, and a bot that is
// administrator there gets a chat_member update too.
func (g *Group) Leave(p *Phone) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	before := g.member(p.person.ID, p.user)
	if !g.lose(p) {
		return
	}
	g.note(`,"from":`+p.user, `,"left_chat_member":`+p.user, p.person.ID)
	g.moved(p, before)
}

// LeaveUnseen lets a member leave without a service message, as in large groups. A bot
// that is administrator there gets its chat_member update.
func (g *Group) LeaveUnseen(p *Phone) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	before := g.member(p.person.ID, p.user)
	if g.lose(p) {
		g.moved(p, before)
	}
}

// LeaveSilently lets a member leave without a word to the bot, as Telegram does
// where the bot was down for a day. Only getChatMember tells of it.
func (g *Group) LeaveSilently(p *Phone) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.lose(p)
}

// BanSilently throws a member out without a word to the bot.
func (g *Group) BanSilently(p *Phone) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.lose(p)
	g.banned[p.person.ID] = true
}

// JoinSilently makes somebody a member without a word to the bot.
func (g *Group) JoinSilently(p *Phone) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.members[p.person.ID] = p
	delete(g.banned, p.person.ID)
}

// lose takes a person out of the group and tells whether there was somebody to take.
func (g *Group) lose(p *Phone) bool {
	was := g.members[p.person.ID] != nil
	delete(g.members, p.person.ID)
	delete(g.ranks, p.person.ID)
	return was
}

// moved tells a bot that is administrator how somebody's standing changed.
func (g *Group) moved(p *Phone, before string) {
	if g.status == "administrator" {
		g.s.standing("chat_member", g.chat, p.user, before, g.member(p.person.ID, p.user))
	}
}
