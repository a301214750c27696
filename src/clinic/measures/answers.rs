//! Answers to instruments: the numbers that are kept of each, in cells of role and instrument, and what they are called.

use crate::clinic::science::instruments::condition::Condition;
use crate::clinic::science::instruments::mbi::Rule;
use crate::clinic::science::instruments::survey::{Kind, Measurement, Reading};
use crate::system::Better;

/// Cells of one role and instrument, from `Layout::answers` on.
pub mod answer_cell {
    use crate::clinic::science::instruments::condition::Condition;
    use crate::clinic::science::instruments::confusion::SIDE;

    /// People asked (count).
    pub const ASKED: u32 = 0;
    /// People who answered (count).
    pub const ANSWERED: u32 = 1;
    /// The first of the numbers of an answer, in thousandths, in the order of `super::of_instrument`.
    pub const NUMBERS: u32 = 2;
    /// The first of the counts of labels: only of the screen that names conditions.
    const LABELS: u32 = NUMBERS + Condition::COUNT as u32;
    /// Number of the counts of labels.
    pub(super) const LABEL_COUNTS: u32 = (Condition::COUNT + SIDE + SIDE * SIDE) as u32;

    /// Those who have a condition that their labels do not name.
    pub fn missed(condition: Condition) -> u32 {
        LABELS + condition as u32
    }

    /// Those who count in a row of the table of conditions by labels.
    pub fn having(row: usize) -> u32 {
        LABELS + (Condition::COUNT + row) as u32
    }

    /// Those who count in a row and a column of it.
    pub fn pair(row: usize, column: usize) -> u32 {
        LABELS + (Condition::COUNT + SIDE + row * SIDE + column) as u32
    }
}

/// A number of an answer, as a measure: its mean over answers.
pub(super) struct Number {
    pub name: &'static str,
    pub label: &'static str,
    pub unit: &'static str,
    pub better: Better,
    pub source: &'static str,
}

const fn number(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    better: Better,
    source: &'static str,
) -> Number {
    Number { name, label, unit, better, source }
}

const fn share(name: &'static str, label: &'static str, source: &'static str) -> Number {
    number(name, label, "share", Better::Lower, source)
}

const MBI: &[Number] = &[
    number("exhaustion_mean", "Exhaustion, of 54 points", "points", Better::Lower, "scores of the MBI"),
    number("cynicism_mean", "Cynicism, of 30 points", "points", Better::Lower, "scores of the MBI"),
    number("efficacy_mean", "Efficacy, of 48 points", "points", Better::Higher, "scores of the MBI"),
    share("burnout_prevalence", "Burned out", "MBI: exhaustion or cynicism at the cut-off (C77)"),
    share(
        "burnout_prevalence.exhaustion_only",
        "Burned out by exhaustion",
        "MBI: exhaustion at the cut-off (C77)",
    ),
    share(
        "burnout_prevalence.all_three",
        "Burned out by all three legs",
        "MBI: all three at their cut-offs (C77)",
    ),
    share("burnout_prevalence.mbi", "Burned out, as the report says", "MBI by the rule of each survey"),
];
const SINGLE_ITEM: &[Number] =
    &[share("burnout_prevalence.single_item", "Burned out by a single item", "one item (C80)")];
const MINI_Z: &[Number] = &[
    share("burnout_prevalence.mini_z", "Burned out by the Mini-Z", "answers of 3 or more of 5 (C80)"),
    number("mini_z_burnout_mean", "Mini-Z: burnout, of 5", "points", Better::Lower, "answers of 1 to 5"),
    number("mini_z_chaos_mean", "Mini-Z: chaos, of 5", "points", Better::Lower, "answers of 1 to 5"),
    number("mini_z_control_mean", "Mini-Z: control, of 5", "points", Better::Higher, "answers of 1 to 5"),
    number("mini_z_teamwork_mean", "Mini-Z: teamwork, of 5", "points", Better::Higher, "answers of 1 to 5"),
];
const FULFILLMENT: &[Number] = &[
    share(
        "burnout_prevalence.professional_fulfillment",
        "Burned out by the Professional Fulfillment Index",
        "mean of exhaustion and disengagement at the cut-off",
    ),
    number("fulfilled_fraction", "Fulfilled by work", "share", Better::Higher, "fulfillment at the cut-off"),
    number("fulfillment_mean", "Professional fulfillment, of 4", "points", Better::Higher, "mean answers"),
];
const WELL_BEING_INDEX: &[Number] = &[
    share(
        "burnout_prevalence.well_being_index",
        "In distress by the Well-Being Index",
        "count at the threshold",
    ),
    number(
        "well_being_index_mean",
        "Well-Being Index, of 9",
        "answers",
        Better::Lower,
        "count of answers yes",
    ),
];
const SCREEN: &[Number] = &[
    share("burnout_prevalence.condition_screen", "Called burned out", "labels of the screen"),
    share("moral_injury_prevalence", "Called morally injured", "labels of the screen"),
    share("compassion_fatigue_prevalence", "Called compassion-fatigued", "labels of the screen"),
    share("depression_prevalence", "Called depressed", "labels of the screen"),
];
const LEADERSHIP: &[Number] = &[number(
    "leadership_score_mean",
    "Leadership, of 60 points",
    "points",
    Better::Higher,
    "scores of 12 to 60",
)];
const CULTURE: &[Number] = &[
    number(
        "safety_culture_mean",
        "Safety culture, of 100",
        "points",
        Better::Higher,
        "composites of 0 to 100",
    ),
    number(
        "psychological_safety_mean",
        "Psychological safety, of 100",
        "points",
        Better::Higher,
        "composites of 0 to 100",
    ),
];
const TEAM: &[Number] = &[number(
    "staff_per_clinician_mean",
    "Staff for each clinician",
    "FTE",
    Better::Neither,
    "own team, counted",
)];
const INTENTION: &[Number] =
    &[share("intention_to_leave_fraction", "Intends to leave or to work less", "one item (C7, C67)")];

/// The numbers kept of an answer, by the name of its instrument.
pub(super) fn of_instrument(name: &str) -> &'static [Number] {
    match name {
        "mbi" => MBI,
        "single_item" => SINGLE_ITEM,
        "mini_z" => MINI_Z,
        "professional_fulfillment" => FULFILLMENT,
        "well_being_index" => WELL_BEING_INDEX,
        "condition_screen" => SCREEN,
        "leadership" => LEADERSHIP,
        "safety_culture" => CULTURE,
        "team_structure" => TEAM,
        "intention" => INTENTION,
        other => unreachable!("{other} is not among the instruments of surveys"),
    }
}

/// Number of cells of a role for an instrument.
pub(super) fn cells_of(name: &str) -> u32 {
    let labels = if name == "condition_screen" { answer_cell::LABEL_COUNTS } else { 0 };
    answer_cell::NUMBERS + of_instrument(name).len() as u32 + labels
}

/// The numbers of one answer, in the order of `of_instrument`; nothing where there is none.
pub fn numbers_of(kind: &Kind<'_>, reading: &Reading, with: &Measurement) -> Vec<Option<f64>> {
    let flag = |yes: bool| f64::from(u8::from(yes));
    let burned_out = flag(kind.burned_out(reading, with).unwrap_or(false));
    let numbers = match reading {
        Reading::Mbi(scores) => {
            let by = |rule| flag(with.mbi.positive(*scores, rule));
            let [exhaustion, cynicism, efficacy] = [scores.exhaustion, scores.cynicism, scores.efficacy];
            let rules = [by(Rule::Either), by(Rule::ExhaustionOnly), by(Rule::AllThree)];
            [[exhaustion, cynicism, efficacy].map(f64::from), rules]
                .concat()
                .into_iter()
                .chain([burned_out])
                .collect()
        }
        Reading::SingleItem(_) => vec![burned_out],
        Reading::MiniZ(of) => {
            let answers = [of.burnout, of.chaos, of.control, of.teamwork].map(f64::from);
            [vec![burned_out], answers.to_vec()].concat()
        }
        Reading::ProfessionalFulfillment(means) => {
            vec![burned_out, flag(means.fulfilled), means.fulfillment]
        }
        Reading::WellBeingIndex(count) => vec![burned_out, f64::from(*count)],
        Reading::ConditionScreen(labels) => {
            Condition::ALL.map(|condition| flag(labels.has(condition))).to_vec()
        }
        Reading::Leadership(score) => vec![f64::from(*score)],
        Reading::SafetyCulture(of) => vec![f64::from(of.safety_culture), f64::from(of.psychological_safety)],
        Reading::TeamStructure(team) => return vec![team.staff_per_clinician],
        Reading::Intention(yes) => vec![flag(*yes)],
    };
    numbers.into_iter().map(Some).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinic::science::instruments::Wellbeing;
    use crate::clinic::science::instruments::survey::{KINDS, Survey};
    use crate::clinic::science::instruments::workplace::Team;
    use crate::declaration::{Faults, Section, tree};
    use crate::engine::random::{Identity, Purpose, Seed};

    fn read<S: Section>(text: &str) -> S {
        let mut faults = Faults::default();
        let source = faults.sources_mut().add("t.toml", text);
        let node = tree::parse(source, &mut faults).expect("it is TOML");
        S::read(Some(&node), "", &mut faults).expect("no faults")
    }

    #[test]
    fn every_instrument_gives_the_numbers_that_are_named() {
        let person = Wellbeing {
            exhaustion_score: 30.0,
            cynicism_score: 12.0,
            efficacy_score: 30.0,
            moral_injury: 0.3,
            trauma: 0.1,
            depression: 0.1,
            control: 0.5,
            teamwork: 0.5,
            leadership: 0.5,
            overload: 0.5,
        };
        let (with, team) = (read::<Measurement>(""), Team { clinician_fte: 2.0, staff_fte: 3.0 });
        for key in KINDS {
            let survey: Survey = read(&format!("[{key}]\n"));
            let kind = survey.kind().expect("one was written");
            let mut stream = Seed::new(1, 0).stream(Purpose::named("test of numbers"), Identity::named(key));
            let numbers = numbers_of(&kind, &kind.ask(&person, &team, &with, &mut stream), &with);
            assert_eq!(numbers.len(), of_instrument(key).len(), "{key}");
            for (number, about) in numbers.iter().zip(of_instrument(key)) {
                let number = number.expect("there is a team");
                let most = if about.unit == "share" { 1.0 } else { 100.0 };
                assert!((0.0..=most).contains(&number), "{}: {number}", about.name);
            }
        }
    }
}
