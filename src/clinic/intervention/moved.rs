//! Which levers an intervention moves.

use super::Intervention;
use crate::clinic::levers::Levers;
use crate::clinic::model::Model;

/// The levers that an intervention of the model, by its number, moves away from neutral at full dose.
pub fn levers_moved(model: &Model, intervention: usize) -> Vec<String> {
    let neutral = Levers::neutral(model.roles.len(), model.messages.len());
    let mut moved = neutral.clone();
    model.interventions[intervention].kind.pull(1.0, &mut moved);
    // taken apart, so that a new lever cannot be forgotten here
    let Levers {
        people,
        notes,
        orders,
        routes,
        kept,
        minutes_factor,
        renewal_months,
        renewal_share,
        renewal_minutes,
        visits_factor,
        messages_factor,
    } = moved;
    let differs = [
        ("people", people != neutral.people),
        ("notes", notes != neutral.notes),
        ("orders", orders != neutral.orders),
        ("routes", routes != neutral.routes),
        ("kept", kept != neutral.kept),
        ("minutes_factor", minutes_factor != neutral.minutes_factor),
        ("renewal_months", renewal_months != neutral.renewal_months),
        ("renewal_share", renewal_share != neutral.renewal_share),
        ("renewal_minutes", renewal_minutes != neutral.renewal_minutes),
        ("visits_factor", visits_factor != neutral.visits_factor),
        ("messages_factor", messages_factor != neutral.messages_factor),
    ];
    differs.iter().filter(|(_, moved)| *moved).map(|(name, _)| (*name).to_owned()).collect()
}
