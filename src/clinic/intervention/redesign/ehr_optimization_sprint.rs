//! `ehr_optimization_sprint`: a team of informaticians comes for two weeks, builds what a unit needs into its record, and
//! trains everybody (source 004 L404 to 413; A19, C39, B84). It takes extraneous minutes off, and makes people quicker with
//! notes and orders. What was built grows old: give `rollout.decay_half_life_weeks`.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "A19: quality, charting time and satisfaction better, without sizes; C39: 16 minutes less a physician and day, for comparison only.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false, // two weeks are promised and held: that what they taught fades breaks no promise
    pays: "the team of the sprint; clinicians and staff in training while it lasts",
    first: "extraneous_factor",
    watch: &["meeting_minutes_per_day", "third_next_available_days", "cost_per_year"],
};

meeting! {
    /// Training, as long as the sprint lasts.
    minutes 45.0; at 780; days ["tue", "thu"]; every_weeks 1; roles ["physician", "ma"]; protected false;
    source "mission source 004: training of clinicians and staff; hours: no source found", grade Assumption;
}

section! {
    /// A team optimises the record of a unit, and trains its people.
    pub struct Settings {
        /// Extraneous minutes (searching, clicking, dismissing) that the new tools take off, as a share.
        value extraneous_taken_off_share: f64 = 0.3, unit "share", range 0.0..=1.0, source "no source found (compare C39: 16 minutes a day)", grade Assumption;
        /// Minutes of notes and of order entry that people no longer need, because they know their tools better, as a share.
        value skill_minutes_taken_off_share: f64 = 0.03, unit "share", range 0.0..=0.9, source "no source found", grade Assumption;
        /// How long the sprint lasts; tools and skill grow evenly meanwhile.
        value sprint_weeks: f64 = 2.0, unit "weeks", range 0.1..=104.0, source "A19", grade MissionSource;
        /// People of the team.
        value team_people: f64 = 11.0, unit "people", range 0.0..=500.0, source "A19", grade MissionSource;
        /// Their hours in a week.
        value hours_per_week: f64 = 40.0, unit "hours per week", range 0.0..=168.0, source "no source found", grade Assumption;
        /// What an hour of one of them costs.
        value usd_per_hour: f64 = 70.0, unit "US$ per hour", range 0.0..=2000.0, source "no source found", grade Assumption;
        /// Units to which the team goes, one after the other: its cost is so many times that of one.
        value units: u32 = 1, unit "units", range 1.0..=1000.0, source "A19: one unit", grade MissionSource;
        /// Training.
        table meeting: Meeting;
    }
}

/// The same; it names nothing.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }
}

impl Plan for Settings {
    fn sessions(&self) -> Vec<Session<'_>> {
        vec![self.meeting.session("training at the record")]
    }

    fn session_weeks(&self) -> Option<f64> {
        Some(self.sprint_weeks)
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }

    fn own_setup_usd(&self) -> f64 {
        let hours = self.team_people * self.sprint_weeks * self.hours_per_week;
        f64::from(self.units) * hours * self.usd_per_hour
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        // what is built today is there today
        let built = ((dose.weeks + 1.0 / 7.0) / self.sprint_weeks).min(1.0);
        let share = dose.share * built;
        scale(&mut levers.extraneous_factor, share, 1.0 - self.extraneous_taken_off_share);
        let skilled = 1.0 - self.skill_minutes_taken_off_share;
        scale(&mut levers.documentation_minutes, share, skilled);
        scale(&mut levers.order_entry_minutes, share, skilled);
    }
}
