//! Fully sequential selection of the best of several systems.

use super::elimination::{Elimination, difference_variances, eliminate, error_per_rival};

/// The procedure KN with c = 1 (Kim & Nelson 2001, ACM Transactions on Modeling and Computer Simulation 11(3)), fed
/// replication by replication.
///
/// The system with the largest mean is selected with probability 1 − α or more wherever its mean leads all others by
/// the indifference zone δ; where others are nearer, selected is one within δ of the best with about that probability.
/// Replications are normal and independent of each other; the systems may share random numbers, and then need fewer.
///
/// From the first n₀ replications come S²_il, the variance of the difference of systems i and l, fixed afterwards.
/// After replication r ≥ n₀ system i leaves if for some l in the race X̄_i(r) < X̄_l(r) − W_il(r), where
///
/// W_il(r) = max{0, δ/(2r) · (h² S²_il / δ² − r)}, h² = 2 η (n₀ − 1), η = ½ \[(2α/(k − 1))^(−2/(n₀ − 1)) − 1\].
///
/// The decision after a replication depends on the replications up to it only, whatever the driver has run beyond.
#[derive(Debug, Clone, PartialEq)]
pub struct KimNelson {
    systems: usize,
    first_stage: usize,
    indifference_zone: f64,
    eta: f64,
    /// One number for all systems, subtracted from every value: a large common offset costs no digits.
    origin: f64,
    sums: Vec<f64>,
    /// A column per system until the first stage is over; empty afterwards.
    first: Vec<Vec<f64>>,
    /// h² S²_il / δ²: from so many replications on, the margin of two systems is zero.
    reach: Vec<Vec<f64>>,
    race: Vec<usize>,
    eliminated: Vec<Elimination>,
    replications: usize,
    skipped: usize,
    best: Option<Best>,
}

/// The system that a race selected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Best {
    /// Which system.
    pub system: usize,
    /// Its mean over the replications of the race. It was selected for being large, so it is a little too large.
    pub mean: f64,
    /// Replications that counted, skipped ones not among them.
    pub replications: usize,
    /// How the race ended.
    pub decided: Decided,
}

/// How a race ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// All others were eliminated.
    OneLeft,
    /// Those left are equal, and more replications would have no margin: the largest mean, then the lowest index.
    LargestMean,
}

impl KimNelson {
    /// A race of `systems` ≥ 2, with `first_stage` n₀ ≥ 2 replications before the first decision (ten or more are
    /// usual), the smallest difference that matters δ > 0 in the unit of the measure, and error probability `alpha`
    /// in (0, 1 − 1/k). Panics outside these.
    pub fn new(systems: usize, first_stage: usize, indifference_zone: f64, alpha: f64) -> Self {
        let error = error_per_rival(alpha, systems);
        assert!(first_stage >= 2, "a variance needs two replications in the first stage");
        assert!(
            indifference_zone > 0.0 && indifference_zone.is_finite(),
            "the indifference zone is positive"
        );
        KimNelson {
            systems,
            first_stage,
            indifference_zone,
            eta: 0.5 * (libm::pow(2.0 * error, -2.0 / (first_stage - 1) as f64) - 1.0),
            origin: 0.0,
            sums: vec![0.0; systems],
            first: vec![Vec::with_capacity(first_stage); systems],
            reach: Vec::new(),
            race: (0..systems).collect(),
            eliminated: Vec::new(),
            replications: 0,
            skipped: 0,
            best: None,
        }
    }

    /// The next replication: either a value for every system, of which those of systems that are out are not looked
    /// at (they may be NaN), or a value for every survivor in index order. Larger is better.
    ///
    /// A replication in which a survivor is not finite is skipped for all and counted: the race then holds for
    /// replications in which all are defined. Whatever comes after the end is ignored, so a driver may push the whole
    /// vectors of a batch. Gives what [`finished`](Self::finished) gives. Panics for any other number of values.
    pub fn push(&mut self, values: &[f64]) -> Option<Best> {
        if self.best.is_some() {
            return self.best;
        }
        let whole = values.len() == self.systems;
        assert!(whole || values.len() == self.race.len(), "a value for every system, or for every survivor");
        let of = |place: usize, system: usize| values[if whole { system } else { place }];
        if self.race.iter().enumerate().any(|(place, &system)| !of(place, system).is_finite()) {
            self.skipped += 1;
            return None;
        }
        if self.replications == 0 {
            self.origin = of(0, self.race[0]);
        }
        self.replications += 1;
        for (place, &system) in self.race.iter().enumerate() {
            let value = of(place, system) - self.origin;
            self.sums[system] += value;
            if self.replications <= self.first_stage {
                self.first[system].push(value);
            }
        }
        if self.replications == self.first_stage {
            self.fix_variances();
        }
        if self.replications >= self.first_stage {
            self.decide();
        }
        self.best
    }

    fn fix_variances(&mut self) {
        let scale = self.h_squared() / (self.indifference_zone * self.indifference_zone);
        self.reach = difference_variances(&std::mem::take(&mut self.first));
        for reach in self.reach.iter_mut().flatten() {
            // Not zero times infinity where the zone is tiny and two systems are equal.
            *reach = if *reach == 0.0 { 0.0 } else { *reach * scale };
        }
    }

    fn decide(&mut self) {
        let r = self.replications as f64;
        let mean = |system: usize| self.sums[system] / r;
        let margin =
            |i: usize, l: usize| (self.indifference_zone / (2.0 * r) * (self.reach[i][l] - r)).max(0.0);
        let (kept, dropped) = eliminate(&self.race, |i, l| mean(l) - mean(i), margin);
        self.eliminated.extend(dropped.into_iter().map(|dropped| Elimination {
            mean: self.origin + mean(dropped.alternative),
            dropped,
            replication: self.replications,
            pushed: self.replications + self.skipped,
        }));
        self.race = kept;
        // With every margin at zero only exact ties are left; the paper stops these at max N_i + 1, which may be far
        // off because of a system that is out already.
        if self.race.len() > 1 && self.longest() >= r {
            return;
        }
        let mut system = self.race[0];
        for &other in &self.race[1..] {
            if self.sums[other] > self.sums[system] {
                system = other;
            }
        }
        let decided = if self.race.len() == 1 { Decided::OneLeft } else { Decided::LargestMean };
        let mean = self.origin + self.sums[system] / r;
        self.best = Some(Best { system, mean, replications: self.replications, decided });
    }

    /// The largest h² S²_il / δ² of two survivors.
    fn longest(&self) -> f64 {
        let mut longest: f64 = 0.0;
        for &i in &self.race {
            for &l in &self.race {
                longest = longest.max(self.reach[i][l]);
            }
        }
        longest
    }

    /// The systems still in the race, in index order; the selected one alone at the end, but for ties.
    pub fn survivors(&self) -> &[usize] {
        &self.race
    }

    /// The selected system; `None` while the race goes on.
    pub fn finished(&self) -> Option<Best> {
        self.best
    }

    /// The systems that left, in the order in which they did.
    pub fn eliminated(&self) -> &[Elimination] {
        &self.eliminated
    }

    /// Replications that counted so far.
    pub fn replications(&self) -> usize {
        self.replications
    }

    /// Replications left out because a system in the race was undefined.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// Replications that count after which the race is over at the latest: max N_i + 1 over the survivors, N_i the
    /// largest ⌊h² S²_il / δ²⌋. `None` before the end of the first stage, when the variances are not known.
    pub fn longest_race(&self) -> Option<f64> {
        (!self.reach.is_empty()).then(|| (self.longest().floor() + 1.0).max(self.first_stage as f64))
    }

    /// The constant η, above zero.
    pub fn eta(&self) -> f64 {
        self.eta
    }

    /// The constant h² = 2 η (n₀ − 1).
    pub fn h_squared(&self) -> f64 {
        2.0 * self.eta * (self.first_stage - 1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::tests::close;

    #[test]
    fn the_constants_solve_their_equation() {
        // By hand: 2α/(k − 1) = 1/10 and n₀ = 3 give η = (10 − 1)/2.
        let race = KimNelson::new(3, 3, 1.0, 0.1);
        close(race.eta(), 4.5);
        close(race.h_squared(), 18.0);
        // 2α/(k − 1) = 1/40 and n₀ = 10 give η = (1600^(1/9) − 1)/2.
        let race = KimNelson::new(5, 10, 1.0, 0.05);
        close(race.eta(), 0.634_967_265_153_673_1);
        close(race.h_squared(), 11.429_410_772_766_116);
        // The paper: ½ (1 + 2η)^(−(n₀ − 1)/2) = α/(k − 1).
        close(0.5 * libm::pow(1.0 + 2.0 * race.eta(), -4.5), 0.05 / 4.0);
        // Whence it comes: the mean of ½ exp(−η χ²) with n₀ − 1 degrees of freedom (midpoint rule).
        let (mut above, mut below) = (0.0, 0.0);
        for i in 0..400_000 {
            let x = (f64::from(i) + 0.5) * 5e-4;
            let density = libm::pow(x, 3.5) * libm::exp(-x / 2.0);
            above += 0.5 * libm::exp(-race.eta() * x) * density;
            below += density;
        }
        close(above / below, 0.05 / 4.0);
    }

    /// Three systems with h² = 18 and δ = 3. Variances of differences: 1 for 0 and 1, 9 for 0 and 2, 7 for 1 and 2.
    fn by_hand() -> KimNelson {
        let mut race = KimNelson::new(3, 3, 3.0, 0.1);
        assert_eq!(race.longest_race(), None);
        for values in [[0.0, -1.0, 3.0], [0.0, -2.0, -3.0], [0.0, -3.0, 0.0]] {
            assert_eq!(race.push(&values), None);
        }
        race
    }

    #[test]
    fn a_race_worked_by_hand() {
        let mut race = by_hand();
        // 18·1/9 = 2 < 3 replications: no margin, and system 1 is 2 behind. For 0 and 2 the race is 18 long.
        assert_eq!(race.survivors(), [0, 2]);
        assert_eq!(race.longest_race(), Some(19.0));
        let left = race.eliminated()[0];
        assert_eq!((left.dropped.alternative, left.dropped.by, left.replication, left.mean), (1, 0, 3, -2.0));
        assert_eq!((left.dropped.behind, left.dropped.margin), (2.0, 0.0));
        // System 2 loses 2 each time: out when 2(r − 3) > 1.5(18 − r), at r = 10.
        for r in 4..10 {
            assert_eq!(race.push(&[7.0, 5.0]), None, "{r}");
        }
        let best = race.push(&[7.0, f64::NAN, 5.0]).expect("two are told apart");
        assert_eq!((best.system, best.replications, best.decided), (0, 10, Decided::OneLeft));
        close(best.mean, 4.9);
        assert_eq!((race.eliminated()[1].replication, race.eliminated()[1].dropped.by), (10, 0));
        let before = race.clone();
        race.push(&[0.0, 0.0, 1e9]);
        assert_eq!(race, before, "the end is the end");
    }

    #[test]
    fn undefined_replications_are_skipped_for_all_and_counted() {
        let mut race = by_hand();
        for r in 4..=10 {
            race.push(&[f64::NAN, 0.0, 5.0]);
            race.push(&[7.0, 0.0, f64::NEG_INFINITY]);
            assert_eq!(race.push(&[7.0, f64::NAN, 5.0]).is_some(), r == 10);
        }
        assert_eq!((race.skipped(), race.replications()), (14, 10));
        assert_eq!((race.eliminated()[1].replication, race.eliminated()[1].pushed), (10, 24));
    }

    #[test]
    fn equal_systems_end_in_the_lowest_index_and_an_offset_changes_nothing() {
        let mut race = KimNelson::new(3, 2, 0.5, 0.05);
        race.push(&[1.0, 4.0, 4.0]);
        let best = race.push(&[1.0, 9.0, 9.0]).or_else(|| {
            (0..1_000_000).find_map(|i| race.push(&[1.0, 4.0 + f64::from(i % 2), 4.0 + f64::from(i % 2)]))
        });
        let best = best.expect("the first falls behind");
        assert_eq!((best.system, best.decided), (1, Decided::LargestMean));
        assert_eq!(race.survivors(), [1, 2]);
        let tiny = KimNelson::new(2, 2, 1e-200, 0.05).push_all(&[[1.0, 1.0], [2.0, 2.0]]);
        assert_eq!(tiny.map(|b| b.system), Some(0));
        // η = (25 − 1)/2, h² = 24, variance 2: 48/12.96 = 3.7 replications, so ties end at the fourth.
        let tie = [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0], [0.0, 9.0]];
        let tie = KimNelson::new(2, 2, 3.6, 0.1).push_all(&tie).expect("four are enough");
        assert_eq!((tie.system, tie.replications, tie.decided), (0, 4, Decided::LargestMean));
        let far = KimNelson::new(2, 3, 3.0, 0.05).push_all(&[[1e12, 1e12 - 4.0]; 3]);
        assert_eq!(far.map(|b| (b.system, b.mean, b.replications)), Some((0, 1e12, 3)));
    }

    impl KimNelson {
        fn push_all<const K: usize>(mut self, vectors: &[[f64; K]]) -> Option<Best> {
            vectors.iter().filter_map(|values| self.push(values)).next()
        }
    }

    #[test]
    #[should_panic(expected = "for every survivor")]
    fn a_vector_of_another_length_is_refused() {
        KimNelson::new(3, 2, 1.0, 0.05).push(&[1.0, 2.0]);
    }
}
