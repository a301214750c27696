//! Laws that hold for every clinic, tried on random ones. Little's law and the conservation of cases are asserted,
//! exactly, inside every run. More of them: `PROPTEST_CASES=20000 PROPTEST_RNG_SEED=7 cargo test --test laws`.

#[path = "support/clinic.rs"]
mod clinic;
#[path = "support/lottery.rs"]
mod lottery;

use cliniq::clinic::model::{LineModel, PersonId};
use cliniq::clinic::parameters::check::check;
use cliniq::clinic::world::{NO_CASE, State};
use cliniq::clinic::{Case, Clinics, Parameters, Simulation, model};
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
        Ok(loaded) => Some(Case {
            model: model::build(&loaded.parameters, 0),
            trunk: scenario::digest(&loaded.shown, "laws"),
        }),
        Err(Error::Faults(_)) => None,
        Err(other) => panic!("{other}"),
    }
}

/// Whether somebody could begin the first piece of work of a line: the rule of the walker, written a second time.
fn could_begin(simulation: &Simulation<'_>, line: &LineModel) -> bool {
    let only = line.only_leader.filter(|_| line.helpers.is_empty());
    let free = |p: &PersonId| {
        let own_only = simulation.world.people[usize::from(*p)].own_only;
        simulation.world.is_free(*p) && (!own_only || only == Some(*p))
    };
    let idle_since = |p: &PersonId| simulation.world.people[usize::from(*p)].idle_since;
    let longest_idle = |people: &Vec<PersonId>| people.iter().copied().filter(free).min_by_key(idle_since);
    let lead = line.leaders.iter().find_map(longest_idle);
    let Some(lead) = lead else { return false };
    let mut taken = vec![lead];
    line.helpers.iter().all(|people| {
        let helper = people.iter().copied().find(|p| free(p) && !taken.contains(p));
        taken.extend(helper);
        helper.is_some()
    })
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

/// Where a measure may lie: in total, at every site, in the summary.
fn in_range(case: &Case, outcome: &Outcome) -> Result<(), String> {
    for (index, row) in case.model.layout.rows.iter().enumerate() {
        let name = row.measure.name.as_str();
        for site in std::iter::once(None).chain((0..outcome.sites).map(Some)) {
            let value = outcome.value(Window::Summary, site, index);
            let most = if name.ends_with("_fraction") || name.starts_with("in_hours_intensity") {
                1.0
            } else {
                f64::MAX
            };
            if !value.is_nan() && !(0.0..=most).contains(&value) {
                return Err(format!("{name} at {site:?} is {value}"));
            }
        }
    }
    Ok(())
}

/// What a failed assertion said.
fn words(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_string());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "an assertion failed".into())
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn laws_hold_in_random_clinics(bytes in proptest::collection::vec(any::<u8>(), 0..260), master in 0u64..1000) {
        let text = lottery::scenario(&mut lottery::Choices(&bytes));
        let case = load(&text);
        prop_assume!(case.is_some());
        let case = case.expect("it was just found");
        let seed = Seed::new(master, 0);
        let tried = std::panic::catch_unwind(|| {
            watch(&case, seed)?;
            let alone = Clinics.run(&[&case], seed).remove(0);
            in_range(&case, &alone)?;
            let pair = Clinics.run(&[&case, &case.clone()], seed);
            match pair.iter().all(|outcome| outcome.same_bits(&alone)) {
                true => Ok(()),
                false => Err("a fork is not the same as a run alone".to_string()),
            }
        });
        let found = tried.unwrap_or_else(|payload| Err(words(payload.as_ref())));
        prop_assert!(found.is_ok(), "{}\nseed {}\n{}", found.unwrap_err(), master, text);
    }
}

/// Three in four random scenarios at least are valid, so that the laws are tried on all that the lottery can make.
#[test]
fn most_random_scenarios_are_valid() {
    let mut valid = 0;
    for number in 0..200_u64 {
        let mut stream = Seed::new(5, 0).stream(
            cliniq::engine::random::Purpose::named("lottery"),
            cliniq::engine::random::Identity::named("lottery").child(number),
        );
        let bytes: Vec<u8> = (0..260).map(|_| stream.next_u64() as u8).collect();
        valid += u32::from(load(&lottery::scenario(&mut lottery::Choices(&bytes))).is_some());
    }
    assert!(valid >= 100, "{valid} of 200");
}
