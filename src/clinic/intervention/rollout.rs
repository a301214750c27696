//! Where, when and how faithfully an intervention is carried out, and what it costs: the same for every kind.

use crate::declaration::section;

section! {
    /// Rollout of an intervention.
    pub struct Rollout {
        /// Measured week of its begin, from 0.
        value start_week: f64 = 0.0, unit "weeks", range 0.0..=2600.0, source "convention of this program", grade Definition;
        /// Weeks until it works in full; in between the dose grows evenly from day to day.
        value ramp_weeks: f64 = 0.0, unit "weeks", range 0.0..=520.0, source "none: 0 is at once", grade Definition;
        /// Weeks until people have taken up a new way of working, at ordinary load: a logistic course from 5 to 95 %, slower where overload leaves no room to learn (`adoption_weeks = 20` is usual); absent: what is carried out is done at once.
        optional adoption_weeks: f64, unit "weeks", range 0.1..=520.0, source "none: absent is the neutral value; about 20 weeks are usual (A16, dynamics D7)", grade Definition;
        /// Measured week of its end; absent: it stays.
        optional end_week: f64, unit "weeks", range 0.0..=2600.0, source "convention of this program", grade Definition;
        /// The clinics; absent: all.
        value clinics: Vec<String> = Vec::new(), unit "clinics", range .., source "none: an empty list is all clinics", grade Definition;
        /// How much of it is carried out, once it works in full.
        value fidelity: f64 = 1.0, unit "share", range 0.0..=1.0, source "none: 1 is the neutral value", grade Definition;
        /// Weeks in which what was reached halves, from the end of the ramp on; absent: it lasts.
        optional decay_half_life_weeks: f64, unit "weeks", range 0.1..=5200.0, source "none: absent is the neutral value", grade Definition;
    }
}

section! {
    /// Cost of an intervention beyond wages, which follow from the people.
    pub struct Cost {
        /// Once, at its begin.
        value setup_usd: f64 = 0.0, unit "US$", range 0.0..=1000000000.0, source "the clinic's own figures", grade Definition;
        /// In every week between begin and end.
        value running_usd_per_week: f64 = 0.0, unit "US$ per week", range 0.0..=100000000.0, source "the clinic's own figures", grade Definition;
    }
}

/// Share of people who take up a new way of working on its first day. Assumption: no source found.
const AT_FIRST: f64 = 0.05;

/// A rollout in days of the run.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Whether each clinic takes part.
    pub clinics: Vec<bool>,
    /// First day, in days of the run.
    start: f64,
    end: f64,
    ramp: f64,
    /// Rate of the logistic course of adoption, per day.
    adoption: Option<f64>,
    fidelity: f64,
    half_life: Option<f64>,
    setup_cents: u64,
    daily_cents: f64,
}

impl Schedule {
    /// The schedule of a rollout; what its kind costs at its begin comes on top of what the file says.
    pub fn new(
        rollout: &Rollout,
        cost: &Cost,
        own_setup_usd: f64,
        clinics: &[&str],
        warmup_weeks: u32,
    ) -> Self {
        let day = |week: f64| 7.0 * (f64::from(warmup_weeks) + week);
        let takes_part =
            |name: &&str| rollout.clinics.is_empty() || rollout.clinics.iter().any(|c| c == name);
        Self {
            clinics: clinics.iter().map(takes_part).collect(),
            start: day(rollout.start_week),
            end: rollout.end_week.map_or(f64::INFINITY, day),
            ramp: 7.0 * rollout.ramp_weeks,
            adoption: rollout.adoption_weeks.map(|weeks| 2.0 * libm::log(19.0) / (7.0 * weeks)),
            fidelity: rollout.fidelity,
            half_life: rollout.decay_half_life_weeks.map(|weeks| 7.0 * weeks),
            setup_cents: (100.0 * (cost.setup_usd + own_setup_usd)).round() as u64,
            daily_cents: 100.0 * cost.running_usd_per_week / 7.0,
        }
    }

    /// Days of the run on which it begins, works in full (before people have taken it up) and ends; the last may be infinite.
    pub fn days(&self) -> (f64, f64, f64) {
        (self.start, self.start + self.ramp, self.end)
    }

    /// Whether it is going on on a day of the run.
    fn goes_on(&self, day: f64) -> bool {
        day >= self.start && day < self.end
    }

    /// The dose of a day of the run, 0 to 1: `fidelity · min(1, days since begin / ramp) · 2^(−days since the end of
    /// the ramp / half-life)`, and 0 before the begin and after the end.
    pub fn dose(&self, day: u64) -> f64 {
        let day = day as f64;
        if !self.goes_on(day) {
            return 0.0;
        }
        let since = day - self.start;
        let reached = if self.ramp > 0.0 { (since / self.ramp).min(1.0) } else { 1.0 };
        let left = match self.half_life {
            Some(half) => libm::exp2(-(since - self.ramp).max(0.0) / half),
            None => 1.0,
        };
        self.fidelity * reached * left
    }

    /// How far people have taken it up on the next day, where it has to be learned: `L' = r·pace·L·(1 − L)`, from 5 % on
    /// its first day (dynamics D7). `pace` is 1 at ordinary load. Nothing before the begin and after the end.
    pub fn adopted(&self, before: f64, pace: f64, day: u64) -> f64 {
        match self.adoption {
            Some(_) if !self.goes_on(day as f64) => 0.0,
            Some(_) if before == 0.0 => AT_FIRST,
            Some(rate) => {
                let odds = before / (1.0 - before) * libm::exp(rate * pace);
                odds / (1.0 + odds)
            }
            None => 1.0,
        }
    }

    /// The share of it that is done for want of learning: 0 at first, 1 where nothing has to be learned.
    pub fn learned(&self, adopted: f64) -> f64 {
        if self.adoption.is_some() { (adopted - AT_FIRST).max(0.0) / (1.0 - AT_FIRST) } else { 1.0 }
    }

    /// Weeks since the begin on a day of the run; 0 before it.
    pub fn weeks(&self, day: u64) -> f64 {
        (day as f64 - self.start).max(0.0) / 7.0
    }

    /// Share of what was announced that is really done on a day: fidelity, less what has faded; `None` before the begin,
    /// after the planned end, and where nothing was announced at all.
    pub fn kept(&self, day: u64) -> Option<f64> {
        if self.fidelity == 0.0 || !self.goes_on(day as f64) {
            return None;
        }
        let faded = |half: f64| libm::exp2(-(day as f64 - self.start - self.ramp).max(0.0) / half);
        Some(self.fidelity * self.half_life.map_or(1.0, faded))
    }

    /// Cents spent on a day of the run, by all clinics that take part together.
    pub fn cents(&self, day: u64) -> u64 {
        let day = day as f64;
        if self.fidelity == 0.0 || !self.goes_on(day) {
            return 0;
        }
        let first = day < self.start + 1.0;
        // whole cents each day: those of all days up to this one less those of the days before
        let days = (day - self.start).floor();
        let running = (self.daily_cents * (days + 1.0)).floor() - (self.daily_cents * days).floor();
        running as u64 + if first { self.setup_cents } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    fn schedule(change: impl FnOnce(&mut Rollout)) -> Schedule {
        let mut rollout = Rollout::read(None, "", &mut Faults::default()).expect("defaults have no faults");
        change(&mut rollout);
        let cost = Cost { setup_usd: 12.0, running_usd_per_week: 1.0 };
        Schedule::new(&rollout, &cost, 0.0, &["a", "b"], 1)
    }

    #[test]
    fn the_dose_grows_stays_and_fades() {
        let plain = schedule(|rollout| rollout.start_week = 2.0);
        assert_eq!((plain.dose(20), plain.dose(21), plain.dose(900)), (0.0, 1.0, 1.0));
        let ramp = schedule(|rollout| {
            (rollout.ramp_weeks, rollout.fidelity) = (2.0, 0.5);
            rollout.end_week = Some(4.0);
        });
        assert_eq!((ramp.dose(7), ramp.dose(14), ramp.dose(21), ramp.dose(34)), (0.0, 0.25, 0.5, 0.5));
        assert_eq!(ramp.dose(35), 0.0);
        let fading = schedule(|rollout| rollout.decay_half_life_weeks = Some(1.0));
        assert_eq!((fading.dose(7), fading.dose(14), fading.dose(21)), (1.0, 0.5, 0.25));
    }

    #[test]
    fn a_new_way_is_learned_in_its_weeks_and_slower_without_room_to_learn() {
        let of = schedule(|rollout| rollout.adoption_weeks = Some(20.0));
        let after = |pace: f64, days: u64| (7..7 + days).fold(0.0, |a, day| of.adopted(a, pace, day));
        assert!((after(1.0, 141) - 0.95).abs() < 1e-9, "{}", after(1.0, 141));
        assert!((after(0.5, 281) - 0.95).abs() < 1e-9);
        assert_eq!((of.adopted(0.5, 1.0, 6), of.learned(AT_FIRST)), (0.0, 0.0));
        assert_eq!(schedule(|_| ()).learned(0.3), 1.0);
    }

    #[test]
    fn a_week_costs_what_it_says_and_the_beginning_more() {
        let plain = schedule(|_| ());
        let cents: u64 = (7..21).map(|day| plain.cents(day)).sum();
        assert_eq!((plain.cents(6), cents), (0, 1200 + 200));
        assert_eq!(schedule(|rollout| rollout.fidelity = 0.0).cents(7), 0);
        assert_eq!(schedule(|rollout| rollout.clinics = vec!["b".into()]).clinics, [false, true]);
    }
}
