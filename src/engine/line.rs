//! A waiting line with priorities: larger priority first, then the order of joining.

use std::cmp::Ordering;
use std::collections::VecDeque;

/// A place in a line. The smaller rank is served first: higher priority, then lower serial.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Rank {
    /// Larger goes first.
    pub priority: i32,
    /// Order of joining; smaller goes first among equal priorities.
    pub serial: u64,
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        other.priority.cmp(&self.priority).then(self.serial.cmp(&other.serial))
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[derive(Clone, Debug)]
struct Class<W> {
    priority: i32,
    waiting: VecDeque<(u64, W)>,
}

/// A waiting line. Joining and leaving at the ends take constant time while there are few distinct priorities;
/// once the line has been as long as it gets, nothing allocates.
#[derive(Clone, Debug)]
pub struct Line<W: Copy> {
    /// One class per priority seen so far, highest first.
    classes: Vec<Class<W>>,
    length: usize,
}

impl<W: Copy> Default for Line<W> {
    fn default() -> Self {
        Self::new()
    }
}

impl<W: Copy> Line<W> {
    /// An empty line.
    pub const fn new() -> Self {
        Line { classes: Vec::new(), length: 0 }
    }

    /// Joins at a rank, which no one in the line may have.
    #[inline]
    pub fn push(&mut self, rank: Rank, who: W) {
        let class = self.class(rank.priority);
        let waiting = &mut self.classes[class].waiting;
        match waiting.back() {
            // Back to an earlier place in the class, e.g. after a preemption: near the head.
            Some(&(last, _)) if last >= rank.serial => {
                let place = waiting.partition_point(|&(serial, _)| serial < rank.serial);
                debug_assert!(waiting[place].0 != rank.serial, "a rank is taken by one only");
                waiting.insert(place, (rank.serial, who));
            }
            _ => waiting.push_back((rank.serial, who)),
        }
        self.length += 1;
    }

    /// The one to be served first.
    #[inline]
    pub fn peek(&self) -> Option<(Rank, W)> {
        if self.length == 0 {
            return None;
        }
        self.classes.iter().find_map(|class| {
            let (serial, who) = *class.waiting.front()?;
            Some((Rank { priority: class.priority, serial }, who))
        })
    }

    /// Takes out the one to be served first.
    #[inline]
    pub fn pop(&mut self) -> Option<(Rank, W)> {
        if self.length == 0 {
            return None;
        }
        for class in &mut self.classes {
            if let Some((serial, who)) = class.waiting.pop_front() {
                self.length -= 1;
                return Some((Rank { priority: class.priority, serial }, who));
            }
        }
        None
    }

    /// Takes out the one of this rank, if it is still in the line.
    pub fn remove(&mut self, rank: Rank) -> Option<W> {
        let class = self.classes.iter_mut().find(|class| class.priority == rank.priority)?;
        let place = class.waiting.binary_search_by_key(&rank.serial, |&(serial, _)| serial).ok()?;
        let (_, who) = class.waiting.remove(place)?;
        self.length -= 1;
        Some(who)
    }

    /// Puts someone else in the place of this rank; `false` where nobody has it.
    pub fn replace(&mut self, rank: Rank, who: W) -> bool {
        let Some(class) = self.classes.iter_mut().find(|class| class.priority == rank.priority) else {
            return false;
        };
        let place = class.waiting.binary_search_by_key(&rank.serial, |&(serial, _)| serial);
        place.is_ok_and(|place| {
            class.waiting[place].1 = who;
            true
        })
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Everyone, in the order of service.
    pub fn iter(&self) -> impl Iterator<Item = (Rank, W)> + '_ {
        self.classes.iter().flat_map(|class| {
            class.waiting.iter().map(|&(serial, who)| (Rank { priority: class.priority, serial }, who))
        })
    }

    /// The index of the class of a priority, made where it is new.
    #[inline]
    fn class(&mut self, priority: i32) -> usize {
        for (index, class) in self.classes.iter().enumerate() {
            if class.priority == priority {
                return index;
            }
            if class.priority < priority {
                self.classes.insert(index, Class { priority, waiting: VecDeque::new() });
                return index;
            }
        }
        self.classes.push(Class { priority, waiting: VecDeque::new() });
        self.classes.len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn higher_priority_then_earlier_serial() {
        let mut line = Line::new();
        for (priority, serial, who) in [(0, 1, 'a'), (5, 2, 'b'), (0, 3, 'c'), (5, 4, 'd'), (-1, 5, 'e')] {
            line.push(Rank { priority, serial }, who);
        }
        assert_eq!(line.peek().map(|(_, who)| who), Some('b'));
        let order: String = line.iter().map(|(_, who)| who).collect();
        assert_eq!(order, "bdace");
        assert_eq!(line.remove(Rank { priority: 0, serial: 1 }), Some('a'));
        assert_eq!(line.remove(Rank { priority: 0, serial: 1 }), None);
        let order: String = std::iter::from_fn(|| line.pop()).map(|(_, who)| who).collect();
        assert_eq!(order, "bdce");
    }

    proptest! {
        /// Any sequence of joining, leaving and serving gives the order of a sorted map.
        #[test]
        fn agrees_with_a_sorted_map(steps in prop::collection::vec((0u8..4, -2i32..3, 0u64..60), 1..200)) {
            let mut line = Line::new();
            let mut map = std::collections::BTreeMap::new();
            for (step, priority, serial) in steps {
                let rank = Rank { priority, serial };
                match step {
                    0 | 1 => if let std::collections::btree_map::Entry::Vacant(place) = map.entry(rank) {
                        place.insert(serial);
                        line.push(rank, serial);
                    },
                    2 => prop_assert_eq!(line.remove(rank), map.remove(&rank)),
                    _ => prop_assert_eq!(line.pop(), map.pop_first()),
                }
                prop_assert_eq!(line.len(), map.len());
                prop_assert_eq!(line.peek(), map.first_key_value().map(|(rank, who)| (*rank, *who)));
            }
            prop_assert!(line.iter().eq(map.into_iter()));
        }
    }
}
