//! How unevenly a load is borne.

/// Gini's coefficient: the mean absolute difference of two people over twice the mean; 0 where all bear the same, near
/// 1 where one bears all (Gini 1912; by ranks as in Sen 1973, On Economic Inequality, 2.10). Of this population, not
/// corrected to a larger one. `None` without a positive sum or with a negative value.
pub fn gini(values: &[f64]) -> Option<f64> {
    let (sorted, total) = ascending(values)?;
    let n = sorted.len() as f64;
    let mut ranked = 0.0;
    for (index, value) in sorted.iter().enumerate() {
        ranked += (2.0 * (index + 1) as f64 - n - 1.0) * value;
    }
    Some(ranked / (n * total))
}

/// Share of the whole that is borne by the `share` of people who bear most: one minus Lorenz's curve, straight between
/// people (Lorenz 1905). `None` as in [`gini`]; panics where `share` is not in (0, 1].
pub fn top_share(values: &[f64], share: f64) -> Option<f64> {
    assert!(share > 0.0 && share <= 1.0, "a share of people is above 0 and at most 1");
    let (sorted, total) = ascending(values)?;
    let mut left = share * sorted.len() as f64;
    let mut borne = 0.0;
    for value in sorted.iter().rev() {
        borne += left.clamp(0.0, 1.0) * value;
        left -= 1.0;
    }
    Some(borne / total)
}

/// Mean of the worst-off tenth (who bear most) over the mean of all; 1 where all bear the same. `None` as in [`gini`].
pub fn worst_off_tenth(values: &[f64]) -> Option<f64> {
    top_share(values, 0.1).map(|share| share / 0.1)
}

/// The values in ascending order and their sum.
fn ascending(values: &[f64]) -> Option<(Vec<f64>, f64)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut total = 0.0;
    for value in &sorted {
        total += value;
    }
    let sound = total > 0.0 && sorted.iter().all(|value| *value >= 0.0);
    sound.then_some((sorted, total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::tests::close;

    #[test]
    fn whole_numbers_have_their_known_gini() {
        // Of 1, 2, …, n it is (n − 1) / (3 n); of one who bears all, (n − 1) / n.
        close(gini(&[3.0, 1.0, 5.0, 2.0, 4.0]).expect("a load"), 4.0 / 15.0);
        close(gini(&[0.0, 0.0, 0.0, 7.0]).expect("a load"), 0.75);
        assert_eq!(gini(&[2.0; 6]), Some(0.0));
        for nothing in [&[][..], &[0.0, 0.0], &[1.0, -0.5], &[1.0, f64::NAN]] {
            assert_eq!(gini(nothing), None);
        }
    }

    #[test]
    fn the_worst_off_tenth_counts_parts_of_people() {
        let values: Vec<f64> = (1..=15).map(f64::from).collect();
        // One and a half people: 15 and half of 14, of 120.
        close(top_share(&values, 0.1).expect("a load"), 22.0 / 120.0);
        close(worst_off_tenth(&values).expect("a load"), (22.0 / 1.5) / 8.0);
        close(worst_off_tenth(&[3.0; 7]).expect("a load"), 1.0);
        close(top_share(&values, 1.0).expect("a load"), 1.0);
    }
}
