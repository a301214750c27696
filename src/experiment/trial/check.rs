//! Rules across the fields of a trial study.

use super::analysis::Analysis;
use super::design::Kind;
use super::file::{By, DesignFile, TrialFile};
use crate::declaration::toml_text::{join, number};
use crate::declaration::{Faults, Node, suggest};
use crate::experiment::exploration::Factor;
use crate::experiment::exploration::check::check_factor;
use crate::experiment::study::check::check_figure;

/// The kinds, for messages.
const KINDS: &str = "stepped_wedge, parallel, difference_in_differences, pre_post, pilot_then_spread, pdsa";

/// Checks a study file as a whole.
pub(super) fn check(file: &TrialFile, tree: &Node, faults: &mut Faults) {
    match (&file.scenario, &file.hussey_hughes) {
        (None, None) => {
            let help = "add `scenario = \"…\"` (a file), or a table [hussey_hughes]".to_owned();
            let expected = "a scenario, or the model of Hussey and Hughes";
            faults.fault(tree.locate("scenario"), "scenario", expected, "neither", Some(help));
        }
        (Some(_), Some(_)) => {
            let path = "hussey_hughes";
            faults.fault(tree.locate(path), path, "a scenario, or this model", "both", None);
        }
        (None, Some(_)) => no_scenario(file, tree, faults),
        (Some(_), None) => {}
    }
    let asked = !file.figures.is_empty()
        || file.variance.is_some()
        || file.transfer.is_some()
        || file.leading.is_some();
    if file.designs.is_empty() && !asked {
        let help =
            "add [designs.<name>.stepped_wedge], or [figures.<name>.…], [variance], [transfer] or [leading]"
                .to_owned();
        faults.fault(tree.locate("designs"), "designs", "at least one", "none", Some(help));
    }
    if !file.designs.is_empty() {
        check_trial(file, tree, faults);
    }
    for (name, design) in &file.designs {
        check_design(file, design, &join("designs", name), tree, faults);
    }
    check_recruitment(file, tree, faults);
    check_varies(file, tree, faults);
    check_meta(file, tree, faults);
    for (name, target) in &file.figures {
        check_figure(target, &join("figures", name), tree, faults);
    }
}

/// The model of Hussey and Hughes has people who answer, and nothing else.
fn no_scenario(file: &TrialFile, tree: &Node, faults: &mut Faults) {
    let given = [
        ("set", !file.set.is_empty()),
        ("varies", !file.varies.is_empty()),
        ("variants", !file.variants.is_empty()),
        ("figures", !file.figures.is_empty()),
        ("variance", file.variance.is_some()),
        ("transfer", file.transfer.is_some()),
        ("leading", file.leading.is_some()),
        ("interventions", !file.interventions.is_empty()),
    ];
    for (key, _) in given.iter().filter(|(_, given)| *given) {
        let expected = "no such key: the model of Hussey and Hughes has no scenario";
        faults.fault(tree.locate(key), key, expected, "one", None);
    }
}

/// What a trial needs: something that is tried, and something that is observed.
fn check_trial(file: &TrialFile, tree: &Node, faults: &mut Faults) {
    if file.interventions.is_empty() && file.scenario.is_some() {
        let help = "name those of the scenario: `interventions = [\"…\"]`".to_owned();
        let expected = "what is tried";
        faults.fault(tree.locate("interventions"), "interventions", expected, "nothing", Some(help));
    }
    for (place, name) in file.interventions.iter().enumerate() {
        if file.interventions[..place].contains(name) {
            let path = format!("interventions[{place}]");
            faults.fault(tree.locate(&path), &path, "each name once", format!("`{name}` again"), None);
        }
    }
    if file.outcomes.is_empty() {
        let help = "add [outcomes.<name>] with `measure = \"…\"` or `response = \"…\"`".to_owned();
        faults.fault(tree.locate("outcomes"), "outcomes", "at least one", "none", Some(help));
    }
    for (name, outcome) in &file.outcomes {
        let path = join("outcomes", name);
        if outcome.measure.is_some() == outcome.response.is_some() {
            let found = if outcome.measure.is_some() { "both" } else { "neither" };
            faults.fault(tree.locate(&path), &path, "`measure` or `response`", found, None);
        }
        if outcome.measure.is_some() && outcome.response_odds_per_sd != 1.0 {
            let path = join(&path, "response_odds_per_sd");
            let expected = "no such key beside a measure: people answer, clinics do not";
            faults.fault(tree.locate(&path), &path, expected, number(outcome.response_odds_per_sd), None);
        }
        if outcome.response_odds_per_sd != 1.0 && outcome.missing_share == 0.0 {
            let path = join(&path, "response_odds_per_sd");
            let expected = "a `missing_share` above 0 beside it: who would not answer, where everybody does?";
            faults.fault(tree.locate(&path), &path, expected, number(outcome.response_odds_per_sd), None);
        }
        if file.hussey_hughes.is_some() && outcome.response.as_deref() != Some("y") {
            let expected = "`response = \"y\"`: what people answer in the model of Hussey and Hughes";
            faults.fault(tree.locate(&path), &path, expected, "another", None);
        }
    }
}

fn check_design(file: &TrialFile, design: &DesignFile, path: &str, tree: &Node, faults: &mut Faults) {
    let Some(kind) = Kind::of(design) else {
        let help = format!("add one table: {KINDS}");
        // A slip in the name of the table was faulted where it stands.
        if !faults.iter().any(|fault| fault.path.starts_with(path)) {
            faults.fault(tree.locate(path), path, "one kind of design", "none or several", Some(help));
        }
        return;
    };
    for (place, word) in design.analyses.iter().enumerate() {
        let path = join(path, &format!("analyses[{place}]"));
        match Analysis::named(word) {
            None => {
                let names = Analysis::ALL.map(Analysis::name);
                let help = suggest::help(word, names);
                faults.fault(tree.locate(&path), &path, "an analysis", format!("`{word}`"), help);
            }
            Some(_) if design.analyses[..place].contains(word) => {
                faults.fault(tree.locate(&path), &path, "each once", format!("`{word}` again"), None);
            }
            Some(_) => {}
        }
    }
    match &kind {
        Kind::Differences(of) => {
            let path = join(path, "difference_in_differences.begins");
            let rising = of.begins.windows(2).all(|pair| pair[0] < pair[1]);
            let last = of.begins.last().copied().unwrap_or(0) + of.transition_periods;
            if of.begins.is_empty() || !rising || of.begins[0] == 0 || last >= of.periods {
                let expected = format!(
                    "rising periods from 1 that leave a period to look at before the end of the {}",
                    of.periods
                );
                faults.fault(tree.locate(&path), &path, expected, format!("{:?}", of.begins), None);
            }
        }
        Kind::Pdsa(of) => {
            for (place, name) in of.cycles.iter().enumerate() {
                let again = of.cycles[..place].contains(name);
                if again || !file.interventions.contains(name) {
                    let path = join(path, &format!("pdsa.cycles[{place}]"));
                    let expected = "interventions of this study, each once";
                    faults.fault(tree.locate(&path), &path, expected, format!("`{name}`"), None);
                }
            }
        }
        Kind::SteppedWedge(_) | Kind::Parallel(_) | Kind::PrePost(_) | Kind::Pilot(_) => {}
    }
}

/// Whom one recruits is decided before anybody changes.
fn check_recruitment(file: &TrialFile, tree: &Node, faults: &mut Faults) {
    let first = file.designs.values().filter_map(Kind::of).map(|kind| kind.first_begin()).min();
    let run_in = file.recruitment.run_in_periods;
    if file.recruitment.by != By::Chance && first.is_some_and(|first| run_in > first) {
        let path = "recruitment.run_in_periods";
        let expected =
            format!("at most the {} periods before the first change of any design", first.unwrap_or(0));
        faults.fault(tree.locate(path), path, expected, run_in.to_string(), None);
    }
}

/// What is drawn is a factor with a spread of its own.
fn check_varies(file: &TrialFile, tree: &Node, faults: &mut Faults) {
    for (name, factor) in &file.varies {
        let path = join("varies", name);
        let before = faults.count();
        check_factor(factor, &path, tree, faults);
        if faults.count() == before && Factor::new(name, factor).spread.is_none() {
            let expected = "low and high, values, or a distribution";
            faults.fault(tree.locate(&path), &path, expected, "none of these", None);
        }
    }
}

fn check_meta(file: &TrialFile, tree: &Node, faults: &mut Faults) {
    let Some(meta) = &file.meta else { return };
    if !file.designs.contains_key(&meta.design) {
        let help = suggest::help(&meta.design, file.designs.keys().map(String::as_str));
        let found = format!("`{}`", meta.design);
        faults.fault(tree.locate("meta.design"), "meta.design", "a design of this study", found, help);
    }
    let known = Analysis::named(&meta.analysis);
    if known.is_none() {
        let help = suggest::help(&meta.analysis, Analysis::ALL.map(Analysis::name));
        let found = format!("`{}`", meta.analysis);
        faults.fault(tree.locate("meta.analysis"), "meta.analysis", "an analysis", found, help);
    }
    let kind = file.designs.get(&meta.design).and_then(|design| Some((design, Kind::of(design)?)));
    if let Some((analysis, (design, kind))) = known.zip(kind) {
        let named = design.analyses.contains(&meta.analysis);
        let usual = design.analyses.is_empty() && Analysis::usual(&kind).contains(&analysis);
        if !(named || usual) {
            let expected = "an analysis of that design";
            let help = format!("add it: `analyses = [\"{}\"]` in [designs.{}]", meta.analysis, meta.design);
            let found = format!("`{}`", meta.analysis);
            faults.fault(tree.locate("meta.analysis"), "meta.analysis", expected, found, Some(help));
        }
    }
    if meta.trials > file.replications {
        let expected = format!("at most the {} repetitions of the trial", file.replications);
        let path = "meta.trials";
        faults.fault(tree.locate(path), path, expected, meta.trials.to_string(), None);
    }
}
