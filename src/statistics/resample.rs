//! How much a figure would vary with other clusters of people: the jackknife and the bootstrap.

use super::figure::Kind;

/// Groups of clusters that the jackknife leaves out in turn, at most.
const GROUPS: usize = 10;

/// Standard error of a figure by the jackknife that leaves out groups of clusters in turn (Kott 2001, Journal of Official
/// Statistics 17(4)): cluster number i belongs to group i modulo 10. `None` with fewer than two clusters, or where the
/// figure is undefined without one of the groups.
pub fn jackknife_error(kind: &Kind, clusters: &[&[f64]]) -> Option<f64> {
    let groups = clusters.len().min(GROUPS);
    if groups < 2 {
        return None;
    }
    let without = |group: usize| {
        let rest: Vec<&[f64]> =
            clusters.iter().enumerate().filter(|(i, _)| i % groups != group).map(|(_, c)| *c).collect();
        kind.value(&rest).ok()
    };
    let values: Vec<f64> = (0..groups).map(without).collect::<Option<_>>()?;
    let found = super::estimate::moments(&values)?;
    let count = groups as f64;
    // The sum of squares times (g − 1) / g, and the variance has g − 1 below.
    Some(((count - 1.0) * (count - 1.0) / count * found.variance?).sqrt())
}

/// The figure in one draw of as many clusters, with replacement (Davison & Hinkley 1997, Bootstrap Methods, 3.8);
/// `uniform` gives numbers in [0, 1). `None` where it is undefined in this draw.
pub fn bootstrap_draw(kind: &Kind, clusters: &[&[f64]], mut uniform: impl FnMut() -> f64) -> Option<f64> {
    let mut drawn: Vec<&[f64]> = Vec::with_capacity(clusters.len());
    for _ in clusters {
        let index = (uniform() * clusters.len() as f64) as usize;
        drawn.push(clusters[index.min(clusters.len() - 1)]);
    }
    kind.value(&drawn).ok()
}

/// The percentile interval of bootstrap draws at `level`: order statistics at the tails, straight between two of them.
/// `None` without draws.
pub fn percentile_interval(draws: &[f64], level: f64) -> Option<(f64, f64)> {
    let mut sorted = draws.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    let quantile = |share: f64| {
        let place = share * last as f64;
        let (below, part) = (place.floor() as usize, place.fract());
        sorted[below] + part * (sorted[(below + 1).min(last)] - sorted[below])
    };
    Some((quantile((1.0 - level) / 2.0), quantile((1.0 + level) / 2.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::estimate::tests::close;

    #[test]
    fn of_a_mean_of_single_answers_the_jackknife_gives_the_usual_standard_error() {
        let values: Vec<f64> = (0..10).map(|i| f64::from(i * i % 7)).collect();
        let clusters: Vec<&[f64]> = values.chunks(1).collect();
        let found = jackknife_error(&Kind::Mean("x".into()), &clusters).expect("ten clusters");
        let variance = crate::statistics::estimate::moments(&values).and_then(|m| m.variance);
        close(found, (variance.expect("ten values") / 10.0).sqrt());
        assert_eq!(jackknife_error(&Kind::Mean("x".into()), &clusters[..1]), None);
    }

    #[test]
    fn people_of_one_cluster_who_answer_alike_count_as_one() {
        let alike: Vec<Vec<f64>> = (0..15).map(|i| vec![f64::from(i); 10]).collect();
        let clusters: Vec<&[f64]> = alike.iter().map(Vec::as_slice).collect();
        let single: Vec<&[f64]> = alike.iter().map(|c| &c[..1]).collect();
        let error =
            |clusters: &[&[f64]]| jackknife_error(&Kind::Mean("x".into()), clusters).expect("clusters");
        close(error(&clusters), error(&single));
    }

    #[test]
    fn draws_come_from_the_clusters_and_the_interval_from_the_draws() {
        let clusters: [&[f64]; 2] = [&[1.0], &[2.0, 3.0]];
        let mut numbers = [0.0, 0.99, 0.5, 0.6].into_iter();
        let mut draw = || numbers.next().expect("two numbers for each draw");
        assert_eq!(bootstrap_draw(&Kind::Mean("x".into()), &clusters, &mut draw), Some(2.0));
        assert_eq!(bootstrap_draw(&Kind::Mean("x".into()), &clusters, &mut draw), Some(2.5));
        let draws: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        let (low, high) = percentile_interval(&draws, 0.95).expect("draws");
        assert!((low - 2.5).abs() < 1e-9 && (high - 97.5).abs() < 1e-9);
        assert_eq!(percentile_interval(&[], 0.95), None);
    }
}
