//! Care for a depression: who is in need may take it up. It lowers the trait that contaminates screens, and speeds up recovery.

use super::Member;
use crate::clinic::model::WellBeingModel;
use crate::engine::random::{Purpose, Seed};

const TAKES_UP: Purpose = Purpose::named("takes up care");

impl Member {
    /// Who is in need and takes up care while so many of those in need do, beyond those who always would; each has a
    /// threshold of their own.
    pub(super) fn seek_care(&mut self, of: &WellBeingModel, seed: Seed, uptake: f64) {
        let settings = &of.measurement.depression;
        self.in_care = uptake > 0.0
            && settings.of(self.traits.depression) >= settings.care_from
            && seed.stream(TAKES_UP, self.traits.life).uniform() < uptake;
    }

    /// The trait of depression, as screens meet it.
    pub(super) fn depression(&self, of: &WellBeingModel) -> f64 {
        let settings = &of.measurement.depression;
        let trait_of = settings.of(self.traits.depression);
        if self.in_care { trait_of * (1.0 - settings.care_effect) } else { trait_of }
    }
}
