//! Lists the scenario files under `scenarios/`, so that the program carries them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=scenarios");
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets the folder of the package"));
    let folder = root.join("scenarios");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    let mut code = String::from("&[\n");
    for file in &files {
        let name =
            file.strip_prefix(&folder).expect("it was found there").to_string_lossy().replace('\\', "/");
        writeln!(code, "    Shipped {{ name: {name:?}, text: include_str!({:?}) }},", file.to_string_lossy())
            .expect("writing to a string cannot fail");
    }
    code.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets the folder of the output"));
    fs::write(out.join("shipped.rs"), code).expect("the folder of the output can be written to");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
}
