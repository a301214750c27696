//! Rows of a sweep: a few numbers for each point and replication, in immutable blocks, unit by unit.
//!
//! A unit is a range of points that one process works on. Its blocks hold any part of its rows; their names begin with the
//! number of the unit, so that whoever wants a unit reads its blocks alone. The same row may stand in several blocks, written
//! by several processes: it must then be the same to the bit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{disk, sealed};
use crate::error::Error;

/// The first bytes of a block of rows; the digit is the format's version.
const MAGIC: &[u8; 8] = b"cliniqS1";
/// Ending of their names.
const ENDING: &str = ".rows";

/// One replication of one point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Number of the point, from 0.
    pub point: u64,
    /// Number of the replication, from 0.
    pub replication: u32,
    /// A number for each measure of the plan (NaN where undefined), or what the model said as it failed.
    pub result: Result<Vec<f64>, String>,
}

impl Row {
    /// Whether two rows of one key say the same, to the bit.
    fn same(&self, other: &Row) -> bool {
        match (&self.result, &other.result) {
            (Ok(a), Ok(b)) => a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.to_bits() == y.to_bits()),
            (Err(a), Err(b)) => a == b,
            _ => false,
        }
    }
}

/// A block as it is stored.
#[derive(Serialize, Deserialize)]
struct Block {
    /// Digest of the plan.
    plan: String,
    /// Number of the unit.
    unit: u64,
    /// Rows by point and replication.
    rows: Vec<Row>,
}

/// The rows of a unit, by point and replication.
pub type Rows = BTreeMap<(u64, u32), Row>;

/// The folder of the rows of one plan.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
    plan: String,
}

impl Shelf {
    /// The rows of the plan with this digest in a folder, which need not exist yet.
    pub fn new(folder: impl Into<PathBuf>, plan: &str) -> Self {
        Shelf { folder: folder.into(), plan: plan.to_string() }
    }

    /// The names of all blocks by unit.
    ///
    /// # Errors
    /// [`Error::File`] where the folder cannot be read.
    pub fn index(&self) -> Result<Index, Error> {
        let mut blocks: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        for name in disk::names(&self.folder)? {
            if disk::is_draft(&name) {
                disk::sweep_draft(&self.folder.join(&name));
            } else if let Some(unit) = unit_of(&name) {
                blocks.entry(unit).or_default().push(name);
            }
        }
        Ok(Index { blocks })
    }

    /// Writes rows of a unit as a block; when this returns, they survive a power cut. Without rows nothing is written.
    ///
    /// # Errors
    /// [`Error::File`] where the folder cannot be written to.
    pub fn write(&self, unit: u64, mut rows: Vec<Row>) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        disk::create_folder(&self.folder)?;
        rows.sort_by_key(|row| (row.point, row.replication));
        let (bytes, checksum) = sealed::seal(MAGIC, &Block { plan: self.plan.clone(), unit, rows })?;
        disk::write_whole(&self.folder.join(format!("{unit:08}-{}{ENDING}", &checksum[..16])), &bytes)
    }

    /// The rows of a unit. Blocks whose bytes are not those that were written are set aside and named in the notices.
    ///
    /// # Errors
    /// [`Error::Refused`] where a block belongs to another plan; [`Error::Failed`] where two blocks hold different results of
    /// the same replication: then one of them was not made by this version with these inputs.
    pub fn read(&self, index: &Index, unit: u64, notices: &mut Vec<String>) -> Result<Rows, Error> {
        let mut rows = Rows::new();
        let mut from: BTreeMap<(u64, u32), usize> = BTreeMap::new();
        let names = index.blocks.get(&unit).map_or(&[] as &[String], Vec::as_slice);
        for (place, name) in names.iter().enumerate() {
            let path = self.folder.join(name);
            let bytes = std::fs::read(&path).map_err(|source| Error::file(&path, source))?;
            let block: Block = match sealed::unseal(MAGIC, &bytes) {
                Ok(block) => block,
                Err(what) => {
                    notices.push(set_aside(&path, what)?);
                    continue;
                }
            };
            if block.plan != self.plan || block.unit != unit {
                return Err(stranger(&path));
            }
            for row in block.rows {
                let key = (row.point, row.replication);
                match rows.get(&key) {
                    Some(known) if known.same(&row) => {}
                    // Run again with `--failed` and now done: what failed is superseded.
                    Some(known) if known.result.is_err() && row.result.is_ok() => {
                        rows.insert(key, row);
                    }
                    Some(known) if known.result.is_ok() && row.result.is_err() => {}
                    Some(_) => {
                        let other = self.folder.join(&names[from[&key]]);
                        return Err(contradiction(key, &other, &path));
                    }
                    None => {
                        from.insert(key, place);
                        rows.insert(key, row);
                    }
                }
            }
        }
        Ok(rows)
    }

    /// Takes over the blocks of the same plan that lie in another folder: whole ones only, with notices on others.
    ///
    /// # Errors
    /// As [`Shelf::read`] and [`Shelf::write`].
    pub fn take_over(
        &self,
        other: &Shelf,
        unit_of_point: impl Fn(u64) -> u64,
        notices: &mut Vec<String>,
    ) -> Result<(), Error> {
        let index = other.index()?;
        for unit in index.units() {
            let mut by_unit: BTreeMap<u64, Vec<Row>> = BTreeMap::new();
            for row in other.read(&index, unit, notices)?.into_values() {
                by_unit.entry(unit_of_point(row.point)).or_default().push(row);
            }
            for (unit, rows) in by_unit {
                self.write(unit, rows)?;
            }
        }
        Ok(())
    }
}

/// Which blocks there are, by unit.
#[derive(Debug, Clone, Default)]
pub struct Index {
    blocks: BTreeMap<u64, Vec<String>>,
}

impl Index {
    /// The units of which there is at least one block.
    pub fn units(&self) -> impl Iterator<Item = u64> {
        self.blocks.keys().copied()
    }
}

/// The unit that a file name speaks of.
fn unit_of(name: &str) -> Option<u64> {
    name.strip_suffix(ENDING)?.split_once('-')?.0.parse().ok()
}

fn set_aside(path: &Path, what: &str) -> Result<String, Error> {
    let aside = path.with_extension("rows.damaged");
    std::fs::rename(path, &aside).map_err(|source| Error::file(path, source))?;
    let name = aside.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(format!("{}: {what}; set aside as {name}, its replications are run again", path.display()))
}

fn stranger(path: &Path) -> Error {
    Error::Refused(format!(
        "{} belongs to another plan or was renamed; nothing of it is used: take it out of the folder",
        path.display()
    ))
}

fn contradiction((point, replication): (u64, u32), first: &Path, second: &Path) -> Error {
    Error::Failed(format!(
        "{} and {} hold different results of replication {replication} of point {point}; one of them is wrong: remove \
         both to run it again",
        first.display(),
        second.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(point: u64, replication: u32, value: f64) -> Row {
        Row { point, replication, result: Ok(vec![value, f64::NAN]) }
    }

    fn read(shelf: &Shelf, unit: u64) -> Result<(Vec<(u64, u32)>, usize), String> {
        let mut notices = Vec::new();
        let index = shelf.index().map_err(|e| e.to_string())?;
        let rows = shelf.read(&index, unit, &mut notices).map_err(|e| e.to_string())?;
        Ok((rows.into_keys().collect(), notices.len()))
    }

    #[test]
    fn rows_are_read_by_unit_and_the_same_twice_is_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shelf = Shelf::new(folder.path().join("blocks"), "plan");
        assert_eq!(read(&shelf, 0), Ok((vec![], 0)));
        shelf.write(0, vec![row(0, 1, 2.0), row(0, 0, 1.0)]).expect("written");
        shelf.write(0, vec![row(0, 1, 2.0), row(1, 0, 3.0)]).expect("written");
        shelf.write(1, vec![row(2, 0, 3.0)]).expect("written");
        shelf.write(1, vec![]).expect("nothing to write");
        assert_eq!(read(&shelf, 0), Ok((vec![(0, 0), (0, 1), (1, 0)], 0)));
        assert_eq!(read(&shelf, 1), Ok((vec![(2, 0)], 0)));
        let other = Shelf::new(folder.path().join("other"), "plan");
        other.take_over(&shelf, |point| point, &mut Vec::new()).expect("taken over");
        assert_eq!(read(&other, 1), Ok((vec![(1, 0)], 0)), "in the units of the new folder");
    }

    #[test]
    fn damage_is_set_aside_contradictions_and_strangers_are_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shelf = Shelf::new(folder.path(), "plan");
        shelf.write(3, vec![row(0, 0, 1.0)]).expect("written");
        let name = disk::names(folder.path()).expect("readable").remove(0);
        let whole = std::fs::read(folder.path().join(&name)).expect("readable");
        for damaged in [&whole[..whole.len() - 1], &whole[..4], &[whole[0] ^ 1][..]] {
            std::fs::write(folder.path().join(&name), damaged).expect("writable");
            assert_eq!(read(&shelf, 3), Ok((vec![], 1)));
            assert_eq!(read(&shelf, 3), Ok((vec![], 0)));
        }
        shelf.write(3, vec![row(0, 0, 1.0)]).expect("written");
        std::fs::rename(folder.path().join(&name), folder.path().join("00000004-aa.rows")).expect("renamed");
        assert!(read(&shelf, 4).is_err_and(|what| what.contains("another plan or was renamed")));
        assert!(
            read(&Shelf::new(folder.path(), "other"), 4).is_err_and(|what| what.contains("another plan"))
        );
        shelf.write(5, vec![row(0, 0, 1.0)]).expect("written");
        shelf.write(5, vec![row(0, 0, 1.0_f64.next_up())]).expect("written");
        assert!(read(&shelf, 5).is_err_and(|what| what.contains("different results of replication 0")));
    }

    #[test]
    fn a_failure_is_superseded_by_a_success() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shelf = Shelf::new(folder.path(), "plan");
        shelf.write(0, vec![Row { point: 0, replication: 0, result: Err("broke".into()) }]).expect("written");
        shelf.write(0, vec![row(0, 0, 1.0)]).expect("written");
        let rows = shelf.read(&shelf.index().expect("readable"), 0, &mut Vec::new()).expect("readable");
        assert!(rows[&(0, 0)].result.is_ok());
    }
}
