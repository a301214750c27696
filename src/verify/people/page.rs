//! The page docs/people-check.md.

use std::fmt::Write as _;

use super::drift::MOST;
use super::movers::{AFTER, Movers, PROTOTYPE};
use super::ranges::{BOUNDS, EACH, Found, Point, RANGES, Ranges, spread};
use super::references::{Compared, Near, Verdict};
use super::{Size, Tables, drift, team_care::Change};
use crate::statistics::Estimate;
use crate::statistics::icc::Icc;
use crate::statistics::ratio::Ratio;

/// The page.
pub fn page(tables: &Tables, size: Size) -> String {
    let mut text = String::from(HEAD);
    let _ = writeln!(
        text,
        "{} replications of two years, seed {}. Intervals: 95 %, chance only.\n",
        size.replications, size.seed
    );
    references(&mut text, &tables.references);
    drifts(&mut text, &tables.drift);
    transfer(&mut text, &tables.movers);
    between(&mut text, &tables.movers);
    ranges(&mut text, &tables.ranges, size);
    team_care(&mut text, &tables.team_care);
    text
}

fn team_care(text: &mut String, changes: &[Change]) {
    text.push_str(TEAM_CARE);
    text.push_str("| measure | change after half a year | 95 % interval | after a year | 95 % interval | n | reported |\n|---|---|---|---|---|---|---|\n");
    for change in changes {
        let unit = if change.percent { " %" } else { "" };
        let _ = write!(text, "| `{}` ", change.measure);
        for after in &change.after {
            let _ = write!(text, "| {}{unit} | {} ", number(after.mean), interval(after));
        }
        let _ = writeln!(text, "| {} | {} |", change.after[0].n, change.reported);
    }
    text.push_str(OTHERS);
}

/// Digits that small and large numbers need.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.5 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

fn interval(of: &Estimate) -> String {
    let half = of.half_width.unwrap_or(f64::NAN);
    format!("{} to {}", number(of.mean - half), number(of.mean + half))
}

fn references(text: &mut String, compared: &[Compared]) {
    text.push_str(REFERENCES);
    text.push_str("| key | frozen | the baseline gives | 95 % interval | n | difference | tolerance | |\n|---|---|---|---|---|---|---|---|\n");
    for row in compared {
        let off = row.found.mean - row.frozen;
        let difference = match row.deviation {
            Some(sd) if sd > 0.0 => format!("{:+.2} SD", off / sd),
            _ => format!("{:+.1} %", 100.0 * off / row.frozen),
        };
        let near = match row.near {
            Near::Share(share) => format!("± {} %", 100.0 * share),
            Near::Absolute(by) => format!("± {by}"),
        };
        let verdict = match row.verdict() {
            Verdict::Near => "near",
            Verdict::Unclear => "unclear",
            Verdict::Off => "**off**",
        };
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {} | {difference} | {near} | {verdict} |",
            row.key,
            number(row.frozen),
            number(row.found.mean),
            interval(&row.found),
            row.found.n,
        );
    }
    let of = |verdict| compared.iter().filter(|row| row.verdict() == verdict).count();
    let (off, unclear) = (of(Verdict::Off), of(Verdict::Unclear));
    let _ = writeln!(
        text,
        "\nOf {} references {off} are off; of {unclear} the interval reaches the tolerance.\n",
        compared.len()
    );
}

fn drifts(text: &mut String, drifts: &[drift::Drift]) {
    text.push_str(DRIFT);
    text.push_str(
        "| clinic | exhaustion at first | points a year | 95 % interval | n | |\n|---|---|---|---|---|---|\n",
    );
    for row in drifts {
        let verdict = if row.per_year.mean.abs() <= MOST { "within" } else { "**beyond**" };
        let _ = writeln!(
            text,
            "| {} | {} | {:+.2} | {} | {} | {verdict} {MOST} |",
            row.name,
            number(row.begin.mean),
            row.per_year.mean,
            interval(&row.per_year),
            row.per_year.n,
        );
    }
    for row in drifts.iter().filter(|row| !row.settings.is_empty()) {
        let _ = writeln!(text, "\nSettings of \"{}\": `{}`.", row.name, row.settings.join("`, `"));
    }
    text.push('\n');
}

fn share(of: &Option<Ratio>) -> String {
    match of {
        Some(found) => {
            format!("{:.0} % ({:.0} to {:.0})", 100.0 * found.value, 100.0 * found.low, 100.0 * found.high)
        }
        None => "no gap to close".to_owned(),
    }
}

fn transfer(text: &mut String, movers: &Movers) {
    text.push_str(TRANSFER);
    text.push_str("| contagion | days after | gap [points] | closed, score | closed, slow state | prototype | n |\n|---|---|---|---|---|---|---|\n");
    for row in &movers.closed {
        for (k, days) in AFTER.iter().enumerate() {
            let prototype = PROTOTYPE[k].map_or_else(|| "none".to_owned(), |p| format!("{:.0} %", 100.0 * p));
            let n = row.score[k].map_or(0, |found| found.n);
            let on = if row.contagion { "on" } else { "off" };
            let (gap, score, state) = (row.gap[k], share(&row.score[k]), share(&row.state[k]));
            let _ = writeln!(text, "| {on} | {days} | {gap:.2} | {score} | {state} | {prototype} | {n} |");
        }
    }
    text.push('\n');
}

fn between(text: &mut String, movers: &Movers) {
    text.push_str(BETWEEN);
    text.push_str("| people | true score | 95 % interval | measured score | 95 % interval | clinics | clinicians |\n|---|---|---|---|---|---|---|\n");
    let range = |of: &Icc| format!("{:.3} to {:.3}", of.low, of.high);
    for row in &movers.between {
        let name =
            if row.settings.is_empty() { "as shipped".to_owned() } else { format!("`{}`", row.settings) };
        let _ = writeln!(
            text,
            "| {name} | {:.3} | {} | {:.3} | {} | {} | {} |",
            row.score.value,
            range(&row.score),
            row.measured.value,
            range(&row.measured),
            row.score.groups,
            row.score.n,
        );
    }
    text.push('\n');
}

/// Name, and how to take a number of a point.
type Number = (&'static str, fn(&Found) -> f64);
/// What is told of points.
const NUMBERS: [Number; 4] = [
    ("mean exhaustion [points]", |found| found.exhaustion),
    ("burnout prevalence [share]", |found| found.prevalence),
    ("clinicians who leave [per 100 and year]", |found| found.turnover),
    ("minutes after hours [a working day]", |found| found.after_hours),
];

fn ranges(text: &mut String, ranges: &Ranges, size: Size) {
    text.push_str(HEAD_OF_RANGES);
    let refused = ranges.all().filter(|point| point.recorded.is_none()).count();
    let _ = writeln!(
        text,
        "{} points of a Latin hypercube, the two ends of each of {} ranges, and the shipped values: {refused} of {} are refused by \
         the check of scenarios. On recorded days: {} replications a point; in full: {}.\n",
        ranges.inside.len(),
        RANGES.len(),
        ranges.all().count(),
        EACH[0].min(size.replications),
        EACH[1].min(size.replications),
    );
    text.push_str(
        "| over | | shipped | lowest | median | highest | points |\n|---|---|---|---|---|---|---|\n",
    );
    let recorded: Vec<Found> = ranges.all().filter_map(|point| point.recorded).collect();
    let full: Vec<Found> = ranges.all().filter_map(|point| point.full).collect();
    let shipped = &ranges.shipped;
    for (over, found, at, numbers) in [
        ("recorded days", &recorded, shipped.recorded, &NUMBERS[..3]),
        ("full runs", &full, shipped.full, &NUMBERS),
    ] {
        for (name, of) in numbers {
            let spread = spread(found, of)
                .map_or_else(|| "none | none | none".to_owned(), |spread| spread.map(number).join(" | "));
            let at = at.map_or_else(|| "none".to_owned(), |found| number(of(&found)));
            let _ = writeln!(text, "| {over} | {name} | {at} | {spread} | {} |", found.len());
        }
    }
    let verdict = match ranges.wild().len() {
        0 => "Nothing explodes and nothing collapses".to_owned(),
        wild => format!("**{wild} points explode or collapse**"),
    };
    let _ = writeln!(
        text,
        "\n{verdict}: no number that is none, no mean exhaustion below {} or above {} points.\n",
        BOUNDS.0, BOUNDS.1
    );
    one_by_one(text, ranges);
    refusals(text, ranges);
}

fn one_by_one(text: &mut String, ranges: &Ranges) {
    let ranks = [ranges.ranks(|found| found.exhaustion), ranges.ranks(|found| found.prevalence)];
    text.push_str(ONE_BY_ONE);
    text.push_str("| parameter | low | high | mean exhaustion at low | at high | rank correlation with exhaustion | with prevalence |\n|---|---|---|---|---|---|---|\n");
    let mut order: Vec<usize> = (0..RANGES.len()).collect();
    let strength = |k: usize| ranks[0][k].map_or(0.0, f64::abs);
    order.sort_by(|a, b| strength(*b).total_cmp(&strength(*a)));
    for k in order {
        let (name, low, high) = RANGES[k];
        let at =
            |point: &Point| point.recorded.map_or_else(|| "refused".to_owned(), |of| number(of.exhaustion));
        let rank = |of: usize| ranks[of][k].map_or_else(|| "none".to_owned(), |rank| format!("{rank:+.2}"));
        let [at_low, at_high] = &ranges.ends[k];
        let _ = writeln!(
            text,
            "| `{name}` | {low} | {high} | {} | {} | {} | {} |",
            at(at_low),
            at(at_high),
            rank(0),
            rank(1)
        );
    }
}

fn refusals(text: &mut String, ranges: &Ranges) {
    let accepted = ranges.all().filter(|point| point.recorded.is_some()).map(|point| point.gain);
    let refused: Vec<f64> =
        ranges.all().filter(|point| point.recorded.is_none()).map(|point| point.gain).collect();
    let highest = accepted.fold(f64::NEG_INFINITY, f64::max);
    let _ = writeln!(
        text,
        "\nGain of the loop of work and exhaustion: {:.2} as shipped, at most {highest:.2} where accepted{}.",
        ranges.shipped.gain,
        match refused.iter().copied().reduce(f64::min) {
            Some(least) => format!(
                ", from {least:.2} to {:.2} where refused",
                refused.iter().copied().fold(f64::NEG_INFINITY, f64::max)
            ),
            None => String::new(),
        }
    );
}

const HEAD: &str = "# People of the baseline, checked

What the people of `scenarios/baseline.toml` do when nobody changes anything, when they change clinics, and when parameters
that no published figure identifies go to the ends of their ranges. To repeat, and to write this page anew:

```
cargo run --release -- verify people --markdown > docs/people-check.md
```

";

const TEAM_CARE: &str = "
## Advanced team care (V18, V19)

`scenarios/team-documentation.toml` (a second assistant in the room who writes half of the notes and enters three fifths of the
orders, from the first day on, with a ramp of 20 weeks) against the baseline, paired, in the four weeks that end half a year and a
year after. Causes are put in, the rest emerges. By the time budget the published halving of burnout is not to be expected of
relief from documentation alone; reported, never fitted.

";
const OTHERS: &str = "
V32 (annual renewal): docs/annual-renewal.md. V35 (gaming of a metric) and V36 (wellness alone) need incentives and offers to
single people, which no intervention of this version has.
";
const REFERENCES: &str = "## Frozen references

Deviations of people are judged against the baseline's own means, frozen in the program (docs/model/people.md). They must be what
the baseline gives, or \"as usual\" would not be usual. Means over clinicians and five times of asking within two years, by
replication; standard deviations over all clinicians, with the jackknife over replications. Differences of states are given in
standard deviations between people, others in percent. Tolerance: 0.02 of shares, 5 % of minutes and days, 0.005 of factors.
Minutes are per calendar day times 7/5, so days of leave and illness count as days without work.

";

const DRIFT: &str = "## Drift of an unchanged clinic

Change of clinicians' mean true exhaustion (of 54 points) from the first day to two years later, by replication.

";

const TRANSFER: &str = "## Movers (transfer test)

`scenarios/studies/movers.toml`: two clinics which differ in panels. Days are recorded once, with nobody leaving; then three
pairs of physicians exchange posts on the first day, live each other's days, among the other's colleagues and with the other
clinic's own share. The gap is how different the same people would be, had they always been at the other clinic; closed is how far
they have come from where they would be had they stayed, over that gap (Fieller's interval). The score holds a quarter of fatigue, which moves within days; the slow state is
exhaustion alone. The prototype's figures (V30) are for comparison: never fitted.

";

const BETWEEN: &str = "## Variance between clinics (variance test)

Intraclass correlation of clinicians' exhaustion on the first day; each replication is a clinic. All clinics of this table are
built alike, so that what lies between them is chance of days, the clinic's own share, and what colleagues add. V6 reports .02 to .20
for clinics that differ in load as well.

";

const HEAD_OF_RANGES: &str = "## Edges of the shipped ranges

Other parameters stay as shipped; levels are not fitted anew. Recorded days are those of the shipped baseline, so that minutes
after hours and the slow-down act in full runs only. Turnover on recorded days is the mean hazard; in full runs people who
left, of whom there are few: eight clinicians, two years, four times.

";

const ONE_BY_ONE: &str = "Ends one by one, and rank correlations over the inner points (on recorded days); the parameter that moves most first.

";
