//! Rows of panels: access, appointments, notes, prescriptions.

use super::{CellId, Fact, Fold, HOUR, Layout, MINUTE, Spread, role_cell};
use crate::clinic::model::{Model, NONE};
use crate::clinic::parameters::values::TaskClass;
use crate::system::Better;

const DAY: f64 = 24.0 * HOUR;

impl Layout {
    /// Scheduled time of all clinicians.
    pub(super) fn clinicians_scheduled(&self, model: &Model) -> Vec<CellId> {
        let staffed = |r: &usize| model.people.iter().any(|p| usize::from(p.role) == *r);
        let clinicians = (0..model.roles.len()).filter(|r| model.roles[*r].clinician).filter(staffed);
        clinicians.map(|r| self.role(r as u16) + role_cell::SCHEDULED).collect()
    }

    /// Adds a row of counts or times for each full-time clinician and week: five full days of scheduled time.
    pub(super) fn add_per_clinician_week(
        &mut self,
        model: &Model,
        name_label: (&str, &str),
        unit: &str,
        better: Better,
        source: &str,
        fold: impl FnOnce(f64, Vec<CellId>) -> Fold,
    ) {
        let scheduled = self.clinicians_scheduled(model);
        if scheduled.is_empty() || model.time.full_day == 0.0 {
            return;
        }
        let week = 5.0 * model.time.full_day * MINUTE;
        let fold = fold(week, scheduled);
        let per = "full-time clinician and week at work";
        self.add(name_label.0, name_label.1, (unit, per), better, source, fold);
    }

    pub(super) fn add_panel_rows(&mut self, model: &Model) {
        let cell = |fact: Fact| fact as CellId;
        if model.roles.iter().any(|role| role.clinician) && !model.arrival_names.is_empty() {
            self.add_exam_rows(model);
        }
        if model.panel.demand.is_empty() {
            self.add_note_rows(model);
            return;
        }
        let waits = ("days", "appointment");
        let wanted = "from the day on which the visit was wanted to the appointment, kept or not";
        let mean = Fold::Mean(vec![cell(Fact::AccessWait)], DAY);
        self.add("access_wait_days", "Days until an appointment", waits, Better::Lower, wanted, mean);
        let p90 = Fold::Quantile(Spread::AccessWait, 0.9, DAY);
        let label = "Days until an appointment, 9 of 10 wait less";
        self.add("access_wait_days_p90", label, waits, Better::Lower, "90th percentile of the same", p90);
        self.add(
            "third_next_available_days",
            "Days until the third next free appointment",
            ("days", "clinician and day at work"),
            Better::Lower,
            "at opening: the third free appointment of the shortest kind that is not held",
            Fold::Mean(vec![cell(Fact::ThirdNext)], DAY),
        );
        if model.panel.groups.len() > 1 {
            let groups = (0..model.panel.groups.len()).map(|group| self.group(group as u16)).collect();
            self.add(
                "access_gap_days",
                "Gap between patient groups in days until an appointment",
                ("days", "pair of groups"),
                Better::Lower,
                "largest less smallest mean wait of a group",
                Fold::Gap(groups, DAY),
            );
        }
        self.add_per_clinician_week(
            model,
            ("demand_lost_per_week", "Requests for visits that are lost"),
            "requests",
            Better::Lower,
            "no appointment within the longest wait",
            |week, scheduled| Fold::CountRate(week, vec![cell(Fact::Lost)], scheduled),
        );
        self.add(
            "no_show_fraction",
            "Appointments that are not kept",
            ("share", "appointment due"),
            Better::Lower,
            "patients who do not come, over appointments not cancelled before",
            Fold::Share(vec![cell(Fact::NoShow)], vec![cell(Fact::Appointments)]),
        );
        self.add(
            "continuity_fraction",
            "Visits with the own clinician",
            ("share", "visit of a panel"),
            Better::Higher,
            "visits with the clinician of the panel, over all visits of panels",
            Fold::Share(vec![cell(Fact::OwnVisits)], vec![cell(Fact::PanelVisits)]),
        );
        self.add_note_rows(model);
        self.add_prescription_rows(model);
    }

    fn add_exam_rows(&mut self, model: &Model) {
        let cell = |fact: Fact| fact as CellId;
        let visit = ("minutes", "time in the room");
        self.add(
            "exam_minutes",
            "Clinician in the room",
            visit,
            Better::Neither,
            "a clinician's step of class visit, without the way there",
            Fold::Mean(vec![cell(Fact::Exam)], MINUTE),
        );
        self.add(
            "exam_minutes_sd",
            "Clinician in the room, standard deviation",
            visit,
            Better::Neither,
            "standard deviation of the same",
            Fold::Deviation(cell(Fact::Exam), cell(Fact::ExamSquares), MINUTE),
        );
        if !model.panel.demand.is_empty() {
            self.add(
                "visit_overrun_minutes",
                "Time in the room beyond what was booked",
                visit,
                Better::Lower,
                "mean time in the room less mean booked length",
                Fold::MeanExcess(cell(Fact::ExamOfPanel), cell(Fact::ExamBooked), MINUTE),
            );
        }
    }

    fn add_note_rows(&mut self, model: &Model) {
        let cell = |fact: Fact| fact as CellId;
        if !model.time.calendar || !model.steps.iter().any(|step| step.class == TaskClass::Note) {
            return;
        }
        let backlog = Fold::SumPerCount(cell(Fact::NotesOpen), cell(Fact::NotesOpen), 1.0);
        let per = ("notes", "clinic and open day");
        let source = "open notes when the clinic closes";
        self.add("notes_open", "Notes open at the day's end", per, Better::Lower, source, backlog);
        self.add(
            "note_closure_hours",
            "Time until a note is finished",
            ("hours", "note"),
            Better::Lower,
            "end of the step that asked for it to the end of the note",
            Fold::Mean(vec![cell(Fact::NoteClosure)], HOUR),
        );
    }

    fn add_prescription_rows(&mut self, model: &Model) {
        let cell = |fact: Fact| fact as CellId;
        if model.panel.prescriptions.is_none() {
            return;
        }
        self.add_per_clinician_week(
            model,
            ("renewal_requests_per_week", "Requests for renewals"),
            "requests",
            Better::Lower,
            "requests that come, whoever answers them",
            |week, scheduled| Fold::CountRate(week, vec![cell(Fact::Renewals)], scheduled),
        );
        let scheduled = self.clinicians_scheduled(model);
        let day = model.time.full_day;
        self.add(
            "renewal_minutes_per_day",
            "Minutes on renewals, all roles",
            ("minutes", "full-time clinician and day at work"),
            Better::Lower,
            "minutes of all roles on requests for renewals",
            Fold::Rate(day, vec![cell(Fact::RenewalWork)], scheduled),
        );
        self.add(
            "medication_adherence",
            "Time covered by prescriptions",
            ("share", "day of a long-term medicine"),
            Better::Higher,
            "one less the time between running out and renewal, over the time of all prescriptions",
            Fold::Complement(cell(Fact::WithoutMedicine), cell(Fact::PrescriptionTime)),
        );
    }

    pub(super) fn add_authorisation_rows(&mut self, model: &Model) {
        if model.steps.iter().any(|step| step.class == TaskClass::Authorisation && step.message != NONE) {
            self.add_per_clinician_week(
                model,
                ("prior_auth_hours_per_week", "Hours on prior authorisations, all roles"),
                "hours",
                Better::Lower,
                "hours of all roles on prior authorisations",
                |week, scheduled| Fold::Rate(week / HOUR, vec![Fact::AuthorisationWork as CellId], scheduled),
            );
        }
    }
}
