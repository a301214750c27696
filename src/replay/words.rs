//! Entries of the log in words.

use crate::clinic::trace::Entry;
use crate::clinic::world::NO_PATIENT;

/// A piece of work in words.
pub fn what(entry: &Entry) -> String {
    let mut words = match entry.kind.as_str() {
        "rest" | "by the clock" | "paper" => entry.activity.clone(),
        kind if is_message(entry) => format!("message {kind}"),
        kind if entry.part != entry.case => format!("{} after {kind}", entry.activity),
        kind => format!("{} ({kind})", entry.activity),
    };
    if entry.patient != NO_PATIENT {
        words.push_str(&format!(" of patient {}", entry.patient));
    }
    if entry.helps {
        words.insert_str(0, "helps: ");
    }
    if !entry.finished {
        words.push_str(", interrupted");
    }
    words
}

/// Whether it is a touch of a message: the log writes these as `kind: who`.
pub fn is_message(entry: &Entry) -> bool {
    entry.activity.strip_prefix(&entry.kind).is_some_and(|rest| rest.starts_with(": "))
}
