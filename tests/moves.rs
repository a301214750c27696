//! People who change places with others at another clinic: nobody is lost, and everybody takes along who they are.

#[path = "support/clinic.rs"]
mod support;
#[path = "support/two.rs"]
mod two;

use std::collections::BTreeMap;

use cliniq::clinic::people::answers::COLUMNS;
use cliniq::clinic::{Case, Clinics, Simulation};
use cliniq::engine::model::run as go;
use cliniq::engine::random::Seed;
use cliniq::system::System;
use support::{case, case_with, run};
use two::TWO;

const OFTEN: &str = "workforce.moves_per_year=6";
const YEAR: [&str; 3] = ["run.weeks=52", "run.period=[0, 52]", OFTEN];

/// Who is where when a run has come to an end.
fn end_of(case: &Case) -> Simulation<'_> {
    let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(3, 0));
    go(&mut simulation, &mut calendar, case.model.time.end);
    simulation.check(calendar.now());
    simulation
}

#[test]
fn nobody_is_lost_and_everybody_takes_along_who_they_are() {
    let (still, moving) = (case_with(TWO, &YEAR[..2]), case_with(TWO, &YEAR));
    let (before, after) = (Simulation::new(&moving.model, Seed::new(3, 0)).0, end_of(&moving));
    let people = |simulation: &Simulation<'_>| -> BTreeMap<u32, (u64, u16, usize)> {
        let members = simulation.world.population.members.iter().enumerate();
        members
            .map(|(p, member)| {
                let post = &simulation.model.people[p];
                (member.human, (member.traits.life.value(), post.role, usize::from(post.clinic)))
            })
            .collect()
    };
    let (first, last) = (people(&before), people(&after));
    assert_eq!(first.len(), before.world.population.members.len(), "everybody has a number of their own");
    assert_eq!(first.keys().collect::<Vec<_>>(), last.keys().collect::<Vec<_>>(), "people are conserved");
    let mut elsewhere = 0;
    for (human, (life, role, clinic)) in &first {
        assert_eq!((*life, *role), (last[human].0, last[human].1), "their lives and roles go along");
        elsewhere += usize::from(*clinic != last[human].2);
    }
    assert!(elsewhere > 0, "somebody has moved");
    assert_eq!(people(&end_of(&still)), first, "where nobody moves, everybody is where they were");
    let clinics = |simulation: &Simulation<'_>| {
        let members = simulation.world.population.members.iter().enumerate();
        let mut gains: Vec<(usize, u64)> = members
            .map(|(p, m)| (usize::from(simulation.model.people[p].clinic), m.traits.clinic.to_bits()))
            .collect();
        gains.sort_unstable();
        gains
    };
    assert_eq!(clinics(&before), clinics(&after), "a clinic's own share stays there");
}

/// Six moves a person and year: 9 people and 52 weeks are about 54 moves of 27 pairs, with a standard deviation of 5.2 pairs; four
/// of them. Who is asked each week is seen at the other clinic in the week after.
#[test]
fn people_move_as_often_as_the_file_says() {
    let case = case_with(TWO, &YEAR).weekly().asked_each_period();
    let rows = Clinics.answers(&case, Seed::new(3, 0)).expect("people have states").rows;
    let place = |name: &str| COLUMNS.iter().position(|column| *column == name).expect("a column");
    let mut at: BTreeMap<u64, f64> = BTreeMap::new();
    let mut moves = 0;
    for row in rows.chunks_exact(COLUMNS.len()) {
        let clinic = row[place("clinic")];
        let before = at.insert(row[place("human")] as u64, clinic);
        moves += usize::from(before.is_some_and(|before| before != clinic));
    }
    assert!((54 - 42..=54 + 42).contains(&moves), "{moves}");
}

/// On recorded days the same people move.
#[test]
fn people_who_live_again_move_as_they_did() {
    let case = case_with(TWO, &YEAR).asked_each_period();
    let full = Clinics.answers(&case, Seed::new(3, 0)).expect("people have states").rows;
    let fast = Clinics.answers_fast(&case, &case, Seed::new(3, 0)).expect("people have states").rows;
    assert_eq!(full.len(), fast.len());
    for (one, other) in full.chunks_exact(COLUMNS.len()).zip(fast.chunks_exact(COLUMNS.len())) {
        for (name, (x, y)) in COLUMNS.iter().zip(one.iter().zip(other)) {
            let known = !["orders", "errors"].contains(name);
            assert!(!known || x.to_bits() == y.to_bits(), "{name}: {x}, {y}");
        }
    }
}

/// Movers change what happens, and 0 is what a file says that says nothing.
#[test]
fn without_moves_nothing_changes() {
    let bits = |case: &Case| -> Vec<u64> { run(case, 3, 0).summary().iter().map(|v| v.to_bits()).collect() };
    assert_eq!(bits(&case(TWO)), bits(&case_with(TWO, &["workforce.moves_per_year=0"])));
    assert_ne!(bits(&case(TWO)), bits(&case_with(TWO, &["workforce.moves_per_year=40"])));
}
