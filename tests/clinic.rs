//! What happens in small clinics whose course can be told by hand.

#[path = "support/clinic.rs"]
mod support;

use cliniq::clinic::Clinics;
use cliniq::engine::random::Seed;
use cliniq::system::{System, Window};
use support::{DOCTOR, case, case_with, faults, index, measure, run, value};

fn with(more: &str) -> String {
    format!("{DOCTOR}{more}")
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-6, "{a} is not {b}");
}

/// One patient every 30 minutes from opening, each seen for 20: nobody waits, but at lunch.
#[test]
fn lunch_is_a_break() {
    // 08:30, 09:00 … 16:30: the first interval ends at 08:30. 12:00 and 12:30 wait until 13:00; the first is
    // seen 13:00, the second 13:20, the one of 13:00 at 13:40, then 13:30 at 14:00, 14:00 at 14:20, 14:30 at 14:40.
    let text = with("[arrivals.a]\npathway = \"visit\"\nevery = 30\n");
    let clinic = case(&text);
    let outcome = run(&clinic, 1, 0);
    close(value(&clinic, &outcome, "visits_per_week"), 17.0);
    let waits = 60.0 + 50.0 + 40.0 + 30.0 + 20.0 + 10.0;
    close(value(&clinic, &outcome, "patient_wait_minutes"), waits / 17.0);
    close(value(&clinic, &outcome, "last_completion_minutes"), 8.0 * 60.0 + 50.0);
    close(value(&clinic, &outcome, "utilization.doctor"), 17.0 * 20.0 / 480.0);
}

/// Who comes at 16:50 to a full day is seen after hours, or sent home.
#[test]
fn day_end_stays_or_stops() {
    let text = with("[arrivals.a]\npathway = \"visit\"\nper_hour = [0,0,0,0,0,0,0,0,5,5,5,5,0,5,5,5,5]\n");
    let stays = case(&text);
    let outcome = run(&stays, 3, 0);
    close(value(&stays, &outcome, "left_without_being_seen_fraction"), 0.0);
    assert!(value(&stays, &outcome, "utilization.doctor") > 1.3, "40 visits take longer than the day");
    assert!(value(&stays, &outcome, "in_hours_intensity.doctor") <= 1.0);
    let stops = case_with(&text, &["calendar.day_end=stop"]);
    let outcome = run(&stops, 3, 0);
    assert!(value(&stops, &outcome, "left_without_being_seen_fraction") > 0.2);
    assert!(value(&stops, &outcome, "utilization.doctor") < 1.1);
    let seen = value(&stops, &outcome, "visits_per_week");
    assert!((20.0..=26.0).contains(&seen), "480 minutes hold 24 visits of 20, found {seen}");
}

/// Messages that come at night wait until the morning; with `stop` what is left at closing waits too.
#[test]
fn messages_wait_for_the_morning() {
    let more = r#"
[messages.note]
per = "doctors"
per_hour = [1, 1, 1, 1, 1, 1, 1, 1]
route = ["doctor"]
minutes = { doctor = 0 }
"#;
    let clinic = case(&with(more));
    // arrivals are spread evenly over 00:00 to 08:00, so the mean time until 08:00 is about 4 hours
    let mut mean = 0.0;
    let mut number = 0.0;
    for replication in 0..40 {
        let outcome = run(&clinic, 5, replication);
        let count = value(&clinic, &outcome, "inbox_messages_per_week");
        if count > 0.0 {
            mean += value(&clinic, &outcome, "inbox_turnaround_hours") * count;
            number += count;
        }
    }
    // 320 messages, standard deviation 2.3 h each: four standard errors are 0.52 h (false alarm 1 in 16,000)
    assert!((mean / number - 4.0).abs() < 0.52, "{}", mean / number);
}

/// A more urgent patient interrupts; the other is resumed where it stopped.
#[test]
fn preemption_resumes() {
    let more = r#"
[tasks.long]
roles = ["doctor"]
minutes = 100
[tasks.urgent]
roles = ["doctor"]
minutes = 30
[pathways.long.steps.long]
task = "long"
[pathways.urgent.steps.urgent]
task = "urgent"
priority = 1
preempts = true
[arrivals.a]
pathway = "long"
every = 60
[arrivals.b]
pathway = "urgent"
every = 90
"#;
    // `every` counts from opening; only the first of each matters here: 09:00 long, 09:30 urgent, 10:00 long, …
    let clinic = case_with(&with(more), &["arrivals.a.every=200", "arrivals.b.every=240"]);
    // long 11:20 (ends 13:00 but for lunch: a piece in hand is finished), urgent 12:00 interrupts a piece in
    // hand at lunch; the doctor is away at that time, so nobody is interrupted
    let outcome = run(&clinic, 1, 0);
    close(value(&clinic, &outcome, "step_wait_minutes.urgent.b"), 30.0);
    let inside = case_with(&with(more), &["arrivals.a.every=30", "arrivals.b.every=50"]);
    let outcome = run(&inside, 1, 0);
    assert!(
        value(&inside, &outcome, "step_wait_minutes.urgent.b")
            < value(&inside, &outcome, "step_wait_minutes.long.a")
    );
}

/// One room: the second patient waits for it, not for the doctor.
#[test]
fn rooms_are_waited_for() {
    let more = r#"
[tasks.rooming]
roles = ["nurse"]
minutes = 10
[clinics.main.staff.nurses]
role = "nurse"
count = 2
[pathways.roomed.steps.rooming]
task = "rooming"
room = "take exam"
next = "visit"
[pathways.roomed.steps.visit]
task = "visit"
room = "release"
[arrivals.a]
pathway = "roomed"
every = 241
batch_size = 2
"#;
    let clinic = case(&with(more));
    let outcome = run(&clinic, 1, 0);
    // both come at 12:01 (241 minutes after opening) and at 16:02: at 12:01 staff are at lunch until 13:00.
    // First: room at 12:01, rooming 13:00; second: room when the first leaves at 13:30.
    close(value(&clinic, &outcome, "step_wait_minutes.rooming"), (59.0 + 89.0 + 0.0 + 30.0) / 4.0);
    close(value(&clinic, &outcome, "step_wait_minutes.visit"), 0.0);
    let two_rooms = case_with(&with(more), &["clinics.main.rooms.exam=2"]);
    let outcome = run(&two_rooms, 1, 0);
    close(value(&two_rooms, &outcome, "step_wait_minutes.rooming"), 29.5);
    close(value(&two_rooms, &outcome, "step_wait_minutes.visit"), 10.0);
}

/// A helper who is free takes their part; without one the lead does it in addition.
#[test]
fn helpers_help_if_they_are_free() {
    let more = r#"
[pathways.joint.steps.visit]
task = "visit"
helpers = ["nurse"]
helper_minutes = 5
[arrivals.a]
pathway = "joint"
every = 100
"#;
    let alone = case(&with(more));
    close(measure(&alone, "visit_cycle_minutes"), 25.0);
    let helped = format!("{}[clinics.main.staff.nurses]\nrole = \"nurse\"\n", with(more));
    close(measure(&case(&helped), "visit_cycle_minutes"), 20.0);
    close(measure(&case(&helped), "work_minutes_per_day.nurse"), 100.0);
}

/// A step that waits for its helper does not hold the lead meanwhile.
#[test]
fn waiting_for_helpers_holds_nobody() {
    let more = r#"
[clinics.main.staff.nurses]
role = "nurse"
[tasks.long]
roles = ["nurse"]
minutes = 50
[pathways.nursing.steps.long]
task = "long"
priority = 5
[pathways.joint.steps.visit]
task = "visit"
helpers = ["nurse"]
wait_for_helpers = true
[pathways.alone.steps.alone]
task = "visit"
[arrivals.first]
pathway = "nursing"
every = 235
[arrivals.joint]
pathway = "joint"
every = 236
[arrivals.other]
pathway = "alone"
every = 237
"#;
    // 11:55 nursing until 12:45 (in hand over lunch); joint 11:56 waits; other 11:57 is seen by the doctor at once
    let clinic = case(&with(more));
    let outcome = run(&clinic, 1, 0);
    close(value(&clinic, &outcome, "step_wait_minutes.alone"), 0.0);
    assert!(value(&clinic, &outcome, "step_wait_minutes.visit.joint") > 30.0);
}

/// Patience counts from arrival until the patient is seen; a full waiting room turns away.
#[test]
fn impatience_and_full_rooms() {
    let more = "[arrivals.a]\npathway = \"visit\"\nevery = 60\nbatch_size = 4\n";
    // four come at 09:00, 10:00 …: seen after 0, 20, 40, 60 minutes; the fourth just as the next four come
    let endless = case_with(&with(more), &["arrivals.a.patience_minutes=30"]);
    let outcome = run(&endless, 1, 0);
    // eight times four: two of four leave, but all four of 12:00, when everybody is at lunch
    close(value(&endless, &outcome, "left_without_being_seen_fraction"), (7.0 * 2.0 + 4.0) / 32.0);
    let full = case_with(&with(more), &["arrivals.a.waiting_room=1"]);
    let outcome = run(&full, 1, 0);
    close(value(&full, &outcome, "turned_away_fraction"), (6.0 * 2.0 + 3.0 + 3.0) / 32.0);
}

/// A part-timer works the sessions of the share, and is paid for them.
#[test]
fn part_time() {
    let text = with("[arrivals.a]\npathway = \"visit\"\nevery = 100\n");
    let text = text.replace("[roles.doctor]", "[roles.doctor]\nwage_usd_per_hour = 100");
    let text =
        text.replace("open_days = [\"mon\"]", "open_days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]");
    close(measure(&case(&text), "wages_usd_per_week"), 4000.0);
    close(measure(&case_with(&text, &["clinics.main.staff.doctors.fte=0.5"]), "wages_usd_per_week"), 2000.0);
    close(measure(&case_with(&text, &["clinics.main.staff.doctors.fte=0.8"]), "wages_usd_per_week"), 3200.0);
}

/// On a holiday nobody works and nobody comes.
#[test]
fn holidays() {
    let text = with("[arrivals.a]\npathway = \"visit\"\nevery = 100\n");
    let open = case_with(&text, &["run.weeks=2"]);
    let closed = case_with(&text, &["run.weeks=2", "calendar.holidays=[\"w1.mon\"]"]);
    close(measure(&open, "visits_per_week"), 2.0 * measure(&closed, "visits_per_week"));
    let dated = case_with(
        &text,
        &[
            "run.weeks=2",
            "run.warmup_weeks=3",
            "calendar.start_date=\"2026-01-05\"",
            "calendar.holidays=[\"2026-01-12\"]",
        ],
    );
    close(measure(&dated, "visits_per_week"), measure(&closed, "visits_per_week"));
}

/// Slots: lateness moves arrivals, but nobody comes before opening; no-shows do not come.
#[test]
fn slots() {
    let more =
        "[arrivals.a]\npathway = \"visit\"\nper = \"doctors\"\nslot_minutes = 30\nslots_per_day = 16\n";
    let clinic = case(&with(more));
    let outcome = run(&clinic, 1, 0);
    close(value(&clinic, &outcome, "visits_per_week"), 16.0);
    close(value(&clinic, &outcome, "patient_wait_minutes"), 0.0);
    let early = case_with(&with(more), &["arrivals.a.punctuality_minutes=-10"]);
    // the first slot cannot be early; after it each comes as the one before has 10 minutes to go at most
    let outcome = run(&early, 1, 0);
    close(value(&early, &outcome, "last_completion_minutes"), 540.0 - 20.0);
    let absent = case_with(&with(more), &["arrivals.a.no_show_share=1"]);
    close(measure(&absent, "visits_per_week"), 0.0);
    let share =
        case_with(&with(more), &["arrivals.a.no_show_share=0.2", "run.weeks=250", "run.period=[0, 250]"]);
    // 4,000 slots: the share has a standard error of 0.0063; four of them (false alarm 1 in 16,000)
    assert!((measure(&share, "visits_per_week") / 16.0 - 0.8).abs() < 0.026);
}

/// Two arms with one warm-up: each the same bits as alone; an empty change changes nothing.
#[test]
fn fork_is_the_same_as_alone() {
    let text = with(
        "[arrivals.a]\npathway = \"visit\"\nper_hour = 2.5\n[messages.m]\nper = \"doctors\"\nper_hour = 2\nroute = [\"doctor\"]\nminutes = { doctor = { exponential = { mean = 3 } } }\n",
    );
    let text = text.replace(
        "open_days = [\"mon\"]",
        "open_days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]\nday_factor_cv = 0.2",
    );
    let a = case_with(&text, &["run.weeks=9", "run.warmup_weeks=3"]);
    let b = a.clone();
    for replication in 0..3 {
        let seed = Seed::new(11, replication);
        let both = Clinics.run(&[&a, &b], seed);
        let alone = Clinics.run(&[&a], seed);
        assert!(both[0].same_bits(&alone[0]) && both[1].same_bits(&alone[0]));
    }
}

/// What happens in one clinic moves nothing in another: streams belong to names, not to places in a list.
#[test]
fn clinics_do_not_disturb_each_other() {
    let north = with("[arrivals.a]\npathway = \"visit\"\nclinic = \"main\"\nper_hour = 2.5\n")
        .replace("warmup_weeks = 0", "warmup_weeks = 1");
    let more = "[clinics.afar]\nrooms = { exam = 2 }\n[clinics.afar.staff.doctors]\nrole = \"doctor\"\ncount = 3\n[arrivals.afar]\npathway = \"visit\"\nclinic = \"afar\"\nper_hour = 9\n";
    let one = case(&north);
    let two = case(&format!("{north}{more}"));
    let (alone, both) = (run(&one, 2, 0), run(&two, 2, 0));
    let site = two.model.clinics.iter().position(|clinic| clinic.name == "main").map(|site| site as u32);
    for name in [
        "visits_per_week",
        "patient_wait_minutes",
        "last_completion_minutes",
        "utilization.doctor",
        "step_wait_minutes.visit.a",
    ] {
        let here = alone.value(Window::Summary, Some(0), index(&one, name));
        let there = both.value(Window::Summary, site, index(&two, name));
        assert_eq!(here.to_bits(), there.to_bits(), "{name}: {here} alone, {there} beside another clinic");
    }
}

/// More staff move no patient: who comes when, and what each brings, is the same.
#[test]
fn staffing_moves_no_patient() {
    let text = with("[arrivals.a]\npathway = \"visit\"\nper_hour = 2.5\n");
    let text = text.replace("minutes = 20", "minutes = { lognormal = { mean = 20, cv = 1 } }");
    let one = case(&text);
    let two = case_with(&text, &["clinics.main.staff.doctors.count=2"]);
    let (a, b) = (run(&one, 4, 0), run(&two, 4, 0));
    assert_eq!(value(&one, &a, "visits_per_week"), value(&two, &b, "visits_per_week"));
    // the minutes worked are those the patients brought; ratio by persons: the sum is the same to the bit
    let days = 2.0;
    close(
        value(&one, &a, "work_minutes_per_day.doctor"),
        value(&two, &b, "work_minutes_per_day.doctor") * days,
    );
    assert!(value(&one, &a, "patient_wait_minutes") > value(&two, &b, "patient_wait_minutes"));
}

/// A shared technician serves two sites from one line.
#[test]
fn shared_staff() {
    let more = "[clinics.west.staff.nurses]\nrole = \"nurse\"\n[arrivals.a]\npathway = \"visit\"\nclinic = \"main\"\nevery = 90\n[arrivals.b]\npathway = \"visit\"\nclinic = \"west\"\nevery = 90\n";
    assert!(support::faults(&with(more)).contains("somebody at clinic `west`"));
    let text = with(more)
        .replace("role = \"doctor\"\n[tasks", "role = \"doctor\"\nalso_serves = [\"west\"]\n[tasks");
    let clinic = case(&text);
    let outcome = run(&clinic, 1, 0);
    // both come at 09:30 …: one of each pair waits 20 minutes
    let waits = value(&clinic, &outcome, "patient_wait_minutes");
    assert!((10.0..=20.0).contains(&waits), "{waits}");
}

/// Children of a step (a note) are work of the same clinician, and nobody's visit.
#[test]
fn steps_set_work_going() {
    let more = "[tasks.note]\nclass = \"note\"\nroles = [\"doctor\"]\nminutes = 5\n[pathways.note.steps.note]\ntask = \"note\"\nby = \"own_clinician\"\n[pathways.seen.steps.visit]\ntask = \"visit\"\nby = \"own_clinician\"\nstarts = [\"note\"]\n[arrivals.a]\npathway = \"seen\"\nevery = 100\n";
    let clinic = case(&with(more));
    let outcome = run(&clinic, 1, 0);
    close(value(&clinic, &outcome, "visits_per_week"), 5.0);
    close(value(&clinic, &outcome, "work_minutes_per_day.doctor"), 5.0 * 25.0);
    close(value(&clinic, &outcome, "visit_cycle_minutes"), 20.0);
}

/// Messages: a touch closes or escalates; minutes of both are spent.
#[test]
fn messages_escalate() {
    let more = "[clinics.main.staff.nurses]\nrole = \"nurse\"\n[messages.m]\nper = \"doctors\"\nper_hour = [2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2]\nroute = [\"nurse\", \"own_clinician\"]\ncloses_at_first_touch = 0.25\nminutes = { nurse = 2, own_clinician = 4 }\ndue_hours = 1\n";
    let clinic = case_with(&with(more), &["run.weeks=200", "run.period=[0, 200]"]);
    let outcome = run(&clinic, 1, 0);
    let messages = value(&clinic, &outcome, "inbox_messages_per_week");
    // 9,600 messages: the share closed has a standard error of 0.0044; four of them (false alarm 1 in 16,000)
    let nurse = value(&clinic, &outcome, "work_minutes_per_day.nurse") / messages;
    let doctor = value(&clinic, &outcome, "work_minutes_per_day.doctor") / messages;
    assert!((nurse - 2.0).abs() < 0.01, "all but the last evening's messages are touched: {nurse}");
    assert!((doctor / 4.0 - 0.75).abs() < 0.018, "{doctor}");
    assert!(
        value(&clinic, &outcome, "inbox_late_fraction") > 0.3,
        "most of the night's messages wait longer than an hour"
    );
}

/// Patients who come when the clinic does not open that day, or has closed, are turned away; a share of 0 is a
/// share.
#[test]
fn closed_is_closed() {
    let hours: Vec<&str> = (0..168).map(|hour| if hour == 30 || hour == 18 { "5" } else { "0" }).collect();
    let text =
        with(&format!("[arrivals.a]\npathway = \"visit\"\nby_hour_of_week = [{}]\n", hours.join(", ")));
    close(measure(&case_with(&text, &["run.weeks=20", "run.period=[0, 20]"]), "turned_away_fraction"), 1.0);
    let swept = "[pathways.p.steps.a]\ntask = \"visit\"\nnext = { b = 1, c = 0 }\n[pathways.p.steps.b]\ntask = \"visit\"\n[pathways.p.steps.c]\ntask = \"visit\"\n[arrivals.a]\npathway = \"p\"\nevery = 100\n";
    close(measure(&case(&with(swept)), "visits_per_week"), 5.0);
}

/// Overtime is paid unless the role is salaried.
#[test]
fn overtime() {
    let text = with("[arrivals.a]\npathway = \"visit\"\nevery = 15\n")
        .replace("[roles.doctor]", "[roles.doctor]\nwage_usd_per_hour = 60");
    let paid = measure(&case(&text), "wages_usd_per_week");
    close(measure(&case_with(&text, &["roles.doctor.overtime_paid=false"]), "wages_usd_per_week"), 480.0);
    // 35 patients of 20 minutes are 700 minutes; 460 of the 480 rostered are worked (nobody comes before 08:15
    // and lunch begins with a piece in hand), so 240 are overtime
    assert!((paid - 480.0 - 240.0).abs() < 21.0, "{paid}");
}

/// From real data, what speaks of fewer than five people of a role is withheld.
#[test]
fn small_groups_of_real_people_are_withheld() {
    let nurses = "[clinics.main.staff.nurses]\nrole = \"nurse\"\ncount = 6\n";
    let text = with(&format!("{nurses}[arrivals.a]\npathway = \"visit\"\nevery = 100\n"));
    let five = case_with(&text, &["clinics.main.staff.doctors.count=5"]);
    let count =
        |case: &cliniq::clinic::Case| case.model.layout.withheld.iter().flatten().filter(|w| **w).count();
    let parameters = |count: u32| {
        let overrides = vec![format!("clinics.main.staff.doctors.count={count}")];
        let check = cliniq::clinic::parameters::check::check;
        let loaded = cliniq::scenario::load_text::<cliniq::clinic::Parameters>("t", &text, &overrides, check);
        loaded.unwrap_or_else(|error| panic!("{error}")).parameters
    };
    let real = |count: u32| cliniq::clinic::Case::new(&parameters(count), String::new(), 5);
    assert_eq!(count(&five), 0);
    assert_eq!(count(&real(5)), 0);
    let four = real(4);
    for name in ["utilization.doctor", "work_minutes_per_day.doctor", "in_hours_intensity.doctor"] {
        assert!(measure(&four, name).is_nan(), "{name} speaks of four people");
    }
    assert!(measure(&four, "patient_wait_minutes").is_finite());
}

/// One rate without a list holds from opening to closing.
#[test]
fn one_rate_for_opening_hours() {
    let text = with("[arrivals.a]\npathway = \"visit\"\nper_hour = 2\n");
    let clinic = case_with(&text, &["run.weeks=300", "run.period=[0, 300]", "tasks.visit.minutes=1"]);
    let outcome = run(&clinic, 9, 0);
    close(value(&clinic, &outcome, "turned_away_fraction"), 0.0);
    // 18 a day from 08:00 to 17:00: 5,400 in all, standard error 0.245; four of them (false alarm 1 in 16,000)
    let visits = value(&clinic, &outcome, "visits_per_week");
    assert!((visits - 18.0).abs() < 0.98, "{visits}");
}

/// Who leaves before closing stays for their own patients, and takes no other work.
#[test]
fn early_leavers_finish_their_own() {
    let more = "[templates.mornings]\nmon = [\"morning\"]\n[clinics.main.staff.early]\nrole = \"doctor\"\ntemplate = \"mornings\"\n[arrivals.a]\npathway = \"visit\"\nevery = 10\n";
    let clinic = case(&with(more));
    let outcome = run(&clinic, 1, 0);
    // 53 patients of 20 minutes: the early one does 12 of them (until noon, the last in hand then)
    let total = value(&clinic, &outcome, "work_minutes_per_day.doctor") * 2.0;
    assert!((total - 1060.0).abs() < 21.0, "{total}");
    let last = value(&clinic, &outcome, "last_completion_minutes");
    assert!(last > 60.0 + 41.0 * 20.0 - 21.0, "one person finishes the afternoon's work alone, at {last}");
}

/// Files whose work nobody could go on with are refused, not run into the ground.
#[test]
fn nobody_to_go_on() {
    let staffed = |steps: &str| {
        with(&format!(
            "[clinics.main.staff.nurses]\nrole = \"nurse\"\n[tasks.triage]\nroles = [\"nurse\"]\n[tasks.rest]\nroles = []\n\
             minutes = 5\n[arrivals.a]\npathway = \"p\"\nevery = 100\n{steps}"
        ))
    };
    let same = "[pathways.p.steps.triage]\ntask = \"triage\"\nnext = \"visit\"\n[pathways.p.steps.visit]\ntask = \"visit\"\nby = \"same_person\"\n";
    assert!(support::faults(&staffed(same)).contains("same_person"));
    let own = same
        .replace("task = \"triage\"\n", "task = \"triage\"\nby = \"own_clinician\"\n")
        .replace("same_person", "own_clinician");
    assert!(support::faults(&staffed(&own)).contains("all tasks of the own clinician"));
    let rest = same.replace("task = \"triage\"", "task = \"rest\"");
    assert!(support::faults(&staffed(&rest)).contains("a step with staff before it"));
    let twice = "[pathways.p.steps.visit]\ntask = \"visit\"\nhelpers = [\"nurse\", \"nurse\"]\n";
    assert!(support::faults(&staffed(twice)).contains("each role once"));
    let need = "[pathways.p.needs]\nother = 1\n[pathways.q.needs]\npills = 1\n[pathways.q.steps.visit]\ntask = \"visit\"\n[pathways.p.steps.visit]\ntask = \"visit\"\n";
    let need = staffed(need).replace("minutes = 20", "minutes = 20\nminutes_per = { pills = 1 }");
    assert!(support::faults(&need).contains("the need `pills`"));
}

/// Who runs out of patience during a step goes only if they then have to wait.
#[test]
fn impatience_during_a_step() {
    let more = "[tasks.long]\nroles = [\"nurse\"]\nminutes = 20\n[clinics.main.staff.nurses]\nrole = \"nurse\"\n[pathways.p.steps.first]\ntask = \"long\"\nnext = \"again\"\n[pathways.p.steps.again]\ntask = \"long\"\nby = \"same_person\"\nnext = \"visit\"\n[pathways.p.steps.visit]\ntask = \"visit\"\n[arrivals.a]\npathway = \"p\"\nevery = 170\npatience_minutes = 10\n";
    let clinic = case(&with(more));
    let outcome = run(&clinic, 1, 0);
    close(value(&clinic, &outcome, "left_without_being_seen_fraction"), 0.0);
    close(value(&clinic, &outcome, "patient_wait_minutes"), 40.0);
    // with two at a time the second waits from the beginning, and leaves after ten minutes
    let two = case_with(&with(more), &["arrivals.a.batch_size=2"]);
    close(measure(&two, "left_without_being_seen_fraction"), 0.5);
}

/// A role that a message comes to twice looks at it with fresh eyes: its draws are its own each time.
#[test]
fn a_repeated_touch_has_its_own_draws() {
    let more = "[clinics.main.staff.nurses]\nrole = \"nurse\"\n[messages.m]\nper_hour = 5\nroute = [\"nurse\", \"doctor\", \"nurse\", \"doctor\"]\ncloses_at_first_touch = 0.5\nminutes = { nurse = 1, doctor = 1 }\n";
    let clinic = case_with(&with(more), &["run.weeks=200", "run.period=[0, 200]"]);
    let outcome = run(&clinic, 1, 0);
    let messages = value(&clinic, &outcome, "inbox_messages_per_week");
    // 9,000 messages; 1/2 + 1/8 touches of the doctor: standard error 0.0075, four of them (false alarm 1 in 16,000)
    let doctor = value(&clinic, &outcome, "work_minutes_per_day.doctor") / messages;
    assert!((doctor - 0.625).abs() < 0.03, "{doctor}");
}

/// Every day counts as a day, also where nobody ever goes off duty; the day's end belongs to its own week.
#[test]
fn days_without_an_end() {
    let text = with("[arrivals.a]\npathway = \"visit\"\nevery = 60\n")
        .replace(
            "open_days = [\"mon\"]",
            "open_days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]",
        )
        .replace("morning = \"08:00-12:00\", afternoon = \"13:00-17:00\"", "all = \"00:00-24:00\"");
    let clinic = case_with(&text, &["run.warmup_weeks=1"]);
    close(measure(&clinic, "work_minutes_per_day.doctor"), 24.0 * 20.0);
    let sunday = with("[arrivals.a]\npathway = \"visit\"\nevery = 60\n").replace("[\"mon\"]", "[\"sun\"]");
    let sunday = case_with(&sunday, &["run.weeks=2", "run.period=[0, 1]"]);
    close(measure(&sunday, "last_completion_minutes"), 8.0 * 60.0 + 20.0);
}

/// The lead is chosen so that somebody is left to help.
#[test]
fn lead_and_helper_find_each_other() {
    let more = "[clinics.main.staff.nurses]\nrole = \"nurse\"\n[tasks.both]\nroles = [\"nurse\", \"doctor\"]\nminutes = 10\n[pathways.p.steps.both]\ntask = \"both\"\nhelpers = [\"nurse\"]\nwait_for_helpers = true\n[arrivals.a]\npathway = \"p\"\nevery = 100\n";
    let text = with(more).replace("[clinics.main.staff.nurses]", "[clinics.main.staff.early]\nrole = \"nurse\"\ntemplate = \"am\"\n[templates.am]\nmon = [\"morning\"]\n[clinics.main.staff.nurses]");
    let clinic = case(&text);
    let outcome = run(&clinic, 1, 0);
    close(value(&clinic, &outcome, "visits_per_week"), 5.0);
    close(value(&clinic, &outcome, "step_wait_minutes.both"), 0.0);
}

/// In a run in hours, too, every day has its own factor.
#[test]
fn day_factors_in_hours() {
    let text = "schema = 1\n[run]\nhours = 2400\n[calendar]\nday_factor_cv = 0.5\n[roles.doctor]\n[clinics.main.staff.d]\nrole = \"doctor\"\ncount = 50\n[tasks.visit]\nroles = [\"doctor\"]\nminutes = 1\n[pathways.p.steps.visit]\ntask = \"visit\"\n[arrivals.a]\npathway = \"p\"\nper_hour = 10\n";
    let clinic = case(text);
    let visits: Vec<f64> = (0..20).map(|r| value(&clinic, &run(&clinic, 3, r), "visits_per_week")).collect();
    let mean = visits.iter().sum::<f64>() / 20.0;
    let sd = (visits.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 19.0).sqrt();
    // 100 days with cv 0.5 give 5 %; the standard deviation of 20 is within 45 % of that but once in 1,000
    assert!((0.0275..0.0725).contains(&(sd / mean)), "{}", sd / mean);
}

/// Who serves a second site that is still open does not work overtime there because their own has closed.
#[test]
fn no_overtime_for_the_other_site() {
    let text = with("[clinics.west.staff.long]\nrole = \"doctor\"\n[arrivals.a]\npathway = \"visit\"\nclinic = \"west\"\nevery = 15\n")
        .replace("role = \"doctor\"\n[tasks", "role = \"doctor\"\ntemplate = \"am\"\nalso_serves = [\"west\"]\n[templates.am]\nmon = [\"morning\"]\n[tasks");
    let clinic = case(&text);
    let outcome = run(&clinic, 1, 0);
    let main = clinic.model.clinics.iter().position(|c| c.name == "main").map(|c| c as u32);
    let work = outcome.value(Window::Summary, main, index(&clinic, "work_minutes_per_day.doctor"));
    assert!(work <= 240.0 + 20.0, "{work} minutes of a morning shift");
}

/// Everybody works at their own pace: lead, helper, and the inbox's traffic intensity.
#[test]
fn paces() {
    let more = "[clinics.main.staff.nurses]\nrole = \"nurse\"\nspeed = 0.5\n[pathways.p.steps.visit]\ntask = \"visit\"\nhelpers = [\"nurse\"]\nhelper_minutes = 20\n[arrivals.a]\npathway = \"p\"\nevery = 100\n";
    let clinic = case_with(&with(more), &["clinics.main.staff.doctors.speed=2"]);
    close(measure(&clinic, "visit_cycle_minutes"), 40.0);
    let inbox =
        "[messages.m]\nper = \"doctors\"\nper_hour = 10\nroute = [\"doctor\"]\nminutes = { doctor = 1 }\n";
    let slow = case_with(&with(inbox), &["clinics.main.staff.doctors.speed=0.5"]);
    let (fast, slow) =
        (measure(&case(&with(inbox)), "inbox_traffic_intensity"), measure(&slow, "inbox_traffic_intensity"));
    close(slow, 2.0 * fast);
}

/// Uneven shares of sessions come out even over the weeks of the roster.
#[test]
fn uneven_part_time() {
    let text = with("[arrivals.a]\npathway = \"visit\"\nevery = 100\n")
        .replace("[roles.doctor]", "[roles.doctor]\nwage_usd_per_hour = 100");
    let text = text
        .replace("morning = \"08:00-12:00\", afternoon = \"13:00-17:00\"", "day = \"08:00-16:00\"")
        .replace("[\"mon\"]", "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]");
    for fte in [0.5, 0.15, 0.33] {
        let part = case_with(
            &text,
            &[
                &format!("clinics.main.staff.doctors.fte={fte}"),
                "run.weeks=20",
                "run.period=[0, 20]",
                "roles.doctor.overtime_paid=false",
            ],
        );
        close(measure(&part, "wages_usd_per_week"), 4000.0 * fte);
    }
}

/// Who gave an injection stays until the patient's observation is over; who is interrupted and out of patience goes.
#[test]
fn duties_and_interruptions() {
    let more = "[clinics.main.staff.nurses]\nrole = \"nurse\"\ntemplate = \"am\"\n[templates.am]\nmon = [\"morning\"]\n[tasks.inject]\nroles = [\"nurse\"]\nminutes = 5\n[tasks.observe]\nroles = []\nminutes = 30\n[pathways.p.steps.a]\ntask = \"inject\"\nnext = \"b\"\n[pathways.p.steps.b]\ntask = \"observe\"\nnext = \"c\"\n[pathways.p.steps.c]\ntask = \"inject\"\nby = \"same_person\"\n[arrivals.x]\npathway = \"p\"\nevery = 235\n";
    // 11:55 injection, 12:00 observation, 12:30 seen by the same nurse after her shift; who comes at 15:50 finds nobody
    let clinic = case(&with(more));
    let outcome = run(&clinic, 1, 0);
    close(value(&clinic, &outcome, "visit_cycle_minutes"), 40.0);
    close(value(&clinic, &outcome, "left_without_being_seen_fraction"), 0.5);
    let triage = "[clinics.main.staff.nurses]\nrole = \"nurse\"\n[tasks.triage]\nroles = [\"nurse\"]\nminutes = 20\n[tasks.urgent]\nroles = [\"nurse\"]\nminutes = 30\n[pathways.p.steps.triage]\ntask = \"triage\"\nnext = \"visit\"\n[pathways.p.steps.visit]\ntask = \"visit\"\n[pathways.u.steps.urgent]\ntask = \"urgent\"\npriority = 1\npreempts = true\n[arrivals.a]\npathway = \"p\"\nevery = 200\npatience_minutes = 8\n[arrivals.u]\npathway = \"u\"\nevery = 210\n";
    // 11:20 triage, at 11:28 out of patience, at 11:30 interrupted: leaves. 14:40 the same, at the last moment of the
    // triage (15:00, the arrival was scheduled first). Two urgent patients are seen: two of four leave.
    let clinic = case(&with(triage));
    let outcome = run(&clinic, 1, 0);
    close(value(&clinic, &outcome, "left_without_being_seen_fraction"), 0.5);
}

/// Where the clinic never closes, each day is a rostered day.
#[test]
fn round_the_clock() {
    let text = with("[arrivals.a]\npathway = \"visit\"\nper_hour = 2\n")
        .replace("[\"mon\"]", "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]")
        .replace("morning = \"08:00-12:00\", afternoon = \"13:00-17:00\"", "all = \"00:00-24:00\"");
    let clinic = case_with(&text, &["run.weeks=4"]);
    let outcome = run(&clinic, 1, 0);
    close(
        value(&clinic, &outcome, "work_minutes_per_day.doctor"),
        1440.0 * value(&clinic, &outcome, "utilization.doctor"),
    );
}

/// Work that is interrupted goes on in other hands where some are free.
#[test]
fn interrupted_work_finds_other_hands() {
    let more = r#"
[tasks.either]
roles = ["doctor", "nurse"]
minutes = 60
[pathways.either.steps.either]
task = "either"
[pathways.urgent.steps.urgent]
task = "visit"
priority = 1
preempts = true
[clinics.main.staff.nurses]
role = "nurse"
[arrivals.a]
pathway = "either"
every = 200
[arrivals.b]
pathway = "urgent"
every = 230
"#;
    // 11:20 the doctor begins; 11:50 the urgent one interrupts and a nurse goes on until 12:20; 14:40 until 15:40 and
    // the urgent one of 15:40 comes as the doctor is free
    let clinic = case(&with(more));
    let outcome = run(&clinic, 1, 0);
    close(value(&clinic, &outcome, "visit_cycle_minutes"), (60.0 + 60.0 + 20.0 + 20.0) / 4.0);
    close(value(&clinic, &outcome, "work_minutes_per_day.nurse"), 30.0);
}

/// A step that interrupts may follow the one whose people are just putting their work down.
#[test]
fn who_is_just_finishing_is_not_interrupted() {
    let more = "[pathways.two]\nfirst = \"first\"\n[pathways.two.steps.first]\ntask = \"visit\"\nnext = \"then\"\n[pathways.two.steps.then]\ntask = \"visit\"\npriority = 2\npreempts = true\n[arrivals.a]\npathway = \"two\"\nevery = 100\n";
    close(measure(&case(&with(more)), "visit_cycle_minutes"), 40.0);
}

/// Impatience is the patient's own: what their visit set going waits as long as it takes.
#[test]
fn papers_are_patient() {
    let more = "[tasks.note]\nclass = \"note\"\nroles = [\"doctor\"]\nminutes = 5\n[pathways.note.steps.note]\ntask = \"note\"\n[pathways.cared.steps.care]\ntask = \"care\"\nstarts = [\"note\", \"note\", \"note\"]\nnext = \"visit\"\n[pathways.cared.steps.visit]\ntask = \"visit\"\n[tasks.care]\nroles = [\"nurse\"]\nminutes = 30\n[clinics.main.staff.nurses]\nrole = \"nurse\"\n[arrivals.a]\npathway = \"cared\"\nevery = 100\npatience_minutes = 10\n";
    let clinic = case(&with(more));
    let outcome = run(&clinic, 1, 0);
    // five patients, three notes each; whoever is seen or not, all notes are written
    let seen = 5.0 * (1.0 - value(&clinic, &outcome, "left_without_being_seen_fraction"));
    close(value(&clinic, &outcome, "work_minutes_per_day.doctor"), 20.0 * seen + 75.0);
}

/// Money is counted on the terms of the file, over the measured weeks, for the clinicians who are there.
#[test]
fn terms_of_money_are_those_of_the_file() {
    let money =
        "[economics]\nprice_year = 2020\ndiscount_rate_per_year = 0.03\nperspective = \"health_system\"\n";
    let terms = |more: &str, set: &[&str]| Clinics.terms(&case_with(&with(more), set));
    let visit =
        "[pathways.one.steps.visit]\ntask = \"visit\"\n[arrivals.a]\npathway = \"one\"\nevery = 100\n";
    assert_eq!(terms(visit, &[]), None);
    let more = format!("{visit}{money}");
    let found =
        terms(&more, &["run.weeks=7", "clinics.main.staff.doctors.count=3"]).expect("money is counted");
    assert_eq!(
        (found.price_year, found.discount_rate, found.weeks, found.clinicians),
        (2020, 0.03, 7.0, 3.0)
    );
    assert_eq!(found.perspective, "health_system");
    let harm = found.prices.iter().find(|(name, _)| name == "an adverse event").expect("a price");
    close(harm.1, 1983.0 * 258.811 / 172.2);
    let hours = "schema = 1\n[run]\nhours = 24\n[roles.doctor]\n[clinics.main.staff.d]\nrole = \"doctor\"\n[tasks.visit]\nroles = [\"doctor\"]\nminutes = 1\n[pathways.p.steps.visit]\ntask = \"visit\"\n[arrivals.a]\npathway = \"p\"\nper_hour = 10\n";
    assert_eq!(faults(hours), "");
    let refused = faults(&format!("{hours}{money}"));
    assert!(refused.contains("a run in weeks, to count money by the year"), "{refused}");
}
