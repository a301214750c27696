//! Intraclass correlation: how much of the variance lies between groups.

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use super::estimate::moments;

/// The intraclass correlation of a one-way analysis of variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Icc {
    /// The estimate; negative where groups differ less than chance would make them.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Mean square between groups.
    pub between: f64,
    /// Mean square within groups.
    pub within: f64,
    /// Size of groups that counts: (N − Σn²/N) / (k − 1).
    pub size: f64,
    /// Number of groups that have a value.
    pub groups: usize,
    /// Number of values.
    pub n: usize,
}

/// ICC(1) = (MSB − MSW) / (MSB + (n₀ − 1) MSW) of groups of unequal size (Donner 1986, International Statistical
/// Review 54(1)), with Searle's interval at `level` from the ratio of the mean squares: exact for equal groups,
/// approximate for unequal ones (Searle 1971, Linear Models; Donner & Wells 1986, Biometrics 42(2)). Nothing is cut at
/// zero. `None` with fewer than two groups, no group of two, or no variance within groups.
pub fn icc<G: AsRef<[f64]>>(groups: &[G], level: f64) -> Option<Icc> {
    let groups: Vec<&[f64]> = groups.iter().map(AsRef::as_ref).filter(|group| !group.is_empty()).collect();
    let n: usize = groups.iter().map(|group| group.len()).sum();
    if groups.len() < 2 || n <= groups.len() {
        return None;
    }
    let all: Vec<f64> = groups.iter().flat_map(|group| group.iter().copied()).collect();
    let grand = moments(&all)?.mean;
    let (mut between, mut within, mut sizes) = (0.0, 0.0, 0.0);
    for group in &groups {
        let found = moments(group)?;
        let size = group.len() as f64;
        between += size * (found.mean - grand) * (found.mean - grand);
        within += found.variance.unwrap_or(0.0) * (size - 1.0);
        sizes += size * size;
    }
    let (above, below) = ((groups.len() - 1) as f64, (n - groups.len()) as f64);
    let (between, within) = (between / above, within / below);
    if within <= 0.0 {
        return None;
    }
    let size = (n as f64 - sizes / n as f64) / above;
    let ratio = between / within;
    let of_ratio = |f: f64| (f - 1.0) / (f - 1.0 + size);
    let tail = (1.0 - level) / 2.0;
    let fisher = FisherSnedecor::new(above, below).expect("one or more degrees of freedom each");
    Some(Icc {
        value: of_ratio(ratio),
        low: of_ratio(ratio / fisher.inverse_cdf(1.0 - tail)),
        high: of_ratio(ratio / fisher.inverse_cdf(tail)),
        between,
        within,
        size,
        groups: groups.len(),
        n,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten clinics of 5 to 14 people; a synthetic reference data set.
    const CLINICS: [&[f64]; 10] = [
        &[21.2, 25.8, 31.5, 9.5, 40.5, 21.2],
        &[13.2, 31.0, 28.7, 33.8, 30.7, 25.0, 25.6, 31.0, 14.7],
        &[28.3, 20.7, 31.3, 21.6, 30.9, 26.1, 29.0, 11.2, 17.1, 36.9, 26.4, 24.1],
        &[35.6, 28.4, 23.1, 46.5, 35.1, 14.7, 36.4],
        &[35.4, 24.4, 41.3, 21.3, 39.0, 30.7, 43.3, 24.6, 34.3, 35.7],
        &[23.8, 20.0, 28.0, 29.9, 21.1],
        &[21.1, 21.7, 9.1, 15.8, 20.3, 27.4, 40.1, 28.8, 27.2, 29.5, 13.8, 26.8, 18.6, 21.2],
        &[49.8, 41.9, 38.0, 37.7, 24.5, 21.8, 36.2, 29.1],
        &[21.2, 21.2, 23.6, 15.2, 22.0, 10.7, 32.9, 35.6, 12.0, 25.7, 19.9],
        &[26.0, 36.2, 30.4, 17.6, 26.2, 25.3, 18.3, 27.3],
    ];

    #[test]
    fn unbalanced_clinics_agree_with_scipy_and_searle() {
        // Mean squares from an analysis of variance, quantiles from scipy.stats.f.
        let found = icc(&CLINICS, 0.95).expect("ten clinics");
        assert_eq!((found.groups, found.n), (10, 90));
        for (found, expected) in [
            (found.size, 8.91358024691358),
            (found.between, 179.8714618005452),
            (found.within, 62.30026749188312),
            (found.value, 0.1747258233981241),
            (found.low, 0.0291576874762316),
            (found.high, 0.4989496681137507),
        ] {
            assert!((found - expected).abs() < 1e-6, "{found} instead of {expected}");
        }
    }

    #[test]
    fn groups_more_alike_than_chance_are_below_zero_and_too_little_is_undefined() {
        let found = icc(&[[1.0, 5.0, 3.6], [5.0, 1.0, 3.0]], 0.95).expect("two groups");
        assert!(found.low < found.value && found.value < 0.0 && found.value < found.high, "{found:?}");
        assert_eq!(icc(&[[1.0, 2.0]], 0.95), None);
        assert_eq!(icc(&[[1.0], [2.0]], 0.95), None);
        assert_eq!(icc(&[[1.0, 1.0], [2.0, 2.0]], 0.95), None);
    }
}
