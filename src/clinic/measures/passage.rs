//! Through which parameters work becomes a measure: the sections of a scenario behind the cells of its fold. Minutes,
//! waits and counts are what the simulated day produced; they pass through no further section.

use super::{CellId, FIXED, Fact, Fold, Layout, Row, role_cell};

/// Parameters that turn work into a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// What work does to people, and who leaves: `well_being`, `workforce`, `roles.<r>.well_being`.
    People,
    /// Where a state counts as burned out or as a condition: `measurement`.
    Measurement,
    /// Who is asked, and answers: `surveys`.
    Surveys,
    /// What goes wrong with orders and is caught: `safety`.
    Safety,
    /// Trust, rules, urgency, stakes on a metric: `organization`.
    Organization,
    /// What things cost: `economics`.
    Economics,
}

impl Passage {
    /// All of them.
    pub const ALL: [Passage; 6] = [
        Passage::People,
        Passage::Measurement,
        Passage::Surveys,
        Passage::Safety,
        Passage::Organization,
        Passage::Economics,
    ];

    /// Whether a parameter of a scenario belongs to it.
    pub fn leads_through(self, path: &str) -> bool {
        let mut parts = path.split('.');
        let section = parts.next().unwrap_or_default();
        match self {
            Passage::People => match section {
                "well_being" | "workforce" => true,
                "roles" => parts.nth(1) == Some("well_being"),
                _ => false,
            },
            Passage::Measurement => section == "measurement",
            Passage::Surveys => section == "surveys",
            Passage::Safety => section == "safety",
            Passage::Organization => section == "organization",
            Passage::Economics => section == "economics",
        }
    }
}

/// Facts of people's states, and of what follows the clinician's state at once.
const OF_PEOPLE: [Fact; 9] = [
    Fact::Germane,
    Fact::AlarmWeeks,
    Fact::AlarmLead,
    Fact::OnsetsWarned,
    Fact::AlarmsFalse,
    Fact::QuietTrue,
    Fact::VisitQuality,
    Fact::NoteQuality,
    Fact::OverloadFactor,
];

/// Facts of errors of orders.
const OF_ERRORS: [Fact; 6] = [
    Fact::ErrorsMade,
    Fact::ErrorsReached,
    Fact::ErrorsExpected,
    Fact::HarmExpected,
    Fact::AdverseEvents,
    Fact::Alerts,
];

/// Facts of errors that are set apart by people's states.
const OF_ERRORS_BY_STATE: [Fact; 4] =
    [Fact::ErrorsWithoutBurnout, Fact::ErrorsOfOthers, Fact::OrdersOfOthers, Fact::AlertsHeeded];

/// Facts of the organisation's own loops.
const OF_ORGANIZATION: [Fact; 6] =
    [Fact::Rules, Fact::Trust, Fact::Openness, Fact::Urgency, Fact::Capability, Fact::Huddles];

impl Layout {
    /// The parameters through which a measure passes, beyond those of the work itself.
    pub fn passages(&self, row: &Row) -> Vec<Passage> {
        let of_fold: &[Passage] = match row.fold {
            Fold::Money(_) | Fold::Wages(_) => &[Passage::Economics],
            Fold::Lead(_) | Fold::LeadCorrelation(_) => &[Passage::People],
            _ => &[],
        };
        let mut found = of_fold.to_vec();
        for cell in row.fold.cells() {
            for passage in self.passages_of(cell) {
                if !found.contains(passage) {
                    found.push(*passage);
                }
            }
        }
        found
    }

    fn passages_of(&self, cell: CellId) -> &'static [Passage] {
        let is_one_of = |facts: &[Fact]| facts.iter().any(|fact| *fact as CellId == cell);
        if cell < FIXED {
            return match () {
                () if is_one_of(&OF_PEOPLE) => &[Passage::People],
                () if is_one_of(&OF_ERRORS) => &[Passage::Safety],
                () if is_one_of(&OF_ORGANIZATION) => &[Passage::Organization],
                () if is_one_of(&OF_ERRORS_BY_STATE) => &[Passage::Safety, Passage::People],
                () => &[],
            };
        }
        if (self.caught..self.groups).contains(&cell) {
            return &[Passage::Safety];
        }
        if (self.group_quality..self.moved).contains(&cell) {
            return &[Passage::People];
        }
        if (self.roles..self.rooms).contains(&cell) {
            return of_role((cell - self.roles) % role_cell::COUNT);
        }
        if self.instrument_of(cell).is_some() {
            return &[Passage::People, Passage::Measurement, Passage::Surveys];
        }
        &[]
    }
}

/// The passages of a cell of a role.
fn of_role(cell: u32) -> &'static [Passage] {
    match cell {
        role_cell::BURNED_EITHER..=role_cell::COMPASSION_FATIGUE => &[Passage::People, Passage::Measurement],
        role_cell::EXHAUSTION..role_cell::FORMS => &[Passage::People],
        role_cell::DEPARTURES..=role_cell::EXCESS_DEPARTURES | role_cell::VACANT => &[Passage::People],
        role_cell::CAPACITY | role_cell::INFEASIBLE | role_cell::CONFLICT => &[Passage::People],
        role_cell::OFF_LOG => &[Passage::Organization],
        _ => &[],
    }
}
