//! Random streams.

/// The root of all random numbers of one replication. The scenario is not in it, hence common random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed {}

impl Seed {
    /// The seed of a replication under a master seed.
    pub fn new(_master: u64, _replication: u32) -> Self {
        Self {}
    }
}
