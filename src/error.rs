//! The one error of the crate, and what it means to the shell.

use std::fmt;
use std::path::PathBuf;

use crate::declaration::fault::Faults;

/// Everything that can end a command early.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Scenario or study files have faults; all of them are listed. Exit code 2.
    Faults(Faults),
    /// The request cannot be met as it stands (wrong folder, wrong option); a sentence with the way out. Exit code 2.
    Refused(String),
    /// A file could not be read or written. Exit code 1.
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// Something ran and did not end well (a check failed, a result differs); a sentence. Exit code 1.
    Failed(String),
    /// Interrupted; the same command goes on from what is stored. Exit code 75.
    Interrupted(String),
}

impl Error {
    /// The documented exit code: 1 failed, 2 bad input, 75 interrupted.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Faults(_) | Error::Refused(_) => 2,
            Error::File { .. } | Error::Failed(_) => 1,
            Error::Interrupted(_) => 75,
        }
    }

    /// The error on one line: of several faults the first one of what was set from outside, whose consequences the others may
    /// be, or else the first.
    pub fn brief(&self) -> String {
        let Error::Faults(faults) = self else { return self.to_string() };
        let set = faults.iter().find(|fault| fault.file.starts_with("--set"));
        match set.or_else(|| faults.iter().next()) {
            None => faults.to_string(),
            Some(fault) => {
                let help = fault.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
                format!("{}: expected {}, found {}{help}", fault.path, fault.expected, fault.found)
            }
        }
    }

    /// Wraps an error of the operating system with the file it concerns.
    pub fn file(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Error::File { path: path.into(), source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Faults(faults) => write!(f, "{faults}"),
            Error::Refused(text) | Error::Failed(text) | Error::Interrupted(text) => f.write_str(text),
            Error::File { path, source } => write!(f, "{}: {source}", path.display()),
        }
    }
}

impl std::error::Error for Error {}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        Error::Faults(faults)
    }
}
