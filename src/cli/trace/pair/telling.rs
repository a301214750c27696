//! What is said of pairs: the story of one, a list of those that differ most, or that none differs.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::Told;
use super::choice::{Choice, OTHER_HANDS, Pair, RULE};
use super::course::{Course, courses};
use super::parting::{Parting, Side, parting};
use super::wanted::Wanted;
use super::{document, table};
use crate::cli::trace::layout::{columns, minutes};
use crate::cli::trace::path;
use crate::replay::log::{Log, id};

/// Two runs and what is asked of them.
pub struct Telling<'l> {
    /// Their logs.
    pub logs: [&'l Log<'l>; 2],
    /// What the scenarios are called.
    pub labels: [&'l str; 2],
    /// Which cases are asked for.
    pub wanted: Wanted,
    /// First and last day on which they came.
    pub days: (String, String),
}

impl Telling<'_> {
    /// The story of the case that differs most, or that none does.
    pub fn most(&self, choice: &Choice) -> Told {
        let mut told = match choice.differ.first() {
            Some(pair) => self.story(pair, Some(choice)),
            None => {
                let said = self.none(choice);
                Told {
                    text: format!("{}\n{said}\n", self.head()),
                    json: self.json(json!({ "said": said, "story": null })),
                }
            }
        };
        told.json["counts"] = document::counts(choice, self.labels);
        told
    }

    /// The story of a case that somebody names.
    pub fn of_case(&self, pair: &Pair) -> Told {
        self.story(pair, None)
    }

    /// The cases that differ most, a line each.
    pub fn list(&self, choice: &Choice, number: usize) -> Told {
        let mut text = format!("{}\n", self.head());
        let shown = &choice.differ[..number.min(choice.differ.len())];
        let partings: Vec<Option<Parting>> = shown.iter().map(|pair| self.parting(pair)).collect();
        if shown.is_empty() {
            text.push_str(&format!("{}\n", self.none(choice)));
        } else {
            let count = self.count(choice);
            text.push_str(&format!("{count}\nBy {RULE}; minutes from coming to the end:\n\n"));
            let (first, second) = (self.labels[0].to_owned(), self.labels[1].to_owned());
            let head = ["case_id", "what", "came"].map(str::to_owned).into_iter();
            let head = head.chain([first, second, "other hands".to_owned(), "where they part".to_owned()]);
            let mut rows = vec![head.collect::<Vec<_>>()];
            rows.extend(shown.iter().zip(&partings).map(|(pair, parting)| self.row(pair, parting.as_ref())));
            text.push_str(&columns(&rows, &[3, 4, 5]));
        }
        let lines = shown.iter().zip(&partings);
        let lines = lines.map(|(pair, parting)| document::line(self.logs, pair, parting.as_ref()));
        let mut json = self.json(json!({ "list": lines.collect::<Vec<_>>() }));
        json["counts"] = document::counts(choice, self.labels);
        Told { text, json }
    }

    /// Whose story it is and of which time.
    fn head(&self) -> String {
        let [first, second] = self.labels;
        let log = self.logs[0];
        format!(
            "{first} and {second}, the same random numbers: seed {}, replication {}; {} to {}",
            log.seed, log.replication, self.days.0, self.days.1
        )
    }

    /// The head of every document.
    fn json(&self, more: Value) -> Value {
        let log = self.logs[0];
        let mut document = json!({
            "schema": "cliniq.trace.pair/1",
            "scenarios": self.labels,
            "seed": log.seed,
            "replication": log.replication,
            "days": [self.days.0, self.days.1],
            "from": log.clock.moment(log.from),
            "followed_until": log.clock.moment(log.until),
            "kind": self.wanted.kind,
            "patient_id": self.wanted.patient,
            "rule": document::rule(),
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            document[key] = value.clone();
        }
        document
    }

    /// How many cases came in both, in one of both, and how many differ.
    fn count(&self, choice: &Choice) -> String {
        format!(
            "{} came with both: {} had the same course, {} another. {}",
            self.cases(choice.both()),
            choice.same,
            choice.differ.len(),
            self.only(choice)
        )
    }

    /// How many cases came in one of both only.
    fn only(&self, choice: &Choice) -> String {
        let [first, second] = [0, 1].map(|i| {
            let kept = match choice.kept_back[i] {
                0 => String::new(),
                number => format!(" ({number} kept back by {})", self.labels[1 - i]),
            };
            format!("{} came only with {}{kept}", choice.only[i], self.labels[i])
        });
        format!("{first}, {second}.")
    }

    /// A number of cases of what is asked for.
    fn cases(&self, number: usize) -> String {
        let cases = if number == 1 { "case" } else { "cases" };
        let kind = self.wanted.kind.as_ref().map(|kind| format!(" (`{kind}`)")).unwrap_or_default();
        let patient = self.wanted.patient.map(|patient| format!(" of patient {patient}")).unwrap_or_default();
        format!("{number} {cases}{kind}{patient}")
    }

    /// That no case differs.
    fn none(&self, choice: &Choice) -> String {
        let of_both = match choice.both() {
            0 => format!("No case differs: {} came with both in this time.", self.cases(0)),
            both => format!("No case differs: {} had the same course with both.", self.cases(both)),
        };
        match choice.only {
            [0, 0] => of_both,
            _ => format!("{of_both} {}", self.only(choice)),
        }
    }

    fn parting(&self, pair: &Pair) -> Option<Parting> {
        let side = |i: usize| Side::new(self.logs[i], self.labels[i], &pair.courses[i]);
        parting([&side(0), &side(1)])
    }

    /// A line of the list.
    fn row(&self, pair: &Pair, parting: Option<&Parting>) -> Vec<String> {
        let lasted = |i: usize| {
            let at_least = if pair.gap.open[i] { "≥ " } else { "" };
            format!("{at_least}{}", minutes(pair.gap.lengths[i].in_minutes()))
        };
        let came = pair.courses[0].came().map(|came| table::moment(self.logs[0], came));
        vec![
            id(pair.case),
            self.title(&pair.courses),
            came.unwrap_or_default(),
            lasted(0),
            lasted(1),
            pair.gap.other_hands.to_string(),
            parting.map(|parting| parting.what.clone()).unwrap_or_default(),
        ]
    }

    fn title(&self, pair: &[Course; 2]) -> String {
        let patient = document::patient(pair);
        let of = patient.map(|patient| format!(" of patient {patient}")).unwrap_or_default();
        format!("{}{of}", document::title(pair))
    }

    /// Both courses of a case, what followed from it, and where they part.
    fn story(&self, pair: &Pair, choice: Option<&Choice>) -> Told {
        let parting = self.parting(pair);
        let followed = self.followed(pair);
        let mut cases = vec![(String::new(), [&pair.courses[0], &pair.courses[1]])];
        for (case, courses) in &followed {
            let title = format!("{} ({}), which followed from it", document::title(courses), id(*case));
            cases.push((title, [&courses[0], &courses[1]]));
        }
        let mut text = format!("{} ({})\n{}\n", self.title(&pair.courses), id(pair.case), self.head());
        if let Some(choice) = choice {
            text.push_str(&format!("{}\nThis one differs most, by {RULE}.\n", self.count(choice)));
        }
        text.push_str(&format!("\n{}\n", table::table(self.logs, self.labels, &cases)));
        let said = self.said(pair, parting.as_ref());
        text.push_str(&format!("{said}\n"));
        let mut story = document::line(self.logs, pair, parting.as_ref());
        story["courses"] = json!([0, 1].map(|i| document::course(self.logs[i], pair.case, &pair.courses[i])));
        let followed = followed.iter().map(|(case, courses)| {
            let both = [0, 1].map(|i| document::course(self.logs[i], *case, &courses[i]));
            json!({ "case_id": id(*case), "title": document::title(courses), "courses": both })
        });
        story["followed"] = json!(followed.collect::<Vec<_>>());
        Told { text, json: self.json(json!({ "said": said, "story": story })) }
    }

    /// What followed from a case in one run or the other: results, letters, the same asked again.
    fn followed(&self, pair: &Pair) -> Vec<(u64, [Course<'_>; 2])> {
        let known = pair.courses.iter().flat_map(|course| course.first()).next();
        let Some(case) = known.map(|entry| entry.case) else { return Vec::new() };
        let family: BTreeSet<u64> = self.logs.iter().flat_map(|log| path::family(log, case)).collect();
        let mut all = self.logs.map(courses);
        let mut found: Vec<(u64, [Course; 2])> = Vec::new();
        for one in family.into_iter().filter(|one| *one != pair.case) {
            let [first, second] = &mut all;
            let both = [first.remove(&one), second.remove(&one)];
            if both.iter().any(Option::is_some) {
                found.push((one, both.map(Option::unwrap_or_default)));
            }
        }
        found.sort_by_key(|(case, both)| (both.iter().filter_map(Course::came).min(), *case));
        found
    }

    /// Where the courses part and why, and how much they differ in the end.
    fn said(&self, pair: &Pair, parting: Option<&Parting>) -> String {
        let [first, second] = self.labels;
        let Some(parting) = parting else {
            return format!("Both courses are the same: nothing differs between {first} and {second}.");
        };
        let at = table::moment(self.logs[0], parting.at);
        let why = match &parting.why {
            Some(why) => format!(" ({why})"),
            None => String::new(),
        };
        let mut said = format!(
            "Both courses are the same until {at}, but for less than a minute and who of a role did it. Then they part: {}{why}.",
            parting.what
        );
        if pair.courses.iter().all(|course| course.came().is_some()) {
            let counted = [0, 1].map(|i| self.wanted.parts(self.logs[i], &pair.courses[i]).len());
            let whole = (0..2).all(|i| counted[i] == pair.courses[i].parts().len());
            let of = match &self.wanted.kind {
                Some(kind) if !whole => format!("Its `{kind}` took, from being made to its end,"),
                _ => "From coming to the end of its last part it took".to_owned(),
            };
            let lasted = |i: usize| {
                let at_least = if pair.gap.open[i] { "at least " } else { "" };
                format!("{at_least}{}", minutes(pair.gap.lengths[i].in_minutes()))
            };
            let steps = match pair.gap.other_hands {
                0 => String::new(),
                1 => "; one step was done by other hands, or in one of both alone".to_owned(),
                steps => format!("; {steps} steps were done by other hands, or in one of both alone"),
            };
            said.push_str(&format!(
                "\n{of} {} minutes with {first} and {} with {second}{steps}.",
                lasted(0),
                lasted(1)
            ));
        }
        said
    }
}

const _: () = assert!(OTHER_HANDS.micros() == 3_600_000_000, "the rule of choice speaks of an hour");
