//! Surveys read from text, their days, their answers.

use super::super::mbi::Rule;
use super::*;
use crate::declaration::{Faults, Section, tree};
use crate::engine::random::{Identity, Purpose, Seed};

section! {
    /// The root of these tests.
    pub struct Root {
        /// Measurement.
        table measurement: Measurement;
        /// Surveys by name.
        tables surveys: Survey;
    }
}

fn read(text: &str) -> Result<Root, String> {
    let mut faults = Faults::default();
    let source = faults.sources_mut().add("t.toml", text);
    let node = tree::parse(source, &mut faults);
    let root = node.as_ref().and_then(|node| Root::read(Some(node), "", &mut faults));
    root.filter(|_| faults.is_empty()).ok_or_else(|| faults.render(false))
}

fn survey(text: &str) -> Survey {
    read(text).expect("no faults").surveys.remove("s").expect("a survey called s")
}

#[test]
fn surveys_are_read_from_text_with_defaults() {
    let root = read(
        "[measurement.mbi]\nexhaustion_reliability = 0.8\n[measurement.conditions]\nburnout_rule = \"all_three\"\n\
         [surveys.annual]\nroles = [\"physician\", \"ma\"]\nresponse_share = 0.5\n[surveys.annual.mbi]\n\
         [surveys.pulse]\nevery_weeks = 4\nfirst_week = 2\n[surveys.pulse.single_item]\nminutes = 1\n",
    )
    .expect("no faults");
    assert_eq!(root.measurement.mbi.exhaustion_reliability, 0.8);
    assert_eq!(root.measurement.conditions.burnout_rule, Rule::AllThree);
    let (annual, pulse) = (&root.surveys["annual"], &root.surveys["pulse"]);
    assert_eq!((annual.every_weeks, annual.response_share, annual.kinds()), (52, 0.5, vec!["mbi"]));
    assert_eq!(annual.roles, Some(Names(vec!["physician".to_owned(), "ma".to_owned()])));
    assert_eq!(pulse.kind().map(|kind| kind.minutes()), Some(1.0));
    assert_eq!(annual.kind().map(|kind| kind.minutes()), Some(8.0));
    let held: Vec<u32> = (0..12).filter(|week| pulse.is_held(*week)).collect();
    assert_eq!(held, [2, 6, 10]);
    assert!(annual.is_held(0) && annual.is_held(52) && !annual.is_held(51));
}

#[test]
fn faults_of_text_are_told() {
    let text = "[surveys.a.mbi]\nrule = \"eiter\"\n[surveys.b]\nresponse_share = 40\n[surveys.b.mini_z]\nchaos = 1\n\
                [surveys.c.condition_screen]\npriority = [\"burnout\", \"moral\"]\n";
    let told = read(text).expect_err("faults");
    for part in ["did you mean \"either\"?", "a share from 0 to 1", "chaos", "4 faults"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn problems_across_fields() {
    let problems = |text: &str| -> Vec<(&'static str, String)> {
        survey(text).problems().into_iter().map(|problem| (problem.key, problem.found)).collect()
    };
    assert_eq!(problems("[surveys.s.mbi]\n"), []);
    assert_eq!(problems("[surveys.s]\n"), [("", "none".to_owned())]);
    assert_eq!(problems("[surveys.s.mbi]\n[surveys.s.intention]\n"), [("", "mbi, intention".to_owned())]);
    let mini = "[surveys.s.mini_z]\nfourth_answer_points = 20\n";
    assert_eq!(problems(mini), [("mini_z", "others".to_owned())]);
    let none = "[surveys.s.condition_screen]\npriority = []\n";
    assert_eq!(problems(none), [("condition_screen.priority", "none".to_owned())]);
    let twice = "[surveys.s.condition_screen]\npriority = [\"burnout\", \"burnout\"]\n";
    assert_eq!(problems(twice), [("condition_screen.priority", "one twice".to_owned())]);
    let weights = "leadership_weight = 0\nteamwork_weight = 0\ncontrol_weight = 0\ncalm_weight = 0\n";
    let culture = format!("[surveys.s.safety_culture]\n{weights}");
    assert_eq!(problems(&culture), [("safety_culture", "all 0".to_owned())]);
}

#[test]
fn response_follows_the_odds_ratio() {
    let neutral = survey("[surveys.s]\nresponse_share = 0.5\n[surveys.s.mbi]\n");
    assert_eq!((neutral.response_chance(-2.0), neutral.response_chance(2.0)), (0.5, 0.5));
    let shy =
        survey("[surveys.s]\nresponse_share = 0.5\nodds_ratio_response_per_sd = 0.5\n[surveys.s.mbi]\n");
    assert!((shy.response_chance(1.0) - 1.0 / 3.0).abs() < 1e-12);
    assert!((shy.response_chance(-1.0) - 2.0 / 3.0).abs() < 1e-12);
    let all = survey("[surveys.s]\nresponse_share = 1\nodds_ratio_response_per_sd = 0.5\n[surveys.s.mbi]\n");
    assert_eq!(all.response_chance(3.0), 1.0);
    let mut stream = Seed::new(1, 0).stream(Purpose::named("test of response"), Identity::named("all"));
    let answers = (0..20_000).filter(|_| shy.responds(1.0, &mut stream)).count() as f64 / 20_000.0;
    // Standard error 0.0033; 4.5 of them: false alarm 7e-6 for a new seed.
    assert!((answers - 1.0 / 3.0).abs() < 4.5 * 0.0033, "{answers}");
}

/// Every instrument that asks about burnout answers yes as often as its chance says. 6 instruments, 20,000 answers,
/// standard error at most 0.0036, 4.5 of them: false alarm 4e-5 for a new seed. And none draws more or fewer
/// uniforms because of the state.
#[test]
fn every_instrument_reads_as_its_chance_says() {
    let with = read("").expect("no faults").measurement;
    let tired = Wellbeing { moral_injury: 0.6, depression: 0.3, ..Wellbeing::of_scores(26.0, 8.0, 38.0) };
    let well = Wellbeing::of_scores(3.0, 1.0, 47.0);
    let mut asked = 0;
    for key in KINDS {
        let survey = survey(&format!("[surveys.s.{key}]\n"));
        assert_eq!(survey.kinds(), [*key]);
        let kind = survey.kind().expect("one was written");
        let mut stream = Seed::new(1, 0).stream(Purpose::named("test of instruments"), Identity::named(key));
        let (mut one, mut other) = (stream.clone(), stream.clone());
        kind.ask(&tired, &Team::default(), &with, &mut one);
        kind.ask(&well, &Team::default(), &with, &mut other);
        assert_eq!(one, other, "{key} draws by the state");
        let Some(chance) = kind.burned_out_chance(&tired, &with) else {
            let reading = kind.ask(&tired, &Team::default(), &with, &mut stream);
            assert_eq!(kind.burned_out(&reading, &with), None, "{key}");
            continue;
        };
        asked += 1;
        let positive = |stream: &mut Stream| {
            kind.burned_out(&kind.ask(&tired, &Team::default(), &with, stream), &with).expect("it asks")
        };
        let share = (0..20_000).filter(|_| positive(&mut stream)).count() as f64 / 20_000.0;
        assert!((share - chance).abs() < 4.5 * 0.0036, "{key}: {share} {chance}");
        let healthy = kind.burned_out_chance(&well, &with).expect("it asks");
        assert!(healthy < 0.01 && chance > 0.2, "{key}: {healthy} {chance}");
    }
    assert_eq!(asked, 6);
}
