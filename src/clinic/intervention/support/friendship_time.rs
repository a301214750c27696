//! `friendship_time`: the first minutes of a meeting belong to people, not to the agenda (source 004, support; B83). It
//! changes how much of one's contact is with the own team, and support; it takes the minutes.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::{Levers, complement, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Support,
    reported: "B83: meetings that begin with a few minutes of voluntary sharing or fun; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "everybody who comes",
    first: "team_contact",
    watch: &["meeting_minutes_per_day", "exhaustion_mean", "cynicism_mean"],
};

meeting! {
    /// When the team has time for each other, where no meeting of its own is lengthened for it.
    minutes 10.0; at 1000; days ["fri"]; every_weeks 1; roles ["physician", "ma", "nurse"]; protected true;
    source "mission source 004: a few minutes; length: no source found", grade Assumption;
}

section! {
    /// Some minutes of meetings are for people.
    pub struct Settings {
        /// A meeting of its own; with 0 minutes there is none.
        table meeting: Meeting;
        /// Work by the clock that is lengthened for it: names under `[scheduled]`.
        value lengthened: Vec<String> = Vec::new(), unit "work by the clock", range .., source "the clinic's own plan", grade Definition;
        /// Length of these, as a factor.
        value lengthened_factor: f64 = 1.1, unit "ratio", range 1.0..=4.0, source "no source found", grade Assumption;
        /// Weight of the own team in contact, as a factor: moods spread more in the team, good and bad ones.
        value team_contact_factor: f64 = 1.2, unit "ratio", range 1.0..=20.0, source "no source found", grade Assumption;
        /// Support, as a share of what is missing.
        value support_share: f64 = 0.05, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
    }
}

/// With indices of the meetings that are lengthened.
#[derive(Debug, Clone)]
pub struct Compiled {
    lengthened: Vec<u16>,
    lengthened_factor: f64,
    team_contact_factor: f64,
    support_share: f64,
}

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, names: &Names<'_>) -> Compiled {
        Compiled {
            lengthened: self.lengthened.iter().map(|name| names.scheduled[name]).collect(),
            lengthened_factor: self.lengthened_factor,
            team_contact_factor: self.team_contact_factor,
            support_share: self.support_share,
        }
    }
}

impl Plan for Settings {
    fn sessions(&self) -> Vec<Session<'_>> {
        if self.meeting.minutes > 0.0 { vec![self.meeting.session("friendship time")] } else { Vec::new() }
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        let lengthened =
            self.lengthened.iter().map(|name| ("lengthened".to_owned(), Reference::Scheduled(name)));
        self.meeting.references().into_iter().chain(lengthened).collect()
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        for meeting in &self.lengthened {
            scale(&mut levers.meeting_minutes[usize::from(*meeting)], dose.share, self.lengthened_factor);
        }
        scale(&mut levers.team_contact, dose.share, self.team_contact_factor);
        complement(&mut levers.support_added, dose.share * self.support_share);
    }
}
