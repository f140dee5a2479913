package flows

import (
	"slices"
	"strconv"
)

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
	if p.session != w.s.id || p.action != actOption || p.position >= len(w.Items) {
		return
	}
	item, a := w.Items[p.position], w.s.answer(p.position)
	if p.index < len(item.Options) && a.state == answered && !item.many() &&
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
	case actAlso:
		return w.pressAlso(item, p.index)
	case actShelf, actAll:
		return w.pressShelf(item, p)
	case actDone:
		return w.pressDone(item)
	case actSkip:
		if !w.optional(i) || item.Type == TypeNote {
			return false
		}
		w.skip(i)
	case actNext:
		return w.pressNext(i, item)
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

func (w *walk) skip(i int) {
	a := w.s.answer(i)
	a.state, a.value, a.message = skipped, "", 0
	w.set(i, a)
	w.advance(i)
}

// back is where Kembali leads: to the review where the item was opened from it.
func (v *view) back() (int, bool) {
	if v.s.changing {
		return len(v.Items), true
	}
	to := v.preceding(v.s.position)
	return to, to >= 0
}

// canNext tells whether one can go on without changing what stands on the screen: the answer given
// before, or the default.
func (v *view) canNext(item *Item) bool {
	i := v.s.position
	switch state := v.s.answer(i).state; {
	case item.Type == TypeNote || item.many():
		return false
	case state == unanswered:
		return v.checkFault(item, v.standing(i)).Key == "" && v.standing(i).state == answered
	case state == skipped || v.s.changing:
		return false
	}
	return !v.open(i)
}

// pressNext goes on with the answer that stands.
func (w *walk) pressNext(i int, item *Item) bool {
	if !w.canNext(item) {
		return false
	}
	if w.s.answer(i).state == unanswered {
		w.set(i, w.standing(i))
		w.advance(i)
		return true
	}
	to := w.following(i)
	if to == len(w.Items) {
		to = w.openAfter(i)
	}
	w.show(to)
	return true
}

func (w *walk) pressOption(item *Item, index int) bool {
	if index >= len(item.Options) || !w.offers(item, &item.Options[index]) {
		return false
	}
	value := item.Options[index].Value
	if item.many() {
		w.toggle(item, value)
		return true
	}
	w.choose(item, value)
	return true
}

// pressAlso takes a special answer.
func (w *walk) pressAlso(item *Item, index int) bool {
	if index >= len(specials) || !slices.Contains(item.Also, specials[index].value) {
		return false
	}
	w.answerSpecial(specials[index].value)
	return true
}

func (w *walk) answerSpecial(value string) {
	i := w.s.position
	a := w.s.answer(i)
	a.state, a.value, a.message = special, value, 0
	w.set(i, a)
	w.advance(i)
}

// choose answers an item of one option and goes on, or asks to specify.
func (w *walk) choose(item *Item, value string) {
	i := w.s.position
	a := w.s.answer(i)
	a.state, a.value, a.message = answered, value, 0
	if fault := w.checkFault(item, a); fault.Key != "" {
		w.refuse(fault)
		return
	}
	w.set(i, a)
	w.settle(item)
}

// settle goes on from the item on screen, or asks to specify what was just chosen as "other".
func (w *walk) settle(item *Item) {
	if a := w.s.answer(w.s.position); item.Other && a.state == answered && ticked(a.value, OtherValue) {
		w.s.specify = true
		w.changed()
		return
	}
	w.advance(w.s.position)
}

// toggle ticks or unticks an option; in a ranking it gives the next rank or takes it away.
func (w *walk) toggle(item *Item, value string) {
	i := w.s.position
	a := w.standing(i)
	if a.state != answered {
		a.value = ""
	}
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
	switch {
	case item.Type == TypeNote:
		w.set(i, answer{state: answered})
		w.advance(i)
	case item.many():
		w.endTicking(i, item)
	default:
		return false
	}
	return true
}

func (w *walk) endTicking(i int, item *Item) {
	a := w.standing(i)
	switch {
	case a.state == special:
		w.advance(i)
		return
	case w.optional(i) && a.value == "":
		w.skip(i)
		return
	}
	fault := selectFault(item, a.value)
	if fault.Key == "" {
		fault = w.checkFault(item, a)
	}
	if fault.Key != "" {
		w.refuse(fault)
		return
	}
	w.set(i, a)
	w.settle(item)
}

// pressSpecify takes a button under the question for the words of "other".
func (w *walk) pressSpecify(p press) bool {
	switch p.action {
	case actBack:
		w.s.specify = false
		w.changed()
	case actSkip:
		if !w.optional(w.s.position) {
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
		if p.index >= len(w.Items) || !w.reviewable(p.index) {
			return false
		}
		w.show(p.index)
		w.s.changing = true
	case actPage:
		if p.index >= reviewPages(len(w.reviewed())) {
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
	for n := range w.Items {
		i := w.at(n)
		if !w.missing(i) {
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

// missing tells whether an item must be answered before submission.
func (v *view) missing(i int) bool {
	return v.Items[i].Type != TypeNote && v.open(i) &&
		(v.s.answer(i).state == answered || !v.optional(i))
}
