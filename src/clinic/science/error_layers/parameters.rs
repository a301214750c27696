//! The table `[safety]` of a scenario: errors of orders, and the layers `[safety.layers.<your name>.<kind>]`.

use crate::declaration::{Faults, Section, choice, section};

/// The most layers of a chain.
pub const MOST_LAYERS: usize = 8;

/// Load at which the probabilities of skipping hold unless a file says another.
pub const ORDINARY_LOAD: f64 = 0.8;

choice! {
    /// How burnout raises errors of orders.
    pub enum ErrorModel {
        /// By an odds ratio per standard deviation of exhaustion; layers too are driven by people's state.
        Continuous = "continuous",
        /// By a relative risk of those who are burned out, at the order alone.
        Binary = "binary",
    }
}

choice! {
    /// Which errors are counted: one basis per run.
    pub enum Base {
        /// Errors of dose: 2.0 in 1,000 orders.
        Dosing = "dosing",
        /// Any error of prescribing: 66 in 1,000 orders.
        Prescribing = "prescribing",
    }
}

choice! {
    /// How a nurse checks.
    pub enum Manner {
        /// One person checks.
        Single = "single",
        /// A second person checks knowing what the first found, which is no better than one.
        Primed = "primed",
        /// Two check without knowing of each other's result.
        Independent = "independent",
    }
}

section! {
    /// Medication errors and what catches them. Without layers every error reaches its patient.
    pub struct Safety {
        /// How burnout raises errors of orders: `continuous` by standard deviations of exhaustion, `binary` by a relative risk of the burned-out.
        value error_model: ErrorModel = ErrorModel::Continuous, unit "model", range .., source "dynamics D6", grade Definition;
        /// Which errors are counted, and so how frequent they are: `dosing` 0.002, `prescribing` 0.066 of orders.
        value base: Base = Base::Dosing, unit "basis", range .., source "source 003; Kaushal 2010, JGIM (C54)", grade MissionSource;
        /// Probability of an error of an order by an average, rested, undisturbed person; absent: that of `base`. Published for prescribing: 0.066 with electronic orders (C54), 0.076 among outpatients (C53).
        optional error_probability: f64, unit "probability", range 1e-6..=0.5, source "source 003; Kaushal 2010, JGIM (C54); Gandhi 2005, JGIM (C53)", grade MissionSource;
        /// Shift of the log odds of an error, so that the mean of a baseline's mixed people and days, not that of the average person, is the published rate; found once at the baseline and kept.
        value error_shift: f64 = 0.0, unit "log odds", range -10.0..=10.0, source "none: 0 is the neutral value", grade Definition;
        /// Odds ratio of an error for each standard deviation of exhaustion (continuous model).
        value odds_ratio_per_sd: f64 = 1.25, unit "ratio", range 1.0..=3.0, source "source 002 (A24); publication bias is likely (C50)", grade MissionSource;
        /// Relative risk of an error by somebody burned out (binary model).
        value relative_risk: f64 = 1.35, unit "ratio", range 1.0..=10.0, source "source 003: its attributable risk implies it (A32)", grade Derived;
        /// Odds ratio of an error for each interruption of the order.
        value odds_ratio_interruption: f64 = 1.127, unit "ratio", range 1.0..=2.0, source "Westbrook 2010, Arch Intern Med: nurses who give medicines (C52)", grade Published;
        /// Odds ratio of an error by somebody fatigued.
        value odds_ratio_fatigued: f64 = 1.38, unit "ratio", range 1.0..=5.0, source "Tawfik 2018, Mayo Clin Proc (C47)", grade Published;
        /// Fatigue above which a person counts as fatigued, on its scale from 0 to 1.
        value fatigued_above: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Odds ratio of an error for each unit of overload, which is cognitive load beyond 1.
        value odds_ratio_overload: f64 = 1.5, unit "ratio", range 1.0..=20.0, source "no source found", grade Assumption;
        /// Share of errors that reach a patient and do harm: preventable adverse drug events among prescribing errors, 3 of 143; potential harm was in 0.43.
        value harm_share: f64 = 0.021, unit "share", range 0.0..=1.0, source "Gandhi 2005, JGIM (C53)", grade Published;
        /// Alerts for an order, beside that of an error itself; they come in the same encounter.
        value alerts_per_order: f64 = 0.5, unit "alerts", range 0.0..=50.0, source "no source found", grade Assumption;
        /// Share of alerts that were shown for the same patient before.
        value repeated_alerts_share: f64 = 0.3, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Role of those who verify: orders of an hour are shared among those of them at work; where nobody has it, all orders go to one queue.
        value verified_by: String = "pharmacist".to_owned(), unit "role", range .., source "source 003", grade MissionSource;
        /// Role of those who check or scan before a medicine is given.
        value given_by: String = "nurse".to_owned(), unit "role", range .., source "source 003", grade MissionSource;
        /// Factor on harm by what is done after an error: a checklist that finds it in time; 1 without.
        value harm_factor: f64 = 1.0, unit "ratio", range 0.0..=1.0, source "none: 1 is the neutral value", grade Definition;
        /// Layers that an order passes, by name.
        tables layers: Layer;
    }
}

section! {
    /// A layer that catches errors. Exactly one kind stands in it.
    pub struct Layer {
        /// Where it stands in the chain, smaller first, then by name; absent: alerts 1, pharmacist 2, double check 3, barcode 4.
        optional stage: u32, unit "places", range 1.0..=100.0, source "order of the work", grade Definition;
        /// Share of orders that pass this layer; for the others it is not there.
        value orders_share: f64 = 1.0, unit "share", range 0.0..=1.0, source "none: 1 is the neutral value", grade Definition;
        /// Shift of the log odds of catching an error here, so that the mean of a baseline is what was measured.
        value shift: f64 = 0.0, unit "log odds", range -10.0..=10.0, source "none: 0 is the neutral value", grade Definition;
        /// Alerts of the ordering system.
        maybe alerts: Alerts;
        /// A pharmacist verifies the order.
        maybe pharmacist: Pharmacist;
        /// Nurses check before the medicine is given.
        maybe double_check: DoubleCheck;
        /// Bar codes are scanned at the patient.
        maybe barcode: Barcode;
    }
}

section! {
    /// Alerts of the ordering system, which are heeded less the more there are, the more they repeat themselves and the more exhausted people are. The work of a day by itself dulls nobody (Ancker 2017).
    pub struct Alerts {
        /// Share of errors that set off an alert.
        value errors_alerted_share: f64 = 0.5, unit "share", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Probability that a single, new alert is heeded by an average person; over all alerts 0.49 to 0.96 are overridden (C61).
        value heed_probability: f64 = 0.3, unit "probability", range 0.0..=1.0, source "no source found; between 0.10 and 0.51 by C61", grade Assumption;
        /// What the probability is multiplied by for each further alert in the encounter; measured on reminders.
        value heed_ratio_per_alert: f64 = 0.7, unit "ratio", range 0.0..=1.0, source "Ancker 2017, BMC Med Inform Decis Mak (C62)", grade Published;
        /// Alerts beyond this number do not lower it further.
        value alerts_counted: f64 = 4.0, unit "alerts", range 1.0..=100.0, source "dynamics D6: the range measured", grade Assumption;
        /// What it is multiplied by for each 5 percentage points more of repeated alerts; measured on reminders.
        value heed_ratio_per_5_points_repeated: f64 = 0.9, unit "ratio", range 0.0..=1.0, source "Ancker 2017, BMC Med Inform Decis Mak (C62)", grade Published;
        /// Fall of its logarithm for each standard deviation of exhaustion.
        value heed_fall_per_sd: f64 = 0.22, unit "log ratio", range 0.0..=2.0, source "direction by source 003, size of the odds ratio 1.25", grade Assumption;
    }
}

section! {
    /// A pharmacist who verifies, and misses more above a number of orders in an hour.
    pub struct Pharmacist {
        /// Probability that an error is missed where there is no haste.
        value miss_probability: f64 = 0.5, unit "probability", range 0.0..=1.0, source "no source found: reported misses (C57) are far below the true ones", grade Assumption;
        /// Orders in an hour up to which there is no haste: 400 in a shift of 8 hours.
        value knee_orders_per_hour: f64 = 50.0, unit "orders per hour", range 1.0..=1000.0, source "Gorbach 2015, AJHP (C57, C111)", grade Published;
        /// Odds ratio of a miss for each 10 orders an hour above that.
        value miss_odds_ratio_per_10_orders: f64 = 1.25, unit "ratio", range 1.0..=5.0, source "no source found; direction by Gorbach 2015", grade Assumption;
        /// Orders in an hour that the same pharmacist gets from elsewhere.
        value outside_orders_per_hour: f64 = 0.0, unit "orders per hour", range 0.0..=1000.0, source "none: 0 is the neutral value", grade Definition;
    }
}

section! {
    /// Nurses who check before a medicine is given, or skip it under load and cynicism. What is skipped catches nothing.
    pub struct DoubleCheck {
        /// How: `single`, `primed` (as good as a single check) or `independent`.
        value manner: Manner = Manner::Independent, unit "manner", range .., source "source 003", grade MissionSource;
        /// Probability that a single check finds an error.
        value single_finds: f64 = 0.663, unit "probability", range 0.0..=1.0, source "randomised simulation with seeded errors, Macquarie (C58)", grade Published;
        /// Probability that an independent double check finds it.
        value independent_finds: f64 = 0.777, unit "probability", range 0.0..=1.0, source "randomised simulation with seeded errors, Macquarie (C58)", grade Published;
        /// How often the check is skipped.
        table skip: Lapse;
    }
}

section! {
    /// Bar codes scanned at the patient, or bypassed under load and cynicism.
    pub struct Barcode {
        /// Share of errors that scanning prevents: errors fell from 11.5 to 6.8 %.
        value prevents: f64 = 0.414, unit "share", range 0.0..=1.0, source "Poon 2010, NEJM (C60)", grade Published;
        /// How often scanning is bypassed, beyond what was so in the study.
        table bypass: Lapse;
    }
}

section! {
    /// How often people do without a safeguard.
    pub struct Lapse {
        /// Probability at average cynicism and `reference_load`.
        value probability: f64 = 0.1, unit "probability", range 0.0..=1.0, source "no source found", grade Assumption;
        /// Odds ratio for each standard deviation of cynicism.
        value odds_ratio_per_sd: f64 = 1.25, unit "ratio", range 1.0..=5.0, source "direction by source 003, size as that of errors", grade Assumption;
        /// Odds ratio for each tenth more of load.
        value odds_ratio_per_tenth_load: f64 = 1.1, unit "ratio", range 1.0..=5.0, source "no source found; direction by source 003", grade Assumption;
        /// Load at which `probability` holds: time asked for as a share of the time there is.
        value reference_load: f64 = ORDINARY_LOAD, unit "share", range 0.0..=3.0, source "no source found", grade Assumption;
    }
}

/// The kinds of layers, as files write them, in the order in which a medicine meets them.
pub const KINDS: [&str; 4] = ["alerts", "pharmacist", "double_check", "barcode"];

impl Safety {
    /// Probability of an error of an order by an average, rested, undisturbed person, before any shift.
    pub fn error_probability(&self) -> f64 {
        self.error_probability.unwrap_or(match self.base {
            Base::Dosing => 0.002,
            Base::Prescribing => 0.066,
        })
    }
}

impl Layer {
    /// Places in [`KINDS`] of the kinds that were written; the checks demand exactly one.
    pub fn kinds(&self) -> Vec<usize> {
        let written = [
            self.alerts.is_some(),
            self.pharmacist.is_some(),
            self.double_check.is_some(),
            self.barcode.is_some(),
        ];
        (0..KINDS.len()).filter(|kind| written[*kind]).collect()
    }
}

/// Rules across fields: one kind in each layer, and no more layers than a chain holds. `fault` takes the path, what was
/// expected and found, and what to do.
pub fn check(safety: &Safety, mut fault: impl FnMut(&str, &str, &str, Option<String>)) {
    for (name, layer) in &safety.layers {
        check_layer(layer, |_, expected, found, _| {
            let help = match layer.kinds().first() {
                Some(_) => "give each kind a layer, and so a name, of its own".to_owned(),
                None => format!("write [safety.layers.{name}.{}], or another kind", KINDS[0]),
            };
            fault(&format!("safety.layers.{name}"), expected, found, Some(help));
        });
    }
    if safety.layers.len() > MOST_LAYERS {
        let (expected, found) = (format!("at most {MOST_LAYERS} layers"), safety.layers.len().to_string());
        fault("safety.layers", &expected, &found, None);
    }
}

/// One kind in a layer.
pub fn check_layer(layer: &Layer, mut fault: impl FnMut(&str, &str, &str, Option<String>)) {
    let kinds: Vec<&str> = layer.kinds().into_iter().map(|kind| KINDS[kind]).collect();
    if kinds.len() != 1 {
        let found = if kinds.is_empty() { "none".to_owned() } else { kinds.join(" and ") };
        let expected = format!("exactly one kind of {}", KINDS.join(", "));
        fault("", &expected, &found, None);
    }
}

macro_rules! all_defaults {
    ($($section:ty),+) => { $(
        impl Default for $section {
            fn default() -> Self {
                Self::read(None, "", &mut Faults::default()).expect("defaults have no faults")
            }
        }
    )+ };
}

all_defaults!(Safety, Layer, Alerts, Pharmacist, DoubleCheck, Barcode, Lapse);
