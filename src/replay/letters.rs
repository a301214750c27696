//! The letters of activities.

use crate::clinic::parameters::values::TaskClass;
use crate::clinic::trace::{Entry, REST};

/// Each letter with its meaning, in the order of reading.
pub const LETTERS: [(char, &str); 9] = [
    ('V', "with a patient"),
    ('N', "note"),
    ('O', "orders"),
    ('M', "message"),
    ('R', "renewal"),
    ('P', "prior authorisation"),
    ('H', "huddle or meeting"),
    ('L', "lunch"),
    ('A', "other work"),
];

/// The letter of a class of work; renewals are no class, and stand apart.
fn of_class(class: TaskClass) -> char {
    match class {
        TaskClass::Visit | TaskClass::Care => 'V',
        TaskClass::Note => 'N',
        TaskClass::Order => 'O',
        TaskClass::Message => 'M',
        TaskClass::Authorisation => 'P',
        TaskClass::Meeting => 'H',
        TaskClass::Administration => 'A',
    }
}

/// All classes of work.
const CLASSES: [TaskClass; 8] = [
    TaskClass::Visit,
    TaskClass::Note,
    TaskClass::Order,
    TaskClass::Message,
    TaskClass::Authorisation,
    TaskClass::Meeting,
    TaskClass::Care,
    TaskClass::Administration,
];

/// The letter of an entry: by its class, and of messages by what the measures count as renewals.
pub fn letter(entry: &Entry) -> char {
    if entry.class == REST {
        return 'L';
    }
    let class = CLASSES.into_iter().find(|class| class.word() == entry.class);
    let class = class.expect("the log writes the words of classes");
    // as for minutes: an authorisation is one, whatever it came by
    if entry.renewal && class != TaskClass::Authorisation { 'R' } else { of_class(class) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_letter_of_the_legend() {
        assert_eq!(CLASSES.map(TaskClass::word), TaskClass::WORDS[..]);
        for class in CLASSES {
            assert!(LETTERS.iter().any(|(letter, _)| *letter == of_class(class)), "{class:?}");
        }
    }
}
