//! The transfer test: people who change clinics become like the people there, if what they feel lies in the work; they stay as
//! they are, if it lies in them (mission source 001).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::file::TransferFile;
use super::sources::{Jackknifed, jackknifed};
use crate::system::Answers;

/// One person's move, so many periods after it (or before, where negative). Those who stayed are looked at in two halves: the gap
/// by one half goes with the change by the other, so that what is peculiar to those few who stayed makes no share by itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// Periods since the last answer at the old clinic.
    pub after: i32,
    /// By how much those who stayed at the new clinic differ from those who stayed at the old one: by each half.
    pub gap: [f64; 2],
    /// By how much the mover changed since that answer, less what those who stayed at the old clinic changed: by each half.
    pub change: [f64; 2],
}

/// What movers did.
#[derive(Debug, Clone, PartialEq)]
pub struct Transferred {
    /// Periods after the move, the share of the gap that is closed by then, and the number of moves. The period before the move
    /// is there as well: it should be closed by nothing.
    pub closed: Vec<(i32, Option<Jackknifed>, usize)>,
}

/// The moves in the answers of one replication: of clinicians who moved once.
pub fn moves(answers: &Answers, cluster: &str, asked: &TransferFile) -> Vec<Moved> {
    let place =
        |name: &str| answers.columns.iter().position(|known| known == name).expect("it was looked for");
    let [cluster, human, clinician, wave, value] =
        [cluster, "human", "clinician", "wave", &asked.column].map(place);
    let mut people: BTreeMap<u64, Course> = BTreeMap::new();
    for row in answers.rows.chunks_exact(answers.columns.len()) {
        if row[clinician] == 1.0 && row[value].is_finite() {
            let answers = people.entry(row[human] as u64).or_default();
            answers.insert(row[wave] as i32, (row[cluster] as u32, row[value]));
        }
    }
    // Means of each half of those who answered at a clinic in both of two waves, in the order of their numbers.
    let stayed = |clinic: u32, first: i32, second: i32| -> Option<[[f64; 2]; 2]> {
        let at = |of: &Course, wave: i32| {
            of.get(&wave).filter(|(there, _)| *there == clinic).map(|(_, value)| *value)
        };
        let both: Vec<[f64; 2]> = people
            .values()
            .filter(|of| of.values().all(|(there, _)| *there == clinic))
            .filter_map(|of| Some([at(of, first)?, at(of, second)?]))
            .collect();
        let half = |which: usize| -> Option<[f64; 2]> {
            let of: Vec<&[f64; 2]> = both.iter().skip(which).step_by(2).collect();
            let mean = |wave: usize| of.iter().map(|pair| pair[wave]).sum::<f64>() / of.len() as f64;
            (!of.is_empty()).then(|| [mean(0), mean(1)])
        };
        Some([half(0)?, half(1)?])
    };
    let mut found = Vec::new();
    for answers in people.values() {
        let Some((last, from, to)) = single_move(answers) else { continue };
        let start = answers[&last].1;
        for after in -1..=asked.periods_after as i32 {
            let now = last + after;
            let Some((_, value)) = answers.get(&now).filter(|_| after != 0) else { continue };
            if let Some((old, new)) = stayed(from, last, now).zip(stayed(to, last, now)) {
                let gap = [0, 1].map(|half: usize| new[half][1] - old[half][1]);
                let change = [0, 1].map(|half: usize| (value - start) - (old[half][1] - old[half][0]));
                found.push(Moved { after, gap, change });
            }
        }
    }
    found
}

/// Answers of a person by wave: the clinic and the number.
type Course = BTreeMap<i32, (u32, f64)>;

/// The last wave at the old clinic, the old and the new one, of a person who moved once.
fn single_move(answers: &Course) -> Option<(i32, u32, u32)> {
    let waves: Vec<(i32, u32)> = answers.iter().map(|(wave, (cluster, _))| (*wave, *cluster)).collect();
    let mut moves = waves.windows(2).filter(|pair| pair[0].1 != pair[1].1);
    let pair = moves.next()?;
    moves.next().is_none().then_some((pair[0].0, pair[0].1, pair[1].1))
}

/// The share of the gap that movers close: the slope of their change over the gap, through the origin, of all replications, with the
/// gap by one half of those who stayed as an instrument for that by the other.
pub fn closed(asked: &TransferFile, replications: &[&[Moved]]) -> Transferred {
    let of = |after: i32| {
        let sums: Vec<(f64, f64, usize)> = replications
            .iter()
            .map(|moves| {
                let at = || moves.iter().filter(|moved| moved.after == after);
                let crossed = |of: &Moved| (of.gap[0] * of.change[1] + of.gap[1] * of.change[0]) / 2.0;
                let products = at().map(crossed).sum();
                (products, at().map(|moved| moved.gap[0] * moved.gap[1]).sum(), at().count())
            })
            .collect();
        let all = sums.iter().fold((0.0, 0.0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
        let slope = |(products, squares): (f64, f64)| (squares > 0.0).then(|| products / squares);
        let parts: Option<Vec<f64>> = sums.iter().map(|of| slope((all.0 - of.0, all.1 - of.1))).collect();
        let value = slope(all).map(|all| jackknifed(all, parts.as_deref(), |value| value));
        (after, value, sums.iter().map(|of| of.2).sum())
    };
    let periods = (-1..=asked.periods_after as i32).filter(|after| *after != 0);
    Transferred { closed: periods.map(of).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    /// Two clinics at 10 and 20, both with a drift of 1 a wave; one moves between waves 1 and 2 and closes half of the gap each time.
    #[test]
    fn a_mover_who_closes_half_of_the_gap_each_time_is_seen_to_do_so() {
        let columns = ["clinic", "human", "clinician", "wave", "y"].map(str::to_owned).to_vec();
        let mut rows: Vec<f64> = Vec::new();
        for wave in 0..5 {
            let w = f64::from(wave);
            for half in [0.0, 10.0] {
                rows.extend([0.0, 1.0 + half, 1.0, w, 10.0 + w, 1.0, 2.0 + half, 1.0, w, 20.0 + w]);
            }
            let away = if wave < 2 { 10.0 } else { 10.0 / f64::from(1 << (wave - 1)) };
            let clinic = f64::from(u8::from(wave >= 2));
            rows.extend([clinic, 3.0, 1.0, w, 20.0 - away + w]);
        }
        let read = TransferFile::read(None, "", &mut Faults::default()).expect("it has defaults");
        let asked = TransferFile { column: "y".into(), ..read };
        let moves = moves(&Answers { columns, rows }, "clinic", &asked);
        let found = closed(&asked, &[&moves, &moves]);
        let shares: Vec<_> =
            found.closed.iter().map(|(after, share, n)| (*after, share.expect("moves").value, *n)).collect();
        assert_eq!(shares, [(-1, 0.0, 2), (1, 0.5, 2), (2, 0.75, 2), (3, 0.875, 2)]);
    }
    /// Nobody changes: what those who stayed feel is chance, anew each time. Over 4,000 moves no share is closed, within three standard
    /// errors (0.05 by these variances); the gap and the change by the same people would give a sixth and more.
    #[test]
    fn chance_among_those_who_stayed_closes_no_gap() {
        let seed = crate::system::Seed::new(5, 0);
        let noise = |whose: u64| {
            let identity = crate::system::Identity::named("noise").child(whose);
            let mut stream = seed.stream(crate::system::Purpose::named("test of transfer"), identity);
            stream.normal()
        };
        let columns = ["clinic", "human", "clinician", "wave", "y"].map(str::to_owned).to_vec();
        let asked = TransferFile { column: "y".into(), periods_after: 1 };
        let mut all = Vec::new();
        for replication in 0..4000_u64 {
            let mut rows: Vec<f64> = Vec::new();
            let level = [0, 1].map(|clinic: u64| noise(replication * 100 + clinic));
            for (person, clinic) in [0_usize, 0, 0, 0, 1, 1, 1, 1].into_iter().enumerate() {
                for wave in 0..2_u64 {
                    let there = if person == 0 { wave as usize } else { clinic };
                    let own = noise(replication * 100 + 10 + person as u64 * 2 + wave);
                    rows.extend([there as f64, person as f64, 1.0, wave as f64, level[clinic] + own]);
                }
            }
            all.push(moves(&Answers { columns: columns.clone(), rows }, "clinic", &asked));
        }
        let found = closed(&asked, &all.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let (_, share, n) = found.closed[1];
        let share = share.expect("4,000 moves");
        assert!(n == 4000 && share.value.abs() < 0.15, "{share:?}");
        let (low, high) = share.interval.expect("4,000 replications");
        assert!(low < 0.0 && high > 0.0 && high - low < 0.2, "{share:?}");
    }
}
