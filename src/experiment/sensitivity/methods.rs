//! The methods: each fills in what it finds of one measure.

use super::{Entry, LEVEL, Map, Sample, Sensitivity, Settings, ends};
use crate::experiment::design::{Role, role};
use crate::statistics::estimate;
use crate::statistics::multiple::holm;
use crate::statistics::sensitivity::{
    Evaluations, Interval, Set, by_fifths, equal_edges, heat_map, indices, morris_replicated, prcc,
    trajectory_effects,
};
use crate::system::{Identity, Purpose, Seed};

/// Heat maps are drawn of the factors that matter most: of so many, all pairs.
const MAPPED: usize = 3;

/// Adds a number with its interval.
fn add(found: &mut Sensitivity, measure: &str, factor: &str, quantity: &'static str, of: Interval) {
    let (measure, factor) = (measure.to_string(), factor.to_string());
    let Interval { estimate, low, high, n } = of;
    found.entries.push(Entry { measure, factor, quantity, estimate, low, high, n });
}

/// A number without an interval.
fn bare(estimate: f64, n: usize) -> Interval {
    Interval { estimate, low: f64::NAN, high: f64::NAN, n }
}

fn uniform(settings: &Settings, measure: &str) -> impl FnMut() -> f64 {
    let purpose = Purpose::named("bootstrap of a sensitivity");
    let mut stream = Seed::new(settings.seed, 0).stream(purpose, Identity::named(measure));
    move || stream.uniform()
}

/// Elementary effects.
pub(super) fn morris(sample: &Sample, measure: usize, settings: &Settings, found: &mut Sensitivity) {
    let width = sample.factors.len() + 1;
    let rows = sample.unit_rows();
    let mut effects = vec![vec![Vec::new(); sample.replications()]; sample.factors.len()];
    for (replication, values) in sample.values[measure].iter().enumerate() {
        for (points, values) in rows.chunks(width).zip(values.chunks(width)) {
            for (factor, effect) in trajectory_effects(points, values).into_iter().enumerate() {
                effects[factor][replication].push(effect);
            }
        }
    }
    let name = &sample.measures[measure];
    let screened = morris_replicated(&effects, &settings.bootstrap, &mut uniform(settings, name));
    for (factor, screened) in sample.factors.iter().zip(screened) {
        let Some(screened) = screened else {
            found.notes.push(format!("{name}: no elementary effect of {factor} is defined"));
            continue;
        };
        let n = screened.mu_star.n;
        add(found, name, factor, "mu_star", screened.mu_star);
        add(found, name, factor, "sigma", bare(screened.sigma.unwrap_or(f64::NAN), n));
        add(found, name, factor, "mu", bare(screened.mu, n));
        if let Some(chance) = screened.chance {
            add(found, name, factor, "mu_star_of_chance", bare(chance.mu_star, n));
            add(found, name, factor, "error_of_mu", bare(chance.error_of_mu, n));
        }
        if screened.left_out > 0 {
            found.notes.push(format!("{name}: {} trajectories of {factor} are undefined", screened.left_out));
        }
    }
}

/// Sobol' indices.
pub(super) fn sobol(sample: &Sample, measure: usize, settings: &Settings, found: &mut Sensitivity) {
    let factors = sample.factors.len();
    let of = |wanted: Role| -> Vec<Vec<f64>> {
        let is_wanted = |(row, _): &(usize, &f64)| role(*row, factors) == wanted;
        let values = &sample.values[measure];
        values.iter().map(|run| run.iter().enumerate().filter(is_wanted).map(|(_, v)| *v).collect()).collect()
    };
    let evaluations =
        Evaluations { a: of(Role::A), b: of(Role::B), ab: (0..factors).map(|j| of(Role::Ab(j))).collect() };
    let name = &sample.measures[measure];
    let told = match indices(&evaluations, &settings.bootstrap, &mut uniform(settings, name)) {
        Ok(told) => told,
        Err(why) => return found.notes.push(format!("{name}: no indices, because {why}")),
    };
    match told.of_mean_response() {
        Ok(set) => add_set(found, name, &sample.factors, set, ["first", "total"]),
        Err(why) => found.notes.push(format!("{name}: no indices of the mean response, because {why}")),
    }
    if let Some(noise) = &told.noise {
        add_set(found, name, &sample.factors, &told.uncorrected, ["first_with_chance", "total_with_chance"]);
        add(found, name, "all", "share_of_chance", bare(noise.share, told.rows));
    }
    if told.left_out > 0 {
        found.notes.push(format!(
            "{name}: {} of {} base points are undefined in some replication and left out",
            told.left_out,
            told.left_out + told.rows
        ));
    }
}

fn add_set(
    found: &mut Sensitivity,
    name: &str,
    factors: &[String],
    set: &Set,
    quantities: [&'static str; 2],
) {
    for (factor, index) in factors.iter().zip(&set.inputs) {
        add(found, name, factor, quantities[0], index.first);
        add(found, name, factor, quantities[1], index.total);
    }
    add(found, name, "all", quantities[0], set.sum_first);
    add(found, name, "all", quantities[1], set.sum_total);
}

/// Partial rank correlations of the mean response.
pub(super) fn ranks(sample: &Sample, measure: usize, found: &mut Sensitivity) {
    let name = &sample.measures[measure];
    let means = sample.means(measure);
    let defined: Vec<usize> = (0..means.len()).filter(|point| means[*point].is_finite()).collect();
    let response: Vec<f64> = defined.iter().map(|point| means[*point]).collect();
    let input =
        |factor: usize| -> Vec<f64> { defined.iter().map(|point| sample.inputs[factor][*point]).collect() };
    let varies = |factor: &usize| {
        let (low, high) = ends(&input(*factor));
        sample.ordered[*factor] && low < high
    };
    let used: Vec<usize> = (0..sample.factors.len()).filter(varies).collect();
    let note = |found: &mut Sensitivity, text: String| {
        if !found.notes.contains(&text) {
            found.notes.push(text);
        }
    };
    for factor in (0..sample.factors.len()).filter(|factor| !used.contains(factor)) {
        let why = match sample.ordered[factor] {
            true => "does not vary over the points at which the measure is defined",
            false => "takes words, which have no order",
        };
        note(found, format!("{}: {} has no rank correlation: it {why}", name, sample.factors[factor]));
    }
    if defined.len() < means.len() {
        let left_out = means.len() - defined.len();
        note(found, format!("{name}: {left_out} points without a defined mean are left out"));
    }
    let inputs: Vec<Vec<f64>> = used.iter().map(|factor| input(*factor)).collect();
    match prcc(&inputs, &response, LEVEL) {
        Err(why) => note(found, format!("{name}: no partial rank correlations: {why}")),
        Ok(told) => {
            let p: Vec<f64> = told.inputs.iter().flatten().map(|partial| partial.p).collect();
            let mut adjusted = holm(&p).into_iter();
            for (factor, partial) in used.iter().zip(&told.inputs) {
                let factor = &sample.factors[*factor];
                let Some(partial) = partial else {
                    note(found, format!("{name}: {factor} has no rank correlation: the others say all"));
                    continue;
                };
                let (estimate, low, high) = (partial.coefficient, partial.low, partial.high);
                add(found, name, factor, "prcc", Interval { estimate, low, high, n: told.n });
                let p = adjusted.next().map_or(f64::NAN, |adjusted| adjusted.p);
                add(found, name, factor, "p_holm", bare(p, told.n));
            }
        }
    }
}

/// Data of tornado and heat maps, of points that are drawn independently: of Saltelli's rows those of the two base matrices.
pub(super) fn pictures(sample: &Sample, measure: usize, settings: &Settings, found: &mut Sensitivity) {
    let factors = sample.factors.len();
    let independent = |row: &usize| match found.method {
        super::Method::Sobol => !matches!(role(*row, factors), Role::Ab(_)),
        _ => true,
    };
    let rows: Vec<usize> = (0..sample.points()).filter(independent).collect();
    let means = sample.means(measure);
    let response: Vec<f64> = rows.iter().map(|row| means[*row]).collect();
    let inputs: Vec<Vec<f64>> =
        sample.inputs.iter().map(|input| rows.iter().map(|row| input[*row]).collect()).collect();
    let bars = by_fifths(&inputs, &response, LEVEL);
    let name = &sample.measures[measure];
    let top = most_important(sample, found, name);
    for (place, &first) in top.iter().enumerate() {
        for &second in &top[place + 1..] {
            let edges = [first, second].map(|input| {
                let (low, high) = ends(&inputs[input]);
                equal_edges(low, high, settings.bins)
            });
            let map = heat_map(&inputs[first], &inputs[second], &response, &edges[0], &edges[1]);
            found.maps.push(Map { measure: name.clone(), factors: [first, second], edges, map });
        }
    }
    let defined: Vec<f64> = response.iter().copied().filter(|mean| mean.is_finite()).collect();
    found.centers.push(estimate(&defined, LEVEL).map_or(f64::NAN, |found| found.mean));
    found.bars.push((name.clone(), bars));
}

/// The factors that matter most for a measure, by their total index or their rank correlation.
fn most_important(sample: &Sample, found: &Sensitivity, measure: &str) -> Vec<usize> {
    let size = |factor: &usize| {
        let of_factor = |entry: &&Entry| {
            let told = entry.quantity == "total" || entry.quantity == "prcc";
            told && entry.measure == measure && entry.factor == sample.factors[*factor]
        };
        found.entries.iter().find(of_factor).map_or(f64::NEG_INFINITY, |entry| entry.estimate.abs())
    };
    let mut factors: Vec<usize> =
        (0..sample.factors.len()).filter(|factor| sample.ordered[*factor]).collect();
    factors.sort_by(|a, b| size(b).total_cmp(&size(a)));
    factors.truncate(MAPPED);
    factors
}
