//! Which levers an intervention moves.

use super::{Dose, Intervention};
use crate::clinic::levers::Relief;
use crate::clinic::model::Model;

/// Weeks after its begin, when whatever comes in phases has come.
const LATE_WEEKS: f64 = 520.0;

/// The levers that an intervention of the model, by its number, moves away from neutral at full dose, at its begin or later;
/// `held` where it holds sessions, `relief` where it gives something to those who take part.
pub fn levers_moved(model: &Model, intervention: usize) -> Vec<String> {
    let active = &model.interventions[intervention];
    let mut names: Vec<&str> = Vec::new();
    for weeks in [0.0, LATE_WEEKS] {
        let mut moved = model.neutral.clone();
        active.kind.pull(Dose { share: 1.0, weeks }, &mut moved);
        for name in moved.moved(&model.neutral) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let also = [("held", !active.sessions.is_empty()), ("relief", active.relief != Relief::default())];
    for (name, does) in also {
        if does && !names.contains(&name) {
            names.push(name);
        }
    }
    names.into_iter().map(str::to_owned).collect()
}
