//! Quantiles of replications.

/// The smallest of the values that at least the share `q` of them do not exceed (the inverse of the empirical
/// distribution function; Hyndman & Fan 1996, definition 1); infinite values are fine. `None` of nothing.
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (q * values.len() as f64).ceil().max(1.0) as usize - 1;
    sorted.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_and_some_may_be_infinite() {
        let weeks = [8.0, f64::INFINITY, 4.0, 12.0];
        let found =
            [0.0, 0.25, 0.26, 0.5, 0.75, 0.76, 1.0].map(|q| quantile(&weeks, q).expect("four values"));
        assert_eq!(found, [4.0, 4.0, 8.0, 8.0, 12.0, f64::INFINITY, f64::INFINITY]);
        assert_eq!(quantile(&[], 0.5), None);
    }
}
