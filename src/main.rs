//! The `cliniq` program.
use std::process::ExitCode;

fn main() -> ExitCode {
    cliniq::cli::main()
}
