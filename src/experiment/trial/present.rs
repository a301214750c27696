//! What is said of a trial study, for people.

use super::analysis::Analysis;
use super::evaluate::Evaluation;
use super::figures::{count, counted};
use super::file::Good;
use super::meta::Literature;
use super::planning::Sizing;
use super::tests_words;
use super::verdict::{Shown, Simulated, Worth};
use crate::document::{Cell, Document, Part, Table};
use crate::experiment::numbers::{between, short};

/// The whole of it, for a screen.
pub fn document(evaluation: &Evaluation, foot: &[String]) -> Document {
    let mut parts = vec![Part::Heading(evaluation.title.clone())];
    parts.extend(evaluation.shown.iter().zip(&evaluation.sizing).flat_map(|(shown, sizing)| {
        let mut parts = vec![Part::Subheading(heading(evaluation, shown))];
        parts.extend(sentences(evaluation, shown, sizing.as_ref()).into_iter().map(Part::Paragraph));
        parts.push(Part::Table(worths(evaluation, shown)));
        parts
    }));
    parts.extend(evaluation.literature.iter().flat_map(|of| meta(evaluation, of)));
    parts.extend(tests_words::parts(evaluation));
    parts.push(Part::Paragraph(chance(evaluation)));
    parts.extend(foot.iter().cloned().map(Part::Paragraph));
    Document { parts }
}

/// "wedge: stepped wedge of 8 clinics over 9 periods, work after hours (minutes)".
pub fn heading(evaluation: &Evaluation, shown: &Shown) -> String {
    let (design, outcome) = (&evaluation.designs[shown.design], &evaluation.outcomes[shown.outcome]);
    format!(
        "{}: {} of {} over {} of {}; {}",
        design.name,
        design.kind.words(),
        counted(shown.example.clusters() as u64, "clinic"),
        counted(u64::from(shown.example.periods), "period"),
        counted(u64::from(evaluation.file.period_weeks), "week"),
        with_unit(&outcome.label, &outcome.unit)
    )
}

/// A label with its unit, where it has one.
pub fn with_unit(label: &str, unit: &str) -> String {
    if unit.is_empty() || unit == "-" { label.to_owned() } else { format!("{label} ({unit})") }
}

/// What a reader must know of a design first.
pub fn sentences(evaluation: &Evaluation, shown: &Shown, sizing: Option<&Sizing>) -> Vec<String> {
    let mut said = Vec::new();
    let outcome = &evaluation.outcomes[shown.outcome];
    if let Some(truth) = shown.truth {
        let told = truth.value.abs() > 3.0 * truth.error.unwrap_or(0.0);
        let better = match (outcome.better, truth.value) {
            (_, value) if value != 0.0 && !told => "not told from no change",
            (Good::Lower, value) if value < 0.0 => "for the better",
            (Good::Higher, value) if value > 0.0 => "for the better",
            (_, 0.0) => "no change",
            _ => "for the worse",
        };
        said.push(format!(
            "Truth, known from the same worlds without the change: {} ({better}; {}).",
            mc(Some(truth)),
            observed(shown)
        ));
    }
    if let Some(course) = &shown.course {
        if course.negative_weights > 0.0 {
            said.push(format!(
                "Two-way fixed effects give {} of the cells under the change a negative weight (sum {}): where effects grow or \
                 differ, their mean is not the mean effect.",
                count(course.negative_weights),
                short(course.negative_sum, 2)
            ));
        }
        if let Some(test) = course.pre_trend {
            said.push(format!(
                "The test of trends before the change rejects in {} of repetitions.",
                share(Some(test))
            ));
        }
    }
    for (place, decision) in shown.decisions.iter().enumerate() {
        said.push(match evaluation.designs[shown.design].kind.decided_after() {
            Some(_) => format!("The pilot was spread in {} of repetitions.", share(Some(*decision))),
            None => format!("Change {} was kept in {} of repetitions.", place + 1, share(Some(*decision))),
        });
    }
    if let Some(spread) = shown.spread {
        said.push(format!(
            "Where it was spread, the effect on all since then was {} (n = {}).",
            mc(Some(spread)),
            spread.n
        ));
    }
    said.extend(sizing.map(|sizing| size_words(evaluation, shown, sizing)));
    for worth in shown.worths.iter().filter(|worth| !worth.silent.is_empty()) {
        let (why, n) = &worth.silent[0];
        let repetitions = counted(*n as u64, "repetition");
        said.push(format!("{}: no answer in {repetitions} ({why}).", worth.analysis.name()));
    }
    said
}

fn observed(shown: &Shown) -> String {
    let people = shown.example.rows.iter().any(|row| row.person.is_some());
    let what = if people { "answers" } else { "clinic-periods" };
    format!("{} {what} in a trial", short(shown.rows, 0))
}

/// What closed form says of other sizes.
fn size_words(evaluation: &Evaluation, shown: &Shown, sizing: &Sizing) -> String {
    let wanted = format!("{:.0} %", 100.0 * evaluation.file.power);
    let clusters =
        sizing.clusters_needed.map_or("more than 400 clinics".to_owned(), |n| counted(n as u64, "clinic"));
    let periods = sizing
        .periods_needed
        .map_or("no length that was looked at".to_owned(), |n| counted(n.into(), "period"));
    format!(
        "For a power of {wanted}, closed form (Hussey & Hughes, variances {} between and {} within clinics, from the repetitions) \
         asks for {clusters} over {}, or for {periods} with {}.",
        short(sizing.between.value, 3),
        short(sizing.within.value, 3),
        counted(u64::from(shown.example.periods), "period"),
        counted(shown.example.clusters() as u64, "clinic")
    )
}

/// What each analysis is worth.
pub fn worths(evaluation: &Evaluation, shown: &Shown) -> Table {
    let mut table = Table::new(&[
        "analysis",
        "estimate",
        "truth",
        "bias",
        "spread",
        "stated error",
        "coverage",
        "power",
        "false alarms",
        "n",
    ]);
    let level = evaluation.file.level;
    for worth in &shown.worths {
        table.rows.push(vec![
            Cell::text(worth.analysis.name()),
            Cell::text(mc(worth.estimate)),
            Cell::text(worth.truth.map_or_else(String::new, |truth| short_of(truth.value, truth.error))),
            Cell::text(mc(worth.bias)),
            Cell::text(plain(worth.spread)),
            Cell::text(plain(worth.stated_error)),
            Cell::text(marked(worth.coverage, level)),
            Cell::text(share(worth.power)),
            Cell::text(marked(worth.false_alarms, 1.0 - level)),
            Cell::Count(worth.estimate.map_or(0, |of| of.n as u64)),
        ]);
    }
    table
}

/// The analyses that stand in the tables, in words.
pub fn legend(evaluation: &Evaluation) -> Table {
    let mut table = Table::new(&["analysis", "what it is"]);
    let used = |analysis: &Analysis| {
        evaluation
            .shown
            .iter()
            .flat_map(|shown| &shown.worths)
            .any(|worth: &Worth| worth.analysis == *analysis)
    };
    for analysis in Analysis::ALL.iter().filter(|analysis| used(analysis)) {
        table.rows.push(vec![Cell::text(analysis.name()), Cell::text(analysis.words())]);
    }
    table
}

/// A share; marked where it is off a level by more than three Monte Carlo errors of the level itself: as large as they are where
/// the share is what it should be.
fn marked(of: Option<Simulated>, level: f64) -> String {
    let text = share(of);
    let off =
        of.is_some_and(|of| (of.value - level).abs() > 3.0 * (level * (1.0 - level) / of.n as f64).sqrt());
    if off { format!("{text} !") } else { text }
}

/// "0.95 ± 0.02": a share with its Monte Carlo error.
pub fn share(of: Option<Simulated>) -> String {
    of.map_or("-".into(), |of| match of.error {
        Some(error) => format!("{:.1} % ± {:.1}", 100.0 * of.value, 100.0 * error),
        None => format!("{:.1} %", 100.0 * of.value),
    })
}

/// A number with its Monte Carlo error.
pub fn mc(of: Option<Simulated>) -> String {
    of.map_or("-".into(), |of| match of.error {
        Some(error) => match short_of(error, of.error) {
            // What is the same in all repetitions has no error beyond that of its sums.
            none if !none.contains(|c: char| ('1'..='9').contains(&c)) => {
                format!("{} ± 0", tidy(short_of(of.value, of.error)))
            }
            error => format!("{} ± {error}", short_of(of.value, of.error)),
        },
        None => plain(Some(of.value)),
    })
}

/// Nothing is "0", whatever its digits.
fn tidy(number: String) -> String {
    if number.contains(|c: char| ('1'..='9').contains(&c)) { number } else { "0".into() }
}

fn short_of(value: f64, error: Option<f64>) -> String {
    between(value, error.map(|error| value - error), error.map(|error| value + error)).0
}

fn plain(of: Option<f64>) -> String {
    of.map_or("-".into(), |value| between(value, None, None).0)
}

fn meta(evaluation: &Evaluation, of: &Literature) -> Vec<Part> {
    let outcome = &evaluation.outcomes[of.outcome];
    let asked = evaluation.file.meta.as_ref().expect("there is a meta-analysis");
    let mut table = Table::new(&[
        "pooled",
        "meta-analyses",
        "trials in each",
        "effect",
        "bias",
        "standardised",
        "coverage",
        "I²",
    ]);
    for (name, pool) in ["all trials", "published alone"].iter().zip(&of.pools) {
        table.rows.push(vec![
            Cell::text(*name),
            Cell::Count(pool.n as u64),
            Cell::text(count(pool.trials)),
            Cell::text(mc(pool.estimate)),
            Cell::text(mc(pool.bias)),
            Cell::text(mc(pool.standardised)),
            Cell::text(share(pool.coverage)),
            Cell::text(share(pool.heterogeneity)),
        ]);
    }
    vec![
        Part::Subheading(format!(
            "Meta-analysis of repeated trials: {}",
            with_unit(&outcome.label, &outcome.unit)
        )),
        Part::Paragraph(format!(
            "{} trials of {} at a time are pooled (random effects, REML; intervals of Hartung, Knapp, Sidik and Jonkman). A trial is \
             published where its p value is below {} and its news is good, and {} of the others. Truth: {}.",
            asked.trials,
            asked.design,
            asked.published_below_p,
            format_args!("{:.0} %", 100.0 * asked.others_published_share),
            mc(of.truth)
        )),
        Part::Table(table),
    ]
}

/// What stands under all of it.
pub fn chance(evaluation: &Evaluation) -> String {
    let failed = evaluation.failed.len();
    let mut words = format!(
        "{} repetitions, seed {}, level {}; ± is the Monte Carlo error: one standard error of what chance does over so many \
         repetitions.",
        evaluation.repetitions.max(evaluation.told.replications as usize),
        evaluation.file.seed,
        evaluation.file.level
    );
    if !evaluation.shown.is_empty() {
        words.push_str(
            " False alarms: the world without the change, analysed as if it had been made. `!`: off the level by more than three \
             Monte Carlo errors of the level itself.",
        );
    }
    if failed > 0 {
        let are = if failed == 1 { "is" } else { "are" };
        words.push_str(&format!(" {} failed and {are} left out.", counted(failed as u64, "repetition")));
    }
    words
}
