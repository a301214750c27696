//! Which case differs most: the courses of all cases that came in both runs, compared in pairs.

use std::collections::BTreeMap;

use super::course::{Course, Stay, courses};
use super::matching::first_difference;
use super::wanted::Wanted;
use crate::engine::random::Identity;
use crate::engine::time::{Span, Time};
use crate::replay::log::Log;

/// A step by other hands, or in one of both alone, counts as so much time.
pub const OTHER_HANDS: Span = Span::from_micros(3_600_000_000);

/// The rule of choice, in a sentence.
pub const RULE: &str = "the difference of the time from coming to the end of the last part, plus an hour for each step \
                        that another role or another clinician did, or that only one of both has (among equals, who came \
                        first)";

/// A case in both runs; a course without anything is that of a case that did not come.
pub struct Pair<'l> {
    /// The case.
    pub case: u64,
    /// Its courses, in the order of the scenarios.
    pub courses: [Course<'l>; 2],
    /// How much they differ.
    pub gap: Gap,
}

/// How much two courses differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// From coming to the end of the last part, in both.
    pub lengths: [Span; 2],
    /// Whether that end lies behind the end of the log.
    pub open: [bool; 2],
    /// Steps that other hands did, or that only one of both has.
    pub other_hands: u64,
}

impl Gap {
    /// What the order is by.
    pub fn size(&self) -> Span {
        let [first, second] = self.lengths;
        let others = OTHER_HANDS.micros() * self.other_hands;
        Span::from_micros(first.micros().abs_diff(second.micros()) + others)
    }
}

/// What became of all cases that were wanted.
pub struct Choice<'l> {
    /// Cases that had the same course in both.
    pub same: usize,
    /// Cases that came in one of both alone.
    pub only: [usize; 2],
    /// Of those, messages that an intervention of the other kept back.
    pub kept_back: [usize; 2],
    /// Cases in both whose courses differ, the one that differs most first.
    pub differ: Vec<Pair<'l>>,
}

impl Choice<'_> {
    /// Cases that came in both.
    pub fn both(&self) -> usize {
        self.same + self.differ.len()
    }
}

/// Compares all cases that are wanted and came in both runs in the stretch.
pub fn choose<'l>(logs: [&'l Log; 2], wanted: &Wanted, stretch: (Time, Time)) -> Choice<'l> {
    let mut choice = Choice { same: 0, only: [0; 2], kept_back: [0; 2], differ: Vec::new() };
    let [first, mut second] = logs.map(courses);
    let comes = |course: &Course| course.came().is_some_and(|came| stretch.0 <= came && came < stretch.1);
    for (case, one) in first {
        let other = second.remove(&case).unwrap_or_default();
        sort_in(&mut choice, logs, wanted, case, [one, other], &comes);
    }
    for (case, other) in second {
        sort_in(&mut choice, logs, wanted, case, [Course::default(), other], &comes);
    }
    let came = |pair: &Pair| pair.courses[0].came();
    choice.differ.sort_by_key(|pair| (std::cmp::Reverse(pair.gap.size()), came(pair), pair.case));
    choice
}

/// Counts one case, and keeps it where its courses differ.
fn sort_in<'l>(
    choice: &mut Choice<'l>,
    logs: [&'l Log; 2],
    wanted: &Wanted,
    case: u64,
    pair: [Course<'l>; 2],
    comes: &impl Fn(&Course) -> bool,
) {
    let there = [comes(&pair[0]), comes(&pair[1])];
    if !(0..2).any(|i| there[i] && wanted.is_met(logs[i], &pair[i])) {
        return;
    }
    let Some(only) = there.iter().position(|there| !there) else {
        if is_same(logs, wanted, &pair) {
            choice.same += 1;
        } else {
            let gap = gap(logs, wanted, &pair);
            choice.differ.push(Pair { case, courses: pair, gap });
        }
        return;
    };
    choice.only[1 - only] += 1;
    choice.kept_back[1 - only] += usize::from(pair[only].is_kept_back());
}

/// Whether all that happens to the parts that are asked for is the same.
fn is_same(logs: [&Log; 2], wanted: &Wanted, pair: &[Course; 2]) -> bool {
    let [first, second] = [0, 1].map(|i| {
        let counts = wanted.parts(logs[i], &pair[i]);
        let mut beats = pair[i].beats(logs[i]);
        beats.retain(|beat| counts.contains(&beat.entry.part.value()));
        beats
    });
    first_difference([&first, &second]).is_none()
}

/// How much two courses differ in the parts that are asked for.
pub fn gap(logs: [&Log; 2], wanted: &Wanted, pair: &[Course; 2]) -> Gap {
    let counts = [0, 1].map(|i| wanted.parts(logs[i], &pair[i]));
    let span = |i: usize| {
        let counted = |part: Identity| counts[i].contains(&part.value());
        let parts = pair[i].parts();
        let came = parts.iter().filter(|entry| counted(entry.part)).map(|entry| entry.came).min();
        match (came, pair[i].end(logs[i], counted)) {
            (Some(came), Some((end, open))) => (end.since(came), open),
            _ => (Span::ZERO, false),
        }
    };
    let spans = [span(0), span(1)];
    Gap {
        lengths: spans.map(|(length, _)| length),
        open: spans.map(|(_, open)| open),
        other_hands: other_hands(logs, &counts, pair),
    }
}

/// A step of a part, and which time the case came to it.
pub type Place = (u64, String, usize);

/// Stays by their places.
pub fn places<'s, 'l>(stays: &'s [Stay<'l>]) -> Vec<(Place, &'s Stay<'l>)> {
    let mut rounds: BTreeMap<(u64, &str), usize> = BTreeMap::new();
    let place = |stay: &'s Stay<'l>| {
        let round = rounds.entry((stay.of.part.value(), stay.of.activity.as_str())).or_insert(0);
        *round += 1;
        ((stay.of.part.value(), stay.of.activity.clone(), *round), stay)
    };
    stays.iter().map(place).collect()
}

/// Steps that other hands did, or that only one of both has.
fn other_hands(logs: [&Log; 2], counts: &[Vec<u64>; 2], pair: &[Course; 2]) -> u64 {
    let hands = |i: usize| -> BTreeMap<Place, Vec<u64>> {
        let stays = pair[i].stays();
        let counted = |(place, _): &(Place, &Stay)| counts[i].contains(&place.0);
        let done = places(&stays).into_iter().filter(counted);
        done.map(|(place, stay)| (place, stay.hands(logs[i]))).collect()
    };
    let (first, second) = (hands(0), hands(1));
    let differ = first.iter().filter(|(place, hands)| second.get(place) != Some(hands)).count();
    let new = second.keys().filter(|place| !first.contains_key(place)).count();
    (differ + new) as u64
}
