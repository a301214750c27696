//! The tutorials are true: their files are written, their commands are run, their figure is drawn.

#[path = "support/place.rs"]
mod place;

use std::fs;
use std::path::Path;
use std::process::Command;

use place::{Place, copy_folder};

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

/// A tutorial that was followed from its top to its end.
struct Followed {
    place: Place,
    /// Number of files that were written.
    files: usize,
    /// Each command without the program's name, with what it printed.
    commands: Vec<(String, String)>,
}

impl Followed {
    /// What a command that begins with these words printed; of several the first.
    fn printed(&self, begin: &str) -> &str {
        let found = self.commands.iter().find(|(line, _)| line.starts_with(begin));
        &found.unwrap_or_else(|| panic!("no command {begin}")).1
    }
}

/// Writes the files of a tutorial and runs its commands, in the order of the page; each must end well.
fn follow(page: &str) -> Followed {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = Place::new();
    copy_folder(&root.join("scenarios"), &place.path("scenarios"));
    let text = fs::read_to_string(root.join("docs/tutorials").join(page)).expect("the page");
    let mut followed = Followed { place, files: 0, commands: Vec::new() };
    for (words, text) in blocks(&text) {
        match words.split_whitespace().collect::<Vec<_>>()[..] {
            ["toml" | "python" | "csv", "file", name] => {
                fs::write(followed.place.path(name), text).expect("written");
                followed.files += 1;
            }
            ["sh"] => {
                for line in text.lines() {
                    let line = line.strip_prefix("cliniq ").unwrap_or_else(|| panic!("no command: {line}"));
                    let ran = followed.place.run(line);
                    assert_eq!(ran.code, Some(0), "{line}: {}{}", ran.data, ran.talk);
                    followed.commands.push((line.to_owned(), ran.data));
                }
            }
            _ => panic!("a block of another kind: {words}"),
        }
    }
    followed
}

#[test]
fn the_tutorial_of_researchers_runs_from_question_to_figure() {
    let followed = follow("researcher.md");
    assert_eq!((followed.files, followed.commands.len()), (5, 8));
    let place = followed.place;
    if let Err(reason) = draw(&place) {
        return println!("skipped the figure: {reason}");
    }
    let figure = fs::read(place.path("figure.png")).expect("a figure");
    assert!(figure.starts_with(b"\x89PNG") && figure.len() > 5_000);
}

/// A column of a table in a folder of the tutorial. No cell before it may hold a comma.
fn column(followed: &Followed, table: &str, name: &str) -> Vec<String> {
    let text = followed.place.text(table);
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let at = header.iter().position(|of| *of == name).unwrap_or_else(|| panic!("{table}: no {name}"));
    lines.map(|cells| cells[at].to_owned()).collect()
}

#[test]
fn the_tutorial_of_evaluators_runs_from_question_to_protocol() {
    let followed = follow("evaluator.md");
    assert_eq!((followed.files, followed.commands.len()), (5, 10));
    for study in ["wedge", "volunteers", "designs", "literature"] {
        for file in
            ["report.html", "report.md", "verdict.csv", "estimates.csv", "result.json", "inputs/study.toml"]
        {
            assert!(followed.place.path(&format!("{study}/{file}")).exists(), "{study}/{file}");
        }
        let there = followed.place.path(&format!("{study}/meta.csv")).exists();
        assert_eq!(there, study == "literature", "a table without rows is not written: {study}");
        let repetitions = column(&followed, &format!("{study}/verdict.csv"), "repetitions");
        let expected = if study == "literature" { "40" } else { "4" };
        assert!(
            !repetitions.is_empty() && repetitions.iter().all(|of| of == expected),
            "{study}: {repetitions:?}"
        );
    }
    let truths = |study: &str| -> Vec<f64> {
        let found = column(&followed, &format!("{study}/verdict.csv"), "truth");
        found.iter().map(|of| of.parse().expect("a number")).collect()
    };
    // What the page says of its studies: nothing is done for the volunteers, and triage takes work off the evening.
    assert!(truths("volunteers").iter().all(|truth| *truth == 0.0), "{:?}", truths("volunteers"));
    assert!(truths("designs").iter().all(|truth| *truth < -5.0), "{:?}", truths("designs"));
    let outcomes = column(&followed, "wedge/verdict.csv", "outcome");
    assert!(outcomes.iter().any(|of| of == "evenings") && outcomes.iter().any(|of| of == "exhaustion"));
    // The numbers that the page prints.
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tutorials/evaluator.md");
    let page = fs::read_to_string(page).expect("the page").replace('\n', " ");
    for power in ["24.0 %", "19.5 %", "52.9 %"] {
        let mut powers = followed.commands.iter().filter(|(line, _)| line.starts_with("trial power"));
        let said = format!("Power (t, clusters - 2): {power}");
        assert!(page.contains(power) && powers.any(|(_, printed)| printed.contains(&said)), "{power}");
    }
    let own: serde_json::Value =
        serde_json::from_str(followed.printed("trial analyse --design sw mine.csv --json")).expect("JSON");
    let number = |pointer: &str| own.pointer(pointer).and_then(|of| of.as_f64()).expect("a number");
    assert_eq!((own["clusters"].as_u64(), own["missing"].as_u64()), (Some(6), Some(1)));
    let said = [
        (number("/effects/0/estimate"), "−8.8", -8.8, 0.05),
        (number("/effects/0/interval/0"), "−13.3", -13.3, 0.05),
        (number("/effects/0/interval/1"), "−4.4", -4.4, 0.05),
        (number("/permutation/p_value"), "p = 0.011", 0.011, 0.0005),
        (number("/event_study/pre_trend/p_value"), "p = 0.067", 0.067, 0.0005),
    ];
    for (found, written, expected, most) in said {
        assert!(page.contains(written) && (found - expected).abs() <= most, "{written}: {found}");
    }
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
