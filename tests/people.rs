//! People: what moves their states, how fast, and what that does to the clinic. Most of it lives through days by hand, by
//! the equations of people alone; the rest is the shipped baseline.

use cliniq::clinic::parameters::check::check;
use cliniq::clinic::people::{Climate, Exposure, Population};
use cliniq::clinic::{Case, Clinics, Parameters};
use cliniq::scenario;
use cliniq::system::{Seed, System, Window};

const MINUTE: u64 = 60_000_000;

fn case(overrides: &[&str]) -> Case {
    let overrides: Vec<String> = overrides.iter().map(|set| (*set).to_owned()).collect();
    let loaded =
        scenario::load_shipped::<Parameters>("baseline", &overrides, check).expect("the baseline loads");
    Case::new(&loaded.parameters, String::new(), 0)
}

/// An ordinary day of a clinician.
fn ordinary() -> Exposure {
    Exposure {
        worked: 555 * MINUTE,
        beyond_roster: 230 * MINUTE,
        after_hours: 86 * MINUTE,
        with_patients: 240 * MINUTE,
        extraneous: 55 * MINUTE,
        interrupted: 20 * MINUTE,
        obstacles: 10 * MINUTE,
        rostered: 480 * MINUTE,
        asked: 30,
        helped: 27,
        colleagues: 22,
        colleagues_there: 20,
        finished: 120,
        unfinished: 10,
        ..Exposure::default()
    }
}

/// People of a case without chance in their lives, who are alive at once.
fn people(case: &Case) -> Population {
    let mut population = Population::new(&case.model, Seed::new(1, 0));
    population.frozen = false;
    for member in &mut population.members {
        member.traits.exhaustion = 0.0;
        member.traits.cynicism = 0.0;
        member.traits.efficacy = 0.0;
        member.traits.clinic = 0.0;
    }
    population
}

const STILL: &str = "well_being.exhaustion.drift_sd=0";

/// Lives so many days, five of seven at work; `day` says what each person meets.
fn live(
    population: &mut Population,
    case: &Case,
    days: std::ops::Range<u64>,
    day: impl Fn(usize, u64) -> Exposure,
) {
    let climates = vec![Climate::default(); case.model.clinics.len()];
    for number in days {
        for p in 0..population.members.len() {
            population.today[p] = if number % 7 < 5 { day(p, number) } else { Exposure::default() };
        }
        population.end_day(&case.model, Seed::new(1, 0), number, &climates);
    }
}

fn scaled(exposure: Exposure, by: f64) -> Exposure {
    let part = |micros: u64| (micros as f64 * by) as u64;
    Exposure {
        worked: part(exposure.worked),
        beyond_roster: part(exposure.beyond_roster),
        after_hours: part(exposure.after_hours),
        with_patients: part(exposure.with_patients),
        extraneous: part(exposure.extraneous),
        interrupted: part(exposure.interrupted),
        obstacles: part(exposure.obstacles),
        ..exposure
    }
}

/// The score of exhaustion of the first clinician.
fn score(population: &Population, case: &Case) -> f64 {
    let settings = &case.model.well_being.as_ref().expect("people have states").settings;
    let first = clinicians(case)[0];
    population.members[first].state.scores(settings)[0]
}

fn clinicians(case: &Case) -> Vec<usize> {
    let clinician = |p: &usize| case.model.roles[usize::from(case.model.people[*p].role)].clinician;
    (0..case.model.people.len()).filter(clinician).collect()
}

#[test]
fn less_strain_lowers_exhaustion_over_months_not_days() {
    let case = case(&[STILL]);
    let mut usual = people(&case);
    live(&mut usual, &case, 0..7 * 200, |_, _| ordinary());
    let mut relieved = usual.clone();
    let (before, begin) = (score(&usual, &case), 7 * 200);
    let mut falls = Vec::new();
    let mut from = begin;
    for until in [14, 90, 180, 364, 728].map(|days| begin + days) {
        live(&mut usual, &case, from..until, |_, _| ordinary());
        live(&mut relieved, &case, from..until, |_, _| scaled(ordinary(), 0.8));
        falls.push(score(&usual, &case) - score(&relieved, &case));
        from = until;
    }
    // a fortnight does little but rest; half a year does about half of what two years do
    assert!(falls.windows(2).all(|pair| pair[0] < pair[1]), "{falls:?}");
    assert!(falls[0] < 0.35 * falls[4], "{falls:?}");
    assert!(falls[2] > 0.4 * falls[4] && falls[2] < 0.85 * falls[4], "{falls:?}");
    assert!(falls[4] > 2.0 && falls[4] < 12.0, "from {before}: {falls:?}");
}

#[test]
fn two_weeks_away_relieve_fatigue_and_that_is_gone_within_weeks() {
    let case = case(&[STILL]);
    let mut stays = people(&case);
    live(&mut stays, &case, 0..7 * 150, |_, _| ordinary());
    let mut rests = stays.clone();
    let first = clinicians(&case)[0];
    let begin = 7 * 150;
    live(&mut stays, &case, begin..begin + 14, |_, _| ordinary());
    live(&mut rests, &case, begin..begin + 14, |_, _| Exposure { away: true, ..Exposure::default() });
    let fatigue = |people: &Population| people.members[first].state.fatigue_week();
    assert!(fatigue(&rests) < 0.1 * fatigue(&stays), "{} {}", fatigue(&rests), fatigue(&stays));
    let relief = score(&stays, &case) - score(&rests, &case);
    assert!(relief > 2.0, "{relief}");
    let mut from = begin + 14;
    let mut left = Vec::new();
    for until in [7, 21, 35].map(|days| begin + 14 + days) {
        live(&mut stays, &case, from..until, |_, _| ordinary());
        live(&mut rests, &case, from..until, |_, _| ordinary());
        left.push((score(&stays, &case) - score(&rests, &case)) / relief);
        from = until;
    }
    // what is left after three weeks is the little that exhaustion itself recovered
    assert!(left[1] < 0.35, "{relief} {left:?}");
    assert!((fatigue(&stays) - fatigue(&rests)).abs() < 0.02);
}

/// Each resource falls by its own cause, and by no other's.
#[test]
fn each_resource_is_moved_by_its_cause() {
    let case = case(&[STILL]);
    let first = clinicians(&case)[0];
    let felt = |change: &dyn Fn(&mut Exposure), promises: f64| {
        let mut population = people(&case);
        for day in 0..7 * 60 {
            for p in 0..population.members.len() {
                let mut today = ordinary();
                if p == first {
                    change(&mut today);
                }
                population.today[p] = if day % 7 < 5 { today } else { Exposure::default() };
            }
            population.end_day(
                &case.model,
                Seed::new(1, 0),
                day,
                &[Climate { promises, ..Climate::default() }],
            );
        }
        let state = population.members[first].state;
        [state.control, state.support, state.leadership, state.fairness, state.meaningful]
    };
    let usual = felt(&|_| (), 1.0);
    let falls = |other: [f64; 5]| -> Vec<usize> { (0..5).filter(|k| other[*k] < usual[*k] - 0.02).collect() };
    assert_eq!(
        falls(felt(&|day| day.beyond_roster += 100 * MINUTE, 1.0)),
        [0],
        "control: the day as planned"
    );
    assert_eq!(falls(felt(&|day| day.helped = 10, 1.0)), [1], "support: help received");
    assert_eq!(falls(felt(&|day| day.colleagues_there = 10, 1.0)), [1], "support: colleagues who are there");
    assert_eq!(falls(felt(&|day| day.obstacles += 40 * MINUTE, 1.0)), [2], "leadership: obstacles removed");
    assert_eq!(falls(felt(&|_| (), 0.5)), [2], "leadership: promises kept");
    assert_eq!(falls(felt(&|day| day.after_hours += 200 * MINUTE, 1.0)), [3], "fairness: the own load");
    assert_eq!(
        falls(felt(&|day| day.with_patients -= 120 * MINUTE, 1.0)),
        [4],
        "meaning: time with patients"
    );
}

#[test]
fn a_part_timer_is_not_free_of_burnout() {
    let steady = |overrides: &[&str], by: f64| {
        let case = case(overrides);
        let mut population = people(&case);
        live(&mut population, &case, 0..7 * 300, |_, _| scaled(ordinary(), by));
        score(&population, &case)
    };
    let whole = steady(&[STILL], 1.0);
    let half =
        steady(&[STILL, "clinics.main.staff.physicians.fte=0.5", "clinics.main.staff.apps.fte=0.5"], 0.5);
    let free = steady(&[STILL], 0.5);
    assert!(half > 0.4 * whole && half < whole, "{half} of {whole}");
    assert!(half > 1.4 * free, "half a post is judged against more than its hours: {half} against {free}");
}

/// A colleague's exhaustion is caught by clinicians from clinicians, by staff from everybody, and by nobody without the
/// theory.
#[test]
fn exhaustion_is_catching() {
    let others = |contagion: &str, burned: f64| {
        let case = case(&[STILL, contagion]);
        let mut population = people(&case);
        let hot = clinicians(&case)[0];
        for day in 0..400 {
            population.members[hot].state.exhaustion = burned;
            live(&mut population, &case, day..day + 1, |_, _| ordinary());
        }
        let clinician = clinicians(&case)[1];
        let assistant = (0..case.model.people.len())
            .find(|p| !clinicians(&case).contains(p) && case.model.people[*p].reserve <= 0)
            .expect("the baseline has staff");
        [clinician, assistant].map(|p| population.members[p].state.exhaustion)
    };
    let rise = |contagion: &str| {
        let (cool, hot) = (others(contagion, 0.3), others(contagion, 0.9));
        [hot[0] - cool[0], hot[1] - cool[1]]
    };
    let caught = rise("well_being.contagion.exhaustion=0.5");
    assert!(caught[0] > 0.003 && caught[1] > 0.003, "{caught:?}");
    assert_eq!(rise("well_being.theories.emotional_contagion=false"), [0.0, 0.0]);
}

/// Without what people do to work, all that patients and messages meet is that of the plain clinic, to the bit.
#[test]
fn people_who_do_nothing_to_work_change_nothing() {
    let short = ["run.weeks=12", "run.warmup_weeks=6"];
    let plain = [&short[..], &["well_being.enabled=false"]].concat();
    let without = [
        &short[..],
        &[
            "well_being.feedback.slow_down=0",
            "well_being.feedback.rework=0",
            "well_being.feedback.absence_per_sd=0",
            "well_being.feedback.less_help=0",
            "well_being.theories.cognitive_load=false",
            "surveys.burnout.mbi.minutes=0",
            "surveys.conditions.condition_screen.minutes=0",
            "surveys.leaders.leadership.minutes=0",
            "surveys.culture.safety_culture.minutes=0",
            "surveys.intention.intention.minutes=0",
            "roles.physician.well_being.leaving_per_year=0",
            "roles.app.well_being.leaving_per_year=0",
            "roles.ma.well_being.leaving_per_year=0",
            "roles.nurse.well_being.leaving_per_year=0",
            "roles.front_desk.well_being.leaving_per_year=0",
        ],
    ]
    .concat();
    let (plain, without) = (case(&plain), case(&without));
    let (before, after) = (Clinics.measures(&plain), Clinics.measures(&without));
    let outcome = |case: &Case| Clinics.run(&[case], Seed::new(3, 0)).remove(0);
    let (first, second) = (outcome(&plain), outcome(&without));
    // what an error's probability is made of knows people's states
    let of_people =
        |name: &str| ["error", "adverse", "alerts_heeded"].iter().any(|word| name.starts_with(word));
    let mut compared = 0;
    for (m, measure) in before.iter().enumerate().filter(|(_, measure)| !of_people(&measure.name)) {
        let other =
            after.iter().position(|other| other.name == measure.name).expect("there are only more measures");
        let [a, b] = [first.value(Window::Summary, None, m), second.value(Window::Summary, None, other)];
        assert_eq!(a.to_bits(), b.to_bits(), "{}: {a} {b}", measure.name);
        compared += 1;
    }
    assert!(compared > 60 && after.len() > before.len() + 60, "{compared}");
}

/// Parameters of people alone move no need of a patient or message.
#[test]
fn what_patients_and_messages_need_does_not_depend_on_people() {
    let needs = |overrides: &[&str]| {
        let case = case(&[&["run.weeks=8", "run.warmup_weeks=6"], overrides].concat());
        let outcome = Clinics.run(&[&case], Seed::new(5, 0)).remove(0);
        let measures = Clinics.measures(&case);
        let value = |name: &str| {
            let m =
                measures.iter().position(|measure| measure.name == name).expect("a measure of the baseline");
            outcome.value(Window::Summary, None, m).to_bits()
        };
        ["inbox_messages_per_week.notification", "inbox_messages_per_week.staff_message"].map(value)
    };
    let usual = needs(&[]);
    for person in [
        "well_being.exhaustion.person_sd=1.5",
        "well_being.contagion.exhaustion=0.8",
        "workforce.leaving_per_sd=1.0",
    ] {
        assert_eq!(needs(&[person]), usual, "{person}");
    }
}

/// A loop that runs away is refused with its gain, one that amplifies strongly is named, and whoever wants it may have it.
#[test]
fn loops_that_run_away_are_refused() {
    let load = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        scenario::load_shipped::<Parameters>("baseline", &sets, check)
    };
    let strong = ["well_being.feedback.slow_down=0.4", "well_being.exhaustion.strain_exponent=2"];
    let refused = load(&strong).map(|_| ()).expect_err("two stable states").to_string();
    assert!(
        refused.contains("stable states") && refused.contains("well_being.feedback.slow_down"),
        "{refused}"
    );
    assert!(load(&[strong[0], strong[1], "well_being.feedback.allow_bistable=true"]).is_ok());
    let gain = |sets: &[&str]| {
        let loaded = load(sets).expect("it is accepted");
        loaded.parameters.well_being.with_loop(|of| (of.gain(), of.stable_states()))
    };
    let usual = gain(&[]);
    assert!(usual.0 > 0.1 && usual.0 < 0.5 && usual.1 == 1, "{usual:?}");
    let named = ["well_being.contagion.exhaustion=2.4"];
    let loaded = load(&named).expect("it is accepted");
    assert!(gain(&named).0 > 0.7, "{:?}", gain(&named));
    let notices = cliniq::clinic::parameters::notices::notices(&loaded.parameters);
    assert!(notices.iter().any(|notice| notice.contains("has a gain of")), "{notices:?}");
}

/// Rare harms, as conditional expectations, need no more replications than waits for an appointment for the same relative
/// precision, and a tenth of those that counting them needs. Eight replications; the relative standard errors differ by a
/// factor of two and more, so that another seed would hardly ever turn them round.
#[test]
fn rare_harms_are_as_precise_as_waits() {
    let case = case(&["run.weeks=26", "run.warmup_weeks=6"]);
    let measures = Clinics.measures(&case);
    let outcomes: Vec<Vec<f64>> =
        (0..8).map(|r| Clinics.run(&[&case], Seed::new(11, r)).remove(0).summary().to_vec()).collect();
    let relative_error = |name: &str| {
        let m = measures.iter().position(|measure| measure.name == name).expect("a measure of the baseline");
        let values: Vec<f64> = outcomes.iter().map(|outcome| outcome[m]).collect();
        let mean = values.iter().sum::<f64>() / 8.0;
        let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / 7.0;
        (variance / 8.0).sqrt() / mean
    };
    let (harm, counted) =
        (relative_error("adverse_events_per_year.expected"), relative_error("adverse_events_per_year"));
    let wait = relative_error("access_wait_days");
    assert!(harm <= wait && harm < 0.3 * counted, "{harm} {counted} {wait}");
}
