//! Who somebody is: what does not change while they hold a post, drawn from whose post it is and the how manieth holder.

use crate::clinic::model::Model;
use crate::clinic::science::demand::NEEDS;
use crate::clinic::science::{logistic, logit};
use crate::engine::distribution::{Distribution, normal_quantile};
use crate::engine::random::{Identity, Purpose, Seed, Stream};

const TRAITS: Purpose = Purpose::named("traits");
const CLINIC: Purpose = Purpose::named("clinic's gain");

/// What distinguishes people who live through the same days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Traits {
    /// What they add to the log gain of exhaustion (u).
    pub exhaustion: f64,
    /// To that of cynicism (u_C).
    pub cynicism: f64,
    /// To that of efficacy (u_A).
    pub efficacy: f64,
    /// Their clinic's own share (v).
    pub clinic: f64,
    /// Whose life it is, and with it what life adds from week to week.
    pub life: Identity,
    /// An inclination to depression that has nothing to do with work: a standard normal.
    pub depression: f64,
    /// Needs of autonomy, recognition and meaning.
    pub needs: [f64; NEEDS],
    /// What these matter to them; they sum to 1.
    pub weights: [f64; NEEDS],
    /// Hazard that they bear before they leave: exponential with mean 1.
    pub patience_leaving: f64,
    /// Hazard before they cut their hours.
    pub patience_cutting: f64,
}

/// A standard normal: one uniform.
fn normal(stream: &mut Stream) -> f64 {
    normal_quantile(stream.uniform())
}

impl Traits {
    /// The traits of the holder of a post, always drawn in the same order and number.
    pub fn draw(model: &Model, seed: Seed, p: usize, holder: u32) -> Self {
        let person = &model.people[p];
        let well_being = model.well_being.as_ref().expect("only people with states have traits");
        let settings = &well_being.settings;
        let life = person.identity.child(u64::from(holder));
        let mut stream = seed.stream(TRAITS, life);
        let exhaustion = settings.exhaustion.person_sd * normal(&mut stream);
        let cynicism = settings.cynicism.person_sd * normal(&mut stream);
        let efficacy = settings.efficacy.person_sd * normal(&mut stream);
        let depression = normal(&mut stream);
        let centre = logit(settings.resources.need_mean);
        let needs =
            std::array::from_fn(|_| logistic(centre + settings.resources.need_sd * normal(&mut stream)));
        let (patience_leaving, patience_cutting) = (stream.exponential(), stream.exponential());
        // weights last: gamma takes a varying number of draws
        let weight = Distribution::gamma(1.0, settings.resources.weight_cv)
            .ok()
            .filter(|_| settings.resources.weight_cv > 0.0);
        let raw: [f64; NEEDS] =
            std::array::from_fn(|_| weight.as_ref().map_or(1.0, |gamma| gamma.sample(&mut stream)));
        let sum: f64 = raw.iter().sum();
        let clinic = model.clinics[usize::from(person.clinic)].identity;
        let clinic = settings.exhaustion.clinic_sd * normal(&mut seed.stream(CLINIC, clinic));
        let drawn = (needs, raw.map(|weight| weight / sum.max(f64::MIN_POSITIVE)));
        let (needs, weights) = person.needs.unwrap_or(drawn);
        Self {
            exhaustion,
            cynicism,
            efficacy,
            clinic,
            life,
            depression,
            needs,
            weights,
            patience_leaving,
            patience_cutting,
        }
    }
}
