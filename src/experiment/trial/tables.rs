//! What is said of a trial study, as tables for files.

use super::evaluate::Evaluation;
use super::verdict::{Simulated, Worth};
use crate::document::{Cell, Table};

fn pair(number: Option<Simulated>) -> [Cell; 2] {
    [Cell::number(number.map(|of| of.value)), Cell::number(number.and_then(|of| of.error))]
}

fn of_worth(evaluation: &Evaluation, shown: &super::verdict::Shown, worth: &Worth) -> Vec<Cell> {
    let design = &evaluation.designs[shown.design];
    let mut row = vec![
        Cell::text(&design.name),
        Cell::text(design.kind.words()),
        Cell::text(&evaluation.outcomes[shown.outcome].name),
        Cell::text(worth.analysis.name()),
        Cell::Count(evaluation.repetitions as u64),
        Cell::Count(worth.estimate.map_or(0, |of| of.n as u64)),
    ];
    row.extend(pair(worth.truth));
    row.extend(pair(worth.estimate));
    row.extend(pair(worth.bias));
    row.extend([Cell::number(worth.spread), Cell::number(worth.stated_error)]);
    row.extend(pair(worth.coverage));
    row.extend(pair(worth.power));
    row.extend(pair(worth.false_alarms));
    let reasons: Vec<String> = worth.silent.iter().map(|(why, n)| format!("{why} ({n})")).collect();
    row.push(if reasons.is_empty() { Cell::Empty } else { Cell::text(reasons.join("; ")) });
    row
}

/// `verdict.csv`: a row for each design, outcome and analysis.
pub fn verdict(evaluation: &Evaluation) -> Table {
    let columns = [
        "design",
        "kind",
        "outcome",
        "analysis",
        "repetitions",
        "answered",
        "truth",
        "truth_mc_error",
        "estimate",
        "estimate_mc_error",
        "bias",
        "bias_mc_error",
        "empirical_sd",
        "stated_standard_error",
        "coverage",
        "coverage_mc_error",
        "power",
        "power_mc_error",
        "false_alarms",
        "false_alarms_mc_error",
        "no_answer",
    ];
    let mut table = Table::new(&columns);
    for shown in &evaluation.shown {
        table.rows.extend(shown.worths.iter().map(|worth| of_worth(evaluation, shown, worth)));
    }
    table
}

/// `estimates.csv`: what each analysis said in each repetition.
pub fn estimates(evaluation: &Evaluation) -> Table {
    let columns = [
        "design",
        "outcome",
        "analysis",
        "repetition",
        "estimate",
        "standard_error",
        "degrees_of_freedom",
        "interval_low",
        "interval_high",
        "p_value",
    ];
    let mut table = Table::new(&columns);
    for shown in &evaluation.shown {
        for worth in &shown.worths {
            for (number, finding) in shown.numbers.iter().zip(&worth.findings) {
                let mut row = vec![
                    Cell::text(&evaluation.designs[shown.design].name),
                    Cell::text(&evaluation.outcomes[shown.outcome].name),
                    Cell::text(worth.analysis.name()),
                    Cell::Count(u64::from(*number)),
                ];
                row.extend([
                    Cell::number(finding.map(|of| of.estimate)),
                    Cell::number(finding.and_then(|of| of.standard_error)),
                    Cell::number(finding.and_then(|of| of.freedom)),
                    Cell::number(finding.and_then(|of| of.interval).map(|(low, _)| low)),
                    Cell::number(finding.and_then(|of| of.interval).map(|(_, high)| high)),
                    Cell::number(finding.and_then(|of| of.p_value)),
                ]);
                table.rows.push(row);
            }
        }
    }
    table
}

/// `course.csv`: effects by periods since the change, estimate and truth.
pub fn course(evaluation: &Evaluation) -> Table {
    let mut table = Table::new(&[
        "design",
        "outcome",
        "periods_since_change",
        "estimate",
        "estimate_mc_error",
        "n",
        "truth",
    ]);
    for shown in &evaluation.shown {
        for (time, found, truth) in shown.course.iter().flat_map(|course| &course.steps) {
            table.rows.push(vec![
                Cell::text(&evaluation.designs[shown.design].name),
                Cell::text(&evaluation.outcomes[shown.outcome].name),
                Cell::Number(*time as f64),
                Cell::Number(found.value),
                Cell::number(found.error),
                Cell::Count(found.n as u64),
                Cell::number(*truth),
            ]);
        }
    }
    table
}

/// `power.csv`: power in closed form at other sizes.
pub fn power(evaluation: &Evaluation) -> Table {
    let mut table = Table::new(&["design", "outcome", "clusters", "periods", "power"]);
    for (shown, sizing) in evaluation.shown.iter().zip(&evaluation.sizing) {
        let Some(sizing) = sizing else { continue };
        let names = [
            Cell::text(&evaluation.designs[shown.design].name),
            Cell::text(&evaluation.outcomes[shown.outcome].name),
        ];
        let mut add = |clusters: Cell, periods: Cell, power: f64| {
            let mut row = names.to_vec();
            row.extend([clusters, periods, Cell::Number(power)]);
            table.rows.push(row);
        };
        for (clusters, power) in &sizing.by_clusters {
            add(Cell::Count(*clusters as u64), Cell::Count(shown.example.periods.into()), *power);
        }
        for (periods, power) in &sizing.by_periods {
            add(Cell::Count(shown.example.clusters() as u64), Cell::Count((*periods).into()), *power);
        }
    }
    table
}

/// `tests.csv`: the tests that need no trial, a row for each number.
pub fn tests(evaluation: &Evaluation) -> Table {
    let columns = [
        "test",
        "variant",
        "what",
        "value",
        "interval_low",
        "interval_high",
        "n",
        "difference",
        "difference_low",
        "difference_high",
        "why_not",
    ];
    let mut table = Table::new(&columns);
    let told = &evaluation.told;
    for (asked, variants) in evaluation.figures.iter().zip(&told.figures) {
        for (variant, of) in evaluation.variants.iter().zip(variants) {
            let mut row = vec![Cell::text("figure"), Cell::text(variant), Cell::text(&asked.name)];
            match of.value {
                Ok(value) => row.extend(jackknifed(Some(value))),
                Err(_) => row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]),
            }
            row.extend(jackknifed(of.difference).into_iter().take(3));
            row.push(of.value.err().map_or(Cell::Empty, Cell::text));
            table.rows.push(row);
        }
    }
    let mut plain = |test: &str, variant: &String, what: String, number: Option<Simulated>| {
        let mut row = vec![Cell::text(test), Cell::text(variant), Cell::text(what)];
        row.push(Cell::number(number.map(|of| of.value)));
        let ends = number.and_then(Simulated::interval);
        row.extend([Cell::number(ends.map(|of| of.0)), Cell::number(ends.map(|of| of.1))]);
        row.push(number.map_or(Cell::Empty, |of| Cell::Count(of.n as u64)));
        row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
        table.rows.push(row);
    };
    for (variant, parts) in evaluation.variants.iter().zip(&told.variance) {
        for (place, what) in
            ["between clinics", "between people of a clinic", "between occasions"].iter().enumerate()
        {
            let shares: Vec<f64> = parts.iter().map(|part| part.shares[place]).collect();
            plain("variance", variant, (*what).to_owned(), Simulated::mean(&shares));
        }
    }
    for (variant, lags) in evaluation.variants.iter().zip(&told.leading) {
        let indicators = evaluation.file.leading.iter().flat_map(|asked| &asked.indicators);
        for (place, indicator) in indicators.enumerate() {
            if let Some(strongest) = lags.strongest[place] {
                let what = format!("{indicator} at its strongest lag, {}", strongest.lag);
                plain("leading", variant, what, Some(strongest.correlation));
            }
            let most = lags.correlations[place].len() as i64 / 2;
            for (lag, found) in (-most..=most).zip(&lags.correlations[place]) {
                plain("leading", variant, format!("{indicator} at lag {lag}"), *found);
            }
        }
    }
    for (variant, transfer) in evaluation.variants.iter().zip(&told.transfer) {
        for (after, share, moves) in &transfer.closed {
            let what = format!("share of the gap closed {after} periods after the move ({moves} moves)");
            let mut row = vec![Cell::text("transfer"), Cell::text(variant), Cell::text(what)];
            row.extend(jackknifed(*share));
            row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
            table.rows.push(row);
        }
    }
    table
}

/// Value, the ends of its interval, and n.
fn jackknifed(of: Option<super::sources::Jackknifed>) -> [Cell; 4] {
    let ends = of.and_then(|of| of.interval);
    [
        Cell::number(of.map(|of| of.value)),
        Cell::number(ends.map(|ends| ends.0)),
        Cell::number(ends.map(|ends| ends.1)),
        of.map_or(Cell::Empty, |of| Cell::Count(of.n as u64)),
    ]
}

/// `meta.csv`: meta-analyses with and without the filter.
pub fn meta(evaluation: &Evaluation) -> Table {
    let columns = [
        "outcome",
        "published_alone",
        "meta_analyses",
        "trials_in_each",
        "truth",
        "pooled",
        "pooled_mc_error",
        "bias",
        "bias_mc_error",
        "standardised",
        "coverage",
        "coverage_mc_error",
        "i2",
    ];
    let mut table = Table::new(&columns);
    for of in &evaluation.literature {
        for (filtered, pool) in of.pools.iter().enumerate() {
            let mut row = vec![
                Cell::text(&evaluation.outcomes[of.outcome].name),
                Cell::text(if filtered == 1 { "yes" } else { "no" }),
                Cell::Count(pool.n as u64),
                Cell::Number(pool.trials),
                Cell::number(of.truth.map(|truth| truth.value)),
            ];
            row.extend(pair(pool.estimate));
            row.extend(pair(pool.bias));
            row.push(Cell::number(pool.standardised.map(|of| of.value)));
            row.extend(pair(pool.coverage));
            row.push(Cell::number(pool.heterogeneity.map(|of| of.value)));
            table.rows.push(row);
        }
    }
    table
}
