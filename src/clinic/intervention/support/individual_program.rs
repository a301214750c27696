//! `individual_program`: something that people do for themselves: mindfulness, yoga, gratitude, a resilience app, a course
//! in managing one's time (sources 000 to 002; B75, B76, B77, A50). It takes minutes from the day, takes off a little
//! fatigue while it goes on, and changes nothing of the load. Coping costs resources, so that the exhausted come less
//! (conservation of resources, B21). For a course in managing time set the relief to 0: it does nothing to the load.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{
    About, Dose, Group, Intervention, Names, Plan, Reference, Session, Uptake,
};
use crate::clinic::levers::{Levers, Relief};
use crate::clinic::science::well_being::WellBeing;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Support,
    reported: "A50: small, short relief of exhaustion, none of harm to patients; A48: less than what organisations change; B77: a course in managing time does nothing to the load.",
    grade: Grade::MissionSource,
    direct: false,
    announced: false,
    pays: "those who take part, from their working day",
    first: "held",
    watch: &["after_hours_minutes_per_day", "notes_open", "inbox_turnaround_hours", "burnout_prevalence"],
};

meeting! {
    /// When there is time for it.
    minutes 20.0; at 995; days ["tue", "thu"]; every_weeks 1; roles ["physician", "ma", "nurse"]; protected false;
    source "no source found", grade Assumption;
}

section! {
    /// Something that people do for themselves, in working hours.
    pub struct Settings {
        /// When there is time for it, how long it takes, for whom.
        table meeting: Meeting;
        /// Fatigue taken off in a day, as a share of it, for somebody who comes each time.
        value fatigue_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "A50: small; size: no source found", grade Assumption;
        /// Log odds of coming, without exhaustion, to something that takes no time.
        value uptake_log_odds: f64 = 1.0, unit "log odds", range -10.0..=10.0, source "no source found (form: dynamics D7)", grade Assumption;
        /// What full exhaustion adds to them.
        value uptake_per_exhaustion: f64 = -2.0, unit "log odds", range -20.0..=0.0, source "B21 (direction); size: no source found", grade Assumption;
        /// What each minute adds to them.
        value uptake_per_minute: f64 = -0.03, unit "log odds per minute", range -5.0..=0.0, source "B21 (direction); size: no source found", grade Assumption;
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
        let uptake = Uptake {
            log_odds: self.uptake_log_odds,
            per_exhaustion: self.uptake_per_exhaustion,
            per_minute: self.uptake_per_minute,
        };
        vec![Session { uptake: Some(uptake), ..self.meeting.session("individual program") }]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }

    fn relief(&self, _: &WellBeing) -> Relief {
        Relief { fatigue: self.fatigue_share, ..Relief::default() }
    }
}

impl Intervention for Settings {
    /// What there is of it is for those who take part.
    fn pull(&self, _: Dose, _: &mut Levers) {}
}
