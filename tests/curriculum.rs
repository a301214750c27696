//! What people know of a course: by the hours that they really came, clinic by clinic, and gone with those who leave.

#[path = "support/clinic.rs"]
mod support;
#[path = "support/two.rs"]
mod two;

use cliniq::clinic::{Case, Simulation};
use cliniq::engine::model::run as go;
use cliniq::engine::random::Seed;
use cliniq::system::{Outcome, Window};
use support::{case_with, index, run};
use two::TWO;

/// A course of an hour on Fridays for the physicians of both clinics.
const COURSE: &str = "
[interventions.course.trainee_curriculum]
hours_to_know = 4
[interventions.course.trainee_curriculum.meeting]
roles = [\"physician\"]
minutes = 60
";
const NEVER: &str = "interventions.course.rollout.start_week=2600";
const NORTH: &str = "interventions.course.rollout.clinic_start_weeks.north=2";

fn case(overrides: &[&str]) -> Case {
    case_with(&format!("{TWO}{COURSE}"), overrides).in_periods(2)
}

/// What is known at a site at the end of each period.
fn known(case: &Case, outcome: &Outcome, site: Option<u32>) -> Vec<f64> {
    let measure = index(case, "curriculum_knowledge");
    (0..outcome.periods).map(|k| outcome.value(Window::Period(k), site, measure)).collect()
}

/// What is known at the end of a run, by the hours of those who are there.
fn by_hours(case: &Case) -> f64 {
    let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(3, 0));
    go(&mut simulation, &mut calendar, case.model.time.end);
    let population = &simulation.world.population;
    let there = |p: usize| population.members.get(p).is_none_or(|member| member.there);
    let physician = |p: usize| case.model.roles[usize::from(case.model.people[p].role)].name == "physician";
    let people = (0..case.model.people.len()).filter(|p| physician(*p) && there(*p));
    let scores: Vec<f64> =
        people.map(|p| 1.0 - libm::exp(-population.attended[p].in_hours() / 4.0)).collect();
    scores.iter().sum::<f64>() / scores.len() as f64
}

#[test]
fn nothing_is_known_before_the_begin_and_more_with_every_hour_afterwards() {
    let never = case(&[NEVER]);
    let outcome = run(&never, 3, 0);
    for site in [None, Some(0), Some(1)] {
        assert_eq!(known(&never, &outcome, site), [0.0; 4], "it begins nowhere");
    }
    let north = case(&[NEVER, NORTH]);
    let outcome = run(&north, 3, 0);
    let (here, there) = (known(&north, &outcome, Some(0)), known(&north, &outcome, Some(1)));
    assert_eq!((here[0], &there[..]), (0.0, &[0.0; 4][..]), "before the begin, and where it never begins");
    assert!(here.windows(2).all(|two| two[0] < two[1]), "{here:?}");
    for (k, known) in here.iter().enumerate() {
        let planned = 1.0 - libm::exp(-2.0 * k as f64 / 4.0);
        assert!(*known <= planned + 1e-6, "who comes knows at most what was planned: {here:?}");
    }
    let all = known(&north, &outcome, None);
    assert!((all[3] - here[3] / 2.0).abs() < 1e-6, "two of four physicians come");
    assert!((all[3] - by_hours(&north)).abs() < 1e-6);
}

#[test]
fn it_is_a_level_at_the_end_however_long_the_periods_are() {
    let (two, one) = (case(&[]), case(&[]).in_periods(1));
    let measure = index(&two, "curriculum_knowledge");
    let (by_two, by_one) = (run(&two, 3, 0), run(&one, 3, 0));
    let last = |outcome: &Outcome| outcome.value(Window::Period(outcome.periods - 1), None, measure);
    assert_eq!(last(&by_two).to_bits(), by_one.summary()[measure].to_bits());
    assert_eq!(by_two.summary()[measure].to_bits(), by_one.summary()[measure].to_bits());
    let (ends, weeks) = (known(&two, &by_two, None), known(&one, &by_one, None));
    assert_eq!(ends, weeks.into_iter().skip(1).step_by(2).collect::<Vec<_>>());
}

#[test]
fn who_does_not_come_does_not_learn() {
    let unprotected = "interventions.course.trainee_curriculum.meeting.protected=false";
    let overdue = "interventions.course.trainee_curriculum.meeting.skip_above_minutes=0";
    let (free, kept_away) = (case(&[]), case(&[unprotected, overdue]));
    let last = |case: &Case| known(case, &run(case, 3, 0), None)[3];
    assert!(last(&kept_away) < last(&free), "{} and {}", last(&kept_away), last(&free));
    assert!((last(&kept_away) - by_hours(&kept_away)).abs() < 1e-6);
}

#[test]
fn what_is_known_goes_with_those_who_leave() {
    let two_years =
        ["run.weeks=104", "run.period=[0, 104]", "roles.physician.well_being.leaving_per_year=0.4"];
    let course = case(&[&two_years[..], &["interventions.course.rollout.end_week=8"]].concat());
    let ends = known(&course, &run(&course, 3, 0), None);
    let (learned, left) = (ends[3], ends[51]);
    assert!(learned > 0.5, "{ends:?}");
    assert!(left < 0.5 * learned, "{ends:?}");
    assert!((left - by_hours(&course)).abs() < 1e-6);
}

#[test]
fn who_moves_takes_along_what_they_know() {
    let north = case(&[NEVER, NORTH, "workforce.moves_per_year=12"]);
    let ends = known(&north, &run(&north, 3, 0), Some(1));
    assert!(ends[0] == 0.0 && ends[3] > 0.0, "{ends:?}");
}

/// A trial takes clinics that never change out of the rollout: they are where nothing is known.
#[test]
fn nothing_is_known_where_it_is_not_held_and_in_a_plain_clinic_hours_count_too() {
    let north = case(&["interventions.course.rollout.clinics=[\"north\"]", "well_being.enabled=false"]);
    let outcome = run(&north, 3, 0);
    assert_eq!(known(&north, &outcome, Some(1)), [0.0; 4]);
    let here = known(&north, &outcome, Some(0));
    assert!(here[0] > 0.0 && here.windows(2).all(|two| two[0] < two[1]), "{here:?}");
}

#[test]
fn it_is_undefined_where_nobody_has_the_role_and_there_is_none_without_a_course() {
    let nurses = "[roles.nurse]\n[clinics.north.staff.nurses]\nrole = \"nurse\"\n";
    let of_nurses = "interventions.course.trainee_curriculum.meeting.roles=[\"nurse\"]";
    let north = case_with(&format!("{TWO}{nurses}{COURSE}"), &[of_nurses]).in_periods(2);
    let outcome = run(&north, 3, 0);
    assert!(known(&north, &outcome, Some(1)).iter().all(|known| known.is_nan()));
    assert_eq!(known(&north, &outcome, Some(0)), known(&north, &outcome, None));
    let without = case_with(TWO, &[]);
    let rows = &without.model.layout.rows;
    assert!(rows.iter().all(|row| row.measure.name != "curriculum_knowledge"));
}
