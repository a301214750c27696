//! Who has which condition and which label: exact counts.

use super::condition::{Condition, Conditions};

/// Rows and columns: the conditions, then "none of them".
pub const SIDE: usize = Condition::COUNT + 1;
/// The row and column of none of them.
pub const NONE: usize = Condition::COUNT;

/// The table of true conditions (rows) by labels (columns). A person with two conditions counts in two rows, one with
/// two labels in two columns; who has no condition counts in the row, and who gets no label in the column, of none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Confusion {
    people: u64,
    having: [u64; SIDE],
    labelled: [u64; SIDE],
    cells: [[u64; SIDE]; SIDE],
}

/// The rows, or columns, in which somebody counts: those of the conditions that are there, or that of none.
pub fn indices(conditions: Conditions) -> impl Iterator<Item = usize> {
    let there = Condition::ALL.into_iter().filter(move |condition| conditions.has(*condition));
    there.map(|condition| condition as usize).chain(conditions.is_none().then_some(NONE))
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl Confusion {
    /// Counts one person: what they have and what they were called.
    pub fn add(&mut self, truly: Conditions, labels: Conditions) {
        self.people += 1;
        indices(labels).for_each(|column| self.labelled[column] += 1);
        for row in indices(truly) {
            self.having[row] += 1;
            indices(labels).for_each(|column| self.cells[row][column] += 1);
        }
    }

    /// Adds another table, of other people or another time.
    pub fn merge(&mut self, other: &Self) {
        self.people += other.people;
        for row in 0..SIDE {
            self.having[row] += other.having[row];
            self.labelled[row] += other.labelled[row];
            for column in 0..SIDE {
                self.cells[row][column] += other.cells[row][column];
            }
        }
    }

    /// People screened.
    pub fn people(&self) -> u64 {
        self.people
    }

    /// People who have a condition.
    pub fn having(&self, condition: Condition) -> u64 {
        self.having[condition as usize]
    }

    /// People who have none.
    pub fn having_none(&self) -> u64 {
        self.having[NONE]
    }

    /// People who were given a label.
    pub fn labelled(&self, label: Condition) -> u64 {
        self.labelled[label as usize]
    }

    /// People who have a condition and were given a label.
    pub fn count(&self, condition: Condition, label: Condition) -> u64 {
        self.cells[condition as usize][label as usize]
    }

    /// People who have a condition and were given no label.
    pub fn unlabelled(&self, condition: Condition) -> u64 {
        self.cells[condition as usize][NONE]
    }

    /// Share of those who have a condition who were given a label; nothing if nobody has it.
    pub fn share(&self, condition: Condition, label: Condition) -> Option<f64> {
        share(self.count(condition, label), self.having(condition))
    }

    /// Share of those who have a condition whose label does not say so; nothing if nobody has it.
    pub fn missed_share(&self, condition: Condition) -> Option<f64> {
        share(self.having(condition) - self.count(condition, condition), self.having(condition))
    }

    /// Share of those who were given a label who do not have it; nothing if nobody was.
    pub fn false_share(&self, label: Condition) -> Option<f64> {
        share(self.labelled(label) - self.count(label, label), self.labelled(label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Condition::{Burnout, Depression, MoralInjury};

    fn both(one: Condition, other: Condition) -> Conditions {
        Conditions::from_fn(|condition| condition == one || condition == other)
    }

    #[test]
    fn counts_by_hand() {
        let mut table = Confusion::default();
        table.add(both(Burnout, MoralInjury), Conditions::only(Burnout));
        table.add(Conditions::only(MoralInjury), Conditions::only(MoralInjury));
        table.add(Conditions::only(MoralInjury), Conditions::default());
        table.add(Conditions::default(), Conditions::only(Burnout));
        let mut other = Confusion::default();
        other.add(both(Burnout, MoralInjury), both(Burnout, MoralInjury));
        table.merge(&other);
        assert_eq!((table.people(), table.having_none()), (5, 1));
        assert_eq!((table.having(MoralInjury), table.having(Burnout)), (4, 2));
        assert_eq!((table.labelled(Burnout), table.labelled(MoralInjury)), (3, 2));
        assert_eq!((table.count(MoralInjury, Burnout), table.unlabelled(MoralInjury)), (2, 1));
        assert_eq!(table.share(MoralInjury, Burnout), Some(0.5));
        assert_eq!((table.missed_share(MoralInjury), table.missed_share(Burnout)), (Some(0.5), Some(0.0)));
        assert_eq!(
            (table.false_share(Burnout), table.false_share(MoralInjury)),
            (Some(1.0 / 3.0), Some(0.0))
        );
        assert_eq!((table.missed_share(Depression), table.false_share(Depression)), (None, None));
    }
}
