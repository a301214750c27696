//! Block files: some seconds of work each, with a checksum, never changed once written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{digest, disk, sealed};
use crate::error::Error;
use crate::system::Outcome;

/// The first bytes of a block; the digit is the format's version.
const MAGIC: &[u8; 8] = b"cliniqB1";

/// One stored replication of one arm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Digest of the arm's resolved parameters.
    pub digest: String,
    /// Master seed.
    pub seed: u64,
    /// Number of the replication, from 0.
    pub replication: u32,
    /// What was observed.
    pub outcome: Outcome,
}

/// The folder of block files.
#[derive(Debug, Clone)]
pub struct Blocks {
    folder: PathBuf,
}

/// Why a block cannot be used.
enum Damage {
    /// The operating system could not read it.
    Unreadable(std::io::Error),
    /// The bytes are not those that were written.
    Broken(&'static str),
}

impl Blocks {
    /// The blocks in a folder, which need not exist yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Blocks { folder: folder.into() }
    }

    /// Names of the block files, sorted.
    pub fn names(&self) -> Result<Vec<String>, Error> {
        let mut names = disk::names(&self.folder)?;
        names.retain(|name| name.ends_with(".block"));
        Ok(names)
    }

    /// Writes a block of entries; when this returns, they survive a power cut.
    pub fn write(&self, entries: &[Entry]) -> Result<(), Error> {
        disk::create_folder(&self.folder)?;
        let (bytes, checksum) = sealed::seal(MAGIC, entries)?;
        disk::write_whole(&self.folder.join(format!("{}.block", &checksum[..32])), &bytes)
    }

    /// The entries of one block, or `None` with a notice where its bytes are not those that were written.
    pub fn read(&self, name: &str) -> Result<Option<Vec<Entry>>, Error> {
        let path = self.folder.join(name);
        match decode(&path) {
            Ok(entries) => Ok(Some(entries)),
            Err(Damage::Unreadable(source)) => Err(Error::file(path, source)),
            Err(Damage::Broken(_)) => Ok(None),
        }
    }

    /// Reads every block and hands on each key once. Damaged blocks are renamed to `….damaged` and named in
    /// the notices; drafts left by killed processes are swept away.
    ///
    /// Fails where two entries with the same key differ in a bit: then one of the files was not written by this
    /// version with these inputs.
    pub fn scan(&self, mut visit: impl FnMut(Entry)) -> Result<Vec<String>, Error> {
        let mut notices = Vec::new();
        let mut seen: BTreeMap<(String, u64, u32), ([u8; 32], usize)> = BTreeMap::new();
        for name in disk::names(&self.folder)?.iter().filter(|name| disk::is_draft(name)) {
            disk::sweep_draft(&self.folder.join(name));
        }
        let names = self.names()?;
        for (file, name) in names.iter().enumerate() {
            let Some(entries) = self.read(name)? else {
                notices.push(self.set_aside(name)?);
                continue;
            };
            for entry in entries {
                let bits = digest::outcome_digest(&entry.outcome);
                let key = (entry.digest.clone(), entry.seed, entry.replication);
                match seen.get(&key) {
                    None => {
                        seen.insert(key, (bits, file));
                        visit(entry);
                    }
                    Some((other, _)) if *other == bits => {}
                    Some((_, other)) => return Err(self.contradiction(&entry, &names[*other], name)),
                }
            }
        }
        Ok(notices)
    }

    fn set_aside(&self, name: &str) -> Result<String, Error> {
        let path = self.folder.join(name);
        let aside = self.folder.join(format!("{name}.damaged"));
        std::fs::rename(&path, &aside).map_err(|source| Error::file(&path, source))?;
        let what = match decode(&aside) {
            Err(Damage::Broken(what)) => what,
            _ => "damaged",
        };
        Ok(format!("{}: {what}; set aside as {name}.damaged, its replications are run again", path.display()))
    }

    fn contradiction(&self, entry: &Entry, first: &str, second: &str) -> Error {
        Error::Failed(format!(
            "{} and {} hold different results of replication {} (seed {}) of the same scenario {}; \
             one of them is wrong: remove both to run it again",
            self.folder.join(first).display(),
            self.folder.join(second).display(),
            entry.replication,
            entry.seed,
            entry.digest
        ))
    }
}

fn decode(path: &Path) -> Result<Vec<Entry>, Damage> {
    let bytes = std::fs::read(path).map_err(Damage::Unreadable)?;
    sealed::unseal(MAGIC, &bytes).map_err(Damage::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(replication: u32, value: f64) -> Entry {
        let outcome = Outcome { measures: 1, sites: 0, periods: 0, values: vec![value] };
        Entry { digest: "arm".into(), seed: 7, replication, outcome }
    }

    fn scan(blocks: &Blocks) -> (Vec<u32>, Vec<String>) {
        let mut found = Vec::new();
        let notices = blocks.scan(|entry| found.push(entry.replication)).expect("readable");
        found.sort_unstable();
        (found, notices)
    }

    #[test]
    fn what_is_written_is_read_bit_for_bit_and_twice_is_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let blocks = Blocks::new(folder.path().join("blocks"));
        assert_eq!(scan(&blocks).0, Vec::<u32>::new());
        blocks.write(&[entry(0, f64::NAN), entry(1, -0.0)]).expect("written");
        blocks.write(&[entry(1, -0.0), entry(2, 1e-300)]).expect("written");
        assert_eq!(scan(&blocks), (vec![0, 1, 2], vec![]));
        let name = &blocks.names().expect("readable")[0];
        assert!(blocks.read(name).expect("readable").expect("whole")[0].outcome.values.len() == 1);
    }

    #[test]
    fn a_damaged_block_is_set_aside_with_a_notice() {
        for place in [3_usize, 20, 60] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let blocks = Blocks::new(folder.path());
            blocks.write(&[entry(0, 1.0)]).expect("written");
            blocks.write(&[entry(1, 2.0)]).expect("written");
            let path = folder.path().join(&blocks.names().expect("readable")[0]);
            let mut bytes = std::fs::read(&path).expect("readable");
            let place = place.min(bytes.len() - 1);
            bytes[place] ^= 1;
            std::fs::write(&path, bytes).expect("writable");
            let (found, notices) = scan(&blocks);
            assert_eq!((found.len(), notices.len()), (1, 1), "{notices:?}");
            assert!(notices[0].contains("set aside") && !path.exists());
            assert_eq!(scan(&blocks).1, Vec::<String>::new());
        }
    }

    #[test]
    fn a_contradiction_names_both_files() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let blocks = Blocks::new(folder.path());
        blocks.write(&[entry(0, 1.0)]).expect("written");
        blocks.write(&[entry(0, 1.0_f64.next_up())]).expect("written");
        let text = blocks.scan(|_| ()).expect_err("they differ").to_string();
        for name in blocks.names().expect("readable") {
            assert!(text.contains(&name), "{text}");
        }
    }

    #[test]
    fn drafts_are_not_blocks() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join(".x.block.1-0.tmp"), b"half").expect("writable");
        assert_eq!(scan(&Blocks::new(folder.path())), (vec![], vec![]));
    }
}
