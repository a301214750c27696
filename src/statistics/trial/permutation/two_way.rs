//! The treatment coefficient of two-way fixed effects on cell means, fast under many assignments.
//!
//! Effects of clusters are taken out cluster by cluster, so what a cluster adds to every sum depends on its
//! begin alone and is computed once for each of the begins. What is left is a system of the size of the
//! periods.

use super::super::data::{Cell, Data, treated};
use super::super::effect::NoFit;
use super::super::matrix::{independent, part, zeros};
use super::{kind_of, kinds};
use crate::statistics::symmetric::{Cholesky, dot};

/// The statistic under any assignment.
#[derive(Debug, Clone)]
pub(super) struct TwoWay {
    /// The kind of begin that each cluster has.
    pub dealt: Vec<usize>,
    /// What a cluster adds under a kind of begin: `shares[cluster][kind]`.
    shares: Vec<Vec<Share>>,
    /// The system of the periods, where no cells move.
    still: Option<System>,
    /// The sums over clusters.
    sum: Share,
}

/// Sums of products over the cells of a cluster, less its means: of the periods (d), the change (x), the
/// values (y).
#[derive(Debug, Clone)]
struct Share {
    dd: Vec<Vec<f64>>,
    dx: Vec<f64>,
    dy: Vec<f64>,
    xx: f64,
    xy: f64,
    /// Number of treated cells.
    raw: f64,
}

/// The periods whose indicators do not follow from others.
#[derive(Debug, Clone)]
struct System {
    /// `None`: all of them.
    kept: Option<Vec<usize>>,
    factor: Cholesky,
}

impl System {
    fn of(dd: &[Vec<f64>], most: f64) -> Option<Self> {
        if let Some(factor) = Cholesky::of(dd) {
            return Some(System { kept: None, factor });
        }
        let kept = independent(dd, &vec![most; dd.len()]);
        Some(System { factor: Cholesky::of(&part(dd, &kept))?, kept: Some(kept) })
    }

    fn forward(&self, right: &[f64]) -> Vec<f64> {
        match &self.kept {
            None => self.factor.forward(right),
            Some(kept) => self.factor.forward(&kept.iter().map(|i| right[*i]).collect::<Vec<f64>>()),
        }
    }
}

impl Share {
    fn nothing(width: usize) -> Self {
        Share { dd: zeros(width), dx: vec![0.0; width], dy: vec![0.0; width], xx: 0.0, xy: 0.0, raw: 0.0 }
    }

    fn of(cells: &[&Cell], start: Option<u32>, transition: u32, width: usize) -> Self {
        let mut share = Share::nothing(width);
        let there = |cell: &&&Cell| treated(start, transition, cell.period).is_some();
        let cells: Vec<&Cell> = cells.iter().filter(there).copied().collect();
        let n = cells.len() as f64;
        let Some(origin) = cells.first().map(|cell| cell.mean) else { return share };
        let change = |cell: &Cell| f64::from(u8::from(treated(start, transition, cell.period) == Some(true)));
        let mean_y = cells.iter().map(|cell| cell.mean - origin).sum::<f64>() / n;
        let mean_x = cells.iter().map(|cell| change(cell)).sum::<f64>() / n;
        share.raw = mean_x * n;
        for cell in &cells {
            let (x, y) = (change(cell) - mean_x, cell.mean - origin - mean_y);
            share.xx += x * x;
            share.xy += x * y;
            // The sum of a centred column over one period is that of the indicator with it.
            if cell.period > 0 {
                let i = cell.period as usize - 1;
                share.dx[i] += x;
                share.dy[i] += y;
                share.dd[i][i] += 1.0;
                for other in cells.iter().filter(|other| other.period > 0) {
                    share.dd[i][other.period as usize - 1] -= 1.0 / n;
                }
            }
        }
        share
    }

    fn add(&mut self, other: &Share, periods: bool) {
        if periods {
            for (row, others) in self.dd.iter_mut().zip(&other.dd) {
                row.iter_mut().zip(others).for_each(|(cell, x)| *cell += x);
            }
        }
        self.dx.iter_mut().zip(&other.dx).for_each(|(cell, x)| *cell += x);
        self.dy.iter_mut().zip(&other.dy).for_each(|(cell, x)| *cell += x);
        self.xx += other.xx;
        self.xy += other.xy;
        self.raw += other.raw;
    }

    fn clear(&mut self) {
        self.dd.iter_mut().flatten().for_each(|cell| *cell = 0.0);
        self.dx.fill(0.0);
        self.dy.fill(0.0);
        (self.xx, self.xy, self.raw) = (0.0, 0.0, 0.0);
    }
}

impl TwoWay {
    /// What every cluster adds under every begin that occurs among the clusters that were observed or not.
    pub fn of(data: &Data) -> Result<Self, NoFit> {
        let cells = data.summary_with_transition();
        if cells.is_empty() {
            return Err(NoFit::NoRows);
        }
        let width = (data.periods as usize).saturating_sub(1);
        let kinds = kinds(&data.starts);
        let mut shares = Vec::new();
        for cluster in 0..data.clusters() as u32 {
            let own: Vec<&Cell> = cells.iter().filter(|cell| cell.cluster == cluster).collect();
            let share = |start: &Option<u32>| Share::of(&own, *start, data.transition, width);
            shares.push(kinds.iter().map(share).collect::<Vec<_>>());
        }
        let dealt = data.starts.iter().map(|start| kind_of(&kinds, *start)).collect();
        let mut found = TwoWay { dealt, shares, still: None, sum: Share::nothing(width) };
        if data.transition == 0 {
            found.sum_up(&found.dealt.clone(), true);
            found.still = System::of(&found.sum.dd, data.clusters() as f64);
        }
        Ok(found)
    }

    fn sum_up(&mut self, dealt: &[usize], periods: bool) {
        self.sum.clear();
        for (shares, kind) in self.shares.iter().zip(dealt) {
            self.sum.add(&shares[*kind], periods);
        }
    }

    /// The coefficient under an assignment; `None` where the change follows from cluster and period.
    pub fn at(&mut self, dealt: &[usize]) -> Option<f64> {
        let moving = self.still.is_none();
        self.sum_up(dealt, moving);
        let own;
        let system = match &self.still {
            Some(system) => system,
            None => {
                own = System::of(&self.sum.dd, dealt.len() as f64)?;
                &own
            }
        };
        let (x, y) = (system.forward(&self.sum.dx), system.forward(&self.sum.dy));
        let left = self.sum.xx - dot(&x, &x);
        (left > 1e-10 * self.sum.raw).then(|| (self.sum.xy - dot(&x, &y)) / left)
    }
}
