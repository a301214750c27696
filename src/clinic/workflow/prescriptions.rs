//! Prescriptions of long-term medicines: they run out on a date; patients ask; a renewal, or a visit that extends
//! them, sets a new date. Nothing else decides how many requests come.

use super::arrival::Subject;
use super::{Event, Simulation};
use crate::clinic::diary::What;
use crate::clinic::measures::Fact;
use crate::clinic::model::{Model, NONE, PrescriptionModel};
use crate::clinic::patients::{Patient, Prescription, Supply};
use crate::clinic::world::{CaseId, NO_PATIENT, State};
use crate::engine::calendar::Calendar;
use crate::engine::random::{Identity, Purpose, Seed};
use crate::engine::time::{DAY, Span, Time};

const ATTRIBUTES: Purpose = Purpose::named("patient attributes");
const FIRST_END: Purpose = Purpose::named("first end of supply");
const ASKS_LATE: Purpose = Purpose::named("asks late");
const EXTENDED: Purpose = Purpose::named("extended");
/// Most long-term medicines of a patient.
const MOST_MEDICINES: f64 = 50.0;

/// Who a patient is, as an owner of random streams.
fn identity_of(model: &Model, patient: &Patient, number: u32) -> Identity {
    let owner = &model.people[usize::from(patient.owner)];
    owner.identity.child(u64::from(number - owner.patients.0)).child(PATIENT_MARK)
}

/// Sets the identities of patients apart from those of other children of a person.
const PATIENT_MARK: u64 = 0x7061_7469_656e_7473;

/// The patients of all panels with their attributes.
pub(super) fn patients(model: &Model, seed: Seed) -> (Vec<Patient>, Vec<Prescription>) {
    let mut patients = Vec::with_capacity(model.panel.patients as usize);
    let mut prescriptions = Vec::new();
    for (p, person) in model.people.iter().enumerate() {
        for number in 0..person.patients.1 {
            let index = patients.len() as u32;
            let mut patient = Patient {
                owner: p as u16,
                age: 0,
                group: 0,
                first_prescription: 0,
                prescriptions: 0,
                appointment: u32::MAX,
            };
            let identity = identity_of(model, &patient, person.patients.0 + number);
            let mut stream = seed.stream(ATTRIBUTES, identity);
            let (age, group) = (stream.uniform(), stream.uniform());
            let place = |upto: &dyn Fn(usize) -> f64, u: f64| {
                (0..).find(|k| u < upto(*k)).expect("the last share reaches beyond 1")
            };
            let ages = &model.panel.ages;
            patient.age = place(&|k| ages[k].upto, age) as u8;
            patient.group = place(&|k| model.panel.groups[k].upto, group) as u8;
            if let Some(set) = &model.panel.prescriptions {
                let medicines = ages[usize::from(patient.age)].medicines.sample_at_least_zero(&mut stream);
                patient.prescriptions = medicines.round().min(MOST_MEDICINES) as u8;
                patient.first_prescription = prescriptions.len() as u32;
                for medicine in 0..patient.prescriptions {
                    let own = identity.child(u64::from(medicine));
                    let left = seed.stream(FIRST_END, own).uniform() * set.supply_days as f64;
                    prescriptions.push(Prescription {
                        patient: index,
                        until: left as u32,
                        asks: 0,
                        renewals: 0,
                        supply: Supply::Runs,
                    });
                }
            }
            patients.push(patient);
        }
    }
    (patients, prescriptions)
}

impl Simulation<'_> {
    fn supply(&self) -> &PrescriptionModel {
        self.model.panel.prescriptions.as_ref().expect("a prescription belongs to a panel that has them")
    }

    /// At the beginning: patients, and the dates on which their prescriptions run out.
    pub(super) fn begin_panels(&mut self, calendar: &mut Calendar<Event>) {
        let (patients, prescriptions) = patients(self.model, self.world.seed);
        (self.world.patients, self.world.prescriptions) = (patients, prescriptions);
        for id in 0..self.world.prescriptions.len() as u32 {
            self.enter_end(id, calendar);
        }
    }

    /// Who a prescription is, in its present run.
    fn prescription_identity(&self, id: u32) -> Identity {
        let prescription = self.world.prescriptions[id as usize];
        let patient = &self.world.patients[prescription.patient as usize];
        identity_of(self.model, patient, prescription.patient)
            .child(u64::from(id - patient.first_prescription))
            .child(u64::from(prescription.renewals))
    }

    /// Writes into the book when the patient will ask for a renewal: when the prescription runs out, some days before,
    /// or late; on a day and at an hour at which patients write.
    fn enter_end(&mut self, id: u32, calendar: &mut Calendar<Event>) {
        let until = u64::from(self.world.prescriptions[id as usize].until);
        let identity = self.prescription_identity(id);
        let set = self.supply();
        let (share, days) = &set.late;
        let mut stream = self.world.seed.stream(ASKS_LATE, identity);
        let asks = match *share > 0.0 && stream.uniform() < *share {
            true => until + days.sample_at_least_zero(&mut stream).round() as u64,
            false => until.saturating_sub(set.asks_before_days),
        };
        let today = self.world.midnight.micros() / DAY.micros();
        let hours = &self.model.messages[usize::from(set.kind)].hours;
        let mut day = asks.max(today + 1);
        while hours[(day % 7) as usize][23] <= 0.0 {
            day += 1; // the checks found a weight above 0 on some day
        }
        let weights = &hours[(day % 7) as usize];
        let at = stream.uniform() * weights[23];
        // `at` may be rounded up to the sum: then it is in the last hour in which requests come
        let last = weights.partition_point(|upto| *upto < weights[23]);
        let hour = weights.iter().position(|upto| at < *upto).unwrap_or(last);
        let moment = Time::ZERO + Span::days(day) + Span::hours(hour as f64 + stream.uniform());
        self.world.prescriptions[id as usize].asks = day as u32;
        self.write(moment, What::AsksForRenewal, id, calendar);
    }

    /// A patient asks for a renewal, unless the prescription has been extended meanwhile.
    pub(super) fn asks_for_renewal(&mut self, id: u32, calendar: &mut Calendar<Event>) {
        let prescription = self.world.prescriptions[id as usize];
        let today = self.world.midnight.micros() / DAY.micros();
        if prescription.supply == Supply::Asked || u64::from(prescription.asks) != today {
            return;
        }
        let patient = self.world.patients[prescription.patient as usize];
        let clinic = self.clinic_of(prescription.patient);
        if !self.is_of_panel(clinic, patient.owner, prescription.patient) {
            // somebody else extends it
            let until = u64::from(prescription.until).max(today) + self.supply().supply_days;
            self.extend(id, until as u32, calendar);
            return;
        }
        let kind = self.supply().kind;
        let source = self.model.messages[usize::from(kind)].sources[usize::from(patient.owner)];
        assert!(source != NONE, "a patient's clinician has an inbox");
        self.world.prescriptions[id as usize].supply = Supply::Asked;
        let identity = self.prescription_identity(id);
        self.note_renewal_request(self.model.sources[usize::from(source)].clinic, calendar.now());
        let subject = Subject { patient: prescription.patient, subject: id, ..Subject::of_nobody() };
        self.message_comes(source, identity, subject, calendar);
    }

    /// A request has been answered: the prescription runs for another time.
    pub(super) fn renew(&mut self, case: CaseId, calendar: &mut Calendar<Event>) {
        let id = self.world.cases[case as usize].subject;
        let days = self.supply().supply_days;
        let prescription = self.world.prescriptions[id as usize];
        if prescription.supply == Supply::Asked {
            // what is left is used up first
            let today = (calendar.now().micros() / DAY.micros()) as u32;
            self.extend(id, prescription.until.max(today) + days as u32, calendar);
        }
    }

    /// Sets a new end of supply and counts the time without medicine.
    fn extend(&mut self, id: u32, until: u32, calendar: &mut Calendar<Event>) {
        let now = calendar.now();
        let prescription = &mut self.world.prescriptions[id as usize];
        // what came before the present stretch of the record has been counted at its end
        let ended = (Time::ZERO + Span::days(u64::from(prescription.until))).max(self.record.since());
        prescription.until = until;
        prescription.renewals = prescription.renewals.wrapping_add(1);
        prescription.supply = Supply::Runs;
        let clinic = self.clinic_of(self.world.prescriptions[id as usize].patient);
        self.record.passed(clinic, Fact::WithoutMedicine as u32, ended, now.max(ended));
        self.enter_end(id, calendar);
    }

    fn clinic_of(&self, patient: u32) -> u16 {
        let owner = self.world.patients[patient as usize].owner;
        self.model.people[usize::from(owner)].clinic
    }

    /// A visit with a clinician ends: some prescriptions are extended, as a matter of course or because the annual
    /// visit reviews them all. Gives how many.
    pub(super) fn extend_at_visit(&mut self, id: CaseId, calendar: &mut Calendar<Event>) -> u8 {
        let case = &self.world.cases[id as usize];
        if case.patient_id == NO_PATIENT || self.model.panel.prescriptions.is_none() {
            return 0;
        }
        let patient = self.world.patients[case.patient_id as usize];
        let reviews =
            case.demand != NONE && self.model.panel.demand[usize::from(case.demand)].reviews_medicines;
        let levers = &self.world.levers[usize::from(case.clinic)];
        let review_days = crate::clinic::model::months_in_days(levers.renewal_months);
        let (review, usual) =
            (if reviews { levers.renewal_share } else { 0.0 }, self.supply().extended_share);
        if review <= 0.0 && usual <= 0.0 {
            return 0;
        }
        let (root, supply_days) = (case.root, self.supply().supply_days);
        let mut extended = 0;
        for medicine in 0..u32::from(patient.prescriptions) {
            let prescription = patient.first_prescription + medicine;
            // whether a medicine is stable belongs to the medicine, whether a visit extends it to the visit
            let stable = self.stable(prescription) < review;
            let drawn =
                || self.world.seed.stream(EXTENDED, root.child(u64::from(medicine))).uniform() < usual;
            let days = if stable { review_days } else { supply_days };
            if stable || (usual > 0.0 && drawn()) {
                // it runs from today, whatever was left, if that is longer
                let until = (calendar.now().micros() / DAY.micros() + days) as u32;
                if until > self.world.prescriptions[prescription as usize].until {
                    self.extend(prescription, until, calendar);
                    extended += u8::from(stable);
                }
            }
        }
        extended
    }

    /// A number in (0, 1) that belongs to a medicine for ever: below the share, it is stable.
    fn stable(&self, prescription: u32) -> f64 {
        let patient = self.world.prescriptions[prescription as usize].patient;
        let of = &self.world.patients[patient as usize];
        let identity =
            identity_of(self.model, of, patient).child(u64::from(prescription - of.first_prescription));
        self.world.seed.stream(EXTENDED, identity).uniform()
    }

    /// The time of all prescriptions of a clinic passes, and that of those who are still without medicine.
    pub(super) fn count_prescription_time(&mut self, from: Time, until: Time) {
        if self.model.panel.prescriptions.is_none() {
            return;
        }
        for (p, person) in self.model.people.iter().enumerate().filter(|(_, person)| person.patients.1 > 0) {
            let (first, number) = person.patients;
            let last = self.world.patients[(first + number - 1) as usize];
            let of_first = self.world.patients[first as usize].first_prescription;
            let prescriptions = last.first_prescription + u32::from(last.prescriptions) - of_first;
            debug_assert_eq!(usize::from(last.owner), p);
            let micros = self.record.observed_micros(from, until) * u128::from(prescriptions);
            self.record.add(person.clinic, Fact::PrescriptionTime as u32, micros);
            let until_day = (until.micros() / DAY.micros()) as u32;
            for id in of_first..of_first + prescriptions {
                if self.world.prescriptions[id as usize].until >= until_day {
                    continue;
                }
                let ended = Time::ZERO + Span::days(u64::from(self.world.prescriptions[id as usize].until));
                let without = self.record.observed_micros(ended.max(from), until);
                self.record.add(person.clinic, Fact::WithoutMedicine as u32, without);
            }
        }
    }

    /// Every prescription that runs stands in the book under the day on which its patient asks; of every other one a
    /// request is open.
    pub(super) fn check_prescriptions(&self) {
        let Some(set) = &self.model.panel.prescriptions else { return };
        let mut known = vec![false; self.world.prescriptions.len()];
        for entry in self.world.book.entries().filter(|entry| entry.what == What::AsksForRenewal) {
            let prescription = self.world.prescriptions[entry.id as usize];
            let day = entry.at.micros() / DAY.micros();
            known[entry.id as usize] |=
                prescription.supply == Supply::Runs && u64::from(prescription.asks) == day;
        }
        let kind = &self.model.messages[usize::from(set.kind)];
        for case in self.world.cases.iter().filter(|case| case.state != State::Free && case.message) {
            if case.patient_id != NO_PATIENT && kind.sources.contains(&case.source) {
                known[case.subject as usize] |=
                    self.world.prescriptions[case.subject as usize].supply == Supply::Asked;
            }
        }
        let lost = known.iter().filter(|known| !**known).count();
        assert_eq!(lost, 0, "every prescription runs until its date, or its patient asks for a renewal");
    }
}
