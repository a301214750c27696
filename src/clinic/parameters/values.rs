//! Leaf values of scenario files that only a clinic has: rules, clock windows, rates, shares.

use crate::declaration::choice;
use crate::declaration::toml_text::{key, number, quoted};
use crate::declaration::{Declaration, Faults, Node, Parameter, suggest};

/// A fault about a leaf value, with the nearest of some words as help.
fn refuse(node: &Node, path: &str, expected: String, words: &[&str], faults: &mut Faults) {
    let near = node.as_str().and_then(|word| suggest::nearest(word, words.iter().copied()));
    faults.fault(node, path, expected, node.describe(), near.map(|near| format!("did you mean \"{near}\"?")));
}

choice! {
    /// What happens when the last session of the day ends.
    pub enum DayEnd {
        /// Those on duty at closing stay until nobody and nothing waits.
        UntilEmpty = "until_empty",
        /// No new piece of work is begun.
        Stop = "stop",
        /// Patients are seen; then each person goes home, or goes on at the desk until their own limit.
        OwnLimit = "own_limit",
    }
}

choice! {
    /// What is taken first at the desk.
    pub enum DeskFirst {
        /// What has waited longest.
        InOrder = "in_order",
        /// Messages before notes and orders.
        Messages = "messages",
        /// Notes before messages.
        Notes = "notes",
    }
}

choice! {
    /// What a minute of work is spent on, as an audit log would tell it.
    pub enum Activity {
        /// Writing notes.
        Documentation = "documentation",
        /// Entering orders.
        OrderEntry = "order_entry",
        /// Messages.
        Inbox = "inbox",
        /// Reading and other work in the chart.
        ChartReview = "chart_review",
        /// Billing, log-ins and the like at the record.
        Administration = "administration",
        /// Not at the electronic record.
        Other = "other",
    }
}

choice! {
    /// Where messages of a kind come from.
    pub enum MessageSource {
        /// Patients of the panel write or call.
        Panel = "panel",
        /// Orders: their results.
        Orders = "orders",
        /// Completed visits.
        Visits = "visits",
        /// Anybody or anything else, by a rate.
        System = "system",
        /// Only what was not answered in time.
        Unanswered = "unanswered",
        /// Prescriptions that run out.
        Prescriptions = "prescriptions",
    }
}

choice! {
    /// The class of a task: what kind of work it is.
    pub enum TaskClass {
        /// With the patient.
        Visit = "visit",
        /// Writing the note.
        Note = "note",
        /// Entering orders.
        Order = "order",
        /// Inbox messages.
        Message = "message",
        /// Prior authorisations.
        Authorisation = "authorisation",
        /// Meetings and huddles.
        Meeting = "meeting",
        /// Care without a visit.
        Care = "care",
        /// Everything else.
        Administration = "administration",
    }
}

choice! {
    /// Who does a step.
    pub enum By {
        /// Anyone of the task's roles.
        Anyone = "anyone",
        /// The clinician to whom the case belongs.
        OwnClinician = "own_clinician",
        /// The person who did the step before.
        SamePerson = "same_person",
    }
}

/// What a step does with a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoomRule {
    /// No room: one that is still held is given back when the step is reached.
    None,
    /// Wait for a room of this kind and hold it from this step on.
    Take(String),
    /// Hold on to the room.
    Keep,
    /// Hold the room during this step, then give it back.
    Release,
}

impl Parameter for RoomRule {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        match node.as_str().map(str::trim) {
            Some("none") => return Some(Self::None),
            Some("keep") => return Some(Self::Keep),
            Some("release") => return Some(Self::Release),
            Some(text) => {
                if let Some(kind) = text.strip_prefix("take ").map(str::trim).filter(|kind| !kind.is_empty())
                {
                    return Some(Self::Take(kind.to_owned()));
                }
            }
            None => {}
        }
        refuse(node, path, Self::expected(about), &["keep", "release", "none"], faults);
        None
    }
    fn show(&self) -> String {
        match self {
            Self::None => "\"none\"".to_owned(),
            Self::Take(kind) => quoted(&format!("take {kind}")),
            Self::Keep => "\"keep\"".to_owned(),
            Self::Release => "\"release\"".to_owned(),
        }
    }
    fn schema(_about: &Declaration) -> serde_json::Value {
        serde_json::json!({ "type": "string", "pattern": "^(take .+|keep|release|none)$" })
    }
    fn expected(_about: &Declaration) -> String {
        "\"take <room>\", \"keep\", \"release\" or \"none\"".to_owned()
    }
}

/// One name, or names with shares that sum to 1, in the order of the names.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// Names with their shares.
    pub shares: Vec<(String, f64)>,
}

impl Next {
    /// The end of a pathway.
    pub const LEAVE: &'static str = "leave";

    /// Always the end.
    pub fn leave() -> Self {
        Self::always(Self::LEAVE)
    }

    /// Always this one.
    pub fn always(name: &str) -> Self {
        Self { shares: vec![(name.to_owned(), 1.0)] }
    }
}

impl Parameter for Next {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        if let Some(name) = node.as_str() {
            return Some(Self::always(name));
        }
        let Some(table) = node.as_table() else {
            refuse(node, path, Self::expected(about), &[], faults);
            return None;
        };
        let mut shares = Vec::new();
        for (name, _, value) in table {
            match value.as_float().filter(|share| (0.0..=1.0).contains(share)) {
                Some(share) => shares.push((name.to_owned(), share)),
                None => {
                    refuse(value, &format!("{path}.{name}"), "a share from 0 to 1".to_owned(), &[], faults);
                    return None;
                }
            }
        }
        shares.sort_by(|a, b| a.0.cmp(&b.0));
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        if (sum - 1.0).abs() > 1e-6 {
            faults.fault(node, path, "shares that sum to 1", format!("shares that sum to {sum}"), None);
            return None;
        }
        Some(Self { shares })
    }
    fn show(&self) -> String {
        match self.shares.as_slice() {
            [(name, share)] if *share == 1.0 => quoted(name),
            shares => {
                let parts: Vec<String> = shares
                    .iter()
                    .map(|(name, share)| format!("{} = {}", key(name), number(*share)))
                    .collect();
                format!("{{ {} }}", parts.join(", "))
            }
        }
    }
    fn schema(_about: &Declaration) -> serde_json::Value {
        serde_json::json!({ "oneOf": [
            { "type": "string" },
            { "type": "object", "additionalProperties": { "type": "number", "minimum": 0, "maximum": 1 } }
        ] })
    }
    fn expected(about: &Declaration) -> String {
        format!("the name of a {}, or shares that sum to 1 such as {{ a = 0.9, b = 0.1 }}", about.unit)
    }
}

/// One name or a list of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names(pub Vec<String>);

impl Parameter for Names {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        if let Some(name) = node.as_str() {
            return Some(Self(vec![name.to_owned()]));
        }
        let names: Option<Vec<String>> = node
            .as_array()
            .and_then(|items| items.iter().map(|item| item.as_str().map(String::from)).collect());
        match names {
            Some(names) if !names.is_empty() => Some(Self(names)),
            _ => {
                refuse(node, path, Self::expected(about), &[], faults);
                None
            }
        }
    }
    fn show(&self) -> String {
        let parts: Vec<String> = self.0.iter().map(|name| quoted(name)).collect();
        format!("[{}]", parts.join(", "))
    }
    fn schema(_about: &Declaration) -> serde_json::Value {
        serde_json::json!({ "oneOf": [
            { "type": "string" }, { "type": "array", "items": { "type": "string" }, "minItems": 1 }
        ] })
    }
    fn expected(about: &Declaration) -> String {
        format!("a name or a list of names of {}", about.unit)
    }
}

/// A rate for each hour, or one for all hours.
#[derive(Debug, Clone, PartialEq)]
pub enum Rates {
    /// The same rate in every hour.
    Constant(f64),
    /// One rate for each hour.
    ByHour(Vec<f64>),
}

impl Parameter for Rates {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        let fits = |rate: &f64| rate.is_finite() && (about.low..=about.high).contains(rate);
        if let Some(rate) = node.as_float().filter(fits) {
            return Some(Self::Constant(rate));
        }
        let Some(items) = node.as_array().filter(|items| !items.is_empty()) else {
            refuse(node, path, Self::expected(about), &[], faults);
            return None;
        };
        let mut rates = Vec::with_capacity(items.len());
        for item in items {
            match item.as_float().filter(fits) {
                Some(rate) => rates.push(rate),
                None => {
                    refuse(item, path, f64::expected(about), &[], faults);
                    return None;
                }
            }
        }
        Some(Self::ByHour(rates))
    }
    fn show(&self) -> String {
        match self {
            Self::Constant(rate) => number(*rate),
            Self::ByHour(rates) => {
                let parts: Vec<String> = rates.iter().map(|rate| number(*rate)).collect();
                format!("[{}]", parts.join(", "))
            }
        }
    }
    fn schema(about: &Declaration) -> serde_json::Value {
        let number = serde_json::json!({ "type": "number", "minimum": about.low, "maximum": about.high });
        serde_json::json!({ "oneOf": [number, { "type": "array", "items": number, "minItems": 1 }] })
    }
    fn expected(about: &Declaration) -> String {
        format!(
            "a number of {}, or a list with one number for each hour, from {} to {}",
            about.unit, about.low, about.high
        )
    }
}
