//! Worlds: one history of the system for each plan of who changes when, with the same random numbers.

use serde::{Deserialize, Serialize};

use super::Task;
use super::file::OutcomeFile;
use crate::declaration::toml_text::{key, quoted};
use crate::experiment::exploration::Factor;
use crate::experiment::job::catch;
use crate::statistics::trial::Row;
use crate::system::{Answers, Identity, Outcome, Purpose, Seed, Setting, System, Window};

/// One change: an intervention, where it begins when, and when it ends everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The intervention.
    pub intervention: String,
    /// Clusters with the period of their begin.
    pub begins: Vec<(u32, u32)>,
    /// The period in which it ends.
    pub end: Option<u32>,
}

/// What happens in a world beside what always happens: nothing where it is empty.
pub type Plan = Vec<Change>;

/// A number that was observed, or would have been: without noise, and nothing missing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Raw {
    /// Cluster.
    pub cluster: u32,
    /// Period.
    pub period: u32,
    /// Person, where people answer.
    pub person: Option<u32>,
    /// The number.
    pub value: f64,
}

/// A history: what there is to observe, by outcome.
pub type Lived = Vec<Vec<Raw>>;

/// Settings of a plan: of every intervention that is tried, where and when it is carried out.
pub fn settings(tried: &[String], plan: &Plan, clusters: &[String], period_weeks: u32) -> Vec<Setting> {
    let mut settings = Vec::new();
    for intervention in tried {
        let mut set = |what: &str, value: String| {
            let key = format!("interventions.{}.rollout.{what}", key(intervention));
            settings.push(Setting { key, value });
        };
        let week = |period: u32| (period * period_weeks).to_string();
        match plan.iter().find(|change| change.intervention == *intervention && !change.begins.is_empty()) {
            // No clinic begins before the end of any run.
            None => {
                set("start_week", NEVER.to_string());
                set("end_week", "\"none\"".to_owned());
            }
            Some(change) => {
                let names: Vec<String> =
                    change.begins.iter().map(|(cluster, _)| quoted(&clusters[*cluster as usize])).collect();
                set("clinics", format!("[{}]", names.join(", ")));
                // Every clinic has a begin of its own; the common one must not lie after the end.
                set("start_week", week(change.begins.iter().map(|(_, period)| *period).min().unwrap_or(0)));
                for (cluster, period) in &change.begins {
                    let name = key(&clusters[*cluster as usize]);
                    set(&format!("clinic_start_weeks.{name}"), week(*period));
                }
                // Without an end of its own it stays, whatever the scenario says.
                set("end_week", change.end.map_or_else(|| "\"none\"".to_owned(), week));
            }
        }
    }
    settings
}

/// The last week in which a rollout can begin: after the end of any run.
const NEVER: u32 = 2600;
const VARIES: Purpose = Purpose::named("differs between trials");

/// What differs from repetition to repetition: the same in all worlds of one.
pub fn varied(factors: &[Factor], clusters: &[String], seed: Seed) -> Vec<Setting> {
    let draw = |factor: &Factor, cluster: Option<usize>| {
        let identity = Identity::named(&factor.name);
        let own = |cluster: usize| identity.child(Identity::named(&clusters[cluster]).value());
        seed.stream(VARIES, cluster.map_or(identity, own)).uniform()
    };
    factors.iter().flat_map(|factor| drawn(factor, clusters, |cluster| draw(factor, cluster))).collect()
}

/// The settings of a factor at places of its range; `*` in a path is each cluster, with a place of its own.
pub(super) fn drawn(
    factor: &Factor,
    clusters: &[String],
    place: impl Fn(Option<usize>) -> f64,
) -> Vec<Setting> {
    let mut settings = Vec::new();
    for path in &factor.paths {
        let value = |cluster| factor.at(place(cluster)).0;
        if !path.split('.').any(|word| word == "*") {
            settings.push(Setting { key: path.clone(), value: value(None) });
            continue;
        }
        for (cluster, name) in clusters.iter().enumerate() {
            let words = path.split('.').map(|word| if word == "*" { key(name) } else { word.to_owned() });
            let key = words.collect::<Vec<String>>().join(".");
            settings.push(Setting { key, value: value(Some(cluster)) });
        }
    }
    settings
}

/// Lives the histories of some plans, all with the same random numbers.
///
/// # Errors
/// What the scenario refuses or the model says as it fails.
pub fn live<S: System>(
    task: &Task<'_, S>,
    plans: &[Plan],
    common: &[Setting],
    seed: Seed,
) -> Result<Vec<Lived>, String> {
    let mut cases = Vec::new();
    for plan in plans {
        let mut all = common.to_vec();
        all.extend(settings(task.tried(), plan, &task.clusters, task.study.file.period_weeks));
        cases.push((task.build)(&all).map_err(|error| error.brief())?);
    }
    let refs: Vec<&S::Case> = cases.iter().collect();
    let outcomes = &task.study.outcomes;
    let measured = outcomes.iter().any(|(_, outcome)| outcome.measure.is_some());
    let answered = outcomes.iter().any(|(_, outcome)| outcome.response.is_some());
    let ran = if measured { catch(|| task.system.run(&refs, seed))? } else { Vec::new() };
    let mut histories = Vec::new();
    for (place, case) in cases.iter().enumerate() {
        let answers = if answered { catch(|| task.system.answers(case, seed))? } else { None };
        let measures = task.system.measures(case);
        let rows = |(_, outcome): &(String, OutcomeFile)| match (&outcome.measure, &outcome.response) {
            (Some(name), _) => {
                let column = measures.iter().position(|measure| measure.name == *name);
                cells(&ran[place], column.expect("a measure was looked for before anything was run"))
            }
            (None, response) => {
                let answers = answers.as_ref().expect("people answer, as was looked for before");
                let column = response.as_ref().expect("an outcome is a measure or a response");
                answered_rows(answers, column, outcome.clinicians_only)
            }
        };
        histories.push(outcomes.iter().map(rows).collect());
    }
    Ok(histories)
}

/// A measure by cluster and period.
fn cells(outcome: &Outcome, measure: usize) -> Vec<Raw> {
    let mut rows = Vec::new();
    for period in 0..outcome.periods {
        for cluster in 0..outcome.sites {
            let value = outcome.value(Window::Period(period), Some(cluster), measure);
            if value.is_finite() {
                rows.push(Raw { cluster, period, person: None, value });
            }
        }
    }
    rows
}

/// What people answered, person by person.
fn answered_rows(answers: &Answers, column: &str, clinicians_only: bool) -> Vec<Raw> {
    let place = |name: &str| answers.columns.iter().position(|known| known == name);
    let [cluster, clinician, person, wave, value] = ["clinic", "clinician", "human", "wave", column]
        .map(|name| place(name).expect("it was looked for before"));
    let rows = answers.rows.chunks_exact(answers.columns.len());
    let counts = |row: &&[f64]| (!clinicians_only || row[clinician] == 1.0) && row[value].is_finite();
    let raw = |row: &[f64]| Raw {
        cluster: row[cluster] as u32,
        period: row[wave] as u32,
        person: Some(row[person] as u32),
        value: row[value],
    };
    rows.filter(counts).map(raw).collect()
}

const OBSERVED: Purpose = Purpose::named("observation of a trial");

/// What is observed of a history: with the noise of the instrument, and without those who do not answer. The draws belong to
/// cluster, period and person, so they are the same in all worlds.
pub fn observed(raw: &[Raw], name: &str, outcome: &OutcomeFile, seed: Seed) -> Vec<Row> {
    let plain =
        outcome.noise_sd == 0.0 && outcome.missing_share == 0.0 && outcome.response_odds_per_sd == 1.0;
    let row =
        |raw: &Raw, value: f64| Row { cluster: raw.cluster, period: raw.period, person: raw.person, value };
    if plain {
        return raw.iter().map(|raw| row(raw, raw.value)).collect();
    }
    let spread = spread_by_period(raw);
    let odds = (1.0 - outcome.missing_share) / outcome.missing_share;
    let mut rows = Vec::new();
    for raw in raw {
        let whose = Identity::named(name)
            .child(u64::from(raw.cluster))
            .child(u64::from(raw.period))
            .child(raw.person.map_or(u64::MAX, u64::from));
        let mut stream = seed.stream(OBSERVED, whose);
        let (mean, sd) = spread[raw.period as usize];
        let away = if sd > 0.0 { (raw.value - mean) / sd } else { 0.0 };
        let odds = odds * libm::exp(away * libm::log(outcome.response_odds_per_sd));
        // Infinite odds are a certain answer.
        let answers = stream.uniform() < 1.0 / (1.0 + 1.0 / odds);
        let noise = outcome.noise_sd * stream.normal();
        if answers {
            rows.push(row(raw, raw.value + noise));
        }
    }
    rows
}

/// Mean and standard deviation of all observations of each period.
fn spread_by_period(raw: &[Raw]) -> Vec<(f64, f64)> {
    let periods = raw.iter().map(|raw| raw.period + 1).max().unwrap_or(0);
    let of = |period: u32| {
        let values: Vec<f64> = raw.iter().filter(|raw| raw.period == period).map(|raw| raw.value).collect();
        let found = crate::statistics::estimate::moments(&values);
        found.map_or((0.0, 0.0), |found| (found.mean, found.variance.unwrap_or(0.0).sqrt()))
    };
    (0..periods).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    #[test]
    fn a_plan_says_where_and_when_and_nothing_is_never() {
        let clusters = ["north".to_owned(), "a b".to_owned()];
        let change = Change { intervention: "triage".into(), begins: vec![(1, 2)], end: Some(5) };
        let tried = ["triage".to_owned(), "other".to_owned()];
        let found: Vec<String> = settings(&tried, &vec![change], &clusters, 4)
            .iter()
            .map(|setting| format!("{}={}", setting.key, setting.value))
            .collect();
        assert_eq!(
            found,
            [
                "interventions.triage.rollout.clinics=[\"a b\"]",
                "interventions.triage.rollout.start_week=8",
                "interventions.triage.rollout.clinic_start_weeks.\"a b\"=8",
                "interventions.triage.rollout.end_week=20",
                "interventions.other.rollout.start_week=2600",
                "interventions.other.rollout.end_week=\"none\"",
            ]
        );
    }

    /// Of 4,000 people as many answer as the share says, fewer of those who are worse off, and noise has its size; three
    /// standard errors each: false alarms in less than 1 % of seeds, and the seed is fixed.
    #[test]
    fn who_is_worse_off_answers_less_and_noise_has_its_size() {
        let raw: Vec<Raw> = (0..4000)
            .map(|person| Raw { cluster: 0, period: 0, person: Some(person), value: f64::from(person % 2) })
            .collect();
        let read = OutcomeFile::read(None, "", &mut Faults::default()).expect("it has defaults");
        let of = |outcome: &OutcomeFile| observed(&raw, "x", outcome, Seed::new(3, 1));
        assert_eq!(of(&read).len(), 4000);
        let some = OutcomeFile { missing_share: 0.3, response_odds_per_sd: 0.5, noise_sd: 2.0, ..read };
        let rows = of(&some);
        let odds = |away: f64| 0.7 / 0.3 * libm::exp(away * libm::log(0.5));
        for (kind, away) in [(0_u32, -1.0), (1, 1.0)] {
            let share = odds(away) / (1.0 + odds(away));
            let found =
                rows.iter().filter(|row| row.person.is_some_and(|p| p % 2 == kind)).count() as f64 / 2000.0;
            assert!(
                (found - share).abs() < 3.0 * (share * (1.0 - share) / 2000.0).sqrt() + 1e-3,
                "{found} {share}"
            );
        }
        let noise: Vec<f64> =
            rows.iter().map(|row| row.value - f64::from(row.person.expect("a person") % 2)).collect();
        let found = crate::statistics::estimate::moments(&noise).expect("rows");
        assert!((found.variance.expect("rows") / 4.0 - 1.0).abs() < 0.1 && found.mean.abs() < 0.15);
        assert_eq!(of(&some), rows);
    }
}
