//! Rows of people's states: burnout by rule and role, resources, leaving, capacity, equity, quality.

use super::{CellId, Fact, Fold, Layout, REMEMBERED, role_cell};
use crate::clinic::model::Model;
use crate::system::Better;

/// Weeks of a year.
const YEAR_WEEKS: f64 = 365.25 / 7.0;

/// Those of whom a row speaks: all clinicians, or one role.
struct Group {
    suffix: String,
    words: String,
    roles: Vec<CellId>,
}

impl Group {
    /// A cell of all its roles.
    fn cells(&self, cell: u32) -> Vec<CellId> {
        self.roles.iter().map(|role| role + cell).collect()
    }
}

/// What a row is called, in which unit, and which way is good.
struct Row<'r> {
    name: &'r str,
    label: &'r str,
    unit: (&'r str, &'r str),
    better: Better,
    source: &'r str,
}

impl Layout {
    /// Rows of people, where they have states.
    pub(super) fn add_people_rows(&mut self, model: &Model) {
        if model.well_being.is_none() {
            return;
        }
        let groups = self.groups_of_people(model);
        self.add_burnout_rows(&groups);
        self.add_score_rows(&groups);
        self.add_leaving_rows(&groups);
        self.add_system_rows(model, &groups);
    }

    fn groups_of_people(&self, model: &Model) -> Vec<Group> {
        let staffed = |r: &usize| model.people.iter().any(|p| usize::from(p.role) == *r);
        let cell = |r: usize| self.role(r as u16);
        let clinicians: Vec<CellId> =
            (0..model.roles.len()).filter(|r| model.roles[*r].clinician).filter(staffed).map(cell).collect();
        let mut groups = Vec::new();
        if !clinicians.is_empty() {
            groups.push(Group { suffix: String::new(), words: String::new(), roles: clinicians });
        }
        groups.extend((0..model.roles.len()).filter(staffed).map(|r| Group {
            suffix: format!(".{}", model.roles[r].name),
            words: format!(": {}", model.roles[r].name),
            roles: vec![cell(r)],
        }));
        groups
    }

    fn add_for(&mut self, groups: &[Group], row: &Row<'_>, fold: impl Fn(&Group) -> Fold) {
        for group in groups {
            let (name, label) =
                (format!("{}{}", row.name, group.suffix), format!("{}{}", row.label, group.words));
            self.add(&name, &label, row.unit, row.better, row.source, fold(group));
        }
    }

    fn add_burnout_rows(&mut self, groups: &[Group]) {
        let days = |group: &Group| group.cells(role_cell::EXHAUSTION);
        let share = ("share", "person-day");
        let rules = [
            (
                "burnout_prevalence",
                "Burned out",
                role_cell::BURNED_EITHER,
                "exhaustion of 27 points or more, or cynicism of 10 or more (C77; measurement.mbi), true scores, rounded",
            ),
            (
                "burnout_prevalence.exhaustion_only",
                "Burned out by exhaustion",
                role_cell::BURNED_EXHAUSTION,
                "exhaustion of 27 points or more (C77; measurement.mbi), true scores, rounded",
            ),
            (
                "burnout_prevalence.all_three",
                "Burned out by all three legs",
                role_cell::BURNED_ALL,
                "exhaustion of 27 or more, cynicism of 10 or more and efficacy of 33 or less (C77; measurement.mbi), true scores, rounded",
            ),
            (
                "moral_injury_prevalence",
                "Moral injury",
                role_cell::MORAL_INJURY,
                "moral residue of measurement.conditions.moral_injury or more, true states",
            ),
            (
                "compassion_fatigue_prevalence",
                "Compassion fatigue",
                role_cell::COMPASSION_FATIGUE,
                "trauma of measurement.conditions.compassion_fatigue or more, true states",
            ),
        ];
        for (name, label, cell, source) in rules {
            let row = Row { name, label, unit: share, better: Better::Lower, source };
            self.add_for(groups, &row, |group| Fold::Share(group.cells(cell), days(group)));
        }
    }

    fn add_score_rows(&mut self, groups: &[Group]) {
        let scores = [
            (
                "exhaustion_mean",
                "Exhaustion, of 54 points",
                role_cell::EXHAUSTION,
                Better::Lower,
                1e3,
                "points",
            ),
            ("cynicism_mean", "Cynicism, of 30 points", role_cell::CYNICISM, Better::Lower, 1e3, "points"),
            ("efficacy_mean", "Efficacy, of 48 points", role_cell::EFFICACY, Better::Higher, 1e3, "points"),
            ("fatigue_mean", "Fatigue in the morning", role_cell::FATIGUE, Better::Lower, 1e6, "share"),
        ];
        for (name, label, cell, better, unit, words) in scores {
            let source = "true states, without the noise of an instrument";
            let row = Row { name, label, unit: (words, "person-day"), better, source };
            self.add_for(groups, &row, |group| Fold::Mean(group.cells(cell), unit));
        }
        for (place, (name, label)) in (0u32..).zip(REMEMBERED) {
            let better = match name {
                "demand" => Better::Lower,
                "meaningful_work" => Better::Neither,
                _ => Better::Higher,
            };
            let row = Row {
                name: &format!("work_as_felt.{name}"),
                label,
                unit: ("share", "person-day"),
                better,
                source: "what people remember of their days at work: docs/model",
            };
            self.add_for(groups, &row, |group| Fold::Mean(group.cells(role_cell::REMEMBERED + place), 1e6));
        }
    }

    fn add_leaving_rows(&mut self, groups: &[Group]) {
        let rate = |factor: f64, cell: u32| {
            move |group: &Group| {
                Fold::CountRate(factor * 365.25 * 1e3, group.cells(cell), group.cells(role_cell::POSTS))
            }
        };
        let per = ("people", "100 full-time posts and year");
        let row = |name, label, source| Row { name, label, unit: per, better: Better::Lower, source };
        self.add_for(
            groups,
            &row("turnover_per_100_fte_year", "People who leave", "departures over posts"),
            rate(100.0, role_cell::DEPARTURES),
        );
        self.add_for(
            groups,
            &row(
                "hours_cut_per_100_fte_year",
                "People who cut their hours",
                "people who give up a weekday, over posts",
            ),
            rate(100.0, role_cell::HOURS_CUT),
        );
        let excess = Row {
            name: "excess_departures_per_year",
            label: "Departures because of burnout",
            unit: ("people", "year"),
            better: Better::Lower,
            source: "hazards of the burned-out above the mean hazard of the others of their role, as expected departures",
        };
        self.add_for(groups, &excess, |group| {
            Fold::SumsPerWeek(group.cells(role_cell::EXCESS_DEPARTURES), 1e9 / YEAR_WEEKS)
        });
        let vacant = Row {
            name: "vacant_fte",
            label: "Posts that nobody fills",
            unit: ("FTE", "day"),
            better: Better::Lower,
            source: "full-time shares of posts without a holder or a locum, mean over all days",
        };
        self.add_for(groups, &vacant, |group| Fold::SumsPerWeek(group.cells(role_cell::VACANT), 7e3));
    }

    fn add_system_rows(&mut self, model: &Model, groups: &[Group]) {
        let capacity = Row {
            name: "effective_capacity_fraction",
            label: "Capacity that is there",
            unit: ("share", "rostered post"),
            better: Better::Higher,
            source: "posts filled and at work, each at its pace, over posts rostered",
        };
        self.add_for(groups, &capacity, |group| {
            Fold::Rate(1.0, group.cells(role_cell::CAPACITY), group.cells(role_cell::CAPACITY_PLANNED))
        });
        let infeasible = Row {
            name: "infeasible_day_fraction",
            label: "Days with more work than a longest day holds",
            unit: ("share", "person-day at work"),
            better: Better::Lower,
            source: "work done and work due that is left, above well_being.longest_day_hours",
        };
        self.add_for(groups, &infeasible, |group| {
            Fold::Share(group.cells(role_cell::INFEASIBLE), group.cells(role_cell::DAYS_AT_WORK))
        });
        let imagined = Row {
            name: "work_not_imagined_fraction",
            label: "Work beyond what it is imagined to take",
            unit: ("share", "minute worked"),
            better: Better::Lower,
            source: "minutes of rules, gap work, interruptions and slowness over minutes worked, when people have states",
        };
        self.add_for(groups, &imagined, |group| {
            Fold::Rate(1.0, group.cells(role_cell::NOT_IMAGINED), group.cells(role_cell::WORK))
        });
        if let Some(clinicians) = groups.first().filter(|group| group.suffix.is_empty()) {
            self.add_equity_rows(model, clinicians);
        }
        self.add_quality_rows(model);
    }

    fn add_equity_rows(&mut self, model: &Model, clinicians: &Group) {
        let gini = Fold::Mean(vec![Fact::LoadGini as CellId], 1e6);
        let per = ("share", "clinic and four weeks");
        let source = "Gini coefficient of minutes worked for a full-time share, clinicians of a clinic";
        self.add("load_gini", "Inequality of load between clinicians", per, Better::Lower, source, gini);
        let worst = Fold::Mean(vec![Fact::WorstTenth as CellId], 1e6);
        let per = ("ratio", "clinic and four weeks");
        let source = "mean load of the tenth with the most (at least one person) over the mean load";
        let label = "Load of the tenth with the most, over the mean";
        self.add("load_worst_tenth", label, per, Better::Lower, source, worst);
        if model.clinics.len() > 1 {
            let fold = Fold::BetweenSites(
                clinicians.cells(role_cell::EXHAUSTION),
                clinicians.cells(role_cell::EXHAUSTION_SQUARES),
            );
            let source = "intraclass correlation of exhaustion by site, one-way analysis of variance; an output, never set";
            let label = "Share of the variance of exhaustion that lies between clinics";
            self.add("burnout_icc", label, ("share", "variance"), Better::Neither, source, fold);
        }
    }

    fn add_quality_rows(&mut self, model: &Model) {
        let patients = ("share", "visit");
        let source = "quality of a visit as its patient meets it: cynicism of the clinician, waiting";
        let mean = Fold::Mean(vec![Fact::VisitQuality as CellId], 1e6);
        self.add("patient_experience", "Quality of visits as met", patients, Better::Higher, source, mean);
        if model.panel.groups.len() > 1 {
            let cells = (0..model.panel.groups.len()).map(|g| self.group_quality(g as u16)).collect();
            let label = "Gap between patient groups in the quality of visits";
            let source = "largest less smallest mean of a group";
            let fold = Fold::Gap(cells, 1e6);
            self.add("visit_quality_gap", label, ("share", "pair of groups"), Better::Lower, source, fold);
        }
        if model.steps.iter().any(|step| step.intrinsic_load.0 > 0.0 || !step.intrinsic_load.1.is_empty()) {
            let label = "How much longer overload makes work";
            let source = "1 and c1 times overload, before it is normalised at the reference";
            let fold = Fold::Mean(vec![Fact::OverloadFactor as CellId], 1e6);
            self.add("overload_factor", label, ("ratio", "piece of work"), Better::Lower, source, fold);
        }
        let notes = Fold::Mean(vec![Fact::NoteQuality as CellId], 1e6);
        let source = "sampled notes: quality falls with the delay and the writer's exhaustion";
        let label = "Quality of audited notes";
        let per = ("share", "note audited");
        self.add("documentation_quality_audited", label, per, Better::Higher, source, notes);
    }
}
