//! Laws that hold for every clinic, tried on random ones. Little's law and the conservation of cases are asserted,
//! exactly, inside every run. More of them: `PROPTEST_CASES=20000 PROPTEST_RNG_SEED=7 cargo test --test laws`.

#[path = "support/clinic.rs"]
mod clinic;
#[path = "support/lottery.rs"]
mod lottery;

use cliniq::clinic::model::{LineModel, PersonId};
use cliniq::clinic::parameters::check::check;
use cliniq::clinic::world::{NO_CASE, State};
use cliniq::clinic::{Case, Clinics, Parameters, Simulation};
use cliniq::engine::model::Model as _;
use cliniq::engine::random::Seed;
use cliniq::error::Error;
use cliniq::scenario;
use cliniq::system::{Outcome, System, Window};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Random scenarios in an ordinary run of the tests.
const CASES: u32 = 3000;

/// The same scenarios in every run, unless somebody asks for others.
fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let given = |name: &str| std::env::var_os(name).is_some();
    ProptestConfig {
        cases: if given("PROPTEST_CASES") { asked.cases } else { CASES },
        rng_seed: if given("PROPTEST_RNG_SEED") { asked.rng_seed } else { RngSeed::Fixed(1) },
        failure_persistence: None,
        max_global_rejects: 1_000_000,
        ..asked
    }
}

/// The case of a scenario, or nothing where it has faults.
fn load(text: &str) -> Option<Case> {
    match scenario::load_text::<Parameters>("random", text, &[], check) {
        Ok(loaded) => Some(clinic::case_of(&loaded)),
        Err(Error::Faults(_)) => None,
        Err(other) => panic!("{other}"),
    }
}

/// Whether somebody could begin the first piece of work of a line: the rule of the walker, written a second time. Teams
/// decide who, never whether. Who may decline work after hours goes home (or to lunch) at the same moment, so that
/// whoever is still there and free takes what there is.
fn could_begin(simulation: &Simulation<'_>, line: &LineModel) -> bool {
    let only = line.only_leader.filter(|_| line.helpers.is_empty());
    let free = |p: &PersonId| {
        let own_only = simulation.world.people[usize::from(*p)].own_only;
        simulation.world.is_free(*p) && (!own_only || only == Some(*p))
    };
    let all_helpers = |lead: PersonId| {
        let mut taken = vec![lead];
        line.helpers.iter().all(|people| {
            let helper = people.iter().copied().find(|p| free(p) && !taken.contains(p));
            taken.extend(helper);
            helper.is_some()
        })
    };
    line.leaders.iter().flatten().any(|lead| free(lead) && all_helpers(*lead))
}

/// What holds after every event.
fn holds_now(simulation: &Simulation<'_>) -> Result<(), String> {
    let world = &simulation.world;
    for (p, person) in world.people.iter().enumerate() {
        if person.case == NO_CASE {
            continue;
        }
        let case = &world.cases[person.case as usize];
        let theirs =
            usize::from(case.lead) == p || case.helpers.iter().any(|helper| usize::from(*helper) == p);
        if world.ledger.came == 0 || case.state != State::InService || !theirs {
            return Err(format!("person {p} works on a case that is not in their hands: {case:?}"));
        }
    }
    for (l, line) in simulation.model.lines.iter().enumerate() {
        if world.lines[l].peek().is_some() && could_begin(simulation, line) {
            return Err(format!("somebody is free and the first of line {l} waits: {line:?}"));
        }
    }
    for (r, room) in world.rooms.iter().enumerate() {
        let free = room.in_use() < simulation.model.rooms[r].count;
        if room.in_use() > simulation.model.rooms[r].count || (free && room.waiting() > 0) {
            return Err(format!("{} rooms of kind {r} in use, {} cases wait", room.in_use(), room.waiting()));
        }
    }
    Ok(())
}

/// Runs one replication event by event.
fn watch(case: &Case, seed: Seed) -> Result<(), String> {
    let (mut simulation, mut calendar) = Simulation::new(&case.model, seed);
    let mut before = calendar.now();
    while let Some(event) = calendar.next(case.model.time.end) {
        simulation.handle(event, &mut calendar);
        if calendar.now() < before {
            return Err("the clock went back".into());
        }
        before = calendar.now();
        holds_now(&simulation).map_err(|what| format!("{before:?}, after {event:?}: {what}"))?;
    }
    simulation.check(calendar.now());
    Ok(())
}

/// The range of a measure: shares lie below 1, and only differences may be below 0. Extraneous work, and what nobody imagined,
/// is counted where a piece of work begins, the work itself as it passes: over a short time its share may be above 1.
fn range(name: &str) -> std::ops::RangeInclusive<f64> {
    let share = (name.contains("_fraction")
        && !name.starts_with("extraneous")
        && !name.starts_with("work_not_imagined"))
        || name.starts_with("in_hours_intensity")
        || name.starts_with("medication_adherence");
    match name {
        "visit_overrun_minutes" => f64::MIN..=f64::MAX,
        // differences, and correlations, which say no more than that they lie between −1 and 1
        _ if name.starts_with("attributable_errors") || name.starts_with("net_benefit") => {
            f64::MIN..=f64::MAX
        }
        _ if name.ends_with("_icc") || name.contains("correlation") => -1.0..=1.0,
        _ if share => 0.0..=1.0,
        _ => 0.0..=f64::MAX,
    }
}

/// Every measure lies where it may: in total, at every site, in the summary.
fn in_range(case: &Case, outcome: &Outcome) -> Result<(), String> {
    for (index, row) in case.model.layout.rows.iter().enumerate() {
        let name = row.measure.name.as_str();
        for site in std::iter::once(None).chain((0..outcome.sites).map(Some)) {
            let value = outcome.value(Window::Summary, site, index);
            if !value.is_nan() && !range(name).contains(&value) {
                return Err(format!("{name} at {site:?} is {value}"));
            }
        }
    }
    Ok(())
}

/// The measures in which two outcomes of a case differ.
fn differ(case: &Case, a: &Outcome, b: &Outcome) -> String {
    let rows = case.model.layout.rows.iter().zip(a.summary().iter().zip(b.summary()));
    let other = rows.filter(|(_, (a, b))| a.to_bits() != b.to_bits());
    let words = other.map(|(row, (a, b))| format!("{} {a} or {b}", row.measure.name));
    words.collect::<Vec<_>>().join("; ")
}

/// Arms that share a warm-up give each the same bits as alone, whatever their interventions.
fn fork_is_as_alone(arms: &[Case], seed: Seed) -> Result<(), String> {
    let all: Vec<&Case> = arms.iter().chain([&arms[0]]).collect();
    let together = Clinics.run(&all, seed);
    for (number, (arm, branch)) in all.iter().zip(&together).enumerate() {
        let alone = Clinics.run(&[arm], seed).remove(0);
        if !branch.same_bits(&alone) {
            let what = differ(arm, &alone, branch);
            return Err(format!(
                "arm {number} of {}: a fork is not the same as a run alone: {what}",
                all.len()
            ));
        }
    }
    Ok(())
}

/// What a failed assertion said.
fn words(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_string());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "an assertion failed".into())
}

/// The arms of a lot: the scenario by itself and with either set of interventions, where these have no fault.
fn arms(lot: &lottery::Lot) -> Vec<(String, Case)> {
    let texts = [
        lot.base.clone(),
        format!("{}{}", lot.base, lot.changes[0]),
        format!("{}{}", lot.base, lot.changes[1]),
    ];
    texts.into_iter().filter_map(|text| load(&text).map(|case| (text, case))).collect()
}

/// Every law on every arm.
fn laws(arms: Vec<(String, Case)>, seed: Seed) -> Result<(), String> {
    let (texts, cases): (Vec<String>, Vec<Case>) = arms.into_iter().unzip();
    let tried = std::panic::catch_unwind(|| {
        for (number, case) in cases.iter().enumerate().filter(|(k, _)| *k == 0 || texts[*k] != texts[0]) {
            let arm = |what| format!("arm {number}: {what}");
            watch(case, seed).map_err(arm)?;
            in_range(case, &Clinics.run(&[case], seed)[0]).map_err(arm)?;
        }
        fork_is_as_alone(&cases, seed)
    });
    tried.unwrap_or_else(|payload| Err(words(payload.as_ref())))
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn laws_hold_in_random_clinics(bytes in proptest::collection::vec(any::<u8>(), 0..700), master in 0u64..1000) {
        let lot = lottery::scenario(&mut lottery::Choices(&bytes));
        let arms = arms(&lot);
        prop_assume!(!arms.is_empty());
        let found = laws(arms, Seed::new(master, 0));
        prop_assert!(found.is_ok(), "{}\nseed {}\n{}\n# one\n{}\n# other\n{}",
            found.unwrap_err(), master, lot.base, lot.changes[0], lot.changes[1]);
    }
}

/// More than half of the random scenarios are valid, with interventions too, so that the laws are tried on all that
/// the lottery can make.
#[test]
fn most_random_scenarios_are_valid() {
    let (mut valid, mut changed, mut changes, mut panels) = (0, 0, 0, 0);
    for number in 0..200_u64 {
        let mut stream = Seed::new(5, 0).stream(
            cliniq::engine::random::Purpose::named("lottery"),
            cliniq::engine::random::Identity::named("lottery").child(number),
        );
        let bytes: Vec<u8> = (0..700).map(|_| stream.next_u64() as u8).collect();
        let lot = lottery::scenario(&mut lottery::Choices(&bytes));
        if load(&lot.base).is_none() {
            continue;
        }
        valid += 1;
        panels += u32::from(lot.base.contains("[demand"));
        for change in lot.changes.iter().filter(|change| !change.is_empty()) {
            changes += 1;
            changed += u32::from(load(&format!("{}{change}", lot.base)).is_some());
        }
    }
    assert!(valid >= 100 && panels >= 25, "{valid} of 200 valid, {panels} with panels");
    assert!(2 * changed >= changes && changed > 60, "{changed} of {changes} sets of interventions");
}
