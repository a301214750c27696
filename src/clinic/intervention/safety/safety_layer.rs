//! `safety_layer`: a layer that catches errors of medication orders is added, taken away or made stronger (sources 001 and
//! 003: layers with holes; C58 double checks, C59 who intercepts, C60 bar codes). It changes what an error meets on its way; how
//! many are made it leaves as it is.

use crate::clinic::intervention::{About, Dose, Group, Intervention, Names, Plan, PlanFault, Reference};
use crate::clinic::levers::{Levers, most, scale};
use crate::clinic::science::error_layers::parameters::Layer;
use crate::declaration::{Grade, section};

/// What is known of it.
pub const ABOUT: About = About {
    group: Group::Safety,
    reported: "C58: a single check finds 66.3 % of seeded errors, an independent double check 77.7 %; C59: nurses intercept 86 % of what is intercepted; C60: errors -41.4 % with bar codes.",
    grade: Grade::Published,
    direct: false,
    announced: true,
    pays: "those who check, with the minutes that `tasks` name; who scans or checks under load skips it",
    first: "layer_share",
    watch: &[
        "burnout_prevalence.nurse",
        "alerts_heeded_fraction",
        "errors_reaching_patient_per_1000_orders.expected",
    ],
};

section! {
    /// A layer of safety is added, taken away or made stronger: exactly one of `layer`, `remove` and `strengthen` stands here.
    pub struct Settings {
        /// A new layer, called like the intervention: a kind stands in it, as under `[safety.layers.<your name>]`.
        maybe layer: Layer;
        /// The layer of `[safety.layers]` that is taken away.
        optional remove: String, unit "layer of safety", range .., source "the clinic's own plan", grade Definition;
        /// The layer of `[safety.layers]` that is made stronger, as by more pharmacists.
        optional strengthen: String, unit "layer of safety", range .., source "the clinic's own plan", grade Definition;
        /// With `strengthen`: what the odds of catching an error there are multiplied by.
        value odds_ratio: f64 = 1.5, unit "ratio", range 0.01..=100.0, source "no source found", grade Assumption;
        /// Tasks that it makes longer.
        value tasks: Vec<String> = Vec::new(), unit "tasks", range .., source "the clinic's own plan", grade Definition;
        /// Minutes put on each piece of that work; below 0 they are taken off.
        value minutes: f64 = 0.0, unit "minutes", range -30.0..=30.0, source "the clinic's own figures (C58: 6.4 for a double check by two)", grade Definition;
    }
}

/// With numbers of layers and steps.
#[derive(Debug, Clone)]
pub struct Compiled {
    change: Option<(u16, Change)>,
    steps: Vec<u16>,
    minutes: f64,
}

/// What becomes of the layer.
#[derive(Debug, Clone, Copy)]
enum Change {
    Added,
    Removed,
    Strengthened(f64),
}

impl Settings {
    /// Without medication orders there are no layers, and nothing to change.
    pub(in crate::clinic::intervention) fn compile(&self, name: &str, names: &Names<'_>) -> Compiled {
        let strengthened = Change::Strengthened(self.odds_ratio);
        let (layer, change) = match (&self.remove, &self.strengthen) {
            (Some(layer), _) => (layer.as_str(), Change::Removed),
            (None, Some(layer)) => (layer.as_str(), strengthened),
            (None, None) => (name, Change::Added),
        };
        Compiled {
            change: names.layers.get(layer).map(|number| (*number, change)),
            steps: names.steps_of(&self.tasks),
            minutes: self.minutes,
        }
    }
}

impl Plan for Settings {
    fn added_layer(&self) -> Option<&Layer> {
        self.layer.as_ref()
    }

    fn references(&self) -> Vec<(String, Reference<'_>)> {
        let layers = [("remove", &self.remove), ("strengthen", &self.strengthen)];
        let layers = layers
            .into_iter()
            .filter_map(|(key, layer)| Some((key.to_owned(), Reference::Layer(layer.as_deref()?))));
        layers.chain(self.tasks.iter().map(|task| ("tasks".to_owned(), Reference::Task(task)))).collect()
    }

    fn faults(&self) -> Vec<PlanFault> {
        let given = [
            ("layer", self.layer.is_some()),
            ("remove", self.remove.is_some()),
            ("strengthen", self.strengthen.is_some()),
        ];
        let found: Vec<&str> = given.iter().filter(|(_, is)| *is).map(|(key, _)| *key).collect();
        if found.len() == 1 {
            return Vec::new();
        }
        let help = "give each change of a layer an intervention, and so a name, of its own";
        vec![PlanFault {
            key: "",
            expected: "exactly one of layer, remove and strengthen".to_owned(),
            found: if found.is_empty() { "none".to_owned() } else { found.join(" and ") },
            help: Some(help.to_owned()),
        }]
    }
}

impl Intervention for Compiled {
    fn pull(&self, dose: Dose, levers: &mut Levers) {
        if let Some((layer, change)) = self.change {
            let layer = usize::from(layer);
            match change {
                Change::Added => most(&mut levers.layer_share[layer], dose.share),
                Change::Removed => levers.layer_share[layer] *= 1.0 - dose.share,
                Change::Strengthened(ratio) => scale(&mut levers.layer_odds[layer], dose.share, ratio),
            }
        }
        for step in &self.steps {
            levers.step_minutes[usize::from(*step)] += dose.share * self.minutes;
        }
    }
}
