//! The grid of a trial: which cluster works in which way in which period, and what was observed.

use serde::Serialize;

use super::Axis;

/// Clusters by periods of a trial: who works in which way when, and what was observed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grid {
    /// The periods, to the right.
    pub x: Axis,
    /// The clusters, downward.
    pub y: Axis,
    /// What was observed.
    pub z: Axis,
    /// The periods' labels, in their order.
    pub columns: Vec<String>,
    /// The clusters, from the top down.
    pub rows: Vec<GridRow>,
}

/// A cluster through all periods.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GridRow {
    /// The cluster.
    pub label: String,
    /// One for each period, in their order.
    pub cells: Vec<GridCell>,
}

/// A cluster in a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GridCell {
    /// How the cluster works.
    pub state: Phase,
    /// What was observed, if anything was.
    pub value: Option<f64>,
}

/// How a cluster works in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// As it always did.
    Before,
    /// The new way begins: neither the one nor the other.
    Transition,
    /// In the new way.
    After,
    /// Nobody looks.
    Unseen,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::document::Form;

    #[test]
    fn a_grid_is_a_form_like_others() {
        let cell = |state, value| GridCell { state, value };
        let cells = vec![
            cell(Phase::Before, Some(41.5)),
            cell(Phase::Transition, None),
            cell(Phase::After, Some(30.0)),
            cell(Phase::Unseen, None),
        ];
        let form = Form::Grid(Grid {
            x: Axis::new("period", ""),
            y: Axis::new("clinic", ""),
            z: Axis::new("after-hours work", "min a day"),
            columns: ["1", "2", "3", "4"].map(String::from).to_vec(),
            rows: vec![GridRow { label: "Linden".into(), cells }],
        });
        let found = serde_json::to_value(form).expect("plain data");
        let wanted = json!({
            "kind": "grid",
            "x": { "label": "period", "unit": "" },
            "y": { "label": "clinic", "unit": "" },
            "z": { "label": "after-hours work", "unit": "min a day" },
            "columns": ["1", "2", "3", "4"],
            "rows": [{ "label": "Linden", "cells": [
                { "state": "before", "value": 41.5 },
                { "state": "transition", "value": null },
                { "state": "after", "value": 30.0 },
                { "state": "unseen", "value": null },
            ] }],
        });
        assert_eq!(found, wanted);
    }
}
