//! The model of Hussey and Hughes as a system, whose answers are known, so that anyone can check designs and analyses.

use super::file::ToyFile;
use crate::system::{Answers, Better, Identity, Measure, Outcome, Purpose, Seed, Setting, System};

/// The system: y = mean + drift·period + cluster + (effect + learning·exposure) + cluster and period + person (Hussey & Hughes 2007,
/// Contemporary Clinical Trials 28, equation 1; learning and the effect of cluster and period are beside their model).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HusseyHughes;

/// A case of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ToyCase {
    about: ToyFile,
    periods: u32,
    /// The period in which each cluster begins; infinite: never.
    begins: Vec<f64>,
}

/// The name by which settings call its change.
pub const CHANGE: &str = "change";
const COLUMNS: [&str; 5] = ["clinic", "clinician", "human", "wave", "y"];
const CLUSTER: Purpose = Purpose::named("cluster of Hussey and Hughes");
const CELL: Purpose = Purpose::named("cluster and period of Hussey and Hughes");
const PERSON: Purpose = Purpose::named("person of Hussey and Hughes");

fn name(cluster: usize) -> String {
    format!("cluster-{}", cluster + 1)
}

impl ToyCase {
    /// The case of these settings: when each cluster begins, in weeks; of the rest of a rollout it knows nothing.
    ///
    /// # Errors
    /// What is wrong with a setting.
    pub fn new(
        about: &ToyFile,
        periods: u32,
        period_weeks: u32,
        settings: &[Setting],
    ) -> Result<Self, String> {
        let mut begins = vec![f64::INFINITY; about.clusters as usize];
        let key = format!("interventions.{CHANGE}.rollout.");
        for setting in settings {
            let Some(what) = setting.key.strip_prefix(&key) else {
                return Err(format!("{}: the model of Hussey and Hughes has no such parameter", setting.key));
            };
            let Some(named) = what.strip_prefix("clinic_start_weeks.") else { continue };
            let cluster = (0..begins.len()).find(|cluster| name(*cluster) == named);
            let week = setting.value.parse::<f64>().ok();
            let (Some(cluster), Some(week)) = (cluster, week) else {
                return Err(format!("{} = {}: no such cluster, or no week", setting.key, setting.value));
            };
            begins[cluster] = week / f64::from(period_weeks);
        }
        Ok(ToyCase { about: about.clone(), periods, begins })
    }

    fn expected(&self, cluster: usize, period: u32, seed: Seed) -> f64 {
        let about = &self.about;
        let identity = Identity::named("cluster").child(cluster as u64);
        let draw = |purpose, identity| seed.stream(purpose, identity).normal();
        let since = f64::from(period) - self.begins[cluster];
        let change = if since >= 0.0 { about.effect + about.effect_per_exposure * since } else { 0.0 };
        about.mean
            + about.drift_per_period * f64::from(period)
            + change
            + about.cluster_sd * draw(CLUSTER, identity)
            + about.cluster_period_sd * draw(CELL, identity.child(u64::from(period)))
    }
}

impl System for HusseyHughes {
    type Case = ToyCase;

    fn measures(&self, _: &ToyCase) -> Vec<Measure> {
        let text = |words: &str| words.to_owned();
        vec![Measure {
            name: text("y"),
            label: text("Response"),
            unit: text("-"),
            per: text("person"),
            better: Better::Neither,
            source: text("Hussey & Hughes 2007"),
        }]
    }

    fn sites(&self, case: &ToyCase) -> Vec<String> {
        (0..case.begins.len()).map(name).collect()
    }

    fn trunk(&self, _: &ToyCase) -> String {
        "Hussey and Hughes".to_owned()
    }

    fn run(&self, cases: &[&ToyCase], seed: Seed) -> Vec<Outcome> {
        let outcome = |case: &&ToyCase| {
            let sites = case.begins.len();
            let period = |period: u32| -> Vec<f64> {
                let cells: Vec<f64> =
                    (0..sites).map(|cluster| case.expected(cluster, period, seed)).collect();
                let mean = cells.iter().sum::<f64>() / sites as f64;
                std::iter::once(mean).chain(cells).collect()
            };
            let rows = std::iter::once(period(0)).chain((0..case.periods).map(period));
            Outcome {
                measures: 1,
                sites: sites as u32,
                periods: case.periods,
                values: rows.flatten().collect(),
            }
        };
        cases.iter().map(outcome).collect()
    }

    fn answers(&self, case: &ToyCase, seed: Seed) -> Option<Answers> {
        let (people, mut rows, mut human) = (case.about.people, Vec::new(), 0.0);
        for period in 0..case.periods {
            for cluster in 0..case.begins.len() {
                let mean = case.expected(cluster, period, seed);
                let cell = Identity::named("person").child(cluster as u64).child(u64::from(period));
                let mut stream = seed.stream(PERSON, cell);
                for _ in 0..people {
                    let value = mean + case.about.person_sd * stream.normal();
                    rows.extend([cluster as f64, 1.0, human, f64::from(period), value]);
                    human += 1.0;
                }
            }
        }
        Some(Answers { columns: COLUMNS.map(str::to_owned).to_vec(), rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    fn setting(cluster: &str, week: &str) -> Setting {
        let key = format!("interventions.{CHANGE}.rollout.clinic_start_weeks.{cluster}");
        Setting { key, value: week.to_owned() }
    }

    #[test]
    fn worlds_differ_by_the_effect_alone() {
        let read = ToyFile::read(None, "", &mut Faults::default()).expect("it has defaults");
        let about = ToyFile { effect: 2.0, effect_per_exposure: 0.5, drift_per_period: 3.0, ..read };
        let case = |settings: &[Setting]| ToyCase::new(&about, 4, 2, settings).expect("it is one");
        let (never, later) = (case(&[]), case(&[setting("cluster-2", "4")]));
        let seed = Seed::new(1, 0);
        let rows = |case: &ToyCase| HusseyHughes.answers(case, seed).expect("they answer").rows;
        for (with, without) in rows(&later).chunks(5).zip(rows(&never).chunks(5)) {
            let expected = match (with[0] as u32, with[3] as u32) {
                (1, 2) => 2.0,
                (1, 3) => 2.5,
                _ => 0.0,
            };
            assert!((with[4] - without[4] - expected).abs() < 1e-12 && with[..4] == without[..4]);
        }
        assert!(ToyCase::new(&about, 4, 2, &[setting("cluster-9", "4")]).is_err());
        let outcomes = HusseyHughes.run(&[&never, &later], seed);
        assert!(!outcomes[0].same_bits(&outcomes[1]) && outcomes[0].values.len() == 5 * 9);
    }
}
