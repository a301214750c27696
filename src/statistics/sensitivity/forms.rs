//! The quadratic forms behind Sobol' indices, and their values without the share of chance.
//!
//! Variance, Saltelli's numerator and Jansen's numerator are quadratic forms Q of the responses at all points of a
//! design: Q(f) = B(f, f) with B symmetric. With the responses f¹ … fⁿ of n replications, the form of their mean,
//! Q(f̄), holds the wanted form of the mean response and, on top, 1/n of the expected form of chance. A pair of
//! different replications has independent chance, however chance at different points of one replication may be
//! correlated (with common random numbers it is): so B(fʳ, fˢ), r ≠ s, is unbiased for the form of the mean response,
//! and so is its mean over all such pairs (a U-statistic; Hoeffding 1948, Annals of Mathematical Statistics 19(3)).

/// The responses of one replication at all rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Columns {
    /// At the rows of A.
    pub a: Vec<f64>,
    /// At the rows of B.
    pub b: Vec<f64>,
    /// By input, at the rows of A with this input from B.
    pub ab: Vec<Vec<f64>>,
}

/// The variance, then Saltelli's numerator of each input, then Jansen's.
pub(super) type Forms = Vec<f64>;

/// The forms of one column of responses over some rows (a row may come several times; at least two rows). None of them
/// is changed by a constant that is added to all responses.
///
/// * V = Σ ((f_A − c)² + (f_B − c)²) / (2N − 1), c the mean of both (of independent rows it is unbiased);
/// * first order, Σ (f_B − c)(f_AB − f_A) / N (Saltelli et al. 2010, Computer Physics Communications 181:259,
///   table 2 b; c takes away the part of the error that grows with the mean);
/// * total, Σ (f_A − f_AB)² / 2N (Jansen 1999, Computer Physics Communications 117:35).
pub(super) fn forms(columns: &Columns, rows: &[usize]) -> Forms {
    let count = rows.len() as f64;
    let (a, b) = (&columns.a, &columns.b);
    let mut sum = 0.0;
    for &row in rows {
        sum += a[row] + b[row];
    }
    let center = sum / (2.0 * count);
    let mut squares = 0.0;
    for &row in rows {
        squares += (a[row] - center) * (a[row] - center) + (b[row] - center) * (b[row] - center);
    }
    let inputs = columns.ab.len();
    let mut found = vec![0.0; 1 + 2 * inputs];
    found[0] = squares / (2.0 * count - 1.0);
    for (input, ab) in columns.ab.iter().enumerate() {
        let (mut first, mut total) = (0.0, 0.0);
        for &row in rows {
            let difference = ab[row] - a[row];
            first += (b[row] - center) * difference;
            total += difference * difference;
        }
        found[1 + input] = first / count;
        found[1 + inputs + input] = total / (2.0 * count);
    }
    found
}

/// The forms of the mean over replications.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OfMean {
    /// Of the mean as it is, chance included.
    pub uncorrected: Forms,
    /// From pairs of different replications, without chance; `None` of one replication.
    pub corrected: Option<Forms>,
}

/// The forms of the mean over replications, each of which counts `times` (whole numbers; with two replications or more,
/// not all on one of them).
///
/// Two draws of the same replication make no pair of different ones. So over bootstrap draws the corrected forms have
/// the corrected forms of the sample as their mean. The uncorrected ones are put together of pairs and of the forms of
/// each replication alone, ((n − 1) U + D) / n, which is Q(f̄) in the sample, and has that for its mean over draws too:
/// the form of a drawn mean would hold chance twice.
pub(super) fn of_mean(replications: &[Columns], times: &[f64], rows: &[usize]) -> OfMean {
    let n = replications.len() as f64;
    let own: Vec<Forms> = replications.iter().map(|columns| forms(columns, rows)).collect();
    if own.len() == 1 {
        return OfMean { uncorrected: own[0].clone(), corrected: None };
    }
    let whole = forms(&summed(replications, times), rows);
    let (mut drawn, mut same) = (0.0, 0.0);
    for weight in times {
        drawn += weight;
        same += weight * weight;
    }
    let (mut corrected, mut uncorrected) = (Vec::new(), Vec::new());
    for (place, whole) in whole.iter().enumerate() {
        let (mut apart, mut alone) = (*whole, 0.0);
        for (own, weight) in own.iter().zip(times) {
            apart -= weight * weight * own[place];
            alone += weight * own[place];
        }
        let pairs = apart / (drawn * drawn - same);
        corrected.push(pairs);
        uncorrected.push(((n - 1.0) * pairs + alone / drawn) / n);
    }
    OfMean { uncorrected, corrected: Some(corrected) }
}

/// The sum of replications, each `times` over.
fn summed(replications: &[Columns], times: &[f64]) -> Columns {
    let sum = |pick: &dyn Fn(&Columns) -> &Vec<f64>| {
        let mut sum = vec![0.0; pick(&replications[0]).len()];
        for (columns, weight) in replications.iter().zip(times).filter(|(_, weight)| **weight != 0.0) {
            for (sum, value) in sum.iter_mut().zip(pick(columns)) {
                *sum += weight * value;
            }
        }
        sum
    };
    Columns {
        a: sum(&|columns| &columns.a),
        b: sum(&|columns| &columns.b),
        ab: (0..replications[0].ab.len()).map(|input| sum(&|columns| &columns.ab[input])).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::points::{evaluate, normal, random, uniforms};
    use super::*;
    use crate::statistics::estimate::moments;

    /// Standard deviation of what is added by chance: at each point, to all points of a replication alike, and as a
    /// slope over the first input that all points of a replication have in common.
    struct Added {
        own: f64,
        common: f64,
        slope: f64,
    }

    /// One experiment of 32 rows and three replications of 100 + x₁ + 2 x₂ + chance, inputs uniform with variance 1.
    fn experiment(added: &Added, uniform: &mut impl FnMut() -> f64) -> OfMean {
        let points = random(32, 4, uniform);
        let common: Vec<(f64, f64)> = (0..3).map(|_| (normal(uniform), normal(uniform))).collect();
        let mut response = |point: &[f64], replication: usize, _: usize| {
            let x = |i: usize| (point[i] - 0.5) * 12.0_f64.sqrt();
            let (shift, slope) = common[replication];
            let chance = added.own * normal(uniform) + added.common * shift + added.slope * slope * x(0);
            100.0 + x(0) + 2.0 * x(1) + chance
        };
        let found = evaluate(&points, 3, &mut response);
        let columns = |replication: usize| Columns {
            a: found.a[replication].clone(),
            b: found.b[replication].clone(),
            ab: found.ab.iter().map(|input| input[replication].clone()).collect(),
        };
        of_mean(&[columns(0), columns(1), columns(2)], &[1.0; 3], &(0..32).collect::<Vec<_>>())
    }

    /// Means of forms over experiments agree within 4.5 standard errors.
    fn agree(found: &[Forms], expected: [f64; 5], what: &str) {
        for (form, expected) in expected.iter().enumerate() {
            let column: Vec<f64> = found.iter().map(|forms| forms[form]).collect();
            let found = moments(&column).expect("many experiments");
            let error = (found.variance.expect("many experiments") / column.len() as f64).sqrt();
            let z = (found.mean - expected) / error;
            assert!(z.abs() < 4.5, "{what}, form {form}: {} instead of {expected}, z = {z}", found.mean);
        }
    }

    /// 30 comparisons at 4.5 standard errors: one false alarm in 4,900 seeds.
    #[test]
    fn pairs_of_replications_are_free_of_chance_whether_or_not_points_share_it() {
        let truth = [5.0, 1.0, 4.0, 1.0, 4.0];
        // One third of the variance of chance is left in the mean. Chance of single points looks like an interaction of
        // all inputs: it is in V and totals, and, by way of the mean, 1/2N of it in first orders.
        let cases = [
            ("own", Added { own: 3.0, common: 0.0, slope: 0.0 }, [3.0, 3.0 / 64.0, 3.0 / 64.0, 3.0, 3.0]),
            ("common", Added { own: 0.0, common: 9.0, slope: 0.0 }, [0.0; 5]),
            (
                "all",
                Added { own: 1.5, common: 9.0, slope: 1.5 },
                [1.5, 0.75 + 0.75 / 64.0, 0.75 / 64.0, 1.5, 0.75],
            ),
        ];
        let mut uniform = uniforms(5);
        for (what, added, extra) in cases {
            let found: Vec<OfMean> = (0..3000).map(|_| experiment(&added, &mut uniform)).collect();
            let corrected: Vec<Forms> = found.iter().filter_map(|found| found.corrected.clone()).collect();
            agree(&corrected, truth, what);
            let uncorrected: Vec<Forms> = found.iter().map(|found| found.uncorrected.clone()).collect();
            agree(&uncorrected, std::array::from_fn(|form| truth[form] + extra[form]), what);
        }
    }

    #[test]
    fn the_uncorrected_forms_are_those_of_the_mean_and_the_corrected_ones_the_mean_over_pairs() {
        let mut uniform = uniforms(6);
        let columns: Vec<Columns> = (0..3)
            .map(|_| {
                let mut column = || (0..8).map(|_| uniform()).collect::<Vec<f64>>();
                Columns { a: column(), b: column(), ab: vec![column()] }
            })
            .collect();
        let rows: Vec<usize> = (0..8).collect();
        let found = of_mean(&columns, &[1.0; 3], &rows);
        let third = [1.0 / 3.0; 3];
        for (form, expected) in forms(&summed(&columns, &third), &rows).iter().enumerate() {
            assert!((found.uncorrected[form] - expected).abs() < 1e-14);
            // B(f, g) = (Q(f + g) − Q(f) − Q(g)) / 2.
            let of = |times: &[f64]| forms(&summed(&columns, times), &rows)[form];
            let alone = of(&[1.0, 0.0, 0.0]) + of(&[0.0, 1.0, 0.0]) + of(&[0.0, 0.0, 1.0]);
            let both = of(&[1.0, 1.0, 0.0]) + of(&[1.0, 0.0, 1.0]) + of(&[0.0, 1.0, 1.0]);
            let corrected = found.corrected.as_ref().expect("three replications")[form];
            assert!((corrected - (both - 2.0 * alone) / 6.0).abs() < 1e-14);
        }
        let two = of_mean(&columns[..2], &[1.0; 2], &rows);
        assert_eq!(of_mean(&columns[..1], &[1.0], &rows).corrected, None);
        let drawn = of_mean(&columns, &[2.0, 1.0, 0.0], &rows).corrected.expect("two replications");
        for (drawn, two) in drawn.iter().zip(two.corrected.expect("two replications")) {
            assert!((drawn - two).abs() < 1e-14, "a replication makes no pair with itself");
        }
    }
}
