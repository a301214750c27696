//! The record of one run: facts go into cells, cells are folded into measures at the ends of periods.

mod lead;

use super::measures::money::Charge;
use super::measures::{CellId, Fact, Fold, Layout, Row, SPREADS, Spread, role_cell};
use super::model::{Model, TimeModel};
use crate::engine::collect::Histogram;
use crate::engine::time::{Span, Time};
use crate::system::{Outcome, YEAR_WEEKS};

/// A count and an exact sum (microseconds, or whatever the fact counts).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cell {
    count: u64,
    sum: u128,
}

/// The cells of one role at one site.
#[derive(Debug)]
pub struct RoleCells<'r>(&'r mut [Cell; role_cell::COUNT as usize]);

impl RoleCells<'_> {
    /// Adds microseconds to a cell.
    #[inline]
    pub fn add(&mut self, cell: CellId, micros: u64) {
        self.0[cell as usize].sum += u128::from(micros);
    }
}

/// The cells and distributions of all sites over some stretch of time.
#[derive(Debug, Clone)]
struct Sheet {
    cells: Vec<Cell>,
    spreads: Vec<Histogram>,
}

impl Sheet {
    fn new(sites: usize, cells: u32) -> Self {
        Self {
            cells: vec![Cell::default(); sites * cells as usize],
            spreads: vec![Histogram::default(); sites * SPREADS],
        }
    }

    fn absorb(&mut self, other: &Sheet) {
        for (mine, others) in self.cells.iter_mut().zip(&other.cells) {
            mine.count += others.count;
            mine.sum += others.sum;
        }
        for (mine, others) in self.spreads.iter_mut().zip(&other.spreads) {
            mine.merge(others);
        }
    }

    /// Adds the next stretch of time, at the end of which the levels were stated anew.
    fn go_on(&mut self, next: &Sheet, sites: usize, levels: &[CellId]) {
        for site in self.cells.chunks_exact_mut(next.cells.len() / sites) {
            levels.iter().for_each(|level| site[*level as usize] = Cell::default());
        }
        self.absorb(next);
    }

    fn clear(&mut self) {
        self.cells.fill(Cell::default());
        self.spreads.iter_mut().for_each(|spread| *spread = Histogram::default());
    }

    /// The cells and distributions of one site, or of all sites together.
    fn view(&self, sites: usize, site: Option<usize>) -> Sheet {
        let (cells, spreads) = (self.cells.len() / sites, SPREADS);
        let mut view =
            Sheet { cells: vec![Cell::default(); cells], spreads: vec![Histogram::default(); spreads] };
        for s in (0..sites).filter(|s| site.is_none_or(|one| one == *s)) {
            view.absorb(&Sheet {
                cells: self.cells[s * cells..(s + 1) * cells].to_vec(),
                spreads: self.spreads[s * spreads..(s + 1) * spreads].to_vec(),
            });
        }
        view
    }
}

/// What one run has observed so far.
#[derive(Debug, Clone)]
pub struct Record {
    sites: usize,
    cells: u32,
    current: Sheet,
    period: Sheet,
    summary: Sheet,
    /// Begin of the current stretch.
    since: Time,
    /// Counted is what begins in this window.
    window: (Time, Time),
    rows: Vec<f64>,
}

impl Record {
    /// An empty record for a model.
    pub fn new(model: &Model) -> Self {
        let (sites, cells) = (model.clinics.len(), model.layout.cells);
        let sheet = Sheet::new(sites, cells);
        Self {
            sites,
            cells,
            current: sheet.clone(),
            period: sheet.clone(),
            summary: sheet,
            since: Time::ZERO,
            window: (model.time.observe_from, model.time.observe_until),
            rows: Vec::new(),
        }
    }

    /// Whether something that began at this time counts.
    #[inline]
    pub fn counts(&self, began: Time) -> bool {
        self.window.0 <= began && began < self.window.1
    }

    /// Begin of the current stretch.
    pub fn since(&self) -> Time {
        self.since
    }

    #[inline]
    fn cell(&mut self, site: u16, cell: CellId) -> &mut Cell {
        &mut self.current.cells[usize::from(site) * self.cells as usize + cell as usize]
    }

    /// The cells of a role at a site; `first` is the first of them.
    #[inline]
    pub fn role(&mut self, site: u16, first: CellId) -> RoleCells<'_> {
        let from = usize::from(site) * self.cells as usize + first as usize;
        let cells = self.current.cells[from..].first_chunk_mut();
        RoleCells(cells.expect("the layout holds all cells of every role"))
    }

    /// States a fact with a length of time.
    #[inline]
    pub fn note(&mut self, site: u16, cell: CellId, span: Span) {
        let cell = self.cell(site, cell);
        cell.count += 1;
        cell.sum += u128::from(span.micros());
    }

    /// States that something happened.
    #[inline]
    pub fn count(&mut self, site: u16, cell: CellId) {
        self.cell(site, cell).count += 1;
    }

    /// States a number.
    pub fn number(&mut self, site: u16, cell: CellId, number: u64) {
        let cell = self.cell(site, cell);
        cell.count += 1;
        cell.sum += u128::from(number);
    }

    /// Adds time that passed in a state, where it lies inside the observed window.
    #[inline]
    pub fn passed(&mut self, site: u16, cell: CellId, from: Time, until: Time) {
        let micros = self.observed_micros(from, until);
        self.add(site, cell, micros);
    }

    /// The part of a stretch of time that lies inside the observed window, in microseconds.
    #[inline]
    pub fn observed_micros(&self, from: Time, until: Time) -> u128 {
        u128::from(until.min(self.window.1).since(from.max(self.window.0)).micros())
    }

    /// The part of a stretch of time that lies inside the observed window.
    #[inline]
    pub fn observed(&self, from: Time, until: Time) -> (Time, Time) {
        (from.max(self.window.0), until.min(self.window.1))
    }

    /// Adds time that passed.
    #[inline]
    pub fn add(&mut self, site: u16, cell: CellId, micros: u128) {
        self.cell(site, cell).sum += micros;
    }

    /// States a fact of which the distribution is kept as well.
    #[inline]
    pub fn spread(&mut self, site: u16, fact: Fact, spread: Spread, span: Span) {
        self.note(site, fact as CellId, span);
        self.current.spreads[usize::from(site) * SPREADS + spread as usize].push(span.micros());
    }

    /// The times at which stretches end, in order; the last is the end of the run.
    pub fn cuts(time: &TimeModel) -> Vec<Time> {
        let mut cuts = vec![time.observe_from, time.observe_until, time.summary.0, time.summary.1, time.end];
        if time.calendar {
            cuts.extend((1..=time.periods).map(|k| period_end(time, k)));
        }
        cuts.retain(|cut| *cut > Time::ZERO);
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// Ends a stretch. All time that passed must have been added before.
    pub fn cut(&mut self, now: Time, model: &Model) {
        let time = &model.time;
        if now <= time.observe_from {
            self.current.clear();
        } else if time.calendar {
            self.period.go_on(&self.current, self.sites, &model.layout.levels);
            if time.summary.0 <= self.since && now <= time.summary.1 {
                self.summary.go_on(&self.current, self.sites, &model.layout.levels);
            }
            self.current.clear();
            let period = self.rows.len() / ((1 + self.sites) * model.layout.rows.len().max(1)) + 1;
            if now == period_end(time, period as u32) {
                let began = period_end(time, period as u32 - 1);
                self.rows.extend(rows(&self.period, self.sites, &model.layout, now - began));
                self.period.clear();
            }
        } else if now == time.end {
            // without a calendar what began in the window may end after it: one stretch until the end
            self.summary.absorb(&self.current);
        }
        self.since = now;
    }

    /// The outcome, after the last cut.
    pub fn outcome(&self, model: &Model) -> Outcome {
        let time = &model.time;
        let mut values = rows(&self.summary, self.sites, &model.layout, time.summary.1 - time.summary.0);
        if time.calendar {
            values.extend(&self.rows);
        } else {
            values.extend_from_within(..);
        }
        Outcome {
            measures: model.layout.rows.len() as u32,
            sites: self.sites as u32,
            periods: time.periods,
            values,
        }
    }
}

/// End of the k-th period of the observed time; the last may be shorter.
fn period_end(time: &TimeModel, k: u32) -> Time {
    let weeks = u64::from(k) * u64::from(time.period_weeks);
    (time.observe_from + Span::days(weeks * super::model::WEEK_DAYS)).min(time.end)
}

/// All measures in total and for each site.
fn rows(sheet: &Sheet, sites: usize, layout: &Layout, length: Span) -> Vec<f64> {
    let weeks = length.in_hours() / (24.0 * 7.0);
    let mut values = Vec::with_capacity((1 + sites) * layout.rows.len());
    for (site, withheld) in std::iter::once(None).chain((0..sites).map(Some)).zip(&layout.withheld) {
        let view = sheet.view(sites, site);
        let value = |(row, withheld): (&Row, &bool)| match (&row.fold, withheld) {
            (_, true) => f64::NAN,
            (Fold::BetweenSites(sums, squares), false) if site.is_none() => {
                between_sites(sheet, sites, sums, squares, length)
            }
            (Fold::Lead(first), false) => lead::largest(sheet, sites, site, *first).0,
            (Fold::LeadCorrelation(first), false) => lead::largest(sheet, sites, site, *first).1,
            (fold, false) => self::fold(fold, &view, weeks),
        };
        values.extend(layout.rows.iter().zip(withheld).map(value));
    }
    values
}

/// With fewer people in a group the analysis of variance says nothing.
const LEAST_OF_A_GROUP: f64 = 2.0;

/// Share of the variance between single people that lies between sites: `(MSB − MSW)/(MSB + (n₀ − 1)·MSW)` of a one-way
/// analysis of variance with unequal groups (Searle, Casella and McCulloch 1992, section 3.6), not cut off at 0. The sums of
/// a stretch of days stand for its mean day, so a group's size is its person-days over the days.
fn between_sites(sheet: &Sheet, sites: usize, sums: &[CellId], squares: &[CellId], length: Span) -> f64 {
    let days = length.in_hours() / 24.0;
    let cells = sheet.cells.len() / sites;
    let group = |s: usize| {
        let cell = |c: &CellId| sheet.cells[s * cells + *c as usize];
        let days_of_people = sums.iter().map(|c| cell(c).count).sum::<u64>() as f64;
        let sum = sums.iter().map(|c| cell(c).sum).sum::<u128>() as f64 / 1e3 / days;
        let square = squares.iter().map(|c| cell(c).sum).sum::<u128>() as f64 / 1e6 / days;
        (days_of_people / days, sum, square)
    };
    let groups: Vec<(f64, f64, f64)> = (0..sites).map(group).filter(|(n, ..)| *n > 0.0).collect();
    let k = groups.len() as f64;
    let n: f64 = groups.iter().map(|(n, ..)| n).sum();
    if groups.len() < 2 || n <= k {
        return f64::NAN;
    }
    let grand = groups.iter().map(|(_, sum, _)| sum).sum::<f64>() / n;
    let between: f64 = groups.iter().map(|(n, sum, _)| n * (sum / n - grand) * (sum / n - grand)).sum();
    let within: f64 = groups.iter().map(|(n, sum, square)| square - sum * sum / n).sum();
    let n0 = (n - groups.iter().map(|(n, ..)| n * n).sum::<f64>() / n) / (k - 1.0);
    if n0 < LEAST_OF_A_GROUP {
        return f64::NAN;
    }
    let (msb, msw) = (between / (k - 1.0), within / (n - k));
    (msb - msw) / (msb + (n0 - 1.0) * msw)
}

/// One measure; NaN where it is undefined (a mean of nothing).
fn fold(fold: &Fold, sheet: &Sheet, weeks: f64) -> f64 {
    let sum = |cell: CellId| sheet.cells[cell as usize].sum;
    let count = |cell: CellId| sheet.cells[cell as usize].count;
    let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { f64::NAN };
    match fold {
        Fold::Mean(cells, unit) => {
            let total: u128 = cells.iter().map(|cell| sum(*cell)).sum();
            let number: u64 = cells.iter().map(|cell| count(*cell)).sum();
            ratio(total as f64 / unit, number as f64)
        }
        Fold::Quantile(spread, q, unit) => sheet.spreads[*spread as usize].quantile(*q) / unit,
        Fold::CountPerWeek(cells) => cells.iter().map(|cell| count(*cell)).sum::<u64>() as f64 / weeks,
        Fold::CountPerYear(cells) => {
            cells.iter().map(|cell| count(*cell)).sum::<u64>() as f64 / weeks * YEAR_WEEKS
        }
        Fold::Share(part, whole) => {
            let total = |cells: &[CellId]| cells.iter().map(|cell| count(*cell)).sum::<u64>() as f64;
            ratio(total(part), total(whole))
        }
        Fold::Linear(constant, terms) => {
            constant + terms.iter().map(|(factor, term)| factor * self::fold(term, sheet, weeks)).sum::<f64>()
        }
        // need the sites apart: see between_sites and lead
        Fold::BetweenSites(..) | Fold::Lead(_) | Fold::LeadCorrelation(_) => f64::NAN,
        Fold::TimeRatio(part, whole, minus) => {
            let whole: u128 = whole.iter().map(|cell| sum(*cell)).sum();
            let minus = minus.map_or(0, sum);
            ratio(sum(*part) as f64, whole as f64 - minus as f64)
        }
        Fold::Rate(factor, part, whole) => {
            let total = |cells: &[CellId]| cells.iter().map(|cell| sum(*cell)).sum::<u128>() as f64;
            ratio(factor * total(part), total(whole))
        }
        Fold::CountRate(factor, part, whole) => {
            let number: u64 = part.iter().map(|cell| count(*cell)).sum();
            ratio(factor * number as f64, whole.iter().map(|cell| sum(*cell)).sum::<u128>() as f64)
        }
        Fold::MeanExcess(of, over, unit) => {
            ratio((sum(*of) as f64 - sum(*over) as f64) / unit, count(*of) as f64)
        }
        Fold::Deviation(of, squares, unit) => {
            let n = count(*of) as f64;
            let mean = sum(*of) as f64 / n / 1000.0;
            let variance = (sum(*squares) as f64 - n * mean * mean) / (n - 1.0);
            if n > 1.0 { variance.max(0.0).sqrt() * 1000.0 / unit } else { f64::NAN }
        }
        Fold::Gap(cells, unit) => {
            let means = cells.iter().map(|cell| ratio(sum(*cell) as f64 / unit, count(*cell) as f64));
            let (low, high) = means.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), mean| {
                if mean.is_nan() { (low, high) } else { (low.min(mean), high.max(mean)) }
            });
            if low <= high { high - low } else { f64::NAN }
        }
        Fold::Complement(part, whole) => 1.0 - ratio(sum(*part) as f64, sum(*whole) as f64),
        Fold::RateDifference(factor, [(part, whole), (other_part, other_whole)]) => {
            let rate = |part: CellId, whole: CellId| ratio(sum(part) as f64, sum(whole) as f64);
            factor * (rate(*part, *whole) - rate(*other_part, *other_whole))
        }
        Fold::SumsPerWeek(cells, unit) => {
            cells.iter().map(|cell| sum(*cell)).sum::<u128>() as f64 / unit / weeks
        }
        Fold::SumPerWeek(cell, unit) => sum(*cell) as f64 / unit / weeks,
        Fold::SumPerCount(part, whole, unit) => ratio(sum(*part) as f64 / unit, count(*whole) as f64),
        Fold::Wages(roles) => {
            let micros = |(wage, plus, minus): &(f64, Vec<CellId>, Option<CellId>)| {
                let plus: u128 = plus.iter().map(|cell| sum(*cell)).sum();
                wage * (plus - minus.map_or(0, sum)) as f64
            };
            roles.iter().map(micros).sum::<f64>() / 3600e6 / weeks
        }
        Fold::Money(money) => {
            let amount = |charge: &Charge| match charge.counted {
                true => count(charge.cell) as f64,
                false => sum(charge.cell) as f64,
            };
            money.value(amount, weeks / YEAR_WEEKS)
        }
    }
}
