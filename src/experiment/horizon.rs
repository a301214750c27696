//! Which weeks a comparison speaks of: the same for all its arms.

/// The weeks of one scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// Measured weeks.
    pub weeks: u32,
    /// First and last week of the summary, from 1; `None` for the default of the model.
    pub period: Option<(u32, u32)>,
}

/// The weeks that all arms run: the longest of their horizons, summarized over the baseline's period; `None` without
/// an arm. The loader gives the result back to every scenario as overrides.
pub fn common(horizons: &[Horizon]) -> Option<Horizon> {
    let weeks = horizons.iter().map(|horizon| horizon.weeks).max()?;
    Some(Horizon { weeks, period: horizons[0].period })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_weeks_and_the_period_of_the_baseline_hold_for_all() {
        let horizon = |weeks, period| Horizon { weeks, period };
        let arms = [horizon(26, Some((3, 20))), horizon(52, None), horizon(40, Some((1, 4)))];
        assert_eq!(common(&arms), Some(horizon(52, Some((3, 20)))));
        assert_eq!(common(&arms[1..]), Some(horizon(52, None)));
        assert_eq!(common(&[]), None);
    }
}
