//! Rules across the fields of a study file.

use super::file::{Free, Scale, StudyFile, TargetFile};
use super::{Step, Study, in_order};
use crate::declaration::toml_text::{join, number};
use crate::declaration::{Faults, Node, suggest};

/// More free parameters than this cannot be told apart by a handful of published figures.
pub const MOST_PARAMETERS: usize = 12;

/// The kinds of figures, for messages.
const FIGURES: &str = "mean, sd, share_at_least, share_any, correlation, lag_correlation, odds_ratio, icc, \
                       rate_per_year, hazard_ratio";

/// Checks a study file as a whole.
pub(super) fn check(file: &StudyFile, tree: &Node, faults: &mut Faults) {
    for table in ["parameters", "targets"] {
        if tree.child(table).and_then(Node::as_table).is_none_or(|mut entries| entries.next().is_none()) {
            let help = format!("add [{table}.<name>]");
            faults.fault(tree.locate(table), table, "at least one", "none", Some(help));
        }
    }
    if let Some(name) = in_order(tree, "parameters", file.parameters.keys()).get(MOST_PARAMETERS) {
        let expected = format!("at most {MOST_PARAMETERS} free parameters");
        let help = "fix some of them: figures as few as these cannot tell so many apart".to_string();
        let path = join("parameters", name);
        faults.fault(tree.locate(&path), &path, expected, format!("{}", file.parameters.len()), Some(help));
    }
    for (name, free) in &file.parameters {
        check_parameter(free, &join("parameters", name), tree, faults);
    }
    for (name, target) in &file.targets {
        check_target(target, &join("targets", name), tree, faults);
    }
    for name in file.steps.keys() {
        check_step(file, name, tree, faults);
    }
    if !file.steps.is_empty() {
        check_coverage(file, tree, faults);
    } else if !file.targets.is_empty() && file.targets.values().all(|target| target.compare_only) {
        let expected = "at least one target that is not compare_only";
        faults.fault(tree.locate("targets"), "targets", expected, "none", None);
    }
}

fn check_parameter(free: &Free, path: &str, tree: &Node, faults: &mut Faults) {
    let at = |key: &str| tree.locate(&join(path, key));
    if free.low >= free.high {
        let expected = format!("a number above low, which is {}", number(free.low));
        faults.fault(at("high"), &join(path, "high"), expected, number(free.high), None);
    } else if free.scale == Scale::Log && free.low <= 0.0 {
        let expected = "a number above 0, because the scale is log";
        faults.fault(at("low"), &join(path, "low"), expected, number(free.low), None);
    }
    if free.path.trim().is_empty() || free.path.contains('=') {
        let expected = "the dotted path of a parameter of the scenario";
        faults.fault(at("path"), &join(path, "path"), expected, format!("{:?}", free.path), None);
    }
}

/// A target, or what else is asked of people's answers, names one figure.
pub fn check_figure(target: &TargetFile, path: &str, tree: &Node, faults: &mut Faults) {
    let here = tree.locate(path);
    let figures = target.figures().len();
    // A table of another name was already faulted as an unknown key.
    let unknown = tree
        .get(path)
        .and_then(Node::as_table)
        .is_some_and(|mut entries| figures == 0 && entries.any(|(_, _, node)| node.is_table()));
    if figures != 1 && !unknown {
        let help = format!("add one table [{path}.<figure>]: {FIGURES}");
        faults.fault(here, path, "one figure", if figures == 0 { "none" } else { "several" }, Some(help));
    }
    if target.share_any.as_ref().is_some_and(|share| share.cuts.is_empty()) {
        let path = join(path, "share_any.cuts");
        faults.fault(tree.locate(&path), &path, "a cut for at least one column", "none", None);
    }
}

fn check_target(target: &TargetFile, path: &str, tree: &Node, faults: &mut Faults) {
    check_figure(target, path, tree, faults);
    let here = tree.locate(path);
    match (target.low, target.high) {
        (Some(low), Some(high)) => {
            let within = target.value.is_none_or(|value| (low..=high).contains(&value));
            if low >= high || !within {
                let found = format!("{} and {}", number(low), number(high));
                faults.fault(here, path, "low below high and the value between them", found, None);
            }
            if target.tolerance.is_some() {
                faults.fault(here, path, "either low and high, or a tolerance", "both", None);
            }
        }
        (None, None) => {
            if target.value.is_none() && !target.compare_only {
                let help = "add `value = …`, or `low = …` and `high = …`".to_string();
                faults.fault(here, path, "a value", "nothing", Some(help));
            }
        }
        _ => faults.fault(here, path, "both low and high", "one of them", None),
    }
    let known = target.low.is_some() || target.tolerance.is_some() || target.standard_deviation.is_some();
    let exact = target.tolerance == Some(0.0) && target.standard_deviation.is_none();
    if !target.compare_only && (!known || exact) {
        let help = "add `tolerance = …` above 0, `low` and `high`, or `standard_deviation = …`".to_string();
        faults.fault(here, path, "how well the target is known", "nothing", Some(help));
    }
}

fn check_step(file: &StudyFile, name: &str, tree: &Node, faults: &mut Faults) {
    let path = join("steps", name);
    let step = &file.steps[name];
    let lists = [("parameters", &step.parameters), ("targets", &step.targets)];
    for (key, named) in lists {
        let list = join(&path, key);
        if named.is_empty() {
            faults.fault(tree.locate(&list), &list, "at least one name", "none", None);
        }
        for (index, word) in named.iter().enumerate() {
            let at = format!("{list}[{index}]");
            let known: Vec<&str> = match key {
                "parameters" => file.parameters.keys().map(String::as_str).collect(),
                _ => file.targets.keys().map(String::as_str).collect(),
            };
            if !known.contains(&word.as_str()) {
                let help = suggest::help(word, known.iter().copied());
                faults.fault(
                    tree.locate(&at),
                    &at,
                    format!("a name under [{key}]"),
                    format!("`{word}`"),
                    help,
                );
            } else if named[..index].contains(word) {
                faults.fault(tree.locate(&at), &at, "each name once", format!("`{word}` again"), None);
            } else if key == "targets" && file.targets[word].compare_only {
                let found = format!("`{word}`, which is compare_only");
                faults.fault(tree.locate(&at), &at, "a target that may be fitted", found, None);
            }
        }
    }
}

/// With steps, whatever no step names is a slip.
fn check_coverage(file: &StudyFile, tree: &Node, faults: &mut Faults) {
    let forgotten = |path: String, help: &str, faults: &mut Faults| {
        faults.fault(tree.locate(&path), &path, "a step that names it", "none", Some(help.to_string()));
    };
    for name in file.parameters.keys() {
        if !file.steps.values().any(|step| step.parameters.contains(name)) {
            forgotten(join("parameters", name), "name it in a step, or take it out", faults);
        }
    }
    for (name, target) in &file.targets {
        if !target.compare_only && !file.steps.values().any(|step| step.targets.contains(name)) {
            forgotten(join("targets", name), "name it in a step, or write `compare_only = true`", faults);
        }
    }
}

/// The steps in the order of the file, with places in place of names; one with all where the file has none.
pub(super) fn steps(file: &StudyFile, study: &Study) -> Vec<Step> {
    let parameter =
        |name: &String| study.parameters.iter().position(|p| p.name == *name).expect("it was checked");
    let target = |name: &String| study.targets.iter().position(|t| t.name == *name).expect("it was checked");
    if file.steps.is_empty() {
        let fitted = (0..study.targets.len()).filter(|index| !study.targets[*index].compare_only);
        return vec![Step {
            name: "all".to_string(),
            parameters: (0..study.parameters.len()).collect(),
            targets: fitted.collect(),
        }];
    }
    let step = |name: String| Step {
        parameters: file.steps[&name].parameters.iter().map(parameter).collect(),
        targets: file.steps[&name].targets.iter().map(target).collect(),
        name,
    };
    in_order(&study.tree, "steps", file.steps.keys()).into_iter().map(step).collect()
}
