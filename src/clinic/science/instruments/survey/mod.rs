//! Surveys: which instrument, who is asked and when, who answers, what it costs.

use super::condition::{Condition, ConditionScreen, ConditionThresholds, Conditions};
use super::intention::Intention;
use super::mbi::{Mbi, MbiReading, MbiSurvey};
use super::mini_z::{MiniZ, MiniZReading};
use super::population::odds_scaled;
use super::professional_fulfillment::{FulfillmentReading, ProfessionalFulfillment};
use super::single_item::SingleItem;
use super::well_being_index::WellBeingIndex;
use super::workplace::{CultureReading, LeadershipSurvey, SafetyCulture, Team, TeamReading, TeamStructure};
use super::{DepressionTrait, Wellbeing};
use crate::clinic::parameters::values::Names;
use crate::declaration::section;
use crate::engine::random::Stream;

section! {
    /// What counts as burned out, and from where on a state is a condition: for true prevalence and for surveys.
    pub struct Measurement {
        /// Scales, cut-offs and reliability of the MBI.
        table mbi: Mbi;
        /// From where on a state counts as a condition.
        table conditions: ConditionThresholds;
        /// Who is depressed.
        table depression: DepressionTrait;
        /// How far hours after work that people report differ from true ones: standard deviation of the natural logarithm.
        value reported_hours_sd: f64 = 0.33, unit "log hours", range 0.0..=2.0, source "no source found: reports taken to differ from logs by a third", grade Assumption;
    }
}

macro_rules! kinds {
    ($( $(#[doc = $doc:literal])+ $key:ident $variant:ident $settings:ty ),+ $(,)?) => {
        section! {
            /// A survey that comes round. Exactly one instrument stands in it, beside who is asked and when.
            pub struct Survey {
                $( $(#[doc = $doc])+ maybe $key: $settings; )+
                /// Weeks from one to the next.
                value every_weeks: u32 = 52, unit "weeks", range 1.0..=520.0, source "once a year is usual", grade Assumption;
                /// Week of the measured time in which it is first held; 0 is the first.
                value first_week: u32 = 0, unit "weeks", range 0.0..=5200.0, source "convention of scenario files", grade Definition;
                /// The roles that are asked; absent: all.
                optional roles: Names, unit "roles", range .., source "the clinic's own figures", grade Definition;
                /// The clinics that are asked; absent: all.
                optional clinics: Names, unit "clinics", range .., source "the clinic's own figures", grade Definition;
                /// Share of people at the reference exhaustion who answer.
                value response_share: f64 = 0.72, unit "share", range 0.0..=1.0, source "2813 of 3896 within one organisation (Shanafelt 2015, on leadership); a national mailing of 2014 had 19.2 %", grade Published;
                /// Odds ratio of answering for one standard deviation more of exhaustion: below 1 the exhausted stay away, above 1 they speak up; 1 is neutral.
                value odds_ratio_response_per_sd: f64 = 1.0, unit "odds ratio", range 0.05..=20.0, source "none: 1 is the neutral value", grade Definition;
            }
        }

        /// The instrument of a survey.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub enum Kind<'s> { $( $(#[doc = $doc])+ $variant(&'s $settings) ),+ }

        /// The names of all instruments, in the order of the table.
        pub const KINDS: &[&str] = &[$( stringify!($key) ),+];

        impl Survey {
            /// The names of the instruments that were written; the checks of a scenario demand exactly one.
            pub fn kinds(&self) -> Vec<&'static str> {
                let mut kinds = Vec::new();
                $( if self.$key.is_some() { kinds.push(stringify!($key)); } )+
                kinds
            }

            /// The first instrument that was written.
            pub fn kind(&self) -> Option<Kind<'_>> {
                $( if let Some(settings) = &self.$key { return Some(Kind::$variant(settings)); } )+
                None
            }
        }

        impl Kind<'_> {
            /// Minutes that each answer costs.
            pub fn minutes(&self) -> f64 {
                match self { $( Kind::$variant(settings) => settings.minutes ),+ }
            }
        }
    };
}

kinds! {
    /// The Maslach Burnout Inventory.
    mbi Mbi MbiSurvey,
    /// A single question about burnout.
    single_item SingleItem SingleItem,
    /// The Mini-Z: burnout, chaos, control, teamwork.
    mini_z MiniZ MiniZ,
    /// The Professional Fulfillment Index.
    professional_fulfillment ProfessionalFulfillment ProfessionalFulfillment,
    /// The Well-Being Index.
    well_being_index WellBeingIndex WellBeingIndex,
    /// A screen that names conditions.
    condition_screen ConditionScreen ConditionScreen,
    /// How people see their leader.
    leadership Leadership LeadershipSurvey,
    /// Safety culture and psychological safety.
    safety_culture SafetyCulture SafetyCulture,
    /// How teams are built and what they share.
    team_structure TeamStructure TeamStructure,
    /// Intention to leave or to work less.
    intention Intention Intention,
}

/// What one person answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// Three scores.
    Mbi(MbiReading),
    /// Burned out or not.
    SingleItem(bool),
    /// Four answers from 1 to 5.
    MiniZ(MiniZReading),
    /// Three mean answers.
    ProfessionalFulfillment(FulfillmentReading),
    /// How many answers of nine are yes.
    WellBeingIndex(u32),
    /// The labels given.
    ConditionScreen(Conditions),
    /// A score from 12 to 60.
    Leadership(u32),
    /// Two composites.
    SafetyCulture(CultureReading),
    /// Numbers of the team.
    TeamStructure(TeamReading),
    /// Intends to leave or to work less, or not.
    Intention(bool),
}

impl Kind<'_> {
    /// One answer of a person of a team. The number of uniforms depends on the instrument only, never on the state.
    pub fn ask(&self, person: &Wellbeing, team: &Team, with: &Measurement, stream: &mut Stream) -> Reading {
        match self {
            Kind::Mbi(_) => Reading::Mbi(with.mbi.ask(person, stream)),
            Kind::SingleItem(item) => Reading::SingleItem(item.ask(person, stream)),
            Kind::MiniZ(mini) => Reading::MiniZ(mini.ask(person, stream)),
            Kind::ProfessionalFulfillment(pfi) => Reading::ProfessionalFulfillment(pfi.ask(person, stream)),
            Kind::WellBeingIndex(index) => Reading::WellBeingIndex(index.ask(person, stream)),
            Kind::ConditionScreen(screen) => {
                let noticed = screen.notices(person, &with.mbi, &with.conditions, stream);
                Reading::ConditionScreen(screen.labels(noticed))
            }
            Kind::Leadership(survey) => Reading::Leadership(survey.ask(person, stream)),
            Kind::SafetyCulture(survey) => Reading::SafetyCulture(survey.ask(person, stream)),
            Kind::TeamStructure(_) => Reading::TeamStructure(team.assess()),
            Kind::Intention(item) => Reading::Intention(item.ask(person, stream)),
        }
    }

    /// Whether a reading of this instrument says "burned out" (or distressed); nothing where it does not ask that.
    pub fn burned_out(&self, reading: &Reading, with: &Measurement) -> Option<bool> {
        match (self, reading) {
            (Kind::Mbi(survey), Reading::Mbi(scores)) => Some(with.mbi.positive(*scores, survey.rule)),
            (Kind::SingleItem(_), Reading::SingleItem(positive)) => Some(*positive),
            (Kind::MiniZ(_), Reading::MiniZ(answers)) => Some(answers.burned_out()),
            (Kind::ProfessionalFulfillment(_), Reading::ProfessionalFulfillment(means)) => {
                Some(means.burned_out)
            }
            (Kind::WellBeingIndex(index), Reading::WellBeingIndex(count)) => Some(index.positive(*count)),
            (Kind::ConditionScreen(_), Reading::ConditionScreen(labels)) => {
                Some(labels.has(Condition::Burnout))
            }
            _ => None,
        }
    }

    /// The probability of that for a person.
    pub fn burned_out_chance(&self, person: &Wellbeing, with: &Measurement) -> Option<f64> {
        match self {
            Kind::Mbi(survey) => Some(with.mbi.chance(person, survey.rule)),
            Kind::SingleItem(item) => Some(item.chance(person)),
            Kind::MiniZ(mini) => Some(mini.chance(person)),
            Kind::ProfessionalFulfillment(pfi) => Some(pfi.chance(person)),
            Kind::WellBeingIndex(index) => Some(index.chance(person)),
            Kind::ConditionScreen(screen) => {
                let labels = screen.label_chances(person, &with.mbi, &with.conditions);
                Some(labels[Condition::Burnout as usize])
            }
            _ => None,
        }
    }
}

/// What is wrong across the fields of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The key below the survey; empty for the survey itself.
    pub key: &'static str,
    /// What was expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl Survey {
    /// Whether it is held in a week of the measured time.
    pub fn is_held(&self, week: u32) -> bool {
        week.checked_sub(self.first_week).is_some_and(|since| since % self.every_weeks == 0)
    }

    /// The probability that a person answers whose true exhaustion lies so many standard deviations above the
    /// reference: the odds of `response_share` times ratio^z. Of a population whose z is not 0 on average, or where
    /// the ratio is not 1, a somewhat other share answers.
    pub fn response_chance(&self, z_exhaustion: f64) -> f64 {
        odds_scaled(self.response_share, libm::pow(self.odds_ratio_response_per_sd, z_exhaustion))
    }

    /// Whether a person answers. Takes one uniform; draw the answer from another stream, so that who answers moves
    /// no answer.
    pub fn responds(&self, z_exhaustion: f64, stream: &mut Stream) -> bool {
        stream.uniform() < self.response_chance(z_exhaustion)
    }

    /// What is wrong across its fields. Names of roles and clinics are checked by those who know them.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut add = |key, expected: String, found: String| problems.push(Problem { key, expected, found });
        let kinds = self.kinds();
        if kinds.len() != 1 {
            let found = if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") };
            add("", format!("exactly one of {}", KINDS.join(", ")), found);
        }
        if self.mini_z.as_ref().is_some_and(|mini| !mini.cuts_rise()) {
            add("mini_z", "points of the answers that rise from 2 to 5".to_owned(), "others".to_owned());
        }
        if self.safety_culture.as_ref().is_some_and(|survey| survey.weights() <= 0.0) {
            add("safety_culture", "at least one weight above 0".to_owned(), "all 0".to_owned());
        }
        if let Some(screen) = &self.condition_screen {
            if screen.priority.is_empty() {
                add("condition_screen.priority", "at least one condition".to_owned(), "none".to_owned());
            }
            if (1..screen.priority.len()).any(|i| screen.priority[..i].contains(&screen.priority[i])) {
                add("condition_screen.priority", "each condition once".to_owned(), "one twice".to_owned());
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests;
