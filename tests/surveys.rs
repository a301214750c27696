//! Surveys in a simulated clinic: what they show against what is true, what they cost, whom they miss.

#[path = "support/clinic.rs"]
mod support;

use cliniq::clinic::parameters::check::check;
use cliniq::clinic::science::instruments::mbi::Rule;
use cliniq::clinic::{Case, Clinics, Parameters, Simulation};
use cliniq::engine::model::run as go;
use cliniq::engine::random::Seed;
use cliniq::engine::time::{Span, Time};
use cliniq::scenario;
use cliniq::system::System;
use support::{case, faults, index, measure, run, value};

/// Doctors, each with patients of their own, an assistant for each; some patients are still there when it closes.
const PRACTICE: &str = r#"
schema = 1
[run]
weeks = 12
warmup_weeks = 6
period = [0, 12]
[calendar]
sessions = { morning = "08:00-12:00", afternoon = "13:00-17:00" }
day_end = "stop"
[roles.doctor]
clinician = true
[roles.ma]
[clinics.main]
[clinics.main.staff]
doctors = { role = "doctor", count = 30 }
assistants = { role = "ma", count = 30 }
[tasks.rooming]
roles = ["ma"]
minutes = 5
[tasks.visit]
roles = ["doctor"]
minutes = { lognormal = { mean = 20, cv = 0.5 } }
[pathways.visit.steps]
rooming = { task = "rooming", next = "visit" }
visit = { task = "visit", by = "own_clinician" }
[arrivals.patients]
per = "doctors"
slot_minutes = 20
slots_per_day = 24
pathway = "visit"
[well_being]
enabled = true
[well_being.feedback]
slow_down = 0
"#;

/// The doctors among all people: groups stand in the order of their names.
const DOCTORS: std::ops::Range<usize> = 30..60;

/// The practice with more of the file.
fn practice(more: &str) -> Case {
    case(&format!("{PRACTICE}{more}"))
}

/// A week of the measured time begins; surveys have just been handed out.
fn monday(case: &Case, week: u64) -> Time {
    case.model.time.observe_from + Span::days(7 * week) + Span::from_micros(1)
}

/// 30 doctors asked every Monday for 12 weeks: 360 readings that are independent given the states of these Mondays. The
/// number of positive ones is off its expectation by 4.5 standard deviations or more with probability 7e-6 a rule: a
/// new seed gives a false alarm with probability 2e-5.
#[test]
fn measured_prevalence_is_true_prevalence_with_the_noise_of_the_instrument() {
    let case =
        practice("[surveys.pulse]\nevery_weeks = 1\nresponse_share = 1\n[surveys.pulse.mbi]\nminutes = 0\n");
    let well_being = case.model.well_being.as_deref().expect("people have states");
    let mbi = &well_being.measurement.mbi;
    let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(1, 0));
    let (mut mean, mut variance) = ([0.0; 3], [0.0; 3]);
    for week in 0..12 {
        go(&mut simulation, &mut calendar, monday(&case, week));
        for member in &simulation.world.population.members[DOCTORS] {
            for (r, rule) in Rule::ALL.into_iter().enumerate() {
                let chance = mbi.chance(&member.as_seen(well_being), rule);
                mean[r] += chance;
                variance[r] += chance * (1.0 - chance);
            }
        }
    }
    let outcome = run(&case, 1, 0);
    let names = ["burnout_prevalence.exhaustion_only", "burnout_prevalence", "burnout_prevalence.all_three"];
    for ((name, mean), variance) in names.into_iter().zip(mean).zip(variance) {
        let found = 360.0 * value(&case, &outcome, &format!("{name}.doctor.measured"));
        assert!((found - found.round()).abs() < 1e-6, "everybody was asked: {found}");
        assert!((found - mean).abs() <= 4.5 * f64::sqrt(variance), "{name}: {found}, expected {mean}");
    }
    assert!(variance[1] > 20.0, "the readings are uncertain: {variance:?}");
}

/// Without noise, depression and refusal, on the day of the survey, the instrument shows what is true.
#[test]
fn a_perfect_instrument_shows_the_truth() {
    let perfect = "[surveys.pulse]\nresponse_share = 1\n[surveys.pulse.mbi]\nminutes = 0\n[measurement.mbi]\n\
        exhaustion_reliability = 1\ncynicism_reliability = 1\nefficacy_reliability = 1\n\
        depression = { exhaustion_points = 0, cynicism_points = 0, efficacy_points = 0 }\n";
    let case = practice(perfect);
    let well_being = case.model.well_being.as_deref().expect("people have states");
    let (mut simulation, mut calendar) = Simulation::new(&case.model, Seed::new(1, 0));
    go(&mut simulation, &mut calendar, monday(&case, 0));
    let members = &simulation.world.population.members;
    let truly = |p: &usize| well_being.measurement.mbi.truly(&members[*p].as_seen(well_being), Rule::Either);
    let burned_out = DOCTORS.filter(truly).count() as f64;
    let found = measure(&case, "burnout_prevalence.doctor.measured");
    assert!((found - burned_out / 30.0).abs() < 1e-9 && burned_out > 0.0, "{found} {burned_out}");
}

#[test]
fn a_survey_that_takes_no_time_changes_nothing_else_by_a_bit() {
    let plain = practice("");
    let asked = practice("[surveys.pulse]\nevery_weeks = 1\n[surveys.pulse.mbi]\nminutes = 0\n");
    let costly = practice("[surveys.pulse]\nevery_weeks = 1\n[surveys.pulse.mbi]\nminutes = 15\n");
    let [without, with, with_cost] = [&plain, &asked, &costly].map(|case| run(case, 7, 0));
    let mut changed = 0;
    for row in &plain.model.layout.rows {
        let name = &row.measure.name;
        let before = value(&plain, &without, name).to_bits();
        assert_eq!(before, value(&asked, &with, name).to_bits(), "{name}");
        changed += u32::from(before != value(&costly, &with_cost, name).to_bits());
    }
    assert!(changed > 20, "minutes of a survey are work: {changed} measures changed");
    assert_eq!(value(&asked, &with, "survey_minutes_per_week"), 0.0);
    let answers = |case: &Case, outcome| value(case, outcome, "survey_response_fraction");
    assert_eq!(
        answers(&asked, &with),
        answers(&costly, &with_cost),
        "who answers does not hang on the minutes"
    );
}

/// Forms are filled in by those who were asked, once a round, whatever days they work.
#[test]
fn the_minutes_of_a_survey_are_worked() {
    let survey = "[surveys.pulse]\nevery_weeks = 2\nresponse_share = 1\n[surveys.pulse.mbi]\nminutes = 10\n\
        [clinics.main.staff.part_time]\nrole = \"ma\"\ncount = 3\ntemplate = \"two_days\"\n[roles.clerk]\n\
        [clinics.main.staff.clerks]\nrole = \"clerk\"\ncount = 2\ntemplate = \"two_days\"\n\
        [templates.two_days]\ntue = [\"morning\", \"afternoon\"]\nfri = [\"morning\", \"afternoon\"]\n";
    let case = practice(survey);
    let outcome = run(&case, 1, 0);
    let minutes = value(&case, &outcome, "survey_minutes_per_week.clerk");
    assert!((minutes - 10.0 / 2.0 / 0.4).abs() < 1e-6, "five minutes a week in two days of five: {minutes}");
    let of_doctors = value(&case, &outcome, "survey_minutes_per_week.doctor");
    assert!(
        (4.5..=5.0).contains(&of_doctors),
        "what is still in the line at the end is not worked: {of_doctors}"
    );
    let hours = value(&case, &outcome, "role_hours_per_week.clerk");
    assert!((hours - 2.0 * 5.0 / 60.0).abs() < 1e-9, "clerks have nothing else to do: {hours}");
}

#[test]
fn over_measuring_is_seen_as_minutes() {
    let load = |name: &str| {
        let weeks = ["run.weeks=8", "run.warmup_weeks=1", "run.period=[0, 8]"].map(str::to_owned);
        let loaded = scenario::load_shipped::<Parameters>(name, &weeks, check);
        Case::new(&loaded.unwrap_or_else(|faults| panic!("{faults}")).parameters, String::new(), 0)
    };
    let (usual, every_week) = (load("baseline.toml"), load("over-measuring.toml"));
    let minutes = |case: &Case| measure(case, "survey_minutes_per_week");
    let (few, many) = (minutes(&usual), minutes(&every_week));
    assert!(few > 0.0 && many > 4.0 * few && many > 4.0, "{few} {many}");
}

/// 60 people asked 12 times: 720 answers have a standard error of 0.017; 4.5 of them: 7e-6. Those who are more exhausted
/// stay away: by an odds ratio of 0.2 for a standard deviation the mean of the answers lies points below that of all.
#[test]
fn not_everybody_answers_and_who_does_matters() {
    let survey = |more: &str| {
        format!(
            "[surveys.pulse]\nevery_weeks = 1\nresponse_share = 0.3\n{more}[surveys.pulse.mbi]\nminutes = 0\n"
        )
    };
    let neutral = practice(&survey(""));
    let outcome = run(&neutral, 3, 0);
    let share = |role: &str| value(&neutral, &outcome, &format!("survey_response_fraction.{role}"));
    let found = (share("doctor") + share("ma")) / 2.0;
    assert!((found - 0.3).abs() < 4.5 * 0.017, "{found}");
    let shy = practice(&survey("odds_ratio_response_per_sd = 0.2\n"));
    let of = |case: &Case, name: &str| value(case, &run(case, 3, 0), name);
    let bias = |case: &Case| of(case, "exhaustion_mean.measured") - of(case, "exhaustion_mean");
    assert!(bias(&shy) < bias(&neutral) - 1.0, "{} {}", bias(&shy), bias(&neutral));
    let silent = practice("[surveys.pulse]\nresponse_share = 0\n[surveys.pulse.mbi]\n");
    assert!(measure(&silent, "burnout_prevalence.measured").is_nan(), "nobody answered");
    assert_eq!(measure(&silent, "survey_response_fraction"), 0.0);
    let later = practice("[surveys.pulse]\nfirst_week = 500\n[surveys.pulse.mbi]\n");
    assert!(measure(&later, "survey_response_fraction").is_nan(), "nobody was asked");
}

#[test]
fn one_label_misses_most_moral_injury() {
    let screen = |one: bool| {
        practice(&format!(
            "[surveys.s]\nevery_weeks = 1\nresponse_share = 1\n[surveys.s.condition_screen]\none_label = {one}\n\
             minutes = 0\n[measurement.mbi]\ncynicism_cut = 4\n[measurement.conditions]\nmoral_injury = 0.2\n"
        ))
    };
    let (one, several) = (screen(true), screen(false));
    let [of_one, of_several] = [&one, &several].map(|case| run(case, 1, 0));
    let missed = |case: &Case, outcome| value(case, outcome, "moral_injury_missed_fraction");
    let (by_one, by_several) = (missed(&one, &of_one), missed(&several, &of_several));
    assert!(by_one > 0.5 && by_several < 0.3, "{by_one} {by_several}");
    let row = |label: &str| value(&one, &of_one, &format!("screen_labelled.moral_injury.{label}"));
    let labels = ["burnout", "moral_injury", "compassion_fatigue", "depression", "none"].map(row);
    assert!((labels.iter().sum::<f64>() - 1.0).abs() < 1e-9, "one label each: {labels:?}");
    assert!(labels[0] > 0.5 && (by_one + labels[1] - 1.0).abs() < 1e-9, "{labels:?} {by_one}");
}

#[test]
fn all_instruments_are_held_and_a_shared_warm_up_changes_nothing() {
    let kinds = cliniq::clinic::science::instruments::survey::KINDS;
    let mut text = String::new();
    for kind in kinds {
        text += &format!("[surveys.{kind}]\nevery_weeks = 2\n[surveys.{kind}.{kind}]\n");
    }
    let plain = practice(&text);
    let more = practice(&format!(
        "{text}[interventions.more.staffing]\nadd = {{ ma = 4 }}\n[interventions.more.rollout]\nstart_week = 2\n"
    ));
    let together = Clinics.run(&[&plain, &more], Seed::new(5, 1));
    for (case, outcome) in [&plain, &more].into_iter().zip(&together) {
        let alone = run(case, 5, 1);
        let columns = case.model.layout.rows.iter().map(|row| &row.measure.name).cycle();
        for ((name, alone), shared) in columns.zip(&alone.values).zip(&outcome.values) {
            assert_eq!(alone.to_bits(), shared.to_bits(), "{name}: {alone} {shared}");
        }
        for row in case.model.layout.rows.iter().filter(|row| row.measure.name.ends_with(".measured")) {
            let name = &row.measure.name;
            assert!(value(case, outcome, name).is_finite() || name.starts_with("delegation"), "{name}");
        }
    }
}

/// Where data are real, fewer than five people are not told of, however large their role is.
#[test]
fn answers_of_few_real_people_are_withheld() {
    let text = format!(
        "{PRACTICE}[surveys.all.mbi]\n[surveys.few]\nclinics = [\"small\"]\n[surveys.few.leadership]\n\
         [clinics.small.staff.doctors]\nrole = \"doctor\"\ncount = 4\n[clinics.small.staff.assistants]\nrole = \"ma\"\ncount = 3\n"
    )
    .replace("per = \"doctors\"", "clinic = \"main\"\nper = \"doctors\"");
    let loaded = scenario::load_text::<Parameters>("test", &text, &[], check)
        .unwrap_or_else(|faults| panic!("{faults}"));
    let case = Case::new(&loaded.parameters, String::new(), 5);
    let withheld = |name: &str| case.model.layout.withheld[0][index(&case, name)];
    assert!(withheld("leadership_score_mean.doctor.measured") && withheld("leadership_score_mean.measured"));
    assert!(!withheld("exhaustion_mean.doctor.measured") && !withheld("survey_response_fraction.doctor"));
}

#[test]
fn faults_of_surveys_are_told() {
    let told = |more: &str| faults(&format!("{PRACTICE}{more}"));
    assert!(told("[surveys.s]\n").contains("exactly one of mbi"));
    assert!(told("[surveys.s.mbi]\n[surveys.s.intention]\n").contains("mbi, intention"));
    assert!(told("[surveys.s]\nroles = [\"docter\"]\n[surveys.s.mbi]\n").contains("the name of a role"));
    assert!(told("[surveys.s]\nclinics = [\"north\"]\n[surveys.s.mbi]\n").contains("the name of a clinic"));
    let priority = "[surveys.s.condition_screen]\npriority = [\"burnout\", \"burnout\"]\n";
    assert!(told(priority).contains("each condition once"));
    assert_eq!(told("[surveys.s.mbi]\n"), "");
}
