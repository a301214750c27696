//! Welch's procedure: the mean over replications, smoothed by moving averages, to see by eye when it levels off.

/// The mean over replications at one point of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Averaged {
    /// Mean over the replications in which it is defined; NaN where it is in none.
    pub mean: f64,
    /// Number of these.
    pub n: usize,
}

/// The mean over replications of each point of their series, in the order of the replications; undefined (NaN) numbers are
/// left out and counted. Panics where the series differ in length.
pub fn averaged(replications: &[Vec<f64>]) -> Vec<Averaged> {
    let length = replications.first().map_or(0, Vec::len);
    assert!(
        replications.iter().all(|series| series.len() == length),
        "all replications have as many observations"
    );
    let at = |k: usize| {
        let (mut sum, mut n) = (0.0, 0);
        for value in replications.iter().map(|series| series[k]).filter(|value| !value.is_nan()) {
            sum += value;
            n += 1;
        }
        Averaged { mean: if n > 0 { sum / n as f64 } else { f64::NAN }, n }
    };
    (0..length).map(at).collect()
}

/// Moving averages with window `w` of a series of m points Y (Welch 1983, in Lavenberg (ed.), The Computer Performance
/// Modeling Handbook, 268-328; as in Law 2015, Simulation Modeling and Analysis, section 9.5.1), counted from i = 1:
///
/// - `Σ_{s=−w}^{w} Y_{i+s} / (2w + 1)` for `w < i ≤ m − w`;
/// - `Σ_{s=−(i−1)}^{i−1} Y_{i+s} / (2i − 1)` for `i ≤ w`: the window shrinks towards the beginning, so that the first point
///   is itself;
/// - NaN for the last w points.
///
/// `w` is half of the window: 13 weeks average 27. Undefined points are left out of their averages.
pub fn moving(series: &[f64], w: usize) -> Vec<f64> {
    let at = |k: usize| {
        let half = w.min(k);
        if k + w >= series.len() {
            return f64::NAN;
        }
        let (mut sum, mut n) = (0.0, 0.0);
        for value in series[k - half..=k + half].iter().filter(|value| !value.is_nan()) {
            sum += value;
            n += 1.0;
        }
        if n > 0.0 { sum / n } else { f64::NAN }
    };
    (0..series.len()).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_leave_out_what_is_undefined_and_count_it() {
        let found = averaged(&[vec![1.0, f64::NAN, f64::NAN], vec![3.0, 5.0, f64::NAN]]);
        assert_eq!(found[..2], [Averaged { mean: 2.0, n: 2 }, Averaged { mean: 5.0, n: 1 }]);
        assert!(found[2].mean.is_nan() && found[2].n == 0);
        assert_eq!(averaged(&[]), []);
    }

    #[test]
    fn the_window_shrinks_at_the_beginning_and_ends_before_the_end() {
        // Law 2015, section 9.5.1, w = 2: Y1, (Y1+Y2+Y3)/3, then means of five.
        let series = [1.0, 4.0, 9.0, 16.0, 25.0, 36.0, 49.0];
        let found = moving(&series, 2);
        assert_eq!(found[..5], [1.0, 14.0 / 3.0, 11.0, 18.0, 27.0]);
        assert!(found[5].is_nan() && found[6].is_nan());
        assert_eq!(moving(&series, 0), series);
        let holes = moving(&[1.0, f64::NAN, 3.0, f64::NAN, 5.0], 1);
        assert_eq!(holes[..4], [1.0, 2.0, 3.0, 4.0]);
        assert!(moving(&[f64::NAN; 4], 1)[0].is_nan());
    }

    #[test]
    fn a_line_is_its_own_moving_average() {
        let line: Vec<f64> = (0..40).map(|k| 2.0 + 0.5 * f64::from(k)).collect();
        for w in [1, 5, 13] {
            let found = moving(&line, w);
            assert!((0..40 - w).all(|k| (found[k] - line[k]).abs() < 1e-12), "window {w}");
        }
    }
}
