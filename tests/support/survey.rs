//! A toy system whose people answer surveys by a known model.

use std::sync::atomic::{AtomicUsize, Ordering};

use cliniq::error::Error;
use cliniq::system::{Answers, Identity, Measure, Outcome, Purpose, Seed, Setting, System};

/// The parameters of a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct SurveyCase {
    /// Log odds of being ill without the strain.
    pub level: f64,
    /// What the strain adds to them.
    pub slope: f64,
    /// One part of the score.
    pub first: f64,
    /// The other part of the score: only their sum matters.
    pub second: f64,
    /// Without any effect.
    pub idle: f64,
}

/// People who answer; counts how often they were asked.
#[derive(Debug, Default)]
pub struct Survey {
    /// Whether nobody answers.
    pub silent: bool,
    /// Whether there is a short cut.
    pub short_cut: bool,
    /// Full runs.
    pub full: AtomicUsize,
    /// Runs of the short cut.
    pub fast: AtomicUsize,
}

/// The scenario as it is, with settings. A level above 4 is refused; from 3.2 to 3.9 the model breaks.
pub fn build(settings: &[Setting]) -> Result<SurveyCase, Error> {
    let mut case = SurveyCase { level: 0.0, slope: 0.0, first: 0.0, second: 0.0, idle: 0.0 };
    for Setting { key, value } in settings {
        let value: f64 = value.parse().expect("a number");
        let place = match key.as_str() {
            "ill.level" => &mut case.level,
            "ill.slope" => &mut case.slope,
            "score.first" => &mut case.first,
            "score.second" => &mut case.second,
            "score.idle" => &mut case.idle,
            other => return Err(Error::Refused(format!("there is no {other}"))),
        };
        *place = value;
    }
    if case.level > 4.0 {
        return Err(Error::Refused("a level above 4 explodes".into()));
    }
    Ok(case)
}

const SITES: u32 = 8;
const PEOPLE: u32 = 25;
const WAVES: u32 = 2;

/// Answers of one replication: whoever is strained (every second person) is ill with another probability; the score has
/// a part of the person (variance 9) that stays and one of the wave (variance 7).
fn survey(case: &SurveyCase, seed: Seed) -> Answers {
    let columns = ["site", "person", "wave", "strained", "ill", "score"].map(str::to_string).to_vec();
    let mut rows = Vec::new();
    let normal = |purpose: Purpose, whose: Identity| {
        let mut stream = seed.stream(purpose, whose);
        (0..12).map(|_| stream.uniform()).sum::<f64>() - 6.0
    };
    for person in 0..SITES * PEOPLE {
        let who = Identity::named("person").child(u64::from(person));
        let stays = 3.0 * normal(Purpose::named("person"), who);
        for wave in 0..WAVES {
            let answer = who.child(u64::from(wave));
            let strained = f64::from(person % 2);
            let odds = libm::exp(case.level + case.slope * strained);
            let drawn = seed.stream(Purpose::named("ill"), answer).uniform();
            let ill = f64::from(u8::from(drawn < odds / (1.0 + odds)));
            let noise = 7.0_f64.sqrt() * normal(Purpose::named("score"), answer);
            let score = 20.0 + case.first + case.second + stays + noise;
            rows.extend([
                f64::from(person / PEOPLE),
                f64::from(person),
                f64::from(wave),
                strained,
                ill,
                score,
            ]);
        }
    }
    Answers { columns, rows }
}

impl System for Survey {
    type Case = SurveyCase;

    fn measures(&self, _case: &SurveyCase) -> Vec<Measure> {
        Vec::new()
    }

    fn sites(&self, _case: &SurveyCase) -> Vec<String> {
        Vec::new()
    }

    fn trunk(&self, _case: &SurveyCase) -> String {
        String::new()
    }

    fn run(&self, _cases: &[&SurveyCase], _seed: Seed) -> Vec<Outcome> {
        Vec::new()
    }

    fn answers(&self, case: &SurveyCase, seed: Seed) -> Option<Answers> {
        self.full.fetch_add(1, Ordering::Relaxed);
        assert!(!(3.2..3.9).contains(&case.level), "nobody is ever so ill");
        (!self.silent).then(|| survey(case, seed))
    }

    fn answers_fast(&self, _base: &SurveyCase, case: &SurveyCase, seed: Seed) -> Option<Answers> {
        self.fast.fetch_add(1, Ordering::Relaxed);
        (self.short_cut && !self.silent).then(|| survey(case, seed))
    }
}
