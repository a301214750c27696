//! Estimates as part of a scenario file: every number with its count and standard error beside it.

use super::namcs::{Kind, Visits};
use super::survey::Estimate;
use crate::declaration::toml_text::number;

/// Shares are written with so many parts of one.
const PARTS: u32 = 10_000;

/// Shares in ten-thousandths that sum to one exactly: all are rounded down, then those with the largest
/// remainders get what is missing.
pub fn rounded(shares: &[f64]) -> Vec<f64> {
    let sum: f64 = shares.iter().sum();
    let exact: Vec<f64> = shares.iter().map(|share| share / sum * f64::from(PARTS)).collect();
    let mut parts: Vec<u32> = exact.iter().map(|part| part.floor() as u32).collect();
    let missing = PARTS - parts.iter().sum::<u32>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|&a, &b| exact[b].fract().total_cmp(&exact[a].fract()).then(a.cmp(&b)));
    for index in order.into_iter().take(missing as usize) {
        parts[index] += 1;
    }
    parts.into_iter().map(|part| f64::from(part) / f64::from(PARTS)).collect()
}

/// The estimates as TOML, for a scenario that extends `baseline.toml` or has its names: a pathway for each kind, and a
/// step `rooming` that leads to `visit` or `visit_new`. Shares of the kinds are a comment: a panel asks by rates.
pub fn toml(visits: &Visits) -> String {
    let mut text = heading(visits);
    text.push_str("\n# Share of the kinds among visits. Where a panel asks for them, its rates decide: [demand.<kind>].\n");
    for kind in &visits.kinds {
        let reasons = kind.reasons.join("; ");
        text.push_str(&format!("#   {:16} {}  {reasons}\n", kind.name, words(&kind.share)));
    }
    let shares = rounded(&visits.kinds.iter().map(|kind| kind.share.value).collect::<Vec<_>>());
    let parts: Vec<String> = visits
        .kinds
        .iter()
        .zip(&shares)
        .map(|(kind, share)| format!("{} = {}", kind.name, number(*share)))
        .collect();
    text.push_str(&format!("# For a stream of arrivals: pathway = {{ {} }}\n", parts.join(", ")));
    for kind in &visits.kinds {
        text.push_str(&pathway(kind));
    }
    text
}

fn heading(visits: &Visits) -> String {
    let single = match visits.single_unit_strata {
        0 => "none with a single unit".to_owned(),
        n => format!("{n} with a single unit, which counts with its distance from the mean of all units"),
    };
    let left_out = match &visits.without_reason {
        Some(share) => {
            format!("# Left out of the kinds: visits without a stated reason, {}.\n", words(share))
        }
        None => String::new(),
    };
    format!(
        "# Visits to primary care, National Ambulatory Medical Care Survey 2019 (NCHS), estimated by\n\
         #   cliniq fit FILE --source namcs\n\
         # from {} of {} sampled visits. Weights PATWT; SE: Taylor linearization with {} primary units (CPSUM) in\n\
         # {} strata (CSTRATM), {single}.\n\
         # n: visits in the sample. !: use with caution (n below 30, or SE above 30 % of the estimate: docs/namcs.md).\n\
         {left_out}\
         # All kinds together: new patients {}; medicines {}.\n",
        visits.primary_care,
        visits.rows,
        visits.units,
        visits.strata,
        words(&visits.new),
        words(&visits.medicines),
    )
}

fn pathway(kind: &Kind) -> String {
    let new = rounded(&[1.0 - kind.new.value, kind.new.value]);
    let shares = rounded(&kind.distribution.iter().map(|bin| bin.share.value).collect::<Vec<_>>());
    let values: Vec<String> =
        kind.distribution.iter().map(|bin| number((bin.value * 100.0).round() / 100.0)).collect();
    let weights: Vec<String> = shares.into_iter().map(number).collect();
    let counts: Vec<String> = kind.distribution.iter().map(|bin| bin.share.n.to_string()).collect();
    let errors: Vec<String> = kind
        .distribution
        .iter()
        .map(|bin| format!("{:.4}{}", bin.share.standard_error, mark(&bin.share)))
        .collect();
    let name = kind.name;
    format!(
        "\n[pathways.{name}.needs]\n\
         # medicines: mean {}; numbers with fewer than 30 visits are pooled\n\
         #   n  {}\n\
         #   SE {}\n\
         medicines = {{ empirical = {{ values = [{}], weights = [{}] }} }}\n\
         [pathways.{name}.steps.rooming]\n\
         # new patients {}\n\
         next = {{ visit = {}, visit_new = {} }}\n",
        words(&kind.medicines),
        counts.join(", "),
        errors.join(", "),
        values.join(", "),
        weights.join(", "),
        words(&kind.new),
        number(new[0]),
        number(new[1]),
    )
}

fn mark(estimate: &Estimate) -> &'static str {
    if estimate.caution { "!" } else { "" }
}

/// An estimate as a comment has it: `0.3288 (n 944, SE 0.0183)`.
fn words(estimate: &Estimate) -> String {
    let Estimate { value, standard_error, n, .. } = estimate;
    format!("{value:.4} (n {n}, SE {standard_error:.4}){}", mark(estimate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_shares_sum_to_one_and_stay_near() {
        let thirds = rounded(&[1.0, 1.0, 1.0]);
        assert_eq!(thirds, [0.3334, 0.3333, 0.3333]);
        for shares in [vec![0.33466, 0.33466, 0.33068], vec![1e-9, 0.5, 0.5], vec![7.0]] {
            let sum: f64 = shares.iter().sum();
            let found = rounded(&shares);
            assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{found:?}");
            assert!(found.iter().zip(&shares).all(|(a, b)| (a - b / sum).abs() <= 1e-4), "{found:?}");
        }
    }
}
