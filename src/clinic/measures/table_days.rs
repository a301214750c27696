//! Rows of people's days: minutes by activity, after hours, interruptions, moved work.

use super::{CAUSES, Cause, CellId, Fact, Fold, HOUR, Layout, MINUTE, role_cell};
use crate::clinic::model::{ACTIVITIES, Model};
use crate::system::Better;

/// Work by activity, and the hours of whole roles: families of measures that say whose minutes a change moves.
pub const WORK: [&str; 9] = [
    "documentation_minutes_per_day",
    "order_entry_minutes_per_day",
    "inbox_minutes_per_day",
    "chart_review_minutes_per_day",
    "record_administration_minutes_per_day",
    "meeting_minutes_per_day",
    "extraneous_minutes_per_day",
    "after_hours_minutes_per_day",
    "role_hours_per_week",
];

/// Rows of minutes a day: name, label, cells of a role, direction, source. Of clinicians together, and split by role.
const MINUTES: [(&str, &str, &[u32], Better, &str); 15] = {
    use role_cell::{ACTIVITY, AFTER_HOURS, EARLY, EXTRANEOUS, GAP, MEETING, METRIC};
    const _: () = assert!(ACTIVITIES == 5, "the table names every activity");
    [
        (
            "ehr_minutes_per_day",
            "Minutes at the record",
            &[ACTIVITY, ACTIVITY + 1, ACTIVITY + 2, ACTIVITY + 3, ACTIVITY + 4],
            Better::Lower,
            "all activities at the record, in and outside the room",
        ),
        (
            "documentation_minutes_per_day",
            "Minutes writing notes",
            &[ACTIVITY],
            Better::Lower,
            "in and outside the room",
        ),
        (
            "order_entry_minutes_per_day",
            "Minutes entering orders",
            &[ACTIVITY + 1],
            Better::Lower,
            "in and outside the room",
        ),
        (
            "inbox_minutes_per_day",
            "Minutes on the inbox",
            &[ACTIVITY + 2],
            Better::Lower,
            "all touches of messages",
        ),
        (
            "chart_review_minutes_per_day",
            "Minutes of chart review",
            &[ACTIVITY + 3],
            Better::Neither,
            "in and outside the room",
        ),
        (
            "record_administration_minutes_per_day",
            "Minutes of billing and log-ins",
            &[ACTIVITY + 4],
            Better::Lower,
            "billing, log-ins and the like at the record",
        ),
        (
            "after_hours_minutes_per_day",
            "Minutes worked after hours",
            &[AFTER_HOURS],
            Better::Lower,
            "all work outside 08:00 to 18:00 from Monday to Friday, and at weekends (C10)",
        ),
        (
            "after_hours_metric_minutes_per_day",
            "Minutes after hours, as a log shows them",
            &[METRIC],
            Better::Lower,
            "time at the record logged 18:00 to 24:00 and at weekends",
        ),
        (
            "off_log_minutes_per_day",
            "Minutes at the record at home that no log shows",
            &[role_cell::OFF_LOG],
            Better::Lower,
            "work of evenings and weekends done off the log, where stakes on the metric make it so",
        ),
        (
            "work_home_conflict_minutes_per_day",
            "Minutes of conflict with life at home",
            &[role_cell::CONFLICT],
            Better::Lower,
            "sessions and meetings outside home_hours, and the way to work, when people have states",
        ),
        (
            "early_morning_minutes_per_day",
            "Minutes worked before 08:00",
            &[EARLY],
            Better::Lower,
            "Monday to Friday",
        ),
        (
            "meeting_minutes_per_day",
            "Minutes in meetings",
            &[MEETING],
            Better::Neither,
            "work of class meeting",
        ),
        (
            "gap_work_minutes_per_day",
            "Minutes of gap work",
            &[GAP],
            Better::Lower,
            "work as done less work as imagined: missing or misfitting things, rules, finding back after interruptions",
        ),
        (
            "extraneous_minutes_per_day",
            "Extraneous minutes",
            &[EXTRANEOUS],
            Better::Lower,
            "searching, clicking, alerts, rules, gap work",
        ),
        (
            "in_hours_work_minutes_per_day",
            "Minutes worked in rostered time",
            &[role_cell::IN_HOURS],
            Better::Neither,
            "in hours",
        ),
    ]
};

impl Layout {
    pub(super) fn add_day_rows(&mut self, model: &Model) {
        self.add_authorisation_rows(model);
        if !model.time.calendar {
            return;
        }
        let staffed: Vec<u16> =
            (0..model.roles.len() as u16).filter(|r| model.people.iter().any(|p| p.role == *r)).collect();
        let clinicians: Vec<u16> =
            staffed.iter().copied().filter(|r| model.roles[usize::from(*r)].clinician).collect();
        let day = model.time.full_day;
        for (name, label, cells, better, source) in MINUTES {
            if cells == [role_cell::CONFLICT] && model.well_being.is_none() {
                continue; // nobody feels it
            }
            self.add_split(
                model,
                &staffed,
                &clinicians,
                (name, label),
                ("minutes", "day at work"),
                better,
                source,
                &|of: &[CellId], whole: &[CellId]| {
                    let parts =
                        of.iter().flat_map(|role| cells.iter().map(move |cell| role + cell)).collect();
                    Fold::Rate(day, parts, whole.to_vec())
                },
            );
        }
        let source = "Saturday and Sunday";
        self.add_split(
            model,
            &staffed,
            &clinicians,
            ("weekend_minutes_per_week", "Minutes worked at weekends"),
            ("minutes", "week at work"),
            Better::Lower,
            source,
            &|of, whole| {
                Fold::Rate(
                    5.0 * day,
                    of.iter().map(|role| role + role_cell::WEEKEND).collect(),
                    whole.to_vec(),
                )
            },
        );
        let source = "questions and calls from outside the model, and more urgent work, over hours worked";
        self.add_split(
            model,
            &staffed,
            &clinicians,
            ("interruptions_per_hour", "Interruptions"),
            ("interruptions", "hour worked"),
            Better::Lower,
            source,
            &|of, _| {
                let cells = |cell: u32| of.iter().map(|role| role + cell).collect();
                Fold::CountRate(HOUR, cells(role_cell::INTERRUPTIONS), cells(role_cell::WORK))
            },
        );
        let source = "extraneous minutes over minutes worked";
        self.add_split(
            model,
            &staffed,
            &clinicians,
            ("extraneous_fraction", "Share of work that is extraneous"),
            ("share", "minute worked"),
            Better::Lower,
            source,
            &|of, _| {
                let cells = |cell: u32| of.iter().map(|role| role + cell).collect();
                Fold::Rate(1.0, cells(role_cell::EXTRANEOUS), cells(role_cell::WORK))
            },
        );
        for &r in &staffed {
            let name = &model.roles[usize::from(r)].name;
            let base = self.role(r);
            self.add(
                &format!("work_hours_per_week.{name}"),
                &format!("Hours worked by {name}"),
                ("hours", "full-time person and week at work"),
                Better::Lower,
                "all hours of work, in hours and after, for five full days of scheduled time",
                Fold::Rate(
                    5.0 * day * MINUTE / HOUR,
                    vec![base + role_cell::WORK],
                    vec![base + role_cell::SCHEDULED],
                ),
            );
        }
        for &r in &staffed {
            let name = &model.roles[usize::from(r)].name;
            self.add(
                &format!("role_hours_per_week.{name}"),
                &format!("Hours worked by all of {name}"),
                ("hours", "week"),
                Better::Neither,
                "all hours of work of all people of the role",
                Fold::SumPerWeek(self.role(r) + role_cell::WORK, HOUR),
            );
        }
        self.add_reached_rows(model);
        self.add_moved_rows(model);
    }

    /// A row for clinicians together, and one for each role.
    #[expect(clippy::too_many_arguments, reason = "one row is so many words")]
    fn add_split(
        &mut self,
        model: &Model,
        staffed: &[u16],
        clinicians: &[u16],
        (name, label): (&str, &str),
        (unit, per): (&str, &str),
        better: Better,
        source: &str,
        fold: &dyn Fn(&[CellId], &[CellId]) -> Fold,
    ) {
        let scheduled = |of: &[CellId]| of.iter().map(|role| role + role_cell::SCHEDULED).collect::<Vec<_>>();
        let all: Vec<CellId> = clinicians.iter().map(|r| self.role(*r)).collect();
        if !all.is_empty() {
            let per = format!("full-time clinician and {per}");
            self.add(name, label, (unit, &per), better, source, fold(&all, &scheduled(&all)));
        }
        for &r in staffed {
            let role = &model.roles[usize::from(r)].name;
            let (base, per) = ([self.role(r)], format!("full-time {role} and {per}"));
            // less work for each of more people is no good news by itself
            let better = if model.roles[usize::from(r)].clinician { better } else { Better::Neither };
            let label = format!("{label}: {role}");
            self.add(
                &format!("{name}.{role}"),
                &label,
                (unit, &per),
                better,
                source,
                fold(&base, &scheduled(&base)),
            );
        }
    }

    fn add_reached_rows(&mut self, model: &Model) {
        let scheduled = self.clinicians_scheduled(model);
        if scheduled.is_empty() || model.messages.is_empty() {
            return;
        }
        let day = model.time.full_day * MINUTE;
        for (kind, message) in model.messages.iter().enumerate() {
            self.add(
                &format!("clinician_messages_per_day.{}", message.name),
                &format!("Messages that reach a clinician: {}", message.name),
                ("messages", "full-time clinician and day at work"),
                Better::Lower,
                "touches by clinicians, what others closed before is not in it",
                Fold::CountRate(day, vec![self.reached(kind as u16)], scheduled.clone()),
            );
        }
    }

    fn add_moved_rows(&mut self, model: &Model) {
        let mut pairs: Vec<(u16, u16)> = Vec::new();
        for person in &model.people {
            let receivers = person.cover.iter().map(|p| model.people[usize::from(*p)].role);
            pairs.extend(receivers.map(|receiver| (person.role, receiver)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let source = "work of one person that their cover takes over";
        let huddles = model.scheduled.iter().any(|work| work.session.as_ref().is_some_and(|s| s.rebalances));
        let happens = |cause: Cause| !pairs.is_empty() && (huddles || cause != Cause::Huddle);
        for (cause, word) in CAUSES.iter().filter(|(cause, _)| happens(*cause)) {
            let cells = |layout: &Self, pairs: &[(u16, u16)]| -> Vec<CellId> {
                pairs.iter().map(|(giver, receiver)| layout.moved(*cause, *giver, *receiver)).collect()
            };
            let all = cells(self, &pairs);
            let name = format!("moved_minutes_per_week.{word}");
            let label = format!("Minutes of work moved to others: {word}");
            self.add_per_clinician_week(
                model,
                (&name, &label),
                "minutes",
                Better::Lower,
                source,
                |week, whole| Fold::Rate(week / MINUTE, all, whole),
            );
            for pair in pairs.iter().filter(|_| pairs.len() > 1) {
                let role = |r: u16| model.roles[usize::from(r)].name.as_str();
                let (giver, receiver) = (role(pair.0), role(pair.1));
                let name = format!("{name}.{giver}.{receiver}");
                let label = format!("{label}, {giver} to {receiver}");
                let of_pair = cells(self, &[*pair]);
                self.add_per_clinician_week(
                    model,
                    (&name, &label),
                    "minutes",
                    Better::Lower,
                    source,
                    |week, whole| Fold::Rate(week / MINUTE, of_pair, whole),
                );
            }
        }
        if !model.interventions.is_empty() {
            let spent = Fold::SumPerWeek(Fact::InterventionCents as CellId, 100.0);
            let source = "set-up and running cost of interventions beyond wages";
            let label = "Cost of interventions, beyond wages";
            self.add("intervention_usd_per_week", label, ("US$", "week"), Better::Lower, source, spent);
        }
    }
}
