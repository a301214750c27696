//! A day begins: levers are recomputed from neutral, interventions cost.

use super::Simulation;
use crate::clinic::intervention::{Dose, Intervention as _};
use crate::clinic::levers::Levers;
use crate::clinic::measures::Fact;
use crate::engine::random::Stream;

impl Simulation<'_> {
    /// Sets every clinic's levers from neutral, in the order of the interventions' names.
    pub(super) fn pull_levers(&mut self, day: u64) {
        if self.model.interventions.is_empty() {
            return;
        }
        self.learn(day);
        for c in 0..self.world.levers.len() {
            let mut levers = self.model.neutral.clone();
            self.pull_all(c, day, 0.0, &mut levers);
            if levers.uptake > 0.0 {
                let uptake = levers.uptake;
                levers.clone_from(&self.model.neutral);
                self.pull_all(c, day, uptake, &mut levers);
            }
            self.world.levers[c] = levers;
        }
        self.spend(day);
    }

    /// What has to be learned is taken up a little further, at the pace for which load leaves room (germane load).
    fn learn(&mut self, day: u64) {
        let clinics = self.model.clinics.len();
        let usual = self.settings().map(|settings| settings.reference.germane);
        for (i, intervention) in self.model.interventions.iter().enumerate() {
            for c in 0..clinics {
                let room = self.world.clinics[c].germane;
                let pace = usual.map_or(1.0, |usual| room / usual);
                let adopted = &mut self.world.adoption[i * clinics + c];
                *adopted = intervention.schedule.adopted(c, *adopted, pace, day);
            }
        }
    }

    /// Lets every intervention of a clinic set its levers; `uptake` is how much faster they are taken up.
    fn pull_all(&self, clinic: usize, day: u64, uptake: f64, levers: &mut Levers) {
        for (i, intervention) in self.model.interventions.iter().enumerate() {
            let learned = self.world.adoption[i * self.model.clinics.len() + clinic];
            let planned = intervention.schedule.dose(clinic, day) * intervention.schedule.learned(learned);
            if planned == 0.0 {
                continue;
            }
            let taken_up = intervention.about.announced && intervention.about.first != "uptake";
            let share = if uptake > 0.0 && planned < 1.0 && taken_up {
                1.0 - libm::pow(1.0 - planned, 1.0 + uptake)
            } else {
                planned
            };
            let weeks = intervention.schedule.weeks(clinic, day);
            intervention.kind.pull(Dose { share, weeks }, levers);
            levers.relief[i] = intervention.relief.at(share);
            if intervention.session_weeks.is_some_and(|until| weeks >= until) {
                continue;
            }
            for session in &intervention.sessions {
                let held = &mut levers.held[usize::from(*session)];
                *held = held.max(share);
            }
        }
    }

    /// What interventions cost the clinics that take part today.
    fn spend(&mut self, day: u64) {
        if !self.record.counts(self.world.midnight) {
            return;
        }
        for intervention in &self.model.interventions {
            let schedule = &intervention.schedule;
            for clinic in (0..self.world.levers.len()).filter(|clinic| schedule.takes_part(*clinic)) {
                let cents = schedule.cents(clinic, day);
                self.record.number(clinic as u16, Fact::InterventionCents as u32, cents);
            }
        }
    }
}

/// More than any Poisson number of a small mean: where the sum of the probabilities is rounded to less than the draw.
const MOST_EVENTS: u32 = 1000;

/// A Poisson number of a small mean by inversion of one uniform.
pub(super) fn poisson(mean: f64, stream: &mut Stream) -> u32 {
    let u = stream.uniform();
    if u <= 1.0 - mean {
        return 0; // 1 − x never exceeds e^−x
    }
    let mut probability = crate::engine::exponential::exp(-mean);
    let (mut sum, mut number) = (probability, 0);
    while u > sum && number < MOST_EVENTS {
        number += 1;
        probability *= mean / f64::from(number);
        sum += probability;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Identity, Purpose, Seed};

    /// Mean and variance of 100,000 draws of mean 0.7: standard errors 0.0026 and 0.0041, five of each (false alarm
    /// below one in a million for a new seed).
    #[test]
    fn poisson_numbers_have_their_mean_and_variance() {
        let (mut sum, mut squares) = (0.0, 0.0);
        for number in 0..100_000 {
            let mut stream =
                Seed::new(3, 0).stream(Purpose::named("test"), Identity::named("test").child(number));
            let drawn = f64::from(poisson(0.7, &mut stream));
            (sum, squares) = (sum + drawn, squares + drawn * drawn);
        }
        let mean = sum / 1e5;
        assert!((mean - 0.7).abs() < 0.013, "{mean}");
        assert!((squares / 1e5 - mean * mean - 0.7).abs() < 0.021);
    }
}
