//! What has been run already: a pinned baseline is not run twice, and an old place of a slider is answered at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::experiment::live::Found;
use crate::system::Outcome;

/// Bytes that are kept, about.
const MOST_BYTES: usize = 64 << 20;

/// Outcomes with a period for each week that are kept: one for each scenario that somebody looks at.
const MOST_WEEKLY: usize = 24;

/// What an outcome is of: digest of the scenario, seed, replication.
pub type Key = (Arc<str>, u64, u32);

/// The memory of outcomes, shared by all channels.
#[derive(Default)]
pub struct Outcomes {
    inner: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    clock: u64,
    bytes: usize,
    kept: BTreeMap<Key, (u64, Found)>,
    weekly: BTreeMap<(Arc<str>, u64), (u64, Arc<Outcome>)>,
}

impl Outcomes {
    fn lock(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What became of a replication, if it is known.
    pub fn get(&self, key: &Key) -> Option<Found> {
        let mut memory = self.lock();
        memory.clock += 1;
        let clock = memory.clock;
        let (used, kept) = memory.kept.get_mut(key)?;
        *used = clock;
        Some(kept.clone())
    }

    /// Remembers what became of a replication, failures too, which would be the same again; what was not used for longest makes
    /// room.
    pub fn put(&self, key: Key, kept: Found) {
        let mut memory = self.lock();
        memory.clock += 1;
        let clock = memory.clock;
        memory.bytes += bytes(&kept);
        if let Some((_, old)) = memory.kept.insert(key, (clock, kept)) {
            memory.bytes -= bytes(&old);
        }
        if memory.bytes > MOST_BYTES {
            memory.forget();
        }
    }

    /// The same of an outcome by weeks, of replication 0.
    pub fn weekly(&self, digest: &Arc<str>, seed: u64) -> Option<Arc<Outcome>> {
        let mut memory = self.lock();
        memory.clock += 1;
        let clock = memory.clock;
        let (used, outcome) = memory.weekly.get_mut(&(digest.clone(), seed))?;
        *used = clock;
        Some(outcome.clone())
    }

    /// Remembers an outcome by weeks.
    pub fn put_weekly(&self, digest: Arc<str>, seed: u64, outcome: Arc<Outcome>) {
        let mut memory = self.lock();
        memory.clock += 1;
        let clock = memory.clock;
        memory.weekly.insert((digest, seed), (clock, outcome));
        if memory.weekly.len() > MOST_WEEKLY {
            let oldest = memory.weekly.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone());
            oldest.map(|key| memory.weekly.remove(&key));
        }
    }
}

impl Memory {
    /// Forgets the quarter that was not used for longest.
    fn forget(&mut self) {
        let mut used: Vec<(u64, Key)> =
            self.kept.iter().map(|(key, (used, _))| (*used, key.clone())).collect();
        used.sort_unstable();
        for (_, key) in used.iter().take(used.len().div_ceil(4)) {
            if let Some((_, kept)) = self.kept.remove(key) {
                self.bytes -= bytes(&kept);
            }
        }
    }
}

/// About what an outcome takes: its numbers, and its place in the map.
fn bytes(found: &Found) -> usize {
    256 + match found {
        Ok(kept) => (kept.summary.capacity() + kept.followed.capacity()) * size_of::<f64>(),
        Err(message) => message.capacity(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::results::Kept;

    #[test]
    fn the_memory_is_bounded_and_forgets_what_was_not_used() {
        let outcomes = Outcomes::default();
        let kept = || Ok(Arc::new(Kept { summary: vec![0.0; 100_000], followed: Vec::new(), bits: [0; 32] }));
        let key = |number| (Arc::from("digest"), 1, number);
        for number in 0..200 {
            outcomes.put(key(number), kept());
            assert!(outcomes.get(&key(0)).is_some(), "what is used stays");
        }
        assert!(outcomes.get(&key(1)).is_none() && outcomes.get(&key(199)).is_some());
        assert!(outcomes.lock().bytes <= MOST_BYTES);
        outcomes.put(key(0), kept());
        outcomes.put(key(7), Err("it failed".into()));
        assert!(matches!(outcomes.get(&key(7)), Some(Err(message)) if message == "it failed"));
        let counted: usize = outcomes.lock().kept.values().map(|(_, kept)| bytes(kept)).sum();
        assert_eq!(outcomes.lock().bytes, counted);
    }
}
