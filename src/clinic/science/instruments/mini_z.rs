//! The Mini-Z as an emulator: the single item in five answers, and three drivers from 1 to 5.
//!
//! burnout = 1 + number of cut-offs that exhaustion with noise reaches; burned out from 3 on (Linzer; C80).
//! driver = round(1 + 4 × state + noise).

use super::Wellbeing;
use super::depression::exhaustion_seen;
use super::scale::{Scale, Threshold, noise_sd};
use crate::declaration::section;
use crate::engine::random::Stream;

section! {
    /// The Mini-Z as an emulator: burnout and three drivers from 1 to 5, no items.
    pub struct MiniZ {
        /// Minutes that it costs each person who answers.
        value minutes: f64 = 2.0, unit "minutes", range 0.0..=120.0, source "ten short items; no source found", grade Assumption;
        /// Standard deviation of the noise of the answer about burnout, in points of exhaustion.
        value noise_points: f64 = 5.95, unit "points of 54", range 0.0..=54.0, source "as for the single item (C80)", grade Derived;
        /// Exhaustion, with noise, from which the answer about burnout is 3 or more: burned out.
        value third_answer_points: f64 = 27.70, unit "points of 54", range 0.0..=54.0, source "as for the single item (C80)", grade Derived;
        /// The same for 2 or more.
        value second_answer_points: f64 = 10.5, unit "points of 54", range 0.0..=54.0, source "about a sixth of answers are 1; no source found", grade Assumption;
        /// The same for 4 or more.
        value fourth_answer_points: f64 = 40.0, unit "points of 54", range 0.0..=54.0, source "about a tenth of answers are 4 or 5 (survey of one health system, JGIM 2021)", grade Assumption;
        /// The same for 5.
        value fifth_answer_points: f64 = 49.0, unit "points of 54", range 0.0..=54.0, source "a few in a hundred answers are 5; no source found", grade Assumption;
        /// What depression adds to exhaustion for somebody with the full trait.
        value depression_points: f64 = 6.0, unit "points of 54", range 0.0..=54.0, source "as for the MBI", grade Assumption;
        /// Reliability of a single driver (chaos, control, teamwork).
        value driver_reliability: f64 = 0.6, unit "share", range 0.0..=1.0, source "no source found: single items are about this reliable", grade Assumption;
        /// Standard deviation of the answers about a driver.
        value driver_sd: f64 = 1.0, unit "points of 5", range 0.0..=2.0, source "no source found", grade Assumption;
    }
}

/// One answered Mini-Z; all answers from 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MiniZReading {
    /// Burnout; 3 or more is burned out.
    pub burnout: u32,
    /// How chaotic the workplace is.
    pub chaos: u32,
    /// Control over the work.
    pub control: u32,
    /// Teamwork.
    pub teamwork: u32,
}

impl MiniZReading {
    /// Whether the answer about burnout is 3 or more.
    pub fn burned_out(&self) -> bool {
        self.burnout >= 3
    }
}

impl MiniZ {
    fn threshold(&self) -> Threshold {
        Threshold { cut: self.third_answer_points, noise_sd: self.noise_points }
    }

    fn cuts(&self) -> [f64; 4] {
        [
            self.second_answer_points,
            self.third_answer_points,
            self.fourth_answer_points,
            self.fifth_answer_points,
        ]
    }

    /// Whether the cut-offs of the five answers rise.
    pub fn cuts_rise(&self) -> bool {
        self.cuts().is_sorted()
    }

    /// One answered questionnaire. Takes four uniforms.
    pub fn ask(&self, person: &Wellbeing, stream: &mut Stream) -> MiniZReading {
        let latent = self.threshold().latent(exhaustion_seen(person, self.depression_points), stream);
        let driver = Scale::new(1, 5, noise_sd(self.driver_sd, self.driver_reliability));
        let mut ask = |state: f64| driver.read(1.0 + 4.0 * state, stream);
        MiniZReading {
            burnout: 1 + self.cuts().iter().filter(|cut| latent >= **cut).count() as u32,
            chaos: ask(person.overload),
            control: ask(person.control),
            teamwork: ask(person.teamwork),
        }
    }

    /// The probability that a person is called burned out.
    pub fn chance(&self, person: &Wellbeing) -> f64 {
        self.threshold().chance(exhaustion_seen(person, self.depression_points))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Identity, Purpose, Seed};

    /// 40,000 people: the share of burned out has a standard error of 0.0024, and so have the other shares or less;
    /// 4.5 of them: false alarm 7e-6 each for a new seed.
    #[test]
    fn answers_are_spread_as_stated_and_drivers_follow_their_causes() {
        let mini: MiniZ = super::super::defaults();
        assert!(mini.cuts_rise());
        let people = Wellbeing::published_population(40_000);
        let mut stream = Seed::new(8, 0).stream(Purpose::named("test of mini-z"), Identity::named("all"));
        let mut counts = [0u32; 6];
        let mut sums = [0.0; 3];
        for person in people {
            let person = Wellbeing { overload: 0.75, control: 0.25, ..person };
            let reading = mini.ask(&person, &mut stream);
            counts[reading.burnout as usize] += 1;
            for (sum, answer) in sums.iter_mut().zip([reading.chaos, reading.control, reading.teamwork]) {
                *sum += f64::from(answer) / 40_000.0;
            }
        }
        let share = |from: usize| f64::from(counts[from..].iter().sum::<u32>()) / 40_000.0;
        assert!((share(3) - 0.385).abs() < 4.5 * 0.0024 + 0.001, "{}", share(3));
        assert!((0.08..0.13).contains(&share(4)) && (0.01..0.05).contains(&share(5)), "{counts:?}");
        assert!((0.80..0.88).contains(&share(2)) && counts[0] == 0, "{counts:?}");
        // True answers 4, 2 and 3; the answers of drivers lean inwards by less than 0.1.
        assert!((sums[0] - 4.0).abs() < 0.1 && (sums[1] - 2.0).abs() < 0.1 && (sums[2] - 3.0).abs() < 0.03);
        assert!((sums[0] + sums[1] - 6.0).abs() < 0.03, "{sums:?}");
    }
}
