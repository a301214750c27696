//! Where to try first: points that fill a space.

/// A Latin hypercube in the unit cube (McKay, Beckman & Conover 1979, Technometrics 21(2)): in every coordinate each of
/// `points` equal parts holds one point. `uniform` gives numbers in (0, 1).
pub fn latin_hypercube(points: usize, dimension: usize, uniform: &mut dyn FnMut() -> f64) -> Vec<Vec<f64>> {
    let mut found = vec![Vec::with_capacity(dimension); points];
    for _ in 0..dimension {
        let mut parts: Vec<usize> = (0..points).collect();
        for last in (1..points).rev() {
            parts.swap(last, ((uniform() * (last + 1) as f64) as usize).min(last));
        }
        for (point, part) in found.iter_mut().zip(parts) {
            point.push((part as f64 + uniform()) / points as f64);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::{Identity, Purpose, Seed};

    #[test]
    fn every_part_of_every_coordinate_holds_one_point() {
        let mut stream = Seed::new(3, 0).stream(Purpose::named("test"), Identity::named("design"));
        let points = latin_hypercube(17, 4, &mut || stream.uniform());
        for coordinate in 0..4 {
            let mut parts: Vec<usize> = points.iter().map(|p| (p[coordinate] * 17.0) as usize).collect();
            assert_ne!(parts, (0..17).collect::<Vec<_>>(), "in another order than the points");
            parts.sort_unstable();
            assert_eq!(parts, (0..17).collect::<Vec<_>>());
        }
    }
}
