//! `cliniq new DIR`: a starter folder.

use std::fs;
use std::path::PathBuf;

use super::{model, output};
use crate::error::Error;
use crate::scenario::catalogue;

/// The files of a starter folder.
pub const STARTER: [(&str, &str); 5] = [
    ("baseline.toml", include_str!("starter/baseline.toml")),
    ("second-nurse.toml", include_str!("starter/second-nurse.toml")),
    ("longer-slots.toml", include_str!("starter/longer-slots.toml")),
    ("study.toml", include_str!("starter/study.toml")),
    ("README.md", include_str!("starter/README.md")),
];

/// Arguments of `new`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder to make; it must not exist or be empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes a baseline, two alternatives, a study, a README and the schema for editors.
///
/// # Errors
/// [`Error::Refused`] if the folder is not empty, [`Error::File`] if it cannot be written to.
pub fn execute(args: Args) -> Result<(), Error> {
    let folder = &args.folder;
    let fail = |error| Error::file(folder, error);
    if folder.exists() {
        let empty = folder.is_dir() && fs::read_dir(folder).map_err(fail)?.next().is_none();
        if !empty {
            let shown = folder.display();
            return Err(Error::Refused(format!("{shown} is not an empty folder; name a new one")));
        }
    }
    fs::create_dir_all(folder).map_err(fail)?;
    for (name, text) in STARTER {
        output::write_file(&folder.join(name), text)?;
    }
    let schema = catalogue::json_schema::<model::Parameters>();
    output::write_file(&folder.join("scenario.schema.json"), &format!("{schema:#}\n"))?;
    let shown = folder.display();
    output::say(&format!(
        "Wrote {} files. Next:\n  cd {shown}\n  cliniq check *.toml\n  cliniq compare baseline.toml \
         second-nurse.toml longer-slots.toml",
        STARTER.len() + 1
    ));
    Ok(())
}
