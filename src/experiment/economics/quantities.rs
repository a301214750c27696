//! The numbers of a comparison in money.

use super::streams::{Change, Periods, change, change_of_part};
use super::{Interval, Money, PART, Quantity};
use crate::experiment::results::Results;
use crate::statistics::estimate::moments;
use crate::statistics::money::{break_even, cumulative, present_value, return_on_investment};
use crate::statistics::{estimate, quantile, ratio};
use crate::system::YEAR_WEEKS;

/// What the replications say of one scenario against the baseline.
struct Streams {
    level: f64,
    periods: Periods,
    /// Net benefit per year and period of each replication.
    benefit: Change,
    /// Cost of interventions likewise.
    programme: Change,
    /// Net present value of each replication.
    present: Vec<f64>,
}

/// Fills in all quantities of an arm against the baseline.
pub(super) fn fill(money: &mut Money, results: &Results, arm: usize) {
    let Some((cost, benefit)) =
        change(results, arm, "cost_per_year").zip(change(results, arm, "net_benefit_per_year"))
    else {
        money.notes.push("Money is not compared: the scenarios do not both measure it.".into());
        return;
    };
    let programme = change_of_part(results, arm, "intervention_usd_per_week")
        .map(|weekly| weekly.iter().map(|row| row.iter().map(|usd| usd * YEAR_WEEKS).collect()).collect())
        .unwrap_or_else(|| cost.iter().map(|row| vec![0.0; row.len()]).collect());
    let periods = Periods::new(money.terms.weeks, money.terms.discount_rate);
    let rate = money.terms.discount_rate;
    let present = benefit.iter().map(|row| present_value(&periods.stream(row), rate)).collect();
    let streams = Streams { level: results.level, periods, benefit, programme, present };
    let mut rows = streams.per_year(results, arm, &cost);
    rows.extend(streams.over_all(rate));
    match change(results, arm, "burnout_prevalence") {
        Some(prevalence) => rows.extend(streams.burnout(&prevalence, money.terms.clinicians)),
        None => {
            money.notes.push("The scenarios do not both measure burnout, so it has no price here.".into())
        }
    }
    let known = streams.present.iter().filter(|usd| !usd.is_nan()).count();
    if known < streams.present.len() {
        money.notes.push(format!("Money is known in {known} of {} replications.", streams.present.len()));
    }
    money.quantities = rows;
}

impl Streams {
    /// Amounts per year, not discounted.
    fn per_year(&self, results: &Results, arm: usize, cost: &Change) -> Vec<Quantity> {
        let net = self.periods_means(&self.benefit).into_iter().map(|usd| 0.0 - usd).collect::<Vec<_>>();
        let unit = "US$ per year";
        let mut rows = vec![
            self.mean("net_cost_per_year", "Net cost per year", unit, &net),
            self.mean("cost_per_year", "Cost per year", unit, &self.periods_means(cost)),
        ];
        let mut names: Vec<&String> = Vec::new();
        for measure in results.arms[arm].measures.iter().chain(&results.arms[0].measures) {
            if measure.name.starts_with(PART) && !names.contains(&&measure.name) {
                names.push(&measure.name);
            }
        }
        for name in names {
            let words = format!("Cost per year: {}", name[PART.len()..].replace('_', " "));
            let part = change_of_part(results, arm, name);
            rows.extend(part.map(|part| self.mean(name, &words, unit, &self.periods_means(&part))));
        }
        let revenue = change_of_part(results, arm, "revenue_per_year");
        let words = "Revenue per year";
        rows.extend(revenue.map(|usd| self.mean("revenue_per_year", words, unit, &self.periods_means(&usd))));
        rows
    }

    fn periods_means(&self, change: &Change) -> Vec<f64> {
        change.iter().map(|row| self.periods.mean(row)).collect()
    }

    /// A mean over the replications with its t interval.
    fn mean(&self, name: &str, label: &str, unit: &'static str, column: &[f64]) -> Quantity {
        let found = estimate(column, self.level);
        let half = found.and_then(|found| found.half_width.map(|half| (found.mean, half)));
        Quantity {
            name: name.into(),
            label: label.into(),
            unit,
            value: found.map(|found| found.mean),
            low: half.map(|(mean, half)| mean - half),
            high: half.map(|(mean, half)| mean + half),
            interval: if half.is_some() { Interval::Mean } else { Interval::None },
            n: found.map_or(0, |found| found.n),
            note: found.is_none().then(|| "undefined in every replication".into()),
        }
    }

    /// Amounts of the whole time, discounted.
    fn over_all(&self, rate: f64) -> Vec<Quantity> {
        let programme: Vec<f64> =
            self.programme.iter().map(|row| present_value(&self.periods.stream(row), rate)).collect();
        let mut share = self.positive_share();
        share.note = Some("chance between replications alone, prices and other inputs taken as known".into());
        vec![
            self.mean("net_present_value", "Net present value", "US$", &self.present),
            self.mean(
                "programme_cost",
                "Cost of interventions beyond wages, present value",
                "US$",
                &programme,
            ),
            self.investment(&programme),
            self.break_even_week(rate),
            share,
        ]
    }

    fn positive_share(&self) -> Quantity {
        let defined = defined(&self.present);
        let above: Vec<f64> = defined.iter().map(|usd| if *usd > 0.0 { 1.0 } else { 0.0 }).collect();
        let value = moments(&above).map(|found| found.mean);
        let mut row = blank("positive_share", "Replications with a net present value above 0", "share");
        (row.value, row.n) = (value, above.len());
        row
    }

    /// Net present value over the present value of what the programme costs.
    fn investment(&self, programme: &[f64]) -> Quantity {
        let mut row = blank("return_on_investment", "Return on investment", "ratio");
        let (benefit, cost) = both(&self.present, programme);
        row.n = benefit.len();
        let means = moments(&benefit).zip(moments(&cost));
        let Some(value) = means.and_then(|(benefit, cost)| return_on_investment(benefit.mean, cost.mean))
        else {
            row.note = Some("beyond wages its interventions cost no more than the baseline's".into());
            return row;
        };
        match ratio(&benefit, &cost, self.level) {
            Some(found) => {
                row.value = Some(value);
                bounds(&mut row, found.low, found.high, Interval::Ratio);
            }
            None if row.n < 2 => row.value = Some(value),
            None => row.note = Some("the interval of the programme's cost includes 0".into()),
        }
        row
    }

    /// The end of the first period from which the cumulative net benefit, discounted, stays above zero.
    fn break_even_week(&self, rate: f64) -> Quantity {
        let mut row = blank("break_even_week", "Break-even week", "week");
        let known = self.benefit.iter().filter(|row| row.iter().all(|usd| !usd.is_nan()));
        let week = |benefit: &Vec<f64>| {
            let place = break_even(&cumulative(&self.periods.stream(benefit), rate));
            place.map_or(f64::INFINITY, |place| self.periods.end[place])
        };
        let weeks: Vec<f64> = known.map(week).collect();
        row.n = weeks.len();
        let tail = (1.0 - self.level) / 2.0;
        let finite = |q: f64| quantile(&weeks, q).filter(|week| week.is_finite());
        row.value = finite(0.5);
        (row.low, row.high) = (finite(tail), finite(1.0 - tail));
        row.interval = if row.n > 1 { Interval::Replications } else { Interval::None };
        let even = weeks.iter().filter(|week| week.is_finite()).count();
        let horizon = self.periods.end.last().copied().unwrap_or(0.0);
        row.note = Some(match even {
            0 => format!("no replication breaks even within {horizon} weeks"),
            even => format!("median; {even} of {} replications break even within {horizon} weeks", row.n),
        });
        row
    }

    /// Clinician-years of burnout averted, discounted, and the net cost of each.
    fn burnout(&self, prevalence: &Change, clinicians: f64) -> Vec<Quantity> {
        let averted: Vec<f64> =
            prevalence.iter().map(|row| 0.0 - clinicians * self.periods.discounted_sum(row)).collect();
        let label = "Clinician-years of burnout averted";
        let effect = self.mean("burnout_years_averted", label, "clinician-years", &averted);
        let label = "Net cost per clinician-year of burnout averted";
        let mut row = blank("cost_per_burnout_year_averted", label, "US$ per clinician-year");
        let (present, averted) = both(&self.present, &averted);
        let cost: Vec<f64> = present.iter().map(|usd| 0.0 - usd).collect();
        row.n = cost.len();
        let net = moments(&cost).map_or(f64::NAN, |found| found.mean);
        match ratio(&cost, &averted, self.level) {
            None if averted.iter().all(|years| *years == 0.0) => {
                row.note = Some("burnout is the same in every replication".into());
            }
            None if row.n < 2 => row.note = Some("needs two replications".into()),
            None => row.note = Some("not clear that burnout is averted: its interval includes 0".into()),
            Some(_) if effect.value.is_some_and(|years| years < 0.0) => {
                row.note = Some("there is more burnout, not less".into());
            }
            Some(_) if net <= 0.0 => {
                row.note = Some("averts burnout and costs nothing on balance: it has no price".into());
            }
            Some(found) => {
                row.value = Some(found.value);
                bounds(&mut row, found.low, found.high, Interval::Ratio);
            }
        }
        vec![effect, row]
    }
}

fn blank(name: &str, label: &str, unit: &'static str) -> Quantity {
    let (name, label) = (name.to_owned(), label.to_owned());
    Quantity {
        name,
        label,
        unit,
        value: None,
        low: None,
        high: None,
        interval: Interval::None,
        n: 0,
        note: None,
    }
}

fn bounds(row: &mut Quantity, low: f64, high: f64, interval: Interval) {
    (row.low, row.high, row.interval) = (Some(low), Some(high), interval);
}

fn defined(column: &[f64]) -> Vec<f64> {
    column.iter().copied().filter(|value| !value.is_nan()).collect()
}

/// Two columns over the replications in which both are defined.
fn both(first: &[f64], second: &[f64]) -> (Vec<f64>, Vec<f64>) {
    first.iter().copied().zip(second.iter().copied()).filter(|(a, b)| !(a - b).is_nan()).unzip()
}
