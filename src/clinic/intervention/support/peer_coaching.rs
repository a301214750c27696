//! `peer_coaching`: trained peers help colleagues who want it to find and meet their goals (source 004; C40, B79, A40). It
//! acts on people and so carries its published size: 6.7 points of exhaustion after five to six months, net (-5.2 against
//! +1.5). The size is net of the time for sessions, so no minutes are charged. Volunteers come, and the more exhausted
//! rather: in a comparison before and after, part of what they gain is regression to the mean.

use crate::clinic::intervention::relief::{said, solve_recovery};
use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, Volunteers};
use crate::clinic::levers::{Levers, Relief};
use crate::clinic::science::well_being::WellBeing;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Support,
    reported: "C40: exhaustion -5.2 points against +1.5, burnout -17.1 percentage points against +4.9, after 5 to 6 months (Dyrbye 2019, 88 volunteers).",
    grade: Grade::Published,
    direct: true,
    announced: false,
    pays: "volunteers give the time (in the size already); coaches and their training are a cost",
    first: "relief",
    watch: &["cost_per_year", "burnout_prevalence"],
};

section! {
    /// Coaching by trained peers, for those who want it.
    pub struct Settings {
        /// Share of people who want it, at the reference.
        value volunteers_share: f64 = 0.2, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// What a standard deviation of exhaustion adds to their log odds of wanting it.
        value log_odds_per_sd: f64 = 0.5, unit "log odds", range -5.0..=5.0, source "no source found", grade Assumption;
        /// Whether it is offered to clinicians alone: those whom the trial was about.
        value clinicians_only: bool = true, unit "yes or no", range .., source "Dyrbye 2019, JAMA Internal Medicine: physicians (C40)", grade Published;
        /// Points of exhaustion that those lose who are coached, net, at the reference.
        value exhaustion_points: f64 = 6.7, unit "points of 54", range 0.0..=27.0, source "C40: -5.2 against +1.5 (Dyrbye 2019)", grade Published;
        /// Days after which they do.
        value follow_up_days: u32 = 165, unit "days", range 1.0..=3650.0, source "C40: 5 to 6 months", grade Published;
        /// Control of those who are coached, as a share of what is missing; contained in the points.
        value control_share: f64 = 0.1, unit "share", range 0.0..=1.0, source "no source found (direction: B79)", grade Assumption;
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
        let beside = Relief { control: self.control_share, ..Relief::default() };
        let recovery = solve_recovery(self.exhaustion_points, self.follow_up_days, &beside, well_being);
        Relief { recovery, ..beside }
    }

    fn volunteers(&self) -> Option<Volunteers> {
        Some(Volunteers {
            share: self.volunteers_share,
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
