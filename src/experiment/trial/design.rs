//! Designs: who changes when, and how long it is looked at.

use super::file::{
    DesignFile, DifferenceInDifferences, Parallel, Pdsa, PilotThenSpread, PrePost, SteppedWedge,
};
use crate::statistics::trial::{Data, Row};

/// What kind of design it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Stepped wedge.
    SteppedWedge(SteppedWedge),
    /// Parallel clusters.
    Parallel(Parallel),
    /// Difference in differences.
    Differences(DifferenceInDifferences),
    /// Before and after.
    PrePost(PrePost),
    /// Pilot, then spread.
    Pilot(PilotThenSpread),
    /// Plan, do, study, act.
    Pdsa(Pdsa),
}

impl Kind {
    /// The kind that a table of a file names, where it names just one.
    pub(super) fn of(file: &DesignFile) -> Option<Kind> {
        let mut found = Vec::new();
        found.extend(file.stepped_wedge.clone().map(Kind::SteppedWedge));
        found.extend(file.parallel.clone().map(Kind::Parallel));
        found.extend(file.difference_in_differences.clone().map(Kind::Differences));
        found.extend(file.pre_post.clone().map(Kind::PrePost));
        found.extend(file.pilot_then_spread.clone().map(Kind::Pilot));
        found.extend(file.pdsa.clone().map(Kind::Pdsa));
        if found.len() == 1 { found.pop() } else { None }
    }

    /// Its name for a reader.
    pub fn words(&self) -> &'static str {
        match self {
            Kind::SteppedWedge(_) => "stepped wedge",
            Kind::Parallel(_) => "parallel clusters",
            Kind::Differences(file) if file.begins.len() > 1 => "staggered difference in differences",
            Kind::Differences(_) => "difference in differences",
            Kind::PrePost(_) => "before and after",
            Kind::Pilot(_) => "pilot, then spread",
            Kind::Pdsa(_) => "plan, do, study, act",
        }
    }

    /// Periods after the begin of a change in which a cluster counts neither way.
    pub fn transition(&self) -> u32 {
        match self {
            Kind::SteppedWedge(file) => file.transition_periods,
            Kind::Parallel(file) => file.transition_periods,
            Kind::Differences(file) => file.transition_periods,
            Kind::PrePost(_) | Kind::Pilot(_) | Kind::Pdsa(_) => 0,
        }
    }

    /// Periods in all, where so many clusters take part and so many changes are tried one after the other.
    pub fn periods(&self, clusters: usize, cycles: usize) -> u32 {
        match self {
            Kind::SteppedWedge(file) => {
                let sequences = file.sequences.unwrap_or(clusters as u32);
                let steps = sequences * file.periods_per_step;
                file.baseline_periods + steps + file.more_periods + file.transition_periods
            }
            Kind::Parallel(file) => file.before_periods + file.after_periods + file.transition_periods,
            Kind::Differences(file) => file.periods,
            Kind::PrePost(file) => file.before_periods + file.after_periods,
            Kind::Pilot(file) => file.before_periods + file.pilot_periods + file.spread_periods,
            Kind::Pdsa(file) => file.before_periods + cycles as u32 * file.periods_per_cycle,
        }
    }

    /// When each of the clusters that take part begins, in the order of the lot.
    pub fn begins(&self, clusters: usize) -> Vec<Option<u32>> {
        let place = |groups: usize, of: usize| of * groups / clusters.max(1);
        let all = |begin: u32| vec![Some(begin); clusters];
        match self {
            Kind::SteppedWedge(file) => {
                let groups = file.sequences.unwrap_or(clusters as u32) as usize;
                let begin = |of| file.baseline_periods + place(groups, of) as u32 * file.periods_per_step;
                (0..clusters).map(|of| Some(begin(of))).collect()
            }
            Kind::Parallel(file) => {
                let treated = file.treated.map_or(clusters / 2, |treated| treated as usize);
                (0..clusters).map(|of| (of < treated).then_some(file.before_periods)).collect()
            }
            Kind::Differences(file) => {
                (0..clusters).map(|of| Some(file.begins[place(file.begins.len(), of)])).collect()
            }
            Kind::PrePost(file) => all(file.before_periods),
            Kind::Pdsa(file) => all(file.before_periods),
            Kind::Pilot(file) => {
                let pilot = file.pilot_clusters as usize;
                (0..clusters).map(|of| (of < pilot).then_some(file.before_periods)).collect()
            }
        }
    }

    /// The period in which the first cluster begins.
    pub fn first_begin(&self) -> u32 {
        self.begins(usize::from(u16::MAX)).into_iter().flatten().min().unwrap_or(0)
    }

    /// The period in which it is decided how a pilot goes on.
    pub fn decided_after(&self) -> Option<u32> {
        match self {
            Kind::Pilot(file) => Some(file.before_periods + file.pilot_periods),
            _ => None,
        }
    }

    /// Whether clusters that were not recruited are looked at beside the others.
    pub fn looks_at_others(&self) -> bool {
        matches!(self, Kind::Differences(_))
    }
}

/// Who takes part in one repetition of a trial, and when they begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// The clusters that are looked at, by their places among the scenario's.
    pub clusters: Vec<u32>,
    /// The period in which each of them begins.
    pub starts: Vec<Option<u32>>,
}

impl Allocation {
    /// Allocates: `recruited` in the order of the lot, `all` the number of clusters of the scenario.
    pub fn new(kind: &Kind, recruited: &[usize], all: usize) -> Self {
        let mut places: Vec<(u32, Option<u32>)> =
            recruited.iter().map(|cluster| *cluster as u32).zip(kind.begins(recruited.len())).collect();
        if kind.looks_at_others() {
            let others = (0..all).filter(|cluster| !recruited.contains(cluster));
            places.extend(others.map(|cluster| (cluster as u32, None)));
        }
        places.sort_by_key(|(cluster, _)| *cluster);
        Allocation {
            clusters: places.iter().map(|(cluster, _)| *cluster).collect(),
            starts: places.iter().map(|(_, start)| *start).collect(),
        }
    }

    /// What is observed of them: rows by the scenario's clusters in, data of the trial out. What comes after its last period
    /// is not looked at.
    pub fn data(&self, rows: &[Row], transition: u32, periods: u32) -> Data {
        let of = |row: &Row| {
            let cluster = self.clusters.iter().position(|cluster| *cluster == row.cluster)?;
            (row.period < periods).then_some(Row { cluster: cluster as u32, ..*row })
        };
        Data { starts: self.starts.clone(), transition, periods, rows: rows.iter().filter_map(of).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    fn read<S: Section>() -> S {
        S::read(None, "", &mut Faults::default()).expect("it has defaults")
    }

    #[test]
    fn a_stepped_wedge_steps_and_a_transition_makes_it_longer() {
        let wedge = SteppedWedge { sequences: Some(2), transition_periods: 1, ..read() };
        let kind = Kind::SteppedWedge(wedge);
        assert_eq!(kind.begins(5), [1, 1, 1, 2, 2].map(Some));
        assert_eq!((kind.periods(5, 0), kind.transition()), (4, 1));
        let each = Kind::SteppedWedge(SteppedWedge { baseline_periods: 2, periods_per_step: 3, ..read() });
        assert_eq!((each.begins(3), each.periods(3, 0)), ([2, 5, 8].map(Some).to_vec(), 11));
    }

    #[test]
    fn others_are_looked_at_only_where_differences_are_compared() {
        let kind = Kind::Differences(DifferenceInDifferences { begins: vec![1, 2], ..read() });
        let allocation = Allocation::new(&kind, &[4, 0, 2, 1], 6);
        assert_eq!(allocation.clusters, [0, 1, 2, 3, 4, 5]);
        assert_eq!(allocation.starts, [Some(1), Some(2), Some(2), None, Some(1), None]);
        let parallel = Kind::Parallel(read());
        let allocation = Allocation::new(&parallel, &[4, 0, 2, 1], 6);
        assert_eq!((allocation.clusters, allocation.starts[0]), (vec![0, 1, 2, 4], Some(0)));
    }
}
