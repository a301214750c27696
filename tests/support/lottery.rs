//! Random small scenarios, made from a list of choices: an empty list (or one of zeros) gives the simplest
//! scenario, so that a failing one shrinks to something that can be read.

use std::fmt::Write;

#[path = "lottery_days.rs"]
mod days;
#[path = "lottery_interventions.rs"]
mod interventions;
#[path = "lottery_panels.rs"]
mod panels;
#[path = "lottery_people.rs"]
mod people;

/// Choices, taken from the front; where there are none left, every choice is the first.
pub struct Choices<'a>(pub &'a [u8]);

impl Choices<'_> {
    fn number(&mut self, below: usize) -> usize {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(*first) % below
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.number(choices.len())]
    }

    /// True once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        times - 1 == self.number(times)
    }
}

const ROLES: [&str; 3] = ["doctor", "nurse", "clerk"];
const MINUTES: [&str; 11] = [
    "10",
    "{ exponential = { mean = 8 } }",
    "{ lognormal = { mean = 12, cv = 1 } }",
    "0",
    "{ uniform = { low = 0, high = 30 } }",
    "{ gamma = { mean = 5, cv = 2 } }",
    "{ normal = { mean = 5, sd = 10 } }",
    "{ erlang = { mean = 20, stages = 3 } }",
    "240",
    "{ weibull = { shape = 2, scale = 9 } }",
    "{ empirical = { values = [1, 7, 30], weights = [3, 2, 1] } }",
];

/// What later parts of a scenario must know of the earlier ones.
#[derive(Default)]
struct Plan {
    calendar: bool,
    weeks: usize,
    /// Whether days end at people's own limits.
    own_limit: bool,
    /// Whether a session begins at midnight, so that nothing comes before it.
    begins_at_midnight: bool,
    clinics: usize,
    /// Whether there are panels that ask for visits, with a pathway `seen` of their own.
    panels: bool,
    /// Whether a step names assistants.
    assistants: bool,
    /// Whether every pathway brings orders, so that tasks may take minutes for each.
    needs: bool,
    /// Roles (indices) of each task; empty: nobody is needed.
    tasks: Vec<Vec<usize>>,
    /// Kinds of messages.
    kinds: Vec<String>,
}

impl Plan {
    /// What every case brings, where it does.
    fn needs_text(&self) -> &'static str {
        match self.needs {
            true => "\nneeds = { orders = { empirical = { values = [0, 1, 3], weights = [1, 2, 1] } } }",
            false => "",
        }
    }
}

/// A scenario, and two sets of interventions, either of which may be added to it.
pub struct Lot {
    /// The scenario without interventions.
    pub base: String,
    /// Interventions; both empty where the system has no calendar.
    pub changes: [String; 2],
}

/// A scenario with its interventions. Some have faults (a person asked for a task that only others may do); they
/// are no use to a law.
pub fn scenario(choices: &mut Choices<'_>) -> Lot {
    let mut text = String::from("schema = 1\n");
    let mut plan = frame(choices, &mut text);
    plan.panels = plan.calendar && choices.once_in(2);
    plan.needs = choices.once_in(2);
    staff(choices, &mut plan, &mut text);
    tasks(choices, &mut plan, &mut text);
    let pathways = 1 + choices.number(2);
    for pathway in 0..pathways {
        steps(choices, &plan, pathway, &mut text);
    }
    let _ = writeln!(
        text,
        "[pathways.paper]{}\n[pathways.paper.steps.write]\ntask = \"t0\"\npriority = -1",
        plan.needs_text()
    );
    for arrival in 0..1 + choices.number(3) {
        arrivals(choices, &plan, pathways, arrival, &mut text);
    }
    for message in 0..choices.number(3) {
        messages(choices, &mut plan, message, &mut text);
    }
    if plan.panels {
        panels::add(choices, &mut plan, &mut text);
    }
    if plan.calendar && choices.once_in(3) {
        days::by_the_clock(choices, &mut text);
    }
    if choices.once_in(3) {
        days::rules(choices, &plan, &mut text);
    }
    if plan.calendar && choices.once_in(2) {
        people::add(choices, &plan, &mut text);
    }
    let changes = [(); 2].map(|()| interventions::some(choices, &plan));
    Lot { base: text, changes }
}

/// Weeks and sessions, or a system that never closes.
fn frame(choices: &mut Choices<'_>, text: &mut String) -> Plan {
    let plan = |calendar| Plan { calendar, clinics: 1, ..Plan::default() };
    if choices.once_in(6) {
        let until = choices.of(&["", "observe_until_hours = 90\n"]);
        let from = choices.of(&[0, 20]);
        let _ = writeln!(text, "[run]\nhours = 100\nobserve_from_hours = {from}\n{until}");
        return plan(false);
    }
    let weeks = 1 + choices.number(6);
    let warmup = choices.number(3);
    let _ =
        writeln!(text, "[run]\nweeks = {weeks}\nwarmup_weeks = {warmup}\nperiod = [0, {weeks}]\n[calendar]");
    let (first_session, sessions) = choices.of(&[
        ("day", "day = \"08:00-16:00\""),
        ("am", "am = \"08:00-12:00\", pm = \"13:00-17:00\""),
        ("early", "early = \"06:00-09:30\", late = \"09:30-12:00\", night = \"20:00-24:00\""),
        ("all", "all = \"00:00-24:00\""),
        ("night", "night = \"00:00-06:00\", day = \"08:00-16:00\""),
    ]);
    let days: &'static [&'static str] = choices.of(&[
        &["mon", "tue", "wed", "thu", "fri"] as &[_],
        &["mon"],
        &["wed", "sun"],
        &["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    ]);
    let _ = writeln!(text, "sessions = {{ {sessions} }}\nopen_days = {days:?}");
    let day_end = choices.of(&["until_empty", "stop", "own_limit", "own_limit"]);
    let _ = writeln!(text, "day_end = \"{day_end}\"");
    let _ = writeln!(text, "day_factor_cv = {}", choices.of(&["0", "0.3", "1.5"]));
    if choices.once_in(4) {
        let _ = writeln!(text, "holidays = [\"w0.{}\", \"w1.mon\"]", days[0]);
    }
    let _ = writeln!(text, "[templates.part]\n{} = [\"{first_session}\"]", days[days.len() - 1]);
    let begins_at_midnight = matches!(first_session, "all" | "night");
    Plan { weeks, own_limit: day_end == "own_limit", begins_at_midnight, ..plan(true) }
}

/// Roles, one or two clinics, and a group of each role; the second clinic may share the first one's people.
fn staff(choices: &mut Choices<'_>, plan: &mut Plan, text: &mut String) {
    for role in ROLES {
        let clinician = role == "doctor" || choices.once_in(5);
        let _ = writeln!(
            text,
            "[roles.{role}]\nclinician = {clinician}\nwage_usd_per_hour = {}",
            choices.of(&[0, 40])
        );
        days::of_a_role(choices, plan, role, text);
    }
    plan.clinics = 1 + choices.number(2);
    let shared: Vec<bool> = ROLES.iter().map(|_| plan.clinics == 2 && choices.once_in(2)).collect();
    for clinic in 0..plan.clinics {
        let _ = writeln!(text, "[clinics.c{clinic}]\nrooms = {{ exam = {} }}", 1 + choices.number(3));
        if plan.panels {
            let _ = writeln!(text, "panel_per_clinician = {}", choices.of(&[40, 120, 300]));
        }
        if choices.once_in(4) {
            text.push_str("teams = 2\n");
        }
        for (role, name) in ROLES.iter().enumerate().filter(|(role, _)| clinic == 0 || !shared[*role]) {
            let _ = writeln!(
                text,
                "[clinics.c{clinic}.staff.{name}s]\nrole = \"{name}\"\ncount = {}",
                choices.of(&[1, 2, 4])
            );
            if plan.calendar && choices.once_in(4) {
                let _ = writeln!(text, "fte = {}", choices.of(&["0.5", "0.3", "0.9"]));
            }
            if plan.calendar && choices.once_in(5) {
                text.push_str("template = \"part\"\n");
            }
            if choices.once_in(4) {
                let _ = writeln!(text, "speed = {}", choices.of(&["0.5", "1.7"]));
            }
            if clinic == 0 && shared[role] {
                text.push_str("also_serves = [\"c1\"]\n");
            }
            let groups: Vec<&str> =
                (0..ROLES.len()).filter(|r| clinic == 0 || !shared[*r]).map(|r| ROLES[r]).collect();
            days::of_a_group(choices, name, &groups, text);
        }
    }
}

fn tasks(choices: &mut Choices<'_>, plan: &mut Plan, text: &mut String) {
    let sets: [&[usize]; 8] = [&[0], &[1], &[0, 1], &[1, 0], &[2], &[], &[2, 1, 0], &[1, 2]];
    for task in 0..4 {
        let roles = if task == 0 { &[2, 1, 0] } else { choices.of(&sets) };
        plan.tasks.push(roles.to_vec());
        let names: Vec<&str> = roles.iter().map(|role| ROLES[*role]).collect();
        let class = choices.of(&["visit", "note", "administration", "care", "order"]);
        let _ = writeln!(
            text,
            "[tasks.t{task}]\nclass = \"{class}\"\nroles = {names:?}\nminutes = {}",
            choices.of(&MINUTES)
        );
        days::of_a_task(choices, plan, text);
    }
}

/// One to four steps that follow each other, with ways back and ways out.
fn steps(choices: &mut Choices<'_>, plan: &Plan, pathway: usize, text: &mut String) {
    let last = choices.number(4);
    let _ = writeln!(text, "[pathways.p{pathway}]\nfirst = \"s0\"{}", plan.needs_text());
    let mut holds_room = false;
    for step in 0..=last {
        let task = choices.number(plan.tasks.len());
        let staffed = !plan.tasks[task].is_empty();
        let _ = writeln!(text, "[pathways.p{pathway}.steps.s{step}]\ntask = \"t{task}\"");
        let rules: &[&str] =
            if holds_room { &["keep", "release", "none", "take exam"] } else { &["none", "take exam"] };
        let room = choices.of(rules);
        holds_room = matches!(room, "keep" | "take exam");
        let _ = writeln!(text, "room = \"{room}\"\npriority = {}", choices.of(&[0, 1, -1, 2]));
        if staffed {
            let _ = writeln!(text, "preempts = {}", choices.once_in(4));
            let by = if step > 0 {
                &["anyone", "own_clinician", "same_person"] as &[_]
            } else {
                &["anyone", "own_clinician"]
            };
            let by = choices.of(by);
            let _ = writeln!(text, "by = \"{by}\"");
            if choices.once_in(4) {
                let helpers = choices.of(&[
                    &["nurse"] as &[&str],
                    &["clerk"],
                    &["nurse", "clerk"],
                    &["doctor"],
                    &["clerk", "doctor"],
                ]);
                let _ = writeln!(text, "helpers = {helpers:?}\nwait_for_helpers = {}", choices.once_in(3));
                if choices.once_in(2) {
                    let _ = writeln!(text, "helper_minutes = {}", choices.of(&MINUTES));
                }
            }
        }
        if choices.once_in(4) {
            text.push_str("starts = [\"paper\"]\n");
        }
        let onward = if step == last { "leave".to_string() } else { format!("s{}", step + 1) };
        let other = choices.number(step + 3);
        let other =
            if other == 0 || other > step + 1 { "leave".to_string() } else { format!("s{}", other - 1) };
        if choices.once_in(3) && other != onward {
            let _ = writeln!(text, "next = {{ {onward} = 0.7, {other} = 0.3 }}");
        } else {
            let _ = writeln!(text, "next = \"{onward}\"");
        }
    }
}

fn arrivals(choices: &mut Choices<'_>, plan: &Plan, pathways: usize, arrival: usize, text: &mut String) {
    let _ = writeln!(text, "[arrivals.a{arrival}]\nclinic = \"c{}\"", choices.number(plan.clinics));
    let pathway =
        if pathways == 2 { choices.of(&["\"p0\"", "\"p1\"", "{ p0 = 0.4, p1 = 0.6 }"]) } else { "\"p0\"" };
    let _ = writeln!(text, "pathway = {pathway}");
    let ways: &[&str] = &["rate", "interval", "profile", "slots", "week"];
    match choices.of(if plan.calendar { ways } else { &ways[..3] }) {
        "rate" => drop(writeln!(text, "per_hour = {}", choices.of(&["1", "4", "0", "0.2"]))),
        "interval" => drop(writeln!(
            text,
            "every = {}",
            choices.of(&["60", "{ exponential = { mean = 30 } }", "{ uniform = { low = 0, high = 90 } }"])
        )),
        "profile" => {
            text.push_str("per_hour = [3, 0, 0, 0, 0, 0, 0, 0, 2, 4, 1, 0, 0, 2, 2, 2, 5, 1, 0, 0, 1]\n")
        }
        "slots" => {
            text.push_str("slot_minutes = 20\nslots_per_day = 6\n");
            let _ = writeln!(
                text,
                "punctuality_minutes = {}",
                choices.of(&["0", "{ normal = { mean = 0, sd = 30 } }", "-600", "600"])
            );
            let _ = writeln!(
                text,
                "no_show_share = {}\nbooked_share = {}",
                choices.of(&["0", "0.3", "1"]),
                choices.of(&["1", "0.5"])
            );
        }
        _ => drop(writeln!(text, "by_hour_of_week = 0.5")),
    }
    if choices.once_in(4) {
        text.push_str("batch_size = 3\n");
    }
    if choices.once_in(4) {
        text.push_str("per = \"doctors\"\n");
    }
    if choices.once_in(3) {
        let _ = writeln!(text, "patience_minutes = {}", choices.of(&MINUTES));
    }
    if choices.once_in(4) {
        let _ = writeln!(text, "waiting_room = {}", choices.of(&[1, 0, 5]));
    }
    let _ = writeln!(text, "priority = {}", choices.of(&[0, 3, -1]));
}

fn messages(choices: &mut Choices<'_>, plan: &mut Plan, message: usize, text: &mut String) {
    plan.kinds.push(format!("m{message}"));
    let _ = writeln!(text, "[messages.m{message}]\nclinic = \"c{}\"", choices.number(plan.clinics));
    let route = choices.of(&[
        &["doctor"] as &[&str],
        &["nurse", "doctor"],
        &["clerk", "nurse", "doctor"],
        &["own_clinician"],
        &["nurse", "own_clinician"],
    ]);
    if route.contains(&"own_clinician") || choices.once_in(2) {
        text.push_str("per = \"doctors\"\n");
    }
    let _ = writeln!(text, "per_hour = {}", choices.of(&["1", "5", "0.1"]));
    let each: Vec<String> = route.iter().map(|role| format!("{role} = {}", choices.of(&MINUTES))).collect();
    let _ = writeln!(text, "route = {route:?}\nminutes = {{ {} }}", each.join(", "));
    let _ = writeln!(
        text,
        "closes_at_first_touch = {}\npriority = {}",
        choices.of(&["0", "0.5", "1"]),
        choices.of(&[0, 2, -1])
    );
    if choices.once_in(2) {
        text.push_str("due_hours = 2\n");
    }
}
