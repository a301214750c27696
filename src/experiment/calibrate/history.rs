//! History matching: waves of points rule out what cannot agree with the targets, until what is left agrees.
//!
//! After each wave a quadratic surface is fitted to every target. A place is implausible where a surface is further
//! from its target than [`CUTOFF`] standard deviations of everything not known: the target's own uncertainty, what the
//! surface leaves unexplained, and chance. The next wave fills what no surface has ruled out so far (Craig, Goldstein,
//! Seheult & Smith 1997; Vernon, Goldstein & Bower 2010, Bayesian Analysis 5(4)). The last points are those where the
//! surfaces come nearest to the targets.

use rayon::prelude::*;

use super::bench::Bench;
use super::design::latin_hypercube;
use super::tried::{CUTOFF, Ground, Tried, aim};
use crate::error::Error;
use crate::statistics::quadratic::Quadratic;
use crate::system::{Identity, Purpose, Seed, System};

/// Places that are looked at for a wave, at most.
const MOST_LOOKS: usize = 50_000;
/// Places that are looked at together.
const BATCH: usize = 1_000;
/// So many places per point that are not ruled out are enough to choose from.
const CHOICE: usize = 10;
/// The box around what is not ruled out grows by this share of its width on either side.
const MARGIN: f64 = 0.05;
/// One of so many points is spent where the surfaces come nearest to the targets.
const LAST: usize = 5;

/// A part of the unit cube.
type Region = Vec<(f64, f64)>;

/// Surfaces of one wave, one for each target; `None` where its points were too few.
struct Surfaces {
    targets: Vec<(f64, f64, Option<Surface>)>,
}

struct Surface {
    shape: Quadratic,
    /// Variance by chance that all points share, because they have common random numbers.
    chance: f64,
}

/// A place, how implausible the surfaces find it, and how near to the targets.
struct Look {
    unit: Vec<f64>,
    worst: f64,
    loss: f64,
}

/// All points tried in a step.
pub(super) fn run<S: System>(
    bench: &Bench<'_, S>,
    ground: &Ground<'_, S::Case>,
) -> Result<Vec<Tried>, Error> {
    let (search, dimension) = (&ground.study.search, ground.dimension());
    let points = search.points as usize;
    let stream = |purpose, wave: u32| {
        let whose = Identity::named(&ground.step.name).child(u64::from(wave));
        Seed::new(ground.study.seed, 0).stream(purpose, whose)
    };
    let mut numbers = stream(Purpose::named("calibration design"), 0);
    let first = latin_hypercube(points, dimension, &mut || numbers.uniform());
    let mut tried = bench.try_all(ground, 0, first)?;
    let mut region: Region = vec![(0.0, 1.0); dimension];
    let mut waves: Vec<Surfaces> = Vec::new();
    for wave in 1..=search.waves {
        waves.push(Surfaces::fit(ground, &tried, &region));
        let mut numbers = stream(Purpose::named("calibration wave"), wave);
        let mut looks = look(bench, &waves, &region, points * CHOICE, &mut || numbers.uniform());
        let wanted = if wave < search.waves { points } else { (points / LAST).max(1) };
        if wave < search.waves {
            region = around(&looks, &region);
            // What is not ruled out comes first, in the order of looking; then what is the least implausible.
            looks.sort_by(|a, b| a.worst.max(CUTOFF).total_cmp(&b.worst.max(CUTOFF)));
        } else {
            looks.sort_by(|a, b| a.loss.total_cmp(&b.loss));
        }
        let places = looks.into_iter().take(wanted).map(|look| look.unit).collect();
        tried.extend(bench.try_all(ground, wave, places)?);
    }
    Ok(tried)
}

impl Surfaces {
    /// Fits the points within a region, or all where those are too few.
    fn fit<C>(ground: &Ground<'_, C>, tried: &[Tried], region: &Region) -> Self {
        let within =
            |point: &&Tried| point.unit.iter().zip(region).all(|(u, (low, high))| (*low..=*high).contains(u));
        let near: Vec<&Tried> = tried.iter().filter(within).collect();
        let all: Vec<&Tried> = tried.iter().collect();
        let surface = |(index, target)| {
            let (aim, deviation) = aim(target);
            (aim, deviation, Surface::fit(&near, index).or_else(|| Surface::fit(&all, index)))
        };
        Surfaces { targets: ground.targets().enumerate().map(surface).collect() }
    }

    /// How implausible a place is, and how far from the targets.
    fn judge(&self, unit: &[f64]) -> (f64, f64) {
        let (mut worst, mut loss) = (0.0_f64, 0.0);
        for (aim, deviation, surface) in &self.targets {
            let Some(surface) = surface else { continue };
            let (mean, variance) = surface.shape.predict(unit);
            let distance = (mean - aim).abs();
            worst = worst.max(distance / (deviation * deviation + variance + surface.chance).sqrt());
            loss += (distance / deviation) * (distance / deviation);
        }
        (worst, loss)
    }
}

impl Surface {
    fn fit(points: &[&Tried], target: usize) -> Option<Self> {
        let found = points.iter().filter_map(|point| Some((point, point.evaluation.found.get(target)?)));
        let known: Vec<_> = found.filter(|(_, found)| !found.value.is_nan()).collect();
        let places: Vec<&[f64]> = known.iter().map(|(point, _)| point.unit.as_slice()).collect();
        let values: Vec<f64> = known.iter().map(|(_, found)| found.value).collect();
        let mut chance = 0.0;
        for (_, found) in known.iter().filter(|(_, found)| !found.error.is_nan()) {
            chance += found.error * found.error;
        }
        let shape = Quadratic::fit(&places, &values)?;
        Some(Surface { shape, chance: chance / known.len() as f64 })
    }
}

/// Looks at places of a region until enough are not ruled out by any wave.
fn look<S: System>(
    bench: &Bench<'_, S>,
    waves: &[Surfaces],
    region: &Region,
    enough: usize,
    uniform: &mut dyn FnMut() -> f64,
) -> Vec<Look> {
    let mut looks: Vec<Look> = Vec::new();
    let mut open = 0;
    while open < enough && looks.len() < MOST_LOOKS {
        let mut place =
            || region.iter().map(|(low, high)| low + uniform() * (high - low)).collect::<Vec<_>>();
        let places: Vec<Vec<f64>> = (0..BATCH).map(|_| place()).collect();
        let judge = |unit: Vec<f64>| {
            let judged: Vec<(f64, f64)> = waves.iter().map(|surfaces| surfaces.judge(&unit)).collect();
            let worst = judged.iter().fold(0.0, |a: f64, (b, _)| a.max(*b));
            Look { unit, worst, loss: judged.last().map_or(0.0, |(_, loss)| *loss) }
        };
        let batch: Vec<Look> = bench.share(|| places.into_par_iter().map(judge).collect());
        open += batch.iter().filter(|look| look.worst <= CUTOFF).count();
        looks.extend(batch);
    }
    looks
}

/// The box around what is not ruled out, a little wider; the old one where that is nothing.
fn around(looks: &[Look], old: &Region) -> Region {
    let open: Vec<&Look> = looks.iter().filter(|look| look.worst <= CUTOFF).collect();
    if open.len() < 2 {
        return old.clone();
    }
    let side = |coordinate: usize| {
        let ends = open.iter().map(|look| look.unit[coordinate]);
        let (low, high) = ends.fold((1.0_f64, 0.0_f64), |(low, high), u| (low.min(u), high.max(u)));
        let margin = MARGIN * (high - low);
        ((low - margin).max(0.0), (high + margin).min(1.0))
    };
    (0..old.len()).map(side).collect()
}
