//! Digests: what was asked, and what came out.

use crate::system::Outcome;

/// Digest of what was asked: version, seed, and each arm's name and digest in order. How many replications, to
/// which precision, on how many threads and which measures are shown is not in it, so that a folder can be
/// extended.
pub fn input_digest(version: &str, seed: u64, arms: &[(&str, &str)]) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    add(b"cliniq.input/1");
    add(version.as_bytes());
    add(&seed.to_le_bytes());
    for (name, digest) in arms {
        add(name.as_bytes());
        add(digest.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Digest of one outcome: its shape and the bits of its numbers (every NaN alike).
pub fn outcome_digest(outcome: &Outcome) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for count in [outcome.measures, outcome.sites, outcome.periods] {
        hasher.update(&count.to_le_bytes());
    }
    for value in &outcome.values {
        let bits = if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() };
        hasher.update(&bits.to_le_bytes());
    }
    *hasher.finalize().as_bytes()
}

/// One row of a result: arm digest, seed, replication, digest of the outcome.
pub type Row<'a> = (&'a str, u64, u32, [u8; 32]);

/// Digest of a whole result: its rows, sorted.
pub fn result_digest(mut rows: Vec<Row<'_>>) -> String {
    rows.sort();
    rows.dedup();
    let mut hasher = blake3::Hasher::new();
    for (arm, seed, replication, outcome) in rows {
        hasher.update(&(arm.len() as u64).to_le_bytes());
        hasher.update(arm.as_bytes());
        hasher.update(&seed.to_le_bytes());
        hasher.update(&replication.to_le_bytes());
        hasher.update(&outcome);
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_digest_sees_seed_order_name_and_version() {
        let base = input_digest("1", 1, &[("a", "x"), ("b", "y")]);
        assert_eq!(base, input_digest("1", 1, &[("a", "x"), ("b", "y")]));
        for other in [
            input_digest("2", 1, &[("a", "x"), ("b", "y")]),
            input_digest("1", 2, &[("a", "x"), ("b", "y")]),
            input_digest("1", 1, &[("b", "y"), ("a", "x")]),
            input_digest("1", 1, &[("a", "xb"), ("", "y")]),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn one_bit_changes_the_result_and_the_order_of_rows_does_not() {
        let outcome = |x: f64| Outcome { measures: 1, sites: 0, periods: 0, values: vec![x] };
        let (one, two) = (outcome_digest(&outcome(0.1)), outcome_digest(&outcome(0.1_f64.next_up())));
        assert_ne!(one, two);
        assert_eq!(outcome_digest(&outcome(f64::NAN)), outcome_digest(&outcome(-f64::NAN)));
        assert_eq!(
            result_digest(vec![("a", 1, 0, one), ("a", 1, 1, two)]),
            result_digest(vec![("a", 1, 1, two), ("a", 1, 0, one)])
        );
        assert_ne!(result_digest(vec![("a", 1, 0, one)]), result_digest(vec![("a", 1, 0, two)]));
    }
}
