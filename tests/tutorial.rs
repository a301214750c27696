//! The researcher's tutorial is true: its files are written, its commands are run, its figure is drawn.

#[path = "support/place.rs"]
mod place;

use std::fs;
use std::path::Path;
use std::process::Command;

use place::Place;

/// A block of the page: what stands after its fence, and its text.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        match (line.strip_prefix("```"), open) {
            (Some(words), false) => {
                found.push((words.trim().to_string(), String::new()));
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => {
                let block = &mut found.last_mut().expect("a block is open").1;
                block.push_str(line);
                block.push('\n');
            }
            (None, false) => {}
        }
    }
    assert!(!open, "every block is closed");
    found
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("listed") {
        let (path, name) = entry.map(|e| (e.path(), e.file_name())).expect("an entry");
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).expect("copied");
        }
    }
}

#[test]
fn the_tutorial_of_researchers_runs_from_question_to_figure() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = Place::new();
    copy_folder(&root.join("scenarios"), &place.path("scenarios"));
    let page = fs::read_to_string(root.join("docs/tutorials/researcher.md")).expect("the page");
    let (mut files, mut commands) = (0, 0);
    for (words, text) in blocks(&page) {
        match words.split_whitespace().collect::<Vec<_>>()[..] {
            ["toml" | "python", "file", name] => {
                fs::write(place.path(name), text).expect("written");
                files += 1;
            }
            ["sh"] => {
                for line in text.lines() {
                    let line = line.strip_prefix("cliniq ").unwrap_or_else(|| panic!("no command: {line}"));
                    let ran = place.run(line);
                    assert_eq!(ran.code, Some(0), "{line}: {}{}", ran.data, ran.talk);
                    commands += 1;
                }
            }
            _ => panic!("a block of another kind: {words}"),
        }
    }
    assert_eq!((files, commands), (5, 8));
    if let Err(reason) = draw(&place) {
        return println!("skipped the figure: {reason}");
    }
    let figure = fs::read(place.path("figure.png")).expect("a figure");
    assert!(figure.starts_with(b"\x89PNG") && figure.len() > 5_000);
}

/// Draws the figure with a Python of its own; the error says why there is none.
fn draw(place: &Place) -> Result<(), String> {
    let run = |program: &Path, arguments: &[&str]| {
        let ran = Command::new(program)
            .current_dir(place.path("."))
            .args(arguments)
            .env("MPLBACKEND", "Agg")
            .output();
        match ran {
            Ok(out) if out.status.success() => Ok(()),
            Ok(out) => Err(String::from_utf8_lossy(&out.stderr).into_owned()),
            Err(error) => Err(error.to_string()),
        }
    };
    let python = place.path("venv/bin/python");
    run(Path::new("python3"), &["-m", "venv", "venv"])?;
    let quick = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
    let packages = ["--retries", "1", "--timeout", "20", "pandas==3.1.1", "matplotlib"];
    run(&python, &[&quick[..], &packages].concat())?;
    // With the packages there, the script must work.
    run(&python, &["figure.py"]).unwrap_or_else(|error| panic!("{error}"));
    Ok(())
}
