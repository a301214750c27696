//! Printing that survives a reader who has seen enough.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::error::Error;

/// Prints data to stdout. A closed pipe (`cliniq list | head -1`) ends the output without a complaint.
///
/// # Errors
/// [`Error::File`] if stdout cannot be written to for another reason (a full disk).
pub fn print(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::file("stdout", error)),
        _ => Ok(()),
    }
}

/// Columns of the terminal that stdout is, from 60 to 160; [`WIDTH`](crate::report::text::WIDTH) where it is none.
pub fn width() -> u16 {
    match console::Term::stdout().size_checked() {
        Some((_, columns)) if console::user_attended() => columns.clamp(60, 160),
        _ => crate::report::text::WIDTH,
    }
}

/// Prints a JSON document to stdout.
///
/// # Errors
/// As [`print()`].
pub fn print_json(document: &serde_json::Value) -> Result<(), Error> {
    print(&format!("{document:#}\n"))
}

/// Says something on stderr; nobody listening is no fault.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Replaces a file as a whole: whoever reads it sees the old or the new text, never a part.
///
/// # Errors
/// [`Error::File`] if the folder cannot be written to.
pub fn write_file(path: &Path, text: &str) -> Result<(), Error> {
    let fail = |error| Error::file(path, error);
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    file.write_all(text.as_bytes()).map_err(fail)?;
    file.as_file().sync_all().map_err(fail)?;
    let readable = match fs::metadata(path) {
        Ok(old) => old.permissions(),
        Err(_) => default_permissions(folder, fail)?,
    };
    fs::set_permissions(file.path(), readable).map_err(fail)?;
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}

/// The permissions that a new file gets in a folder: temporary files are closed to others.
fn default_permissions(
    folder: &Path,
    fail: impl Fn(std::io::Error) -> Error,
) -> Result<fs::Permissions, Error> {
    let probe = folder.join(format!(".cliniq-{}", std::process::id()));
    fs::File::create(&probe).map_err(&fail)?;
    let permissions = fs::metadata(&probe).map_err(&fail)?.permissions();
    fs::remove_file(&probe).map_err(&fail)?;
    Ok(permissions)
}
