//! Rows of money: the parts of the cost that count from the view of the file, their sum, revenue, overhead.

use super::money::{Charge, Money, Per};
use super::{CellId, Fact, Fold, HOUR, Layout, MINUTE, role_cell};
use crate::clinic::model::{Model, NONE};
use crate::clinic::parameters::values::TaskClass;
use crate::clinic::science::cost::{Part, Prices};
use crate::system::{Better, YEAR_WEEKS};

/// Expected errors are kept in trillionths.
const ERROR: f64 = 1e12;
/// Vacant posts are kept in thousandths and days: a month of a full-time post.
const POST_MONTH: f64 = 1e3 * 365.25 / 12.0;
const PER_YEAR: (&str, &str) = ("US$", "year");

/// What is charged of a role: its first cell, its wage for a unit of its times, what sort it is.
struct Staff {
    cells: CellId,
    wage: f64,
    clinician: bool,
    overtime_paid: bool,
}

impl Staff {
    fn time(&self, cell: u32, factor: f64) -> Charge {
        Charge { cell: self.cells + cell, counted: false, usd: factor * self.wage }
    }

    /// Rostered hours of those who are employed, leave and illness included.
    fn rostered(&self, prices: &Prices) -> [Charge; 3] {
        let factor = prices.rostered_hour;
        [
            self.time(role_cell::SCHEDULED, factor),
            self.time(role_cell::PAID_ABSENCE, factor),
            self.time(role_cell::LOCUM, -factor),
        ]
    }

    /// Hours beyond the roster.
    fn beyond(&self, factor: f64) -> [Charge; 2] {
        [self.time(role_cell::WORK, factor), self.time(role_cell::IN_HOURS, -factor)]
    }
}

impl Layout {
    /// Rows of money, where the file counts any.
    pub(super) fn add_money_rows(&mut self, model: &Model) {
        let Some(prices) = &model.prices else { return };
        let staff = self.staff(model);
        let mut bills = Vec::new();
        for part in Part::ALL {
            let bill = self.bill(model, prices, &staff, part);
            if bill.iter().all(|charge| charge.usd == 0.0) {
                continue; // does not count from this view, or cannot happen here
            }
            let (label, source) = words(part);
            let name = format!("cost_per_year.{}", part.word());
            let fold = Fold::Money(Money::spent(vec![bill.clone()]));
            self.add(&name, label, PER_YEAR, Better::Lower, source, fold);
            bills.push(bill);
        }
        let view = prices.perspective.word().replace('_', " ");
        let source = format!("sum of its parts, view of the {view}, prices of {}", prices.price_year);
        let total = Fold::Money(Money::spent(bills.clone()));
        self.add("cost_per_year", "Cost", PER_YEAR, Better::Lower, &source, total);
        let mut earned = vec![counted(Fact::Visits as CellId, prices.revenue_per_visit)];
        if prices.revenue_per_visit > 0.0 && !model.interventions.is_empty() {
            earned.push(summed(Fact::MessageCents as CellId, 0.01)); // where payments count
        }
        let revenue = Money { earned: Some(earned.clone()), bills: Vec::new(), per: Per::Year };
        let source = "completed visits times their revenue, and messages that are paid for; 0 where payments do not count";
        self.add("revenue_per_year", "Revenue", PER_YEAR, Better::Higher, source, Fold::Money(revenue));
        let net = Money { earned: Some(earned), bills, per: Per::Year };
        let source = "revenue less cost, not discounted";
        self.add("net_benefit_per_year", "Net benefit", PER_YEAR, Better::Higher, source, Fold::Money(net));
        self.add_overhead_row(model, prices, &staff);
        self.add_authorisation_cost(model, prices, &staff);
    }

    fn staff(&self, model: &Model) -> Vec<Staff> {
        let staffed = |r: &usize| model.people.iter().any(|p| usize::from(p.role) == *r);
        let of = |r: usize| Staff {
            cells: self.role(r as u16),
            wage: model.roles[r].wage_usd_per_hour / HOUR,
            clinician: model.roles[r].clinician,
            overtime_paid: model.roles[r].overtime_paid,
        };
        (0..model.roles.len()).filter(staffed).map(of).collect()
    }

    /// What a part of the cost is charged for.
    fn bill(&self, model: &Model, prices: &Prices, staff: &[Staff], part: Part) -> Vec<Charge> {
        let beyond = |paid: bool, factor: f64| {
            let of = staff.iter().filter(move |role| role.overtime_paid == paid);
            of.flat_map(|role| role.beyond(factor)).collect()
        };
        let cents = if model.interventions.is_empty() { 0.0 } else { 0.01 };
        let leaving = |clinician: f64, other: f64| {
            let of = |role: &Staff| if role.clinician { clinician } else { other };
            staff.iter().map(|role| counted(role.cells + role_cell::DEPARTURES, of(role))).collect()
        };
        let people = model.well_being.is_some();
        let error = |fact: Fact, usd: f64| {
            let usd = if model.safety.is_some() { usd / ERROR } else { 0.0 };
            vec![summed(fact as CellId, usd)]
        };
        match part {
            Part::Wages => staff.iter().flat_map(|role| role.rostered(prices)).collect(),
            Part::Overtime => beyond(true, prices.overtime_hour),
            Part::UnpaidWork => beyond(false, prices.unpaid_hour),
            Part::Interventions => vec![summed(Fact::InterventionCents as CellId, cents)],
            Part::Supplies => vec![counted(Fact::Visits as CellId, prices.supplies_per_visit)],
            Part::Overhead => {
                vec![summed(Fact::OpenTime as CellId, prices.overhead_per_open_hour / HOUR)]
            }
            Part::Replacement if people => {
                leaving(prices.replacement_of_clinician, prices.replacement_of_staff)
            }
            Part::ExcessCare if people => leaving(prices.excess_care, 0.0),
            Part::Vacancy if people => {
                let usd = prices.vacancy_month / POST_MONTH;
                let clinicians = staff.iter().filter(|role| role.clinician);
                clinicians.map(|role| summed(role.cells + role_cell::VACANT, usd)).collect()
            }
            Part::Locums if people => {
                staff.iter().map(|role| role.time(role_cell::LOCUM, prices.locum_hour)).collect()
            }
            Part::Replacement | Part::ExcessCare | Part::Vacancy | Part::Locums => Vec::new(),
            Part::NoShows if model.panel.demand.is_empty() => Vec::new(), // nobody is expected
            Part::NoShows => vec![counted(Fact::NoShow as CellId, prices.no_show)],
            Part::Errors => error(Fact::ErrorsExpected, prices.error),
            Part::Harm => {
                let share = model
                    .safety
                    .as_ref()
                    .map_or(0.0, |safety| safety.settings.harm_share * safety.settings.harm_factor);
                error(Fact::HarmExpected, prices.harm * share)
            }
        }
    }

    /// What a visit costs beside its clinicians (B125): the balancing measure of changes that add staff.
    fn add_overhead_row(&mut self, model: &Model, prices: &Prices, staff: &[Staff]) {
        let others = || staff.iter().filter(|role| !role.clinician);
        let paid = others().filter(|role| role.overtime_paid);
        let hours = others()
            .flat_map(|role| role.rostered(prices))
            .chain(paid.flat_map(|role| role.beyond(prices.overtime_hour)));
        let bills = vec![
            self.bill(model, prices, staff, Part::Overhead),
            hours.collect(),
            self.bill(model, prices, staff, Part::Interventions),
        ];
        let per = Per::Number(vec![counted(Fact::Visits as CellId, 1.0)]);
        let fold = Fold::Money(Money { earned: None, bills, per });
        let source = "overhead of open hours, wages and paid overtime of all who are no clinicians, and interventions, over completed visits";
        let label = "Overhead of a visit";
        self.add("overhead_per_visit", label, ("US$", "visit"), Better::Lower, source, fold);
    }

    /// What prior authorisations cost in time (B154); a part of hours that are counted elsewhere.
    fn add_authorisation_cost(&mut self, model: &Model, prices: &Prices, staff: &[Staff]) {
        let asked =
            model.steps.iter().any(|step| step.class == TaskClass::Authorisation && step.message != NONE);
        let year = 5.0 * YEAR_WEEKS * model.time.full_day * MINUTE;
        if !asked || !staff.iter().any(|role| role.clinician) || year == 0.0 {
            return;
        }
        let bill = staff.iter().map(|role| role.time(role_cell::AUTHORISATION, prices.rostered_hour));
        let posts = staff.iter().filter(|role| role.clinician).flat_map(|role| {
            [role_cell::SCHEDULED, role_cell::PAID_ABSENCE].map(|cell| summed(role.cells + cell, 1.0 / year))
        });
        let per = Per::Number(posts.collect());
        let fold = Fold::Money(Money { earned: None, bills: vec![bill.collect()], per });
        let source = "hours of all roles on prior authorisations at the cost of a rostered hour, whoever pays them; part of other costs";
        let per = ("US$", "full-time clinician and year of paid time");
        let label = "Time spent on prior authorisations, in money";
        self.add("authorisation_cost_per_fte_year", label, per, Better::Lower, source, fold);
    }
}

fn counted(cell: CellId, usd: f64) -> Charge {
    Charge { cell, counted: true, usd }
}

fn summed(cell: CellId, usd: f64) -> Charge {
    Charge { cell, counted: false, usd }
}

/// Label and definition of a part.
fn words(part: Part) -> (&'static str, &'static str) {
    match part {
        Part::Wages => {
            ("Cost of wages", "rostered hours of the employed, leave and illness included, with benefits")
        }
        Part::Overtime => ("Cost of overtime", "hours beyond the roster of roles whose overtime is paid"),
        Part::UnpaidWork => ("Unpaid work, at the wage", "hours beyond the roster of all other roles"),
        Part::Interventions => ("Cost of interventions", "their set-up and running, beyond wages"),
        Part::Supplies => ("Cost of supplies", "completed visits times what each consumes"),
        Part::Overhead => ("Cost of overhead", "hours that clinics are open times the overhead of each"),
        Part::Replacement => ("Cost of replacing people", "departures times the cost of each"),
        Part::Vacancy => ("Cost of vacancies", "vacant full-time months of clinicians, without locums"),
        Part::Locums => ("Cost of locums", "rostered hours of locums at their rate"),
        Part::NoShows => ("Cost of no-shows", "appointments that nobody kept, times the cost of each"),
        Part::Errors => ("Cost of errors", "errors expected to reach patients, times the cost of each"),
        Part::Harm => ("Cost of harm", "adverse events to be expected, times the cost of each"),
        Part::ExcessCare => (
            "Care after clinicians left",
            "departures of clinicians times the care that patients need more of",
        ),
    }
}
