//! Rules of people's states: they need days, and a loop that does not run away.

use super::Parameters;
use super::check::Checker;
use crate::clinic::science::error_layers;
use crate::clinic::science::well_being::{GAIN_REFUSED, GAIN_WARNED};

impl Checker<'_> {
    /// What well-being needs.
    pub(super) fn well_being(&mut self) {
        let settings = &self.p.well_being;
        if !settings.enabled {
            return;
        }
        if self.p.run.hours.is_some() {
            let help = "leave out run.hours, and give the clinic a calendar".to_owned();
            self.fault(
                "well_being.enabled",
                "a calendar, for people who live through days",
                "run.hours",
                Some(help),
            );
        }
        let (from, until) = (settings.demand.home_hours_from.0, settings.demand.home_hours_until.0);
        if from >= until {
            let expected = "an end of the hours without conflict after their begin";
            self.fault("well_being.demand.home_hours_until", expected, "an earlier time", None);
        }
        let (gain, states) = settings.with_loop(|of| (of.gain(), of.stable_states()));
        if settings.feedback.allow_bistable || (gain <= GAIN_REFUSED && states <= 1) {
            return;
        }
        let found = match states {
            0 | 1 => format!("a gain of {gain:.2}"),
            more => format!("{more} stable states (a gain of {gain:.2} at the reference)"),
        };
        let expected = format!(
            "a loop of work and exhaustion with a gain of at most {GAIN_REFUSED} and one stable state"
        );
        let help = "lower well_being.feedback.slow_down, exhaustion.strain_exponent or contagion.exhaustion, or allow_bistable = true";
        self.fault("well_being.feedback.slow_down", &expected, &found, Some(help.to_owned()));
    }

    /// Layers of safety.
    pub(super) fn safety(&mut self) {
        let mut found: Vec<(String, String, String, Option<String>)> = Vec::new();
        error_layers::parameters::check(&self.p.safety, |path, expected, given, help| {
            found.push((path.to_owned(), expected.to_owned(), given.to_owned(), help));
        });
        for (path, expected, given, help) in found {
            self.fault(&path, &expected, &given, help);
        }
    }
}

/// What to know of the people of a scenario: a loop that amplifies strongly, a start that is not steady.
pub(super) fn notices(p: &Parameters) -> Vec<String> {
    if !p.well_being.enabled {
        let asked = p
            .surveys
            .keys()
            .map(|name| format!("surveys.{name}: nobody is asked, since people have no states"));
        return asked.collect();
    }
    let mut list = Vec::new();
    let (gain, _) = p.well_being.with_loop(|of| (of.gain(), of.stable_states()));
    if gain > GAIN_WARNED {
        list.push(format!(
            "well_being: the loop of work and exhaustion has a gain of {gain:.2}; a push grows {:.1}-fold before it is over",
            1.0 / (1.0 - gain)
        ));
    }
    if p.run.warmup_weeks < MOST_SHORT {
        list.push(format!(
            "run.warmup_weeks: {} weeks are too few to record how people\'s days are; their states start where their traits lead at the reference",
            p.run.warmup_weeks
        ));
    }
    list
}

/// Weeks of warm-up within which no four whole weeks can be recorded.
const MOST_SHORT: u32 = 5;
