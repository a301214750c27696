//! `cliniq export DIR`: stored results in long form.

use std::io::Write;
use std::path::PathBuf;

use super::study::closed_pipe;
use crate::error::Error;
use crate::experiment::export::{COLUMNS, export};
use crate::store::{Folder, Manifest, disk};
use crate::system::{Better, Measure};

/// Arguments of `export`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// The folder of a finished run
    pub folder: PathBuf,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Print the measures with label, unit, denominator, good direction and source instead
    #[arg(long)]
    pub dictionary: bool,
}

/// Runs the command.
pub fn execute(args: Args) -> Result<(), Error> {
    let (folder, manifest) = Folder::open(&args.folder)?;
    match args.out {
        Some(path) => disk::stream_whole(&path, |file| {
            let mut sink = std::io::BufWriter::new(file);
            write(&folder, &manifest, args.dictionary, &mut sink)?;
            sink.flush().map_err(|source| Error::file(&path, source))
        }),
        None => {
            let mut data = std::io::BufWriter::new(std::io::stdout().lock());
            write(&folder, &manifest, args.dictionary, &mut data)
        }
    }
}

/// Writes a finished run in long form, or its dictionary.
pub fn write(
    folder: &Folder,
    manifest: &Manifest,
    dictionary: bool,
    sink: &mut dyn Write,
) -> Result<(), Error> {
    let written =
        if dictionary { write_dictionary(folder, sink) } else { write_rows(folder, manifest, sink) };
    match written {
        Err(Error::File { source, .. }) => {
            closed_pipe(source).map_err(|source| Error::file("the export", source))
        }
        other => other,
    }
}

fn write_rows(folder: &Folder, manifest: &Manifest, sink: &mut dyn Write) -> Result<(), Error> {
    let tables = measures(folder, manifest)?;
    let mut writer = csv::Writer::from_writer(sink);
    writer.write_record(COLUMNS).map_err(failed)?;
    export(folder, manifest, &tables, |row| {
        let number = if row.value.is_nan() { String::new() } else { row.value.to_string() };
        let (replication, measure) = (row.replication.to_string(), row.measure);
        let cells =
            [row.scenario, &replication, &row.window, row.site, &measure.name, &measure.unit, &number];
        writer.write_record(cells).map_err(failed)
    })?;
    writer.flush().map_err(|source| Error::file("the export", source))
}

/// The operating system's own error, so that a closed pipe is known as one.
fn failed(error: csv::Error) -> Error {
    Error::file(
        "the export",
        match error.into_kind() {
            csv::ErrorKind::Io(source) => source,
            other => std::io::Error::other(format!("{other:?}")),
        },
    )
}

/// The measures of all scenarios, each once.
fn write_dictionary(folder: &Folder, sink: &mut dyn Write) -> Result<(), Error> {
    let mut writer = csv::Writer::from_writer(sink);
    writer.write_record(["measure", "label", "unit", "per", "better", "source"]).map_err(failed)?;
    let mut told: Vec<String> = Vec::new();
    for row in stored_rows(folder)? {
        if !told.contains(&row[1]) {
            writer.write_record(&row[1..]).map_err(failed)?;
            told.push(row[1].clone());
        }
    }
    writer.flush().map_err(|source| Error::file("the export", source))
}

/// The measures of each arm of a stored run, in the order of its outcomes.
pub fn measures(folder: &Folder, manifest: &Manifest) -> Result<Vec<Vec<Measure>>, Error> {
    let rows = stored_rows(folder)?;
    let of = |name: &str| rows.iter().filter(|row| row[0] == name).map(|row| measure(row)).collect();
    Ok(manifest.arms.iter().map(|arm| of(&arm.name)).collect())
}

fn measure(row: &[String]) -> Measure {
    let better = match row[5].as_str() {
        "lower" => Better::Lower,
        "higher" => Better::Higher,
        _ => Better::Neither,
    };
    let [name, label, unit, per, source] = [1, 2, 3, 4, 6].map(|column| row[column].clone());
    Measure { name, label, unit, per, better, source }
}

/// The rows of `measures.csv`: scenario, name, label, unit, per, better, source.
fn stored_rows(folder: &Folder) -> Result<Vec<Vec<String>>, Error> {
    let text = folder.text("measures.csv")?;
    let broken =
        |what: String| Error::Refused(format!("{}: {what}", folder.path().join("measures.csv").display()));
    let mut rows = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let record = record.map_err(|e| broken(e.to_string()))?;
        if record.len() != 7 {
            return Err(broken("expected seven columns".into()));
        }
        rows.push(record.iter().map(str::to_string).collect());
    }
    Ok(rows)
}
