//! The model that the file commands speak of: the one place where they name it.

use super::cases;
use crate::error::Error;
use crate::scenario::{self, shipped};
use crate::system::{Measure, System};

pub use crate::clinic::Parameters;
pub use crate::clinic::parameters::check::check;
pub use crate::clinic::parameters::notices::notices;

/// The scenario whose measures stand for all: the measures by role, room and step are named by it.
pub(super) const EXAMPLE: &str = "baseline.toml";

/// The measures of the shipped baseline.
///
/// # Errors
/// The faults of the shipped baseline, of which there are none in a tested build.
pub fn measures() -> Result<Vec<Measure>, Error> {
    if shipped::find(EXAMPLE).is_none() {
        return Ok(Vec::new());
    }
    let loaded = scenario::load_shipped::<Parameters>(EXAMPLE, &[], check)?;
    Ok(cases::system().measures(&cases::arm(&loaded).case))
}

/// A kind of intervention, as lists show it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct KindOf {
    /// Its name in a scenario file.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub meaning: String,
    /// The words of its group.
    pub group: &'static str,
    /// How well it is known what is reported of it.
    pub grade: &'static str,
    /// Whether it acts on people directly, and so carries a published size.
    pub direct: bool,
    /// What the sources report of it, for comparison.
    pub reported: &'static str,
    /// Who pays for it in minutes.
    pub pays: &'static str,
    /// Measures that it may harm.
    pub watch: &'static [&'static str],
}

/// The kinds of interventions, in the order of their groups.
pub fn interventions() -> Vec<KindOf> {
    use crate::clinic::intervention::{ABOUT, Change, KINDS};
    let declared = <Change as crate::declaration::Section>::declarations();
    let meaning = |kind: &str| declared.iter().find(|about| about.key == kind).map(|about| about.meaning());
    let kind = |(name, about): (&&'static str, &&'static crate::clinic::intervention::About)| KindOf {
        name,
        meaning: meaning(name).unwrap_or_default(),
        group: about.group.words().0,
        grade: about.grade.words(),
        direct: about.direct,
        reported: about.reported,
        pays: about.pays,
        watch: about.watch,
    };
    KINDS.iter().zip(ABOUT).map(kind).collect()
}

/// The folders of shipped scenarios below `scenarios/` with the words for each, as lists show them.
pub fn folders() -> Vec<(String, String)> {
    use crate::clinic::intervention::Group;
    let named = |(folder, words): (&str, &str)| (folder.to_owned(), words.to_owned());
    let groups = Group::ALL.into_iter().map(|group| {
        let (words, folder) = group.words();
        (format!("interventions/{folder}"), format!("Interventions: {}", lower_first(words)))
    });
    let others = [
        ("bundles", "Bundles of interventions, and loops with their remedies"),
        ("other-clinics", "Other clinics"),
        ("studies", "Studies"),
        ("studies/trials", "Clinics on which trials are run"),
        ("verify", "Checks against theory"),
    ];
    std::iter::once(("", "Start here")).map(named).chain(groups).chain(others.map(named)).collect()
}

fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
