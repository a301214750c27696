//! Files that take their names only when all of them are complete.

use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::Error;

/// A hidden folder, removed when dropped, in which the new files grow on the disk of their target.
pub(super) struct Draft {
    folder: tempfile::TempDir,
    target: PathBuf,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    File,
    NewFolder,
    OldFolder,
}

impl Draft {
    /// For one file at `target`.
    pub(super) fn file(target: &Path) -> Result<Self, Error> {
        if target.is_dir() {
            return Err(Error::file(target, ErrorKind::IsADirectory.into()));
        }
        Draft::within(parent(target), target, Place::File)
    }

    /// For several files in the folder `target`, which may be there already.
    pub(super) fn folder(target: &Path) -> Result<Self, Error> {
        if target.is_dir() {
            // Inside, because the folder may be a disk of its own, and names do not move between disks.
            return Draft::within(target, target, Place::OldFolder);
        }
        if target.exists() {
            return Err(Error::file(target, ErrorKind::NotADirectory.into()));
        }
        Draft::within(parent(target), target, Place::NewFolder)
    }

    fn within(home: &Path, target: &Path, place: Place) -> Result<Self, Error> {
        let failed = |source| Error::file(target, source);
        let name = target.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let prefix = format!(".{name}.");
        sweep_old(home, &prefix);
        let folder =
            tempfile::Builder::new().prefix(&prefix).suffix(".tmp").tempdir_in(home).map_err(failed)?;
        let draft = Draft { folder, target: target.into(), place };
        // The temporary folder is for this user alone; the one inside is as open as any other.
        fs::create_dir(draft.new_folder()).map_err(failed)?;
        Ok(draft)
    }

    /// Where to write: the file, or the folder of the files.
    pub(super) fn fresh(&self) -> PathBuf {
        if self.place == Place::File { self.new_folder().join("file") } else { self.new_folder() }
    }

    fn new_folder(&self) -> PathBuf {
        self.folder.path().join("new")
    }

    /// Makes what was written durable and gives it its names: the one file, or the files `names` of the folder. The
    /// last name is that of the file which tells what the others are. Where this fails, the target is as before.
    pub(super) fn settle(self, names: &[String]) -> Result<(), Error> {
        let failed = |source| Error::file(&self.target, source);
        if self.place == Place::File {
            sync_file(&self.fresh(), &self.target)?;
            fs::rename(self.fresh(), &self.target).map_err(failed)?;
            return sync_folder(parent(&self.target));
        }
        for name in names {
            sync_file(&self.new_folder().join(name), &self.target.join(name))?;
        }
        if self.place == Place::NewFolder {
            sync_folder(&self.new_folder())?;
            match fs::rename(self.new_folder(), &self.target) {
                // Another process made the folder meanwhile: its files are exchanged.
                Err(_) if self.target.is_dir() => {}
                renamed => return renamed.map_err(failed).and_then(|()| sync_folder(parent(&self.target))),
            }
        }
        let exchanged = self.exchange(names);
        if exchanged.is_err() {
            self.put_back(names);
            return exchanged;
        }
        sync_folder(&self.target)
    }

    /// The old files out, then the new ones in. The last name goes first and comes last, so that a folder in which a
    /// killed program left parts of two data sets has no file that tells of either.
    fn exchange(&self, names: &[String]) -> Result<(), Error> {
        let old = self.old_folder();
        fs::create_dir(&old).map_err(|source| Error::file(&self.target, source))?;
        for name in names.iter().rev() {
            let path = self.target.join(name);
            let failed = |source| Error::file(&path, source);
            if path.is_dir() {
                return Err(failed(ErrorKind::IsADirectory.into()));
            }
            match fs::rename(&path, old.join(name)) {
                Err(source) if source.kind() != ErrorKind::NotFound => return Err(failed(source)),
                _ => {}
            }
        }
        for name in names {
            let path = self.target.join(name);
            fs::rename(self.new_folder().join(name), &path).map_err(|source| Error::file(&path, source))?;
        }
        Ok(())
    }

    /// Undoes an exchange that failed halfway. The first error is the one to tell.
    fn put_back(&self, names: &[String]) {
        for name in names {
            let (path, old) = (self.target.join(name), self.old_folder().join(name));
            if !self.new_folder().join(name).exists() {
                let _ = fs::remove_file(&path);
            }
            if old.exists() {
                let _ = fs::rename(&old, &path);
            }
        }
    }

    fn old_folder(&self) -> PathBuf {
        self.folder.path().join("old")
    }
}

/// Removes drafts of the same target that a killed process left behind. Young ones may belong to a process at work and stay.
fn sweep_old(home: &Path, prefix: &str) {
    for entry in fs::read_dir(home).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let age = entry.metadata().and_then(|m| m.modified()).ok().and_then(|t| t.elapsed().ok());
        let is_old = age.is_some_and(|age| age > Duration::from_secs(3600));
        if name.starts_with(prefix) && name.ends_with(".tmp") && is_old {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The folder that holds a path.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a file durable; errors name `target`.
fn sync_file(path: &Path, target: &Path) -> Result<(), Error> {
    let synced = OpenOptions::new().write(true).open(path).and_then(|file| file.sync_all());
    synced.map_err(|source| Error::file(target, source))
}

/// Makes the names in a folder durable.
fn sync_folder(folder: &Path) -> Result<(), Error> {
    if cfg!(unix) {
        File::open(folder).and_then(|f| f.sync_all()).map_err(|source| Error::file(folder, source))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::files;
    use super::*;

    fn names() -> Vec<String> {
        ["a.csv", "b.csv", "c.csv"].map(String::from).to_vec()
    }

    fn filled(target: &Path) -> Draft {
        let draft = Draft::folder(target).expect("a draft");
        for name in names() {
            fs::write(draft.fresh().join(&name), "new").expect("written");
        }
        draft
    }

    fn contents(folder: &Path) -> Vec<(String, String)> {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        files(folder).into_iter().map(|(name, bytes)| (name, text(bytes))).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, text)| ((*name).to_string(), (*text).to_string())).collect()
    }

    #[test]
    fn files_of_the_same_names_are_replaced_and_others_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["b.csv", "c.csv", "notes"] {
            fs::write(folder.path().join(name), "old").expect("written");
        }
        filled(folder.path()).settle(&names()).expect("settled");
        let all = [("a.csv", "new"), ("b.csv", "new"), ("c.csv", "new"), ("notes", "old")];
        assert_eq!(contents(folder.path()), pairs(&all));
    }

    #[test]
    fn an_exchange_that_fails_is_undone() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("b.csv"), "old").expect("written");
        // Once an old file cannot go, once a new file cannot come.
        fs::create_dir(folder.path().join("a.csv")).expect("created");
        let told = |draft: Draft, name: &str| match draft.settle(&names()) {
            Err(Error::File { path, .. }) => assert_eq!(path, folder.path().join(name)),
            other => panic!("{other:?}"),
        };
        told(filled(folder.path()), "a.csv");
        assert_eq!(contents(folder.path()), pairs(&[("b.csv", "old")]));
        fs::remove_dir(folder.path().join("a.csv")).expect("removed");
        let draft = filled(folder.path());
        fs::remove_file(draft.new_folder().join("c.csv")).expect("removed");
        let broken = draft.exchange(&names());
        assert!(matches!(broken, Err(Error::File { path, .. }) if path == folder.path().join("c.csv")));
        draft.put_back(&names());
        drop(draft);
        assert_eq!(contents(folder.path()), pairs(&[("b.csv", "old")]));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_may_not_be_written_is_told_by_name() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let closed = folder.path().join("closed");
        fs::create_dir(&closed).expect("created");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).expect("closed");
        if fs::create_dir(closed.join("probe")).is_ok() {
            // Nothing is closed to the superuser.
            return;
        }
        for draft in
            [Draft::folder(&closed), Draft::folder(&closed.join("set")), Draft::file(&closed.join("set"))]
        {
            match draft.err() {
                Some(Error::File { path, source }) => {
                    assert!(path.starts_with(&closed) && source.kind() == ErrorKind::PermissionDenied);
                }
                other => panic!("{other:?}"),
            }
        }
    }
}
