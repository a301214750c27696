//! Quantiles from buckets of constant relative width.

/// Sub-buckets per doubling: 64, hence a relative width of 1/64 = 1.6 % at most.
const PRECISION: u32 = 6;
const SUB_BUCKETS: usize = 1 << PRECISION;
const BUCKETS: usize = (64 - PRECISION as usize + 1) * SUB_BUCKETS;

/// Counts of whole numbers (microseconds) in logarithmic buckets; below 128 every number has its own. All memory
/// (30 kB) is taken at construction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Histogram {
    counts: Vec<u64>,
    count: u64,
    least: u64,
    most: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Histogram { counts: vec![0; BUCKETS], count: 0, least: u64::MAX, most: 0 }
    }
}

impl Histogram {
    /// An empty histogram.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one observation.
    #[inline]
    pub fn push(&mut self, value: u64) {
        self.counts[bucket(value)] += 1;
        self.count += 1;
        self.least = self.least.min(value);
        self.most = self.most.max(value);
    }

    /// Number of observations.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The value below which the share `q` (0 to 1) of the observations lies, interpolated linearly inside the
    /// bucket; NaN when there are none.
    pub fn quantile(&self, q: f64) -> f64 {
        assert!((0.0..=1.0).contains(&q), "a quantile lies between 0 and 1, found {q}");
        if self.count == 0 {
            return f64::NAN;
        }
        let target = q * self.count as f64;
        let mut below = 0u64;
        let mut last = 0;
        for (index, &count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            last = index;
            if (below + count) as f64 >= target {
                let inside = ((target - below as f64) / count as f64).clamp(0.0, 1.0);
                let (low, width) = bounds(index);
                // A bucket of one number is that number.
                let value = if width == 1.0 { low } else { low + inside * width };
                return value.clamp(self.least as f64, self.most as f64);
            }
            below += count;
        }
        bounds(last).0
    }

    /// The share of the observations at or below `value`, interpolated as [`Histogram::quantile`]; NaN when there
    /// are none.
    pub fn share_at_most(&self, value: u64) -> f64 {
        let index = bucket(value);
        let below: u64 = self.counts[..index].iter().sum();
        let (low, width) = bounds(index);
        let inside = if width == 1.0 { 1.0 } else { ((value as f64 - low) / width).min(1.0) };
        (below as f64 + inside * self.counts[index] as f64) / self.count as f64
    }

    /// Adds all observations of another histogram.
    pub fn merge(&mut self, other: &Histogram) {
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        self.count += other.count;
    }
}

#[inline]
fn bucket(value: u64) -> usize {
    // The highest binary digit names the doubling, the six after it the sub-bucket.
    let doubling = (63 - (value | SUB_BUCKETS as u64).leading_zeros()) - PRECISION;
    ((doubling as usize) << PRECISION) + (value >> doubling) as usize
}

/// Lower end and width of a bucket.
fn bounds(index: usize) -> (f64, f64) {
    if index < 2 * SUB_BUCKETS {
        return (index as f64, 1.0);
    }
    let doubling = (index >> PRECISION) - 1;
    let width = libm::ldexp(1.0, doubling as i32);
    (((index & (SUB_BUCKETS - 1)) + SUB_BUCKETS) as f64 * width, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_tile_the_numbers() {
        for value in (0..5000u64).chain([1 << 20, (1 << 40) + 12345, u64::MAX >> 1, u64::MAX]) {
            let (low, width) = bounds(bucket(value));
            let value = value as f64;
            assert!(low <= value && value <= low + width, "{value} in {low}..{}", low + width);
            assert!(width <= 1.0 || width / low <= 1.0 / 64.0);
        }
        assert!(bucket(u64::MAX) < BUCKETS);
    }

    #[test]
    fn quantiles_of_evenly_spaced_numbers() {
        let mut histogram = Histogram::new();
        (0..100_000u64).for_each(|value| histogram.push(value * 1000));
        // The last bucket is filled only in part, so the very end is less sharp.
        for (q, tolerance) in [(0.01, 0.002), (0.25, 0.002), (0.5, 0.002), (0.95, 0.002), (0.999, 0.008)] {
            let expected = q * 1e8;
            assert!((histogram.quantile(q) / expected - 1.0).abs() < tolerance, "{q}");
        }
        assert!((histogram.share_at_most(30_000_000) - 0.3).abs() < 1e-4);
        assert!(Histogram::new().quantile(0.5).is_nan());
    }

    #[test]
    fn small_numbers_are_exact_and_merging_adds() {
        let (mut left, mut right, mut whole) = (Histogram::new(), Histogram::new(), Histogram::new());
        for value in [0, 0, 0, 5, 7] {
            left.push(value);
            whole.push(value);
        }
        for value in [9, 1 << 33] {
            right.push(value);
            whole.push(value);
        }
        assert_eq!((left.quantile(0.5), left.quantile(0.7), left.quantile(1.0)), (0.0, 5.0, 7.0));
        left.merge(&right);
        assert_eq!(left, whole);
    }
}
