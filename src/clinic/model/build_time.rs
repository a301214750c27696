//! Weeks, days, sessions and shifts.

use super::build::index;
use super::{Model, OpenDay, PersonModel, TimeModel, Turn};
use crate::clinic::parameters::Parameters;
use crate::clinic::parameters::calendar::DAYS;
use crate::clinic::parameters::check::holiday_day;
use crate::clinic::parameters::organization::Staff;
use crate::clinic::parameters::values::DayEnd;
use crate::engine::time::{Span, Time};
use crate::system::PERIOD_WEEKS;

/// Days in a week.
pub const WEEK_DAYS: u64 = 7;
/// Weeks of the summary where nothing else is said.
const SUMMARY_WEEKS: u32 = 26;

/// Time of the beginning of a week of the run.
fn week(number: u32) -> Time {
    Time::ZERO + Span::days(u64::from(number) * WEEK_DAYS)
}

/// The frame of time.
pub(super) fn time_model(parameters: &Parameters) -> TimeModel {
    let run = &parameters.run;
    let mut time = TimeModel {
        calendar: run.hours.is_none(),
        until_empty: parameters.calendar.day_end != DayEnd::Stop,
        own_limit: parameters.calendar.day_end == DayEnd::OwnLimit,
        full_day: full_day(parameters),
        end: Time::ZERO,
        measured_from: Time::ZERO,
        observe_from: Time::ZERO,
        observe_until: Time::ZERO,
        summary: (Time::ZERO, Time::ZERO),
        period_weeks: PERIOD_WEEKS,
        periods: 1,
        agenda: Vec::new(),
        roster_days: roster_days(parameters),
        start: None,
        holidays: Vec::new(),
        day_factor_cv: parameters.calendar.day_factor_cv,
    };
    if let Some(hours) = run.hours {
        time.end = Time::ZERO + Span::hours(hours);
        time.observe_from = Time::ZERO + Span::hours(run.observe_from_hours);
        time.measured_from = time.observe_from;
        time.observe_until =
            run.observe_until_hours.map_or(time.end, |until| Time::ZERO + Span::hours(until));
        time.summary = (time.observe_from, time.observe_until);
        return time;
    }
    let (warmup, weeks) = (run.warmup_weeks, run.weeks);
    let (from, until) = match run.period.as_deref() {
        Some([from, until]) => (*from, *until),
        _ => (weeks.saturating_sub(SUMMARY_WEEKS), weeks),
    };
    time.end = week(warmup + weeks);
    time.measured_from = week(warmup);
    (time.observe_from, time.observe_until) = (time.measured_from, time.end);
    time.summary = (week(warmup + from), week(warmup + until));
    time.periods = weeks.div_ceil(time.period_weeks);
    time.start = parameters.calendar.start_date.as_deref().and_then(|text| text.parse().ok());
    time.holidays = parameters
        .calendar
        .holidays
        .iter()
        .filter_map(|text| holiday_day(text, parameters).ok())
        .filter_map(|day| u64::try_from(day).ok())
        .collect();
    time.holidays.sort_unstable();
    time.holidays.dedup();
    time
}

/// Weeks after which the roster repeats where some part-timer works an uneven number of sessions a week: with
/// shares in hundredths and five sessions or more, twenty weeks come out even.
const LONG_ROSTER_WEEKS: u64 = 20;

/// Scheduled minutes of a full-time day: the mean over the days of a full-timer's week, of clinicians where there are any.
/// Sessions that nobody works change nothing.
fn full_day(parameters: &Parameters) -> f64 {
    let groups = || parameters.clinics.values().flat_map(|clinic| clinic.staff.values());
    let clinician = |group: &&Staff| parameters.roles.get(&group.role).is_some_and(|role| role.clinician);
    let day = |group: &Staff| {
        let mut week = template_sessions(parameters, &group.template);
        week.iter_mut().for_each(merge);
        let minutes: u32 = week.iter().flatten().map(|(from, until)| until - from).sum();
        let days = week.iter().filter(|day| !day.is_empty()).count();
        (f64::from(group.count) * f64::from(minutes), group.count as usize * days)
    };
    let mean = |groups: Vec<&Staff>| {
        let sums = groups.into_iter().map(day);
        let (minutes, days) = sums.fold((0.0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
        (days > 0).then(|| minutes / days as f64)
    };
    mean(groups().filter(clinician).collect()).or_else(|| mean(groups().collect())).unwrap_or(0.0)
}

/// Puts windows in order and joins those that touch.
fn merge(windows: &mut Vec<(u32, u32)>) {
    windows.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for window in windows.iter() {
        match merged.last_mut().filter(|last| window.0 <= last.1) {
            Some(last) => last.1 = last.1.max(window.1),
            None => merged.push(*window),
        }
    }
    *windows = merged;
}

/// The windows of somebody who works a template in full.
pub(super) fn full_windows(parameters: &Parameters, template: &str, days: u64) -> Vec<Vec<(u32, u32)>> {
    let mut week = template_sessions(parameters, template);
    week.iter_mut().for_each(merge);
    (0..days as usize).map(|day| week[day % 7].clone()).collect()
}

/// The sessions of a template on each weekday, in order.
fn template_sessions(parameters: &Parameters, template: &str) -> [Vec<(u32, u32)>; 7] {
    let calendar = &parameters.calendar;
    std::array::from_fn(|day| {
        if !calendar.open_days.iter().any(|open| open == DAYS[day]) {
            return Vec::new();
        }
        let mut today: Vec<(u32, u32)> = match parameters.templates.get(template) {
            Some(template) => template.days()[day]
                .iter()
                .map(|name| &calendar.sessions[name])
                .map(|window| (window.from.0, window.until.0))
                .collect(),
            None => calendar.sessions.values().map(|window| (window.from.0, window.until.0)).collect(),
        };
        today.sort_unstable();
        today
    })
}

/// Days after which everybody's roster repeats.
pub(super) fn roster_days(parameters: &Parameters) -> u64 {
    let uneven = parameters.clinics.values().flat_map(|clinic| clinic.staff.values()).any(|group| {
        let sessions: usize = template_sessions(parameters, &group.template).iter().map(Vec::len).sum();
        let worked = sessions as f64 * group.fte;
        (worked - worked.round()).abs() > 1e-6
    });
    WEEK_DAYS * if uneven { LONG_ROSTER_WEEKS } else { 1 }
}

/// When a person works on each day of the roster. A part-timer works `fte` of the template's sessions, spread
/// evenly over the weeks, different people on different ones.
pub(super) fn windows(
    parameters: &Parameters,
    group: &Staff,
    number: u64,
    days: u64,
) -> Vec<Vec<(u32, u32)>> {
    let template = template_sessions(parameters, &group.template);
    let mut windows: Vec<Vec<(u32, u32)>> = vec![Vec::new(); days as usize];
    let mut session = 0u64;
    let works = |k: u64| ((k + 1) as f64 * group.fte + 1e-9).floor() > (k as f64 * group.fte + 1e-9).floor();
    for (day, today) in windows.iter_mut().enumerate() {
        for &window in &template[day % 7] {
            if works(session + number) {
                match today.last_mut().filter(|last| window.0 <= last.1) {
                    Some(last) => last.1 = last.1.max(window.1),
                    None => today.push(window),
                }
            }
            session += 1;
        }
    }
    windows
}

/// The parts of a weekday in which somebody is at work at a clinic, in order, none overlapping.
pub(super) fn sessions(people: &[PersonModel], clinic: u16, day: usize) -> Vec<(u32, u32)> {
    let mut windows: Vec<(u32, u32)> = people
        .iter()
        .filter(|p| p.serves.contains(&clinic) && p.reserve <= 0) // whom an intervention adds opens no clinic
        .flat_map(|p| p.windows[day].iter().copied())
        .collect();
    merge(&mut windows);
    windows
}

/// The opening hours of a clinic on each day of the roster: from the first to the last person at work there.
pub(super) fn open_days(people: &[PersonModel], clinic: u16, days: u64) -> Vec<Option<OpenDay>> {
    let on_day = |day| {
        let sessions = sessions(people, clinic, day);
        let (first, last) = (sessions.first()?, sessions.last()?);
        let minutes = sessions.iter().map(|(from, until)| until - from).sum();
        Some(OpenDay { opens: first.0, closes: last.1, minutes })
    };
    (0..days as usize).map(on_day).collect()
}

/// What the clock brings on each day of the roster. At one minute ends come before beginnings.
pub(super) fn agenda(model: &Model) -> Vec<Vec<(u32, Turn)>> {
    let on_day = |day: usize| {
        let mut turns = Vec::new();
        for (m, scheduled) in model.scheduled.iter().enumerate() {
            if scheduled.days[day % 7] < 1440 {
                turns.push((scheduled.days[day % 7], Turn::Meet(index(m))));
            }
        }
        for (p, person) in model.people.iter().enumerate() {
            for &(from, until) in &person.windows[day] {
                turns.push((from, Turn::On(index(p))));
                turns.push((until, Turn::Off(index(p))));
            }
        }
        for (c, clinic) in model.clinics.iter().enumerate() {
            if let Some(hours) = clinic.open[day] {
                turns.push((hours.opens, Turn::Open(index(c))));
                turns.push((hours.closes, Turn::Close(index(c))));
            }
        }
        turns.sort_unstable();
        turns
    };
    (0..model.time.roster_days as usize).map(on_day).collect()
}
