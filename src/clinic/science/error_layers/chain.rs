//! The layers one after the other: what becomes of an order.

use super::parameters::{Alerts, Barcode, DoubleCheck, ErrorModel, Layer, MOST_LAYERS, Pharmacist, Safety};
use super::{Circumstances, Counterfactual, layers, orders};
use crate::clinic::science::odds::at_odds_ratio;
use crate::engine::random::{Identity, Purpose, Seed};

/// What a layer is.
#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Alerts(Alerts),
    Pharmacist(Pharmacist),
    DoubleCheck(DoubleCheck),
    Barcode(Barcode),
}

/// A layer at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Defence {
    /// Its name in the scenario.
    pub name: String,
    /// The name as a number, for random numbers of its own.
    key: u64,
    orders_share: f64,
    odds_ratio: f64,
    kind: Kind,
}

impl Defence {
    /// Probability that it catches an error that comes to it: that of its kind, its odds shifted, on the share of orders that
    /// pass it; both times what is set for the moment: share and odds ratio are 1 as a rule.
    pub fn catches(&self, at: &Circumstances, (share, odds_ratio): (f64, f64)) -> f64 {
        let found = match &self.kind {
            Kind::Alerts(alerts) => layers::alerts_catch(alerts, at),
            Kind::Pharmacist(pharmacist) => 1.0 - layers::pharmacist_misses(pharmacist, at),
            Kind::DoubleCheck(check) => layers::double_check_catches(check, at),
            Kind::Barcode(barcode) => layers::barcode_catches(barcode, at),
        };
        let odds_ratio = self.odds_ratio * odds_ratio;
        share * self.orders_share * if odds_ratio == 1.0 { found } else { at_odds_ratio(found, odds_ratio) }
    }
}

/// Errors and layers of a scenario, ready to be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Defences {
    safety: Safety,
    layers: Vec<Defence>,
}

impl Defences {
    /// Those of checked parameters, in the order of the chain.
    pub fn new(safety: &Safety) -> Self {
        Self::with(safety, &[])
    }

    /// The same with layers that may be added to them, by name.
    pub fn with(safety: &Safety, added: &[(&str, &Layer)]) -> Self {
        let mut list: Vec<(u32, Defence)> = Vec::new();
        let own = safety.layers.iter().map(|(name, layer)| (name.as_str(), layer));
        for (name, layer) in own.chain(added.iter().copied()) {
            let (usual, kind) = match (&layer.alerts, &layer.pharmacist, &layer.double_check, &layer.barcode)
            {
                (Some(alerts), None, None, None) => (1, Kind::Alerts(alerts.clone())),
                (None, Some(pharmacist), None, None) => (2, Kind::Pharmacist(pharmacist.clone())),
                (None, None, Some(check), None) => (3, Kind::DoubleCheck(check.clone())),
                (None, None, None, Some(barcode)) => (4, Kind::Barcode(barcode.clone())),
                _ => unreachable!("the checks found one kind for every layer"),
            };
            let defence = Defence {
                name: name.to_owned(),
                key: Identity::named(name).value(),
                orders_share: layer.orders_share,
                odds_ratio: libm::exp(layer.shift),
                kind,
            };
            list.push((layer.stage.unwrap_or(usual), defence));
        }
        assert!(list.len() <= MOST_LAYERS, "the checks found no more layers than a chain holds");
        // Stable: layers of the same stage stay in the order of their names.
        list.sort_by_key(|(stage, _)| *stage);
        let mut safety = safety.clone();
        safety.layers.clear();
        Defences { safety, layers: list.into_iter().map(|(_, defence)| defence).collect() }
    }

    /// The layers in the order of the chain.
    pub fn layers(&self) -> &[Defence] {
        &self.layers
    }

    /// Probability that an alert is heeded, at the first layer of alerts; none where there is no such layer.
    pub fn heeds(&self, at: &Circumstances) -> Option<f64> {
        self.layers.iter().find_map(|layer| match &layer.kind {
            Kind::Alerts(alerts) => Some(layers::heed_probability(alerts, at)),
            _ => None,
        })
    }

    /// What becomes of an order under these circumstances, in probabilities. With the binary model burnout acts at the order
    /// alone: the layers see average exhaustion and cynicism, but the same work.
    pub fn chain(&self, at: &Circumstances) -> Chain {
        self.chain_with(at, |_| (1.0, 1.0))
    }

    /// The same where layers are set otherwise for the moment: `set` gives for each layer the share of orders that pass it
    /// and an odds ratio of catching an error, beyond its own.
    pub fn chain_with(&self, at: &Circumstances, set: impl Fn(usize) -> (f64, f64)) -> Chain {
        at.assert_possible();
        let seen = match self.safety.error_model {
            ErrorModel::Continuous => *at,
            ErrorModel::Binary => Counterfactual::SlopeOff.of(at),
        };
        let error = orders::error_probability(&self.safety, at);
        Chain::new(error, self.layers.iter().enumerate().map(|(l, layer)| layer.catches(&seen, set(l))))
    }

    /// What becomes of one order, by its own random numbers.
    pub fn outcome(&self, chain: &Chain, draws: &Draws) -> Outcome {
        chain.outcome(draws.error(), |layer| draws.layer(&self.layers[layer]))
    }
}

/// What becomes of an order, in probabilities: the conditional expectation of the counts, given the circumstances.
/// `error` is the sum of `caught` and `reach`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chain {
    /// It has an error.
    pub error: f64,
    /// It has an error that is caught at the layer of this number; 0 beyond the last layer.
    pub caught: [f64; MOST_LAYERS],
    /// It has an error that reaches the patient.
    pub reach: f64,
    catches: [f64; MOST_LAYERS],
    layers: usize,
}

impl Chain {
    /// The chain of an error and of what each layer catches of the errors that come to it: independent chances, so that
    /// reach = e · Π (1 − dᵢ), and layer i catches e · dᵢ · Π (1 − dⱼ) over the layers before it.
    pub fn new(error: f64, catches: impl IntoIterator<Item = f64>) -> Self {
        let mut chain =
            Chain { error, caught: [0.0; MOST_LAYERS], reach: error, catches: [0.0; MOST_LAYERS], layers: 0 };
        for catches in catches {
            chain.catches[chain.layers] = catches;
            chain.caught[chain.layers] = chain.reach * catches;
            chain.reach *= 1.0 - catches;
            chain.layers += 1;
        }
        chain
    }

    /// Probability that an error passes all layers.
    pub fn passes_all(&self) -> f64 {
        self.catches[..self.layers].iter().map(|catches| 1.0 - catches).product()
    }

    /// What becomes of one order, by uniform numbers from 0 to 1: one for the error and, if there is one, one for each layer
    /// that it comes to. Each outcome has the probability that stands in this chain.
    pub fn outcome(&self, error: f64, mut layer: impl FnMut(usize) -> f64) -> Outcome {
        if error >= self.error {
            return Outcome::Correct;
        }
        (0..self.layers)
            .find(|number| layer(*number) < self.catches[*number])
            .map_or(Outcome::Reached, Outcome::Caught)
    }
}

/// What became of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It had no error.
    Correct,
    /// Its error was caught at the layer of this number.
    Caught(usize),
    /// Its error reached the patient.
    Reached,
}

/// The random numbers of one order. Each is named by what it decides and whose it is, never by the scenario; those of layers by
/// their names: taking a layer away or moving it changes no draw of another.
#[derive(Debug, Clone, Copy)]
pub struct Draws {
    seed: Seed,
    order: Identity,
}

impl Draws {
    /// Those of an order.
    pub fn new(seed: Seed, order: Identity) -> Self {
        Draws { seed, order }
    }

    /// Decides whether it has an error.
    pub fn error(&self) -> f64 {
        self.seed.stream(Purpose::named("error of an order"), self.order).uniform()
    }

    /// Decides whether a layer catches it.
    pub fn layer(&self, layer: &Defence) -> f64 {
        self.seed.stream(Purpose::named("layer of safety"), self.order.child(layer.key)).uniform()
    }

    /// Decides whether an error that reached the patient does harm: a number below the share that harms.
    pub fn harm(&self) -> f64 {
        self.seed.stream(Purpose::named("harm of an error"), self.order).uniform()
    }
}
