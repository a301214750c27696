//! Rows of medication safety: orders, errors by layer, harm, and what burnout is to blame for.

use super::{CellId, Fact, Fold, Layout};
use crate::clinic::model::Model;
use crate::clinic::science::error_layers::parameters::{Base, ErrorModel};
use crate::system::Better;

const YEAR_WEEKS: f64 = 365.25 / 7.0;
/// Expectations are kept in trillionths.
const UNITS: f64 = 1e12;

impl Layout {
    /// Rows of medication orders, where anybody makes any.
    pub(super) fn add_safety_rows(&mut self, model: &Model) {
        let Some(safety) = model.safety.as_deref() else { return };
        let cell = |fact: Fact| fact as CellId;
        let base = match safety.settings.base {
            Base::Dosing => "errors of dose",
            Base::Prescribing => "any error of prescribing",
        };
        let per_order = ("errors", "1000 medication orders");
        let orders = cell(Fact::MedicationOrders);
        let thousand = |fact: Fact| Fold::CountRate(1e3 * UNITS, vec![cell(fact)], vec![orders]);
        let expected = |fact: Fact| Fold::Rate(1e3, vec![cell(fact)], vec![orders]);
        self.add(
            "medication_orders_per_week",
            "Medication orders",
            ("orders", "week"),
            Better::Neither,
            "orders of visits and of closed messages",
            Fold::CountPerWeek(vec![orders]),
        );
        self.add(
            "errors_made_per_1000_orders.expected",
            "Errors of orders before any layer, expected",
            per_order,
            Better::Lower,
            &format!("{base}: conditional expectation given who ordered, and how"),
            expected(Fact::ErrorsMade),
        );
        self.add(
            "errors_reaching_patient_per_1000_orders",
            "Errors that reach patients",
            per_order,
            Better::Lower,
            &format!("{base} that no layer caught, counted"),
            thousand(Fact::ErrorsReached),
        );
        self.add(
            "errors_reaching_patient_per_1000_orders.expected",
            "Errors that reach patients, expected",
            per_order,
            Better::Lower,
            &format!("{base}: conditional expectation, the same mean as the count with less chance in it"),
            expected(Fact::ErrorsExpected),
        );
        for (number, layer) in safety.defences.layers().iter().enumerate() {
            self.add(
                &format!("errors_caught.{}", layer.name),
                &format!("Errors caught: {}", layer.name),
                per_order,
                Better::Neither,
                "errors that came to this layer and were caught there, counted",
                Fold::CountRate(1e3 * UNITS, vec![self.caught(number)], vec![orders]),
            );
        }
        let harm = safety.settings.harm_share * safety.settings.harm_factor;
        self.add(
            "adverse_events_per_year",
            "Patients harmed by medication errors",
            ("patients", "year"),
            Better::Lower,
            "errors that reached a patient and did harm, counted",
            Fold::CountPerYear(vec![cell(Fact::AdverseEvents)]),
        );
        self.add(
            "adverse_events_per_year.expected",
            "Patients harmed by medication errors, expected",
            ("patients", "year"),
            Better::Lower,
            "errors expected to reach patients, times the share that harms",
            Fold::SumsPerWeek(
                vec![cell(Fact::HarmExpected)],
                UNITS / YEAR_WEEKS / harm.max(f64::MIN_POSITIVE),
            ),
        );
        if model.well_being.is_some() {
            self.add_attributable_rows(safety.settings.error_model, base);
        }
    }

    fn add_attributable_rows(&mut self, error_model: ErrorModel, base: &str) {
        let cell = |fact: Fact| fact as CellId;
        let orders = cell(Fact::MedicationOrders);
        let per = ("errors", "1000 medication orders");
        let how = match error_model {
            ErrorModel::Continuous => {
                "burned-out people set to the mean exhaustion and cynicism of the others"
            }
            ErrorModel::Binary => "the relative risk of the burned-out set to 1",
        };
        self.add(
            "attributable_errors_per_1000_orders",
            "Errors that reach patients because of burnout",
            per,
            Better::Lower,
            &format!("{base}: expected, less expected for the same orders in the same circumstances with {how}; what burnout does to these circumstances is not in it"),
            Fold::RateDifference(
                1e3,
                [(cell(Fact::ErrorsExpected), orders), (cell(Fact::ErrorsWithoutBurnout), orders)],
            ),
        );
        self.add(
            "attributable_errors_per_1000_orders.textbook",
            "The same by the textbook",
            per,
            Better::Lower,
            &format!("{base}: population attributable risk, rate of all less rate of those who are not burned out (Levin 1953); takes every difference between the groups for an effect"),
            Fold::RateDifference(
                1e3,
                [
                    (cell(Fact::ErrorsExpected), orders),
                    (cell(Fact::ErrorsOfOthers), cell(Fact::OrdersOfOthers)),
                ],
            ),
        );
    }
}
