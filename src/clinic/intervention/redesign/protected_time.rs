//! `protected_time`: blocks without meetings and interruptions, and hours in which clinicians design their own templates
//! (source 000 L38 and L44; B91, B92). Interruptions at the desk and meetings become fewer; hours are invested now, and
//! notes take less later.

use std::collections::BTreeSet;

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "B91, B92: focus, and templates that save time later; no size reported. The example of a stepped-wedge trial in source 000.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "clinicians, in the hours of design; whoever wanted to ask them something",
    first: "interruptions_factor",
    watch: &["third_next_available_days", "inbox_turnaround_hours", "meeting_minutes_per_day"],
};

meeting! {
    /// Clinicians design their templates.
    minutes 60.0; at 780; days ["thu"]; every_weeks 1; roles ["physician"]; protected true;
    source "mission source 000: protected time to co-design templates; hours: no source found", grade Assumption;
}

section! {
    /// Blocks without meetings and interruptions, and time to design templates.
    pub struct Settings {
        /// Share of the time at the desk that is a block.
        value block_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Interruptions in a block, as a factor.
        value interruptions_factor: f64 = 0.3, unit "ratio", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Meetings that are not held in a block.
        value meetings: Vec<String> = Vec::new(), unit "work by the clock", range .., source "the clinic's own plan: an empty list is none", grade Definition;
        /// Share of these meetings that still takes place.
        value meetings_kept_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Weeks of design until the templates are in use; `meeting` takes place meanwhile.
        value codesign_weeks: f64 = 8.0, unit "weeks", range 0.0..=520.0, source "no source found", grade Assumption;
        /// Minutes of notes with the new templates, as a factor.
        value documentation_factor: f64 = 0.92, unit "ratio", range 0.1..=1.0, source "no source found", grade Assumption;
        /// The hours of design.
        table meeting: Meeting;
    }
}

/// With indices of work by the clock.
#[derive(Debug, Clone)]
pub struct Compiled {
    settings: Settings,
    meetings: BTreeSet<u16>,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        let meetings = self.meetings.iter().map(|meeting| names.scheduled[meeting]).collect();
        Compiled { settings: self.clone(), meetings }
    }
}

impl Plan for Settings {
    fn sessions(&self) -> Vec<Session<'_>> {
        vec![self.meeting.session("design of templates")]
    }

    fn session_weeks(&self) -> Option<f64> {
        Some(self.codesign_weeks)
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        let meetings = self.meetings.iter();
        let meetings = meetings.map(|meeting| ("meetings".to_owned(), Reference::Scheduled(meeting)));
        meetings.chain(self.meeting.references()).collect()
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        let of = &self.settings;
        let interruptions = 1.0 - of.block_share * (1.0 - of.interruptions_factor);
        scale(&mut levers.interruptions_factor, dose.share, interruptions);
        for meeting in &self.meetings {
            scale(&mut levers.held[usize::from(*meeting)], dose.share, of.meetings_kept_share);
        }
        if dose.weeks >= of.codesign_weeks {
            scale(&mut levers.documentation_minutes, dose.share, of.documentation_factor);
        }
    }
}
