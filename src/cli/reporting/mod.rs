//! The report of a run or a comparison: one document, as a page (`report.html`) and as Markdown (`report.md`).

mod about;
mod days;
pub(in crate::cli) mod page;
mod publication;
mod rests;

pub use about::Clinic;

use crate::document::{Cell, Document, Figure, Part};
use crate::experiment::figures::{self, Frame};
use crate::experiment::screen::Foot;
use crate::experiment::{Analysis, Results, economics, tables};
use crate::report::{self, html::Attachment};
use crate::store::Manifest;

use super::shown::Finding;
use super::study::Kind;

/// So many scenarios beside the baseline are told apart in one figure.
const AT_ONCE: usize = 4;

/// What those who know the system under study add to a report.
pub trait Narrator {
    /// What they add.
    fn chapters(&self, results: &Results, command: &str) -> Chapters;
}

/// What is added, by place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chapters {
    /// Question and hypothesis, before the results.
    pub before: Vec<Part>,
    /// How single days look, and how work is spread over people.
    pub days: Vec<Part>,
    /// What the numbers rest on.
    pub rests: Vec<Part>,
    /// Findings and decision, after the results.
    pub after: Vec<Part>,
    /// What guidelines of reporting ask.
    pub publication: Vec<Part>,
}

/// The document, and the tables that it carries.
pub(super) fn compose(
    finding: &Finding<'_>,
    manifest: &Manifest,
    kind: Kind,
    narrator: Option<&dyn Narrator>,
) -> (Document, Vec<Attachment>) {
    let command = command(manifest);
    let chapters = narrator.map(|narrator| narrator.chapters(finding.results, &command)).unwrap_or_default();
    let mut parts = opening(finding, manifest, kind);
    let section = |title: &str, more: Vec<Part>, parts: &mut Vec<Part>| {
        if !more.is_empty() {
            parts.push(Part::Heading(title.into()));
            parts.extend(more);
        }
    };
    section("What is asked", chapters.before, &mut parts);
    for (title, more) in pictures(finding, &command) {
        section(title, more, &mut parts);
    }
    section("Days, and the load of people", chapters.days, &mut parts);
    section("All measures that stand out, in a table", screen(finding, manifest, kind), &mut parts);
    section("What is concluded", chapters.after, &mut parts);
    section("What the numbers rest on", chapters.rests, &mut parts);
    section("For a publication", chapters.publication, &mut parts);
    section("How to get these numbers again", again(manifest, &command), &mut parts);
    (Document { parts }, attachments(finding))
}

/// The files of a report: their names and bytes.
pub(super) fn files(
    finding: &Finding<'_>,
    manifest: &Manifest,
    kind: Kind,
    narrator: Option<&dyn Narrator>,
) -> Vec<(&'static str, Vec<u8>)> {
    let (document, attachments) = compose(finding, manifest, kind, narrator);
    vec![
        ("report.html", report::html::page(&document, &attachments).into_bytes()),
        ("report.md", report::markdown::document(&document).into_bytes()),
    ]
}

/// The page of a run or a comparison that stands in no folder.
pub fn html(
    results: &Results,
    analysis: &Analysis,
    manifest: &Manifest,
    kind: Kind,
    narrator: &dyn Narrator,
) -> String {
    let finding = Finding { analysis, results, bundle: None };
    let (document, attachments) = compose(&finding, manifest, kind, Some(narrator));
    report::html::page(&document, &attachments)
}

fn command(manifest: &Manifest) -> String {
    manifest.command.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=,:+@%".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// Title, findings, and what was run.
fn opening(finding: &Finding<'_>, manifest: &Manifest, kind: Kind) -> Vec<Part> {
    let names: Vec<&str> = manifest.arms.iter().map(|arm| arm.name.as_str()).collect();
    let title = match (kind, &manifest.bundle, names.as_slice()) {
        (_, Some(bundle), _) => format!("The parts of {}", bundle.name),
        (Kind::Run, ..) | (_, _, [_]) => names[0].to_owned(),
        (_, _, [baseline, others @ ..]) => format!("{} against {baseline}", others.join(", ")),
        (_, _, []) => "Results".to_owned(),
    };
    let frame = Frame { results: finding.results, analysis: finding.analysis, command: "" };
    let mut parts = vec![Part::Heading(title)];
    let headlines = figures::headlines(frame);
    if !headlines.is_empty() && manifest.bundle.is_none() {
        parts.push(Part::List(headlines));
    }
    parts.push(Part::Paragraph(
        "Chance only: intervals say what chance does over so many runs. What is not known about the inputs is not in \
         them; `cliniq compare … --inputs` looks at that. A model is not the clinic: it finds out what follows from what \
         was written into it."
            .into(),
    ));
    let fact = |name: &str, what: String| (name.to_owned(), Cell::Text(what));
    parts.push(Part::Facts(vec![
        fact("Runs of each scenario", finding.results.numbers().count().to_string()),
        fact("Failed and left out", manifest.failed.len().to_string()),
        fact("Seed", manifest.seed.to_string()),
        fact("Level of intervals", format!("{} %", manifest.level * 100.0)),
        fact("Weeks", weeks(finding.results)),
        fact("Version", format!("cliniq {} (numbers {})", manifest.version, crate::NUMBERS)),
        fact("Digest of what was asked", manifest.input_digest.clone()),
        fact("Digest of what came out", manifest.result_digest.clone()),
    ]));
    parts
}

/// Which weeks the numbers are of.
fn weeks(results: &Results) -> String {
    let views = &results.arms[0].views;
    match views.summary {
        Some((from, until)) => format!(
            "{} measured; differences, distributions and layers are of weeks {from} to {until}, courses and money of all",
            views.weeks
        ),
        None => "none: the system runs in hours, and all of them count".to_owned(),
    }
}

/// The figures by section; several sets where more scenarios are compared than one figure tells apart.
fn pictures(finding: &Finding<'_>, command: &str) -> Vec<(&'static str, Vec<Part>)> {
    let mut sections: Vec<(&'static str, Vec<Part>)> =
        ["What changes", "Over time", "Chance", "Safety: layers and what they caught", "Money"]
            .map(|title| (title, Vec::new()))
            .into();
    for (number, arms) in sets(finding).into_iter().enumerate() {
        let results = finding.results.of_arms(&arms);
        let mut analysis = finding.analysis.clone();
        analysis.arms = arms.iter().map(|arm| finding.analysis.arms[*arm].clone()).collect();
        if number > 0 {
            let first = number * AT_ONCE + 1;
            let words = format!("Scenarios from number {first} on: letters begin anew");
            sections.iter_mut().for_each(|(_, parts)| parts.push(Part::Subheading(words.clone())));
        }
        for mut figure in figures::all(Frame { results: &results, analysis: &analysis, command }) {
            let place = place(&figure);
            if number > 0 {
                figure.id = format!("{}-{}", figure.id, number + 1);
            }
            sections[place].1.push(Part::Figure(Box::new(figure)));
        }
    }
    let frame = Frame { results: finding.results, analysis: finding.analysis, command };
    sections[0].1.extend(figures::asked_of_people(frame).map(Part::Paragraph));
    sections
}

/// In which section a figure stands.
fn place(figure: &Figure) -> usize {
    match figure.id.as_str() {
        "differences" | "scorecard" => 0,
        "courses" | "course-differences" => 1,
        "spreads" | "convergence" => 2,
        "slices" => 3,
        _ => 4,
    }
}

/// Which scenarios stand in a figure together, the baseline always among them; of a bundle that without its parts and that
/// with all of them.
fn sets(finding: &Finding<'_>) -> Vec<Vec<usize>> {
    if let Some((bundle, _)) = finding.bundle {
        return vec![vec![0, bundle.arm(bundle.all())]];
    }
    let others: Vec<usize> = (1..finding.results.arms.len()).collect();
    if others.is_empty() {
        return vec![vec![0]];
    }
    others.chunks(AT_ONCE).map(|some| [&[0], some].concat()).collect()
}

/// What the last screen says, without its foot.
fn screen(finding: &Finding<'_>, manifest: &Manifest, kind: Kind) -> Vec<Part> {
    let foot = Foot {
        version: &manifest.version,
        input_digest: &manifest.input_digest,
        folder: std::path::Path::new("this folder"),
    };
    let mut parts = super::shown::document(finding, &foot, kind).parts;
    parts.pop(); // the foot speaks of a terminal's folder
    let beneath = |part: Part| match part {
        Part::Heading(words) => Part::Subheading(words),
        other => other,
    };
    parts.into_iter().map(beneath).collect()
}

fn again(manifest: &Manifest, command: &str) -> Vec<Part> {
    let fact = |name: &str, what: &str| (name.to_owned(), Cell::text(what));
    let mut facts = vec![
        fact("The same run", command),
        fact("Bit for bit", "cliniq reproduce DIR (this folder)"),
        fact("This report", "cliniq report DIR (this folder)"),
        fact("Single replications", "cliniq export DIR (this folder)"),
    ];
    facts.extend(manifest.arms.iter().map(|arm| {
        let words = format!("inputs/{}.toml, self-contained; digest {}", arm.name, arm.digest);
        (format!("Scenario {}", arm.name), Cell::Text(words))
    }));
    vec![Part::Facts(facts)]
}

/// Tables that the page carries; single replications stand in `outcomes.csv` beside it.
fn attachments(finding: &Finding<'_>) -> Vec<Attachment> {
    let attach = |name: &str, table: &crate::document::Table| Attachment {
        name: name.into(),
        bytes: report::csv::table(table),
    };
    let mut files = vec![attach("summary.csv", &tables::summary(finding.analysis))];
    files.extend(economics::shown::table(finding.analysis).map(|table| attach("economics.csv", &table)));
    files
}
