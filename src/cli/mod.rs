//! The command line: arguments → experiment → report. One file per command.

use std::process::ExitCode;

pub mod cases;
pub mod compare;
pub mod export;
pub mod interrupt;
pub mod journal;
pub mod options;
pub mod progress;
pub mod reproduce;
pub mod run;
pub mod study;

/// Parses the arguments, runs the command and gives the exit code.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
