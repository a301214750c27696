//! Numbers for tornado charts and heat maps.

use crate::statistics::estimate::{Estimate, estimate, moments, t_quantile};
use crate::statistics::quantile::quantile;

/// One bar of a tornado chart: the response at the low and at the high end of an input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Number of the input.
    pub input: usize,
    /// The greatest value of the input at its low end.
    pub low_until: f64,
    /// The smallest value of the input at its high end.
    pub high_from: f64,
    /// Mean response at its low end.
    pub low: Estimate,
    /// Mean response at its high end.
    pub high: Estimate,
    /// High minus low, with the interval of the difference.
    pub difference: Estimate,
}

impl Bar {
    /// Length of the bar.
    pub fn span(&self) -> f64 {
        self.difference.mean.abs()
    }
}

/// A tornado of any sampled design: the mean response over the rows in the lowest and in the highest fifth of each input
/// (a column each), all other inputs as they fall. Values equal to the fifth's end belong to it. The interval of the
/// difference is Welch's (1947, Biometrika 34) with degrees of freedom rounded down. Rows where the input or the response
/// is not finite are left out. Longest bar first; an input has no bar where its fifths overlap or are empty (it has too
/// few values). Panics where columns differ in length.
pub fn by_fifths(inputs: &[Vec<f64>], response: &[f64], level: f64) -> Vec<Bar> {
    let bar = |(input, column): (usize, &Vec<f64>)| {
        assert_eq!(column.len(), response.len(), "columns have a value per row each");
        let rows: Vec<(f64, f64)> = column
            .iter()
            .copied()
            .zip(response.iter().copied())
            .filter(|(x, y)| x.is_finite() && y.is_finite())
            .collect();
        let least = quantile(&rows.iter().map(|row| row.0).collect::<Vec<f64>>(), 0.2)?;
        let most = -quantile(&rows.iter().map(|row| -row.0).collect::<Vec<f64>>(), 0.2)?;
        let end = |within: &dyn Fn(f64) -> bool| {
            rows.iter().filter(|row| within(row.0)).map(|row| row.1).collect::<Vec<f64>>()
        };
        let (low, high) = (end(&|x| x <= least), end(&|x| x >= most));
        let difference = welch(&high, &low, level)?;
        let (low, high) = (estimate(&low, level)?, estimate(&high, level)?);
        let bar = Bar { input, low_until: least, high_from: most, low, high, difference };
        (least < most).then_some(bar)
    };
    sorted(inputs.iter().enumerate().filter_map(bar).collect())
}

/// The difference of the means of two independent samples; `n` is the number of both together.
fn welch(high: &[f64], low: &[f64], level: f64) -> Option<Estimate> {
    let (a, b) = (moments(high)?, moments(low)?);
    let half_width = a.variance.zip(b.variance).map(|(of_high, of_low)| {
        let (first, second) = (of_high / high.len() as f64, of_low / low.len() as f64);
        let sum = first + second;
        if sum == 0.0 {
            return 0.0;
        }
        let parts = first * first / (high.len() - 1) as f64 + second * second / (low.len() - 1) as f64;
        t_quantile(0.5 + level / 2.0, (sum * sum / parts).max(1.0) as usize) * sum.sqrt()
    });
    Some(Estimate { mean: a.mean - b.mean, half_width, level, n: high.len() + low.len() })
}

/// Longest first, equally long ones in the order of inputs.
fn sorted(mut bars: Vec<Bar>) -> Vec<Bar> {
    bars.sort_by(|a, b| b.span().total_cmp(&a.span()).then(a.input.cmp(&b.input)));
    bars
}

/// The mean response in one cell of a heat map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Number of rows.
    pub n: usize,
    /// Mean response; `None` without rows.
    pub mean: Option<f64>,
    /// Standard error of the mean, s/√n; `None` with fewer than two rows.
    pub standard_error: Option<f64>,
}

/// Mean responses over a grid of two inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// `cells[i][j]`: bin i of the first input, bin j of the second.
    pub cells: Vec<Vec<Cell>>,
    /// Number of rows outside the edges or with a value that is not finite.
    pub left_out: usize,
}

/// The mean response over a grid of bins of two inputs. A bin takes values from its lower edge up to, but without, its
/// upper edge; the last one takes its upper edge too. Panics where columns differ in length, or edges are fewer than two
/// or do not rise.
pub fn heat_map(
    first: &[f64],
    second: &[f64],
    response: &[f64],
    first_edges: &[f64],
    second_edges: &[f64],
) -> HeatMap {
    assert!(
        first.len() == response.len() && second.len() == response.len(),
        "columns have a value per row each"
    );
    for edges in [first_edges, second_edges] {
        assert!(edges.len() > 1 && edges.windows(2).all(|pair| pair[0] < pair[1]), "edges of bins rise");
    }
    let mut values = vec![vec![Vec::new(); second_edges.len() - 1]; first_edges.len() - 1];
    let mut left_out = 0;
    for ((x, y), value) in first.iter().zip(second).zip(response) {
        match (bin(*x, first_edges), bin(*y, second_edges), value.is_finite()) {
            (Some(i), Some(j), true) => values[i][j].push(*value),
            _ => left_out += 1,
        }
    }
    let cell = |values: &Vec<f64>| {
        let found = moments(values);
        let n = values.len();
        Cell {
            n,
            mean: found.map(|found| found.mean),
            standard_error: found.and_then(|found| found.variance).map(|v| (v / n as f64).sqrt()),
        }
    };
    HeatMap { cells: values.iter().map(|row| row.iter().map(cell).collect()).collect(), left_out }
}

/// Edges of bins of equal width from `low` to `high`, both included exactly. Panics without bins or where `high` is not
/// above `low`.
pub fn equal_edges(low: f64, high: f64, bins: usize) -> Vec<f64> {
    assert!(bins > 0 && low < high, "bins have a number and a width");
    let edge = |i: usize| if i == bins { high } else { low + (high - low) * i as f64 / bins as f64 };
    (0..=bins).map(edge).collect()
}

fn bin(value: f64, edges: &[f64]) -> Option<usize> {
    let last = edges.len() - 1;
    if !(edges[0]..=edges[last]).contains(&value) {
        return None;
    }
    Some((edges.partition_point(|edge| *edge <= value) - 1).min(last - 1))
}

#[cfg(test)]
mod tests {
    use super::super::points::{random, uniforms};
    use super::*;
    use crate::statistics::estimate::tests::close;

    #[test]
    fn fifths_hold_the_ends_of_an_input() {
        let x: Vec<f64> = (0..20).map(|i| f64::from(i * 7 % 20)).collect();
        let halves: Vec<f64> = x.iter().map(|x| f64::from(u8::from(*x >= 10.0))).collect();
        let response: Vec<f64> = x.iter().map(|x| 100.0 - x * x).collect();
        let mut inputs = vec![halves, x, vec![1.0; 20], vec![f64::NAN; 20]];
        let found = by_fifths(&inputs, &response, 0.95);
        assert_eq!(found.iter().map(|bar| bar.input).collect::<Vec<_>>(), [1, 0]);
        // Squares of 0 to 3 and of 16 to 19.
        close(found[0].low.mean, 100.0 - 14.0 / 4.0);
        close(found[0].high.mean, 100.0 - 1230.0 / 4.0);
        assert_eq!((found[0].low.n, found[0].high.n, found[0].difference.n), (4, 4, 8));
        // Two values: each of them is an end.
        assert_eq!((found[1].low.n, found[1].high.n), (10, 10));
        close(found[1].difference.mean, -(2470.0 - 285.0) / 10.0 + 28.5);
        inputs[1][0] = f64::INFINITY;
        assert_eq!(by_fifths(&inputs, &response, 0.95)[0].difference.n, 8);
    }

    #[test]
    fn the_interval_of_a_difference_agrees_with_scipy() {
        // scipy.stats.ttest_ind(equal_var=False): standard error 1.29486..., 4.9005 degrees of freedom, here 4.
        let (low, high) = ([3.1, 2.2, 4.8, 5.0, 1.9], [7.0, 9.5, 8.1, 12.2]);
        let found = welch(&high, &low, 0.95).expect("nine values");
        close(found.mean, 5.8);
        close(found.half_width.expect("nine") / t_quantile(0.975, 4), 5.8 / 4.479243048803943);
        assert_eq!(welch(&[2.0, 2.0], &[1.0, 1.0], 0.95).and_then(|found| found.half_width), Some(0.0));
        assert_eq!(welch(&[2.0], &[1.0, 1.0], 0.95).and_then(|found| found.half_width), None);
    }

    #[test]
    fn every_row_is_in_one_cell_or_left_out() {
        assert_eq!(equal_edges(0.0, 0.3, 3)[3], 0.3);
        let (x, y) = ([0.0, 0.5, 1.0, 0.2, 1.1, f64::NAN, 0.1], [0.0, 1.0, 2.0, 0.3, 0.0, 0.0, 0.2]);
        let response = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, f64::NAN];
        let found = heat_map(&x, &y, &response, &equal_edges(0.0, 1.0, 2), &equal_edges(0.0, 2.0, 2));
        assert_eq!(found.left_out, 3);
        assert_eq!(found.cells[0][0], Cell { n: 2, mean: Some(2.5), standard_error: Some(1.5) });
        assert_eq!(found.cells[0][1], Cell { n: 0, mean: None, standard_error: None });
        assert_eq!(found.cells[1][0].n, 0);
        assert_eq!((found.cells[1][1].n, found.cells[1][1].mean), (2, Some(2.5)));
        let points = random(1000, 2, &mut uniforms(2));
        let column = |j: usize| points.iter().map(|point| point[j]).collect::<Vec<f64>>();
        let edges = equal_edges(0.0, 1.0, 7);
        let map = heat_map(&column(0), &column(1), &column(0), &edges, &edges);
        assert_eq!(map.cells.iter().flatten().map(|cell| cell.n).sum::<usize>(), 1000);
        for (i, row) in map.cells.iter().enumerate() {
            assert!(
                row.iter().filter_map(|cell| cell.mean).all(|mean| mean >= edges[i] && mean <= edges[i + 1])
            );
        }
    }
}
