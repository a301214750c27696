//! The calendar of pending events: earliest first, equal times in the order of scheduling.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
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

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<E> Eq for Entry<E> {}

impl<E> PartialOrd for Entry<E> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    #[inline]
    fn lt(&self, other: &Self) -> bool {
        other.key() < self.key()
    }

    #[inline]
    fn le(&self, other: &Self) -> bool {
        other.key() <= self.key()
    }

    #[inline]
    fn gt(&self, other: &Self) -> bool {
        other.key() > self.key()
    }

    #[inline]
    fn ge(&self, other: &Self) -> bool {
        other.key() >= self.key()
    }
}

impl<E> Ord for Entry<E> {
    /// Reversed, so that the greatest of the heap is the earliest.
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
    }
}

/// Pending events of one run and its clock. Events at the same time come in the order in which they were
/// scheduled.
#[derive(Clone)]
pub struct Calendar<E> {
    now: Time,
    heap: BinaryHeap<Entry<E>>,
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
        Calendar { now: Time::ZERO, heap: BinaryHeap::new(), cancelled: Vec::new(), scheduled: 0, events: 0 }
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
        self.heap.push(Entry { time, serial, event });
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
        }
    }

    /// The earliest event at or before `until`, with the clock moved to it. When there is none, the clock
    /// moves to `until` and `None` comes back.
    #[inline]
    pub fn next(&mut self, until: Time) -> Option<E> {
        loop {
            match self.heap.peek() {
                Some(first) if first.time <= until => {}
                _ => {
                    self.now = self.now.max(until);
                    return None;
                }
            }
            if let Some(event) = self.pop() {
                return Some(event);
            }
        }
    }

    /// The earliest event whenever it is; the clock moves to it. `None` leaves the clock where it is.
    #[inline]
    pub fn next_any(&mut self) -> Option<E> {
        while !self.heap.is_empty() {
            if let Some(event) = self.pop() {
                return Some(event);
            }
        }
        None
    }

    /// Pending events, without the cancelled ones.
    pub fn len(&self) -> usize {
        self.heap.len() - self.cancelled.len()
    }

    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Events handed out so far.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Removes the first entry; `None` where it had been cancelled or there is none.
    #[inline]
    fn pop(&mut self) -> Option<E> {
        let entry = self.heap.pop()?;
        if !self.cancelled.is_empty()
            && let Ok(place) = self.cancelled.binary_search(&entry.serial)
        {
            self.cancelled.remove(place);
            return None;
        }
        self.now = entry.time;
        self.events += 1;
        Some(entry.event)
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
