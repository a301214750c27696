//! Whether what people answer differs between clusters, between people, or from time to time.

use super::effect::NoFit;

/// One answer of a person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// Cluster.
    pub cluster: u32,
    /// Person; in another cluster the same number is another person.
    pub person: u32,
    /// Value.
    pub value: f64,
}

/// A variance in three parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nested {
    /// Variance between clusters, between persons of a cluster, and between occasions of a person. The first
    /// two can come out negative, where they differ less than chance would make them; nothing is cut at 0.
    pub components: [f64; 3],
    /// The same as shares of their sum.
    pub shares: [f64; 3],
    /// Mean squares between clusters, between persons, and between occasions.
    pub mean_squares: [f64; 3],
    /// Number of clusters, of persons and of answers.
    pub n: [usize; 3],
}

/// Random analysis of variance with persons within clusters and occasions within persons, of any numbers:
/// sums of squares are set equal to their expectations (Henderson's method 1; Henderson 1953, Biometrics
/// 9(2); Sahai & Ojeda 2004, Analysis of Variance for Random Models II). `TooFewClusters` with one cluster,
/// `NoReplication` where no person answered twice or no cluster has two persons, `NoVariance` where the
/// components do not add up to more than 0.
pub fn nested(answers: &[Answer]) -> Result<Nested, NoFit> {
    let mut sorted = answers.to_vec();
    sorted.sort_by_key(|answer| (answer.cluster, answer.person));
    let sums = Sums::of(&sorted);
    let (a, b, n) = (sums.clusters, sums.persons, sorted.len());
    if a < 2 {
        return Err(if n == 0 { NoFit::NoRows } else { NoFit::TooFewClusters });
    }
    if b == a || n == b {
        return Err(NoFit::NoReplication);
    }
    let freedoms = [(a - 1) as f64, (b - a) as f64, (n - b) as f64];
    let [between, persons, occasions] = [0, 1, 2].map(|i| sums.squares[i] / freedoms[i]);
    let all = n as f64;
    // Expected mean squares: occasions σ²; persons σ² + k₁ σ²ₚ; clusters σ² + k₂ σ²ₚ + k₃ σ²_c.
    let k1 = (all - sums.within) / freedoms[1];
    let k2 = (sums.within - sums.persons2 / all) / freedoms[0];
    let k3 = (all - sums.clusters2 / all) / freedoms[0];
    let of_persons = (persons - occasions) / k1;
    let of_clusters = (between - occasions - k2 * of_persons) / k3;
    let components = [of_clusters, of_persons, occasions];
    let total: f64 = components.iter().sum();
    if total.is_nan() || total <= 0.0 {
        return Err(NoFit::NoVariance);
    }
    Ok(Nested {
        components,
        shares: components.map(|component| component / total),
        mean_squares: [between, persons, occasions],
        n: [a, b, n],
    })
}

/// Sums of squares, and of the sizes of clusters and persons.
#[derive(Debug)]
struct Sums {
    squares: [f64; 3],
    clusters: usize,
    persons: usize,
    /// Sum over clusters of the squared sizes of their persons, divided by the cluster's own size.
    within: f64,
    /// Sums of the squared sizes of persons, and of clusters.
    persons2: f64,
    clusters2: f64,
}

impl Sums {
    /// Of answers in the order of clusters and persons.
    fn of(sorted: &[Answer]) -> Self {
        let mut sums =
            Sums { squares: [0.0; 3], clusters: 0, persons: 0, within: 0.0, persons2: 0.0, clusters2: 0.0 };
        let grand = mean(sorted);
        for cluster in sorted.chunk_by(|a, b| a.cluster == b.cluster) {
            let (size, middle) = (cluster.len() as f64, mean(cluster));
            sums.clusters += 1;
            sums.clusters2 += size * size;
            sums.squares[0] += size * (middle - grand) * (middle - grand);
            for person in cluster.chunk_by(|a, b| a.person == b.person) {
                let (answers, own) = (person.len() as f64, mean(person));
                sums.persons += 1;
                sums.persons2 += answers * answers;
                sums.within += answers * answers / size;
                sums.squares[1] += answers * (own - middle) * (own - middle);
                sums.squares[2] += person.iter().map(|x| (x.value - own) * (x.value - own)).sum::<f64>();
            }
        }
        sums
    }
}

/// Relative to the first value, so that equal values have exactly that mean.
fn mean(answers: &[Answer]) -> f64 {
    let origin = answers.first().map_or(0.0, |answer| answer.value);
    origin + answers.iter().map(|answer| answer.value - origin).sum::<f64>() / answers.len() as f64
}

#[cfg(test)]
mod tests;
