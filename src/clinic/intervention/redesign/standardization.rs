//! `standardization`: common work is done in one way (source 004 L97 to 110; B32). Too little is chaotic, too much
//! oppressive: work takes less and varies less, what fits no standard takes more, people decide less themselves. Between
//! there is a level at which work takes least.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan};
use crate::clinic::levers::{Levers, scale};
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::WorkRedesign,
    reported: "B32: too little is chaotic, too much is oppressive; the best lies between. No size reported.",
    grade: Grade::MissionSource,
    direct: false,
    announced: true,
    pays: "patients and clinicians whom the standard does not fit",
    first: "content_spread",
    watch: &["work_as_felt.fit", "exam_minutes", "patient_experience", "visit_quality_gap"],
};

section! {
    /// Work with patients is standardised to a level.
    pub struct Settings {
        /// How far: 0 leaves everybody to themselves, 1 leaves nothing to them.
        value level: f64 = 0.5, unit "share", range 0.0..=1.0, source "the clinic's own plan", grade Definition;
        /// Minutes of work with patients that a full standard saves, as a share.
        value minutes_saved_share: f64 = 0.1, unit "share", range 0.0..=0.9, source "no source found", grade Assumption;
        /// Part of the spread of these minutes that a full standard takes away.
        value spread_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Minutes that a full standard puts on what does not fit it, as a share of the distance from the mean; half a standard puts on a quarter of them.
        value misfit_share: f64 = 0.2, unit "share", range 0.0..=5.0, source "no source found", grade Assumption;
        /// Supply of autonomy that a full standard takes away.
        value autonomy_lost: f64 = 0.2, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
    }
}

/// The same; it names nothing.
pub type Compiled = Settings;

impl Settings {
    pub(in crate::clinic::intervention) fn compile(&self, _: &str, _: &Names<'_>) -> Compiled {
        self.clone()
    }
}

impl Plan for Settings {}

impl Intervention for Settings {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        // a standard carried out by half is a standard half as far
        let level = dose.share * self.level;
        scale(&mut levers.visit_minutes_factor, level, 1.0 - self.minutes_saved_share);
        scale(&mut levers.content_spread, level, 1.0 - self.spread_share);
        levers.misfit += self.misfit_share * level * level;
        levers.autonomy_added -= self.autonomy_lost * level;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section};

    /// Mean distance from the mean of a lognormal with coefficient of variation 0.732, as the shipped visits have it, over
    /// the mean: `2·(2Φ(σ/2) − 1)` with `σ² = ln(1 + 0.732²)`.
    const MEAN_DISTANCE: f64 = 0.513;

    /// Expected minutes of a visit at a level, over those without a standard.
    fn expected(level: f64) -> f64 {
        let settings = Settings::read(None, "", &mut Faults::default()).expect("all have defaults");
        let mut levers = Levers::default();
        Settings { level, ..settings }.pull(Dose { share: 1.0, weeks: 0.0 }, &mut levers);
        // the mean of `mean + spread·(x − mean) + misfit·|x − mean|`
        levers.visit_minutes_factor * (1.0 + levers.misfit * MEAN_DISTANCE)
    }

    #[test]
    fn work_takes_least_at_a_level_between_none_and_full() {
        let minutes: Vec<f64> = (0..=100).map(|percent| expected(f64::from(percent) / 100.0)).collect();
        assert_eq!(minutes[0], 1.0);
        let best = (0..=100).min_by(|a: &usize, b: &usize| minutes[*a].total_cmp(&minutes[*b]));
        let best = best.expect("there are levels");
        assert!((20..=80).contains(&best), "{best} % takes least");
        assert!(minutes[best] < minutes[0] - 0.01 && minutes[best] < minutes[100] - 0.01, "{minutes:?}");
        let falls = |k: &usize| minutes[k + 1] < minutes[*k];
        assert_eq!((0..100).take_while(falls).count(), best, "one minimum only");
        assert!((best..100).all(|k| !falls(&k)));
    }
}
