//! Medication orders and their layers in the form in which they are simulated.

use std::collections::BTreeMap;

use super::Model;
use super::build::index;
use crate::clinic::parameters::Parameters;
use crate::clinic::science::error_layers::parameters::Layer;
use crate::clinic::science::error_layers::{Defences, Safety};

/// Errors of orders and what catches them.
#[derive(Debug, Clone)]
pub struct SafetyModel {
    /// As the file says.
    pub settings: Safety,
    /// The layers in the order of the chain.
    pub defences: Defences,
    /// Role of those who verify, where anybody has it.
    pub verified_by: Option<u16>,
    /// Role of those who check and scan.
    pub given_by: Option<u16>,
}

/// The model of safety, where anything makes medication orders.
pub(super) fn safety(model: &Model, parameters: &Parameters) -> Option<Box<SafetyModel>> {
    let by_step =
        model.steps.iter().any(|step| step.medication_orders.0 > 0 || !step.medication_orders.1.is_empty());
    let by_message = model.messages.iter().any(|message| message.medication_orders > 0);
    if !by_step && !by_message {
        return None;
    }
    let role = |name: &str| model.roles.iter().position(|role| role.name == name).map(|r| r as u16);
    let settings = parameters.safety.clone();
    let added: Vec<(&str, &Layer)> = parameters
        .interventions
        .iter()
        .filter_map(|(name, change)| Some((name.as_str(), change.plan().added_layer()?)))
        .collect();
    Some(Box::new(SafetyModel {
        defences: Defences::with(&settings, &added),
        verified_by: role(&settings.verified_by),
        given_by: role(&settings.given_by),
        settings,
    }))
}

/// Numbers of the layers by name.
pub(super) fn layer_numbers(model: &Model) -> BTreeMap<String, u16> {
    let layers = model.safety.as_ref().map_or(&[][..], |safety| safety.defences.layers());
    layers.iter().enumerate().map(|(l, layer)| (layer.name.clone(), index(l))).collect()
}
