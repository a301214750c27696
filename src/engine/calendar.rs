//! The calendar of pending events: earliest first, equal times in the order of scheduling.

use std::num::NonZeroU64;

use super::time::{Span, Time};

/// Bits of a key that name the slot of its event: 16 million events may be pending at a time, and 2^40 (a trillion)
/// scheduled in one run.
const SLOT_BITS: u32 = 24;
const SLOT_MASK: u64 = (1 << SLOT_BITS) - 1;

/// Names one scheduled event, for [`Calendar::cancel`]. `Option<Ticket>` takes no more than its eight bytes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Ticket(NonZeroU64);

/// An event that waits, with its ticket; 0 when it has been cancelled or the slot is free.
#[derive(Copy, Clone)]
struct Slot<E> {
    ticket: u64,
    event: E,
}

/// Pending events of one run and its clock. Events at the same time come in the order in which they were
/// scheduled.
///
/// A binary heap of keys: time, then serial, then slot, in one number. Events stay where they are until they happen,
/// so the heap moves sixteen bytes whatever their size, and a cancelled one is only marked. Most events schedule one
/// other, so the place of the key just taken is left vacant and filled by the next, which spares a removal and an
/// insertion at the far end.
#[derive(Clone)]
pub struct Calendar<E> {
    now: Time,
    heap: Vec<u128>,
    /// The first key has been taken and only holds its place.
    vacant: bool,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    /// Cancelled events whose keys are still in the heap.
    cancelled: usize,
    scheduled: u64,
    events: u64,
}

impl<E: Copy> Default for Calendar<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: Copy> Calendar<E> {
    /// An empty calendar at [`Time::ZERO`].
    pub const fn new() -> Self {
        Calendar {
            now: Time::ZERO,
            heap: Vec::new(),
            vacant: false,
            slots: Vec::new(),
            free: Vec::new(),
            cancelled: 0,
            scheduled: 0,
            events: 0,
        }
    }

    /// The present.
    #[inline]
    pub fn now(&self) -> Time {
        self.now
    }

    /// Schedules an event; asserts that it does not lie in the past.
    #[inline]
    pub fn at(&mut self, time: Time, event: E) -> Ticket {
        assert!(
            time >= self.now,
            "an event cannot be scheduled in the past: {} µs is before now, {} µs",
            time.micros(),
            self.now.micros()
        );
        self.scheduled += 1;
        assert!(self.scheduled >> (64 - SLOT_BITS) == 0, "a run has at most 2^40 events");
        let ticket = match self.free.pop() {
            Some(slot) => {
                let ticket = (self.scheduled << SLOT_BITS) | u64::from(slot);
                self.slots[slot as usize] = Slot { ticket, event };
                ticket
            }
            None => self.new_slot(event),
        };
        let key = (u128::from(time.micros()) << 64) | u128::from(ticket);
        if self.vacant {
            self.vacant = false;
            self.fill_first(key);
        } else {
            self.heap.push(key);
            self.rise(self.heap.len() - 1, key);
        }
        Ticket(NonZeroU64::new(ticket).expect("serials are counted from 1"))
    }

    #[cold]
    fn new_slot(&mut self, event: E) -> u64 {
        let slot = self.slots.len() as u64;
        assert!(slot <= SLOT_MASK, "at most 16 million events are pending at a time");
        let ticket = (self.scheduled << SLOT_BITS) | slot;
        self.slots.push(Slot { ticket, event });
        ticket
    }

    /// Schedules an event `span` from now.
    #[inline]
    pub fn after(&mut self, span: Span, event: E) -> Ticket {
        self.at(self.now + span, event)
    }

    /// Takes back an event. Asserts that it is still pending: neither happened nor cancelled.
    pub fn cancel(&mut self, ticket: Ticket) {
        let ticket = ticket.0.get();
        let slot = &mut self.slots[(ticket & SLOT_MASK) as usize];
        assert!(
            slot.ticket == ticket,
            "only a pending event can be cancelled: it has happened or was cancelled"
        );
        slot.ticket = 0;
        self.cancelled += 1;
        // The dead never outnumber the living by much, so the heap stays small.
        if self.cancelled > 64 + self.heap.len() / 2 {
            self.bury();
        }
    }

    /// Removes the keys of all cancelled events.
    #[cold]
    fn bury(&mut self) {
        self.settle();
        let (slots, free) = (&self.slots, &mut self.free);
        self.heap.retain(|&key| {
            let slot = (key as u64 & SLOT_MASK) as usize;
            let living = slots[slot].ticket == key as u64;
            if !living {
                free.push(slot as u32);
            }
            living
        });
        self.cancelled = 0;
        // What is sorted is a heap.
        self.heap.sort_unstable();
    }

    /// The earliest event at or before `until`, with the clock moved to it. When there is none, the clock
    /// moves to `until` and `None` comes back.
    #[inline]
    pub fn next(&mut self, until: Time) -> Option<E> {
        let event = self.take(until);
        if event.is_none() {
            self.now = self.now.max(until);
        }
        event
    }

    /// The earliest event whenever it is; the clock moves to it. `None` leaves the clock where it is.
    #[inline]
    pub fn next_any(&mut self) -> Option<E> {
        self.take(Time::MAX)
    }

    /// Pending events, without the cancelled ones.
    pub fn len(&self) -> usize {
        self.heap.len() - usize::from(self.vacant) - self.cancelled
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Events handed out so far.
    pub fn events(&self) -> u64 {
        self.events
    }

    #[inline]
    fn take(&mut self, until: Time) -> Option<E> {
        loop {
            self.settle();
            let key = *self.heap.first()?;
            let time = Time::from_micros((key >> 64) as u64);
            if time > until {
                return None;
            }
            self.vacant = true;
            let index = (key as u64 & SLOT_MASK) as usize;
            self.free.push(index as u32);
            let slot = &mut self.slots[index];
            if slot.ticket != key as u64 {
                self.cancelled -= 1;
                continue;
            }
            slot.ticket = 0;
            self.now = time;
            self.events += 1;
            return Some(slot.event);
        }
    }

    /// Closes a vacant first place with the last key.
    #[inline]
    fn settle(&mut self) {
        if self.vacant {
            self.vacant = false;
            if let Some(last) = self.heap.pop()
                && !self.heap.is_empty()
            {
                self.fill_first(last);
            }
        }
    }

    /// Puts a key in place of the first: the smaller children move up along the path to a leaf, then the key, which
    /// usually belongs far down, rises from there.
    #[inline]
    fn fill_first(&mut self, key: u128) {
        let count = self.heap.len();
        let (mut place, mut child) = (0, 1);
        while child + 1 < count {
            child += usize::from(self.heap[child + 1] < self.heap[child]);
            self.heap[place] = self.heap[child];
            (place, child) = (child, 2 * child + 1);
        }
        if child < count {
            self.heap[place] = self.heap[child];
            place = child;
        }
        self.rise(place, key);
    }

    /// Puts a key at `place` or as far above as it belongs.
    #[inline]
    fn rise(&mut self, mut place: usize, key: u128) {
        while place > 0 {
            let parent = (place - 1) / 2;
            if self.heap[parent] <= key {
                break;
            }
            self.heap[place] = self.heap[parent];
            place = parent;
        }
        self.heap[place] = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(calendar: &mut Calendar<u32>, micros: u64, event: u32) -> Ticket {
        calendar.at(Time::from_micros(micros), event)
    }

    #[test]
    fn earliest_first_and_ties_in_order_of_scheduling() {
        let mut calendar = Calendar::new();
        for (time, event) in [(5, 1), (3, 2), (5, 3), (1, 4), (5, 5), (3, 6)] {
            at(&mut calendar, time, event);
        }
        let order: Vec<u32> = std::iter::from_fn(|| calendar.next(Time::from_micros(10))).collect();
        assert_eq!(order, [4, 2, 6, 1, 3, 5]);
        assert_eq!((calendar.events(), calendar.now()), (6, Time::from_micros(10)));
    }

    #[test]
    fn until_is_included_and_moves_the_clock() {
        let mut calendar = Calendar::new();
        at(&mut calendar, 5, 1);
        at(&mut calendar, 6, 2);
        assert_eq!(calendar.next(Time::from_micros(5)), Some(1));
        assert_eq!(calendar.next(Time::from_micros(5)), None);
        assert_eq!(calendar.next_any(), Some(2));
        assert_eq!(calendar.next_any(), None);
        assert_eq!(calendar.now(), Time::from_micros(6));
    }

    /// Against a plain sorted list, with cancellations, over a fixed sequence of pseudo-random steps.
    #[test]
    fn agrees_with_a_sorted_list() {
        let (mut calendar, mut list) = (Calendar::new(), Vec::<(u64, u64, u32, Ticket)>::new());
        let mut state = 7u64;
        for step in 0..20_000u32 {
            state = crate::engine::random::mix(state.wrapping_add(1));
            let choice = state % 10;
            if choice < 5 {
                let time = calendar.now().micros() + (state >> 8) % 50;
                let ticket = at(&mut calendar, time, step);
                list.push((time, u64::from(step), step, ticket));
                list.sort_by_key(|entry| (entry.0, entry.1));
            } else if choice < 7 && !list.is_empty() {
                let gone = list.remove((state >> 8) as usize % list.len());
                calendar.cancel(gone.3);
            } else {
                let expected = (!list.is_empty()).then(|| list.remove(0).2);
                assert_eq!(calendar.next_any(), expected);
            }
            assert_eq!(calendar.len(), list.len());
        }
    }

    #[test]
    #[should_panic(expected = "in the past")]
    fn the_past_is_closed() {
        let mut calendar = Calendar::new();
        at(&mut calendar, 5, 1);
        calendar.next_any();
        at(&mut calendar, 4, 2);
    }

    #[test]
    #[should_panic(expected = "only a pending event")]
    fn cancelling_twice_is_refused() {
        let mut calendar = Calendar::new();
        let ticket = at(&mut calendar, 5, 1);
        calendar.cancel(ticket);
        calendar.cancel(ticket);
    }
}
