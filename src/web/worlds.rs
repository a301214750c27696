//! Warm worlds, shared by all tabs: at most fifty and a gibibyte, each computed once whoever asks first.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::limits;
use crate::clinic::warm::{Trunk, Warm};
use crate::system::Seed;

/// Most worlds that are kept.
pub const MOST_WORLDS: usize = 50;

/// Most bytes that they take together.
const MOST_BYTES: usize = 1 << 30;

/// How often somebody who waits for a world looks whether he still wants it.
const PATIENCE: Duration = Duration::from_millis(5);

/// Which world: name of the trunk, seed, replication.
pub type Key = (Arc<str>, u64, u32);

enum Place {
    /// Somebody lets it settle.
    Settling,
    Ready {
        used: u64,
        bytes: usize,
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
                Some(Place::Ready { used, world, .. }) => {
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
        let bytes = world.bytes();
        let mut shelf = self.worlds.lock();
        shelf.clock += 1;
        let used = shelf.clock;
        shelf.places.insert(self.key.clone(), Place::Ready { used, bytes, world });
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
    /// Takes the least useful worlds away until those that are left are few and small enough: first those of trunks that nobody looks at, the longest
    /// unused first; then high replications, since every question begins at the low ones.
    fn make_room(&mut self, in_use: &dyn Fn(&str) -> bool) {
        let ready = |place: &Place| match place {
            Place::Ready { used, .. } => Some(*used),
            Place::Settling => None,
        };
        let bytes = |place: &Place| match place {
            Place::Ready { bytes, .. } => *bytes,
            Place::Settling => 0,
        };
        while self.places.values().filter_map(ready).count() > MOST_WORLDS
            || self.places.values().map(bytes).sum::<usize>() > MOST_BYTES
        {
            let least = self
                .places
                .iter()
                .filter_map(|(key, place)| ready(place).map(|used| (key, used)))
                .min_by_key(|((trunk, _, replication), used)| match in_use(trunk) {
                    false => (0, 0, *used),
                    true => (1, u64::from(u32::MAX - replication), *used),
                })
                .map(|(key, _)| key.clone());
            let Some(key) = least else { return };
            self.places.remove(&key);
        }
    }
}
