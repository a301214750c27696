//! Local rules: proposed, made or not by whoever decides, reviewed and removed. A rule in force adds minutes to the work that
//! it speaks of.

use super::Simulation;
use super::change::poisson;
use crate::clinic::measures::Fact;
use crate::clinic::model::YEAR_DAYS;
use crate::clinic::science::organization::is_made;
use crate::engine::random::Purpose;

const NEW_RULES: Purpose = Purpose::named("new rules");
const PROPOSED: Purpose = Purpose::named("proposed rules");
const RULE: Purpose = Purpose::named("use and cost of a rule");
const REMOVED: Purpose = Purpose::named("removed rules");

impl Simulation<'_> {
    /// Rules of the day: those that accrue anyway, those proposed and made, those reviewed and removed.
    pub(super) fn change_rules(&mut self, day: u64) {
        let model = self.model;
        for (r, rule) in model.rules.iter().enumerate() {
            for c in 0..self.world.clinics.len() {
                let identity = rule.identity.child(model.clinics[c].identity.value()).child(day);
                if rule.added_per_day > 0.0 {
                    let mut stream = self.world.seed.stream(NEW_RULES, identity);
                    self.world.clinics[c].rules[r] += poisson(rule.added_per_day, &mut stream);
                }
                let levers = &self.world.levers[c];
                if levers.rules_proposed_per_year > 0.0 {
                    let mean = levers.rules_proposed_per_year / YEAR_DAYS;
                    let proposed = poisson(mean, &mut self.world.seed.stream(PROPOSED, identity));
                    let made = (0..proposed).filter(|k| self.is_rule_made(c, identity.child(u64::from(*k))));
                    let made = made.count() as u32;
                    self.world.clinics[c].rules[r] += made;
                }
                let levers = &self.world.levers[c];
                let repaired = model.organization.urgency.rules_repaired_per_year
                    * self.world.clinics[c].organization.repair;
                let per_year = (levers.rules_removed_per_year + repaired) * (1.0 - levers.gaps_hidden);
                if per_year > 0.0 {
                    let mut stream = self.world.seed.stream(REMOVED, identity);
                    let stock = &mut self.world.clinics[c].rules[r];
                    *stock = stock.saturating_sub(poisson(per_year / YEAR_DAYS, &mut stream));
                }
            }
        }
        self.note_rules();
    }

    /// Whether a proposed rule is made at a clinic: its use and cost are its own, who decides is the clinic's.
    fn is_rule_made(&self, clinic: usize, rule: crate::engine::random::Identity) -> bool {
        let (of, levers) = (&self.model.organization.deciders, &self.world.levers[clinic]);
        let mut stream = self.world.seed.stream(RULE, rule);
        let (uses, cost) = (stream.exponential(), of.cost_mean * stream.exponential());
        let weight = of.weight + (1.0 - of.weight) * levers.decider_weight;
        is_made(uses, cost, weight, levers.frontline_vote, of.shared_use)
    }

    fn note_rules(&mut self) {
        if self.model.rules.is_empty() || !self.record.counts(self.world.midnight) {
            return;
        }
        for c in 0..self.world.clinics.len() {
            let rules: u32 = self.world.clinics[c].rules.iter().sum();
            self.record.number(c as u16, Fact::Rules as u32, u64::from(rules));
        }
    }

    /// Minutes that local rules add to a step.
    #[inline]
    pub(super) fn rule_minutes(&self, clinic: u16, rules: &[(u16, f64)]) -> f64 {
        let stock = &self.world.clinics[usize::from(clinic)].rules;
        let factor = self.world.levers[usize::from(clinic)].rule_minutes_factor;
        factor
            * rules.iter().map(|(rule, minutes)| f64::from(stock[usize::from(*rule)]) * minutes).sum::<f64>()
    }
}
