//! Non-stationary Poisson arrivals, exact for any piecewise constant rate: a unit exponential is used up over the
//! cumulated rate (inversion; Çinlar 1975, Introduction to Stochastic Processes, section 4.7).

use super::random::Stream;
use super::time::{DAY, HOUR, Span, Time};

/// Arrivals per hour, hour by hour, repeated for ever.
#[derive(Clone, Debug, PartialEq)]
pub struct RateProfile {
    per_hour: Vec<f64>,
    constant: bool,
    zero: bool,
}

impl RateProfile {
    /// A profile of one rate (per hour) for each hour of its period: 24 of them for a day, 168 for a week from
    /// Monday 00:00. Asserts at least one rate, all finite and not negative.
    pub fn periodic(per_hour: Vec<f64>) -> Self {
        assert!(!per_hour.is_empty(), "a rate profile needs at least one hour");
        assert!(
            per_hour.iter().all(|rate| rate.is_finite() && *rate >= 0.0),
            "arrival rates are finite and not negative"
        );
        let constant = per_hour.iter().all(|rate| *rate == per_hour[0]);
        let zero = per_hour.iter().all(|rate| *rate == 0.0);
        RateProfile { per_hour, constant, zero }
    }

    /// The same rate (per hour) at all times.
    pub fn constant(per_hour: f64) -> Self {
        Self::periodic(vec![per_hour])
    }

    /// The rate per hour at a time, without day factors.
    pub fn rate(&self, time: Time) -> f64 {
        let hour = time.micros() / HOUR.micros();
        self.per_hour[(hour % self.per_hour.len() as u64) as usize]
    }

    /// The next arrival after `from`. `factor` multiplies the rate of a whole day (day 0 begins at
    /// [`Time::ZERO`]); it must be finite and not negative and give the same answer for the same day. `None`
    /// when there is no arrival before `horizon`. One draw.
    pub fn next(
        &self,
        from: Time,
        factor: impl Fn(u64) -> f64,
        stream: &mut Stream,
        horizon: Time,
    ) -> Option<Time> {
        let mut need = stream.exponential();
        if self.zero {
            return None;
        }
        let mut start = from;
        while start < horizon {
            let day = start.micros() / DAY.micros();
            let day_end = Time::from_micros((day + 1) * DAY.micros()).min(horizon);
            let multiplier = factor(day);
            assert!(multiplier.is_finite() && multiplier >= 0.0, "a day factor is finite and not negative");
            if multiplier > 0.0 {
                while start < day_end {
                    let rate = self.rate(start) * multiplier;
                    if rate == 0.0 {
                        start = self.segment_end(start).min(day_end); // nobody comes in this hour
                        continue;
                    }
                    let end = self.segment_end(start).min(day_end);
                    let available = rate * (end - start).in_hours();
                    if need < available {
                        let offset = (need / available * (end - start).micros() as f64) as u64;
                        // Rounding down keeps the arrival inside its hour, also at the last microsecond.
                        let last = (end - start).micros() - 1;
                        return Some(start + Span::from_micros(offset.min(last)));
                    }
                    need -= available;
                    start = end;
                }
            }
            start = day_end;
        }
        None
    }

    fn segment_end(&self, start: Time) -> Time {
        if self.constant {
            return Time::MAX;
        }
        Time::from_micros((start.micros() / HOUR.micros() + 1) * HOUR.micros())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Identity, Purpose, Seed};

    fn stream(name: &str) -> Stream {
        Seed::new(1, 0).stream(Purpose::named("arrivals"), Identity::named(name))
    }

    fn arrivals(profile: &RateProfile, factor: impl Fn(u64) -> f64, days: u64, name: &str) -> Vec<Time> {
        let (mut stream, horizon) = (stream(name), Time::ZERO + Span::days(days));
        let mut now = Time::ZERO;
        std::iter::from_fn(|| {
            now = profile.next(now, &factor, &mut stream, horizon)?;
            Some(now)
        })
        .collect()
    }

    /// Counts per hour of the day are Poisson with the hour's rate: each within five standard deviations, so a
    /// new seed fails less than 1 time in 100,000.
    #[test]
    fn each_hour_has_its_rate_and_closed_hours_none() {
        let mut rates = vec![0.0; 24];
        rates[8..18].copy_from_slice(&[6.0, 8.0, 10.0, 9.0, 0.0, 5.0, 6.0, 9.0, 8.0, 4.0]);
        let days = 2000;
        let mut counts = [0u32; 24];
        for time in arrivals(&RateProfile::periodic(rates.clone()), |_| 1.0, days, "hours") {
            counts[(time.micros() / HOUR.micros() % 24) as usize] += 1;
        }
        for (hour, rate) in rates.iter().enumerate() {
            let expected = rate * days as f64;
            assert!((f64::from(counts[hour]) - expected).abs() <= 5.0 * expected.sqrt(), "hour {hour}");
        }
    }

    /// Variance of the daily counts over their mean is 1 for a Poisson process; standard error 0.022 over 4000
    /// days, five of them.
    #[test]
    fn daily_counts_are_poisson() {
        let mut counts = vec![0.0f64; 4000];
        for time in arrivals(&RateProfile::periodic(vec![1.0, 3.0, 0.0]), |_| 1.0, 4000, "counts") {
            counts[(time.micros() / DAY.micros()) as usize] += 1.0;
        }
        let mean = counts.iter().sum::<f64>() / 4000.0;
        let variance = counts.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / 3999.0;
        assert!((mean - 32.0).abs() < 5.0 * (32.0f64 / 4000.0).sqrt());
        assert!((variance / mean - 1.0).abs() < 0.12);
    }

    #[test]
    fn a_day_factor_scales_its_own_day_only() {
        let times = arrivals(&RateProfile::constant(50.0), |day| [0.0, 2.0][day as usize % 2], 200, "factor");
        assert!(times.iter().all(|time| time.micros() / DAY.micros() % 2 == 1));
        let expected = 100.0 * 2400.0;
        assert!((times.len() as f64 - expected).abs() < 5.0 * f64::sqrt(expected));
    }

    #[test]
    fn nothing_comes_from_a_zero_rate_or_after_the_horizon() {
        let zero = RateProfile::constant(0.0);
        assert_eq!(zero.next(Time::ZERO, |_| 1.0, &mut stream("zero"), Time::MAX), None);
        let one = RateProfile::constant(1.0);
        assert_eq!(one.next(Time::hours(2.0), |_| 1.0, &mut stream("one"), Time::hours(2.0)), None);
    }
}
