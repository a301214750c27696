//! Tests of loading on a small root section.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::declaration::section;

section! {
    /// How long to run.
    pub struct Run {
        /// Simulated weeks.
        value weeks: u32 = 78, unit "weeks", range 1.0..=5200.0, source "test", grade Definition;
        /// Root of all random numbers.
        value seed: u64 = 1, unit "-", range 0.0.., source "test", grade Definition;
    }
}

section! {
    /// A group of people.
    pub struct Staff {
        /// How many.
        value count: u32 = 1, unit "people", range 0.0..=1000.0, source "test", grade Assumption;
    }
}

section! {
    /// A clinic.
    pub struct Clinic {
        /// Rooms by name.
        values rooms: u32, unit "rooms", range 0.0..=1000.0, source "test", grade Assumption;
        /// People by name.
        tables staff: Staff;
        /// Floors by room.
        by_name floors: u32, unit "floors", range 0.0..=100.0, source "test", grade Assumption;
    }
}

section! {
    /// A task.
    pub struct Task {
        /// How long it takes.
        required minutes: BTreeMap<String, BTreeMap<String, f64>>, unit "minutes", range 0.0..=600.0,
            source "test", grade Assumption;
        /// Who may do it.
        optional role: String, unit "role name", range .., source "test", grade Definition;
    }
}

section! {
    /// A model.
    pub struct Model {
        /// How long to run.
        table run: Run;
        /// Clinics by name.
        tables clinics: Clinic;
        /// Tasks by name.
        tables tasks: Task;
    }
}

use std::collections::BTreeMap;

const BASE: &str = "schema = 1\ntitle = \"Base\"\ndata = \"real\"\n[notes]\nquestion = \"why\"\n[run]\nweeks = 10\n\
    [clinics.main]\nrooms = { exam = 4, lab = 1 }\nstaff.nurses.count = 3\nstaff.clerks.count = 2\n\
    [tasks.rooming]\nminutes = { lognormal = { mean = 6, cv = 0.5 } }\nrole = \"ma\"\n";

/// A folder of files that is removed in the end.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Folder(tempfile::tempdir().expect("a temporary folder"));
        for (name, text) in files {
            fs::write(folder.path(name), text).expect("written");
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn load(&self, name: &str, overrides: &[&str]) -> Result<Loaded<Model>, Vec<String>> {
        let overrides: Vec<String> = overrides.iter().map(|s| s.to_string()).collect();
        load(&self.path(name), &overrides, |_: &Model, _, _| {}).map_err(|error| match error {
            Error::Faults(faults) => {
                assert_eq!(faults.to_json()["schema"], "cliniq.faults/1");
                assert!(!faults.render(false).is_empty());
                let strip = |text: &str| text.replace(&format!("{}/", self.0.path().display()), "");
                faults
                    .iter()
                    .map(|f| {
                        let help = f.help.as_ref().map_or(String::new(), |h| format!(" | {h}"));
                        let (at, line, column) = (&f.file, f.line, f.column);
                        strip(&format!(
                            "{at}:{line}:{column} {}: {}, found {}{help}",
                            f.path, f.expected, f.found
                        ))
                    })
                    .collect()
            }
            other => panic!("{other}"),
        })
    }

    fn faults(&self, name: &str, overrides: &[&str]) -> Vec<String> {
        self.load(name, overrides).map(|l| l.shown).expect_err("faults")
    }
}

#[test]
fn a_child_says_only_what_differs() {
    let folder = Folder::new(&[
        ("base.toml", BASE),
        (
            "child.toml",
            "schema = 1\nextends = \"base.toml\"\n[clinics.main]\nrooms = { lab = 2 }\nstaff.clerks = \"none\"\n\
             [tasks.rooming]\nminutes = { exponential = { mean = 5 } }\nrole = \"none\"\n",
        ),
    ]);
    let child = folder.load("child.toml", &[]).expect("no faults");
    let main = &child.parameters.clinics["main"];
    assert_eq!((main.rooms["exam"], main.rooms["lab"]), (4, 2));
    assert_eq!(main.staff.keys().collect::<Vec<_>>(), ["nurses"], "clerks are taken away");
    let rooming = &child.parameters.tasks["rooming"];
    assert_eq!(rooming.minutes.keys().collect::<Vec<_>>(), ["exponential"], "a value is replaced as a whole");
    assert_eq!((&rooming.role, child.parameters.run.weeks), (&None, 10));
    assert_eq!(child.title, "child", "a title is not inherited");
    assert_eq!(child.heading.notes.question, "");
    assert_eq!(child.heading.data, heading::Data::Real, "what must be protected stays protected");
    let base = folder.load("base.toml", &[]).expect("no faults");
    let rows = explain::explain(&child, "", Some(&base.shown));
    let row = |path: &str| rows.iter().find(|r| r.path == path).expect(path).clone();
    assert!(row("clinics.main.rooms.lab").set_at.ends_with("child.toml:4"));
    assert_eq!(row("clinics.main.rooms.lab").parent.as_deref(), Some("1"));
    assert!(row("run.weeks").set_at.ends_with("base.toml:7"));
    assert_eq!((row("run.weeks").parent, row("run.seed").set_at.as_str()), (None, "default"));
    assert_eq!(explain::taken_away(&child, "", &base.shown), ["clinics.main.staff.clerks.count"]);
}

#[test]
fn faults_of_parents_stand_in_the_right_file() {
    let folder = Folder::new(&[
        ("a.toml", "schema = 1\nextends = \"b.toml\"\n[run]\nweeks = 0\n"),
        ("b.toml", "schema = 1\n[run]\nseed = -1\n[role.x]\n"),
        ("missing.toml", "schema = 1\nextends = \"bb.toml\"\n"),
        ("one.toml", "schema = 1\nextends = \"two.toml\"\n"),
        ("two.toml", "schema = 1\nextends = \"one.toml\"\n"),
        ("self.toml", "schema = 1\n extends = \"self.toml\"\n"),
    ]);
    assert_eq!(
        folder.faults("a.toml", &[]),
        [
            "a.toml:4:9 run.weeks: a whole number of weeks from 1 to 5200, found 0",
            "b.toml:3:8 run.seed: a whole number, 0 or more, found -1",
            "b.toml:4:2 role: a known key, found `role` | known here: schema, title, extends, data, notes, run, \
             clinics, tasks",
        ]
    );
    assert_eq!(
        folder.faults("missing.toml", &[]),
        ["missing.toml:2:11 extends: a scenario file (TOML in UTF-8), found no file bb.toml | did you mean \
          `b.toml`?"]
    );
    assert_eq!(
        folder.faults("one.toml", &[]),
        [
            "two.toml:2:11 extends: a file that does not lead back here, found a file that extends this one | the \
          chain of files is one.toml → two.toml"
        ]
    );
    assert_eq!(folder.faults("self.toml", &[]).len(), 1);
}

#[test]
fn files_that_are_no_scenarios_are_faults() {
    let folder = Folder::new(&[
        ("empty.toml", " \n"),
        ("old.toml", "schema = 0\nwalkins = 3"),
        ("new.toml", "schema = 2\n"),
        ("none.toml", "title = \"x\"\n"),
        ("deep.toml", &format!("schema = 1\nx = {}", "[".repeat(10_000))),
        ("chain0.toml", "schema = 1\n"),
    ]);
    for i in 1..40 {
        let text = format!("schema = 1\nextends = \"chain{}.toml\"\n", i - 1);
        fs::write(folder.path(&format!("chain{i}.toml")), text).expect("written");
    }
    fs::write(folder.path("latin.toml"), b"schema = 1\ntitle = \"caf\xe9\"\n").expect("written");
    fs::write(folder.path("bom.toml"), b"\xef\xbb\xbfschema = 1\n").expect("written");
    fs::write(folder.path("utf16.toml"), b"\xff\xfes\0").expect("written");
    fs::write(folder.path("huge.toml"), " ".repeat(5 << 20)).expect("written");
    fs::create_dir(folder.path("folder.toml")).expect("made");
    let expected = [
        ("empty.toml", "an empty file"),
        ("old.toml", "found schema 0 | run cliniq migrate old.toml --write"),
        ("new.toml", "take a newer cliniq"),
        ("none.toml", "found no schema | add `schema = 1` as the first line"),
        ("latin.toml", "other bytes in line 2 | save it as UTF-8"),
        ("bom.toml", "a byte order mark"),
        ("utf16.toml", "UTF-16"),
        ("huge.toml", "more than 4 MB"),
        ("folder.toml", "the folder folder.toml"),
        ("chain39.toml", "a chain of at most 16 files"),
        ("nowhere/x.toml", "there is no folder nowhere"),
    ];
    for (file, words) in expected {
        let faults = folder.faults(file, &[]);
        assert!(faults.len() == 1 && faults[0].contains(words), "{file}: {faults:#?}");
    }
    assert!(!folder.faults("deep.toml", &[]).is_empty());
}

#[test]
fn overrides_reach_everything_declared() {
    let folder = Folder::new(&[("base.toml", BASE)]);
    let loaded = folder
        .load(
            "base.toml",
            &[
                "run.weeks=20",
                " run.seed = 7 ",
                "clinics.main.rooms.exam=9",
                "clinics.main.rooms={ ward = 1 }",
                "clinics.main.staff.clerks=none",
                "tasks.rooming.role=front_desk",
                "tasks.rooming.minutes.lognormal.mean=8",
                "title=other",
            ],
        )
        .expect("no faults");
    let p = &loaded.parameters;
    assert_eq!((p.run.weeks, p.run.seed), (20, 7));
    let rooms: Vec<_> = p.clinics["main"].rooms.iter().map(|(k, v)| (k.as_str(), *v)).collect();
    assert_eq!(rooms, [("exam", 9), ("lab", 1), ("ward", 1)]);
    assert!(!p.clinics["main"].staff.contains_key("clerks"));
    assert_eq!(p.tasks["rooming"].role.as_deref(), Some("front_desk"));
    let minutes = &p.tasks["rooming"].minutes["lognormal"];
    assert_eq!((minutes["mean"], minutes["cv"], loaded.title.as_str()), (8.0, 0.5, "other"));
}

#[test]
fn values_by_names_that_stand_elsewhere_may_be_set_for_any_of_them() {
    let folder = Folder::new(&[("base.toml", BASE)]);
    let set = ["clinics.main.floors.exam=1", "clinics.main.floors.lab=2", "clinics.main.floors.exam=3"];
    let loaded = folder.load("base.toml", &set).expect("no faults");
    let floors: Vec<_> =
        loaded.parameters.clinics["main"].floors.iter().map(|(k, v)| (k.as_str(), *v)).collect();
    assert_eq!(floors, [("exam", 3), ("lab", 2)]);
}

#[test]
fn overrides_that_hit_nothing_are_faults_with_the_neighbors() {
    let folder = Folder::new(&[("base.toml", BASE)]);
    let faults = folder.faults(
        "base.toml",
        &[
            "run.week=20",
            "clinics.man.rooms.exam=1",
            "clinics.main.rooms.exma=1",
            "tasks.rooming.minutes.gamma.mean=1",
            "run.weeks=18 min",
            "run.weeks",
            "schema=2",
            "run.seed=[1",
            "run.seed=1\nrun.weeks=3",
            "run..seed=1",
            "run.seed=",
        ],
    );
    assert_eq!(
        faults,
        [
            "--set #1:1:5 run.week: a declared parameter, found `week` | did you mean `weeks`?",
            "--set #2:1:9 clinics.man.rooms.exam: a name under clinics, found `man` | did you mean `main`?",
            "--set #3:1:20 clinics.main.rooms.exma: a name under clinics.main.rooms, found `exma` | did you \
             mean `exam`?",
            "--set #4:1:23 tasks.rooming.minutes.gamma.mean: a part of the value of tasks.rooming.minutes (a \
             table of lognormal), found `gamma` | known here: lognormal",
            "--set #5:1:11 run.weeks: a whole number of weeks from 1 to 5200, found the string \"18 min\" | \
             units stand in the key: write 18",
            "--set #6:1:1 : path=value, found \"run.weeks\" | for example --set run.weeks=52",
            "--set #7:1:1 schema: a declared parameter, found `schema` | known here: title, data, notes, run, \
             clinics, tasks",
            "--set #8:1:12 : `]`, found unclosed array",
            "--set #9:1:1 run.seed: one value, found several",
            "--set #10:1:5 run..seed: names joined by dots, found \"\"",
            "--set #11:1:10 run.seed: a value after the equals sign, found nothing",
        ]
    );
}

#[test]
fn the_digest_speaks_of_results_only_and_the_resolved_file_loads_to_it() {
    let folder = Folder::new(&[("base.toml", BASE)]);
    let of = |overrides: &[&str]| digest(&folder.load("base.toml", overrides).expect("loads").shown, "1");
    let base = of(&[]);
    assert_eq!(base.len(), 64);
    assert_eq!(base, of(&["title=x", "run.seed=5", "notes.decision=wait"]));
    assert_eq!(base, of(&["run.weeks=10"]), "a default or parent's value said again changes nothing");
    for changed in ["run.weeks=11", "data=synthetic", "clinics.main.rooms.exam=5"] {
        assert_ne!(base, of(&[changed]), "{changed}");
    }
    let loaded = folder.load("base.toml", &["tasks.rooming.role=none"]).expect("loads");
    fs::write(folder.path("resolved.toml"), resolved_toml(&loaded)).expect("written");
    let again = folder.load("resolved.toml", &[]).expect("the resolved file loads");
    assert_eq!(again.parameters, loaded.parameters);
    assert_eq!(digest(&again.shown, "1"), digest(&loaded.shown, "1"));
    assert_eq!(resolved_toml(&again), resolved_toml(&loaded));
}

#[test]
fn syntax_errors_hide_only_their_consequences() {
    let folder = Folder::new(&[(
        "a.toml",
        "schema = 1\n[run]\nweeks = 0\nseed = \n[tasks.rooming]\nminutes = { lognormal = \nrole = 5\n[wrong]\n",
    )]);
    let faults = folder.faults("a.toml", &[]);
    assert!(faults.iter().any(|f| f.starts_with("a.toml:3:9 run.weeks")), "{faults:#?}");
    assert!(faults.iter().any(|f| f.starts_with("a.toml:4")), "{faults:#?}");
    assert!(!faults.iter().any(|f| f.contains("add `minutes = …`")), "{faults:#?}");
}

#[test]
fn checks_across_fields_see_the_tree() {
    let check = |model: &Model, tree: &Node, faults: &mut Faults| {
        if model.run.weeks < 20 {
            faults.fault(tree.locate("run.weeks"), "run.weeks", "enough weeks", "too few", None);
        }
    };
    let Err(Error::Faults(faults)) = load_text::<Model>("memory", BASE, &[], check) else {
        panic!("a fault was expected")
    };
    assert_eq!(faults.iter().map(|f| (f.line, f.column)).collect::<Vec<_>>(), [(7, 9)]);
}

#[test]
fn checks_across_fields_run_beside_faulty_values_but_not_because_of_them() {
    let check = |model: &Model, tree: &Node, faults: &mut Faults| {
        assert_eq!(
            (model.run.weeks, model.clinics["main"].rooms.get("exam")),
            (78, None),
            "left at defaults"
        );
        for path in ["run.seed", "run", "clinics.main.rooms.lab", "clinics.main.staff.nurses.count"] {
            faults.fault(tree.locate(path), path, "another", "this", None);
        }
    };
    let text = BASE.replace("weeks = 10", "weeks = 0").replace("exam = 4", "exam = -4");
    let Err(Error::Faults(faults)) = load_text::<Model>("memory", &text, &[], check) else {
        panic!("faults were expected")
    };
    let paths: Vec<&str> = faults.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(paths, ["run.weeks", "clinics.main.rooms.exam", "clinics.main.staff.nurses.count"]);
}

#[test]
fn catalogue_names_everything() {
    let schema = catalogue::json_schema::<Model>();
    assert_eq!(schema["properties"]["run"]["properties"]["weeks"]["maximum"], 5200);
    assert_eq!(schema["properties"]["run"]["properties"]["weeks"]["default"], 78);
    assert_eq!(schema["required"], serde_json::json!(["schema"]));
    let markdown = catalogue::parameters_markdown::<Model>();
    assert!(markdown.contains("## `[clinics.<name>.staff.<name>]`"), "{markdown}");
    assert!(
        markdown.contains("| `weeks` | weeks | 1 to 5200 | `78` | test | definition | Simulated weeks. |")
    );
    assert_eq!(catalogue::unfinished("", &root_fields::<Model>()), Vec::<String>::new());
}

mod mutations {
    use proptest::prelude::*;

    use super::*;

    /// Pieces that are likely to break a reader.
    const PIECES: [&str; 24] = [
        "[",
        "]",
        "[[",
        "{",
        "}",
        "=",
        "\"",
        "'''",
        ".",
        ",",
        "\n",
        "#",
        "\u{0}",
        "μ",
        "nan",
        "-inf",
        "9e999",
        "0x",
        "none",
        "[run]",
        "run.weeks = 3\n",
        "1979-05-27",
        "extends = \"x\"\n",
        "\u{feff}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn no_text_makes_the_reader_panic(
            changes in proptest::collection::vec((0usize..400, 0usize..8, 0usize..PIECES.len()), 0..12),
            set in "[a-z.]{0,12}=?[a-z0-9\\[\\]{}\"' .=\\n-]{0,12}",
        ) {
            let mut text: Vec<char> = BASE.chars().collect();
            for (at, cut, piece) in changes {
                let at = at.min(text.len());
                let until = (at + cut).min(text.len());
                text.splice(at..until, PIECES[piece].chars());
            }
            let text: String = text.into_iter().collect();
            match load_text::<Model>("mutated", &text, &[set], |_, _, _| {}) {
                Ok(loaded) => {
                    let resolved = resolved_toml(&loaded);
                    let again = load_text::<Model>("resolved", &resolved, &[], |_, _, _| {});
                    prop_assert!(again.is_ok_and(|a| a.parameters == loaded.parameters), "{}", resolved);
                }
                Err(Error::Faults(faults)) => {
                    prop_assert!(!faults.is_empty());
                    prop_assert!(!faults.render(true).is_empty());
                }
                Err(other) => prop_assert!(false, "{}", other),
            }
        }
    }
}
