//! What guidelines of reporting ask of a publication, filled in from the run where it knows, and left as a gap where only
//! the author does: STRESS-DES (Monks et al. 2019, Journal of Simulation 13:55) and CHEERS 2022 (Husereau et al. 2022, BMJ
//! 376:e067975).

use super::Clinic;
use crate::clinic::Case;
use crate::document::{Cell, Part, Table};
use crate::experiment::Results;
use crate::system::Terms;

/// The chapter: both lists, folded.
pub(super) fn parts(clinic: &Clinic, results: &Results) -> Vec<Part> {
    let facts = Facts::of(clinic, results);
    let stress = stress(&facts);
    let cheers = cheers(&facts);
    let gaps = |rows: &[Item]| rows.iter().filter(|(.., said)| matches!(said, Cell::Gap(_))).count();
    let folded = |name: &str, rows: Vec<Item>| {
        let title = format!("{name}: {} items, {} for the author", rows.len(), gaps(&rows));
        let mut table = Table::new(&["item", "asks for", "here"]);
        table.rows.extend(
            rows.into_iter().map(|(item, asks, said)| vec![Cell::text(item), Cell::text(asks), said]),
        );
        Part::Folded(title, vec![Part::Table(table)])
    };
    vec![
        Part::Paragraph("Filled in from the run; what only the author knows is marked.".into()),
        folded("STRESS-DES", stress),
        folded("CHEERS 2022", cheers),
    ]
}

/// Number, what is asked, and what is said.
type Item = (&'static str, &'static str, Cell);

/// What the items need.
struct Facts<'c> {
    results: &'c Results,
    clinic: &'c Clinic,
    baseline: &'c Case,
    names: Vec<&'c str>,
    terms: Option<&'c Terms>,
    weeks: u32,
    hours: Option<f64>,
    warmup: u32,
}

impl<'c> Facts<'c> {
    fn of(clinic: &'c Clinic, results: &'c Results) -> Self {
        let run = &clinic.loaded[0].parameters.run;
        Facts {
            results,
            clinic,
            baseline: &clinic.arms[0].case,
            names: clinic.arms.iter().map(|arm| arm.name.as_str()).collect(),
            terms: results.arms[0].terms.as_ref(),
            weeks: run.weeks,
            hours: run.hours,
            warmup: run.warmup_weeks,
        }
    }

    /// What the authors say, or a gap.
    fn notes(&self, what: &str, pick: impl Fn(&crate::scenario::Notes) -> String) -> Cell {
        let said: Vec<String> = self
            .clinic
            .loaded
            .iter()
            .map(|one| (one.name.as_str(), pick(&one.heading.notes)))
            .filter(|(_, words)| !words.trim().is_empty())
            .map(|(name, words)| format!("{name}: {words}"))
            .collect();
        if said.is_empty() { Cell::Gap(what.to_owned()) } else { Cell::Text(said.join("\n")) }
    }

    fn runs(&self) -> usize {
        self.results.numbers().count()
    }

    fn people(&self) -> String {
        let model = &self.baseline.model;
        let count = |role: usize| {
            model.people.iter().filter(|p| p.reserve <= 0 && usize::from(p.role) == role).count()
        };
        let roles =
            model.roles.iter().enumerate().map(|(number, role)| format!("{} {}", count(number), role.name));
        roles.collect::<Vec<_>>().join(", ")
    }

    fn changes(&self) -> String {
        let told = self.results.arms.iter().map(|arm| {
            let levers: Vec<String> =
                arm.levers.iter().map(|(name, levers)| format!("{name} ({})", levers.join(", "))).collect();
            match levers.is_empty() {
                true => format!("{}: no intervention", arm.name),
                false => format!("{}: {}", arm.name, levers.join("; ")),
            }
        });
        told.collect::<Vec<_>>().join("\n")
    }

    /// How long a run is, in words.
    fn span(&self) -> String {
        match (&self.baseline.model.time.calendar, self.hours) {
            (false, Some(hours)) => format!("{hours} hours"),
            _ => format!("{} measured weeks", self.weeks),
        }
    }

    /// The same, with the weeks of the summary.
    fn length(&self) -> String {
        let summary = self.results.arms[0].views.summary;
        let weeks = summary.map(|(from, until)| format!("; the summary is of weeks {from} to {until}"));
        self.span() + &weeks.unwrap_or_default()
    }

    /// How a run begins.
    fn beginning(&self) -> String {
        let model = &self.baseline.model;
        if !model.time.calendar {
            return "the system begins empty; nothing is left out unless the file says so".into();
        }
        let people = if model.well_being.is_some() {
            ", states of people set to their steady course at its end"
        } else {
            ""
        };
        format!("{} weeks of warm-up{people}; nothing of it is measured", self.warmup)
    }

    /// What is said of money, or that there is none.
    fn priced(&self, words: &str) -> Cell {
        self.money(|_| words.to_owned())
    }

    fn compares(&self) -> bool {
        self.names.len() > 1
    }

    fn money(&self, told: impl Fn(&Terms) -> String) -> Cell {
        self.terms.map_or_else(
            || Cell::text("money is not counted in these scenarios"),
            |terms| Cell::Text(told(terms)),
        )
    }
}

fn gap(words: &str) -> Cell {
    Cell::Gap(words.into())
}

fn stress(facts: &Facts<'_>) -> Vec<Item> {
    let model = &facts.baseline.model;
    let text = |words: String| Cell::Text(words);
    let measures = facts.results.arms[0].measures.len();
    vec![
        ("1.1", "Purpose of the model", facts.notes("purpose", |notes| notes.question.clone())),
        (
            "1.2",
            "Model outputs",
            text(format!("{measures} measures, defined in measures.csv with unit, denominator and source")),
        ),
        (
            "1.3",
            "Experimentation aims",
            facts.notes("what is to be found out", |notes| notes.hypothesis.clone()),
        ),
        (
            "2.1",
            "Base model overview diagram",
            Cell::text("README of cliniq, \u{201c}The flow\u{201d}; the model in words: docs/model"),
        ),
        (
            "2.2",
            "Base model logic",
            Cell::text(
                "docs/model/README.md, docs/model/people.md, docs/model/organization.md of this version",
            ),
        ),
        ("2.3", "Scenario logic", text(facts.changes())),
        (
            "2.4",
            "Algorithms",
            Cell::text(
                "docs/decisions.md: booking, lines by eligible people, daily equations of people, layers of errors",
            ),
        ),
        (
            "2.5.1",
            "Entities",
            text(format!(
                "patients of panels ({}), messages of {} kinds, papers (notes, orders, forms), people: {}",
                model.panel.patients,
                model.messages.len(),
                facts.people()
            )),
        ),
        (
            "2.5.2",
            "Activities",
            text(format!("{} steps with their durations, in inputs/*.toml", model.steps.len())),
        ),
        (
            "2.5.3",
            "Resources",
            text(format!("{}; {} clinics with their rooms", facts.people(), model.clinics.len())),
        ),
        (
            "2.5.4",
            "Queues",
            text(format!(
                "{} waiting lines, one for all work that the same people may take; by priority, then urgency, then order of coming",
                model.lines.len()
            )),
        ),
        (
            "2.5.5",
            "Entry and exit points",
            Cell::text(
                "requests of panels and streams; patients leave seen, unseen or turned away; all are counted and conserved",
            ),
        ),
        ("3.1", "Data sources", facts.notes("data sources", |notes| notes.sources.join("; "))),
        ("3.2", "Pre-processing", gap("how own data became parameters, if there are any")),
        (
            "3.3",
            "Input parameters",
            Cell::text(
                "inputs/*.toml, complete; with source and grade: \u{201c}What the numbers rest on\u{201d}",
            ),
        ),
        ("3.4", "Assumptions", Cell::text("graded as such in \u{201c}What the numbers rest on\u{201d}")),
        ("4.1", "Initialisation", text(facts.beginning())),
        ("4.2", "Run length", text(facts.length())),
        (
            "4.3",
            "Estimation approach",
            text(format!(
                "{} independent replications of each scenario; {} % t intervals{}",
                facts.runs(),
                facts.results.level * 100.0,
                if facts.compares() { "; common random numbers, paired differences, Holm" } else { "" }
            )),
        ),
        (
            "5.1",
            "Software",
            text(format!(
                "cliniq {} (numbers {}), written in Rust",
                env!("CARGO_PKG_VERSION"),
                crate::NUMBERS
            )),
        ),
        (
            "5.2",
            "Random sampling",
            text(format!(
                "xoshiro256++ streams named by seed {}, replication, purpose and owner, never by scenario; inversion",
                facts.results.seed
            )),
        ),
        (
            "5.3",
            "Model execution",
            Cell::text("event by event, integer microseconds, equal times in order of scheduling"),
        ),
        ("5.4", "System specification", gap("processor and wall time: see run.log")),
        (
            "6.1",
            "Computer model sharing",
            Cell::text("cliniq is free software (MIT); this folder holds all inputs"),
        ),
    ]
}

fn cheers(facts: &Facts<'_>) -> Vec<Item> {
    let text = |words: String| Cell::Text(words);
    vec![
        ("1", "Title", gap("title")),
        ("2", "Abstract", gap("abstract")),
        ("3", "Background and objectives", facts.notes("background", |notes| notes.question.clone())),
        ("4", "Health economic analysis plan", gap("whether there is one, and where")),
        (
            "5",
            "Study population",
            text(format!(
                "simulated: {}; panels of {} patients",
                facts.people(),
                facts.baseline.model.panel.patients
            )),
        ),
        ("6", "Setting and location", gap("which clinic these scenarios stand for")),
        ("7", "Comparators", text(facts.names.join(", "))),
        ("8", "Perspective", facts.money(|terms| terms.perspective.replace('_', " "))),
        ("9", "Time horizon", text(facts.span())),
        (
            "10",
            "Discount rate",
            facts.money(|terms| format!("{} % a year", (terms.discount_rate * 1e6).round() / 1e4)),
        ),
        (
            "11",
            "Selection of outcomes",
            Cell::text(
                "measures that matter most, by group, and those watched because a change may harm them",
            ),
        ),
        ("12", "Measurement of outcomes", Cell::text("simulated; definitions in measures.csv")),
        (
            "13",
            "Valuation of outcomes",
            facts.priced("burnout in clinician-years, where it is measured; no utilities"),
        ),
        (
            "14",
            "Measurement and valuation of resources and costs",
            facts.priced(
                "wages, overtime, supplies, overhead, replacement, interventions: [economics] of the inputs",
            ),
        ),
        (
            "15",
            "Currency, price date, conversion",
            facts.money(|terms| format!("US$ of {}", terms.price_year)),
        ),
        (
            "16",
            "Rationale and description of model",
            Cell::text("discrete-event simulation with people's states: see STRESS-DES"),
        ),
        (
            "17",
            "Analytics and assumptions",
            Cell::text(match (facts.compares(), facts.terms) {
                (true, Some(_)) => "paired replications; Fieller's interval for ratios; assumptions graded",
                (true, None) => "paired replications; assumptions graded",
                (false, _) => "independent replications; assumptions graded",
            }),
        ),
        (
            "18",
            "Characterising heterogeneity",
            Cell::text("measures by role, clinic and patient group in summary.csv"),
        ),
        (
            "19",
            "Characterising distributional effects",
            Cell::text("gaps between patient groups, inequality of load; see summary.csv"),
        ),
        (
            "20",
            "Characterising uncertainty",
            Cell::text("chance: intervals here; inputs: cliniq compare --inputs, cliniq sensitivity"),
        ),
        ("21", "Approach to engagement with patients and others affected", gap("who was asked, and how")),
        (
            "22",
            "Study parameters",
            Cell::text(
                "all values with ranges, sources and grades: \u{201c}What the numbers rest on\u{201d}",
            ),
        ),
        ("23", "Summary of main results", Cell::text("in this report; summary.csv")),
        ("24", "Effect of uncertainty", Cell::text("the intervals; for inputs run cliniq compare --inputs")),
        ("25", "Effect of engagement", gap("what engagement changed")),
        (
            "26",
            "Study findings, limitations, generalisability",
            facts.notes("findings and limits", |notes| notes.findings.clone()),
        ),
        ("27", "Source of funding", gap("funding")),
        ("28", "Conflicts of interest", gap("conflicts of interest")),
    ]
}
