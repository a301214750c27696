//! Sizes of interventions that act on people directly: a published change of a score is turned into the lever that brings it
//! about in the daily equations, once, at the reference.

use crate::clinic::levers::Relief;
use crate::clinic::science::burnout::{EXHAUSTION_POINTS, exhaustion, rates};
use crate::clinic::science::demand;
use crate::clinic::science::well_being::WellBeing;

/// No factor on recovery is larger than one and this.
const MOST: f64 = 50.0;

/// What must be added to the factor 1 on the recovery from exhaustion, so that somebody at the reference stands so many
/// points lower after so many days: the root of the daily equation (dynamics D2) iterated alone, with all else unchanged, by
/// bisection. Points on the scale of 54, of which the slow state makes `1 − w`. What the resources given `beside` it do to
/// strain is contained in the points. 0 where these alone do it, the largest factor where no factor does it.
pub fn solve_recovery(points: f64, days: u32, beside: &Relief, well_being: &WellBeing) -> f64 {
    let at = well_being.reference.exhaustion;
    let target = at - points / (EXHAUSTION_POINTS * (1.0 - well_being.fatigue.score_share));
    let (_, rho) = rates(&well_being.exhaustion, at, well_being.reference.recovery_window);
    let recovery = rho * well_being.reference.recovery_window;
    let gain = recovery * at / (1.0 - at); // balances it at the reference, to first order in a day
    let damped = gain * gain_factor(beside, well_being);
    let after = |added: f64| (0..days).fold(at, |e, _| exhaustion(e, damped, recovery * (1.0 + added)));
    if after(0.0) <= target {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, MOST);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if after(middle) > target { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// What support and control do to the gain of exhaustion at the reference, through strain. Meaning does nothing to it there:
/// those at the reference have more of it than they need.
fn gain_factor(beside: &Relief, well_being: &WellBeing) -> f64 {
    let (of, on, settings) = (&well_being.reference, &well_being.theories, &well_being.resources);
    if !on.job_demands_resources {
        return 1.0;
    }
    let control = if on.demand_control { beside.control } else { 0.0 };
    let strain = |support: f64, control: f64| {
        let mean = (control + support + of.leadership + of.fairness + of.fit) / 5.0;
        let left = demand::effective_resources(mean, settings.loss_spiral, of.exhaustion);
        demand::strain(of.demand, settings.buffer, left)
    };
    let missing = |has: f64, share: f64| has + share * (1.0 - has);
    let with = strain(missing(of.support, beside.support), missing(of.control, control));
    libm::pow(with / strain(of.support, of.control), well_being.exhaustion.strain_exponent)
}

/// What a reader should know of a size that was solved for.
pub(super) fn said(points: f64, days: u32, relief: &Relief) -> String {
    let factor = 1.0 + relief.recovery;
    if relief.recovery > 0.999 * MOST {
        return format!(
            "no factor on recovery takes {points} points of exhaustion off within {days} days: it is {factor:.0}"
        );
    }
    format!(
        "recovery from exhaustion is {factor:.2} times as fast for those who take part: solved for {points} points after \
         {days} days, their own time contained"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    #[test]
    fn the_solved_recovery_brings_the_points_about() {
        let well_being = WellBeing::read(None, "", &mut Faults::default()).expect("all have defaults");
        for (points, days) in [(1.0, 90), (6.7, 165)] {
            let added = solve_recovery(points, days, &Relief::default(), &well_being);
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

    #[test]
    fn resources_given_beside_it_are_contained_in_the_points() {
        let well_being = WellBeing::read(None, "", &mut Faults::default()).expect("all have defaults");
        let solve = |beside: Relief| solve_recovery(6.7, 165, &beside, &well_being);
        let alone = solve(Relief::default());
        let control = solve(Relief { control: 0.3, ..Relief::default() });
        let both = solve(Relief { control: 0.3, support: 0.3, ..Relief::default() });
        assert!(both < control && control < alone, "{both} {control} {alone}");
        let enough = Relief { control: 1.0, support: 1.0, ..Relief::default() };
        assert_eq!(solve_recovery(0.01, 365, &enough, &well_being), 0.0);
    }

    #[test]
    fn what_cannot_be_reached_is_said() {
        let well_being = WellBeing::read(None, "", &mut Faults::default()).expect("all have defaults");
        let said_of = |points, days| {
            let recovery = solve_recovery(points, days, &Relief::default(), &well_being);
            said(points, days, &Relief { recovery, ..Relief::default() })
        };
        assert!(said_of(20.0, 2).starts_with("no factor on recovery takes 20 points"));
        assert!(said_of(6.7, 165).contains("solved for 6.7 points after 165 days"));
    }
}
