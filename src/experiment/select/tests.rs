use super::*;

/// Columns of a measure with common and own chance, the two best near each other, and of a cost.
fn columns(alternative: usize, replications: u32, spread: f64) -> Columns {
    let chance = |r: u32| f64::from(r * 7919 % 101) / 101.0 - 0.5;
    let own = |r: u32| f64::from((r * 104_729 + alternative as u32 * 31) % 97) / 97.0 - 0.5;
    let mean = [0.0, 1.0, 2.8, 3.0][alternative];
    let cost = 10.0 * (alternative * alternative) as f64;
    let measure = (0..replications).map(|r| mean + chance(r) + spread * own(r)).collect();
    vec![measure, (0..replications).map(|r| cost + own(r)).collect()]
}

pub(super) fn question(higher: bool) -> Question {
    Question {
        measure: 0,
        higher,
        indifference_zone: 0.1,
        confidence: 0.95,
        first_stage: 10,
        most: 2_000,
        guards: Vec::new(),
        cost: Some(Cost::Measure(1)),
    }
}

pub(super) fn run_all(question: &Question, spread: f64) -> (Selected, Vec<u32>) {
    let mut have = vec![0_u32; 4];
    let found = select(4, question, |who, wanted| {
        who.iter().for_each(|a| have[*a] = have[*a].max(wanted));
        Ok(have.iter().enumerate().map(|(a, n)| columns(a, *n, spread)).collect())
    });
    (found.expect("a selection"), have)
}

#[test]
fn the_best_is_selected_in_either_direction_and_the_bad_ones_run_little() {
    let (found, have) = run_all(&question(true), 2.0);
    assert_eq!((found.best, found.decided), (Some(3), true));
    assert_eq!(found.standings[3].fate, Fate::Selected);
    assert!(
        have[0] < have[3] && matches!(found.standings[0].fate, Fate::Screened { .. } | Fate::Left { .. })
    );
    let (found, _) = run_all(&question(false), 2.0);
    assert_eq!(found.best, Some(0));
    assert!(found.standings[1].behind.is_some_and(|p| p.difference.mean > 0.5));
}

#[test]
fn what_is_known_beyond_the_question_changes_nothing() {
    // A folder may hold more replications, of an earlier question.
    let asked = question(true);
    let (found, have) = run_all(&asked, 2.0);
    assert!(have[0] < have[3], "some are out before the race goes on");
    let more = select(4, &asked, |_, _| Ok((0..4).map(|a| columns(a, 3_000, 2.0)).collect()));
    assert_eq!(more.expect("a selection"), found);
    assert!(found.standings.iter().all(|s| s.mean.is_some_and(|mean| mean.n < 3_000)));
}

#[test]
fn who_breaks_a_guard_is_not_selected_and_the_frontier_knows_cost() {
    let guard = |limit| Guard { name: "cost".into(), measure: 1, change: true, limit };
    let (found, _) = run_all(&Question { guards: vec![guard(Limit::AtMost(15.0))], ..question(true) }, 0.5);
    assert_eq!(found.best, Some(1));
    assert_eq!(found.standings[3].fate, Fate::BreaksGuards(vec![0]));
    let steps = found.frontier.expect("a cost is named").steps;
    assert_eq!(steps.len(), 4, "more effect for ever more money: {steps:?}");
    let (found, _) = run_all(&Question { guards: vec![guard(Limit::AtMost(-5.0))], ..question(true) }, 0.5);
    assert!(found.best.is_none() && found.notes.iter().any(|note| note.contains("none can be selected")));
}

#[test]
fn a_race_that_does_not_end_says_so() {
    let narrow = Question { indifference_zone: 1e-6, most: 12, ..question(true) };
    let (found, _) = run_all(&narrow, 40.0);
    assert!(!found.decided && found.best.is_some());
    assert!(
        found.notes.iter().any(|note| note.contains("Not decided in 12 replications")),
        "{:?}",
        found.notes
    );
}
