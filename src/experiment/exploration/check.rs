//! Rules across the fields of a study over factors.

use super::constraint::Constraint;
use super::factor::distribution;
use super::file::{DesignFile, ExplorationFile, FactorFile};
use crate::declaration::toml_text::{join, number};
use crate::declaration::{Faults, Node};
use crate::experiment::study::{Scale, in_order};

/// The designs, for messages.
const DESIGNS: &str = "grid, list, latin_hypercube, sobol, morris, saltelli";

/// Checks a study file as a whole.
pub(super) fn check(file: &ExplorationFile, tree: &Node, faults: &mut Faults) {
    if file.scenario.is_some() && file.system.is_some() {
        faults.fault(tree.locate("system"), "system", "a scenario or a system", "both", None);
    }
    if file.scenario.is_some() && file.noise > 0.0 {
        let expected = "no noise: a scenario has chance of its own";
        faults.fault(tree.locate("noise"), "noise", expected, number(file.noise), None);
    }
    if !file.factors.is_empty() && file.system.is_some() {
        let expected = "no factors: a built-in system has its own";
        faults.fault(tree.locate("factors"), "factors", expected, "some", None);
    }
    let compete = !file.candidates.is_empty() || file.portfolios.is_some();
    if file.factors.is_empty() && file.system.is_none() && !compete {
        let help = "add [factors.<name>] with `path = …`".to_string();
        faults.fault(tree.locate("factors"), "factors", "at least one", "none", Some(help));
    }
    for (name, factor) in &file.factors {
        check_factor(factor, &join("factors", name), tree, faults);
    }
    check_names(file, tree, faults);
    check_paths(file, tree, faults);
    check_design(&file.design, compete && file.factors.is_empty(), tree, faults);
    check_selection(file, tree, faults);
    check_constraints(file, tree, faults);
}

/// Names of columns that the tables of a sweep have beside its factors.
const COLUMNS: [&str; 6] = ["point", "alternative", "replication", "replications", "done", "failed"];
/// Parameters of a scenario that a study says itself.
const OWN_KEYS: [&str; 5] = ["run.seed", "run.replications", "run.precision", "run.threads", "run.measures"];

/// Factors become columns of tables, in which names differ by more than the case of their letters.
fn check_names(file: &ExplorationFile, tree: &Node, faults: &mut Faults) {
    let names: Vec<&String> = file.factors.keys().collect();
    for (place, name) in names.iter().enumerate() {
        let path = join("factors", name);
        if COLUMNS.iter().any(|column| column.eq_ignore_ascii_case(name)) {
            let expected = "another name: the tables of results have a column of this one";
            faults.fault(tree.locate(&path), &path, expected, format!("`{name}`"), None);
        }
        if names[..place].iter().any(|other| other.eq_ignore_ascii_case(name)) {
            let expected = "names that differ by more than the case of their letters";
            faults.fault(tree.locate(&path), &path, expected, format!("`{name}`"), None);
        }
    }
}

/// Every parameter is set by one factor, and by none that the study says itself.
fn check_paths(file: &ExplorationFile, tree: &Node, faults: &mut Faults) {
    let mut seen: Vec<(String, &str)> = Vec::new();
    for name in in_order(tree, "factors", file.factors.keys()) {
        let factor = &file.factors[&name];
        for own in factor.path.iter().chain(&factor.paths).map(|path| path.trim()) {
            let path = join("factors", &name);
            let below =
                |a: &str, b: &str| a == b || a.strip_prefix(b).is_some_and(|rest| rest.starts_with('.'));
            if let Some((other, _)) = seen.iter().find(|(_, known)| below(own, known) || below(known, own)) {
                let found = format!("`{own}`, which `{other}` sets or holds too");
                faults.fault(tree.locate(&path), &path, "parameters that no other factor sets", found, None);
            }
            if OWN_KEYS.iter().any(|key| below(own, key)) {
                let help = format!("say it with `{} = …` in the study", own.trim_start_matches("run."));
                faults.fault(
                    tree.locate(&path),
                    &path,
                    "a parameter of the scenario",
                    format!("`{own}`"),
                    Some(help),
                );
            }
            seen.push((name.clone(), own));
        }
    }
}

/// A factor names parameters, and what they take.
pub fn check_factor(factor: &FactorFile, path: &str, tree: &Node, faults: &mut Faults) {
    let here = tree.locate(path);
    let at = |key: &str| tree.locate(&join(path, key));
    let paths = usize::from(factor.path.is_some()) + factor.paths.len();
    if paths == 0 || (factor.path.is_some() && !factor.paths.is_empty()) {
        let found = if paths == 0 { "none" } else { "both" };
        faults.fault(here, path, "`path`, or `paths` for several parameters", found, None);
    }
    let all = factor.path.iter().map(|p| ("path".to_string(), p));
    let all = all.chain(factor.paths.iter().enumerate().map(|(i, p)| (format!("paths[{i}]"), p)));
    for (key, text) in all.filter(|(_, text)| text.trim().is_empty() || text.contains('=')) {
        let expected = "the dotted path of a parameter of the scenario";
        faults.fault(at(&key), &join(path, &key), expected, format!("{text:?}"), None);
    }
    let kinds = [
        ("values", !factor.values.is_empty()),
        ("normal", factor.normal.is_some()),
        ("lognormal", factor.lognormal.is_some()),
        ("triangular", factor.triangular.is_some()),
        ("beta", factor.beta.is_some()),
    ];
    let given: Vec<&str> = kinds.iter().filter(|(_, is)| *is).map(|(key, _)| *key).collect();
    if given.len() > 1 {
        faults.fault(here, path, "values or one distribution", given.join(" and "), None);
        return;
    }
    check_ends(factor, path, tree, faults);
    match given.first().copied() {
        Some("values") => check_values(factor, path, tree, faults),
        Some(_) if factor.scale == Scale::Log || factor.integer => {
            let key = if factor.integer { "integer" } else { "scale" };
            faults.fault(at(key), &join(path, key), "no such key beside a distribution", "one", None);
        }
        Some(kind @ ("triangular" | "beta")) if factor.low.is_none() || factor.high.is_none() => {
            let found = "one of them missing";
            faults.fault(here, path, format!("low and high for the {kind} distribution"), found, None);
        }
        _ => {}
    }
    let problem = distribution(factor).filter(|_| factor.values.is_empty()).and_then(|cut| cut.problem());
    if let Some(words) = problem {
        let known = faults.iter().any(|fault| fault.path.starts_with(path));
        if !known {
            faults.fault(here, path, "a distribution that exists", words, None);
        }
    }
}

fn check_ends(factor: &FactorFile, path: &str, tree: &Node, faults: &mut Faults) {
    let at = |key: &str| tree.locate(&join(path, key));
    match (factor.low, factor.high) {
        (Some(low), Some(high)) => {
            if low >= high {
                let expected = format!("a number above low, which is {}", number(low));
                faults.fault(at("high"), &join(path, "high"), expected, number(high), None);
            }
            if factor.scale == Scale::Log && low <= 0.0 {
                let expected = "a number above 0, because the scale is log";
                faults.fault(at("low"), &join(path, "low"), expected, number(low), None);
            }
            for (key, end) in [("low", low), ("high", high)] {
                if factor.integer && (end.fract() != 0.0 || end.abs() > 9e15) {
                    let expected = "a whole number, because the factor is an integer";
                    faults.fault(at(key), &join(path, key), expected, number(end), None);
                }
            }
            if factor.integer && factor.scale == Scale::Log {
                let expected = "\"linear\", because the factor is an integer";
                faults.fault(at("scale"), &join(path, "scale"), expected, "\"log\"", None);
            }
        }
        (None, None) => {}
        _ => faults.fault(tree.locate(path), path, "both low and high", "one of them", None),
    }
}

fn check_values(factor: &FactorFile, path: &str, tree: &Node, faults: &mut Faults) {
    let at = |key: &str| tree.locate(&join(path, key));
    if factor.values.len() < 2 {
        faults.fault(at("values"), &join(path, "values"), "two values or more", "one", None);
    }
    for (place, value) in factor.values.iter().enumerate() {
        if factor.values[..place].contains(value) {
            let key = format!("values[{place}]");
            faults.fault(at(&key), &join(path, &key), "each value once", format!("{} again", value.0), None);
        }
    }
    let others = [("low", factor.low.is_some()), ("high", factor.high.is_some())];
    let log = factor.scale == Scale::Log;
    let others = others.into_iter().chain([
        ("integer", factor.integer),
        ("levels", factor.levels.is_some()),
        ("scale", log),
    ]);
    for (key, _) in others.filter(|(_, given)| *given) {
        faults.fault(at(key), &join(path, key), "no such key beside `values`", "one", None);
    }
}

/// Candidates, portfolios and guard-rails.
fn check_selection(file: &ExplorationFile, tree: &Node, faults: &mut Faults) {
    if !file.candidates.is_empty() && file.portfolios.is_some() {
        let help = "a portfolio is made of the study's own scenario: name further scenarios in another study";
        let at = tree.locate("portfolios");
        faults.fault(at, "portfolios", "candidates or portfolios", "both", Some(help.into()));
    }
    for (name, guard) in &file.guards {
        let path = join("guards", name);
        let limits = [guard.at_most, guard.at_least, guard.change_at_most, guard.change_at_least];
        let given = limits.iter().flatten().count();
        if given != 1 {
            let expected = "one of at_most, at_least, change_at_most, change_at_least";
            let found = if given == 0 { "none" } else { "several" };
            faults.fault(tree.locate(&path), &path, expected, found, None);
        }
    }
    if let Some(portfolios) = &file.portfolios
        && portfolios.budget_usd_per_year.is_some()
        && portfolios.costs_usd_per_year.is_empty()
    {
        let path = "portfolios.budget_usd_per_year";
        let help = "add [portfolios.costs_usd_per_year], or limit a cost measure by a guard-rail".to_string();
        faults.fault(tree.locate(path), path, "known costs of parts beside a budget", "none", Some(help));
    }
    if file.inputs.effect.is_some() != file.inputs.cost.is_some() {
        faults.fault(tree.locate("inputs"), "inputs", "both effect and cost", "one of them", None);
    }
}

fn check_design(design: &DesignFile, may_lack: bool, tree: &Node, faults: &mut Faults) {
    let given = [
        design.grid.is_some(),
        design.list.is_some(),
        design.latin_hypercube.is_some(),
        design.sobol.is_some(),
        design.morris.is_some(),
        design.saltelli.is_some(),
    ];
    let number = given.iter().filter(|is| **is).count();
    let unknown =
        tree.child("design").and_then(Node::as_table).is_some_and(|entries| entries.count() > number);
    if number != 1 && !unknown && !(may_lack && number == 0) {
        let help = format!("add one table [design.<name>]: {DESIGNS}");
        let found = if number == 0 { "none" } else { "several" };
        faults.fault(tree.locate("design"), "design", "one design", found, Some(help));
    }
    let power = |points: u32| points.is_power_of_two();
    let near = |points: u32| {
        let above = points.next_power_of_two();
        Some(format!("for example {} or {above}", above / 2))
    };
    for (key, points) in [
        ("design.sobol.points", design.sobol.as_ref().map(|sobol| sobol.points)),
        ("design.saltelli.base", design.saltelli.as_ref().map(|saltelli| saltelli.base)),
    ] {
        if let Some(points) = points.filter(|points| !power(*points)) {
            let expected = "a power of two: only then are the points balanced";
            faults.fault(tree.locate(key), key, expected, points.to_string(), near(points));
        }
    }
    if let Some(levels) = design.morris.as_ref().map(|morris| morris.levels).filter(|levels| levels % 2 == 1)
    {
        let key = "design.morris.levels";
        faults.fault(tree.locate(key), key, "an even number", levels.to_string(), None);
    }
}

fn check_constraints(file: &ExplorationFile, tree: &Node, faults: &mut Faults) {
    let names = in_order(tree, "factors", file.factors.keys());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for (place, text) in file.constraints.iter().enumerate() {
        let path = format!("constraints[{place}]");
        match Constraint::read(text, &names) {
            Err((expected, found)) => faults.fault(tree.locate(&path), &path, expected, found, None),
            Ok(rule) => {
                for name in rule.factors().map(|factor| names[factor]) {
                    if file.factors[name].values.iter().any(|value| value.number().is_none()) {
                        let found = format!("`{name}`, whose values are none");
                        faults.fault(tree.locate(&path), &path, "factors that are numbers", found, None);
                    }
                }
            }
        }
    }
    let needs_all = [("morris", file.design.morris.is_some()), ("saltelli", file.design.saltelli.is_some())];
    for (design, _) in needs_all.iter().filter(|(_, is)| *is && !file.constraints.is_empty()) {
        let expected = format!("no constraints: the design `{design}` needs all of its points");
        let help =
            "take a Latin hypercube or Sobol' points, whose sensitivity is told by partial rank correlations";
        faults.fault(tree.locate("constraints"), "constraints", expected, "some", Some(help.into()));
    }
}
