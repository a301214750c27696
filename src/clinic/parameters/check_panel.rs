//! Rules of panels, booking, messages that come from them, meetings and local rules.

use super::Parameters;
use super::calendar::DAYS;
use super::check::{Checker, keys};
use super::check_demand::staff_at;
use super::demand::{Arrival, Message};
use super::organization::{Clinic, EARLIEST_MINUTES};
use super::panel::Demand;
use super::values::{DayEnd, MessageSource, Names, TaskClass};
use crate::clinic::model::{MOST_GRID, OWN};
use crate::declaration::clock::ClockTime;

impl Checker<'_> {
    pub(super) fn panels(&mut self) {
        let p = self.p;
        self.shares("patients.ages", p.patients.ages.values().map(|age| age.share).collect());
        self.shares("patients.groups", p.patients.groups.values().map(|group| group.share).collect());
        if !p.patients.ages.is_empty() && p.patients.ages.values().all(|age| age.requests_factor == 0.0) {
            self.fault("patients.ages", "a requests_factor above 0 in some age band", "0 in all", None);
        }
        if p.demand.is_empty() {
            return;
        }
        if p.run.hours.is_some() {
            self.fault("demand", "a calendar, for visits that are booked", "a run in hours", None);
        }
        let panels = p.clinics.values().any(|clinic| panel_groups(p, clinic).next().is_some());
        if !panels {
            let help = "write panel_per_clinician = 1500 under [clinics.<name>]".to_owned();
            self.fault("demand", "a clinic with clinicians and a panel", "none", Some(help));
        }
        for (name, demand) in &p.demand {
            self.demand(&format!("demand.{name}"), demand);
        }
        let follows: f64 = p.demand.values().map(|demand| demand.follows_visit_share).sum();
        if follows >= 1.0 {
            let help = "each visit would bring more than one other".to_owned();
            self.fault("demand", "follows_visit_share below 1 in sum", &follows.to_string(), Some(help));
        }
        self.booking();
    }

    /// Shares of bands or groups sum to 1.
    fn shares(&mut self, path: &str, shares: Vec<f64>) {
        let sum: f64 = shares.iter().sum();
        if !shares.is_empty() && (sum - 1.0).abs() > 1e-6 {
            self.fault(path, "shares that sum to 1", &format!("shares that sum to {sum}"), None);
        }
    }

    fn demand(&mut self, path: &str, demand: &Demand) {
        let p = self.p;
        let name = path.strip_prefix("demand.").unwrap_or(path);
        if p.arrivals.contains_key(name) {
            self.fault(path, "a name that no arrival has", &format!("`{name}`"), None);
        }
        for (pathway, _) in &demand.pathway.shares {
            self.name(&format!("{path}.pathway"), "pathway", pathway, &keys(&p.pathways));
        }
        self.profile(path, demand.profile.as_ref());
        let units = demand.slot_minutes / f64::from(p.booking.grid_minutes);
        if (units - units.round()).abs() > 1e-9 || units.round() < 1.0 {
            let expected = format!("a multiple of booking.grid_minutes = {}", p.booking.grid_minutes);
            self.fault(&format!("{path}.slot_minutes"), &expected, &demand.slot_minutes.to_string(), None);
        }
        let longest =
            p.calendar.sessions.values().map(|session| f64::from(session.minutes())).fold(0.0, f64::max);
        if demand.slot_minutes > longest - p.booking.desk_minutes_per_session {
            let expected = "an appointment that fits into the bookable part of a session";
            let found = format!("{} minutes", demand.slot_minutes);
            self.fault(&format!("{path}.slot_minutes"), expected, &found, None);
        }
        if demand.visits_per_patient_year == 0.0 && demand.follows_visit_share == 0.0 {
            let help = "write visits_per_patient_year, or follows_visit_share".to_owned();
            self.fault(path, "visits that are asked for", "none", Some(help));
        }
    }

    fn profile(&mut self, path: &str, profile: Option<&String>) {
        let p = self.p;
        let Some(name) = profile else { return };
        if !self.name(&format!("{path}.profile"), "profile", name, &keys(&p.profiles)) {
            return;
        }
        let profile = &p.profiles[name];
        for (key, list) in [("weekday", &profile.weekday), ("weekend", &profile.weekend)] {
            if list.len() > 24 {
                let found = format!("{} of them", list.len());
                self.fault(
                    &format!("profiles.{name}.{key}"),
                    "at most 24 weights, one for each hour",
                    &found,
                    None,
                );
            }
        }
        if profile.weekday.iter().chain(&profile.weekend).sum::<f64>() <= 0.0 {
            self.fault(&format!("profiles.{name}"), "a weight above 0", "none", None);
        }
    }

    fn booking(&mut self) {
        let p = self.p;
        let booking = &p.booking;
        let minutes: u32 = p.calendar.sessions.values().map(|session| session.minutes()).sum();
        let units = minutes / booking.grid_minutes.max(1);
        if units as usize > MOST_GRID {
            let expected = format!("a grid of at most {MOST_GRID} units in all sessions of a day");
            let help = "all sessions of the calendar count: take a coarser grid, or use one session for several days".to_owned();
            self.fault("booking.grid_minutes", &expected, &format!("{units} units"), Some(help));
        }
        if let Some(kind) = &booking.lost_message
            && self.name("booking.lost_message", "message kind", kind, &keys(&p.messages))
            && p.messages[kind].source == MessageSource::Prescriptions
        {
            self.fault(
                "booking.lost_message",
                "a message that is no request for a renewal",
                &format!("`{kind}`"),
                None,
            );
        }
        if let Some(pathway) = &booking.rebooking {
            self.name("booking.rebooking", "pathway", pathway, &keys(&p.pathways));
        }
    }

    /// What a kind of message needs for its source, and nothing else.
    pub(super) fn message_source(&mut self, path: &str, message: &Message) {
        let p = self.p;
        let rates = (message.per_hour.is_some(), message.by_hour_of_week.is_some());
        if message.source == MessageSource::System {
            if rates.0 == rates.1 {
                let found = if rates.0 { "both" } else { "neither" };
                let help = "or write source = \"panel\", \"orders\", \"visits\", \"prescriptions\" or \"unanswered\"";
                self.fault(path, "either per_hour or by_hour_of_week", found, Some(help.to_owned()));
            }
        } else {
            let word = message.source.word();
            if rates.0 || rates.1 {
                self.fault(path, &format!("no rate of their own, for source = \"{word}\""), "a rate", None);
            }
            if message.per.is_some() || message.clinic.is_some() {
                let help = "they belong to the clinician of the panel or of the visit".to_owned();
                self.fault(
                    path,
                    &format!("no `per` and no `clinic`, for source = \"{word}\""),
                    "one",
                    Some(help),
                );
            }
            if p.run.hours.is_some() {
                self.fault(path, &format!("a calendar, for source = \"{word}\""), "a run in hours", None);
            }
            if !p.roles.values().any(|role| role.clinician) {
                self.fault(path, "a role with clinician = true, to whom they belong", "none", None);
            }
        }
        self.profile(path, message.profile.as_ref());
        let from_panel = message.source == MessageSource::Panel;
        if from_panel != (message.per_patient_year > 0.0) {
            let expected = "per_patient_year above 0 for source = \"panel\", and only there";
            self.fault(
                &format!("{path}.per_patient_year"),
                expected,
                &message.per_patient_year.to_string(),
                None,
            );
        }
        let follows = matches!(message.source, MessageSource::Orders | MessageSource::Visits);
        let needs: Vec<&str> = p.pathways.values().flat_map(|pathway| keys(&pathway.needs)).collect();
        match &message.of {
            Some(need) if follows => {
                self.name(&format!("{path}.of"), "need of a pathway", need, &needs);
            }
            Some(need) => {
                let expected = "a need only with source = \"orders\" or \"visits\"";
                self.fault(&format!("{path}.of"), expected, &format!("`{need}`"), None);
            }
            None => {}
        }
        if !matches!(message.class, TaskClass::Message | TaskClass::Authorisation) {
            let found = format!("\"{}\"", message.class.word());
            self.fault(&format!("{path}.class"), "\"message\" or \"authorisation\"", &found, None);
        }
        self.unanswered(path, message);
        let several = p.messages.values().filter(|m| m.source == MessageSource::Prescriptions).count();
        if message.source == MessageSource::Prescriptions && several > 1 {
            self.fault(
                path,
                "one kind of message with source = \"prescriptions\"",
                &several.to_string(),
                None,
            );
        }
    }

    fn unanswered(&mut self, path: &str, message: &Message) {
        let p = self.p;
        if let Some(kind) = &message.unanswered_as {
            let path = format!("{path}.unanswered_as");
            let known = self.name(&path, "message kind", kind, &keys(&p.messages));
            let renews = |kind: &Message| kind.source == MessageSource::Prescriptions;
            if known && renews(&p.messages[kind]) && !renews(message) {
                let expected = "a message that is no request for a renewal";
                self.fault(&path, expected, &format!("`{kind}`"), None);
            }
        }
        if message.unanswered_share > 0.0 && message.unanswered_after_hours.is_none() {
            let help = "write unanswered_after_hours = 48".to_owned();
            self.fault(path, "after how many hours, for unanswered_share", "nothing", Some(help));
        }
        if message.unanswered_after_hours.is_some() && p.run.hours.is_some() {
            self.fault(path, "a calendar, for messages that are not answered", "a run in hours", None);
        }
    }

    pub(super) fn scheduled(&mut self) {
        let p = self.p;
        for (name, scheduled) in &p.scheduled {
            let path = format!("scheduled.{name}");
            for role in &scheduled.roles.0 {
                self.name(&format!("{path}.roles"), "role", role, &keys(&p.roles));
            }
            self.names(&format!("{path}.clinics"), "clinic", scheduled.clinics.as_ref(), &keys(&p.clinics));
            self.names(&format!("{path}.days"), "day", scheduled.days.as_ref(), &DAYS);
            if p.run.hours.is_some() {
                self.fault(&path, "a calendar, for work by the clock", "a run in hours", None);
            }
            let sessions = || p.calendar.sessions.values();
            let first = sessions().map(|session| session.from).min();
            let last = sessions().map(|session| session.until).max();
            if let (Some(first), Some(last)) = (first, last)
                && !(first.0 <= scheduled.at.0 + EARLIEST_MINUTES && scheduled.at < last)
            {
                let first = ClockTime(first.0.saturating_sub(EARLIEST_MINUTES));
                let expected = format!(
                    "a time from two hours before the first session to the last one's end, {} to {}",
                    first.text(),
                    last.text()
                );
                let help = "nobody comes earlier, and people go home after: add a session to their template"
                    .to_owned();
                self.fault(&format!("{path}.at"), &expected, &scheduled.at.text(), Some(help));
            }
        }
        self.days();
    }

    fn names(&mut self, path: &str, what: &str, names: Option<&Names>, known: &[&str]) {
        for name in names.iter().flat_map(|names| &names.0) {
            self.name(path, what, name, known);
        }
    }

    /// What roles say of their day needs a calendar whose days end at people's own limits.
    fn days(&mut self) {
        let p = self.p;
        for (name, role) in &p.roles {
            let day = &role.day;
            let own = day.lunch_minutes.is_some()
                || day.stays_until.is_some()
                || day.evening.is_some()
                || day.early_morning.is_some()
                || day.weekend.is_some();
            if own && p.calendar.day_end != DayEnd::OwnLimit {
                let help = "write [calendar] day_end = \"own_limit\"".to_owned();
                let expected = "day_end = \"own_limit\", for lunch, staying late and work at home";
                let found = format!("\"{}\"", p.calendar.day_end.word());
                self.fault(&format!("roles.{name}.day"), expected, &found, Some(help));
            }
            let first = p.calendar.sessions.values().map(|session| session.from.0).min();
            if let (Some(window), Some(first)) = (day.early_morning, first)
                && window.until.0 > first
            {
                let path = format!("roles.{name}.day.early_morning");
                self.fault(&path, "a window before the first session", &window.until.text(), None);
            }
        }
        if p.calendar.day_end == DayEnd::OwnLimit && p.run.hours.is_some() {
            self.fault("calendar.day_end", "a calendar, for \"own_limit\"", "a run in hours", None);
        }
    }

    pub(super) fn rules(&mut self) {
        let p = self.p;
        let mut known = keys(&p.tasks);
        known.extend(keys(&p.messages));
        for (name, rule) in &p.rules {
            for task in &rule.tasks.0 {
                self.name(&format!("rules.{name}.tasks"), "task or message kind", task, &known);
            }
            if rule.added_per_year > 0.0 && p.run.hours.is_some() {
                self.fault(
                    &format!("rules.{name}"),
                    "a calendar, for rules that accrue",
                    "a run in hours",
                    None,
                );
            }
        }
    }

    /// Wherever a panel's messages, an intervention's first touch, moved appointments or supervision lead, there must be
    /// somebody.
    pub(super) fn somebody_for_panels(&mut self) {
        let p = self.p;
        for (clinic, declared) in &p.clinics {
            let panels = panel_groups(p, declared).next().is_some();
            let own = p.messages.iter().filter(|(_, m)| panels && m.source != MessageSource::System);
            for (kind, role) in own.flat_map(|(kind, m)| m.route.iter().map(move |role| (kind, role))) {
                self.somebody_of(&format!("messages.{kind}.route"), role, clinic);
            }
            for (name, change) in &p.interventions {
                let here = change.rollout.takes_part(clinic);
                let plan = change.plan();
                let by = plan.other_routes().into_iter().map(|route| route.by);
                let papers = plan.other_papers();
                for role in by.chain(papers.iter().map(|paper| paper.by)).filter(|_| here) {
                    self.somebody_of(&format!("interventions.{name}"), role, clinic);
                }
            }
            for (group, staff) in &declared.staff {
                if let Some(role) = &staff.supervised_by {
                    self.somebody_of(&format!("clinics.{clinic}.staff.{group}.supervised_by"), role, clinic);
                }
            }
            let rebooking =
                p.booking.rebooking.iter().filter(|_| panels).filter_map(|name| p.pathways.get(name));
            for step in rebooking.flat_map(|pathway| pathway.steps.values()) {
                let roles = &p.tasks[&step.task].roles;
                if !roles.is_empty() && !roles.iter().any(|role| is_somebody(p, role, clinic)) {
                    let expected = format!("somebody at clinic `{clinic}` who may do `{}`", step.task);
                    self.fault("booking.rebooking", &expected, "nobody", None);
                }
            }
        }
    }

    fn somebody_of(&mut self, path: &str, role: &str, clinic: &str) {
        let p = self.p;
        if role != OWN && !is_somebody(p, role, clinic) {
            let expected = format!("somebody of the role `{role}` at clinic `{clinic}`");
            let help = format!(
                "add [clinics.{clinic}.staff.<group>] with role = \"{role}\", or a `staffing` intervention"
            );
            self.fault(path, &expected, "nobody", Some(help));
        }
    }
}

/// Whether somebody of a role works at a clinic, or is added there by an intervention.
fn is_somebody(p: &Parameters, role: &str, clinic: &str) -> bool {
    let added = p
        .interventions
        .values()
        .any(|change| change.plan().added_people().iter().any(|(known, _)| *known == role));
    added || staff_at(p, clinic).any(|staff| staff.role == role)
}

/// The staff groups of a clinic that hold panels.
fn panel_groups<'p>(p: &'p Parameters, clinic: &'p Clinic) -> impl Iterator<Item = &'p String> {
    clinic.staff.iter().filter_map(move |(name, staff)| {
        let clinician = p.roles.get(&staff.role).is_some_and(|role| role.clinician);
        let patients = f64::from(clinic.panel_per_clinician) * staff.panel_share * staff.fte;
        (clinician && staff.count > 0 && patients >= 0.5).then_some(name)
    })
}

/// The visits of panels as if they were arrivals of each panel's clinic, for the rules that both share.
pub(super) fn panel_arrivals(p: &Parameters) -> Vec<(&String, Arrival)> {
    let mut list = Vec::new();
    for (kind, demand) in &p.demand {
        for (clinic, declared) in &p.clinics {
            let groups: Vec<String> = panel_groups(p, declared).cloned().collect();
            if !groups.is_empty() {
                list.push((kind, Arrival::of_panel(demand.pathway.clone(), clinic, groups)));
            }
        }
    }
    list
}
