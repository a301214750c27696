//! `meeting_hours`: mandatory meetings early in the morning or late in the afternoon are held at another time (source 004
//! L448 to 455; B93). The same meeting then clashes with work, and no longer with life at home.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::{Levers, scale};
use crate::clinic::parameters::values;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "B93: conflict between work and life at home is a major source of stress, most of all with young children; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "patients, whose appointments the meeting takes; whoever misses it because of one",
    first: "held",
    watch: &["third_next_available_days", "after_hours_minutes_per_day", "meeting_minutes_per_day"],
};

meeting! {
    /// When the meeting takes place instead.
    minutes 45.0; at 780; days ["wed"]; every_weeks 1; roles ["physician", "ma"]; protected true;
    source "the clinic's own plan", grade Definition;
}

section! {
    /// Meetings are moved into hours that do not clash with life at home.
    pub struct Settings {
        /// The meetings that no longer take place at their time.
        required meetings: values::Names, unit "work by the clock", range .., source "the clinic's own plan", grade Definition;
        /// When they take place instead.
        table meeting: Meeting;
    }
}

/// Meetings by number of work by the clock.
#[derive(Debug, Clone)]
pub struct Compiled(Vec<u16>);

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled(self.meetings.0.iter().map(|meeting| names.scheduled[meeting]).collect())
    }
}

impl Plan for Settings {
    fn sessions(&self) -> Vec<Session<'_>> {
        vec![self.meeting.session("moved meeting")]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        let meetings = self.meetings.0.iter();
        let meetings = meetings.map(|meeting| ("meetings".to_owned(), Reference::Scheduled(meeting)));
        meetings.chain(self.meeting.references()).collect()
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        for meeting in &self.0 {
            scale(&mut levers.held[usize::from(*meeting)], dose.share, 0.0);
        }
    }
}
