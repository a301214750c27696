//! All replications known so far, in their places, and how far they are known without a gap.

use super::economics;
use super::job::Crew;
use super::precision::{FEWEST, MOST, Precision};
use super::results::{ArmFacts, Kept, Results};
use super::run::{Arm, Plan, Status, Stopping};
use crate::error::Error;
use crate::statistics::estimate;
use crate::store::manifest::Failure;
use crate::store::{Blocks, digest};
use crate::system::{Outcome, System, Window};

/// What became of one case of one replication.
pub(super) enum Fate {
    Kept(Kept),
    Failed(String),
}

/// The cases of one replication.
type Slot = Vec<Option<Fate>>;

/// Whether all cases of a replication are known.
pub(super) fn whole<F>(slot: &[Option<F>]) -> bool {
    slot.iter().all(Option::is_some)
}

/// All replications known, and how far they are known without a gap.
pub(super) struct Board {
    cases: usize,
    slots: Vec<Slot>,
    /// Replications known without a gap, from the first one on.
    pub prefix: u32,
    /// Replications wanted; comes down when a precision is reached.
    pub limit: u32,
    found: u32,
    precision: Option<Precision>,
    notes: Vec<String>,
    leading: Option<(String, usize)>,
    level: f64,
    /// Columns followed period by period, of each case.
    followed: Vec<Vec<usize>>,
}

impl Board {
    /// An empty board for a plan.
    pub fn new<S: System>(system: &S, plan: &Plan<'_, S::Case>, crew: &Crew<'_, S>) -> Self {
        let mut targets = Vec::new();
        for (case, arm) in crew.cases.iter().enumerate() {
            for (column, measure) in system.measures(&arm.case).iter().enumerate() {
                if plan.leading.contains(&measure.name) {
                    targets.push((case, column, format!("{} of {}", measure.name, arm.name)));
                }
            }
        }
        let first = system.measures(&plan.arms[0].case);
        let leading = plan.leading.iter().find_map(|name| {
            first.iter().position(|measure| measure.name == *name).map(|column| (name.clone(), column))
        });
        let (limit, precision) = match plan.stopping {
            Stopping::Replications(n) => (n, None),
            Stopping::Precision(relative) => (MOST, Some(Precision::new(relative, plan.level, targets))),
        };
        let (notes, level) = (Vec::new(), plan.level);
        let (slots, cases) = (Vec::new(), crew.cases.len());
        let followed = crew.cases.iter().map(|arm| followed(system, &arm.case)).collect();
        Board { cases, slots, prefix: 0, limit, found: 0, precision, notes, leading, level, followed }
    }

    /// Takes in what the blocks hold of this plan.
    pub fn load<S: System>(&mut self, blocks: &Blocks, crew: &Crew<'_, S>) -> Result<Vec<String>, Error> {
        let mut stranger = None;
        let notes = blocks.scan(|entry| {
            let case = crew.cases.iter().position(|arm| arm.digest == entry.digest);
            if let Some(case) = case.filter(|_| entry.seed == crew.seed()) {
                if !crew.fits(case, &entry.outcome) {
                    stranger = Some(entry.replication);
                } else if entry.replication < self.limit {
                    self.place(entry.replication, case, Ok(entry.outcome));
                }
            }
        })?;
        self.found = self.stored() as u32;
        match stranger {
            None => Ok(notes),
            Some(number) => Err(Error::Failed(format!(
                "the stored replication {number} has other measures or sites than its scenario; \
                 remove the folder's blocks to run it again"
            ))),
        }
    }

    /// Puts what became of a case of a replication into its place.
    pub fn place(&mut self, replication: u32, case: usize, result: Result<Outcome, String>) {
        let index = replication as usize;
        while self.slots.len() <= index {
            self.slots.push((0..self.cases).map(|_| None).collect());
        }
        self.slots[index][case] = Some(match result {
            Err(message) => Fate::Failed(message),
            Ok(outcome) => Fate::Kept(kept(&outcome, &self.followed[case])),
        });
    }

    /// How many replications are known whole.
    pub fn stored(&self) -> usize {
        self.slots.iter().filter(|slot| whole(slot)).count()
    }

    /// The cases still missing of the replications known so far, by replication.
    pub fn missing(&self) -> Vec<Vec<usize>> {
        let gaps = |slot: &Slot| (0..self.cases).filter(|&case| slot[case].is_none()).collect();
        self.slots.iter().map(gaps).collect()
    }

    /// Follows the replications in order as far as there is no gap, and decides on the precision at each.
    pub fn advance(&mut self) -> Result<(), Error> {
        while self.prefix < self.limit && self.slots.get(self.prefix as usize).is_some_and(|slot| whole(slot))
        {
            let slot = &self.slots[self.prefix as usize];
            self.prefix += 1;
            let Some(precision) = &mut self.precision else { continue };
            if let Some(kept) = succeeded(slot) {
                precision.push(|case, column| kept[case].summary[column]);
            }
            if self.prefix < FEWEST {
                continue;
            }
            if let Some(words) = precision.undefined() {
                return Err(Error::Refused(format!(
                    "{words} was undefined in all of the first {FEWEST} replications, so no precision of it can be \
                     reached; choose another measure with --measures, or give --replications"
                )));
            }
            let known = &self.slots[..self.prefix as usize];
            if precision.met(|case, column| values(known, case, column)) {
                self.limit = self.prefix;
            } else if self.prefix == MOST {
                self.notes.push(format!(
                    "the precision was not reached in {MOST} replications, where cliniq stops; \
                     the intervals are as wide as they are shown"
                ));
            }
        }
        Ok(())
    }

    /// How far the run is.
    pub fn status(&self) -> Status {
        let known = &self.slots[..self.prefix as usize];
        let leading = self.leading.as_ref().and_then(|(name, column)| {
            estimate(&values(known, 0, *column), self.level).map(|found| (name.clone(), found))
        });
        let done = self.slots.iter().take(self.limit as usize).filter(|slot| whole(slot)).count() as u32;
        let total = match &self.precision {
            Some(precision) if self.prefix < self.limit => precision.forecast().max(self.prefix + 1),
            _ => self.limit,
        };
        Status { done, found: self.found.min(self.limit), total, leading }
    }

    /// The replications wanted, once all of them are known.
    pub fn results<S: System>(
        self,
        system: &S,
        plan: &Plan<'_, S::Case>,
        crew: &Crew<'_, S>,
        mut notes: Vec<String>,
    ) -> Results {
        let mut results = Results {
            seed: plan.seed,
            level: plan.level,
            arms: facts(system, plan.arms, &crew.case_of_arm),
            replications: self.limit,
            kept: Vec::new(),
            failed: Vec::new(),
            notes: Vec::new(),
            found: self.found.min(self.limit),
        };
        for (number, slot) in (0..self.limit).zip(self.slots) {
            keep(&mut results, number, slot);
        }
        notes.extend(self.notes);
        results.notes = notes;
        results
    }
}

/// The arms with all that is known of them beside their outcomes.
pub(super) fn facts<S: System>(system: &S, arms: &[Arm<S::Case>], case_of_arm: &[usize]) -> Vec<ArmFacts> {
    let baseline = &arms[0].case;
    let trunk = system.trunk(baseline);
    let facts = |(index, arm): (usize, &Arm<S::Case>)| ArmFacts {
        name: arm.name.clone(),
        file: arm.file.clone(),
        digest: arm.digest.clone(),
        forked: index > 0 && system.trunk(&arm.case) == trunk,
        measures: system.measures(&arm.case),
        terms: system.terms(&arm.case),
        support: match index {
            0 => Vec::new(),
            _ => system.weakest_grade(baseline, &arm.case),
        },
        watched: match index {
            0 => Vec::new(),
            _ => system.watched(baseline, &arm.case),
        },
        levers: system.levers(&arm.case),
        followed: followed(system, &arm.case),
        views: system.views(&arm.case),
        sites: system.sites(&arm.case),
        case: case_of_arm[index],
    };
    arms.iter().enumerate().map(facts).collect()
}

/// What is kept of an outcome, of which these columns are followed.
pub(super) fn kept(outcome: &Outcome, followed: &[usize]) -> Kept {
    Kept {
        bits: digest::outcome_digest(outcome),
        followed: by_period(outcome, followed),
        summary: outcome.values[..((1 + outcome.sites) * outcome.measures) as usize].to_vec(),
    }
}

/// The columns of a case that are followed period by period: what money needs, where it is counted, and the courses.
fn followed<S: System>(system: &S, case: &S::Case) -> Vec<usize> {
    let measures = system.measures(case);
    let mut columns = system.terms(case).map_or(Vec::new(), |_| economics::followed(&measures));
    let courses = system.views(case).courses;
    let course = |column: &usize| courses.contains(&measures[*column].name);
    columns.extend((0..measures.len()).filter(course));
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// Columns of the whole system, period by period.
fn by_period(outcome: &Outcome, columns: &[usize]) -> Vec<f64> {
    let of = |period| columns.iter().map(move |&column| outcome.value(Window::Period(period), None, column));
    (0..outcome.periods).flat_map(of).collect()
}

/// Sorts one replication into the results: its summaries, or the failures of its scenarios.
pub(super) fn keep(results: &mut Results, replication: u32, slot: Slot) {
    for arm in &results.arms {
        if let Some(Fate::Failed(message)) = &slot[arm.case] {
            let (scenario, message) = (arm.name.clone(), message.clone());
            results.failed.push(Failure { replication, seed: results.seed, scenario, message });
        }
    }
    let fates = slot.into_iter().map(|fate| match fate {
        Some(Fate::Kept(kept)) => Some(kept),
        _ => None,
    });
    if let Some(kept) = fates.collect() {
        results.kept.push((replication, kept));
    }
}

/// What is kept of a replication that succeeded in every case.
fn succeeded(slot: &Slot) -> Option<Vec<&Kept>> {
    let kept = slot.iter().map(|fate| match fate {
        Some(Fate::Kept(kept)) => Some(kept),
        _ => None,
    });
    kept.collect()
}

/// A column of the summaries, over the replications that succeeded in every case.
fn values(slots: &[Slot], case: usize, column: usize) -> Vec<f64> {
    slots.iter().filter_map(|slot| succeeded(slot).map(|kept| kept[case].summary[column])).collect()
}
