//! Where, when and how faithfully an intervention is carried out, and what it costs: the same for every kind.

use crate::declaration::section;

section! {
    /// Rollout of an intervention.
    pub struct Rollout {
        /// Measured week of its begin, from 0.
        value start_week: f64 = 0.0, unit "weeks", range 0.0..=2600.0, source "convention of this program", grade Definition;
        /// Measured week of its begin at single clinics; a clinic that takes part and is not named here begins at `start_week`.
        by_name clinic_start_weeks: f64, unit "weeks", range 0.0..=2600.0, source "convention of this program", grade Definition;
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
        /// How much of it is carried out at single clinics; elsewhere it is `fidelity`.
        by_name clinic_fidelity: f64, unit "share", range 0.0..=1.0, source "none: 1 is the neutral value", grade Definition;
        /// Weeks in which what was reached halves, from the end of the ramp on; absent: it lasts.
        optional decay_half_life_weeks: f64, unit "weeks", range 0.1..=5200.0, source "none: absent is the neutral value", grade Definition;
    }
}

section! {
    /// Cost of an intervention beyond wages, which follow from the people.
    pub struct Cost {
        /// Once, at its begin, for all clinics that take part: each bears an equal share at its own begin.
        value setup_usd: f64 = 0.0, unit "US$", range 0.0..=1000000000.0, source "the clinic's own figures", grade Definition;
        /// In every week between begin and end, for all clinics that take part: each bears an equal share from its own begin on.
        value running_usd_per_week: f64 = 0.0, unit "US$ per week", range 0.0..=100000000.0, source "the clinic's own figures", grade Definition;
    }
}

/// Share of people who take up a new way of working on its first day. Assumption: no source found.
const AT_FIRST: f64 = 0.05;

/// A rollout in days of the run, clinic by clinic.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// What each clinic does of it; `None` where it takes no part.
    clinics: Vec<Option<Part>>,
    end: f64,
    ramp: f64,
    /// Rate of the logistic course of adoption, per day.
    adoption: Option<f64>,
    half_life: Option<f64>,
    setup_cents: u64,
    daily_cents: f64,
}

/// What one clinic does of an intervention.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// First day, in days of the run.
    start: f64,
    fidelity: f64,
    /// Its place among the clinics that take part.
    place: u64,
}

impl Rollout {
    /// Whether a clinic takes part.
    pub fn takes_part(&self, clinic: &str) -> bool {
        self.clinics.is_empty() || self.clinics.iter().any(|known| known == clinic)
    }

    /// Measured week of its begin at a clinic that takes part.
    pub fn begin_at(&self, clinic: &str) -> f64 {
        self.clinic_start_weeks.get(clinic).copied().unwrap_or(self.start_week)
    }

    /// Measured weeks in which it begins at the first and at the last of these clinics that take part.
    pub fn begins<'c>(&self, clinics: impl Iterator<Item = &'c String>) -> (f64, f64) {
        let begins = clinics.filter(|clinic| self.takes_part(clinic)).map(|clinic| self.begin_at(clinic));
        let both = begins.map(|week| (week, week)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        both.unwrap_or((self.start_week, self.start_week))
    }
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
        let mut places = 0..;
        let part = |name: &&str| {
            rollout.takes_part(name).then(|| Part {
                start: day(rollout.begin_at(name)),
                fidelity: rollout.clinic_fidelity.get(*name).copied().unwrap_or(rollout.fidelity),
                place: places.next().unwrap_or_default(),
            })
        };
        Self {
            clinics: clinics.iter().map(part).collect(),
            end: rollout.end_week.map_or(f64::INFINITY, day),
            ramp: 7.0 * rollout.ramp_weeks,
            adoption: rollout.adoption_weeks.map(|weeks| 2.0 * libm::log(19.0) / (7.0 * weeks)),
            half_life: rollout.decay_half_life_weeks.map(|weeks| 7.0 * weeks),
            setup_cents: (100.0 * (cost.setup_usd + own_setup_usd)).round() as u64,
            daily_cents: 100.0 * cost.running_usd_per_week / 7.0,
        }
    }

    /// Whether a clinic takes part.
    pub fn takes_part(&self, clinic: usize) -> bool {
        self.clinics[clinic].is_some()
    }

    /// Days of the run on which it begins at the first clinic, works in full at the last (before people have taken it up) and
    /// ends; the last may be infinite.
    pub fn days(&self) -> (f64, f64, f64) {
        let starts = || self.clinics.iter().flatten().map(|part| part.start);
        let (first, last) = (starts().reduce(f64::min), starts().reduce(f64::max));
        let never = f64::INFINITY;
        (first.unwrap_or(never), last.unwrap_or(never) + self.ramp, self.end)
    }

    /// What a clinic does of it, where it is going on there on a day of the run.
    fn going_on(&self, clinic: usize, day: f64) -> Option<&Part> {
        self.clinics[clinic].as_ref().filter(|part| day >= part.start && day < self.end)
    }

    /// What is left of it so many days after the begin: `2^(−days since the end of the ramp / half-life)`.
    fn left(&self, since: f64) -> f64 {
        self.half_life.map_or(1.0, |half| libm::exp2(-(since - self.ramp).max(0.0) / half))
    }

    /// The dose of a day of the run at a clinic, 0 to 1: `fidelity · min(1, days since begin / ramp) · 2^(−days since the
    /// end of the ramp / half-life)`, and 0 before the begin, after the end and where the clinic takes no part.
    pub fn dose(&self, clinic: usize, day: u64) -> f64 {
        let day = day as f64;
        let Some(part) = self.going_on(clinic, day) else { return 0.0 };
        let since = day - part.start;
        let reached = if self.ramp > 0.0 { (since / self.ramp).min(1.0) } else { 1.0 };
        part.fidelity * reached * self.left(since)
    }

    /// How far people of a clinic have taken it up on the next day, where it has to be learned: `L' = r·pace·L·(1 − L)`, from
    /// 5 % on its first day (dynamics D7). `pace` is 1 at ordinary load. Nothing before the begin and after the end.
    pub fn adopted(&self, clinic: usize, before: f64, pace: f64, day: u64) -> f64 {
        match self.adoption {
            Some(_) if self.going_on(clinic, day as f64).is_none() => 0.0,
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

    /// Weeks since the begin at a clinic on a day of the run; 0 before it, and where the clinic takes no part.
    pub fn weeks(&self, clinic: usize, day: u64) -> f64 {
        self.clinics[clinic].map_or(0.0, |part| (day as f64 - part.start).max(0.0) / 7.0)
    }

    /// Share of what was announced that is really done at a clinic on a day: fidelity, less what has faded; `None` before the
    /// begin, after the planned end, and where nothing was announced at all.
    pub fn kept(&self, clinic: usize, day: u64) -> Option<f64> {
        let day = day as f64;
        let part = self.going_on(clinic, day).filter(|part| part.fidelity > 0.0)?;
        Some(part.fidelity * self.left(day - part.start))
    }

    /// Cents that a clinic spends on a day of the run: its equal share of what all clinics that take part spend together so
    /// many days after the begin. It pays from its own begin on, and nothing where nothing is carried out.
    pub fn cents(&self, clinic: usize, day: u64) -> u64 {
        let day = day as f64;
        let Some(part) = self.going_on(clinic, day).filter(|part| part.fidelity > 0.0) else { return 0 };
        // whole cents each day: those of all days up to this one less those of the days before
        let days = (day - part.start).floor();
        let running = (self.daily_cents * (days + 1.0)).floor() - (self.daily_cents * days).floor();
        let first = day < part.start + 1.0;
        let all = running as u64 + if first { self.setup_cents } else { 0 };
        // whole cents at each clinic: those of all up to this one less those of the ones before
        let number = self.clinics.iter().flatten().count() as u64;
        all * (part.place + 1) / number - all * part.place / number
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

    /// Cents of both clinics together.
    fn together(of: &Schedule, day: u64) -> u64 {
        of.cents(0, day) + of.cents(1, day)
    }

    #[test]
    fn the_dose_grows_stays_and_fades() {
        let plain = schedule(|rollout| rollout.start_week = 2.0);
        assert_eq!((plain.dose(0, 20), plain.dose(0, 21), plain.dose(0, 900)), (0.0, 1.0, 1.0));
        let ramp = schedule(|rollout| {
            (rollout.ramp_weeks, rollout.fidelity) = (2.0, 0.5);
            rollout.end_week = Some(4.0);
        });
        assert_eq!(
            (ramp.dose(0, 7), ramp.dose(0, 14), ramp.dose(0, 21), ramp.dose(0, 34)),
            (0.0, 0.25, 0.5, 0.5)
        );
        assert_eq!(ramp.dose(0, 35), 0.0);
        let fading = schedule(|rollout| rollout.decay_half_life_weeks = Some(1.0));
        assert_eq!((fading.dose(0, 7), fading.dose(0, 14), fading.dose(0, 21)), (1.0, 0.5, 0.25));
    }

    #[test]
    fn a_new_way_is_learned_in_its_weeks_and_slower_without_room_to_learn() {
        let of = schedule(|rollout| rollout.adoption_weeks = Some(20.0));
        let after = |pace: f64, days: u64| (7..7 + days).fold(0.0, |a, day| of.adopted(0, a, pace, day));
        assert!((after(1.0, 141) - 0.95).abs() < 1e-9, "{}", after(1.0, 141));
        assert!((after(0.5, 281) - 0.95).abs() < 1e-9);
        assert_eq!((of.adopted(0, 0.5, 1.0, 6), of.learned(AT_FIRST)), (0.0, 0.0));
        assert_eq!(schedule(|_| ()).learned(0.3), 1.0);
    }

    #[test]
    fn a_week_costs_what_it_says_and_the_beginning_more() {
        let plain = schedule(|_| ());
        let cents: u64 = (7..21).map(|day| together(&plain, day)).sum();
        assert_eq!((together(&plain, 6), cents), (0, 1200 + 200));
        assert_eq!(together(&schedule(|rollout| rollout.fidelity = 0.0), 7), 0);
        let one = schedule(|rollout| rollout.clinics = vec!["b".into()]);
        assert_eq!((one.takes_part(0), one.takes_part(1)), (false, true));
        assert_eq!((one.cents(0, 7), one.cents(1, 7)), (0, 1200 + 14));
    }

    #[test]
    fn each_clinic_has_its_own_begin_and_share_and_bears_half_of_the_cost_from_then_on() {
        let of = schedule(|rollout| {
            rollout.clinic_start_weeks.insert("b".into(), 3.0);
            rollout.clinic_fidelity.insert("a".into(), 0.5);
            (rollout.ramp_weeks, rollout.adoption_weeks) = (1.0, Some(20.0));
        });
        assert_eq!(of.days(), (7.0, 35.0, f64::INFINITY));
        assert_eq!((of.dose(0, 14), of.dose(1, 14), of.dose(1, 35)), (0.5, 0.0, 1.0));
        assert_eq!((of.weeks(0, 28), of.weeks(1, 28), of.weeks(1, 35)), (3.0, 0.0, 1.0));
        assert_eq!((of.kept(0, 8), of.kept(1, 8), of.kept(1, 28)), (Some(0.5), None, Some(1.0)));
        assert_eq!((of.adopted(0, 0.0, 1.0, 27), of.adopted(1, 0.0, 1.0, 27)), (AT_FIRST, 0.0));
        // 13 weeks of each: half of the set-up and of each day's cents, the odd ones at the second
        let cents =
            |clinic: usize, days: std::ops::Range<u64>| days.map(|day| of.cents(clinic, day)).sum::<u64>();
        assert_eq!((cents(0, 0..98), cents(1, 0..28)), (600 + 13 * 49, 0));
        assert_eq!(cents(0, 7..98) + cents(1, 28..119), 1200 + 1300);
    }
}
