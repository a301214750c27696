//! Rows of a sweep: a few numbers for each point and replication, in immutable blocks.
//!
//! A block holds any rows of a range of points; its name begins with that range, so that whoever wants some points reads the blocks
//! that reach into them alone, however the processes that wrote them had shared the points. The same row may stand in several
//! blocks, written by several processes: it must then be the same to the bit.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::ops::Range;
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
    /// Which of two rows of one key holds; `None` where they contradict each other. A success supersedes a failure, which was run
    /// again; of two failures the words may differ between builds, and the first in order holds.
    fn agreed<'r>(&'r self, other: &'r Row) -> Option<&'r Row> {
        let same = |a: &[f64], b: &[f64]| {
            a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.to_bits() == y.to_bits())
        };
        match (&self.result, &other.result) {
            (Ok(a), Ok(b)) => same(a, b).then_some(self),
            (Ok(_), Err(_)) => Some(self),
            (Err(_), Ok(_)) => Some(other),
            (Err(a), Err(b)) => Some(if a <= b { self } else { other }),
        }
    }
}

/// A block as it is stored.
#[derive(Serialize, Deserialize)]
struct Block {
    /// Digest of the plan.
    plan: String,
    /// Rows by point and replication.
    rows: Vec<Row>,
}

/// Rows by point and replication.
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

    /// The names of all blocks, by the points that they are of.
    ///
    /// # Errors
    /// [`Error::File`] where the folder cannot be read.
    pub fn index(&self) -> Result<Index, Error> {
        let mut blocks = Vec::new();
        for name in disk::names(&self.folder)? {
            if disk::is_draft(&name) {
                disk::sweep_draft(&self.folder.join(&name));
            } else if let Some((first, last)) = points_of(&name) {
                blocks.push((first, last, name));
            }
        }
        blocks.sort();
        let longest = blocks.iter().map(|(first, last, _)| last - first).max().unwrap_or(0);
        Ok(Index { blocks, longest })
    }

    /// Writes rows as a block; when this returns, they survive a power cut. Without rows nothing is written.
    ///
    /// # Errors
    /// [`Error::File`] where the folder cannot be written to.
    pub fn write(&self, mut rows: Vec<Row>) -> Result<(), Error> {
        rows.sort_by_key(|row| (row.point, row.replication));
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
        let (first, last) = (first.point, last.point);
        disk::create_folder(&self.folder)?;
        let (bytes, checksum) = sealed::seal(MAGIC, &Block { plan: self.plan.clone(), rows })?;
        let name = format!("{first:07}-{last:07}-{}{ENDING}", &checksum[..16]);
        disk::write_whole(&self.folder.join(name), &bytes)
    }

    /// The rows of a range of points. Blocks whose bytes are not those that were written are set aside and named in the notices.
    ///
    /// # Errors
    /// [`Error::Refused`] where a block belongs to another plan; [`Error::Failed`] where two blocks hold different results of
    /// the same replication: then one of them was not made by this version with these inputs.
    pub fn read(&self, index: &Index, points: Range<u64>, notices: &mut Vec<String>) -> Result<Rows, Error> {
        let mut rows = Rows::new();
        let mut from: BTreeMap<(u64, u32), &str> = BTreeMap::new();
        for name in index.reaching(&points) {
            let path = self.folder.join(name);
            for row in self.read_block(&path, notices)? {
                let key = (row.point, row.replication);
                if !points.contains(&row.point) {
                    continue;
                }
                let Some(known) = rows.get(&key) else {
                    from.insert(key, name);
                    rows.insert(key, row);
                    continue;
                };
                match known.agreed(&row).cloned() {
                    Some(agreed) => drop(rows.insert(key, agreed)),
                    None => return Err(contradiction(key, &self.folder.join(from[&key]), &path)),
                }
            }
        }
        Ok(rows)
    }

    /// The rows of one block; none of a block that is damaged, or that another process has set aside meanwhile.
    fn read_block(&self, path: &Path, notices: &mut Vec<String>) -> Result<Vec<Row>, Error> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(source) if source.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(Error::file(path, source)),
        };
        let block: Block = match sealed::unseal(MAGIC, &bytes) {
            Ok(block) => block,
            Err(what) => {
                notices.extend(set_aside(path, what)?);
                return Ok(Vec::new());
            }
        };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (first, last) = points_of(&name).expect("an index holds names of ranges alone");
        let within = |row: &Row| (first..=last).contains(&row.point);
        if block.plan != self.plan || !block.rows.iter().all(within) {
            return Err(stranger(path));
        }
        Ok(block.rows)
    }

    /// Takes over what blocks of the same plan in another folder hold beyond this one. Nothing is written where a result
    /// contradicts one that is here.
    ///
    /// # Errors
    /// As [`Shelf::read`] and [`Shelf::write`].
    pub fn take_over(&self, other: &Shelf, notices: &mut Vec<String>) -> Result<(), Error> {
        for write in [false, true] {
            let (theirs, own) = (other.index()?, self.index()?);
            for (first, last, name) in &theirs.blocks {
                let rows = other.read_block(&other.folder.join(name), notices)?;
                let known = self.read(&own, *first..last + 1, notices)?;
                let mut more = Vec::new();
                for row in rows {
                    match known.get(&(row.point, row.replication)).map(|known| known.agreed(&row)) {
                        None => more.push(row),
                        Some(Some(agreed)) if agreed.result.is_ok() == row.result.is_ok() => {}
                        Some(Some(_)) => more.push(row),
                        Some(None) => {
                            let key = (row.point, row.replication);
                            return Err(contradiction(key, &self.folder, &other.folder.join(name)));
                        }
                    }
                }
                if write {
                    self.write(more)?;
                }
            }
        }
        Ok(())
    }
}

/// Which blocks there are, by the first and last point of each.
#[derive(Debug, Clone, Default)]
pub struct Index {
    blocks: Vec<(u64, u64, String)>,
    /// How far the last point of a block is from its first, at most.
    longest: u64,
}

impl Index {
    /// The blocks that reach into a range of points.
    fn reaching<'i>(&'i self, points: &Range<u64>) -> impl Iterator<Item = &'i str> {
        let (start, end) = (points.start, points.end);
        let from = self.blocks.partition_point(|(first, ..)| first + self.longest < start);
        let near = self.blocks[from..].iter().take_while(move |(first, ..)| *first < end);
        near.filter(move |(_, last, _)| *last >= start).map(|(.., name)| name.as_str())
    }
}

/// The first and the last point that a file name speaks of.
fn points_of(name: &str) -> Option<(u64, u64)> {
    let mut parts = name.strip_suffix(ENDING)?.split('-');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Sets a damaged block aside, under a name that nobody holds; `None` where another process has done so.
fn set_aside(path: &Path, what: &str) -> Result<Option<String>, Error> {
    let free = (0..).map(|n| {
        path.with_extension(if n == 0 { "rows.damaged".into() } else { format!("rows.damaged-{n}") })
    });
    let aside = free.into_iter().find(|aside| !aside.exists()).expect("names do not end");
    match std::fs::rename(path, &aside) {
        Err(source) if source.kind() == ErrorKind::NotFound => return Ok(None),
        renamed => renamed.map_err(|source| Error::file(path, source))?,
    }
    let name = aside.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Some(format!("{}: {what}; set aside as {name}, its replications are run again", path.display())))
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

    fn read(shelf: &Shelf, points: Range<u64>) -> Result<(Vec<(u64, u32)>, usize), String> {
        let mut notices = Vec::new();
        let index = shelf.index().map_err(|e| e.to_string())?;
        let rows = shelf.read(&index, points, &mut notices).map_err(|e| e.to_string())?;
        Ok((rows.into_keys().collect(), notices.len()))
    }

    #[test]
    fn rows_are_read_by_point_however_they_were_shared_and_the_same_twice_is_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shelf = Shelf::new(folder.path().join("blocks"), "plan");
        assert_eq!(read(&shelf, 0..9), Ok((vec![], 0)));
        shelf.write(vec![row(0, 1, 2.0), row(0, 0, 1.0)]).expect("written");
        shelf.write(vec![row(0, 1, 2.0), row(1, 0, 3.0), row(4, 0, 3.0)]).expect("written");
        shelf.write(vec![row(2, 0, 3.0)]).expect("written");
        shelf.write(vec![]).expect("nothing to write");
        assert_eq!(read(&shelf, 0..2), Ok((vec![(0, 0), (0, 1), (1, 0)], 0)));
        assert_eq!(read(&shelf, 2..4), Ok((vec![(2, 0)], 0)));
        assert_eq!(read(&shelf, 4..9), Ok((vec![(4, 0)], 0)));
        let other = Shelf::new(folder.path().join("other"), "plan");
        other.write(vec![row(7, 0, 1.0)]).expect("written");
        other.take_over(&shelf, &mut Vec::new()).expect("taken over");
        other.take_over(&shelf, &mut Vec::new()).expect("nothing more to take over");
        assert_eq!(read(&other, 1..9), Ok((vec![(1, 0), (2, 0), (4, 0), (7, 0)], 0)));
    }

    #[test]
    fn damage_is_set_aside_contradictions_and_strangers_are_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shelf = Shelf::new(folder.path(), "plan");
        shelf.write(vec![row(3, 0, 1.0)]).expect("written");
        let name = disk::names(folder.path()).expect("readable").remove(0);
        let whole = std::fs::read(folder.path().join(&name)).expect("readable");
        for damaged in [&whole[..whole.len() - 1], &whole[..4], &[whole[0] ^ 1][..]] {
            std::fs::write(folder.path().join(&name), damaged).expect("writable");
            assert_eq!(read(&shelf, 3..4), Ok((vec![], 1)));
            assert_eq!(read(&shelf, 3..4), Ok((vec![], 0)));
        }
        shelf.write(vec![row(3, 0, 1.0)]).expect("written");
        let renamed = folder.path().join("0000004-0000004-aa.rows");
        std::fs::rename(folder.path().join(&name), &renamed).expect("renamed");
        assert!(read(&shelf, 4..5).is_err_and(|what| what.contains("another plan or was renamed")));
        std::fs::rename(&renamed, folder.path().join(&name)).expect("renamed back");
        let other = Shelf::new(folder.path(), "other");
        assert!(read(&other, 3..4).is_err_and(|what| what.contains("another plan")));
        shelf.write(vec![row(3, 0, 1.0_f64.next_up())]).expect("written");
        assert!(read(&shelf, 3..4).is_err_and(|what| what.contains("different results of replication 0")));
        let fine = Shelf::new(folder.path().join("fine"), "plan");
        fine.write(vec![row(3, 0, 1.0)]).expect("written");
        let wrong = Shelf::new(folder.path().join("wrong"), "plan");
        wrong.write(vec![row(2, 0, 1.0)]).expect("written");
        wrong.write(vec![row(3, 0, 2.0)]).expect("written");
        assert!(fine.take_over(&wrong, &mut Vec::new()).is_err());
        assert_eq!(read(&fine, 0..9), Ok((vec![(3, 0)], 0)), "nothing was taken over");
    }

    #[test]
    fn a_failure_is_superseded_by_a_success_and_words_of_failures_may_differ() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shelf = Shelf::new(folder.path(), "plan");
        let failed = |words: &str| Row { point: 0, replication: 0, result: Err(words.into()) };
        let read = || {
            let index = shelf.index().expect("readable");
            shelf.read(&index, 0..1, &mut Vec::new()).expect("readable")[&(0, 0)].result.clone()
        };
        shelf.write(vec![failed("broke in line 2")]).expect("written");
        shelf.write(vec![failed("broke in line 1")]).expect("written");
        assert_eq!(read(), Err("broke in line 1".into()));
        shelf.write(vec![row(0, 0, 1.0)]).expect("written");
        assert!(read().is_ok());
    }
}
