//! `peer_support`: trained peers are there for a colleague after an adverse event (sources 000 and 004; B78). It changes
//! how fast trauma fades, not the work that makes errors.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::{Levers, most};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Support,
    reported: "B78: psychological first aid buffers the acute impact and changes nothing of the system; no size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "the peers, who meet to practise; talks after an event are not charged",
    first: "trauma_support",
    watch: &["meeting_minutes_per_day", "errors_made_per_1000_orders.expected"],
};

meeting! {
    /// When the peers meet to practise.
    minutes 30.0; at 990; days ["fri"]; every_weeks 4; roles ["physician", "nurse"]; protected true;
    source "no source found", grade Assumption;
}

section! {
    /// Trained peers are there for whoever was hit by an adverse event.
    pub struct Settings {
        /// When the peers meet to practise, for how long, of which roles they are.
        table meeting: Meeting;
        /// Peers of each of these roles at a clinic: the first of them.
        value peers: u32 = 1, unit "people", range 1.0..=100.0, source "the clinic's own plan", grade Definition;
        /// Share of the trauma of an adverse event that support avoids.
        value trauma_avoided_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "dynamics D4: jumps at adverse events, halved by peer support", grade Assumption;
    }
}

/// The same; it names roles only for its meeting.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }
}

impl Plan for Settings {
    fn sessions(&self) -> Vec<Session<'_>> {
        vec![Session { people: Some(self.peers), ..self.meeting.session("peers' practice") }]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        most(&mut levers.trauma_support, dose.share * self.trauma_avoided_share);
    }
}
