//! `shared_governance`: a council in which the front line has binding votes on the rules of its work, and a share of the
//! budget (source 000, architecture of change; B158, B160). It changes which local rules are made and which go, what small
//! improvements are bought, and the control of those who take part in decisions.

use crate::clinic::intervention::session::meeting;
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Reference, Session};
use crate::clinic::levers::{Levers, complement};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::TeamAndLeadership,
    reported: "B158, B160: binding votes of clinicians and a share of the budget, no size reported. C84: burnout odds 0.65 (0.57 to 0.74) with participatory decisions.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "members of the council",
    first: "frontline_vote",
    watch: &["meeting_minutes_per_day", "after_hours_minutes_per_day", "third_next_available_days"],
};

meeting! {
    /// When the council meets.
    minutes 60.0; at 960; days ["thu"]; every_weeks 2; roles ["physician", "ma", "nurse"]; protected true;
    source "no source found", grade Assumption;
}

section! {
    /// A council in which the front line votes on rules and has money of its own.
    pub struct Settings {
        /// When the council meets, for how long, of which roles its members are. Its decisions do not depend on who was away on a date, so the time is protected.
        table meeting: Meeting;
        /// Members of each of these roles at a clinic.
        value members: u32 = 1, unit "people", range 1.0..=100.0, source "the clinic's own plan", grade Definition;
        /// Share of the vote that the front line has in which rules are made, and in which go.
        value vote_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "mission source 000: binding; share: no source found", grade Assumption;
        /// Local rules that the council reviews in a year, for each sort of rule; the front line's share of the vote decides how many of them go.
        value rules_reviewed_per_year: f64 = 12.0, unit "rules per year", range 0.0..=1000.0, source "no source found", grade Assumption;
        /// Share of the budget for improvements that it spends.
        value budget_share: f64 = 0.25, unit "share", range 0.0..=1.0, source "mission source 000: a portion; size: no source found", grade Assumption;
        /// Small improvements that the whole of this budget buys in a year.
        value improvements_by_whole_budget_per_year: f64 = 12.0, unit "improvements per year", range 0.0..=1000.0, source "no source found", grade Assumption;
        /// Control gained by taking part in decisions, as a share of what is missing.
        value control_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found (compare C84)", grade Assumption;
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
        vec![Session { people: Some(self.members), ..self.meeting.session("council") }]
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        self.meeting.references()
    }
}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        let bought = self.budget_share * self.improvements_by_whole_budget_per_year;
        complement(&mut levers.frontline_vote, dose.share * self.vote_share);
        levers.rules_removed_per_year += dose.share * self.vote_share * self.rules_reviewed_per_year;
        levers.improvements_per_year += dose.share * bought;
        complement(&mut levers.control_added, dose.share * self.control_share);
    }
}
