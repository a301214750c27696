//! Panels that have become smaller: some patients now belong to a clinic elsewhere, and ask there.

use super::Simulation;
use crate::clinic::model::{ClinicId, PersonId};
use crate::engine::random::{Identity, Purpose};

const STAYS: Purpose = Purpose::named("stays with the panel");

impl Simulation<'_> {
    /// Whether a patient still belongs to a panel: those who leave are the same ones as long as its share does not grow.
    pub(super) fn is_of_panel(&self, clinic: ClinicId, owner: PersonId, patient: u32) -> bool {
        let first = self.model.people[usize::from(owner)].patients.0;
        let who = self.model.people[usize::from(owner)].identity.child(u64::from(patient - first));
        self.stays(clinic, who)
    }

    /// Whether a message whose sender nobody has drawn comes from a patient who still belongs to a panel.
    pub(super) fn is_message_of_panel(&self, clinic: ClinicId, message: Identity) -> bool {
        self.stays(clinic, message)
    }

    fn stays(&self, clinic: ClinicId, who: Identity) -> bool {
        let share = self.world.levers[usize::from(clinic)].panel_share;
        share >= 1.0 || self.world.seed.stream(STAYS, who).uniform() < share
    }
}
