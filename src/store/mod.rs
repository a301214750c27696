//! Results that outlive a process: immutable block files, the run's folder, digests.
//!
//! A block is written once, under a name made from its content, and never changed: killing the process loses at
//! most the work since the last block, and several processes may write into one folder. Resuming, extending and
//! reproducing are all the same question: which replications do the blocks hold?
pub mod block;
pub mod bundle;
pub mod digest;
pub mod disk;
pub mod folder;
pub mod manifest;
pub mod records;
pub mod rows;
mod sealed;

pub use block::{Blocks, Entry};
pub use bundle::{Bundle, BundlePart, View};
pub use folder::Folder;
pub use manifest::Manifest;
pub use records::{Records, Stored};
pub use rows::{Row, Shelf};
