//! `cliniq completions SHELL`.

use clap_complete::Shell;

use super::output;
use crate::error::Error;

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions of a shell.
///
/// # Errors
/// Only if stdout cannot be written to.
pub fn execute(args: Args) -> Result<(), Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "cliniq", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}
