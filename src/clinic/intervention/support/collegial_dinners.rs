//! `collegial_dinners`: small groups of colleagues are paid a meal every few weeks and speak about their work (source 004;
//! C41, B82, A39). It acts on people and so carries its published size. That size is a prevalence: 14.6 percentage points
//! fewer with burnout after a year, net (-12.7 against +1.9). A share above a cut says little about the mean: here the
//! points are those by which a normal score (SD 12, C76a; 41 % at 27 points or more, V4) must fall for 41 % to become
//! 26.4 %, as if all of it were exhaustion. The size is net of the evenings, so no minutes are charged.

use crate::clinic::intervention::relief::{said, solve_recovery};
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Volunteers};
use crate::clinic::levers::{Levers, Relief};
use crate::clinic::science::well_being::WellBeing;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Support,
    reported: "C41: burnout -12.7 percentage points against +1.9 after 12 months (West 2021, physicians); B82: more meaning; what a score does may be less than what a share above a cut does.",
    grade: Grade::Published,
    direct: true,
    announced: false,
    pays: "those who dine give the evening (in the size already); the funder pays the meals",
    first: "relief",
    watch: &["cost_per_year", "after_hours_minutes_per_day"],
};

section! {
    /// Funded meals of small groups of colleagues.
    pub struct Settings {
        /// Share of people who take part.
        value participants_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// What a standard deviation of exhaustion adds to the log odds of taking part; below 0 the exhausted stay away.
        value log_odds_per_sd: f64 = 0.0, unit "log odds", range -5.0..=5.0, source "none: 0 is the neutral value", grade Definition;
        /// Whether it is offered to clinicians alone: those whom the trial was about.
        value clinicians_only: bool = true, unit "yes or no", range .., source "West 2021, Mayo Clinic Proceedings: physicians (C41)", grade Published;
        /// Points of exhaustion that those lose who take part, net, at the reference.
        value exhaustion_points: f64 = 4.8, unit "points of 54", range 0.0..=27.0, source "C41: -14.6 percentage points; 12·(Φ⁻¹(0.41) − Φ⁻¹(0.264)), SD of C76a, share of V4", grade Derived;
        /// Days after which they do.
        value follow_up_days: u32 = 365, unit "days", range 1.0..=3650.0, source "C41: 12 months", grade Published;
        /// Support of those who take part, as a share of what is missing; contained in the points.
        value support_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found (direction: B82)", grade Assumption;
        /// Supply of meaning of those who take part, added.
        value meaning_added: f64 = 0.05, unit "share", range 0.0..=1.0, source "no source found (direction: A39)", grade Assumption;
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
    fn relief(&self, well_being: &WellBeing) -> Relief {
        let beside = Relief { support: self.support_share, meaning: self.meaning_added, ..Relief::default() };
        let recovery = solve_recovery(self.exhaustion_points, self.follow_up_days, &beside, well_being);
        Relief { recovery, ..beside }
    }

    fn volunteers(&self) -> Option<Volunteers> {
        Some(Volunteers {
            share: self.participants_share,
            log_odds_per_sd: self.log_odds_per_sd,
            clinicians_only: self.clinicians_only,
        })
    }

    fn notice(&self, well_being: &WellBeing) -> Option<String> {
        let said = || said(self.exhaustion_points, self.follow_up_days, &self.relief(well_being));
        well_being.enabled.then(said)
    }
}

impl Intervention for Settings {
    /// What there is of it is for those who take part.
    fn pull(&self, _: Dose, _: &mut Levers) {}
}
