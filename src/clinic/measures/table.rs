//! The rows of the table: which measures a model has, in words and folds.

use super::{CellId, Fact, Fold, HOUR, Layout, MINUTE, NO_CELL, Row, Spread, role_cell, room_cell};
use crate::clinic::model::Model;
use crate::system::{Better, Measure};

impl Layout {
    pub(super) fn add(
        &mut self,
        name: &str,
        label: &str,
        unit_per: (&str, &str),
        better: Better,
        source: &str,
        fold: Fold,
    ) {
        let measure = Measure {
            name: name.to_owned(),
            label: label.to_owned(),
            unit: unit_per.0.to_owned(),
            per: unit_per.1.to_owned(),
            better,
            source: source.to_owned(),
        };
        self.rows.push(Row { measure, fold });
    }

    pub(super) fn add_patient_rows(&mut self, model: &Model) {
        if model.sources.iter().all(|source| source.message) {
            return;
        }
        let cell = |fact: Fact| fact as CellId;
        let patients = ("minutes", "patient");
        self.add(
            "visits_per_week",
            "Visits completed",
            ("visits", "week"),
            Better::Higher,
            "count of patients who finished their pathway, or were sent home at closing after being seen",
            Fold::CountPerWeek(vec![cell(Fact::Visits)]),
        );
        if model.pathways.iter().any(|pathway| pathway.meets_clinician) {
            let seen = ("minutes", "patient seen");
            self.add(
                "patient_wait_minutes",
                "Wait before being seen",
                seen,
                Better::Lower,
                "arrival to first meeting with a clinician",
                Fold::Mean(vec![cell(Fact::Wait)], MINUTE),
            );
            self.add(
                "patient_wait_minutes_p90",
                "Wait before being seen, 9 of 10 wait less",
                seen,
                Better::Lower,
                "90th percentile of the same",
                Fold::Quantile(Spread::Wait, 0.9, MINUTE),
            );
        }
        self.add(
            "visit_cycle_minutes",
            "Time in the clinic",
            patients,
            Better::Lower,
            "arrival to the end of the pathway",
            Fold::Mean(vec![cell(Fact::Cycle)], MINUTE),
        );
        self.add(
            "left_without_being_seen_fraction",
            "Left without being seen",
            ("share", "patient arriving"),
            Better::Lower,
            "patience ended, or sent home at closing, before being seen",
            Fold::Share(vec![cell(Fact::Left)], vec![cell(Fact::Arrived)]),
        );
        self.add(
            "turned_away_fraction",
            "Turned away",
            ("share", "patient arriving"),
            Better::Lower,
            "no place to wait, or closed for the day",
            Fold::Share(vec![cell(Fact::TurnedAway)], vec![cell(Fact::Arrived)]),
        );
        if model.time.calendar {
            self.add(
                "last_completion_minutes",
                "Last work done, after opening",
                ("minutes", "clinic and open day"),
                Better::Lower,
                "opening to the last piece of work finished that day",
                Fold::Mean(vec![cell(Fact::LastCompletion)], MINUTE),
            );
        }
    }

    pub(super) fn add_step_rows(&mut self, model: &Model) {
        let mut names: Vec<&str> = Vec::new();
        for step in &model.steps {
            if !names.contains(&step.name.as_str()) {
                names.push(&step.name);
            }
        }
        for name in names {
            let mut all = Vec::new();
            let mut rows = Vec::new();
            for (a, arrival) in model.arrival_names.iter().enumerate() {
                let cells: Vec<CellId> = (0..model.steps.len())
                    .filter(|&s| model.steps[s].name == name)
                    .map(|s| self.step_waits[s * self.arrivals + a])
                    .filter(|cell| *cell != NO_CELL)
                    .collect();
                if !cells.is_empty() {
                    all.extend(&cells);
                    rows.push((arrival, cells));
                }
            }
            let per = ("minutes", "step begun");
            let source = "end of the step before (or arrival) to the begin of this one";
            if !all.is_empty() {
                self.add(
                    &format!("step_wait_minutes.{name}"),
                    &format!("Wait for {name}"),
                    per,
                    Better::Lower,
                    source,
                    Fold::Mean(all, MINUTE),
                );
            }
            for (arrival, cells) in rows {
                self.add(
                    &format!("step_wait_minutes.{name}.{arrival}"),
                    &format!("Wait for {name}, {arrival}"),
                    per,
                    Better::Lower,
                    source,
                    Fold::Mean(cells, MINUTE),
                );
            }
        }
    }

    pub(super) fn add_message_rows(&mut self, model: &Model) {
        if model.messages.is_empty() {
            return;
        }
        let cell = |fact: Fact| fact as CellId;
        let all = (0..model.messages.len()).map(|kind| self.message(kind as u16)).collect();
        self.add(
            "inbox_messages_per_week",
            "Messages arriving",
            ("messages", "week"),
            Better::Neither,
            "count of messages of all kinds",
            Fold::CountPerWeek(all),
        );
        for (kind, name) in model.messages.iter().map(|message| &message.name).enumerate() {
            self.add(
                &format!("inbox_messages_per_week.{name}"),
                &format!("Messages arriving: {name}"),
                ("messages", "week"),
                Better::Neither,
                "count of messages of this kind",
                Fold::CountPerWeek(vec![self.message(kind as u16)]),
            );
        }
        let closed = ("hours", "message closed");
        self.add(
            "inbox_turnaround_hours",
            "Time until a message is closed",
            closed,
            Better::Lower,
            "arrival to the end of the last touch",
            Fold::Mean(vec![cell(Fact::Turnaround)], HOUR),
        );
        self.add(
            "inbox_turnaround_hours_p90",
            "Time until 9 of 10 messages are closed",
            closed,
            Better::Lower,
            "90th percentile of the same",
            Fold::Quantile(Spread::Turnaround, 0.9, HOUR),
        );
        if model.sources.iter().any(|source| source.due_hours.is_some()) {
            self.add(
                "inbox_late_fraction",
                "Messages closed late",
                ("share", "message with a due time"),
                Better::Lower,
                "closed after `due_hours`",
                Fold::Share(vec![cell(Fact::Late)], vec![cell(Fact::Due)]),
            );
        }
        if model.time.calendar {
            self.add(
                "inbox_backlog",
                "Messages open at the day's end",
                ("messages", "clinic and open day"),
                Better::Lower,
                "open messages when the clinic closes",
                Fold::SumPerCount(cell(Fact::Backlog), cell(Fact::Backlog), 1.0),
            );
        }
        let scheduled: Vec<CellId> = (0..model.roles.len())
            .filter(|&r| model.roles[r].clinician && model.people.iter().any(|p| usize::from(p.role) == r))
            .map(|r| self.role(r as u16) + role_cell::SCHEDULED)
            .collect();
        if !scheduled.is_empty() {
            self.add(
                "inbox_traffic_intensity",
                "Traffic intensity of clinicians' inboxes",
                ("ratio", "scheduled minute not taken by visits"),
                Better::Lower,
                "arriving message minutes over the time left for them",
                Fold::TimeRatio(
                    cell(Fact::ClinicianMessageWork),
                    scheduled,
                    Some(cell(Fact::ClinicianVisitWork)),
                ),
            );
        }
    }

    pub(super) fn add_staff_rows(&mut self, model: &Model) {
        let staffed: Vec<usize> = (0..model.roles.len())
            .filter(|&r| model.people.iter().any(|p| usize::from(p.role) == r))
            .collect();
        for &r in &staffed {
            let (name, base) = (&model.roles[r].name, self.role(r as u16));
            self.add(
                &format!("utilization.{name}"),
                &format!("Utilization of {name}"),
                ("ratio", "rostered minute"),
                Better::Neither,
                "busy over rostered time; work after hours counts as busy, so it can exceed 1",
                Fold::TimeRatio(base + role_cell::WORK, vec![base + role_cell::SCHEDULED], None),
            );
        }
        for (k, name) in model.room_kinds.iter().enumerate() {
            let base = self.room(k as u16);
            self.add(
                &format!("room_utilization.{name}"),
                &format!("Rooms in use: {name}"),
                ("ratio", "room-minute while open"),
                Better::Neither,
                "occupied over open room time",
                Fold::TimeRatio(base + room_cell::BUSY, vec![base + room_cell::OPEN], None),
            );
        }
        for &r in staffed.iter().filter(|_| model.time.calendar) {
            let (name, base) = (&model.roles[r].name, self.role(r as u16));
            self.add(
                &format!("work_minutes_per_day.{name}"),
                &format!("Minutes worked by {name}"),
                ("minutes", "person and rostered day"),
                Better::Lower,
                "all minutes of work, in hours and after",
                Fold::SumPerCount(base + role_cell::WORK, base + role_cell::PERSON_DAYS, MINUTE),
            );
        }
        for &r in &staffed {
            let (name, base) = (&model.roles[r].name, self.role(r as u16));
            self.add(
                &format!("in_hours_intensity.{name}"),
                &format!("In-hours intensity of {name}"),
                ("ratio", "scheduled minute"),
                Better::Lower,
                "minutes worked in hours over scheduled minutes",
                Fold::TimeRatio(base + role_cell::IN_HOURS, vec![base + role_cell::SCHEDULED], None),
            );
        }
        if model.roles.iter().any(|role| role.wage_usd_per_hour > 0.0) {
            let roles = staffed
                .iter()
                .map(|&r| {
                    let base = self.role(r as u16);
                    let (wage, scheduled) = (model.roles[r].wage_usd_per_hour, base + role_cell::SCHEDULED);
                    let absence = base + role_cell::PAID_ABSENCE;
                    match model.roles[r].overtime_paid {
                        true => (
                            wage,
                            vec![scheduled, absence, base + role_cell::WORK],
                            Some(base + role_cell::IN_HOURS),
                        ),
                        false => (wage, vec![scheduled, absence], None),
                    }
                })
                .collect();
            self.add(
                "wages_usd_per_week",
                "Wages",
                ("US$", "week"),
                Better::Lower,
                "rostered hours, leave and illness included, and hours worked beyond them where overtime is paid, at the role's wage",
                Fold::Wages(roles),
            );
        }
    }
}
