//! Leaf values of scenario files that only a clinic has: rules, clock windows, rates, shares.

use crate::declaration::fault::Faults;
use crate::declaration::tree::Node;
use crate::declaration::{Declaration, Parameter};

/// A value that is one of a few words.
macro_rules! choice {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// The words that a file may say.
            pub const WORDS: &'static [&'static str] = &[$($word),+];
        }

        impl Parameter for $name {
            fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
                match node.as_str() {
                    $(Some($word) => Some(Self::$variant),)+
                    _ => {
                        faults.expected(node, path, &Self::expected(about), Self::WORDS);
                        None
                    }
                }
            }
            fn show(&self) -> String {
                match self { $(Self::$variant => format!("{:?}", $word)),+ }
            }
            fn schema(_about: &Declaration) -> serde_json::Value {
                serde_json::json!({ "type": "string", "enum": Self::WORDS })
            }
            fn expected(_about: &Declaration) -> String {
                format!("one of {}", Self::WORDS.join(", "))
            }
        }
    };
}

choice! {
    /// What happens when the last session of the day ends.
    pub enum DayEnd {
        /// Those on duty at closing stay until nobody and nothing waits.
        UntilEmpty = "until_empty",
        /// No new piece of work is begun.
        Stop = "stop",
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
                if let Some(kind) = text.strip_prefix("take ").map(str::trim).filter(|kind| !kind.is_empty()) {
                    return Some(Self::Take(kind.to_owned()));
                }
            }
            None => {}
        }
        faults.expected(node, path, &Self::expected(about), &["keep", "release", "none"]);
        None
    }
    fn show(&self) -> String {
        match self {
            Self::None => "\"none\"".to_owned(),
            Self::Take(kind) => format!("{:?}", format!("take {kind}")),
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
            faults.expected(node, path, &Self::expected(about), &[]);
            return None;
        };
        let mut shares = Vec::new();
        for (name, _, value) in table {
            match value.as_float().filter(|share| (0.0..=1.0).contains(share)) {
                Some(share) => shares.push((name.to_owned(), share)),
                None => {
                    faults.expected(value, &format!("{path}.{name}"), "a share from 0 to 1", &[]);
                    return None;
                }
            }
        }
        shares.sort_by(|a, b| a.0.cmp(&b.0));
        let sum: f64 = shares.iter().map(|(_, share)| share).sum();
        if (sum - 1.0).abs() > 1e-6 {
            faults.expected_found(node, path, "shares that sum to 1", &format!("shares that sum to {sum}"));
            return None;
        }
        Some(Self { shares })
    }
    fn show(&self) -> String {
        match self.shares.as_slice() {
            [(name, share)] if *share == 1.0 => format!("{name:?}"),
            shares => {
                let parts: Vec<String> =
                    shares.iter().map(|(name, share)| format!("{name:?} = {share:?}")).collect();
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
        let names: Option<Vec<String>> =
            node.as_array().and_then(|items| items.iter().map(|item| item.as_str().map(String::from)).collect());
        match names {
            Some(names) if !names.is_empty() => Some(Self(names)),
            _ => {
                faults.expected(node, path, &Self::expected(about), &[]);
                None
            }
        }
    }
    fn show(&self) -> String {
        let parts: Vec<String> = self.0.iter().map(|name| format!("{name:?}")).collect();
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
            faults.expected(node, path, &Self::expected(about), &[]);
            return None;
        };
        let mut rates = Vec::with_capacity(items.len());
        for item in items {
            match item.as_float().filter(fits) {
                Some(rate) => rates.push(rate),
                None => {
                    faults.expected(item, path, &f64::expected(about), &[]);
                    return None;
                }
            }
        }
        Some(Self::ByHour(rates))
    }
    fn show(&self) -> String {
        match self {
            Self::Constant(rate) => format!("{rate:?}"),
            Self::ByHour(rates) => {
                let parts: Vec<String> = rates.iter().map(|rate| format!("{rate:?}")).collect();
                format!("[{}]", parts.join(", "))
            }
        }
    }
    fn schema(about: &Declaration) -> serde_json::Value {
        let number = serde_json::json!({ "type": "number", "minimum": about.low, "maximum": about.high });
        serde_json::json!({ "oneOf": [number, { "type": "array", "items": number, "minItems": 1 }] })
    }
    fn expected(about: &Declaration) -> String {
        format!("a number of {}, or a list with one number for each hour, from {} to {}", about.unit, about.low, about.high)
    }
}

/// A part of the day, in minutes after midnight: `"08:00-12:00"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockWindow {
    /// First minute.
    pub from_minute: u32,
    /// First minute after the window; 1440 is midnight.
    pub until_minute: u32,
}

impl ClockWindow {
    fn parse(text: &str) -> Option<Self> {
        let clock = |part: &str| -> Option<u32> {
            let (hours, minutes) = part.trim().split_once(':')?;
            let digits = |s: &str| s.len() <= 2 && !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
            if !digits(hours) || minutes.len() != 2 || !digits(minutes) {
                return None;
            }
            let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
            (minutes < 60 && hours * 60 + minutes <= 1440).then_some(hours * 60 + minutes)
        };
        let (from, until) = text.split_once('-')?;
        let window = Self { from_minute: clock(from)?, until_minute: clock(until)? };
        (window.from_minute < window.until_minute).then_some(window)
    }
}

impl Parameter for ClockWindow {
    fn read(node: &Node, path: &str, about: &Declaration, faults: &mut Faults) -> Option<Self> {
        let window = node.as_str().and_then(Self::parse);
        if window.is_none() {
            faults.expected(node, path, &Self::expected(about), &[]);
        }
        window
    }
    fn show(&self) -> String {
        let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        format!("\"{}-{}\"", clock(self.from_minute), clock(self.until_minute))
    }
    fn schema(_about: &Declaration) -> serde_json::Value {
        serde_json::json!({ "type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2} *- *[0-9]{1,2}:[0-9]{2}$" })
    }
    fn expected(_about: &Declaration) -> String {
        "a part of one day such as \"08:00-12:00\" (for a night, write two sessions: \"22:00-24:00\" and \"00:00-06:00\")"
            .to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::ClockWindow;

    #[test]
    fn clock_windows() {
        let window = ClockWindow::parse("08:00-12:30").expect("a plain window");
        assert_eq!((window.from_minute, window.until_minute), (480, 750));
        assert_eq!(ClockWindow::parse("00:00-24:00").map(|w| w.until_minute), Some(1440));
        for wrong in ["8-12", "08:00", "12:00-08:00", "08:00-25:00", "08:60-09:00", "22:00-06:00", "", "08:00-08:00"] {
            assert_eq!(ClockWindow::parse(wrong), None, "{wrong}");
        }
    }
}
