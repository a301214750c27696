//! **cliniq**: fix the work, not the worker. A discrete-event simulation engine of a clinic system.
//!
//! Read the modules in the order of the data: a *scenario* file is read by the *declaration* of its
//! parameters, the *engine* moves the *clinic* through time, *system* is the contract between the model
//! and the *experiments* that replicate and compare it, *statistics* draws conclusions, *store* keeps
//! results, *report* shows them, *replay* tells one run, and the *cli* and the *web* page join all of these.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

/// The version of the numbers: it enters every digest, so that results of versions that compute other numbers are
/// never mixed. The count after the release goes up with every change marked value-breaking in the changelog.
pub const NUMBERS: &str = concat!(env!("CARGO_PKG_VERSION"), "+4");

// words shared by all
pub mod declaration;
pub mod document;
pub mod error;
pub mod system;

// discrete events; knows no clinic
pub mod engine;

// file → parameters → model
pub mod clinic;
pub mod intake;
pub mod scenario;

// one run, told
pub mod replay;

// design → run → analyse
pub mod experiment;
pub mod statistics;
pub mod store;

// results → people
pub mod cli;
pub mod report;
pub mod verify;
pub mod web;
