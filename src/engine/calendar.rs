//! The calendar of pending events: earliest first, equal times in the order of scheduling.

use std::num::NonZeroU64;

use super::time::{Span, Time};

/// Names one scheduled event, for [`Calendar::cancel`]. `Option<Ticket>` takes no more than its eight bytes.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Ticket(NonZeroU64);

#[derive(Copy, Clone)]
struct Entry<E> {
    time: Time,
    serial: u64,
    event: E,
}

impl<E> Entry<E> {
    #[inline]
    fn key(&self) -> u128 {
        (u128::from(self.time.micros()) << 64) | u128::from(self.serial)
    }
}

/// Pending events of one run and its clock. Events at the same time come in the order in which they were
/// scheduled.
///
/// A binary heap. Most events schedule one other, so the place of the event just taken is left vacant and filled
/// by the next one that is scheduled, which spares a removal and an insertion at the far end.
#[derive(Clone)]
pub struct Calendar<E> {
    now: Time,
    heap: Vec<Entry<E>>,
    /// The first entry has happened and only holds its place.
    vacant: bool,
    /// Serials of cancelled events still in the heap, ascending. Looked at only when not empty.
    cancelled: Vec<u64>,
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
    pub fn new() -> Self {
        Calendar {
            now: Time::ZERO,
            heap: Vec::new(),
            vacant: false,
            cancelled: Vec::new(),
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
        let serial = self.scheduled;
        let entry = Entry { time, serial, event };
        if self.vacant {
            self.vacant = false;
            self.fill_first(entry);
        } else {
            self.heap.push(entry);
            self.rise(self.heap.len() - 1, entry);
        }
        Ticket(NonZeroU64::new(serial).expect("serials are counted from 1"))
    }

    /// Schedules an event `span` from now.
    #[inline]
    pub fn after(&mut self, span: Span, event: E) -> Ticket {
        self.at(self.now + span, event)
    }

    /// Takes back an event that is still pending. Asserts that the ticket was issued and not cancelled before;
    /// with debug assertions also that the event has not happened yet.
    pub fn cancel(&mut self, ticket: Ticket) {
        let serial = ticket.0.get();
        assert!(serial <= self.scheduled, "only a scheduled event can be cancelled");
        self.settle();
        debug_assert!(
            self.heap.iter().any(|entry| entry.serial == serial),
            "an event that has happened cannot be cancelled"
        );
        match self.cancelled.binary_search(&serial) {
            Ok(_) => panic!("an event cannot be cancelled twice"),
            Err(place) => self.cancelled.insert(place, serial),
        }
        // Dead entries never outnumber the living by much, so the list stays short and the heap small.
        if self.cancelled.len() > 64 + self.heap.len() / 2 {
            let cancelled = &self.cancelled;
            self.heap.retain(|entry| cancelled.binary_search(&entry.serial).is_err());
            self.cancelled.clear();
            // What is sorted is a heap.
            self.heap.sort_unstable_by_key(Entry::key);
        }
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
        self.heap.len() - usize::from(self.vacant) - self.cancelled.len()
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
            let first = *self.heap.first()?;
            if first.time > until {
                return None;
            }
            self.vacant = true;
            if !self.cancelled.is_empty()
                && let Ok(place) = self.cancelled.binary_search(&first.serial)
            {
                self.cancelled.remove(place);
                continue;
            }
            self.now = first.time;
            self.events += 1;
            return Some(first.event);
        }
    }

    /// Closes a vacant first place with the last entry.
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

    /// Puts an entry in place of the first: the smaller children move up along the path to a leaf, then the
    /// entry, which usually belongs far down, rises from there.
    #[inline]
    fn fill_first(&mut self, entry: Entry<E>) {
        let count = self.heap.len();
        if count == 2 {
            if self.heap[1].key() < entry.key() {
                self.heap[0] = self.heap[1];
                self.heap[1] = entry;
            } else {
                self.heap[0] = entry;
            }
            return;
        }
        let (mut place, mut child) = (0, 1);
        while child + 1 < count {
            child += usize::from(self.heap[child + 1].key() < self.heap[child].key());
            self.heap[place] = self.heap[child];
            (place, child) = (child, 2 * child + 1);
        }
        if child < count {
            self.heap[place] = self.heap[child];
            place = child;
        }
        self.rise(place, entry);
    }

    /// Puts an entry at `place` or as far above as it belongs.
    #[inline]
    fn rise(&mut self, mut place: usize, entry: Entry<E>) {
        while place > 0 {
            let parent = (place - 1) / 2;
            if self.heap[parent].key() <= entry.key() {
                break;
            }
            self.heap[place] = self.heap[parent];
            place = parent;
        }
        self.heap[place] = entry;
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
    #[should_panic(expected = "cancelled twice")]
    fn cancelling_twice_is_refused() {
        let mut calendar = Calendar::new();
        let ticket = at(&mut calendar, 5, 1);
        calendar.cancel(ticket);
        calendar.cancel(ticket);
    }
}
