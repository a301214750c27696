//! Many comparisons at once: Holm's step-down procedure.

/// What Holm's procedure makes of one p value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adjusted {
    /// Adjusted p value; below alpha exactly where the procedure rejects.
    pub p: f64,
    /// The raw p value is compared with alpha divided by this number.
    pub divisor: usize,
    /// Place in the order of raw p values, from 0.
    pub rank: usize,
}

/// Holm's adjustment (Holm 1979, Scandinavian Journal of Statistics 6:65); the results stand in the order of
/// the input; equal p values are ranked in that order.
pub fn holm(p: &[f64]) -> Vec<Adjusted> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]).then(a.cmp(&b)));
    let mut adjusted = vec![Adjusted { p: 1.0, divisor: 1, rank: 0 }; p.len()];
    let mut floor: f64 = 0.0;
    for (rank, &index) in order.iter().enumerate() {
        let divisor = p.len() - rank;
        floor = floor.max((p[index] * divisor as f64).min(1.0));
        adjusted[index] = Adjusted { p: floor, divisor, rank };
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::tests::close;

    #[test]
    fn holm_agrees_with_the_worked_example_in_any_order() {
        // R: p.adjust(c(0.001, 0.012, 0.02, 0.035, 0.2), "holm")
        let expected = [(0.035, 0.07), (0.001, 0.005), (0.2, 0.2), (0.012, 0.048), (0.02, 0.06)];
        let raw: Vec<f64> = expected.iter().map(|e| e.0).collect();
        for (found, (_, adjusted)) in holm(&raw).iter().zip(expected) {
            close(found.p, adjusted);
        }
        assert_eq!(holm(&raw).iter().map(|a| a.divisor).collect::<Vec<_>>(), [2, 5, 1, 4, 3]);
    }

    #[test]
    fn an_adjusted_value_is_never_below_an_earlier_one_nor_above_one() {
        let found = holm(&[0.02, 0.021, 0.9, 0.8]);
        assert!(found[1].p >= found[0].p);
        assert_eq!(found[2].p, 1.0);
        assert!(holm(&[]).is_empty());
    }
}
