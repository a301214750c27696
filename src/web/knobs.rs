//! The knobs of the page: what a room wants to turn first. A knob of an intervention holds a table of a shipped scenario; one of
//! the clinic sets a parameter of the page's own clinic.

use serde_json::{Map, Value as Json, json};

use super::DEFAULT;
use super::catalogue::{declared, intervention};
use crate::clinic::Parameters;
use crate::clinic::intervention::{ABOUT, Change, KINDS};
use crate::clinic::parameters::check::check;
use crate::declaration::Section;
use crate::scenario::{self, catalogue::toml_to_json, root_fields};

/// A knob of an intervention.
struct Turned {
    id: &'static str,
    label: &'static str,
    help: &'static str,
    group: &'static str,
    /// The name of the intervention among the changes.
    name: &'static str,
    /// The shipped scenario that holds its table, and the kind.
    from: (&'static str, &'static str),
    /// What is set otherwise in that table, as paths and JSON.
    set: &'static [(&'static str, &'static str)],
    /// What a slider sets: path in the table, ends, step, and where it is as if it were not there; `None` for a switch.
    slider: Option<(&'static str, [f64; 3], f64)>,
}

const WORK: &str = "Work";
const PEOPLE: &str = "People and rewards";
const DEMAND: &str = "Demand";
const CLINIC: &str = "The clinic itself";

const TURNED: [Turned; 13] = [
    Turned {
        id: "second-ma",
        label: "More medical assistants",
        help: "People who are added, and nothing else: what they may take over is another change.",
        group: WORK,
        name: "second_ma",
        from: ("interventions/work-redesign/staffing.toml", "staffing"),
        set: &[],
        slider: Some(("staffing.add.ma", [0.0, 4.0, 1.0], 0.0)),
    },
    Turned {
        id: "inbox-triage",
        label: "Inbox triage: closed by staff",
        help: "Nurses look at patient messages first and assistants at results. The slider is the share of messages that nurses can \
               close; what they cannot goes on, and their time is spent.",
        group: WORK,
        name: "triage",
        from: ("interventions/work-redesign/inbox-triage.toml", "inbox_triage"),
        set: &[],
        slider: Some(("inbox_triage.kinds.patient_message.closes_at_first_touch", [0.0, 0.9, 0.05], 0.0)),
    },
    Turned {
        id: "annual-renewal",
        label: "Annual renewal of prescriptions",
        help: "The annual visit extends stable prescriptions for 18 months. It takes a year until everybody has been there.",
        group: WORK,
        name: "annual_renewal",
        from: ("interventions/work-redesign/annual-prescription-renewal.toml", "annual_prescription_renewal"),
        set: &[],
        slider: None,
    },
    Turned {
        id: "team-documentation",
        label: "Team documentation: notes written by assistants",
        help: "The share of notes that an assistant in the room writes, where one is free. It takes weeks to learn.",
        group: WORK,
        name: "notes",
        from: ("interventions/work-redesign/team-documentation.toml", "team_documentation"),
        set: &[],
        slider: Some(("team_documentation.note_share", [0.0, 1.0, 0.05], 0.0)),
    },
    Turned {
        id: "central-prior-authorization",
        label: "Prior authorisations in one hand",
        help: "Nurses do forms and calls of all prior authorisations, in place of assistants and clinicians. A specialist of one's \
               own is the scenario central-prior-auth.toml.",
        group: WORK,
        name: "central_team",
        from: ("interventions/work-redesign/central-prior-authorization.toml", "central_prior_authorization"),
        set: &[("central_prior_authorization.by", "\"nurse\"")],
        slider: None,
    },
    Turned {
        id: "protected-time",
        label: "Protected time",
        help: "Blocks without meetings and interruptions; an hour a week for own templates in the first eight weeks.",
        group: WORK,
        name: "protected",
        from: ("interventions/work-redesign/protected-time.toml", "protected_time"),
        set: &[],
        slider: None,
    },
    Turned {
        id: "huddles",
        label: "A huddle each morning",
        help: "Ten minutes in which the team evens out the day. Under load nobody comes, unless leaders protect the time.",
        group: WORK,
        name: "huddle",
        from: ("interventions/team-and-leadership/huddles.toml", "huddles"),
        set: &[],
        slider: None,
    },
    Turned {
        id: "resilience-app",
        label: "A resilience app",
        help: "A quarter of an hour in each lunch break, for those who come. The work stays as it is.",
        group: PEOPLE,
        name: "app",
        from: ("bundles/app-in-an-overloaded-clinic.toml", "individual_program"),
        set: &[],
        slider: None,
    },
    Turned {
        id: "after-hours-reward",
        label: "A bonus for few minutes after hours",
        help: "How much hangs on the number: 1 is a usual bonus, here 150 US$ a week for each of four clinicians.",
        group: PEOPLE,
        name: "bonus",
        from: ("bundles/campbell.toml", "after_hours_incentive"),
        set: &[("cost.running_usd_per_week", "600")],
        slider: Some(("after_hours_incentive.stakes", [0.0, 3.0, 0.25], 0.0)),
    },
    Turned {
        id: "demand",
        label: "Requests for visits, times",
        help: "More or fewer patients ask for visits, from the first week on: 1.1 is ten per cent more.",
        group: DEMAND,
        name: "demand",
        from: ("surge.toml", "demand_shock"),
        set: &[("demand_shock", "{\"visits_factor\": 1.1}"), ("rollout", "{}")],
        slider: Some(("demand_shock.visits_factor", [0.7, 1.5, 0.05], 1.0)),
    },
    Turned {
        id: "messages",
        label: "Messages, times",
        help: "More or fewer messages reach the inbox, from the first week on: in the pandemic it was 1.57 times as many.",
        group: DEMAND,
        name: "more_messages",
        from: ("surge.toml", "demand_shock"),
        set: &[("demand_shock", "{\"messages_factor\": 1.57}"), ("rollout", "{}")],
        slider: Some(("demand_shock.messages_factor", [0.5, 2.0, 0.05], 1.0)),
    },
    Turned {
        id: "panel-size",
        label: "Panels become, times",
        help: "Smaller or larger panels, over half a year; with smaller ones goes a cap on what is booked. Patients who leave ask \
               elsewhere.",
        group: DEMAND,
        name: "panels",
        from: ("interventions/work-redesign/panel-size.toml", "panel_size"),
        set: &[],
        slider: Some(("panel_size.panel_factor", [0.7, 1.3, 0.05], 1.0)),
    },
    Turned {
        id: "virtual-visits",
        label: "Visits by video at the ends of the day",
        help: "Half of the first and last appointments of a day are virtual.",
        group: WORK,
        name: "virtual",
        from: ("interventions/work-redesign/virtual-visits.toml", "virtual_visits"),
        set: &[],
        slider: None,
    },
];

/// A knob of the clinic: id, label, help, path, and the ends and step of a slider; `None` for a switch.
type OfClinic = (&'static str, &'static str, &'static str, &'static str, Option<[f64; 3]>);

const OF_CLINIC: [OfClinic; 5] = [
    (
        "physicians",
        "Physicians",
        "Each brings a panel of patients of the same size.",
        "clinics.main.staff.physicians.count",
        Some([1.0, 6.0, 1.0]),
    ),
    (
        "assistants",
        "Medical assistants from the start",
        "The clinic as if it had always had so many.",
        "clinics.main.staff.assistants.count",
        Some([2.0, 8.0, 1.0]),
    ),
    (
        "panel",
        "Patients for each clinician",
        "The clinic as if its panels had always been so large.",
        "clinics.main.panel_per_clinician",
        Some([900.0, 2300.0, 50.0]),
    ),
    (
        "desk-minutes",
        "Desk minutes in each half day",
        "Time of clinicians in which no visits are booked.",
        "booking.desk_minutes_per_session",
        Some([0.0, 90.0, 5.0]),
    ),
    (
        "contagion",
        "Colleagues' states are catching",
        "Whether exhaustion and cynicism of colleagues add to one's own; how much is an assumption.",
        "well_being.theories.emotional_contagion",
        None,
    ),
];

/// All knobs.
pub fn all() -> Vec<Json> {
    let clinic = scenario::load_shipped::<Parameters>(DEFAULT, &[], check).ok();
    let own = |path: &str| {
        let shown = clinic.as_ref()?.shown.iter().find(|shown| shown.path == path)?;
        toml_to_json(&shown.value)
    };
    let turned = TURNED.iter().map(of_intervention);
    let mut knobs: Vec<Json> =
        turned.chain(OF_CLINIC.iter().map(|knob| of_clinic(knob, own(knob.3)))).collect();
    let groups = [WORK, PEOPLE, DEMAND, CLINIC];
    knobs.sort_by_key(|knob| groups.iter().position(|group| knob["group"] == *group));
    knobs
}

/// The table that a knob's intervention has, by the knob's id; as it stands before its slider is moved.
pub fn table(id: &str) -> Option<(&'static str, Json)> {
    let knob = TURNED.iter().find(|knob| knob.id == id)?;
    Some((knob.name, table_of(knob)))
}

fn table_of(knob: &Turned) -> Json {
    let (scenario, kind) = knob.from;
    let table = intervention(scenario, |table| table.contains_key(kind)).unwrap_or_default();
    let mut table = Json::Object(table);
    for (path, value) in knob.set {
        put(&mut table, path, serde_json::from_str(value).unwrap_or(Json::Null));
    }
    table
}

/// Sets a value in a tree of tables; an empty table takes away what stood there.
pub fn put(table: &mut Json, path: &str, value: Json) {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    if !table.is_object() {
        *table = Json::Object(Map::new());
    }
    if let Json::Object(entries) = table {
        match rest {
            Some(rest) => put(entries.entry(first).or_insert(Json::Null), rest, value),
            None if value.as_object().is_some_and(Map::is_empty) => drop(entries.remove(first)),
            None => drop(entries.insert(first.to_owned(), value)),
        }
    }
}

fn of_intervention(knob: &Turned) -> Json {
    let kind = knob.from.1;
    let about = KINDS.iter().zip(ABOUT).find(|(name, _)| **name == kind).map(|(_, about)| about);
    let mut json = json!({
        "id": knob.id, "label": knob.label, "help": knob.help, "group": knob.group,
        "intervention": { "name": knob.name, "table": table_of(knob) },
        "resettles": false,
    });
    match knob.slider {
        Some((path, [low, high, step], neutral)) => {
            let declared = declared(&Change::fields(), path);
            let more = json!({
                "kind": "slider", "path": path, "low": low, "high": high, "step": step, "neutral": neutral,
                "unit": declared.map(|d| d.unit), "source": declared.map(|d| d.source),
                "grade": declared.map(|d| d.grade.words()),
            });
            merge(&mut json, more);
        }
        None => {
            let more = json!({
                "kind": "switch", "path": null, "low": null, "high": null, "step": null, "neutral": false, "unit": "",
                "source": about.map(|about| about.reported), "grade": about.map(|about| about.grade.words()),
            });
            merge(&mut json, more);
        }
    }
    json
}

fn of_clinic((id, label, help, path, slider): &OfClinic, own: Option<Json>) -> Json {
    let declared = declared(&root_fields::<Parameters>(), path);
    let number = |place: usize| slider.map(|ends| ends[place]);
    json!({
        "id": id, "label": label, "help": help, "group": CLINIC, "intervention": null, "path": path,
        "kind": if slider.is_some() { "slider" } else { "switch" },
        "low": number(0), "high": number(1), "step": number(2), "neutral": own,
        "unit": declared.map(|d| d.unit), "source": declared.map(|d| d.source),
        "grade": declared.map(|d| d.grade.words()), "resettles": true,
    })
}

fn merge(json: &mut Json, more: Json) {
    if let (Json::Object(json), Json::Object(more)) = (json, more) {
        json.extend(more);
    }
}
