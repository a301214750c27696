//! What waits by the day: tens of thousands of dates stand here, and only the next one of today in the calendar.

use std::collections::VecDeque;

use crate::engine::time::{DAY, Time};

/// What an entry of the book brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A booked patient comes (appointment).
    Appointment,
    /// An appointment is cancelled (appointment).
    Cancellation,
    /// A message comes (pending message).
    Message,
    /// A patient asks for a renewal, unless the prescription has been extended (prescription).
    AsksForRenewal,
    /// Somebody begins to work at home (person, window).
    LogsOn,
}

/// One entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// When.
    pub at: Time,
    /// Order of writing; equal times go by it.
    serial: u32,
    /// What.
    pub what: What,
    /// Of which thing.
    pub id: u32,
}

/// Entries by day; those of today in order.
#[derive(Debug, Clone, Default)]
pub struct DayBook {
    /// Days from today on; today's entries stand in `today`.
    days: VecDeque<Vec<Entry>>,
    today: Vec<Entry>,
    next: usize,
    day: u64,
    serial: u32,
}

impl DayBook {
    /// Writes an entry; the time must not lie before today. Gives whether it now is the next one of today.
    pub fn write(&mut self, at: Time, what: What, id: u32) -> bool {
        let entry = Entry { at, serial: self.serial, what, id };
        self.serial = self.serial.wrapping_add(1);
        let day = at.micros() / DAY.micros();
        assert!(day >= self.day, "nothing is written into the past");
        let ahead = (day - self.day) as usize;
        if ahead > 0 {
            if self.days.len() < ahead {
                self.days.resize_with(ahead, Vec::new);
            }
            self.days[ahead - 1].push(entry);
            return false;
        }
        let place = self.next + self.today[self.next..].partition_point(|other| other.at <= at);
        self.today.insert(place, entry);
        place == self.next
    }

    /// The next day begins: its entries are put in order.
    pub fn turn(&mut self, day: u64) {
        assert!(self.next >= self.today.len(), "all entries of a day come before its end");
        let mut old = std::mem::take(&mut self.today);
        old.clear();
        self.today = self.days.pop_front().unwrap_or_default();
        if old.capacity() > 0 {
            // yesterday's room serves the farthest day, so that steady state allocates by the day, not by the entry
            self.days.push_back(old);
        }
        self.day = day;
        self.next = 0;
        self.today.sort_unstable();
    }

    /// When the next entry of today comes.
    pub fn next_time(&self) -> Option<Time> {
        self.today.get(self.next).map(|entry| entry.at)
    }

    /// The next entry, if it comes at or before a time.
    pub fn take(&mut self, now: Time) -> Option<Entry> {
        let entry = *self.today.get(self.next).filter(|entry| entry.at <= now)?;
        self.next += 1;
        Some(entry)
    }

    /// All entries that wait.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.today[self.next..].iter().chain(self.days.iter().flatten())
    }
}

/// The appointments of one person on one day.
#[derive(Debug, Clone, Default)]
pub struct DiaryDay {
    /// Free units of the grid.
    pub free: u128,
    /// Appointments, in the order of booking.
    pub bookings: Vec<u32>,
    /// Appointments on top of a full day.
    pub overbooked: u32,
}

/// The appointments of one person, day by day.
#[derive(Debug, Clone, Default)]
pub struct Diary {
    /// Day of the first one.
    pub first: u64,
    /// The days.
    pub days: VecDeque<DiaryDay>,
    /// Before this day nothing is free that is not held.
    pub open_from: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::Span;

    #[test]
    fn entries_come_in_order_day_by_day() {
        let mut book = DayBook::default();
        let at = |day: u64, minute: f64| Time::ZERO + Span::days(day) + Span::minutes(minute);
        book.write(at(1, 60.0), What::Message, 1);
        book.write(at(1, 30.0), What::Message, 2);
        book.write(at(2, 5.0), What::Message, 3);
        assert!(book.write(at(0, 9.0), What::Message, 4));
        assert!(book.write(at(0, 8.0), What::Message, 5));
        assert!(!book.write(at(0, 9.0), What::Message, 6));
        let ids = |book: &mut DayBook| {
            std::iter::from_fn(|| book.take(Time::MAX).map(|entry| entry.id)).collect::<Vec<_>>()
        };
        assert_eq!((ids(&mut book), book.entries().count()), (vec![5, 4, 6], 3));
        book.turn(1);
        assert_eq!(ids(&mut book), [2, 1]);
        book.turn(2);
        assert_eq!((ids(&mut book), book.next_time()), (vec![3], None));
    }
}
