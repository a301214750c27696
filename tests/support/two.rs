//! Two clinics.

/// Two clinics that work alike, with panels, prescriptions, messages, people with states and money.
pub const TWO: &str = r#"
schema = 1
[run]
weeks = 8
warmup_weeks = 2
period = [0, 8]
[calendar]
sessions = { morning = "08:00-12:00", afternoon = "13:00-17:00" }
day_end = "own_limit"
[roles.physician]
clinician = true
day = { lunch_minutes = 40, stays_until = "18:00", evening = "20:00-23:00" }
[roles.ma]
day = { lunch_minutes = 40 }
[clinics.north]
panel_per_clinician = 300
rooms = { exam = 4 }
[clinics.north.staff]
physicians = { role = "physician", count = 2 }
assistants = { role = "ma", count = 2 }
[clinics.south]
panel_per_clinician = 350
rooms = { exam = 4 }
[clinics.south.staff]
physicians = { role = "physician", count = 2 }
assistants = { role = "ma", count = 3 }
[patients.ages.all]
long_term_medicines = 3
[demand.annual]
visits_per_patient_year = 10
pathway = "visit"
longest_wait_days = 10
reviews_medicines = true
[booking]
[tasks]
rooming = { roles = ["ma"], minutes = { lognormal = { mean = 6, cv = 0.5 } } }
visit = { roles = ["physician"], minutes = { lognormal = { mean = 18, cv = 0.6 } }, parts = { documentation = 0.2, order_entry = 0.1 } }
note = { class = "note", roles = ["physician"], minutes = { lognormal = { mean = 4, cv = 0.8 } }, extraneous_share = 0.1 }
orders = { class = "order", roles = ["physician"], minutes = 1.5, medication_orders = 1 }
[pathways.note.steps]
note = { task = "note", by = "own_clinician" }
[pathways.orders.steps]
orders = { task = "orders", by = "own_clinician" }
[pathways.visit.steps]
rooming = { task = "rooming", room = "take exam", next = "visit" }
visit = { task = "visit", by = "own_clinician", assistants = ["ma"], room = "release", starts = ["note", "orders"] }
[messages.patient_message]
source = "panel"
per_patient_year = 10
route = ["own_clinician"]
minutes = { own_clinician = { lognormal = { mean = 2, cv = 1 } } }
due_hours = 24
[messages.renewal_request]
source = "prescriptions"
route = ["ma", "own_clinician"]
closes_at_first_touch = 0.5
minutes = { ma = 3, own_clinician = 1 }
[rules.attestation]
tasks = ["note"]
minutes = 0.1
count = 5
[safety]
error_probability = 0.2
harm_share = 0.5
[safety.layers.alerts.alerts]
[well_being]
enabled = true
[economics]
price_year = 2023
discount_rate_per_year = 0.03
perspective = "clinic"
revenue_usd_per_visit = 100
"#;
