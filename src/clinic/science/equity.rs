//! How unequally load is spread.

/// Gini coefficient of values of at least 0, in order: `Σ (2k − n − 1)·x_k / (n·Σ x)` for k = 1 … n (Gini 1912); 0 where all
/// are equal or there is nothing to share.
pub fn gini(sorted: &[f64]) -> f64 {
    let (n, sum) = (sorted.len() as f64, sorted.iter().sum::<f64>());
    if sum <= 0.0 {
        return 0.0;
    }
    let weighted: f64 = (1u32..).zip(sorted).map(|(k, x)| (2.0 * f64::from(k) - n - 1.0) * x).sum();
    weighted / (n * sum)
}

/// Mean of the tenth with the most (at least one) over the mean of all; 1 where there is nothing to share.
pub fn worst_tenth(sorted: &[f64]) -> f64 {
    let mean = sorted.iter().sum::<f64>() / sorted.len() as f64;
    if sorted.is_empty() || mean <= 0.0 {
        return 1.0;
    }
    let worst = sorted.len().div_ceil(10);
    sorted[sorted.len() - worst..].iter().sum::<f64>() / worst as f64 / mean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_is_nothing_and_all_for_one_is_nearly_one() {
        assert_eq!(gini(&[2.0; 5]), 0.0);
        assert!((gini(&[0.0, 0.0, 0.0, 8.0]) - 0.75).abs() < 1e-12);
        assert!((gini(&[1.0, 2.0, 3.0]) - 2.0 / 9.0).abs() < 1e-12);
        assert_eq!((gini(&[0.0; 3]), worst_tenth(&[0.0; 3])), (0.0, 1.0));
        assert!((worst_tenth(&[1.0, 1.0, 4.0]) - 2.0).abs() < 1e-12);
    }
}
