//! The tests that need no trial: figures of people's answers in variants of the scenario, the variance test, the transfer test,
//! and leading against lagging indicators. All variants have the same random numbers; what is known of chance is told by leaving
//! out one replication at a time (Efron & Stein 1981, Annals of Statistics 9(3)).

use serde::{Deserialize, Serialize};

use super::Task;
use super::conduct::Shelf;
use super::leading::{self, Lags, Led};
use super::transfer::{self, Moved, Transferred};
use crate::error::Error;
use crate::experiment::job::catch;
use crate::experiment::run::Watch;
use crate::statistics::estimate::t_quantile;
use crate::statistics::figure::Kind;
use crate::statistics::observations::{Rows, observe};
use crate::statistics::trial::{Answer, Nested, nested};
use crate::store::Records;
use crate::system::{Answers, Seed, Setting, System};

/// A number made of all replications, with its interval from leaving out one at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jackknifed {
    /// The number.
    pub value: f64,
    /// Its interval; `None` where a part has none.
    pub interval: Option<(f64, f64)>,
    /// Replications.
    pub n: usize,
}

/// A figure in a variant.
#[derive(Debug, Clone, PartialEq)]
pub struct InVariant {
    /// The figure, or why there is none.
    pub value: Result<Jackknifed, &'static str>,
    /// The difference from the first variant, of ratios their ratio; `None` for the first itself.
    pub difference: Option<Jackknifed>,
}

/// What the tests say.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// For each figure, each variant.
    pub figures: Vec<Vec<InVariant>>,
    /// For each variant the components of variance, replication by replication.
    pub variance: Vec<Vec<Nested>>,
    /// For each variant what movers did.
    pub transfer: Vec<Transferred>,
    /// For each variant what leads.
    pub leading: Vec<Lags>,
    /// Replications.
    pub replications: u32,
    /// What failed, as sentences.
    pub failed: Vec<String>,
    /// Sentences for the person.
    pub notes: Vec<String>,
}

/// What is kept of one replication of a variant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    /// For each figure the observations by cluster.
    figures: Vec<Vec<Vec<f64>>>,
    /// For the variance test: cluster, person and value.
    variance: Vec<(u32, u32, f64)>,
    /// For the transfer test.
    moved: Vec<Moved>,
    /// For leading indicators.
    led: Led,
}

/// Makes the tests that a study asks for.
///
/// # Errors
/// [`Error::Interrupted`], [`Error::File`], and [`Error::Failed`] where a variant cannot be built.
pub fn tell<S: System>(
    task: &Task<'_, S>,
    records: &Records,
    watch: &mut (dyn Watch + Send),
) -> Result<Told, Error> {
    let (study, file) = (task.study, &task.study.file);
    let asks = !study.figures.is_empty()
        || file.variance.is_some()
        || file.transfer.is_some()
        || file.leading.is_some();
    if !asks {
        return Ok(Told::default());
    }
    let mut cases = Vec::new();
    for (place, (name, set)) in study.variants.iter().enumerate() {
        let case = (task.build)(&parsed(set)).map_err(|error| {
            let help = Some(format!("the scenario says: {}", error.brief()));
            let path =
                if study.file.variants.is_empty() { "scenario".into() } else { format!("variants.{name}") };
            study.fault(&path, "overrides that the scenario takes", &format!("variant {}", place + 1), help)
        })?;
        cases.push(case);
    }
    let shelf = Shelf::new(task, records, file.replications * cases.len() as u32, watch)?;
    let mut told = Told { replications: file.replications, ..Told::default() };
    let mut variants: Vec<Vec<Kept>> = Vec::new();
    for (case, (name, set)) in cases.iter().zip(&study.variants) {
        let what = format!("variant {set:?} figures {:?}", study.figures);
        let mut kept = Vec::new();
        for (number, result) in shelf.each(file.replications, &what, |number| one(task, case, number))? {
            match result {
                Ok(one) => kept.push(one),
                Err(words) => told.failed.push(format!("{name}, replication {number}: {words}")),
            }
        }
        variants.push(kept);
    }
    told.notes = shelf.noted();
    if !told.failed.is_empty() {
        // Pairs must stay pairs: nothing is said of variants of which replications are missing.
        return Ok(told);
    }
    told.figures = study
        .figures
        .iter()
        .enumerate()
        .map(|(place, asked)| figure(&asked.figure.kind, place, &variants))
        .collect();
    if file.variance.is_some() {
        let answer = |(cluster, person, value): &(u32, u32, f64)| Answer {
            cluster: *cluster,
            person: *person,
            value: *value,
        };
        let of = |kept: &Vec<Kept>| {
            let parts = kept.iter().map(|kept| nested(&kept.variance.iter().map(answer).collect::<Vec<_>>()));
            parts.filter_map(Result::ok).collect()
        };
        told.variance = variants.iter().map(of).collect();
    }
    if let Some(asked) = &file.transfer {
        let of = |kept: &Vec<Kept>| {
            transfer::closed(asked, &kept.iter().map(|kept| kept.moved.as_slice()).collect::<Vec<_>>())
        };
        told.transfer = variants.iter().map(of).collect();
    }
    if let Some(asked) = &file.leading {
        let of =
            |kept: &Vec<Kept>| leading::lags(asked, &kept.iter().map(|kept| &kept.led).collect::<Vec<_>>());
        told.leading = variants.iter().map(of).collect();
    }
    Ok(told)
}

/// Overrides as settings.
fn parsed(set: &[String]) -> Vec<Setting> {
    let of = |text: &String| {
        let (key, value) = text.split_once('=').unwrap_or((text, ""));
        Setting { key: key.trim().to_owned(), value: value.trim().to_owned() }
    };
    set.iter().map(of).collect()
}

fn one<S: System>(task: &Task<'_, S>, case: &S::Case, number: u32) -> Result<Kept, String> {
    let (study, seed) = (task.study, Seed::new(task.study.file.seed, number));
    let file = &study.file;
    let mut kept = Kept { figures: Vec::new(), variance: Vec::new(), moved: Vec::new(), led: Led::default() };
    if !study.figures.is_empty() || file.variance.is_some() || file.transfer.is_some() {
        let answers =
            catch(|| task.system.answers(case, seed))?.ok_or("people of this variant are not asked")?;
        let (names, rows) = (study.names(), Rows { columns: &answers.columns, values: &answers.rows });
        kept.figures = study.figures.iter().map(|asked| observe(&asked.figure, &names, rows)).collect();
        if let Some(asked) = &file.variance {
            kept.variance = persons(&answers, &file.cluster, &asked.column, asked.clinicians_only);
        }
        if let Some(asked) = &file.transfer {
            kept.moved = transfer::moves(&answers, &file.cluster, asked);
        }
    }
    if let Some(asked) = &file.leading {
        let outcome = catch(|| task.system.run(&[case], seed))?.remove(0);
        kept.led = leading::correlations(asked, &task.system.measures(case), &outcome);
    }
    Ok(kept)
}

/// Cluster, person and value of every answer.
fn persons(answers: &Answers, cluster: &str, column: &str, clinicians_only: bool) -> Vec<(u32, u32, f64)> {
    let place =
        |name: &str| answers.columns.iter().position(|known| known == name).expect("it was looked for");
    let [cluster, person, clinician, value] = [cluster, "human", "clinician", column].map(place);
    let rows = answers.rows.chunks_exact(answers.columns.len());
    rows.filter(|row| row[value].is_finite() && (!clinicians_only || row[clinician] == 1.0))
        .map(|row| (row[cluster] as u32, row[person] as u32, row[value]))
        .collect()
}

/// A figure in all variants: of all replications together.
fn figure(kind: &Kind, place: usize, variants: &[Vec<Kept>]) -> Vec<InVariant> {
    let ratio = matches!(kind, Kind::OddsRatio { .. } | Kind::HazardRatio { .. });
    let value = |kept: &[Kept], without: Option<usize>| -> Result<f64, &'static str> {
        let clusters: Vec<&[f64]> = kept
            .iter()
            .enumerate()
            .filter(|(number, _)| Some(*number) != without)
            .flat_map(|(_, kept)| kept.figures[place].iter().map(Vec::as_slice))
            .collect();
        kind.value(&clusters).map(|value| if ratio { libm::log(value) } else { value })
    };
    let back = |value: f64| if ratio { libm::exp(value) } else { value };
    let without = |kept: &[Kept]| -> Option<Vec<f64>> {
        (0..kept.len()).map(|number| value(kept, Some(number)).ok()).collect()
    };
    let first = value(&variants[0], None).ok().zip(without(&variants[0]));
    let of = |(number, kept): (usize, &Vec<Kept>)| {
        let (all, parts) = (value(kept, None), without(kept));
        let difference =
            first.as_ref().zip(parts.as_ref()).zip(all.ok()).map(|(((base, others), parts), all)| {
                let pairs: Vec<f64> = parts.iter().zip(others).map(|(a, b)| a - b).collect();
                jackknifed(all - base, Some(&pairs), back)
            });
        InVariant {
            value: all.map(|all| jackknifed(all, parts.as_deref(), back)),
            difference: difference.filter(|_| number > 0),
        }
    };
    variants.iter().enumerate().map(of).collect()
}

/// The interval of a number from its values without one replication each: t with n − 1 degrees of freedom, at 95 %.
pub(super) fn jackknifed(all: f64, parts: Option<&[f64]>, back: impl Fn(f64) -> f64) -> Jackknifed {
    let n = parts.map_or(0, <[f64]>::len);
    let interval = parts.filter(|parts| parts.len() > 1).map(|parts| {
        let mean = parts.iter().sum::<f64>() / n as f64;
        let squares: f64 = parts.iter().map(|part| (part - mean) * (part - mean)).sum();
        let error = ((n - 1) as f64 / n as f64 * squares).sqrt();
        let reach = t_quantile(0.975, n - 1) * error;
        (back(all - reach), back(all + reach))
    });
    Jackknifed { value: back(all), interval, n }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_mean_the_interval_is_the_usual_one() {
        let values = [12.3, 11.8, 13.1, 12.9, 12.0];
        let sum: f64 = values.iter().sum();
        let parts: Vec<f64> = values.iter().map(|value| (sum - value) / 4.0).collect();
        let found = jackknifed(sum / 5.0, Some(&parts), |value| value);
        let usual = crate::statistics::estimate(&values, 0.95).expect("five values");
        let (low, high) = found.interval.expect("five parts");
        assert!((found.value - usual.mean).abs() < 1e-12);
        assert!(((high - low) / 2.0 - usual.half_width.expect("five values")).abs() < 1e-12);
    }
}
