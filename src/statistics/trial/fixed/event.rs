//! An event study: effects by the time since the begin, and whether there were any before it.

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use super::super::columns::Columns;
use super::super::data::{Cell, Data};
use super::super::effect::{Effect, NoFit};
use super::{Fixed, fit};
use crate::statistics::symmetric::{Cholesky, dot};

/// The coefficient of one event time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventTime {
    /// Periods since the change was complete (0 first), or before its begin (−1 is the last, and the
    /// reference).
    pub time: i64,
    /// Whether it stands for all times beyond it, too.
    pub binned: bool,
    /// The difference from the reference, with CR2's standard error.
    pub effect: Result<Effect, NoFit>,
}

/// A joint test that there was no effect before the begin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leads {
    /// Wald's statistic divided by the number of leads.
    pub f: f64,
    /// Number of leads; degrees of freedom of the numerator.
    pub leads: usize,
    /// Number of clusters less 1; degrees of freedom of the denominator.
    pub freedom: usize,
    /// The p value.
    pub p_value: f64,
}

/// Coefficients by event time.
#[derive(Debug, Clone, PartialEq)]
pub struct EventStudy {
    /// The event times with a coefficient, in their order; the reference −1 is not among them.
    pub times: Vec<EventTime>,
    /// Event times that occur but have no coefficient of their own, because it follows from the others; they
    /// are then taken for 0 like the reference.
    pub dropped: Vec<i64>,
    /// Whether there are clusters that never begin. Without them a straight drift cannot be told from effects
    /// that grow in a straight line, so the farthest lead is dropped (Borusyak, Jaravel & Spiess 2024, Review
    /// of Economic Studies 91(6)).
    pub never_treated: bool,
    /// The joint test of all leads; `TooManyRestrictions` where there are no fewer leads than clusters, or
    /// where the covariance of the leads is singular, and `NoBefore` where there is no lead.
    pub leads: Result<Leads, NoFit>,
    /// The fit behind it.
    pub fit: Fixed,
}

impl EventStudy {
    /// The p value of the hypothesis that no lead differs from the reference: the smallest of the leads' own (CR2, Satterthwaite)
    /// times their number (Bonferroni). With few clusters it keeps its level, which the joint test does not. `None` where no lead has
    /// an interval.
    pub fn pre_trend(&self) -> Option<f64> {
        let leads = self.times.iter().filter(|time| time.time < 0);
        let known: Vec<f64> = leads.filter_map(|time| Some(time.effect.ok()?.p_value)).collect();
        let smallest = known.iter().copied().reduce(f64::min)?;
        Some((smallest * known.len() as f64).min(1.0))
    }
}

/// Two-way fixed effects with an indicator of each event time but −1. Times beyond `window`, given as (leads,
/// lags), are binned into the last one inside. `NoContrast` where no time after the begin has a coefficient.
pub fn event_study(data: &Data, window: Option<(u32, u32)>, level: f64) -> Result<EventStudy, NoFit> {
    let events = Events::of(data, window)?;
    let (fit, kept) = fit(&events.columns, true)?;
    if fit.clusters < 2 {
        return Err(NoFit::TooFewClusters);
    }
    let place = |time: &i64| {
        let column = events.first + events.times.iter().position(|other| other == time)?;
        kept.iter().position(|kept| *kept == column)
    };
    let (mut found, mut dropped): (Vec<i64>, Vec<i64>) =
        events.times.iter().copied().partition(|time| place(time).is_some());
    if !found.iter().any(|time| *time >= 0) {
        return Err(NoFit::NoContrast);
    }
    found.sort_unstable();
    dropped.sort_unstable();
    let leads: Vec<usize> = found.iter().filter(|time| **time < 0).filter_map(place).collect();
    let adjustments = fit.adjustments();
    let effect = |time: &i64| {
        let place = place(time).expect("it has a coefficient");
        let weights: Vec<f64> = (0..kept.len()).map(|i| f64::from(u8::from(i == place))).collect();
        let (variance, freedom) = fit.cr2(&adjustments, &weights);
        Effect::t(fit.coefficients[place], variance.sqrt(), freedom, level)
    };
    let of = |time: &i64| EventTime { time: *time, binned: events.binned(*time), effect: effect(time) };
    let never = |cell: &Cell| data.starts[cell.cluster as usize].is_none();
    Ok(EventStudy {
        times: found.iter().map(of).collect(),
        dropped,
        never_treated: events.columns.cells.iter().any(never),
        leads: joint(&fit, &adjustments, &leads),
        fit,
    })
}

/// The columns of an event study.
struct Events {
    columns: Columns,
    /// The first column of an event time.
    first: usize,
    /// Their event times: lags first and the farthest lead last, because what follows from the columns before
    /// it is dropped.
    times: Vec<i64>,
    /// For each cell its event time, and the one into which it is binned.
    placed: Vec<Option<(i64, i64)>>,
}

impl Events {
    fn of(data: &Data, window: Option<(u32, u32)>) -> Result<Self, NoFit> {
        let mut columns = Columns::before_change(data, true)?;
        let (least, most) =
            window.map_or((i64::MIN, i64::MAX), |(a, b)| (-i64::from(a.max(1)), i64::from(b)));
        let place = |cell: &Cell| {
            let time = data.event_time(cell.cluster, cell.period)?;
            Some((time, time.clamp(least, most)))
        };
        let placed: Vec<Option<(i64, i64)>> = columns.cells.iter().map(place).collect();
        let mut times: Vec<i64> = placed.iter().flatten().map(|(_, to)| *to).filter(|to| *to != -1).collect();
        times.sort_unstable_by_key(|time| (*time < 0, time.abs()));
        times.dedup();
        let first = columns.names.len();
        for (row, placed) in columns.rows.iter_mut().zip(&placed) {
            if let Some(i) = placed.and_then(|(_, to)| times.iter().position(|time| *time == to)) {
                row.push((first + i, 1.0));
            }
        }
        columns.names.extend(times.iter().map(|time| format!("event {time}")));
        columns.change = first..first + times.iter().filter(|time| **time >= 0).count();
        Ok(Events { columns, first, times, placed })
    }

    /// Whether a time stands for others, too.
    fn binned(&self, time: i64) -> bool {
        self.placed.iter().flatten().any(|(own, to)| *to == time && *own != time)
    }
}

/// The joint test that some coefficients are all 0: Wald's statistic with the CR2 covariance, F with the
/// number of clusters less 1.
fn joint(fit: &Fixed, adjustments: &[Vec<Vec<f64>>], of: &[usize]) -> Result<Leads, NoFit> {
    if of.is_empty() {
        return Err(NoFit::NoBefore);
    }
    if of.len() >= fit.clusters {
        return Err(NoFit::TooManyRestrictions);
    }
    let factor = Cholesky::of(&fit.cr2_covariance(adjustments, of)).ok_or(NoFit::TooManyRestrictions)?;
    let values: Vec<f64> = of.iter().map(|i| fit.coefficients[*i]).collect();
    let f = dot(&factor.solve(&values), &values) / of.len() as f64;
    let freedom = fit.clusters - 1;
    let fisher =
        FisherSnedecor::new(of.len() as f64, freedom as f64).expect("one or more degrees of freedom");
    Ok(Leads { f, leads: of.len(), freedom, p_value: fisher.sf(f) })
}
