//! Single results under a key: one small file each, with a checksum, never changed once written.

use std::path::PathBuf;

use serde::{Serialize, de::DeserializeOwned};

use super::{disk, sealed};
use crate::error::Error;

/// The first bytes of a record; the digit is the format's version.
const MAGIC: &[u8; 8] = b"cliniqR1";

/// The folder of records.
#[derive(Debug, Clone)]
pub struct Records {
    folder: PathBuf,
}

/// What is stored under a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Stored<T> {
    /// Nothing.
    Missing,
    /// Bytes that are not those that were written: set aside, with a sentence for a person.
    Damaged(String),
    /// What was written.
    Whole(T),
}

impl Records {
    /// The records in a folder, which need not exist yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Records { folder: folder.into() }
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{}.record", &key[..32]))
    }

    /// Writes a record; when this returns, it survives a power cut. `key` is a digest in hexadecimal digits.
    ///
    /// # Errors
    /// [`Error::Failed`] where another result is stored under the key: then one of the two was not made by this
    /// version with these inputs.
    pub fn write<T: Serialize>(&self, key: &str, value: &T) -> Result<(), Error> {
        disk::create_folder(&self.folder)?;
        let (bytes, _) = sealed::seal(MAGIC, &(key, value))?;
        let path = self.path(key);
        match std::fs::read(&path) {
            Ok(found) if found == bytes => Ok(()),
            Ok(found) if sealed::payload(MAGIC, &found).is_ok() => Err(Error::Failed(format!(
                "{} holds another result of the same inputs; one of the two is wrong: remove it to compute it again",
                path.display()
            ))),
            _ => disk::write_whole(&path, &bytes),
        }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// [`Error::File`] where the operating system cannot read it.
    pub fn read<T: DeserializeOwned>(&self, key: &str) -> Result<Stored<T>, Error> {
        let path = self.path(key);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => return Ok(Stored::Missing),
            Err(source) => return Err(Error::file(path, source)),
        };
        let read = sealed::unseal::<(String, T)>(MAGIC, &bytes);
        let read = read.and_then(
            |(found, value)| {
                if found == key { Ok(value) } else { Err("it belongs to other inputs") }
            },
        );
        match read {
            Ok(value) => Ok(Stored::Whole(value)),
            Err(what) => {
                let aside = path.with_extension("record.damaged");
                std::fs::rename(&path, &aside).map_err(|source| Error::file(&path, source))?;
                let (from, to) = (path.display(), aside.display());
                Ok(Stored::Damaged(format!("{from}: {what}; set aside as {to} and computed again")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        blake3::hash(text.as_bytes()).to_hex().to_string()
    }

    #[test]
    fn a_record_is_read_as_written_and_a_contradiction_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let records = Records::new(folder.path().join("points"));
        assert_eq!(records.read::<Vec<f64>>(&key("a")).expect("readable"), Stored::Missing);
        records.write(&key("a"), &vec![0.1, -0.0]).expect("written");
        records.write(&key("a"), &vec![0.1, -0.0]).expect("the same again");
        assert_eq!(records.read(&key("a")).expect("readable"), Stored::Whole(vec![0.1, -0.0]));
        let error = records.write(&key("a"), &vec![0.2]).expect_err("another result").to_string();
        assert!(error.contains(&key("a")[..32]), "{error}");
    }

    #[test]
    fn damaged_and_foreign_files_are_set_aside() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let records = Records::new(folder.path());
        for place in [2_usize, 20, 60] {
            records.write(&key("a"), &vec![1.0, 2.0]).expect("written");
            let mut bytes = std::fs::read(records.path(&key("a"))).expect("readable");
            bytes[place] ^= 1;
            std::fs::write(records.path(&key("a")), bytes).expect("writable");
            let found = records.read::<Vec<f64>>(&key("a")).expect("readable");
            assert!(matches!(found, Stored::Damaged(words) if words.contains("computed again")));
            assert_eq!(records.read::<Vec<f64>>(&key("a")).expect("readable"), Stored::Missing);
        }
        records.write(&key("a"), &vec![1.0]).expect("written");
        std::fs::rename(records.path(&key("a")), records.path(&key("b"))).expect("renamed");
        let found = records.read::<Vec<f64>>(&key("b")).expect("readable");
        assert!(matches!(found, Stored::Damaged(words) if words.contains("other inputs")));
    }
}
