//! What a reader of a clinic's results looks at first. Which measures these are is a decision of presentation; all others stand
//! in the tables.

use super::model::{Model, WEEK_DAYS};
use crate::engine::time::{DAY, Time};
use crate::system::{Begin, Chain, Views};

/// The measures that matter most, by group: what happens to patients, to the inbox, to evenings, to people, to safety, and what
/// it costs.
const GROUPS: [(&str, &[&str]); 6] = [
    (
        "Patients",
        &[
            "access_wait_days",
            "third_next_available_days",
            "patient_wait_minutes",
            "visit_cycle_minutes",
            "visits_per_week",
            "demand_lost_per_week",
            "continuity_fraction",
            "patient_experience",
        ],
    ),
    (
        "Inbox and notes",
        &[
            "inbox_turnaround_hours",
            "inbox_backlog",
            "inbox_minutes_per_day",
            "renewal_requests_per_week",
            "notes_open",
            "documentation_minutes_per_day",
        ],
    ),
    (
        "Evenings",
        &[
            "after_hours_minutes_per_day",
            "after_hours_metric_minutes_per_day",
            "off_log_minutes_per_day",
            "early_morning_minutes_per_day",
            "weekend_minutes_per_week",
            "work_home_conflict_minutes_per_day",
        ],
    ),
    (
        "People",
        &[
            "burnout_prevalence",
            "exhaustion_mean",
            "work_as_felt.control",
            "load_gini",
            "turnover_per_100_fte_year",
        ],
    ),
    (
        "Safety",
        &[
            "errors_reaching_patient_per_1000_orders.expected",
            "adverse_events_per_year.expected",
            "attributable_errors_per_1000_orders",
        ],
    ),
    ("Money", &["wages_usd_per_week", "cost_per_year", "revenue_per_year", "net_benefit_per_year"]),
];

/// The four aims of care (Bodenheimer and Sinsky 2014, Annals of Family Medicine 12:573): better care, better health, lower cost, and
/// the people who do it.
const AIMS: [(&str, &[&str]); 4] = [
    ("Care", &["patient_experience", "access_wait_days", "continuity_fraction", "inbox_turnaround_hours"]),
    ("Health", &["medication_adherence", "adverse_events_per_year.expected"]),
    ("Cost", &["cost_per_year", "overhead_per_visit"]),
    ("Workforce", &["burnout_prevalence", "after_hours_minutes_per_day", "turnover_per_100_fte_year"]),
];

/// The share of days with more work than people's longest day.
const INFEASIBLE: &str = "infeasible_day_fraction";

/// Whole measures whose course is shown, beside burnout by role.
const COURSES: [&str; 6] = [
    "burnout_prevalence",
    "after_hours_minutes_per_day",
    "inbox_backlog",
    "access_wait_days",
    "notes_open",
    "exhaustion_mean",
];

/// What a clinic would have live: arrivals, capacity, traffic intensity, backlog, evenings, the alarm.
const PRESSURE: [&str; 6] = [
    "inbox_messages_per_week",
    "effective_capacity_fraction",
    "inbox_traffic_intensity",
    "inbox_backlog",
    "after_hours_minutes_per_day",
    "pressure_alarm_weeks_fraction",
];

/// Of these, what piles up.
const STOCKS: [&str; 1] = ["inbox_backlog"];

/// What is told of first.
const LEADING: &str = "after_hours_minutes_per_day";

/// The alarm's lead, the share of its weeks that nothing follows, and that of weeks without an alarm.
const ALARM: [&str; 3] = [
    "pressure_alarm_lead_weeks",
    "pressure_alarm_false_fraction",
    "pressure_alarm_false_fraction.without_alarm",
];

/// Where nothing of the above is measured, so many of the first measures are shown.
const FIRST: usize = 12;

/// The views of a model.
pub(super) fn views(model: &Model) -> Views {
    let names = || model.layout.rows.iter().map(|row| row.measure.name.as_str());
    let known = |wanted: &[&str]| -> Vec<String> {
        wanted.iter().filter(|name| names().any(|n| n == **name)).map(|name| (*name).to_owned()).collect()
    };
    let mut groups: Vec<_> = GROUPS.iter().map(|(words, wanted)| (*words, known(wanted))).collect();
    groups.retain(|(_, found)| !found.is_empty());
    let of_roles = |measure: &str| {
        let own = |role: &String| format!("{measure}.{role}");
        let roles = model.roles.iter().map(|role| role.name.clone());
        roles.map(|role| own(&role)).filter(|name| names().any(|n| n == name)).collect::<Vec<_>>()
    };
    if let Some((_, people)) = groups.iter_mut().find(|(words, _)| *words == "People") {
        people.splice(1..1, of_roles("burnout_prevalence"));
    }
    if groups.is_empty() {
        groups.push(("Measures", names().take(FIRST).map(str::to_owned).collect()));
    }
    let mut courses = known(&COURSES);
    courses.splice(courses.len().min(1)..courses.len().min(1), of_roles("burnout_prevalence"));
    if courses.is_empty() {
        courses = names().take(FIRST / 2).map(str::to_owned).collect();
    }
    if !model.time.calendar {
        courses.clear(); // some hours are one stretch: there is nothing to follow
    }
    let mut scorecard: Vec<_> = AIMS.iter().map(|(aim, wanted)| (*aim, known(wanted))).collect();
    scorecard.retain(|(_, found)| !found.is_empty());
    Views {
        groups,
        scorecard,
        infeasible: known(&[INFEASIBLE]).pop().zip(too_long(model)),
        courses,
        leading: known(&[LEADING]).pop(),
        pressure: known(&PRESSURE),
        stocks: known(&STOCKS),
        alarm: known(&ALARM).try_into().ok(),
        chain: chain(model),
        begins: begins(model),
        period_weeks: model.time.period_weeks,
        weeks: if model.time.calendar { weeks_until(model, model.time.end) } else { 0.0 },
        summary: model.time.calendar.then(|| {
            let (from, until) = model.time.summary;
            (weeks_until(model, from), weeks_until(model, until))
        }),
    }
}

/// Measured weeks until a moment.
fn weeks_until(model: &Model, moment: Time) -> f64 {
    moment.since(model.time.measured_from).in_hours() / (24.0 * WEEK_DAYS as f64)
}

/// What a day that asks too much is, in words.
fn too_long(model: &Model) -> Option<String> {
    let hours = model.well_being.as_ref()?.settings.longest_day_hours;
    Some(format!("more than {hours} hours of work, done or left undone (the limit is an assumption)"))
}

/// The layers between an order and a patient.
fn chain(model: &Model) -> Option<Chain> {
    let names = || model.layout.rows.iter().map(|row| row.measure.name.as_str());
    let caught: Vec<(String, String)> = names()
        .filter_map(|name| Some((name.strip_prefix("errors_caught.")?.to_owned(), name.to_owned())))
        .collect();
    let one = |name: &str| names().find(|n| *n == name).map(str::to_owned);
    let passed = one("errors_reaching_patient_per_1000_orders")?;
    Some(Chain { came: one("errors_made_per_1000_orders.expected")?, caught, passed })
}

/// When the interventions begin, work in full and end, in measured weeks.
fn begins(model: &Model) -> Vec<Begin> {
    let first = model.time.measured_from.micros() as f64 / DAY.micros() as f64;
    let week = |day: f64| (day - first) / WEEK_DAYS as f64;
    let begin = |active: &super::intervention::Active| {
        let (from, full, until) = active.schedule.days();
        Begin {
            name: active.name.clone(),
            from: week(from),
            full: Some(week(full)).filter(|_| full > from),
            until: Some(week(until)).filter(|_| until.is_finite()),
        }
    };
    model.interventions.iter().map(begin).collect()
}
