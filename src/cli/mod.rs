//! The command line: arguments → experiment → report. One file per command.

pub mod verify;
pub mod verify_queue;

use std::process::ExitCode;

/// Parses the arguments, runs the command and gives the exit code.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
