//! Figures of the tests that need no trial.

use super::*;

/// What is told of two variants without any trial.
fn told() -> Evaluation {
    let mut evaluation = CONDUCTED.clone();
    (evaluation.shown, evaluation.sizing, evaluation.literature) = (Vec::new(), Vec::new(), Vec::new());
    evaluation.variants = vec!["usual".into(), "calm".into()];
    let figure = OfAnswers { kind: Kind::Mean("exhaustion".into()), filters: Vec::new() };
    evaluation.figures = vec![Asked {
        name: "mean".into(),
        figure,
        source: "a survey (B140)".into(),
        range: Some((2.5, 2.5)),
    }];
    let number = |value: f64| Jackknifed { value, interval: Some((value - 0.2, value + 0.2)), n: 12 };
    let of = |value, difference: Option<f64>| InVariant {
        value: Ok(number(value)),
        difference: difference.map(number),
    };
    evaluation.told.figures = vec![vec![of(3.0, None), of(2.4, Some(-0.6))]];
    let parts = |clinics: f64| {
        let part = |off: f64| {
            let shares = [clinics + off, 0.5, 0.5 - clinics - off];
            Nested { components: shares, shares, mean_squares: shares, n: [4, 40, 80] }
        };
        [-0.02, 0.0, 0.02].map(part).to_vec()
    };
    evaluation.told.variance = vec![parts(0.3), parts(0.1)];
    let moved = |share: f64| Transferred {
        closed: vec![(-1, Some(number(0.0)), 9), (1, Some(number(share)), 9), (2, None, 0)],
    };
    evaluation.told.transfer = vec![moved(0.9), moved(0.1)];
    let simulated = |value: f64| Some(Simulated { value, error: Some(0.01), n: 12 });
    evaluation.told.leading = vec![Lags {
        correlations: vec![vec![simulated(0.1), simulated(0.2), None, simulated(0.8), simulated(0.3)]],
        strongest: vec![simulated(0.8).map(|correlation| Strongest { lag: 1, range: (1, 1), correlation })],
    }];
    let faults = &mut Faults::default();
    evaluation.file.variance = VarianceFile::read(None, "", faults);
    evaluation.file.transfer = TransferFile::read(None, "", faults);
    evaluation.leading = vec!["inbox".into(), "hours".into()];
    evaluation.file.leading = Some(LeadingFile {
        indicators: vec!["inbox".into()],
        outcome: "hours".into(),
        less_period_means: false,
        most_periods: 2,
    });
    evaluation
}

#[test]
fn tests_without_a_trial_have_their_figures_alone() {
    let evaluation = told();
    let sections = all(&evaluation, &origin());
    assert_eq!(sections.len(), 1);
    let figures = &sections[0].1;
    let ids: Vec<&str> = figures.iter().map(|figure| figure.id.as_str()).collect();
    assert_eq!(ids, ["figure-mean", "variance", "transfer", "leading"]);
    let Form::Bars { rows, .. } = &figures[0].form else { panic!("bars") };
    assert_eq!(
        rows.iter().map(|row| row.values[0].map(|of| of.0)).collect::<Vec<_>>(),
        [Some(3.0), Some(2.4), Some(2.5)]
    );
    assert_eq!(rows[2].label, "reported: 2.5 (a survey)");
    assert!(figures[0].title.starts_with("mean of exhaustion (mean) is 3.0"), "{}", figures[0].title);
    assert!(figures[0].title.contains("it differs in calm by -0.6"), "{}", figures[0].title);
    let Form::Bars { rows, series, .. } = &figures[1].form else { panic!("bars") };
    assert_eq!((series.len(), rows[1].values[1].map(|of| of.0)), (3, Some(50.0)));
    assert!(
        figures[1].title.contains("clinics: 30.0 % [25.0 to 35.0] in usual and 10.0 % ["),
        "{}",
        figures[1].title
    );
    let Form::Courses { panels, .. } = &figures[2].form else { panic!("courses") };
    assert_eq!(panels[0].series[1].mean, [Some(0.0), Some(0.1), None]);
    assert!(figures[2].title.contains("and 10 % [-10 to 30] after 1 period (calm)"), "{}", figures[2].title);
    let Form::Courses { panels, .. } = &figures[3].form else { panic!("courses") };
    assert_eq!(panels[0].series[0].x, [-2.0, -1.0, 0.0, 1.0, 2.0]);
    assert_eq!(panels[0].series[0].mean[3], Some(0.8));
    assert!(figures[3].title.contains("inbox comes 1 period before it (r = 0.800 ["), "{}", figures[3].title);
}

#[test]
fn a_ratio_is_compared_with_one_and_what_has_no_value_is_not_drawn() {
    let mut evaluation = told();
    let hazard = Kind::HazardRatio {
        event: "left".into(),
        exposed: crate::statistics::figure::Split { column: "x".into(), at_least: None, at_most: None },
        waves_before: 1,
    };
    evaluation.figures[0].figure.kind = hazard;
    let number = |value: f64| Jackknifed { value, interval: Some((value - 0.2, value + 0.2)), n: 12 };
    evaluation.told.figures[0][1].difference = Some(number(1.1));
    let figures = section(&evaluation, "The tests that need no trial");
    assert!(figures[0].title.contains("no other variant is told apart"), "{}", figures[0].title);
    evaluation.told.figures[0][1].difference = Some(number(1.5));
    let figures = section(&evaluation, "The tests that need no trial");
    assert!(figures[0].title.contains("calm by the factor 1.50"), "{}", figures[0].title);
    for of in &mut evaluation.told.figures[0] {
        *of = InVariant { value: Err("nobody answers"), difference: None };
    }
    assert_eq!(section(&evaluation, "The tests that need no trial")[0].id, "variance");
}

#[test]
fn a_figure_of_answers_says_what_it_is_and_no_interval_is_impossible() {
    use crate::experiment::trial::tests_words;
    let mut evaluation = told();
    evaluation.figures[0].name = "from_27".into();
    evaluation.figures[0].figure.kind = Kind::ShareAtLeast("exhaustion_measured".into(), 27.0);
    evaluation.figures[0].source = "mission source 002 (B140), table (1)".into();
    evaluation.figures[0].range = Some((0.5, 0.6));
    let asked = &evaluation.figures[0];
    let words = "share of answers with exhaustion_measured of 27 or more (from_27)";
    assert_eq!(tests_words::words(asked), words);
    assert_eq!(tests_words::reported(asked).as_deref(), Some("0.5 to 0.6 (mission source 002, table (1))"));
    evaluation.told.figures[0][0].value = Ok(Jackknifed { value: 0.1, interval: Some((-0.1, 0.3)), n: 8 });
    evaluation.told.figures[0][1].value = Ok(Jackknifed { value: 0.9, interval: Some((0.7, 1.1)), n: 8 });
    let figure = section(&evaluation, "The tests that need no trial").remove(0);
    let Form::Bars { rows, .. } = &figure.form else { panic!("bars") };
    assert_eq!(rows[0].values[0], Some((0.1, Some(0.0), Some(0.3))));
    assert_eq!(rows[1].values[0], Some((0.9, Some(0.7), Some(1.0))));
    assert!(
        figure.title.contains("too few repetitions to tell whether other variants differ"),
        "{}",
        figure.title
    );
    assert!(figure.note.contains(tests_words::FEW), "{}", figure.note);
    let asked = &mut evaluation.figures[0];
    asked.figure.kind = Kind::OddsRatio {
        outcome: crate::statistics::figure::Split {
            column: "errors".into(),
            at_least: Some(1.0),
            at_most: None,
        },
        predictor: crate::statistics::figure::Split {
            column: "burned_out".into(),
            at_least: None,
            at_most: None,
        },
        adjusting: vec!["demand".into()],
        waves_before: 0,
    };
    assert_eq!(
        tests_words::words(asked),
        "odds ratio of errors for burned_out, adjusted for demand (from_27)"
    );
    asked.figure.kind = Kind::Correlation("a".into(), "b".into());
    let title = section(&evaluation, "The tests that need no trial").remove(0).title;
    assert!(title.contains("r of a and b (from_27) is 0.1") && title.contains(", r² 0.01"), "{title}");
}
