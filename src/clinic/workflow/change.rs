//! A day begins: levers are recomputed from neutral, interventions cost, rules accrue.

use super::Simulation;
use crate::clinic::intervention::Intervention as _;
use crate::clinic::levers::Levers;
use crate::clinic::measures::Fact;
use crate::engine::random::{Purpose, Stream};

const NEW_RULES: Purpose = Purpose::named("new rules");

impl Simulation<'_> {
    /// Sets every clinic's levers from neutral, in the order of the interventions' names.
    pub(super) fn pull_levers(&mut self, day: u64) {
        if self.model.interventions.is_empty() {
            return;
        }
        for c in 0..self.world.levers.len() {
            let mut levers = Levers::neutral(self.model.roles.len(), self.model.messages.len());
            for intervention in &self.model.interventions {
                let dose = intervention.schedule.dose(day);
                if intervention.schedule.clinics[c] && dose > 0.0 {
                    intervention.kind.pull(dose, &mut levers);
                }
            }
            self.world.levers[c] = levers;
        }
        self.spend(day);
    }

    /// What interventions cost today, shared by the clinics that take part.
    fn spend(&mut self, day: u64) {
        if !self.record.counts(self.world.midnight) {
            return;
        }
        for intervention in &self.model.interventions {
            let clinics: Vec<u16> = (0..self.world.levers.len() as u16)
                .filter(|c| intervention.schedule.clinics[usize::from(*c)])
                .collect();
            let cents = intervention.schedule.cents(day);
            for (k, &c) in (0u64..).zip(&clinics) {
                let number = clinics.len() as u64;
                let share = cents * (k + 1) / number - cents * k / number;
                self.record.number(c, Fact::InterventionCents as u32, share);
            }
        }
    }

    /// New local rules of the day.
    pub(super) fn add_rules(&mut self, day: u64) {
        for (r, rule) in self.model.rules.iter().enumerate().filter(|(_, rule)| rule.added_per_day > 0.0) {
            for c in 0..self.world.clinics.len() {
                let identity = rule.identity.child(self.model.clinics[c].identity.value()).child(day);
                let added = poisson(rule.added_per_day, &mut self.world.seed.stream(NEW_RULES, identity));
                self.world.clinics[c].rules[r] += added;
            }
        }
    }

    /// Minutes that local rules add to a step.
    #[inline]
    pub(super) fn rule_minutes(&self, clinic: u16, rules: &[(u16, f64)]) -> f64 {
        let stock = &self.world.clinics[usize::from(clinic)].rules;
        rules.iter().map(|(rule, minutes)| f64::from(stock[usize::from(*rule)]) * minutes).sum()
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
    use crate::engine::random::{Identity, Seed};

    /// Mean and variance of 100,000 draws of mean 0.7: standard errors 0.0026 and 0.0041, five of each (false alarm
    /// below one in a million for a new seed).
    #[test]
    fn poisson_numbers_have_their_mean_and_variance() {
        let (mut sum, mut squares) = (0.0, 0.0);
        for number in 0..100_000 {
            let mut stream = Seed::new(3, 0).stream(NEW_RULES, Identity::named("test").child(number));
            let drawn = f64::from(poisson(0.7, &mut stream));
            (sum, squares) = (sum + drawn, squares + drawn * drawn);
        }
        let mean = sum / 1e5;
        assert!((mean - 0.7).abs() < 0.013, "{mean}");
        assert!((squares / 1e5 - mean * mean - 0.7).abs() < 0.021);
    }
}
