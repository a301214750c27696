//! The transfer test: people who change clinics become like the people there, if what they feel lies in the work; they stay as
//! they are, if it lies in them (mission source 001).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::file::TransferFile;
use super::sources::{Jackknifed, jackknifed};
use crate::system::Answers;

/// One person's move, so many periods after it (or before, where negative).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// Periods since the last answer at the old clinic.
    pub after: i32,
    /// By how much those who stayed at the new clinic differ from those who stayed at the old one.
    pub gap: f64,
    /// By how much the mover changed since that answer, less what those who stayed at the old clinic changed.
    pub change: f64,
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
    let mut people: BTreeMap<u64, BTreeMap<i32, (u32, f64)>> = BTreeMap::new();
    for row in answers.rows.chunks_exact(answers.columns.len()) {
        if row[clinician] == 1.0 && row[value].is_finite() {
            let answers = people.entry(row[human] as u64).or_default();
            answers.insert(row[wave] as i32, (row[cluster] as u32, row[value]));
        }
    }
    let stayed = |answers: &BTreeMap<i32, (u32, f64)>| {
        answers
            .values()
            .map(|(cluster, _)| cluster)
            .collect::<Vec<_>>()
            .windows(2)
            .all(|pair| pair[0] == pair[1])
    };
    let mut levels: BTreeMap<(u32, i32), (f64, f64)> = BTreeMap::new();
    for answers in people.values().filter(|answers| stayed(answers)) {
        for (wave, (cluster, value)) in answers {
            let level = levels.entry((*cluster, *wave)).or_insert((0.0, 0.0));
            *level = (level.0 + value, level.1 + 1.0);
        }
    }
    let level = |cluster: u32, wave: i32| levels.get(&(cluster, wave)).map(|(sum, n)| sum / n);
    let mut found = Vec::new();
    for answers in people.values() {
        let Some((last, from, to)) = single_move(answers) else { continue };
        let start = answers[&last].1;
        for after in -1..=asked.periods_after as i32 {
            let Some((_, value)) = answers.get(&(last + after)).filter(|_| after != 0) else { continue };
            let around = level(from, last).zip(level(from, last + after)).zip(level(to, last + after));
            if let Some(((old, now), there)) = around {
                found.push(Moved { after, gap: there - now, change: (value - start) - (now - old) });
            }
        }
    }
    found
}

/// The last wave at the old clinic, the old and the new one, of a person who moved once.
fn single_move(answers: &BTreeMap<i32, (u32, f64)>) -> Option<(i32, u32, u32)> {
    let waves: Vec<(i32, u32)> = answers.iter().map(|(wave, (cluster, _))| (*wave, *cluster)).collect();
    let mut moves = waves.windows(2).filter(|pair| pair[0].1 != pair[1].1);
    let pair = moves.next()?;
    moves.next().is_none().then_some((pair[0].0, pair[0].1, pair[1].1))
}

/// The share of the gap that movers close: the slope of their change over the gap, through the origin, of all replications.
pub fn closed(asked: &TransferFile, replications: &[&[Moved]]) -> Transferred {
    let of = |after: i32| {
        let sums: Vec<(f64, f64, usize)> = replications
            .iter()
            .map(|moves| {
                let at = || moves.iter().filter(|moved| moved.after == after);
                let products = at().map(|moved| moved.gap * moved.change).sum();
                (products, at().map(|moved| moved.gap * moved.gap).sum(), at().count())
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
            rows.extend([0.0, 1.0, 1.0, w, 10.0 + w, 1.0, 2.0, 1.0, w, 20.0 + w]);
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
}
