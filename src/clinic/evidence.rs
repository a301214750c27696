//! How well a difference between two scenarios is supported: the weakest grade of evidence on the way from what was
//! changed to a measure.
//!
//! On the way lie the parameters in which the scenarios differ, all settings of the interventions that are not the same in
//! both, and the parameters that turn work into the measure ([`Passage`]). What both scenarios share besides is not on it.
//! A value of the scenario's own counts as an assumption, whatever supports the default; definitions are choices and
//! support nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::measures::{Layout, Passage};
use crate::declaration::toml_text::quoted;
use crate::declaration::{Grade, Shown};
use crate::system::Support;

/// A parameter of a scenario with its value and how well that is supported; no grade where it is a definition.
#[derive(Debug, Clone)]
pub struct Graded {
    path: String,
    value: String,
    grade: Option<Grade>,
}

/// The parameters of a scenario with their grades.
pub fn graded(shown: &[Shown]) -> Vec<Graded> {
    let one =
        |shown: &Shown| Graded { path: shown.path.clone(), value: shown.value.clone(), grade: grade(shown) };
    shown.iter().map(one).collect()
}

/// How well a value is supported: as its default where it is that, else it is the author's own; nothing for a definition.
pub fn grade(shown: &Shown) -> Option<Grade> {
    let about = shown.declaration;
    let default = about.default.clone().unwrap_or_else(|| quoted("none"));
    match about.grade {
        Grade::Definition => None,
        declared if shown.value == default => Some(declared),
        _ => Some(Grade::Assumption),
    }
}

/// The name of the intervention to which a path belongs.
fn intervention(path: &str) -> Option<&str> {
    path.strip_prefix("interventions.")?.split('.').next()
}

/// The weakest grade seen so far, where it stands first, and how many have it.
#[derive(Debug, Clone, Default)]
struct Weakest<'p>(Option<(Grade, &'p str, usize)>);

impl<'p> Weakest<'p> {
    fn see(&mut self, grade: Grade, path: &'p str, parameters: usize) {
        match &mut self.0 {
            Some((known, ..)) if grade < *known => {}
            Some((known, _, count)) if grade == *known => *count += parameters,
            place => *place = Some((grade, path, parameters)),
        }
    }

    fn of(parameters: impl Iterator<Item = (&'p str, Grade)>) -> Self {
        let mut weakest = Weakest::default();
        parameters.for_each(|(path, grade)| weakest.see(grade, path, 1));
        weakest
    }

    fn with(mut self, other: &Weakest<'p>) -> Self {
        if let Some((grade, path, parameters)) = other.0 {
            self.see(grade, path, parameters);
        }
        self
    }

    fn support(&self) -> Option<Support> {
        let (grade, path, parameters) = self.0?;
        Some(Support { grade: grade.words(), parameter: path.to_owned(), parameters })
    }
}

/// The support of a difference between two scenarios in each measure of a layout; `None` everywhere where they are the
/// same.
pub fn weakest_grades(base: &[Graded], case: &[Graded], layout: &Layout) -> Vec<Option<Support>> {
    let changed = changed(base, case);
    if changed.is_empty() {
        return vec![None; layout.rows.len()];
    }
    let of_change = changed.iter().filter_map(|(path, grade)| grade.map(|grade| (*path, grade)));
    let of_change = Weakest::of(of_change);
    let of_passage = Passage::ALL.map(|passage| {
        let lies_there =
            |one: &&Graded| passage.leads_through(&one.path) && !changed.contains_key(&*one.path);
        let mut there: Vec<&Graded> = case.iter().filter(lies_there).collect();
        there.sort_by_key(|one| one.path.starts_with("roles.")); // what is said of all roles first
        Weakest::of(there.into_iter().filter_map(|one| one.grade.map(|grade| (one.path.as_str(), grade))))
    });
    let of_row = |row| {
        let passages = layout.passages(row);
        let on_the_way = Passage::ALL.iter().zip(&of_passage).filter(|(one, _)| passages.contains(one));
        on_the_way.fold(of_change.clone(), |weakest, (_, other)| weakest.with(other)).support()
    };
    layout.rows.iter().map(of_row).collect()
}

/// What distinguishes two scenarios: paths, each with the weaker of its two grades.
fn changed<'p>(base: &'p [Graded], case: &'p [Graded]) -> BTreeMap<&'p str, Option<Grade>> {
    let by_path = |all: &'p [Graded]| all.iter().map(|one| (one.path.as_str(), one)).collect();
    let (before, after): (BTreeMap<&str, &Graded>, BTreeMap<&str, &Graded>) = (by_path(base), by_path(case));
    let value = |of: &BTreeMap<&str, &'p Graded>, path: &str| of.get(path).map(|one| one.value.as_str());
    let differs = |path: &str| value(&before, path) != value(&after, path);
    let paths: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let touched: BTreeSet<&str> =
        paths.iter().filter(|path| differs(path)).filter_map(|path| intervention(path)).collect();
    let grade = |of: &BTreeMap<&str, &Graded>, path: &str| of.get(path).and_then(|one| one.grade);
    let chosen = paths.into_iter().filter(|path| match intervention(path) {
        Some(name) => touched.contains(name),
        None => differs(path),
    });
    chosen.map(|path| (path, grade(&before, path).max(grade(&after, path)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaration::{Faults, Section, section, tree};

    section! {
        /// Settings of a kind.
        struct Settings {
            /// Known.
            value known: f64 = 0.5, unit "share", range 0.0..=1.0, source "a paper", grade Published;
            /// Guessed.
            value guessed: f64 = 0.1, unit "share", range 0.0..=1.0, source "none", grade Calibrated;
            /// Chosen.
            value chosen: f64 = 1.0, unit "share", range 0.0..=1.0, source "none", grade Definition;
            /// Perhaps.
            optional perhaps: f64, unit "share", range 0.0..=1.0, source "a paper", grade Derived;
        }
    }

    /// The settings as those of an intervention `x`, of a text.
    fn settings(text: &str) -> Vec<Graded> {
        let mut faults = Faults::default();
        let source = faults.sources_mut().add("test", text);
        let node = tree::parse(source, &mut faults);
        let read = Settings::read(node.as_ref(), "", &mut faults).expect("no faults");
        let mut shown = Vec::new();
        read.show("interventions.x.kind", &mut shown);
        graded(&shown)
    }

    fn grades(text: &str) -> Vec<Option<Grade>> {
        settings(text).iter().map(|one| one.grade).collect()
    }

    #[test]
    fn a_value_of_ones_own_is_an_assumption_and_a_definition_supports_nothing() {
        use Grade::{Assumption, Calibrated, Derived, Published};
        assert_eq!(grades(""), [Some(Published), Some(Calibrated), None, Some(Derived)]);
        assert_eq!(grades("known = 0.5"), [Some(Published), Some(Calibrated), None, Some(Derived)]);
        assert_eq!(
            grades("known = 0.6\nchosen = 0.2\nperhaps = 0.3"),
            [Some(Assumption), Some(Calibrated), None, Some(Assumption)]
        );
    }

    #[test]
    fn an_intervention_that_differs_in_anything_counts_with_all_its_settings() {
        let (usual, other) = (settings(""), settings("chosen = 0.2"));
        assert!(changed(&usual, &usual).is_empty());
        let found: Vec<&str> = changed(&usual, &other).into_keys().collect();
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(changed(&[], &usual).len(), 4);
        let weakest = Weakest::of(
            changed(&usual, &other).iter().filter_map(|(path, grade)| grade.map(|grade| (*path, grade))),
        );
        let support = weakest.support().expect("graded");
        assert_eq!((support.grade, support.parameters), ("calibrated", 1));
        assert_eq!(support.parameter, "interventions.x.kind.guessed");
    }

    #[test]
    fn the_weakest_grade_is_kept_with_its_first_place_and_its_number() {
        let mut weakest = Weakest::default();
        assert_eq!(weakest.support(), None);
        for (grade, path) in [
            (Grade::Derived, "a"),
            (Grade::Assumption, "b"),
            (Grade::Published, "c"),
            (Grade::Assumption, "d"),
        ] {
            weakest.see(grade, path, 1);
        }
        let support = weakest.support().expect("graded");
        assert_eq!((support.grade, support.parameter.as_str(), support.parameters), ("assumption", "b", 2));
    }
}
