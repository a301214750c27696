//! What comes first: correlations of two weekly series at lags (checklist B115, B134).

/// Fewest pairs of which a correlation is made: a quarter of a year of weeks.
pub const FEWEST_PAIRS: u64 = 13;

/// Sums of pairs of whole numbers: the earlier of one series and the later of the other, of one place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pairs {
    /// Their number.
    pub n: u64,
    /// Sum of the earlier.
    pub x: u128,
    /// Sum of the later.
    pub y: u128,
    /// Sum of squares of the earlier.
    pub xx: u128,
    /// Sum of squares of the later.
    pub yy: u128,
    /// Sum of products.
    pub xy: u128,
}

impl Pairs {
    /// Products around the means: `Σab − Σa·Σb/n`, exact but for the last division.
    fn around(&self, ab: u128, a: u128, b: u128) -> f64 {
        let n = u128::from(self.n);
        let (whole, mean) = (n * ab, a * b);
        let rest = if whole >= mean { (whole - mean) as f64 } else { -((mean - whole) as f64) };
        rest / self.n as f64
    }
}

/// Pearson's correlation within places: products around each place's own means, summed over places, so that places whose
/// levels differ do not make one. `None` with fewer than [`FEWEST_PAIRS`], or where a series does not move.
pub fn correlation(places: &[Pairs]) -> Option<f64> {
    let places = || places.iter().filter(|pairs| pairs.n > 0);
    if places().map(|pairs| pairs.n).sum::<u64>() < FEWEST_PAIRS {
        return None;
    }
    let xy: f64 = places().map(|p| p.around(p.xy, p.x, p.y)).sum();
    let xx: f64 = places().map(|p| p.around(p.xx, p.x, p.x)).sum();
    let yy: f64 = places().map(|p| p.around(p.yy, p.y, p.y)).sum();
    (xx > 0.0 && yy > 0.0).then(|| xy / (xx.sqrt() * yy.sqrt()))
}

/// The lag with the largest correlation, the shortest among equals, and that correlation. `None` where no lag has one.
pub fn largest(correlations: impl Iterator<Item = Option<f64>>) -> Option<(usize, f64)> {
    let known = correlations.enumerate().filter_map(|(lag, found)| Some((lag, found?)));
    known.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(x: &[u64], y: &[u64], lag: usize) -> Pairs {
        let mut sums = Pairs::default();
        for (x, y) in x.iter().zip(&y[lag..]) {
            let (x, y) = (u128::from(*x), u128::from(*y));
            sums = Pairs {
                n: sums.n + 1,
                x: sums.x + x,
                y: sums.y + y,
                xx: sums.xx + x * x,
                yy: sums.yy + y * y,
                xy: sums.xy + x * y,
            };
        }
        sums
    }

    /// A series that jumps about, and another that follows it 5 weeks later at another level.
    fn series() -> (Vec<u64>, Vec<u64>) {
        let leader: Vec<u64> = (0..60).map(|week| week * week * 7919 % 101).collect();
        let follower = (0..60).map(|week| if week < 5 { 40 } else { 900 + 3 * leader[week - 5] }).collect();
        (leader, follower)
    }

    #[test]
    fn a_follower_is_found_at_its_lag() {
        let (leader, follower) = series();
        let found = largest((0..=26).map(|lag| correlation(&[pairs(&leader, &follower, lag)])));
        let (lag, largest) = found.expect("60 weeks are enough");
        assert_eq!(lag, 5);
        assert!((largest - 1.0).abs() < 1e-12);
        // The other way round nothing of it is left.
        let back = correlation(&[pairs(&follower[5..], &leader[5..], 5)]).expect("50 pairs");
        assert!(back.abs() < 0.5, "{back}");
    }

    #[test]
    fn levels_of_places_make_no_correlation() {
        let (up, down): (Vec<u64>, Vec<u64>) = ((0..20).collect(), (0..20).rev().collect());
        let high = |series: &[u64]| series.iter().map(|value| value + 1000).collect::<Vec<u64>>();
        let places = [pairs(&up, &down, 0), pairs(&high(&up), &high(&down), 0)];
        assert!((correlation(&places).expect("40 pairs") + 1.0).abs() < 1e-12);
    }

    #[test]
    fn few_pairs_or_a_series_that_stands_still_say_nothing() {
        let series: Vec<u64> = (0..13).collect();
        assert_eq!(correlation(&[pairs(&series, &series, 1)]), None);
        assert!(correlation(&[pairs(&series, &series, 0)]).is_some());
        assert_eq!(correlation(&[pairs(&series, &[4; 13], 0)]), None);
        assert_eq!(largest([None, Some(0.2), Some(0.2), None].into_iter()), Some((1, 0.2)));
        assert_eq!(largest([None].into_iter()), None);
    }
}
