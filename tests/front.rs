//! The built files of the page and of reports are those of the sources beside them, and carry what they must.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

fn front() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/front")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All sources by path relative to the folder; what is built, what packages bring and what git ignores is none.
fn sources(folder: &Path, below: &str, found: &mut Vec<(String, PathBuf)>) {
    for entry in fs::read_dir(folder).expect("listed").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if entry.path().is_dir() {
            if path != "built" && path != "node_modules" {
                sources(&entry.path(), &path, found);
            }
        } else if path != ".gitignore" {
            found.push((path, entry.path()));
        }
    }
}

#[test]
fn built_files_are_those_of_the_sources() {
    let front = front();
    let mut found = Vec::new();
    sources(&front, "", &mut found);
    found.sort();
    assert!(found.len() > 20, "there are sources: {found:?}");
    let mut sum = Sha256::new();
    for (name, path) in &found {
        sum.update(name.as_bytes());
        sum.update([0]);
        sum.update(fs::read(path).expect("read"));
        sum.update([0]);
    }
    let stored = fs::read_to_string(front.join("built/freshness.txt")).expect("freshness.txt");
    let stale = "the built files are stale: cd src/front && npm ci --ignore-scripts && node build.mjs";
    let wanted = format!("sources {}", hex(&sum.finalize()));
    assert!(stored.lines().any(|line| line == wanted), "{stale}");
    for line in stored.lines().filter(|line| !line.starts_with("sources ")) {
        let (name, wanted) = line.split_once(' ').expect("name and hash");
        let bytes = fs::read(front.join("built").join(name)).expect("a built file");
        assert_eq!(hex(&Sha256::digest(&bytes)), wanted, "{name}: {stale}");
    }
}

#[test]
fn the_page_is_light_and_names_its_libraries() {
    let size = |name: &str| fs::metadata(front().join("built").join(name)).expect("built").len();
    let page = size("page.html") + size("page.js") + size("page.css");
    assert!(page < 1_000_000, "the page weighs {page} bytes");
    let notice = fs::read_to_string(front().join("built/NOTICE")).expect("NOTICE");
    for library in ["@observablehq/plot", "d3-scale", "preact", "htm"] {
        assert!(notice.contains(library), "{library} is named");
    }
    let lock = fs::read_to_string(front().join("package-lock.json")).expect("the lock file");
    assert!(!lock.contains("\"resolved\""), "the lock file names no place of download");
}
