//! `security_friction`: after how long a workstation locks, by place, and how often people must sign in and out (source
//! 004 L202 to 209 and L235; A8, B29). It changes how often people log in again; it may make things better or worse.

use std::collections::BTreeMap;

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "A8: family physicians spend nearly as much time on security as on reading problem lists; no effect of a change reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "everybody at the record, where time-outs are short",
    first: "log_in_minutes_per_hour",
    watch: &["extraneous_minutes_per_day", "deep_work_fraction", "record_administration_minutes_per_day"],
};

section! {
    /// How often people must log in again.
    pub struct Settings {
        /// Log-ins more in an hour at the record, beside those of `places` (signing in and out between clinical and clerical work); below 0 they are fewer than those which published minutes contain.
        value log_ins_per_hour_added: f64 = 0.0, unit "log-ins per hour", range -20.0..=60.0, source "the clinic's own figures", grade Definition;
        /// How long one takes.
        value seconds_per_log_in: f64 = 15.0, unit "seconds", range 0.0..=600.0, source "no source found", grade Assumption;
        /// Places at which the time-out changes.
        tables places: Place;
        /// Work by the clock that is signing on.
        value sign_on_work: Vec<String> = Vec::new(), unit "work by the clock", range .., source "the clinic's own plan: an empty list is none", grade Definition;
        /// Minutes of that work, as a factor.
        value sign_on_factor: f64 = 1.0, unit "ratio", range 0.0..=10.0, source "none: 1 is the neutral value", grade Definition;
    }
}

section! {
    /// A place with workstations. People leave one for a while so many times an hour; who is away for longer than the time-out logs in again, where the lengths of these pauses are exponential.
    pub struct Place {
        /// Share of the time at the record that is spent there.
        value time_share: f64 = 1.0, unit "share", range 0.0..=1.0, source "the clinic's own figures", grade Definition;
        /// After how long a workstation locks so far.
        required time_out_minutes_before: f64, unit "minutes", range 0.0..=1440.0, source "the clinic's own figures", grade Definition;
        /// After how long it locks now.
        required time_out_minutes: f64, unit "minutes", range 0.0..=1440.0, source "the clinic's own plan", grade Definition;
        /// Pauses in an hour at the record.
        value pauses_per_hour: f64 = 4.0, unit "pauses per hour", range 0.0..=60.0, source "no source found (about one for each visit)", grade Assumption;
        /// Their mean length.
        value pause_minutes: f64 = 10.0, unit "minutes", range 0.1..=480.0, source "no source found", grade Assumption;
    }
}

impl Place {
    /// How many more log-ins the new time-out makes in an hour at the record.
    fn log_ins_added(&self) -> f64 {
        let longer_than = |minutes: f64| libm::exp(-minutes / self.pause_minutes);
        let change = longer_than(self.time_out_minutes) - longer_than(self.time_out_minutes_before);
        self.time_share * self.pauses_per_hour * change
    }
}

/// Minutes in an hour, and work by the clock by index.
#[derive(Debug, Clone)]
pub struct Compiled {
    minutes_per_hour: f64,
    sign_on: BTreeMap<u16, f64>,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        let places: f64 = self.places.values().map(Place::log_ins_added).sum();
        let sign_on = self.sign_on_work.iter().map(|work| (names.scheduled[work], self.sign_on_factor));
        Compiled {
            minutes_per_hour: (self.log_ins_per_hour_added + places) * self.seconds_per_log_in / 60.0,
            sign_on: sign_on.collect(),
        }
    }
}

impl Plan for Settings {
    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.sign_on_work.iter().map(|work| ("sign_on_work".to_owned(), Reference::Scheduled(work))).collect()
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        levers.log_in_minutes_per_hour += dose.share * self.minutes_per_hour;
        for (work, factor) in &self.sign_on {
            scale(&mut levers.meeting_minutes[usize::from(*work)], dose.share, *factor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pauses of 10 minutes, four an hour: `4·e^(−1/2)` of them end after a time-out of 5 minutes, `4·e^(−3)` after one of 30.
    #[test]
    fn a_longer_time_out_spares_log_ins() {
        let place = |before: f64, now: f64| Place {
            time_share: 0.5,
            time_out_minutes_before: before,
            time_out_minutes: now,
            pauses_per_hour: 4.0,
            pause_minutes: 10.0,
        };
        let spared = 0.5 * 4.0 * (0.606_530_659_712_633 - 0.049_787_068_367_864);
        assert!((place(5.0, 30.0).log_ins_added() + spared).abs() < 1e-12);
        assert!((place(30.0, 5.0).log_ins_added() - spared).abs() < 1e-12);
        assert_eq!(place(5.0, 5.0).log_ins_added(), 0.0);
    }
}
