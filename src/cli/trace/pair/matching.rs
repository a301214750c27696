//! What happens in one run laid beside what happens in the other: each beat has its partner, and the first pair that is
//! not the same is where the courses part.

use std::collections::BTreeMap;

use super::course::{Act, Beat};
use super::reason::delegated;
use crate::engine::time::Span;

/// Moments that are less than this apart count as the same: paces differ a little wherever anything does.
pub const NEAR: Span = Span::from_micros(60_000_000);

/// What happens in one run and not, or not then, or not in the same way, in the other.
pub struct Difference<'b, 'l> {
    /// The run in which it happens, or happens first.
    pub run: usize,
    /// It.
    pub beat: &'b Beat<'l>,
    /// Its partner in the other run.
    pub partner: Option<&'b Beat<'l>>,
}

/// What a beat is, whenever it happens: what, of which part, at which step, for the how manieth time.
type Key<'b> = (Act, u64, &'b str, usize);

/// The first of all differences of two courses; `None` where they are the same.
pub fn first_difference<'b, 'l>(runs: [&'b [Beat<'l>]; 2]) -> Option<Difference<'b, 'l>> {
    let [first, mut second] = runs.map(by_key);
    let mut differences: Vec<Difference> = Vec::new();
    for (key, beat) in first {
        match second.remove(&key) {
            Some(other) if is_same(beat, other) => {}
            Some(other) if other.at < beat.at => {
                differences.push(Difference { run: 1, beat: other, partner: Some(beat) });
            }
            partner => differences.push(Difference { run: 0, beat, partner }),
        }
    }
    differences.extend(second.into_values().map(|beat| Difference { run: 1, beat, partner: None }));
    differences.into_iter().min_by(|a, b| (a.beat.order(), a.run).cmp(&(b.beat.order(), b.run)))
}

fn by_key<'b, 'l>(beats: &'b [Beat<'l>]) -> BTreeMap<Key<'b>, &'b Beat<'l>> {
    let mut times: BTreeMap<(Act, u64, &str), usize> = BTreeMap::new();
    let mut keyed = BTreeMap::new();
    for beat in beats {
        // a case comes and leaves once, at whichever step
        let step = if matches!(beat.act, Act::Comes | Act::Goes) { "" } else { beat.entry.activity.as_str() };
        let (act, part) = (beat.act, beat.entry.part.value());
        let number = times.entry((act, part, step)).or_insert(0);
        *number += 1;
        keyed.insert((act, part, step, *number), beat);
    }
    keyed
}

/// Whether it happens at the same time, by the same hands, in the same way.
fn is_same(one: &Beat, other: &Beat) -> bool {
    let delegated = |beat: &Beat| delegated(beat.entry).filter(|_| beat.act == Act::Begins);
    let sort = |beat: &Beat| beat.fate.map(|fate| std::mem::discriminant(&fate));
    let apart = one.at.micros().abs_diff(other.at.micros());
    apart < NEAR.micros()
        && one.who == other.who
        && delegated(one) == delegated(other)
        && sort(one) == sort(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinic::model::NONE;
    use crate::clinic::trace::Entry;
    use crate::engine::random::Identity;
    use crate::engine::time::Time;

    fn entry(activity: &str) -> Entry {
        let case = Identity::named("a case");
        Entry {
            case,
            part: case,
            activity: activity.to_owned(),
            kind: "result".to_owned(),
            pathway: 0,
            class: "message",
            person: NONE,
            helps: false,
            clinic: 0,
            patient: 0,
            came: Time::ZERO,
            queued: Time::ZERO,
            start: Time::ZERO,
            end: Time::ZERO,
            at_home: false,
            finished: true,
            notes_delegated: false,
            orders_delegated: false,
            renewal: false,
            interruptions: 0,
        }
    }

    /// A beat at a number of seconds, by one pair of hands.
    fn beat(entry: &Entry, act: Act, seconds: u64, hands: u64) -> Beat<'_> {
        let at = Time::from_micros(seconds * 1_000_000);
        Beat { at, act, entry, fate: None, who: vec![hands] }
    }

    #[test]
    fn less_than_a_minute_is_no_difference_and_other_hands_are_one() {
        let touch = entry("result: ma");
        let run =
            |begins, hands| vec![beat(&touch, Act::Comes, 0, 0), beat(&touch, Act::Begins, begins, hands)];
        let same = |a: Vec<Beat>, b: Vec<Beat>| first_difference([&a, &b]).is_none();
        assert!(same(run(100, 1), run(159, 1)));
        assert!(!same(run(100, 1), run(160, 1)) && !same(run(100, 1), run(100, 2)));
    }

    #[test]
    fn the_first_difference_is_what_happens_first_in_either_run() {
        let (first, other) = (entry("result: ma"), entry("result: own_clinician"));
        let one = [beat(&other, Act::Queues, 0, 0), beat(&other, Act::Begins, 500, 1)];
        let two = [beat(&first, Act::Queues, 10, 0), beat(&other, Act::Begins, 400, 1)];
        let difference = first_difference([&one, &two]).expect("they differ");
        assert_eq!(
            (difference.run, difference.beat.act, difference.partner.is_none()),
            (0, Act::Queues, true)
        );
        // without the steps to which they come, the one that begins earlier leads, and the other is its partner
        let difference = first_difference([&one[1..], &two[1..]]).expect("they differ");
        let partner = difference.partner.map(|beat| beat.at.micros() / 1_000_000);
        assert_eq!((difference.run, partner), (1, Some(500)));
    }
}
