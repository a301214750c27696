//! Brings an older scenario file to today's format; comments and layout are kept.
//!
//! | schema 0 | schema 1 |
//! |---|---|
//! | no `schema`, or `schema = 0` | `schema = 1` |
//! | `name` | `title` |
//! | `replicates`, `seed`, `weeks`, `warmup` at the root | `run.replications`, `.seed`, `.weeks`, `.warmup_weeks` |
//! | `[walkins]` | `[arrivals]` |
//! | `[steps.<pathway>.<step>]` | `[pathways.<pathway>.steps.<step>]` |
//! | `<x>_mean_minutes = m`, `<x>_cv = c` | `<x>_minutes = { lognormal = { mean = m, cv = c } }` |
//! | `<x>_mean_minutes = m` alone | `<x>_minutes = { exponential = { mean = m } }` |
//!
//! (`mean_minutes` and `cv` without a prefix become `minutes`.)

use toml_edit::{DocumentMut, InlineTable, Item, Key, Table, TableLike, Value, value};

use super::heading::SCHEMA;
use crate::declaration::{Faults, tree};
use crate::error::Error;

/// Keys of the root in schema 0 that now stand in `[run]`.
const RUN_KEYS: [(&str, &str); 4] =
    [("replicates", "replications"), ("seed", "seed"), ("weeks", "weeks"), ("warmup", "warmup_weeks")];

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Migrated {
    /// It has today's format already.
    Already,
    /// Its text in today's format.
    Text(String),
}

/// Migrates the text of a file; `name` is what faults show.
///
/// # Errors
/// [`Error::Faults`] if the text is no TOML, [`Error::Refused`] if its schema is newer than this program.
pub fn migrate(name: &str, text: &str) -> Result<Migrated, Error> {
    let mut faults = Faults::default();
    let source = faults.sources_mut().add(name, text);
    let tree = tree::parse(source, &mut faults);
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let found = tree.as_ref().and_then(|t| t.child("schema")).map_or(Some(0), |node| node.as_integer());
    match found {
        Some(SCHEMA) => return Ok(Migrated::Already),
        Some(0) => {}
        _ => {
            let version = env!("CARGO_PKG_VERSION");
            return Err(Error::Refused(format!(
                "{name}: its schema is not one that cliniq {version} knows (0 or {SCHEMA}): take a newer cliniq"
            )));
        }
    }
    let mut document: DocumentMut =
        text.parse().map_err(|error| Error::Refused(format!("{name}: {error}")))?;
    migrate_root(document.as_table_mut());
    Ok(Migrated::Text(document.to_string()))
}

fn migrate_root(root: &mut Table) {
    let mut moved: Vec<(&str, Item)> = Vec::new();
    if root.get("run").is_some() {
        // A dotted key beside a table of the same name would define it twice: these lines move into it.
        for (old, new) in RUN_KEYS {
            if let Some(item) = root.remove(old) {
                moved.push((new, item));
            }
        }
    }
    rename(root, "name", "title");
    rename(root, "walkins", "arrivals");
    move_steps(root);
    run_keys_to_dotted(root);
    if let Some(run) = root.get_mut("run").and_then(Item::as_table_like_mut) {
        rename_like(run, "replicates", "replications");
        rename_like(run, "warmup", "warmup_weeks");
        for (key, item) in moved {
            if run.get(key).is_none() {
                run.insert(key, item);
            }
        }
    }
    minutes_below(root);
    put_schema_first(root);
}

/// Takes all entries out and puts them back in the same order, each as `change` says.
fn rewrite(table: &mut Table, mut change: impl FnMut(Key, Item) -> Option<(Key, Item)>) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_string()).collect();
    let entries: Vec<(Key, Item)> = keys.iter().filter_map(|key| table.remove_entry(key)).collect();
    for (key, item) in entries {
        if let Some((key, item)) = change(key, item) {
            table.insert_formatted(&key, item);
        }
    }
}

/// A key of another name with the same comments around it.
fn renamed(key: &Key, name: &str) -> Key {
    Key::new(name).with_leaf_decor(key.leaf_decor().clone()).with_dotted_decor(key.dotted_decor().clone())
}

fn rename(table: &mut Table, old: &str, new: &str) {
    if table.contains_key(new) {
        return;
    }
    rewrite(table, |key, item| Some((if key.get() == old { renamed(&key, new) } else { key }, item)));
}

fn rename_like(table: &mut dyn TableLike, old: &str, new: &str) {
    if table.get(new).is_none()
        && let Some(item) = table.remove(old)
    {
        table.insert(new, item);
    }
}

/// `[steps.<pathway>.<step>]` → `[pathways.<pathway>.steps.<step>]`.
fn move_steps(root: &mut Table) {
    let Some(Item::Table(steps)) = root.remove("steps") else { return };
    let mut pathways = match root.remove("pathways") {
        Some(Item::Table(table)) => table,
        _ => implicit(),
    };
    for (name, steps_of_one) in steps {
        let pathway = pathways.entry(&name).or_insert_with(|| Item::Table(implicit()));
        if let Some(pathway) = pathway.as_table_like_mut() {
            pathway.insert("steps", steps_of_one);
        }
    }
    root.insert("pathways", Item::Table(pathways));
}

/// A table without a header of its own.
fn implicit() -> Table {
    let mut table = Table::new();
    table.set_implicit(true);
    table
}

/// Root keys of `[run]` become dotted keys where they stand, so that comments stay with them.
fn run_keys_to_dotted(root: &mut Table) {
    let mut run = Table::new();
    run.set_dotted(true);
    let mut first = None;
    let keys: Vec<String> = root.iter().map(|(key, _)| key.to_string()).collect();
    for (index, key) in keys.iter().enumerate() {
        if let Some((_, new)) = RUN_KEYS.iter().find(|(old, _)| old == key)
            && let Some((key, item)) = root.remove_entry(key)
        {
            first.get_or_insert(index);
            run.insert_formatted(&renamed(&key, new), item);
        }
    }
    let Some(first) = first else { return };
    let keys: Vec<String> = root.iter().map(|(key, _)| key.to_string()).collect();
    let mut rest: Vec<(Key, Item)> = keys.iter().filter_map(|key| root.remove_entry(key)).collect();
    rest.insert(first.min(rest.len()), (Key::new("run"), Item::Table(run)));
    for (key, item) in rest {
        root.insert_formatted(&key, item);
    }
}

/// Mean and coefficient of variation become a distribution, in every table below.
fn minutes_below(table: &mut Table) {
    let prefixes: Vec<String> = table
        .iter()
        .filter(|(key, item)| (*key == "mean_minutes" || key.ends_with("_mean_minutes")) && item.is_value())
        .filter_map(|(key, _)| key.strip_suffix("mean_minutes").map(str::to_string))
        .collect();
    for prefix in prefixes {
        if table.contains_key(&format!("{prefix}minutes")) {
            continue;
        }
        let cv_key = format!("{prefix}cv");
        let cv = match table.get(&cv_key) {
            Some(Item::Value(_)) => table.remove_entry(&cv_key),
            _ => None,
        };
        rewrite(table, |key, item| match item {
            Item::Value(mean) if key.get() == format!("{prefix}mean_minutes") => {
                let mut new = renamed(&key, &format!("{prefix}minutes"));
                if let Some((cv_key, _)) = &cv {
                    let lines =
                        decor_text(cv_key.leaf_decor().prefix()) + &decor_text(key.leaf_decor().prefix());
                    new.leaf_decor_mut().set_prefix(lines);
                }
                Some((new, distribution(mean, cv.as_ref().and_then(|(_, cv)| cv.as_value()))))
            }
            item => Some((key, item)),
        });
    }
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => minutes_below(inner),
            Item::ArrayOfTables(list) => list.iter_mut().for_each(minutes_below),
            _ => {}
        }
    }
}

fn decor_text(raw: Option<&toml_edit::RawString>) -> String {
    raw.and_then(toml_edit::RawString::as_str).unwrap_or("").to_string()
}

/// `{ lognormal = { mean, cv } }`, or `{ exponential = { mean } }` without cv; the comments of both lines stay.
fn distribution(mean: Value, cv: Option<&Value>) -> Item {
    let mut after = decor_text(mean.decor().suffix());
    after.push_str(cv.map_or("", |cv| cv.decor().suffix().and_then(|s| s.as_str()).unwrap_or("")));
    let before = decor_text(mean.decor().prefix());
    let mut numbers = InlineTable::new();
    let kind = match cv {
        Some(cv) => {
            numbers.insert("mean", mean.decorated(" ", ""));
            numbers.insert("cv", cv.clone().decorated(" ", " "));
            "lognormal"
        }
        None => {
            numbers.insert("mean", mean.decorated(" ", " "));
            "exponential"
        }
    };
    let mut outer = InlineTable::new();
    outer.insert(kind, Value::InlineTable(numbers));
    Item::Value(Value::InlineTable(outer).decorated(before, after))
}

/// `schema = 1` becomes the first key; the comment that opens the file stays on top.
fn put_schema_first(root: &mut Table) {
    if let Some(item) = root.get_mut("schema") {
        let decor = item.as_value().map(|v| v.decor().clone());
        *item = value(SCHEMA);
        if let (Some(decor), Some(new)) = (decor, item.as_value_mut()) {
            *new.decor_mut() = decor;
        }
        return;
    }
    let keys: Vec<String> = root.iter().map(|(key, _)| key.to_string()).collect();
    let mut rest: Vec<(Key, Item)> = keys.iter().filter_map(|key| root.remove_entry(key)).collect();
    let mut schema = Key::new("schema");
    if let Some((key, item)) = rest.first_mut() {
        let own = match item {
            Item::Table(table) if !table.is_dotted() => table.decor_mut(),
            _ => key.leaf_decor_mut(),
        };
        let comment = decor_text(own.prefix());
        let split = comment.rfind("\n\n").map_or(comment.len(), |at| at + 2);
        schema.leaf_decor_mut().set_prefix(&comment[..split]);
        own.set_prefix(&comment[split..]);
    }
    root.insert_formatted(&schema, value(SCHEMA));
    for (key, item) in rest {
        root.insert_formatted(&key, item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = include_str!("../../tests/migrate/schema0.toml");
    const NEW: &str = include_str!("../../tests/migrate/schema1.toml");

    #[test]
    fn schema_0_becomes_schema_1_with_its_comments() {
        let Ok(Migrated::Text(text)) = migrate("schema0.toml", OLD) else { panic!("it migrates") };
        assert_eq!(text, NEW);
        assert!(matches!(migrate("x", &text), Ok(Migrated::Already)), "once is enough");
        for line in OLD.lines().filter_map(|line| line.split_once('#')) {
            assert!(text.contains(line.1), "the comment {:?} is kept", line.1);
        }
    }

    #[test]
    fn keys_of_the_root_move_into_an_existing_table() {
        let Ok(Migrated::Text(text)) = migrate("x", "replicates = 5\n[run]\nweeks = 3\nwarmup = 1\n") else {
            panic!("it migrates")
        };
        assert_eq!(text, "schema = 1\n[run]\nweeks = 3\nwarmup_weeks = 1\nreplications = 5\n");
    }

    #[test]
    fn what_cannot_be_migrated_says_why() {
        assert!(matches!(migrate("x", "a = "), Err(Error::Faults(_))));
        assert!(matches!(migrate("x", "schema = 7"), Err(Error::Refused(text)) if text.contains("newer")));
        assert!(matches!(migrate("x", "schema = 'x'"), Err(Error::Refused(_))));
    }
}
