//! Sizes of interventions that act on people directly: a published change of a score is turned into the lever that brings it
//! about in the daily equations, once, at the reference.

use crate::clinic::science::burnout::{EXHAUSTION_POINTS, exhaustion, rates};
use crate::clinic::science::well_being::WellBeing;

/// No factor on recovery is larger than one and this.
const MOST: f64 = 50.0;

/// What must be added to the factor 1 on the recovery from exhaustion, so that somebody at the reference stands so many
/// points lower after so many days: the root of the daily equation (dynamics D2) iterated alone, with all else unchanged, by
/// bisection. Points on the scale of 54, of which the slow state makes `1 − w`. The largest factor where no factor does it.
pub fn solve_recovery(points: f64, days: u32, well_being: &WellBeing) -> f64 {
    let at = well_being.reference.exhaustion;
    let target = at - points / (EXHAUSTION_POINTS * (1.0 - well_being.fatigue.score_share));
    let (_, rho) = rates(&well_being.exhaustion, at, well_being.reference.recovery_window);
    let recovery = rho * well_being.reference.recovery_window;
    let gain = recovery * at / (1.0 - at); // balances it at the reference, to first order in a day
    let after = |added: f64| (0..days).fold(at, |e, _| exhaustion(e, gain, recovery * (1.0 + added)));
    let (mut low, mut high) = (0.0, MOST);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if after(middle) > target { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    #[test]
    fn the_solved_recovery_brings_the_points_about() {
        let well_being = WellBeing::read(None, "", &mut Faults::default()).expect("all have defaults");
        for (points, days) in [(1.0, 90), (6.7, 165)] {
            let added = solve_recovery(points, days, &well_being);
            let at = well_being.reference.exhaustion;
            let (_, rho) = rates(&well_being.exhaustion, at, well_being.reference.recovery_window);
            let recovery = rho * well_being.reference.recovery_window;
            let gain = recovery * at / (1.0 - at);
            let mut e = at;
            (0..days).for_each(|_| e = exhaustion(e, gain, recovery * (1.0 + added)));
            let found = EXHAUSTION_POINTS * (1.0 - well_being.fatigue.score_share) * (at - e);
            assert!((found - points).abs() < 1e-6, "{found} points of {points} by {added}");
        }
    }
}
