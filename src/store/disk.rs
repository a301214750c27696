//! Files that are there whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::Error;

/// Writes a file so that it is there whole or not at all, even after a power cut.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    stream_whole(path, |file| file.write_all(bytes).map_err(|source| Error::file(path, source)))
}

/// The same for contents too large for memory: a new file beside it, filled by `fill`, synced, renamed over the old
/// one, and the folder synced. Where `fill` fails, nothing is left.
pub fn stream_whole(path: &Path, fill: impl FnOnce(&mut File) -> Result<(), Error>) -> Result<(), Error> {
    let (mut file, draft) = create_draft(path)?;
    let filled = fill(&mut file);
    let synced = filled.and_then(|()| file.sync_all().map_err(|source| Error::file(path, source)));
    drop(file);
    let renamed =
        synced.and_then(|()| std::fs::rename(&draft, path).map_err(|source| Error::file(path, source)));
    if renamed.is_err() {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(&draft);
        return renamed;
    }
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Writes a file that is not there yet, whole; gives whether it was written. Of several processes that try, one does.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<bool, Error> {
    let fail = |source| Error::file(path, source);
    let (mut file, draft) = create_draft(path)?;
    let filled = file.write_all(bytes).and_then(|()| file.sync_all()).map_err(fail);
    drop(file);
    let linked = filled.and_then(|()| match std::fs::hard_link(&draft, path) {
        Ok(()) => Ok(true),
        Err(source) if source.kind() == ErrorKind::AlreadyExists => Ok(false),
        // A disk without links: the rename is as good where nobody else tries at the same moment.
        Err(_) if path.exists() => Ok(false),
        Err(_) => std::fs::rename(&draft, path).map(|()| true).map_err(fail),
    });
    let _ = std::fs::remove_file(&draft);
    let written = linked?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))?;
    Ok(written)
}

/// A new file for this process alone: hidden, ending in `.tmp`, under a name nobody else holds.
fn create_draft(path: &Path) -> Result<(File, PathBuf), Error> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    for attempt in 0..u32::MAX {
        let draft = path.with_file_name(format!(".{name}.{}-{attempt}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&draft) {
            Ok(file) => return Ok((file, draft)),
            Err(source) if source.kind() == ErrorKind::AlreadyExists => {}
            Err(source) => return Err(Error::file(path, source)),
        }
    }
    Err(Error::Failed(format!("{}: no free name for a draft beside it", path.display())))
}

/// Whether a file name is that of a draft.
pub fn is_draft(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(".tmp")
}

/// Removes a draft that a killed process left behind. Young ones may belong to a process at work and stay.
pub fn sweep_draft(path: &Path) {
    let age = std::fs::metadata(path).and_then(|m| m.modified()).ok().and_then(|t| t.elapsed().ok());
    if age.is_some_and(|age| age > Duration::from_secs(3600)) {
        let _ = std::fs::remove_file(path);
    }
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> Result<(), Error> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if cfg!(unix) {
        File::open(folder).and_then(|f| f.sync_all()).map_err(|source| Error::file(folder, source))?;
    }
    Ok(())
}

/// Creates a folder with its parents.
pub fn create_folder(path: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(path).map_err(|source| Error::file(path, source))
}

/// The names in a folder, sorted; empty where there is no such folder.
pub fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(source) if source.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(Error::file(folder, source)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|source| Error::file(folder, source))?;
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_or_left_as_it_was() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.csv");
        write_whole(&path, b"old").expect("written");
        let failed = stream_whole(&path, |file| {
            file.write_all(b"half").expect("written");
            Err(Error::Failed("enough".into()))
        });
        assert!(failed.is_err());
        assert_eq!(std::fs::read(&path).expect("readable"), b"old");
        write_whole(&path, b"new").expect("written");
        assert_eq!(std::fs::read(&path).expect("readable"), b"new");
        assert_eq!(names(folder.path()).expect("readable"), ["a.csv"]);
        assert!(names(&folder.path().join("none")).expect("no folder").is_empty());
        assert!(!write_new(&path, b"other").expect("it is there"));
        assert!(write_new(&folder.path().join("b.csv"), b"other").expect("written"));
        assert_eq!(std::fs::read(&path).expect("readable"), b"new");
        assert_eq!(names(folder.path()).expect("readable"), ["a.csv", "b.csv"]);
    }
}
