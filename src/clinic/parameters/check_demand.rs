//! Rules of arrivals and messages, and whether there is somebody for all work.

use super::Parameters;
use super::check::{Checker, keys};
use super::check_panel::panel_arrivals;
use super::demand::Arrival;
use super::organization::{Clinic, Staff};
use super::values::{By, MessageSource, Names, Rates, RoomRule};
use super::work::Step;
use crate::clinic::model::{OWN, belongs_to_somebody, slot_times};

/// A message that passes through more hands than this is taken for a slip of the pen.
const MOST_TOUCHES: usize = 20;
/// Hours of a week.
const WEEK_HOURS: usize = 168;

/// The clinic of a stream with its name: the one named, or the first.
pub(super) fn clinic_of<'p>(p: &'p Parameters, named: Option<&String>) -> Option<(&'p String, &'p Clinic)> {
    match named {
        Some(name) => p.clinics.get_key_value(name),
        None => p.clinics.first_key_value(),
    }
}

/// Staff of all clinics who work at one of them, with their home.
pub(super) fn staff_at<'p>(p: &'p Parameters, clinic: &str) -> impl Iterator<Item = &'p Staff> {
    p.clinics.iter().flat_map(move |(home, declared)| {
        let here = home == clinic;
        let clinic = clinic.to_owned();
        declared
            .staff
            .values()
            .filter(move |staff| staff.count > 0 && (here || staff.also_serves.contains(&clinic)))
    })
}

impl Checker<'_> {
    pub(super) fn arrivals(&mut self) {
        let p = self.p;
        for (name, arrival) in &p.arrivals {
            let path = format!("arrivals.{name}");
            let pathways = keys(&p.pathways);
            for (pathway, _) in &arrival.pathway.shares {
                self.name(&format!("{path}.pathway"), "pathway", pathway, &pathways);
            }
            self.clinic(&path, arrival.clinic.as_ref());
            self.groups(&path, arrival.clinic.as_ref(), arrival.per.as_ref());
            let slots = arrival.slot_minutes.is_some() || arrival.slots_per_day.is_some();
            let ways = [
                ("per_hour", arrival.per_hour.is_some()),
                ("by_hour_of_week", arrival.by_hour_of_week.is_some()),
                ("every", arrival.every.is_some()),
                ("slots", slots),
            ];
            let given: Vec<&str> = ways.iter().filter(|(_, given)| *given).map(|(name, _)| *name).collect();
            if given.len() != 1 {
                let expected = "one of per_hour, by_hour_of_week, every, or slot_minutes with slots_per_day";
                let found = if given.is_empty() { "none of them".to_owned() } else { given.join(" and ") };
                self.fault(&path, expected, &found, None);
            }
            self.rates(&path, arrival.per_hour.as_ref(), arrival.by_hour_of_week.as_ref());
            if arrival.every.as_ref().is_some_and(|every| every.distribution.mean() <= 0.0) {
                self.fault(&format!("{path}.every"), "a mean interval above 0 minutes", "0", None);
            }
            if slots && given.len() == 1 {
                self.slots(&path, arrival);
            } else if !slots && (arrival.no_show_share > 0.0 || arrival.booked_share < 1.0) {
                let help = "only booked slots can be missed: lower the rate instead".to_owned();
                self.fault(
                    &path,
                    "slots, for no_show_share and booked_share",
                    "arrivals without slots",
                    Some(help),
                );
            }
        }
    }

    /// The clinic of a stream must exist, and be named where there are several.
    fn clinic(&mut self, path: &str, named: Option<&String>) {
        let clinics = keys(&self.p.clinics);
        match named {
            Some(name) => {
                self.name(&format!("{path}.clinic"), "clinic", name, &clinics);
            }
            None if clinics.len() > 1 => {
                let help = format!("write clinic = \"{}\"", clinics[0]);
                let expected = "the name of a clinic, since there are several";
                self.fault(&format!("{path}.clinic"), expected, "nothing", Some(help));
            }
            None => {}
        }
    }

    /// Staff groups in `per` must exist at that clinic and have people.
    fn groups(&mut self, path: &str, clinic: Option<&String>, per: Option<&Names>) {
        let p = self.p;
        let Some((_, clinic)) = clinic_of(p, clinic) else { return };
        let path = format!("{path}.per");
        for group in per.iter().flat_map(|per| &per.0) {
            if self.name(&path, "staff group of this clinic", group, &keys(&clinic.staff))
                && clinic.staff[group].count == 0
            {
                self.fault(&path, "a staff group with people", &format!("`{group}`, which has none"), None);
            }
        }
    }

    fn rates(&mut self, path: &str, per_hour: Option<&Rates>, by_hour_of_week: Option<&Rates>) {
        if let (Some(Rates::ByHour(list)), None) = (per_hour, self.p.run.hours)
            && list.len() > 24
        {
            let found = format!("{} of them", list.len());
            self.fault(
                &format!("{path}.per_hour"),
                "at most 24 rates, one for each hour of the day from midnight",
                &found,
                None,
            );
        }
        match by_hour_of_week {
            Some(Rates::ByHour(list)) if list.len() != WEEK_HOURS => {
                let found = format!("{} of them", list.len());
                self.fault(
                    &format!("{path}.by_hour_of_week"),
                    "168 rates, one for each hour of the week from Monday 00:00",
                    &found,
                    None,
                );
            }
            Some(_) if self.p.run.hours.is_some() => {
                self.fault(
                    &format!("{path}.by_hour_of_week"),
                    "a calendar, for rates by hour of the week",
                    "a run in hours",
                    None,
                );
            }
            _ => {}
        }
    }

    /// Slots need a calendar and must fit into a full day.
    fn slots(&mut self, path: &str, arrival: &Arrival) {
        let p = self.p;
        let (Some(minutes), Some(number)) = (arrival.slot_minutes, arrival.slots_per_day) else {
            let missing = if arrival.slot_minutes.is_none() { "slot_minutes" } else { "slots_per_day" };
            self.fault(
                &format!("{path}.{missing}"),
                "both slot_minutes and slots_per_day",
                "only one of them",
                None,
            );
            return;
        };
        if p.run.hours.is_some() {
            self.fault(
                &format!("{path}.slot_minutes"),
                "a calendar with sessions, for slots",
                "a run in hours",
                None,
            );
            return;
        }
        let mut windows: Vec<(u32, u32)> =
            p.calendar.sessions.values().map(|w| (w.from.0, w.until.0)).collect();
        windows.sort_unstable();
        windows.dedup();
        let mut merged: Vec<(u32, u32)> = Vec::new();
        for window in windows {
            match merged.last_mut().filter(|last| window.0 <= last.1) {
                Some(last) => last.1 = last.1.max(window.1),
                None => merged.push(window),
            }
        }
        let fitting = slot_times(&merged, minutes, u32::MAX).len();
        if (number as usize) > fitting {
            let found = format!("{number} slots of {minutes} minutes");
            let help = format!("the sessions of a day hold {fitting} of them");
            self.fault(
                &format!("{path}.slots_per_day"),
                "slots that fit into the day's sessions",
                &found,
                Some(help),
            );
        }
    }

    pub(super) fn messages(&mut self) {
        let p = self.p;
        for (kind, message) in &p.messages {
            let path = format!("messages.{kind}");
            if message.source == MessageSource::System {
                self.clinic(&path, message.clinic.as_ref());
            }
            self.groups(&path, message.clinic.as_ref(), message.per.as_ref());
            self.rates(&path, message.per_hour.as_ref(), message.by_hour_of_week.as_ref());
            self.message_source(&path, message);
            if message.route.is_empty() {
                self.fault(
                    &format!("{path}.route"),
                    "at least one role that reads the message",
                    "an empty list",
                    None,
                );
            }
            if message.route.len() > MOST_TOUCHES {
                let found = format!("{} of them", message.route.len());
                self.fault(
                    &format!("{path}.route"),
                    &format!("at most {MOST_TOUCHES} touches"),
                    &found,
                    None,
                );
            }
            let mut known = keys(&p.roles);
            known.push(OWN);
            for role in &message.route {
                self.name(&format!("{path}.route"), "role", role, &known);
                let minutes_given = message.minutes.contains_key(role)
                    || (belongs_to_somebody(message) && message.minutes.contains_key(OWN));
                if !minutes_given {
                    let help = format!("add minutes.{role} = …");
                    self.fault(
                        &format!("{path}.minutes"),
                        &format!("minutes of `{role}`, who is in the route"),
                        "nothing",
                        Some(help),
                    );
                }
            }
            for role in message.minutes.keys().filter(|role| role.as_str() != OWN) {
                self.name(&format!("{path}.minutes.{role}"), "role", role, &known);
            }
            if message.route.iter().any(|role| role == OWN) && !belongs_to_somebody(message) {
                let help = "write per = \"<staff group>\"".to_owned();
                self.fault(
                    &format!("{path}.per"),
                    "whose messages they are, for `own_clinician`",
                    "nothing",
                    Some(help),
                );
            }
        }
    }

    /// For every step of every pathway that is used at a clinic there must be somebody, and rooms.
    pub(super) fn somebody_for_everything(&mut self) {
        let p = self.p;
        let panels = panel_arrivals(p);
        let panels = panels.iter().map(|(kind, arrival)| (*kind, arrival));
        for (stream, arrival) in p.arrivals.iter().chain(panels) {
            let Some((clinic, _)) = clinic_of(p, arrival.clinic.as_ref()) else { continue };
            let mut todo: Vec<&str> = arrival.pathway.shares.iter().map(|(name, _)| name.as_str()).collect();
            let mut known = todo.clone();
            while let Some(pathway) = todo.pop() {
                self.same_person_can(pathway, clinic);
                for (name, step) in &p.pathways[pathway].steps {
                    let path = format!("pathways.{pathway}.steps.{name}");
                    self.somebody_for_step(&path, stream, arrival, clinic, step);
                    for child in step
                        .starts
                        .iter()
                        .filter(|child| !known.contains(&child.as_str()))
                        .collect::<Vec<_>>()
                    {
                        known.push(child);
                        todo.push(child);
                    }
                }
            }
        }
        self.one_owner_for_all_steps();
        self.somebody_for_panels();
        // messages of panels come to every clinic with one: `somebody_for_panels`
        for (kind, message) in p.messages.iter().filter(|(_, m)| m.source == MessageSource::System) {
            let Some((clinic, _)) = clinic_of(p, message.clinic.as_ref()) else { continue };
            for role in message.route.iter().filter(|role| *role != OWN) {
                if !staff_at(p, clinic).any(|staff| staff.role == *role) {
                    let expected = format!("somebody of the role `{role}` at clinic `{clinic}`");
                    let help = format!(
                        "add [clinics.{clinic}.staff.<group>] with role = \"{role}\", or change the route"
                    );
                    self.fault(&format!("messages.{kind}.route"), &expected, "nobody", Some(help));
                }
            }
        }
    }

    fn somebody_for_step(&mut self, path: &str, stream: &str, arrival: &Arrival, clinic: &str, step: &Step) {
        let p = self.p;
        let task = &p.tasks[&step.task];
        if let RoomRule::Take(kind) = &step.room
            && p.clinics[clinic].rooms.get(kind).copied().unwrap_or(0) == 0
        {
            let help = format!("add rooms = {{ {kind} = … }} to [clinics.{clinic}]");
            self.fault(
                &format!("{path}.room"),
                &format!("at least one room `{kind}` at clinic `{clinic}`"),
                "none",
                Some(help),
            );
        }
        if task.roles.is_empty() {
            return;
        }
        let may = |staff: &&Staff| {
            task.roles.contains(&staff.role)
                && staff.skills.as_ref().is_none_or(|skills| skills.contains(&step.task))
        };
        if staff_at(p, clinic).filter(may).count() == 0 {
            let expected = format!(
                "somebody at clinic `{clinic}` who may do `{}`: {}",
                step.task,
                task.roles.join(" or ")
            );
            let help = format!(
                "add staff of that role and skill who serve `{clinic}`, or change tasks.{}.roles",
                step.task
            );
            self.fault(&format!("{path}.task"), &expected, "nobody", Some(help));
        }
        for group in arrival.per.iter().flat_map(|per| &per.0).filter(|_| step.by == By::OwnClinician) {
            let owner = &p.clinics[clinic].staff[group];
            if !may(&owner) {
                let expected = format!(
                    "a task that `{group}` may do, since the cases of arrivals.{stream} belong to them"
                );
                self.fault(&format!("{path}.task"), &expected, &format!("`{}`", step.task), None);
            }
        }
        for helper in &step.helpers {
            let helpers: u32 =
                staff_at(p, clinic).filter(|staff| staff.role == *helper).map(|staff| staff.count).sum();
            let leads_too = usize::from(task.roles.contains(helper));
            let named = step.helpers.iter().filter(|other| *other == helper).count();
            if step.wait_for_helpers && (helpers as usize) < named + leads_too {
                let expected = format!(
                    "somebody of the role `{helper}` at clinic `{clinic}`, since the step waits for them"
                );
                self.fault(&format!("{path}.helpers"), &expected, "nobody besides the lead", None);
            }
        }
    }
}
