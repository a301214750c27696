//! Levers: each is read in the one place that its declaration names, and, moved far, moves a measure.

#[path = "support/clinic.rs"]
mod support;

use std::path::Path;

use cliniq::clinic::Case;
use cliniq::clinic::levers::{Delegation, Levers, ROWS, Relief, Route};
use cliniq::system::Window;
use support::{case_with, run};

/// Every source file below a folder.
fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Whether a text reads a lever: `levers.name`, or `levers[…].name`, and no longer word.
fn reads(text: &str, name: &str) -> bool {
    let wanted = format!(".{name}");
    text.match_indices(&wanted).any(|(at, _)| {
        let next = text[at + wanted.len()..].chars().next();
        let whole = !next.is_some_and(|c| c.is_alphanumeric() || c == '_');
        whole && owner(&text[..at]).ends_with("levers")
    })
}

/// What stands before a dot, without an index in brackets.
fn owner(before: &str) -> &str {
    let before = before.trim_end();
    if !before.ends_with(']') {
        return before;
    }
    let mut depth = 0;
    for (at, c) in before.char_indices().rev() {
        depth += i32::from(c == ']') - i32::from(c == '[');
        if depth == 0 {
            return &before[..at];
        }
    }
    before
}

#[test]
fn each_lever_is_read_in_the_one_place_that_it_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/clinic");
    let mut all = Vec::new();
    files(&root, &mut all);
    let kinds = [root.join("intervention"), root.join("levers")];
    all.retain(|path| !kinds.iter().any(|folder| path.starts_with(folder)));
    for row in ROWS {
        let read =
            |path: &&std::path::PathBuf| reads(&std::fs::read_to_string(path).expect("readable"), row.name);
        let name = |path: &std::path::PathBuf| {
            path.strip_prefix(&root).expect("it lies there").to_string_lossy().into_owned()
        };
        // where levers are pulled, those of sessions and relief are set for all kinds alike
        let pulled = |reader: &String| reader != "workflow/change.rs" || row.read_in == "workflow/change.rs";
        let readers: Vec<String> = all.iter().filter(read).map(name).filter(pulled).collect();
        assert_eq!(readers, [row.read_in], "{}", row.name);
    }
}

/// The shipped clinic.
const BASELINE: &str = include_str!("../scenarios/baseline.toml");
/// It is made small here, and has an intervention that is not carried out, so that every lever has something to act on.
const SMALL: [&str; 12] = [
    "roles.physician.well_being.leaving_per_year=2",
    "workforce.vacancy_days_clinician=20",
    "measurement.depression.care_from=0",
    "run.weeks=26",
    "run.warmup_weeks=4",
    "organization.urgency.target_score=0",
    "clinics.main.panel_per_clinician=1500",
    "clinics.main.staff.physicians.count=3",
    "clinics.main.staff.apps.count=1",
    "clinics.main.staff.assistants.count=4",
    "clinics.main.staff.nurses.count=2",
    "clinics.main.teams=2",
];

/// The clinic in which levers are moved.
fn clinic() -> Case {
    let given = "[interventions.given.staffing]\nadd = { ma = 1 }\n[interventions.given.rollout]\nfidelity = 0\n\
        [interventions.meet.huddles]\nmeeting = { skip_above_minutes = 0 }\n[interventions.meet.rollout]\nfidelity = 0\n";
    case_with(&format!("{BASELINE}\n{given}"), &SMALL)
}

fn moved(change: impl FnOnce(&mut Levers, &Case)) -> usize {
    let before = clinic();
    let mut after = before.clone();
    let mut levers = after.model.neutral.clone();
    change(&mut levers, &before);
    assert_ne!(levers, before.model.neutral, "the lever is moved");
    after.model.neutral = levers;
    let (a, b) = (run(&before, 3, 0), run(&after, 3, 0));
    let value = |outcome, k| cliniq::system::Outcome::value(outcome, Window::Summary, None, k);
    (0..before.model.layout.rows.len()).filter(|k| value(&a, *k).to_bits() != value(&b, *k).to_bits()).count()
}

/// Where a number is set to be far from neutral.
fn far(name: &str, neutral: f64) -> f64 {
    match name {
        "gap_factor" => 5.0,
        "panel_share" | "bookable_share" => 0.5,
        "bookings_on_top" => 5.0,
        "rules_removed_per_year" | "rules_proposed_per_year" => 500.0,
        "renewal_months" => 24.0,
        "message_payment_usd" => 10.0,
        "capability_gain_per_year" | "improvements_per_year" => 50.0,
        "answers_shift" => 10.0,
        "bonus_usd_per_week" => 1e3,
        "note_backlog_limit" | "after_hours_limit_minutes" => 1e9,
        _ if neutral == 1.0 => 0.3,
        _ => 0.9,
    }
}

#[test]
fn each_number_moved_far_moves_a_measure() {
    // some act only where others do: what is linked to stakes, shares of a renewal, who votes on what is proposed
    let of_video = pathway(&clinic(), "virtual");
    let video = Some(Route { pathway: of_video, share: 1.0 });
    let with = |name: &str, levers: &mut Levers| match name {
        "linked_measures" => levers.incentive_stakes = 1.0,
        "renewal_share" => levers.renewal_months = 18.0,
        "renewal_minutes" | "renewal_months" => {
            (levers.renewal_share, levers.renewal_months) = (0.8, 18.0);
        }
        "decider_weight" | "frontline_vote" => levers.rules_proposed_per_year = 500.0,
        "bonus_usd_per_week" => {
            (levers.note_backlog_limit, levers.after_hours_limit_minutes) = (1e9, 1e9);
        }
        "note_backlog_limit" => {
            (levers.bonus_usd_per_week, levers.after_hours_limit_minutes) = (1e3, 1e9);
        }
        "after_hours_limit_minutes" => {
            (levers.bonus_usd_per_week, levers.note_backlog_limit) = (1e3, 1e9);
        }
        "commute_saved" => levers.virtual_ends = video,
        "sessions_protected" => levers.held.fill(1.0),
        "gaps_hidden" => levers.rules_removed_per_year = 500.0,
        _ => {}
    };
    for row in ROWS.iter().filter(|row| row.neutral.is_some()) {
        if row.name == "uptake" {
            continue; // acts on other interventions: tests/interventions.rs
        }
        let neutral = row.neutral.expect("a number");
        let set = |levers: &mut Levers, value: f64| {
            with(row.name, levers);
            *levers.number_mut(row.name).expect("a lever of this name") = value;
        };
        let before = clinic();
        let outcome = |value: f64| {
            let mut case = before.clone();
            set(&mut case.model.neutral, value);
            run(&case, 3, 0)
        };
        let still = if row.name == "renewal_months" { 1.0 } else { neutral };
        let (a, b) = (outcome(still), outcome(far(row.name, neutral)));
        let rows = 0..before.model.layout.rows.len();
        let differ = |k: &usize| {
            a.value(Window::Summary, None, *k).to_bits() != b.value(Window::Summary, None, *k).to_bits()
        };
        assert!(rows.filter(differ).count() > 0, "{} moves nothing", row.name);
    }
}

/// What moves a list of levers far.
type Moving = Box<dyn Fn(&mut Levers, &Case)>;

#[test]
fn each_list_moved_far_moves_a_measure() {
    let all: Vec<(&str, Moving)> = vec![
        ("people", Box::new(|levers, case| levers.people[role(case, "ma")] = -1.0)),
        ("notes", Box::new(|levers, case| levers.notes = delegation(case))),
        ("orders", Box::new(|levers, case| levers.orders = delegation(case))),
        ("kept", Box::new(|levers, case| levers.kept[kind(case, "notification")] = 0.5)),
        ("minutes_factor", Box::new(|levers, _| levers.minutes_factor.fill(2.0))),
        ("step_minutes", Box::new(|levers, _| levers.step_minutes.fill(1.0))),
        ("held", Box::new(|levers, _| levers.held.fill(0.0))),
        ("meeting_minutes", Box::new(|levers, _| levers.meeting_minutes.fill(2.0))),
        ("layer_share", Box::new(|levers, _| levers.layer_share.fill(0.0))),
        ("layer_odds", Box::new(|levers, _| levers.layer_odds.fill(5.0))),
        (
            "routes",
            Box::new(|levers, case| {
                let pathway = pathway(case, "staff_message");
                levers.routes[kind(case, "patient_message")] = Some(Route { pathway, share: 1.0 });
            }),
        ),
        (
            "papers",
            Box::new(|levers, case| {
                let (of, to) = (pathway(case, "orders"), pathway(case, "chart_review"));
                levers.papers[usize::from(of)] = Some(Route { pathway: to, share: 1.0 });
            }),
        ),
        (
            "virtual_ends",
            Box::new(|levers, case| {
                levers.virtual_ends = Some(Route { pathway: pathway(case, "virtual"), share: 1.0 });
            }),
        ),
        (
            "relief",
            Box::new(|levers, _| {
                levers.relief.fill(Relief { support: 0.5, recovery: 1.0, ..Relief::default() });
            }),
        ),
    ];
    let mut named: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    let mut lists: Vec<&str> = ROWS.iter().filter(|row| row.neutral.is_none()).map(|row| row.name).collect();
    named.sort_unstable();
    lists.sort_unstable();
    assert_eq!(named, lists, "every lever that is a list is moved");
    for (name, change) in all {
        assert!(moved(change) > 0, "{name} moves nothing");
    }
}

fn role(case: &Case, name: &str) -> usize {
    case.model.roles.iter().position(|role| role.name == name).expect("the role is there")
}

fn kind(case: &Case, name: &str) -> usize {
    case.model.messages.iter().position(|message| message.name == name).expect("the kind is there")
}

fn pathway(case: &Case, name: &str) -> u16 {
    case.model.pathways.iter().position(|pathway| pathway.name == name).expect("the pathway is there") as u16
}

fn delegation(case: &Case) -> Delegation {
    Delegation {
        share: 0.9,
        review_minutes: 0.1,
        roles: vec![role(case, "ma") as u16],
        ..Delegation::default()
    }
}
