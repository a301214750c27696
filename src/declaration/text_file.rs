//! Files of scenarios and studies as texts, with what to say where they cannot be read.

use std::fs;
use std::io::Read;
use std::path::Path;

use super::suggest;
use super::tree::LARGEST_TEXT;

/// What was found instead of a readable text, and what to do.
pub type Problem = (String, Option<String>);

/// The bytes of a file; a little more than [`LARGEST_TEXT`] of them at most.
pub fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let shown = path.display();
    if path.is_dir() {
        return Err((format!("the folder {shown}"), Some("name one of the files in it".to_string())));
    }
    let file = fs::File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => (format!("no file {shown}"), near_file(path)),
        _ => (format!("{shown}, which cannot be read: {error}"), None),
    })?;
    let mut bytes = Vec::new();
    file.take(LARGEST_TEXT as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| (format!("{shown}, which cannot be read: {error}"), None))?;
    Ok(bytes)
}

/// A file of nearly the same name in the same folder.
fn near_file(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(folder) else {
        return Some(format!("there is no folder {}", folder.display()));
    };
    let mut names: Vec<String> = entries
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.ends_with(".toml"))
        .collect();
    names.sort();
    suggest::help(&wanted, names.iter().map(String::as_str))
}

/// The text, if it is UTF-8 and fit to be parsed.
pub fn text_of(bytes: Vec<u8>) -> Result<String, Problem> {
    let fault = |found: &str, help: &str| Err((found.to_string(), Some(help.to_string())));
    if bytes.len() > LARGEST_TEXT {
        return fault(
            "more than 4 MB",
            "scenarios and studies are a few hundred lines: is this the right file?",
        );
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return fault("a text in UTF-16", "save it as UTF-8");
    }
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        return fault("a byte order mark before the text", "save it as UTF-8 without BOM");
    }
    let text = String::from_utf8(bytes).or_else(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
        fault(&format!("other bytes in line {line}"), "save it as UTF-8")
    })?;
    if text.trim().is_empty() {
        return fault("an empty file", "begin with `schema = 1`; `cliniq new DIR` writes examples");
    }
    Ok(text)
}
