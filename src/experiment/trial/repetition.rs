//! One repetition of the trial: who is recruited, what the lot says, and the histories of all designs beside the one in which
//! nothing changes.

use serde::{Deserialize, Serialize};

use super::Task;
use super::design::{Allocation, Kind};
use super::file::{By, Good, Pdsa, PilotThenSpread};
use super::study::Design;
use super::world::{Change, Lived, Plan, live, observed, varied};
use crate::statistics::estimate::moments;
use crate::statistics::trial::Row;
use crate::system::{Identity, Purpose, Seed, Setting, System};

/// What happened in one repetition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repetition {
    /// The history in which nothing changes.
    pub never: Lived,
    /// The designs, in the order of the study.
    pub designs: Vec<Conducted>,
}

/// One design as it was conducted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conducted {
    /// The clusters that were looked at.
    pub clusters: Vec<u32>,
    /// When each of them began.
    pub starts: Vec<Option<u32>>,
    /// What was decided on the way: of a pilot, whether it was spread; of each cycle, whether its change was kept.
    pub decisions: Vec<bool>,
    /// Its history.
    pub lived: Lived,
    /// Of a pilot: when each cluster began after the decision, and that history; only where it was spread.
    pub spread: Option<(Vec<Option<u32>>, Lived)>,
}

impl Conducted {
    /// Who took part and when they began.
    pub fn allocation(&self) -> Allocation {
        Allocation { clusters: self.clusters.clone(), starts: self.starts.clone() }
    }
}

const LOT: Purpose = Purpose::named("lot of a trial");

/// Conducts a repetition.
///
/// # Errors
/// What the scenario refuses or the model says as it fails.
pub fn conduct<S: System>(task: &Task<'_, S>, number: u32) -> Result<Repetition, String> {
    let seed = Seed::new(task.study.file.seed, number);
    let one = One { task, seed, common: varied(&task.study.varies, &task.clusters, seed) };
    let never = one.live(Vec::new())?;
    let lot = one.lot();
    let recruited = one.recruited(&never, &lot);
    let allocations: Vec<(Vec<usize>, Allocation)> = task
        .study
        .designs
        .iter()
        .map(|design| {
            let clusters = task.study.clusters(design, task.clusters.len());
            let mut part: Vec<usize> = recruited[..clusters].to_vec();
            part.sort_by_key(|cluster| lot.iter().position(|of| of == cluster));
            let allocation = Allocation::new(&design.kind, &part, task.clusters.len());
            (part, allocation)
        })
        .collect();
    // Designs whose plan is known beforehand share a warm-up.
    let together: Vec<usize> = (0..allocations.len())
        .filter(|place| !matches!(task.study.designs[*place].kind, Kind::Pdsa(_)))
        .collect();
    let plans: Vec<Plan> = together.iter().map(|place| one.plan(&allocations[*place].1)).collect();
    let mut lived: Vec<Option<Lived>> = vec![None; allocations.len()];
    if !plans.is_empty() {
        for (place, history) in together.iter().zip(live(task, &plans, &one.common, seed)?) {
            lived[*place] = Some(history);
        }
    }
    let designs = task.study.designs.iter().zip(allocations).zip(lived);
    let designs = designs
        .map(|((design, (part, allocation)), lived)| one.go_on(design, &part, allocation, lived))
        .collect::<Result<_, _>>()?;
    Ok(Repetition { never, designs })
}

/// A repetition on the way.
struct One<'a, 's, S: System> {
    task: &'a Task<'s, S>,
    seed: Seed,
    common: Vec<Setting>,
}

impl<S: System> One<'_, '_, S> {
    fn live(&self, plan: Plan) -> Result<Lived, String> {
        live(self.task, &[plan], &self.common, self.seed).map(|mut histories| histories.remove(0))
    }

    /// All clusters in the order of the lot.
    fn lot(&self) -> Vec<usize> {
        let draw = |name: &String| self.seed.stream(LOT, Identity::named(name)).uniform();
        let mut drawn: Vec<(f64, usize)> = self.task.clusters.iter().map(draw).zip(0..).collect();
        drawn.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        drawn.into_iter().map(|(_, cluster)| cluster).collect()
    }

    /// What is observed of the first outcome, as it was observed at the time: noise and gaps included.
    fn first(&self, lived: &Lived) -> Vec<Row> {
        let (name, outcome) = &self.task.study.outcomes[0];
        observed(&lived[0], name, outcome, self.seed)
    }

    /// All clusters, those first that are recruited first. Who was not observed in the run-in comes last.
    fn recruited(&self, never: &Lived, lot: &[usize]) -> Vec<usize> {
        let of = &self.task.study.file.recruitment;
        let mut order = lot.to_vec();
        if of.by == By::Chance {
            return order;
        }
        let rows = self.first(never);
        let level = |cluster: &usize| {
            let values: Vec<f64> = rows
                .iter()
                .filter(|row| row.cluster as usize == *cluster && row.period < of.run_in_periods)
                .map(|row| row.value)
                .collect();
            let sign = if of.by == By::Highest { -1.0 } else { 1.0 };
            moments(&values).map_or(f64::INFINITY, |found| sign * found.mean)
        };
        // Equal clusters stay in the order of the lot.
        order.sort_by(|a, b| level(a).total_cmp(&level(b)));
        order
    }

    /// The plan of an allocation: everything that is tried begins together.
    fn plan(&self, allocation: &Allocation) -> Plan {
        let begins: Vec<(u32, u32)> = allocation
            .clusters
            .iter()
            .zip(&allocation.starts)
            .filter_map(|(cluster, start)| Some((*cluster, (*start)?)))
            .collect();
        let change = |intervention: &String| Change {
            intervention: intervention.clone(),
            begins: begins.clone(),
            end: None,
        };
        self.task.tried().iter().map(change).collect()
    }

    /// What a design does with its first history: nothing more, a decision about a pilot, or its cycles.
    fn go_on(
        &self,
        design: &Design,
        part: &[usize],
        allocation: Allocation,
        lived: Option<Lived>,
    ) -> Result<Conducted, String> {
        let Allocation { clusters, starts } = allocation.clone();
        match (&design.kind, lived) {
            (Kind::Pilot(of), Some(lived)) => {
                let good = self.pilot_is_good(of, &allocation, &lived);
                let spread = if good { Some(self.spread(of, &allocation)?) } else { None };
                Ok(Conducted { clusters, starts, decisions: vec![good], lived, spread })
            }
            (Kind::Pdsa(of), _) => {
                let (decisions, lived) = self.cycles(of, design, part)?;
                Ok(Conducted { clusters, starts, decisions, lived, spread: None })
            }
            (_, lived) => {
                let lived = lived.expect("a design that is known beforehand was lived");
                Ok(Conducted { clusters, starts, decisions: Vec::new(), lived, spread: None })
            }
        }
    }

    /// Mean of some clusters in some periods.
    fn mean(rows: &[Row], clusters: &[u32], periods: std::ops::Range<u32>) -> Option<f64> {
        let counts = |row: &&Row| clusters.contains(&row.cluster) && periods.contains(&row.period);
        let values: Vec<f64> = rows.iter().filter(counts).map(|row| row.value).collect();
        moments(&values).map(|found| found.mean)
    }

    /// A change in the outcome as an improvement: above zero where it is for the better.
    fn improvement(&self, change: f64) -> f64 {
        if self.task.better[0] == Good::Higher { change } else { -change }
    }

    /// Whether the pilot's change, less that of the others where there are any, is good enough. A pilot of which nothing was
    /// observed is not spread.
    fn pilot_is_good(&self, of: &PilotThenSpread, allocation: &Allocation, lived: &Lived) -> bool {
        let rows = self.first(lived);
        let group = |pilot: bool| -> Vec<u32> {
            let of = allocation.clusters.iter().zip(&allocation.starts);
            of.filter(|(_, start)| start.is_some() == pilot).map(|(cluster, _)| *cluster).collect()
        };
        let decided = of.before_periods + of.pilot_periods;
        let change = |clusters: &[u32]| {
            let before = Self::mean(&rows, clusters, 0..of.before_periods)?;
            Some(Self::mean(&rows, clusters, of.before_periods..decided)? - before)
        };
        let others = group(false);
        let secular = if others.is_empty() { Some(0.0) } else { change(&others) };
        let found = change(&group(true)).zip(secular).map(|(own, secular)| self.improvement(own - secular));
        found.is_some_and(|found| found >= of.least_improvement)
    }

    /// The history in which the pilot is spread after the decision.
    fn spread(
        &self,
        of: &PilotThenSpread,
        allocation: &Allocation,
    ) -> Result<(Vec<Option<u32>>, Lived), String> {
        let decided = of.before_periods + of.pilot_periods;
        let starts: Vec<Option<u32>> =
            allocation.starts.iter().map(|start| start.or(Some(decided))).collect();
        let all = Allocation { clusters: allocation.clusters.clone(), starts: starts.clone() };
        Ok((starts, self.live(self.plan(&all))?))
    }

    /// Tries one change after the other: each begins with its cycle, and ends with it unless the outcome was better than in
    /// the periods before. What was decided later cannot change what was observed before, so each history goes on from the same
    /// beginning.
    fn cycles(&self, of: &Pdsa, design: &Design, part: &[usize]) -> Result<(Vec<bool>, Lived), String> {
        let clusters: Vec<u32> = part.iter().map(|cluster| *cluster as u32).collect();
        let (mut plan, mut decisions) = (Plan::new(), Vec::new());
        for (cycle, intervention) in self.task.study.cycles(design).into_iter().enumerate() {
            let begin = of.before_periods + cycle as u32 * of.periods_per_cycle;
            let end = begin + of.periods_per_cycle;
            let begins = clusters.iter().map(|cluster| (*cluster, begin)).collect();
            plan.push(Change { intervention, begins, end: None });
            let rows = self.first(&self.live(plan.clone())?);
            let from = if cycle == 0 { 0 } else { begin - of.periods_per_cycle };
            let change = Self::mean(&rows, &clusters, begin..end)
                .zip(Self::mean(&rows, &clusters, from..begin))
                .map(|(during, before)| self.improvement(during - before));
            let kept = change.is_some_and(|change| change >= of.least_improvement);
            if !kept {
                plan.last_mut().expect("it was just put there").end = Some(end);
            }
            decisions.push(kept);
        }
        Ok((decisions, self.live(plan)?))
    }
}
