//! What was observed in a trial of clusters over periods.

use crate::statistics::estimate::moments;

/// One observation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Cluster, from 0.
    pub cluster: u32,
    /// Period, from 0.
    pub period: u32,
    /// Person who was observed, where it is known; a number that stays with the person.
    pub person: Option<u32>,
    /// Value; finite.
    pub value: f64,
}

/// What was observed, and where the change began when.
#[derive(Debug, Clone, PartialEq)]
pub struct Data {
    /// For each cluster the first period in which the change begins; `None`: never.
    pub starts: Vec<Option<u32>>,
    /// So many periods from the begin on are left out: neither before nor after.
    pub transition: u32,
    /// Number of periods.
    pub periods: u32,
    /// Observations, in any order.
    pub rows: Vec<Row>,
}

/// What somebody observed, with the names of things.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The observations.
    pub data: Data,
    /// Names of the clusters.
    pub clusters: Vec<String>,
    /// Names of the periods, in their order.
    pub periods: Vec<String>,
    /// Name of the outcome.
    pub outcome: String,
    /// Observations without an outcome, which are left out.
    pub missing: usize,
    /// Whether it is known who was treated.
    pub treatment: bool,
}

/// All that a cluster was observed to be in one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Cluster, from 0.
    pub cluster: u32,
    /// Period, from 0.
    pub period: u32,
    /// Number of observations, at least 1.
    pub n: usize,
    /// Their mean.
    pub mean: f64,
    /// Sum of their squared distances from that mean.
    pub squares: f64,
}

impl Data {
    /// Number of clusters, observed or not.
    pub fn clusters(&self) -> usize {
        self.starts.len()
    }

    /// Whether a cluster has the change in a period; `None` in its transition.
    pub fn treated(&self, cluster: u32, period: u32) -> Option<bool> {
        treated(self.starts[cluster as usize], self.transition, period)
    }

    /// Number of periods since the change was complete, 0 in the first; `None` where a cell is not treated.
    pub fn exposure(&self, cluster: u32, period: u32) -> Option<u32> {
        let start = self.starts[cluster as usize]?;
        period.checked_sub(start.saturating_add(self.transition))
    }

    /// Time relative to the begin: 0, 1, … since the change was complete, −1, −2, … before its begin. `None`
    /// in the transition and for a cluster that never begins.
    pub fn event_time(&self, cluster: u32, period: u32) -> Option<i64> {
        let start = self.starts[cluster as usize]?;
        match self.treated(cluster, period)? {
            true => self.exposure(cluster, period).map(i64::from),
            false => Some(i64::from(period) - i64::from(start)),
        }
    }

    /// The observations outside the transition, in their order.
    pub fn observed(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| self.treated(row.cluster, row.period).is_some())
    }

    /// The observed cells outside the transition, by cluster and then by period. Panics where a row names a
    /// cluster or a period that the trial does not have, or has a value that is not finite.
    pub fn summary(&self) -> Vec<Cell> {
        let mut cells = self.summary_with_transition();
        cells.retain(|cell| self.treated(cell.cluster, cell.period).is_some());
        cells
    }

    /// As [`Data::summary`], with the cells in the transition.
    pub fn summary_with_transition(&self) -> Vec<Cell> {
        let width = self.periods as usize;
        let mut values: Vec<Vec<f64>> = vec![Vec::new(); self.clusters() * width];
        for row in &self.rows {
            let (cluster, period) = (row.cluster as usize, row.period as usize);
            assert!(
                cluster < self.clusters() && period < width,
                "a row is of a cluster and a period of the trial"
            );
            assert!(row.value.is_finite(), "a value is finite");
            values[cluster * width + period].push(row.value);
        }
        let cell = |(i, values): (usize, &Vec<f64>)| {
            let found = moments(values)?;
            Some(Cell {
                cluster: (i / width) as u32,
                period: (i % width) as u32,
                n: values.len(),
                mean: found.mean,
                squares: found.variance.unwrap_or(0.0) * (values.len() - 1) as f64,
            })
        };
        values.iter().enumerate().filter_map(cell).collect()
    }

    /// The same trial with one observation for each observed cell, its mean, and without persons. Cells in
    /// the transition are kept, so that the begins can still be moved.
    pub fn cells(&self) -> Data {
        let row =
            |cell: Cell| Row { cluster: cell.cluster, period: cell.period, person: None, value: cell.mean };
        self.with_rows(self.summary_with_transition().into_iter().map(row).collect())
    }

    /// Whether every cluster was observed in every period outside its transition.
    pub fn is_complete(&self) -> bool {
        let wanted = |cluster: u32| {
            (0..self.periods).filter(move |period| self.treated(cluster, *period).is_some()).count()
        };
        let wanted: usize = (0..self.clusters() as u32).map(wanted).sum();
        self.summary().len() == wanted
    }

    /// The same observations under other begins, one for each cluster.
    pub fn with_starts(&self, starts: Vec<Option<u32>>) -> Data {
        assert_eq!(starts.len(), self.starts.len(), "a begin for each cluster");
        Data { starts, ..self.clone() }
    }

    /// The same trial with other observations.
    pub fn with_rows(&self, rows: Vec<Row>) -> Data {
        Data { starts: self.starts.clone(), transition: self.transition, periods: self.periods, rows }
    }

    /// The trial without one cluster; the clusters after it move up by one.
    pub fn without(&self, cluster: usize) -> Data {
        let mut starts = self.starts.clone();
        starts.remove(cluster);
        let moved = |row: &Row| match (row.cluster as usize).cmp(&cluster) {
            std::cmp::Ordering::Less => Some(*row),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Row { cluster: row.cluster - 1, ..*row }),
        };
        Data { starts, rows: self.rows.iter().filter_map(moved).collect(), ..*self }
    }
}

/// Whether a cluster that begins at `start` has the change in a period; `None` in the transition.
pub fn treated(start: Option<u32>, transition: u32, period: u32) -> Option<bool> {
    match start {
        Some(start) if period >= start => (period - start >= transition).then_some(true),
        _ => Some(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transition_is_neither_before_nor_after() {
        let rows = (0..10).map(|i| Row { cluster: i / 5, period: i % 5, person: None, value: f64::from(i) });
        let data = Data { starts: vec![Some(2), None], transition: 1, periods: 5, rows: rows.collect() };
        let treated: Vec<_> = (0..5).map(|period| data.treated(0, period)).collect();
        assert_eq!(treated, [Some(false), Some(false), None, Some(true), Some(true)]);
        let times: Vec<_> = (0..5).map(|period| data.event_time(0, period)).collect();
        assert_eq!(times, [Some(-2), Some(-1), None, Some(0), Some(1)]);
        assert_eq!((data.exposure(0, 4), data.exposure(0, 2), data.exposure(1, 4)), (Some(1), None, None));
        assert_eq!((data.observed().count(), data.summary().len(), data.cells().rows.len()), (9, 9, 10));
        assert!(data.is_complete() && data.event_time(1, 3).is_none());
        assert_eq!(data.with_starts(vec![None, Some(0)]).observed().count(), 9);
        let rest = data.without(0);
        assert_eq!((rest.clusters(), rest.rows.len(), rest.rows[0].cluster), (1, 5, 0));
        assert!(!data.with_rows(data.rows[1..].to_vec()).is_complete());
    }

    #[test]
    fn a_cell_is_its_mean_and_its_squares() {
        let value = |value| Row { cluster: 0, period: 1, person: Some(3), value };
        let rows = vec![value(1.0), value(4.0), value(7.0)];
        let data = Data { starts: vec![None], transition: 0, periods: 2, rows };
        let expected = Cell { cluster: 0, period: 1, n: 3, mean: 4.0, squares: 18.0 };
        assert_eq!(data.summary(), [expected]);
        assert_eq!(data.cells().rows, [Row { cluster: 0, period: 1, person: None, value: 4.0 }]);
    }
}
