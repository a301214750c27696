//! Large tables as the programs of statisticians open them: pandas, DuckDB and R.

use std::path::Path;
use std::process::Command;

use cliniq::error::Error;
use cliniq::report::sheet::{Cell, Column, Format, Kind, Writer};

/// The packages for Python, in versions that work together. The last but one lets DuckDB read SQLite without a
/// download of its own; the last is for Parquet alone.
const PACKAGES: [&str; 4] =
    ["pandas==3.1.1", "duckdb==1.5.5", "duckdb-extension-sqlite-scanner==1.5.5", "pyarrow==26.0.1"];

const PARQUET: bool = cfg!(feature = "parquet");

/// Rows of the table `runs`: more than DuckDB looks at to guess types where it is not told to look at all.
const RUNS: u64 = 30_000;

/// A data set with every kind of column, with and without missing cells, and a table without rows.
fn write_set(path: &Path, format: Format) -> Result<(), Error> {
    let mut writer = Writer::begin(path, format)?;
    let columns = [
        ("scenario", Kind::Text),
        ("run", Kind::Count),
        ("late", Kind::Count),
        ("full", Kind::Truth),
        ("seen", Kind::Truth),
        ("wait, \"median\"", Kind::Number),
        ("whole", Kind::Number),
        ("note", Kind::Text),
    ];
    writer
        .table("runs", &columns.map(|(name, kind)| Column::new(name, kind, "", "what it tells, in words")))?;
    for run in 0..RUNS {
        let (third, fifth) = (run.is_multiple_of(3), run.is_multiple_of(5));
        // 2⁻²⁰ to 2²⁰ times a third: many digits.
        let scale = (1u64 << (run % 41)) as f64 / (1u64 << 20) as f64 / 3.0;
        writer.row(&[
            Cell::Text(["base", "désk ✓"][usize::from(third)]),
            Cell::Count(run),
            if fifth { Cell::Nothing } else { Cell::Count(run % 7) },
            Cell::Truth(third),
            if fifth { Cell::Nothing } else { Cell::Truth(third) },
            Cell::Number(if run % 1000 == 999 { f64::INFINITY } else { run as f64 * scale }),
            Cell::Number(if fifth { f64::NAN } else { -((run % 9) as f64) }),
            if run < 25_000 { Cell::Nothing } else { Cell::Text("one, \"two\"\r\nthree") },
        ])?;
    }
    writer.table("failed_runs", &[Column::new("run", Kind::Count, "", "its number")])?;
    writer.end()
}

/// Runs a program to its end: what it printed, or why it did not end well.
fn run(program: &Path, arguments: &[&str]) -> Result<String, String> {
    let ran = Command::new(program).args(arguments).output();
    let output = ran.map_err(|error| format!("{}: {error}", program.display()))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        let told = text(&output.stdout) + &text(&output.stderr);
        Err(format!("{} {}: {told}", program.display(), arguments.join(" ")))
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// A script of this folder.
fn script(name: &str) -> String {
    format!("{}/tests/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A Python of its own in `folder` with the packages; or why there is none.
fn python_with_packages(folder: &Path) -> Result<std::path::PathBuf, String> {
    run(Path::new("python3"), &["-m", "venv", text(folder)])?;
    let python = if cfg!(windows) {
        folder.join("Scripts").join("python.exe")
    } else {
        folder.join("bin").join("python")
    };
    let quick = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
    let patience = ["--retries", "1", "--timeout", "20"];
    let packages = &PACKAGES[..if PARQUET { 4 } else { 3 }];
    run(&python, &[&quick[..], &patience, packages].concat())?;
    Ok(python)
}

#[test]
fn pandas_and_duckdb_read_the_same_from_every_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let python = match python_with_packages(&folder.path().join("venv")) {
        Ok(python) => python,
        Err(reason) => return println!("skipped: {reason}"),
    };
    let [csv, sqlite, parquet] = ["csv", "set.sqlite", "parquet"].map(|name| folder.path().join(name));
    write_set(&csv, Format::Csv).expect("written");
    write_set(&sqlite, Format::Sqlite).expect("written");
    let script = script("open_tables.py");
    let mut arguments = vec![script.as_str(), text(&csv), text(&sqlite)];
    if PARQUET {
        write_set(&parquet, Format::Parquet).expect("written");
        arguments.push(text(&parquet));
    }
    let told = run(&python, &arguments).unwrap_or_else(|differences| panic!("{differences}"));
    let readers = if PARQUET { 6 } else { 4 };
    assert_eq!(told.trim(), format!("ok: 3 tables, {readers} readers"));

    // A sweep's own tables.
    let sweep = |arguments: &[&str]| {
        let ran = run(Path::new(env!("CARGO_BIN_EXE_cliniq")), &[&["sweep"], arguments].concat());
        ran.unwrap_or_else(|told| panic!("{told}"))
    };
    let study = format!("{}/scenarios/studies/sweep.toml", env!("CARGO_MANIFEST_DIR"));
    let [swept, base] = ["swept", "swept.sqlite"].map(|name| folder.path().join(name));
    sweep(&["run", &study, "--out", text(&swept), "--quiet"]);
    sweep(&["export", text(&swept), "--format", "sqlite", "--out", text(&base)]);
    let tables = swept.join("tables");
    let told = run(&python, &[&script, text(&tables), text(&base)])
        .unwrap_or_else(|differences| panic!("{differences}"));
    assert_eq!(told.trim(), "ok: 4 tables, 4 readers");

    // The check itself can fail: one bit of one number is a difference.
    let rows = std::fs::read_to_string(csv.join("runs.csv")).expect("readable");
    let (old, new) =
        ("\r\ndésk ✓,6,6,true,true,0.0001220703125,", "\r\ndésk ✓,6,6,true,true,0.00012207031250000003,");
    assert!(rows.contains(old), "{}", &rows[..1000]);
    std::fs::write(csv.join("runs.csv"), rows.replace(old, new)).expect("written");
    let told = run(&python, &arguments).expect_err("a difference");
    assert!(told.contains("runs: wait, \"median\" (missing, sum)"), "{told}");
}

#[test]
fn r_reads_every_table_of_the_csv_form() {
    let rscript = Path::new("Rscript");
    if let Err(reason) = run(rscript, &["--version"]) {
        return println!("skipped: {reason}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    write_set(folder.path(), Format::Csv).expect("written");
    let told = run(rscript, &["--vanilla", &script("open_tables.R"), text(folder.path())]);
    let told = told.unwrap_or_else(|differences| panic!("{differences}"));
    let runs = 0..RUNS;
    let late: u64 = runs.clone().filter(|run| !run.is_multiple_of(5)).map(|run| run % 7).sum();
    let whole: u64 = runs.clone().filter(|run| !run.is_multiple_of(5)).map(|run| run % 9).sum();
    let seen = runs.filter(|run| run.is_multiple_of(3) && !run.is_multiple_of(5)).count();
    for line in [
        format!("runs rows {RUNS}"),
        format!("runs.run missing 0 sum {}", RUNS * (RUNS - 1) / 2),
        format!("runs.late missing {} sum {late}", RUNS / 5),
        format!("runs.full missing 0 sum {}", RUNS / 3),
        format!("runs.seen missing {} sum {seen}", RUNS / 5),
        format!("runs.whole missing {} sum -{whole}", RUNS / 5),
        "failed_runs rows 0".into(),
        "ok".into(),
    ] {
        assert!(told.lines().any(|found| found.trim_end() == line), "{line} is not in {told}");
    }
}
