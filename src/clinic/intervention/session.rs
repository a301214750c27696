//! Sessions: work by the clock that an intervention brings, for real people. Who is with a patient, or has too much overdue,
//! does not come, unless leaders protect the time.

use crate::declaration::clock::ClockTime;

/// Who comes of their own will: `logistic(at_reference + per_exhaustion·E + per_minute·minutes)` (conservation of
/// resources: coping costs resources; dynamics D7).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uptake {
    /// Log odds of coming without exhaustion to a session without minutes.
    pub log_odds: f64,
    /// What full exhaustion adds.
    pub per_exhaustion: f64,
    /// What each minute adds.
    pub per_minute: f64,
}

/// Score of knowledge after so many hours of a course, from 0 to 1: `1 − e^(−hours/hours to know)`.
pub fn knowledge(hours: f64, hours_to_know: f64) -> f64 {
    -libm::expm1(-hours / hours_to_know)
}

/// A session as an intervention describes it.
#[derive(Debug, Clone)]
pub struct Session<'p> {
    /// What it is called.
    pub name: &'static str,
    /// Who takes part.
    pub roles: &'p [String],
    /// When it begins.
    pub at: ClockTime,
    /// On which days; none: every open day.
    pub days: &'p [String],
    /// How long it takes.
    pub minutes: f64,
    /// Every how many weeks.
    pub every_weeks: u32,
    /// Whether leaders protect it: nothing is booked meanwhile, and overdue work keeps nobody away.
    pub protected: bool,
    /// Overdue own work above which nobody comes to one that is not protected, in minutes.
    pub skip_above_minutes: f64,
    /// Only the first so many people of each role and clinic.
    pub people: Option<u32>,
    /// Who comes of their own will; `None`: who can.
    pub uptake: Option<Uptake>,
    /// Whether those who come even out what is overdue between them.
    pub rebalances: bool,
}

/// Declares the table `meeting` of a kind: when, how long, for whom; and makes a [`Session`] of it.
///
/// ```text
/// meeting! {
///     /// When the team meets.
///     minutes 10.0; at 480; days []; every_weeks 1; roles ["physician", "ma"]; protected false;
///     source "no source found", grade Assumption;
/// }
/// ```
macro_rules! meeting {
    (
        $(#[doc = $doc:literal])+
        minutes $minutes:expr; at $at:expr; days [$($day:literal),*]; every_weeks $weeks:expr;
        roles [$($role:literal),*]; protected $protected:expr;
        source $source:expr, grade $grade:ident;
    ) => {
        $crate::declaration::section! {
            $(#[doc = $doc])+
            pub struct Meeting {
                /// The roles who take part.
                value roles: $crate::clinic::parameters::values::Names = $crate::clinic::parameters::values::Names(vec![$($role.to_owned()),*]), unit "roles", range .., source $source, grade $grade;
                /// When it begins.
                value at: $crate::declaration::clock::ClockTime = $crate::declaration::clock::ClockTime($at), unit "clock time", range .., source $source, grade $grade;
                /// On which days; `open` is every open day.
                value days: $crate::clinic::parameters::days::Days = $crate::clinic::parameters::days::Days(vec![$($day.to_owned()),*]), unit "days", range .., source $source, grade $grade;
                /// How long it takes.
                value minutes: f64 = $minutes, unit "minutes", range 0.0..=480.0, source $source, grade $grade;
                /// Every how many weeks.
                value every_weeks: u32 = $weeks, unit "weeks", range 1.0..=520.0, source $source, grade $grade;
                /// Whether leaders protect it: nothing is booked meanwhile, and overdue work keeps nobody away.
                value protected: bool = $protected, unit "yes or no", range .., source $source, grade $grade;
                /// Overdue own work above which nobody comes to one that is not protected.
                value skip_above_minutes: f64 = 60.0, unit "minutes", range 0.0..=100000.0, source "no source found", grade Assumption;
            }
        }

        impl Meeting {
            /// As a session.
            pub(super) fn session(&self, name: &'static str) -> $crate::clinic::intervention::Session<'_> {
                $crate::clinic::intervention::Session {
                    name,
                    roles: &self.roles.0,
                    at: self.at,
                    days: &self.days.0,
                    minutes: self.minutes,
                    every_weeks: self.every_weeks,
                    protected: self.protected,
                    skip_above_minutes: self.skip_above_minutes,
                    people: None,
                    uptake: None,
                    rebalances: false,
                }
            }

            /// The names that it uses.
            pub(super) fn references(&self) -> Vec<(String, $crate::clinic::intervention::Reference<'_>)> {
                use $crate::clinic::intervention::Reference;
                let roles = self.roles.0.iter().map(|role| ("meeting.roles".to_owned(), Reference::Role(role)));
                let days = self.days.0.iter().map(|day| ("meeting.days".to_owned(), Reference::Day(day)));
                roles.chain(days).collect()
            }
        }
    };
}

pub(crate) use meeting;
