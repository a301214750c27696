use super::*;
use crate::statistics::trial::reference::{agree, uniform};

/// Answers of persons within clusters: how often each answers.
const TIMES: [&[u32]; 4] = [&[3, 1, 2], &[2, 2], &[1, 4, 1, 2], &[5]];

fn answers(mut value: impl FnMut(u32, u32) -> f64) -> Vec<Answer> {
    let mut all = Vec::new();
    for (cluster, persons) in TIMES.iter().enumerate() {
        for (person, times) in persons.iter().enumerate() {
            for _ in 0..*times {
                let (cluster, person) = (cluster as u32, person as u32);
                all.push(Answer { cluster, person, value: value(cluster, person) });
            }
        }
    }
    all
}

#[test]
fn balanced_answers_give_the_textbook_components() {
    // Two clusters of two persons with two answers each. Means of persons 2, 4 and 9, 7; of clusters 3 and 8.
    let value = [[[1.0, 3.0], [4.0, 4.0]], [[8.0, 10.0], [7.0, 7.0]]];
    let mut all = Vec::new();
    for (cluster, persons) in value.iter().enumerate() {
        for (person, values) in persons.iter().enumerate() {
            all.extend(values.iter().map(|v| Answer {
                cluster: cluster as u32,
                person: person as u32,
                value: *v,
            }));
        }
    }
    let found = nested(&all).expect("a variance");
    // Between clusters 4 (2.5² + 2.5²) = 50; persons 2 · 4 = 8 on 2; occasions 4 on 4.
    assert_eq!(found.mean_squares, [50.0, 4.0, 1.0]);
    assert_eq!(found.components, [(50.0 - 4.0) / 4.0, 1.5, 1.0]);
    agree(found.shares.iter().sum(), 1.0);
    assert_eq!(found.n, [2, 4, 8]);
}

#[test]
fn expectations_of_unbalanced_answers_are_met_exactly() {
    // Estimators are linear in squares: over the indicators of one cluster (person, answer) each, that is
    // over columns of the matrix of that effect, they add up to 1 for that component and to 0 for the others.
    let add = |sum: &mut [f64; 3], values: &[Answer]| {
        let sums = Sums::of(values);
        sum.iter_mut().zip(sums.squares).for_each(|(cell, x)| *cell += x);
    };
    let mut traces = [[0.0; 3]; 3];
    for (cluster, persons) in TIMES.iter().enumerate() {
        let cluster = cluster as u32;
        add(&mut traces[0], &answers(|c, _| f64::from(u8::from(c == cluster))));
        for person in 0..persons.len() as u32 {
            add(&mut traces[1], &answers(|c, p| f64::from(u8::from((c, p) == (cluster, person)))));
        }
    }
    for answer in 0..answers(|_, _| 0.0).len() {
        let mut place = 0;
        let one = answers(|_, _| {
            place += 1;
            f64::from(u8::from(place == answer + 1))
        });
        add(&mut traces[2], &one);
    }
    // Expected sums of squares for components 5, 3 and 2, then solved for them again.
    let truth = [5.0, 3.0, 2.0];
    let expected: Vec<f64> = (0..3).map(|s| (0..3).map(|k| truth[k] * traces[k][s]).sum()).collect();
    let sums = Sums::of(&answers(|_, _| 0.0));
    let n = answers(|_, _| 0.0).len() as f64;
    let (a, b) = (sums.clusters as f64, sums.persons as f64);
    agree(expected[2] / (n - b), truth[2]);
    let k1 = (n - sums.within) / (b - a);
    agree(expected[1] / (b - a), truth[2] + k1 * truth[1]);
    let (k2, k3) = ((sums.within - sums.persons2 / n) / (a - 1.0), (n - sums.clusters2 / n) / (a - 1.0));
    agree(expected[0] / (a - 1.0), truth[2] + k2 * truth[1] + k3 * truth[0]);
}

#[test]
fn components_come_out_on_average_and_are_not_cut() {
    let (mut state, mut sum, mut below) = (7, [0.0; 3], 0);
    for _ in 0..4_000 {
        let mut away = || (uniform(&mut state) - 0.5) * 12.0_f64.sqrt();
        let clusters: Vec<f64> = (0..4).map(|_| away()).collect();
        let persons: Vec<f64> = (0..16).map(|_| 2.0 * away()).collect();
        let found = nested(&answers(|c, p| clusters[c as usize] + persons[(4 * c + p) as usize] + away()));
        let found = found.expect("a variance");
        sum.iter_mut().zip(found.components).for_each(|(cell, x)| *cell += x / 4_000.0);
        below += usize::from(found.components[0] < 0.0);
    }
    for ((found, truth), error) in sum.iter().zip([1.0, 4.0, 1.0]).zip([0.3, 0.2, 0.05]) {
        assert!((found - truth).abs() < error, "{sum:?}");
    }
    assert!(below > 1_000, "{below}");
}

#[test]
fn too_little_says_why() {
    let answer = |cluster, person, value| Answer { cluster, person, value };
    assert_eq!(nested(&[]), Err(NoFit::NoRows));
    assert_eq!(nested(&[answer(0, 0, 1.0), answer(0, 1, 2.0)]), Err(NoFit::TooFewClusters));
    assert_eq!(nested(&[answer(0, 0, 1.0), answer(1, 1, 2.0)]), Err(NoFit::NoReplication));
    let equal = answers(|_, _| 0.1);
    assert_eq!(nested(&equal), Err(NoFit::NoVariance));
}
