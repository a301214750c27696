//! Design → run → analyse, for any system: knows measures, sites and outcomes by name, and no clinic.
//!
//! `run` replicates all arms in parallel into blocks; `compare` draws the paired differences, `economics` those in money;
//! `tables`, `answer` and `screen` say the result for files, programs and people; `reproduce` and `export` start from stored
//! runs; `settling` says how long a run must be and how often repeated. `study` reads what is asked of a scenario beyond one run, `calibrate` fits its parameters to published figures, and `trial` evaluates changes as trials would.
pub mod answer;
mod board;
pub mod bundle;
pub mod calibrate;
pub mod compare;
pub mod design;
pub mod economics;
pub mod exploration;
pub mod export;
pub mod figures;
pub mod inputs;
mod job;
pub mod live;
pub mod moment;
mod numbers;
mod precision;
pub mod reproduce;
pub mod results;
pub mod run;
pub mod screen;
pub mod select;
pub mod selection;
pub mod sensitivity;
pub mod settling;
pub mod study;
pub mod sweep;
pub mod tables;
pub mod trial;
mod words;

pub use compare::{Analysis, Verdict};
pub use job::catch;
pub use live::Live;
pub use results::Results;
pub use run::{Arm, Plan, Status, Stopping, Watch, run};
pub use selection::Selection;
