use super::super::tests::normal;
use super::*;

/// Draws × replications of 1 + input + replication + residual, with these standard deviations.
fn toy(size: (usize, usize), deviations: [f64; 3], state: &mut u64) -> (Vec<f64>, Vec<Vec<f64>>) {
    let mut column =
        |n: usize, deviation: f64| -> Vec<f64> { (0..n).map(|_| deviation * normal(state)).collect() };
    let (inputs, replications) = (column(size.0, deviations[0]), column(size.1, deviations[1]));
    let values = inputs
        .iter()
        .map(|a| {
            column(size.1, deviations[2]).iter().zip(&replications).map(|(e, b)| 1.0 + a + b + e).collect()
        })
        .collect();
    (inputs, values)
}

/// Coverage over 400 tables: of the mean response of the draws by `chance`, and the expected share of responses at new
/// inputs within `both`.
fn coverage(size: (usize, usize), deviations: [f64; 3], seed: u64) -> (f64, f64) {
    let mut state = seed;
    let share = |x: f64| {
        use statrs::distribution::Normal;
        Normal::standard().cdf((x - 1.0) / deviations[0])
    };
    let (mut chance, mut both) = (0.0, 0.0);
    for _ in 0..400 {
        let (inputs, values) = toy(size, deviations, &mut state);
        let found = two_level(&values, 0.95).expect("a full table");
        let half = found.chance.half_width.expect("replications");
        chance += f64::from(u8::from((found.mean - 1.0 - mean(&inputs)).abs() <= half));
        both += share(found.both.1) - share(found.both.0);
    }
    (chance / 400.0, both / 400.0)
}

#[test]
fn intervals_hold_what_they_say() {
    // Chance: 400 × 95 % with a standard error of 1.1 %; outside of ±3.5 % (3.2 standard errors) once in 700 runs of
    // each. Both: the share within one table varies by about 4 %, its mean over 400 tables by 0.2 %. With an input's
    // deviation of 0.2 and a residual of 1 in 10 replications two tables of five estimate no input variance at all:
    // without the spread of factors `both` would hold 89 %.
    for (size, deviations, seed) in
        [((60, 10), [1.0, 0.7, 0.7], 1), ((100, 5), [1.0, 0.3, 2.0], 2), ((60, 10), [0.2, 0.0, 1.0], 3)]
    {
        let (chance, both) = coverage(size, deviations, seed);
        assert!((chance - 0.95).abs() < 0.035, "chance {chance} {size:?}");
        assert!((0.93..0.97).contains(&both), "both {both} {size:?}");
    }
}

#[test]
fn few_replications_do_not_widen_the_inputs() {
    // Without shrinkage, a residual of twice the input's deviation in 4 replications would make it sqrt(2) too wide.
    let mut state = 11;
    let (mut width, mut input, mut residual, mut replication) = (0.0, 0.0, 0.0, 0.0);
    for _ in 0..400 {
        let values = toy((100, 4), [1.0, 0.5, 2.0], &mut state).1;
        let layout = Layout::of(&[&values]).expect("a full table");
        let shrunk = Spread::of(&layout, 1.0).shrunk();
        let found = components(&layout.mean_squares(0, 0), 100, 4, 0.95);
        width += (quantile(&shrunk, 0.975) - quantile(&shrunk, 0.025)) / 400.0;
        input += found.input / 400.0;
        residual += found.residual / 400.0;
        replication += found.replication / 400.0;
    }
    // Quantiles at 101·p of 100 normal values are on average ±2.03; one table's width varies by 10 %, the mean by
    // 0.5 %. The components of one table vary by 0.3, 0.33 and 0.23; all bounds are at four standard errors or more.
    assert!((width / 2.0 - 2.0).abs() < 0.08, "{width}");
    assert!((input - 1.0).abs() < 0.06, "{input}");
    assert!((residual - 4.0).abs() < 0.066, "{residual}");
    assert!((replication - 0.25).abs() < 0.05, "{replication}");
}

#[test]
fn a_small_table_agrees_with_hand_calculation() {
    // Mean squares 13.5, 4.5 and 0.5 (see `layout`), R = 3, D = 2.
    let found = two_level(&[vec![1.0, 2.0, 3.0], vec![3.0, 5.0, 7.0]], 0.95).expect("two by three");
    let components = found.components;
    assert!((components.input - 13.0 / 3.0).abs() < 1e-12 && (components.replication - 2.0).abs() < 1e-12);
    assert_eq!((components.residual, components.chance()), (0.5, 2.5));
    // F(1, 2) = 27: p = 1 − sqrt(27 / 29).
    assert!((components.input_p - (1.0 - (27.0_f64 / 29.0).sqrt())).abs() < 1e-9, "{}", components.input_p);
    // Replication means 2, 3.5, 5: standard error sqrt(2.25 / 3), t(2) at 0.975 is 4.302652729749462.
    let half = found.chance.half_width.expect("three replications");
    assert!((half - 4.302652729749462 * 0.75_f64.sqrt()).abs() < 1e-8);
    assert!(!found.tails_reached && found.sign.verdict == Verdict::NotClear);
    assert_eq!((found.draws, found.replications, found.sign.share_of_draws), ((2, 0), (3, 0), 1.0));
}

#[test]
fn verdicts_follow_the_rule() {
    let table = |inputs: &dyn Fn(usize) -> f64, noise: f64| -> Vec<Vec<f64>> {
        let cell = |d: usize, r: usize| inputs(d) + noise * (r as f64 - 2.0) + 1e-3 * ((d * r) % 3) as f64;
        (0..40).map(|d| (0..5).map(|r| cell(d, r)).collect()).collect()
    };
    let verdict = |values: &[Vec<f64>]| two_level(values, 0.95).expect("a full table").sign.verdict;
    let all = |d: usize| 1.0 + d as f64;
    let third = |d: usize| d as f64 - 13.0;
    assert_eq!(verdict(&table(&all, 0.1)), Verdict::SignSurvives);
    assert_eq!(verdict(&table(&|d| -all(d), 0.1)), Verdict::SignSurvives);
    assert_eq!(verdict(&table(&all, 10.0)), Verdict::NotClear);
    assert_eq!(verdict(&table(&third, 0.1)), Verdict::SignDepends);
    assert_eq!(verdict(&table(&third, 30.0)), Verdict::NotClear);
    assert_eq!(verdict(&table(&all, 0.1)[..18]), Verdict::NotClear, "eighteen draws are too few for 95 %");
    assert_eq!(verdict(&table(&all, 0.1)[..19]), Verdict::SignSurvives);
    assert_eq!(verdict(&vec![vec![0.0; 5]; 40]), Verdict::NotClear);
}

#[test]
fn without_chance_the_interval_is_that_of_the_inputs() {
    let values: Vec<Vec<f64>> = (0..99).map(|d| vec![f64::from(d) - 20.0; 3]).collect();
    let found = two_level(&values, 0.9).expect("a full table");
    assert_eq!(found.inputs, (-16.0, 74.0));
    assert_eq!(found.both, found.inputs);
    assert_eq!((found.components.input, found.components.input_p), (825.0, 0.0));
    assert_eq!(found.chance.half_width, Some(0.0));
    assert!((found.sign.probability - 78.5 / 99.0).abs() < 1e-12, "a zero counts half");
    let constant = two_level(&[vec![2.0, 2.0], vec![2.0, 2.0]], 0.9).expect("a full table");
    assert_eq!((constant.both, constant.components.input_p), ((2.0, 2.0), 1.0));
    assert_eq!(constant.components.input_share(), None);
}

#[test]
fn with_inputs_that_do_nothing_both_is_little_more_than_chance() {
    let cell = |d: usize, r: usize| (r as f64 - 2.0) + 0.1 * (((d * d + 3 * r) % 11) as f64 - 5.0);
    let values: Vec<Vec<f64>> = (0..44).map(|d| (0..5).map(|r| cell(d, r)).collect()).collect();
    let found = two_level(&values, 0.95).expect("a full table");
    let half = found.chance.half_width.expect("five replications");
    let ratio = (found.both.1 - found.mean) / half;
    assert!((1.0 - 1e-6..1.01).contains(&ratio), "{ratio} {found:?}");
}
