//! Warm worlds, shared by all tabs: at most fifty, each computed once whoever asks first.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::limits;
use crate::clinic::warm::{Trunk, Warm};
use crate::system::Seed;

/// Most worlds that are kept.
pub const MOST_WORLDS: usize = 50;

/// How often somebody who waits for a world looks whether he still wants it.
const PATIENCE: Duration = Duration::from_millis(5);

/// Which world: name of the trunk, seed, replication.
pub type Key = (Arc<str>, u64, u32);

enum Place {
    /// Somebody lets it settle.
    Settling,
    Ready {
        used: u64,
        world: Arc<Warm>,
    },
}

#[derive(Default)]
struct Shelf {
    clock: u64,
    places: BTreeMap<Key, Place>,
}

/// The shelf of worlds.
#[derive(Default)]
pub struct Worlds {
    shelf: Mutex<Shelf>,
    changed: Condvar,
}

impl Worlds {
    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.lock().places.values().filter(|place| matches!(place, Place::Ready { .. })).count()
    }

    /// A world, settled now if it is not there; `None` where told to stop. `in_use` says whether somebody who is still here
    /// asked for a trunk.
    ///
    /// # Panics
    /// Where the model fails while it settles; nobody else waits for it then.
    pub fn get(
        &self,
        trunk: &Arc<Trunk>,
        key: &Key,
        stop: &AtomicBool,
        in_use: &dyn Fn(&str) -> bool,
    ) -> Option<Arc<Warm>> {
        let mut shelf = self.lock();
        loop {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            shelf.clock += 1;
            let clock = shelf.clock;
            match shelf.places.get_mut(key) {
                Some(Place::Ready { used, world }) => {
                    *used = clock;
                    return Some(world.clone());
                }
                Some(Place::Settling) => {
                    let waited = self.changed.wait_timeout(shelf, PATIENCE);
                    shelf = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                None => break,
            }
        }
        shelf.places.insert(key.clone(), Place::Settling);
        drop(shelf);
        let claim = Claim { worlds: self, key };
        let world = Arc::new(Warm::settle(trunk, Seed::new(key.1, key.2), limits::BOUNDS, stop)?);
        claim.settled(world.clone(), in_use);
        Some(world)
    }
}

/// A place that is being filled; it is free again if that comes to nothing.
struct Claim<'w> {
    worlds: &'w Worlds,
    key: &'w Key,
}

impl Claim<'_> {
    fn settled(self, world: Arc<Warm>, in_use: &dyn Fn(&str) -> bool) {
        let mut shelf = self.worlds.lock();
        shelf.clock += 1;
        let used = shelf.clock;
        shelf.places.insert(self.key.clone(), Place::Ready { used, world });
        shelf.make_room(in_use);
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let mut shelf = self.worlds.lock();
        if matches!(shelf.places.get(self.key), Some(Place::Settling)) {
            shelf.places.remove(self.key);
        }
        drop(shelf);
        self.worlds.changed.notify_all();
    }
}

impl Shelf {
    /// Takes the least useful worlds away until few enough are left.
    fn make_room(&mut self, in_use: &dyn Fn(&str) -> bool) {
        let ready = |(key, place): (&Key, &Place)| match place {
            Place::Ready { used, .. } => Some((key.clone(), *used)),
            Place::Settling => None,
        };
        loop {
            let worlds: Vec<(Key, u64)> = self.places.iter().filter_map(ready).collect();
            if worlds.len() <= MOST_WORLDS {
                return;
            }
            least_useful(&worlds, in_use).map(|key| self.places.remove(key));
        }
    }
}

/// The world that is missed least: first those of trunks that nobody looks at, the longest unused first; then the highest
/// replication, since every question begins at the low ones.
fn least_useful<'w>(worlds: &'w [(Key, u64)], in_use: &dyn Fn(&str) -> bool) -> Option<&'w Key> {
    let rank = |((trunk, _, replication), used): &(Key, u64)| match in_use(trunk) {
        false => (false, 0, *used),
        true => (true, u32::MAX - replication, *used),
    };
    worlds.iter().min_by_key(|world| rank(world)).map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_replications_of_what_is_looked_at_stay() {
        let key = |trunk: &str, replication| (Arc::from(trunk), 1, replication);
        let in_use = |trunk: &str| trunk != "old";
        let worlds = [(key("old", 0), 5), (key("old", 1), 3), (key("a", 49), 9), (key("b", 2), 1)];
        assert_eq!(least_useful(&worlds, &in_use), Some(&key("old", 1)));
        assert_eq!(least_useful(&worlds[2..], &in_use), Some(&key("a", 49)));
        assert_eq!(least_useful(&[], &in_use), None);
    }
}
