//! Rules across fields: names that must exist, times that must fit, work that somebody must be able to do.

use super::Parameters;
use super::calendar::DAYS;
use super::values::Next;
use super::work::Pathway;
use crate::declaration::{Faults, Node, suggest};

/// People, weeks and cases beyond these are taken for slips of the pen.
const MOST_PEOPLE: u64 = 20_000;
const MOST_CASES: f64 = 2e9;

/// What the checks work on.
pub(crate) struct Checker<'a> {
    pub p: &'a Parameters,
    root: &'a Node,
    faults: &'a mut Faults,
}

impl<'a> Checker<'a> {
    /// Faults the value at a path.
    pub fn fault(&mut self, path: &str, expected: &str, found: &str, help: Option<String>) {
        self.faults.fault(self.root.locate(path), path, expected, found, help);
    }

    /// Faults a name that is not among those known.
    pub fn name(&mut self, path: &str, what: &str, name: &str, known: &[&str]) -> bool {
        if known.contains(&name) {
            return true;
        }
        let help = match known {
            [] => Some(format!("no {what} is declared in this scenario")),
            known => suggest::help(name, known.iter().copied()),
        };
        self.fault(path, &format!("the name of a {what}"), &format!("`{name}`"), help);
        false
    }
}

/// The names of a table.
pub(crate) fn keys<T>(table: &std::collections::BTreeMap<String, T>) -> Vec<&str> {
    table.keys().map(String::as_str).collect()
}

/// All rules across fields. Runs only where every field by itself is in order.
pub fn check(parameters: &Parameters, root: &Node, faults: &mut Faults) {
    let mut checker = Checker { p: parameters, root, faults };
    checker.run();
    checker.calendar();
    checker.templates();
    checker.organization();
    checker.tasks();
    checker.pathways();
    checker.arrivals();
    checker.messages();
    checker.panels();
    checker.scheduled();
    checker.rules();
    checker.well_being();
    checker.safety();
    crate::clinic::intervention::check(&mut checker);
    checker.surveys();
    if checker.faults.is_empty() {
        checker.somebody_for_everything();
        checker.size();
    }
}

impl Checker<'_> {
    fn run(&mut self) {
        let run = &self.p.run;
        if let Some(hours) = run.hours {
            let until = run.observe_until_hours.unwrap_or(hours);
            if run.observe_from_hours >= until || until > hours {
                let found = format!("from {} until {until} of {hours} hours", run.observe_from_hours);
                self.fault(
                    "run.observe_from_hours",
                    "an observed window inside the run, of more than no time",
                    &found,
                    None,
                );
            }
            if self.p.economics.is_some() {
                self.fault("economics", "a run in weeks, to count money by the year", "a run in hours", None);
            }
            if run.period.is_some() {
                self.fault("run.period", "no period where the run is given in hours", "a period", None);
            }
        } else if run.observe_from_hours != 0.0 || run.observe_until_hours.is_some() {
            let help = "with a calendar, use warmup_weeks and weeks".to_owned();
            self.fault(
                "run.observe_from_hours",
                "a run in hours, for an observed window in hours",
                "no run.hours",
                Some(help),
            );
        }
        if let Some(period) = &run.period {
            let fits = matches!(period.as_slice(), [from, until] if from < until && *until <= run.weeks);
            if !fits {
                let expected = format!("two weeks [from, until] with from < until, at most {}", run.weeks);
                self.fault("run.period", &expected, &format!("{period:?}"), None);
            }
        }
    }

    fn calendar(&mut self) {
        let calendar = &self.p.calendar;
        if self.p.run.hours.is_some() && !calendar.sessions.is_empty() {
            let help = "leave out run.hours, or the sessions".to_owned();
            self.fault(
                "calendar.sessions",
                "no sessions where the run is given in hours",
                "sessions",
                Some(help),
            );
        }
        if self.p.run.hours.is_none() && calendar.sessions.is_empty() {
            let help = "write [calendar] sessions = { morning = \"08:00-12:00\" }, or [run] hours = 30 for a system that never closes".to_owned();
            self.fault("calendar.sessions", "at least one session, or run.hours", "neither", Some(help));
        }
        for day in &calendar.open_days {
            self.name("calendar.open_days", "day", day, &DAYS);
        }
        if calendar.open_days.is_empty() && self.p.run.hours.is_none() {
            self.fault("calendar.open_days", "at least one open day", "none", None);
        }
        if let Some(text) = &calendar.start_date {
            let monday = monday(text);
            if let Err(found) = monday {
                self.fault(
                    "calendar.start_date",
                    "the date of a Monday such as \"2026-01-05\"",
                    &found,
                    None,
                );
                return;
            }
        }
        for text in &calendar.holidays {
            if let Err(found) = holiday_day(text, self.p) {
                let expected = "a date such as \"2026-12-25\" (with calendar.start_date), or a day of a measured week such as \"w26.thu\"";
                self.fault("calendar.holidays", expected, &found, None);
            }
        }
    }

    fn templates(&mut self) {
        let sessions = keys(&self.p.calendar.sessions);
        for (name, template) in &self.p.templates {
            if name == "full" {
                self.fault(
                    "templates.full",
                    "another name",
                    "`full`",
                    Some("`full` always means every session of every open day".to_owned()),
                );
            }
            for (day, listed) in DAYS.iter().zip(template.days()) {
                let path = format!("templates.{name}.{day}");
                for session in listed {
                    self.name(&path, "session", session, &sessions);
                }
                if !listed.is_empty() && !self.p.calendar.open_days.iter().any(|open| open == day) {
                    self.fault(
                        &path,
                        "work on open days only",
                        &format!("work on {day}"),
                        Some("add the day to calendar.open_days".to_owned()),
                    );
                }
            }
        }
    }

    fn organization(&mut self) {
        let p = self.p;
        if p.clinics.is_empty() {
            self.fault("clinics", "at least one clinic", "none", Some("write [clinics.main]".to_owned()));
        }
        let (roles, tasks, clinics) = (keys(&p.roles), keys(&p.tasks), keys(&p.clinics));
        let mut templates = keys(&p.templates);
        templates.push("full");
        let mut people = 0;
        for (clinic, declared) in &p.clinics {
            for (group, staff) in &declared.staff {
                let path = format!("clinics.{clinic}.staff.{group}");
                people += u64::from(staff.count);
                self.name(&format!("{path}.role"), "role", &staff.role, &roles);
                self.name(&format!("{path}.template"), "template", &staff.template, &templates);
                for skill in staff.skills.iter().flatten() {
                    self.name(&format!("{path}.skills"), "task", skill, &tasks);
                }
                for cover in &staff.cover {
                    self.name(
                        &format!("{path}.cover"),
                        "staff group of this clinic",
                        cover,
                        &keys(&declared.staff),
                    );
                }
                if let Some(role) = &staff.supervised_by {
                    let path = format!("{path}.supervised_by");
                    if self.name(&path, "role", role, &roles) && *role == staff.role {
                        let help = "give trainees a role of their own".to_owned();
                        self.fault(&path, "another role than their own", &format!("`{role}`"), Some(help));
                    }
                }
                for other in &staff.also_serves {
                    let path = format!("{path}.also_serves");
                    if self.name(&path, "clinic", other, &clinics) && other == clinic {
                        self.fault(&path, "another clinic than their own", &format!("`{other}`"), None);
                    }
                }
            }
        }
        if people == 0 && !p.clinics.is_empty() {
            self.fault(
                "clinics",
                "at least one person",
                "nobody",
                Some("write [clinics.main.staff.<group>] with role and count".to_owned()),
            );
        }
        if people > MOST_PEOPLE {
            self.fault("clinics", &format!("at most {MOST_PEOPLE} people"), &people.to_string(), None);
        }
    }

    /// More cases than anybody waits for are a slip of the pen (or of the unit).
    fn size(&mut self) {
        let p = self.p;
        let hours = p.run.hours.unwrap_or(f64::from(p.run.weeks + p.run.warmup_weeks) * 168.0);
        let mut cases = 0.0;
        for arrival in p.arrivals.values() {
            let people =
                arrival.per.as_ref().map_or(1.0, |per| self.people_of(arrival.clinic.as_deref(), &per.0));
            let hourly = self.mean_per_hour(arrival.per_hour.as_ref(), arrival.by_hour_of_week.as_ref());
            let by_interval =
                arrival.every.as_ref().map_or(0.0, |every| 60.0 / every.distribution.mean().max(1e-9));
            let by_slots = f64::from(arrival.slots_per_day.unwrap_or(0)) / 24.0;
            cases += (hourly + by_interval + by_slots) * f64::from(arrival.batch_size) * people * hours;
        }
        for message in p.messages.values() {
            let people =
                message.per.as_ref().map_or(1.0, |per| self.people_of(message.clinic.as_deref(), &per.0));
            cases += self.mean_per_hour(message.per_hour.as_ref(), message.by_hour_of_week.as_ref())
                * people
                * hours;
        }
        if cases > MOST_CASES {
            let help = "check the units: rates are per hour, for each person where `per` is given".to_owned();
            self.fault(
                "arrivals",
                "at most two thousand million cases in a run",
                &format!("about {cases:.2e}"),
                Some(help),
            );
        }
    }

    fn mean_per_hour(
        &self,
        per_hour: Option<&super::values::Rates>,
        by_week: Option<&super::values::Rates>,
    ) -> f64 {
        match per_hour.or(by_week) {
            Some(super::values::Rates::Constant(rate)) => *rate,
            Some(super::values::Rates::ByHour(list)) => list.iter().sum::<f64>() / list.len().max(1) as f64,
            None => 0.0,
        }
    }

    fn people_of(&self, clinic: Option<&str>, groups: &[String]) -> f64 {
        let clinic =
            clinic.and_then(|name| self.p.clinics.get(name)).or_else(|| self.p.clinics.values().next());
        groups.iter().filter_map(|group| clinic?.staff.get(group)).map(|staff| f64::from(staff.count)).sum()
    }
}

/// The date of a Monday, or what is wrong with it.
fn monday(text: &str) -> Result<jiff::civil::Date, String> {
    let date: jiff::civil::Date = text.parse().map_err(|_| format!("`{text}`"))?;
    match date.weekday() {
        jiff::civil::Weekday::Monday => Ok(date),
        day => Err(format!("{text}, a {day:?}")),
    }
}

/// The day of the run (0 is the Monday on which the warm-up begins) of a holiday; a date before the run is
/// below 0.
pub(crate) fn holiday_day(text: &str, parameters: &Parameters) -> Result<i64, String> {
    let first_measured = i64::from(parameters.run.warmup_weeks) * 7;
    if let Some((week, day)) = text.strip_prefix('w').and_then(|rest| rest.split_once('.')) {
        let week: i64 = week.parse::<u32>().map_err(|_| format!("`{text}`"))?.into();
        let day = DAYS.iter().position(|known| *known == day).ok_or_else(|| format!("`{text}`"))?;
        return Ok(first_measured + week * 7 + day as i64);
    }
    let date: jiff::civil::Date = text.parse().map_err(|_| format!("`{text}`"))?;
    let start = parameters
        .calendar
        .start_date
        .as_deref()
        .ok_or_else(|| format!("{text}, without calendar.start_date"))?;
    let start = monday(start)?;
    let days = start.until(date).map_err(|error| error.to_string())?.get_days();
    Ok(first_measured + i64::from(days))
}

/// The step with which a pathway begins: the one named, or the only one that follows no other.
pub(crate) fn first_step(pathway: &Pathway) -> Option<&str> {
    if let Some(first) = &pathway.first {
        return pathway.steps.contains_key(first).then_some(first.as_str());
    }
    match steps_that_follow_no_other(pathway).as_slice() {
        [first] => Some(first),
        _ => None,
    }
}

/// The steps to which no other step leads.
pub(super) fn steps_that_follow_no_other(pathway: &Pathway) -> Vec<&str> {
    let follows = |name: &str| {
        pathway
            .steps
            .iter()
            .any(|(from, step)| from != name && step.next.shares.iter().any(|(next, _)| next == name))
    };
    pathway.steps.keys().map(String::as_str).filter(|name| !follows(name)).collect()
}

impl Next {
    /// The names, `leave` excluded.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.shares.iter().map(|(name, _)| name.as_str()).filter(|name| *name != Self::LEAVE)
    }

    /// Those with a share above 0.
    pub fn possible(&self) -> impl Iterator<Item = &str> {
        self.shares.iter().filter(|(_, share)| *share > 0.0).map(|(name, _)| name.as_str())
    }
}
