//! The rows that Sobol' indices of first order and total effect are estimated from.

use super::sobol;

/// Dimensions that such a design may have, at most: each takes two of the Sobol' points.
pub const LARGEST_DIMENSIONS: usize = sobol::LARGEST_DIMENSIONS / 2;

/// Which point a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A point of the first matrix.
    A,
    /// The point of the first matrix with this coordinate, counted from 0, of the second.
    Ab(usize),
    /// A point of the second matrix.
    B,
}

/// The radial design of Saltelli et al. (2010, Computer Physics Communications 181(2)): matrices A and B of
/// independent points and, for each coordinate j, A with column j of B. The rows of one base point stand together: A,
/// AB^(0), …, AB^(k−1), B, the order of SALib without second-order indices. Rows are made one at a time, for all of
/// them take k + 2 times the space.
#[derive(Debug, Clone)]
pub struct Saltelli {
    /// Base points with twice the dimensions: a row of A, then the one of B.
    pairs: Vec<Vec<f64>>,
    dimensions: usize,
}

impl Saltelli {
    /// The design over `base` scrambled Sobol' points: a power of two up to [`sobol::LARGEST_COUNT`], in 1 to
    /// [`LARGEST_DIMENSIONS`] dimensions. Each key gives a design of its own, as for [`sobol::scrambled`].
    pub fn new(base: usize, dimensions: usize, key: u64) -> Self {
        assert!(
            (1..=LARGEST_DIMENSIONS).contains(&dimensions),
            "a design for Sobol' indices has from 1 to {LARGEST_DIMENSIONS} dimensions, and not {dimensions}"
        );
        Saltelli { pairs: sobol::scrambled(base, 2 * dimensions, key), dimensions }
    }

    /// Number of rows: base · (dimensions + 2).
    pub fn count(&self) -> usize {
        self.pairs.len() * (self.dimensions + 2)
    }

    /// The row of this index, from 0 to [`Saltelli::count`] − 1; coordinates in the open interval (0, 1).
    pub fn row(&self, index: usize) -> Vec<f64> {
        let (a, b) = self.pairs[index / (self.dimensions + 2)].split_at(self.dimensions);
        match role(index, self.dimensions) {
            Role::A => a.to_vec(),
            Role::B => b.to_vec(),
            Role::Ab(coordinate) => {
                let mut row = a.to_vec();
                row[coordinate] = b[coordinate];
                row
            }
        }
    }
}

/// All rows of [`Saltelli`] at once: base · (dimensions + 2) of them.
pub fn saltelli(base: usize, dimensions: usize, key: u64) -> Vec<Vec<f64>> {
    let design = Saltelli::new(base, dimensions, key);
    (0..design.count()).map(|index| design.row(index)).collect()
}

/// Which point the row of this index is; indices start at 0.
pub fn role(row: usize, dimensions: usize) -> Role {
    match row % (dimensions + 2) {
        0 => Role::A,
        place if place <= dimensions => Role::Ab(place - 1),
        _ => Role::B,
    }
}

/// Whether rows made elsewhere have the layout of [`Saltelli`], in any units and of any number of base points;
/// otherwise a sentence that says at which row they do not. Rows and factors are counted from 1 in it. Numbers that
/// should repeat are compared exactly. Whether A and B are independent is not looked at.
pub fn recognize(rows: &[Vec<f64>]) -> Result<(), String> {
    let Some(first) = rows.first() else {
        return Err("A design for Sobol' indices has rows, and this one has none.".into());
    };
    let dimensions = first.len();
    if dimensions == 0 {
        return Err("A design for Sobol' indices has factors, and row 1 has none.".into());
    }
    for (index, row) in rows.iter().enumerate() {
        let number = index + 1;
        if row.len() != dimensions {
            return Err(format!("Row {number} has length {}, and row 1 has length {dimensions}.", row.len()));
        }
        if let Some(factor) = row.iter().position(|x| !x.is_finite()) {
            return Err(format!("Factor {} of row {number} is {}.", factor + 1, row[factor]));
        }
    }
    let size = dimensions + 2;
    for (block, group) in rows.chunks_exact(size).enumerate() {
        blocked(group, block * size)?;
    }
    if !rows.len().is_multiple_of(size) {
        let whole = rows.len() / size * size;
        return Err(format!(
            "With {dimensions} factors, rows come in groups of {size}, but the last group, from row {} on, has {}.",
            whole + 1,
            rows.len() - whole
        ));
    }
    Ok(())
}

/// Checks one group of rows, of which so many stand before.
fn blocked(group: &[Vec<f64>], before: usize) -> Result<(), String> {
    let dimensions = group.len() - 2;
    let (a, b) = (&group[0], &group[dimensions + 1]);
    for (place, row) in group.iter().enumerate() {
        let Role::Ab(own) = role(place, dimensions) else { continue };
        for factor in 0..dimensions {
            let (source, offset) = if factor == own { (b, dimensions + 1) } else { (a, 0) };
            if row[factor] != source[factor] {
                return Err(format!(
                    "Row {} should be row {} with factor {} of row {}, but its factor {} is {} and not the {} of row {}.",
                    before + place + 1,
                    before + 1,
                    own + 1,
                    before + dimensions + 2,
                    factor + 1,
                    row[factor],
                    source[factor],
                    before + offset + 1
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_those_of_a_with_one_column_of_b_in_turn() {
        let (base, dimensions) = (16, 3);
        let rows = saltelli(base, dimensions, 5);
        assert_eq!(rows.len(), base * 5);
        let pairs = sobol::scrambled(base, 6, 5);
        for (group, pair) in rows.chunks(5).zip(&pairs) {
            let [a, b] = [&pair[..3], &pair[3..]];
            let expected = [a, &[b[0], a[1], a[2]], &[a[0], b[1], a[2]], &[a[0], a[1], b[2]], b];
            assert_eq!(group, expected);
        }
        assert_eq!(
            (0..5).map(|row| role(row + 10, 3)).collect::<Vec<_>>(),
            [Role::A, Role::Ab(0), Role::Ab(1), Role::Ab(2), Role::B]
        );
        assert_eq!((recognize(&rows), recognize(&saltelli(1, 1, 0))), (Ok(()), Ok(())));
        assert_eq!(Saltelli::new(8, LARGEST_DIMENSIONS, 0).count(), 8 * 258);
    }

    #[test]
    fn the_layout_of_salib_is_recognized_in_other_units_and_numbers_of_points() {
        // SALib 1.6.0, sample.sobol.sample of two factors without second order: four base points, in units of its
        // own.
        let rows = [
            [[1.5, -6.0], [7.5, -6.0], [1.5, -2.0], [7.5, -2.0]],
            [[5.5, 10.0], [3.5, 10.0], [5.5, 14.0], [3.5, 14.0]],
            [[7.5, -14.0], [5.5, -14.0], [7.5, -10.0], [5.5, -10.0]],
            [[3.5, 2.0], [1.5, 2.0], [3.5, 6.0], [1.5, 6.0]],
        ];
        let rows: Vec<Vec<f64>> = rows.iter().flatten().map(|row| row.to_vec()).collect();
        assert_eq!(recognize(&rows[..12]), Ok(()), "three base points");
        assert_eq!(recognize(&rows), Ok(()));
    }

    #[test]
    fn the_row_that_breaks_the_layout_is_named() {
        let rows = vec![vec![1.0, 2.0], vec![3.0, 2.0], vec![1.0, 4.0], vec![3.0, 4.0]];
        assert_eq!(recognize(&rows), Ok(()));
        let broken = |row: usize, factor: usize, value: f64| {
            let mut rows = [rows.clone(), rows.clone()].concat();
            rows[row][factor] = value;
            recognize(&rows).expect_err("the layout is broken")
        };
        assert_eq!(
            broken(5, 1, 9.0),
            "Row 6 should be row 5 with factor 1 of row 8, but its factor 2 is 9 and not the 2 of row 5."
        );
        assert_eq!(
            broken(6, 1, 9.0),
            "Row 7 should be row 5 with factor 2 of row 8, but its factor 2 is 9 and not the 4 of row 8."
        );
        assert_eq!(broken(3, 0, f64::NAN), "Factor 1 of row 4 is NaN.");
        let cut = recognize(&[rows.clone(), rows[..3].to_vec()].concat()).expect_err("a row is missing");
        assert_eq!(
            cut,
            "With 2 factors, rows come in groups of 4, but the last group, from row 5 on, has 3."
        );
        let uneven = recognize(&[vec![1.0, 2.0], vec![1.0]]).expect_err("a number is missing");
        assert_eq!(uneven, "Row 2 has length 1, and row 1 has length 2.");
        assert!(recognize(&[]).is_err() && recognize(&[Vec::new()]).is_err());
    }

    #[test]
    fn the_design_gives_the_known_indices_of_ishigami() {
        // Ishigami & Homma (1990) with a = 7, b = 0.1: exact first-order and total indices.
        let (first, total) = ([0.313_905, 0.442_411, 0.0], [0.557_589, 0.442_411, 0.243_684]);
        let pi = std::f64::consts::PI;
        let value = |p: &[f64]| {
            let [x, y, z] = [0, 1, 2].map(|i| pi * (2.0 * p[i] - 1.0));
            libm::sin(x) * (1.0 + 0.1 * z * z * z * z) + 7.0 * libm::sin(y) * libm::sin(y)
        };
        let values: Vec<f64> = saltelli(8_192, 3, 1).iter().map(|p| value(p)).collect();
        let groups: Vec<&[f64]> = values.chunks(5).collect();
        let mean = |term: &dyn Fn(&[f64]) -> f64| groups.iter().map(|g| term(g)).sum::<f64>() / 8_192.0;
        let middle = mean(&|g| g[0]);
        let variance = mean(&|g| (g[0] - middle) * (g[0] - middle));
        for j in 0..3 {
            let found = mean(&|g| g[4] * (g[j + 1] - g[0])) / variance;
            assert!((found - first[j]).abs() < 0.01, "first-order index {j}: {found}");
            let found = mean(&|g| (g[0] - g[j + 1]) * (g[0] - g[j + 1])) / 2.0 / variance;
            assert!((found - total[j]).abs() < 0.01, "total index {j}: {found}");
        }
    }

    #[test]
    #[should_panic(expected = "a power of two, and not 100")]
    fn a_base_that_is_no_power_of_two_is_refused() {
        saltelli(100, 2, 0);
    }
}
