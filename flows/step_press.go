package flows

import "strconv"

// press takes a button. A token is good for one revision of one screen of one interview.
func (w *walk) press() {
	p, ok := parsePress(w.in.Press)
	if !ok || p.session != w.s.id || p.revision != w.was.revision || p.position != w.s.position {
		w.stale(p)
		return
	}
	done := false
	switch item := w.item(); {
	case item == nil:
		done = w.pressReview(p)
	case w.s.specify:
		done = w.pressSpecify(p)
	default:
		done = w.pressItem(item, p)
	}
	if !done {
		w.stale(p)
	}
}

// stale tells of a button that means nothing any more. The same option again is what one gets by
// tapping twice: it is kept already, and nobody needs to be told off.
func (w *walk) stale(p press) {
	w.out.Stale = true
	w.refuse(Notice{Key: NoticePressStale})
	if p.session != w.s.id || p.action != actOption || p.position >= len(w.flow.Items) {
		return
	}
	item, a := w.flow.Items[p.position], w.s.answer(p.position)
	if p.index < len(item.Options) && a.state == answered && item.Type != TypeChoices &&
		item.Options[p.index].Value == a.value {
		w.out.Notice.Key = NoticePressRepeated
	}
}

// pressItem takes a button of an item; false: there is no such button on its screen.
func (w *walk) pressItem(item *Item, p press) bool {
	i := w.s.position
	switch p.action {
	case actOption:
		return w.pressOption(item, p.index)
	case actDone:
		return w.pressDone(item)
	case actSkip:
		if !item.Optional || item.Type == TypeNote {
			return false
		}
		a := w.s.answer(i)
		a.state, a.value, a.message = skipped, "", 0
		w.set(i, a)
		w.advance(i)
	case actNext:
		if !w.canNext(item) {
			return false
		}
		to := w.flow.following(&w.relevant, i)
		if to == len(w.flow.Items) {
			to = w.flow.openAfter(&w.s, &w.relevant, i)
		}
		w.show(to)
	case actBack:
		to, ok := w.back()
		if !ok {
			return false
		}
		w.show(to)
	case actLater:
		w.out.Leave = true
	default:
		return false
	}
	return true
}

// back is where Kembali leads: to the review where the item was opened from it.
func (w *walk) back() (int, bool) { return w.flow.back(&w.s, &w.relevant) }

func (f *Flow) back(s *Session, relevant *set) (int, bool) {
	if s.changing {
		return len(f.Items), true
	}
	to := f.preceding(relevant, s.position)
	return to, to >= 0
}

func (w *walk) canNext(item *Item) bool { return w.flow.canNext(&w.s, &w.relevant, item) }

// canNext tells whether one can go on without changing the answer given before.
func (f *Flow) canNext(s *Session, relevant *set, item *Item) bool {
	return !s.changing && item.Type != TypeNote && item.Type != TypeChoices &&
		s.answer(s.position).state == answered && !f.open(s, relevant, s.position)
}

func (w *walk) pressOption(item *Item, index int) bool {
	if index >= len(item.Options) {
		return false
	}
	value := item.Options[index].Value
	if item.Type == TypeChoices {
		w.toggle(item, value)
		return true
	}
	w.choose(item, value)
	return true
}

// choose answers an item of one option and goes on, or asks to specify.
func (w *walk) choose(item *Item, value string) {
	i := w.s.position
	a := w.s.answer(i)
	a.state, a.value, a.message = answered, value, 0
	if fault := w.flow.checkFault(&w.s, &w.relevant, item, a); fault.Key != "" {
		w.refuse(fault)
		return
	}
	w.set(i, a)
	w.settle(item)
}

// settle goes on from the item on screen, or asks to specify what was just chosen as "other".
func (w *walk) settle(item *Item) {
	if item.Other && ticked(w.s.answer(w.s.position).value, OtherValue) {
		w.s.specify = true
		w.changed()
		return
	}
	w.advance(w.s.position)
}

// toggle ticks or unticks an option.
func (w *walk) toggle(item *Item, value string) {
	i := w.s.position
	a := w.s.answer(i)
	values := toggled(item, a.value, value)
	if n := countTicked(values); item.MaxSelect > 0 && n > item.MaxSelect && n > countTicked(a.value) {
		w.refuse(Notice{NoticeChoicesMax, map[string]string{"max": strconv.Itoa(item.MaxSelect)}})
		return
	}
	a.state, a.value, a.message = answered, values, 0
	if values == "" {
		a.state = unanswered
	}
	w.set(i, a)
	w.changed()
}

// pressDone ends a note or the ticking of choices. Nothing ticked is a skip where that may be.
func (w *walk) pressDone(item *Item) bool {
	i := w.s.position
	a := w.s.answer(i)
	switch item.Type {
	case TypeNote:
		w.set(i, answer{state: answered})
		w.advance(i)
	case TypeChoices:
		if item.Optional && a.value == "" {
			a.state = skipped
			w.set(i, a)
			w.advance(i)
			return true
		}
		fault := selectFault(item, a.value)
		if fault.Key == "" {
			fault = w.flow.checkFault(&w.s, &w.relevant, item, a)
		}
		if fault.Key != "" {
			w.refuse(fault)
			return true
		}
		w.settle(item)
	default:
		return false
	}
	return true
}

// pressSpecify takes a button under the question for the words of "other".
func (w *walk) pressSpecify(p press) bool {
	switch p.action {
	case actBack:
		w.s.specify = false
		w.changed()
	case actSkip:
		if !w.item().Optional {
			return false
		}
		a := w.s.answer(w.s.position)
		a.other, a.otherMessage = "", 0
		w.set(w.s.position, a)
		w.advance(w.s.position)
	case actNext:
		if w.s.answer(w.s.position).other == "" {
			return false
		}
		w.advance(w.s.position)
	case actLater:
		w.out.Leave = true
	default:
		return false
	}
	return true
}

// pressReview takes a button of the review.
func (w *walk) pressReview(p press) bool {
	switch p.action {
	case actChange:
		if p.index >= len(w.flow.Items) || !w.relevant.has(p.index) ||
			w.flow.Items[p.index].Type == TypeNote {
			return false
		}
		w.show(p.index)
		w.s.changing = true
	case actPage:
		if p.index >= reviewPages(len(w.flow.reviewed(&w.relevant))) {
			return false
		}
		w.s.page = p.index
		w.changed()
	case actBack:
		to, ok := w.back()
		if !ok {
			return false
		}
		w.show(to)
	case actLater:
		w.out.Leave = true
	case actSubmit:
		w.submit()
	default:
		return false
	}
	return true
}

// submit ends the interview, or leads to the first required item without an answer.
func (w *walk) submit() {
	missing, first := 0, -1
	for i, item := range w.flow.Items {
		if item.Type == TypeNote || item.Optional && w.s.answer(i).state != answered ||
			!w.flow.open(&w.s, &w.relevant, i) {
			continue
		}
		if missing++; first < 0 {
			first = i
		}
	}
	if missing > 0 {
		w.out.Notice = Notice{NoticeRequiredMissing, map[string]string{"count": strconv.Itoa(missing)}}
		w.show(first)
		return
	}
	w.changed()
	w.out.Submitted = true
}
