//! Which cluster begins when: the designs of trials.

use super::data::treated;

/// The plan of a trial: begins, without observations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// For each cluster the first period in which the change begins; `None`: never.
    pub starts: Vec<Option<u32>>,
    /// So many periods from the begin on are left out.
    pub transition: u32,
    /// Number of periods.
    pub periods: u32,
}

impl Layout {
    /// A stepped wedge: all clusters begin, in `sequences` steps. The first step comes after `baseline`
    /// periods and each lasts `step` periods; clusters are dealt to the sequences in turn, so that the sizes
    /// of sequences differ by one at most. The last sequence too is observed for `step` periods after its
    /// transition.
    pub fn stepped_wedge(
        clusters: usize,
        sequences: usize,
        baseline: u32,
        step: u32,
        transition: u32,
    ) -> Self {
        let sequences = sequences.clamp(1, clusters.max(1));
        let start = |cluster: usize| Some(baseline + step * (cluster % sequences) as u32);
        Layout {
            starts: (0..clusters).map(start).collect(),
            transition,
            periods: baseline + step * sequences as u32 + transition,
        }
    }

    /// A parallel trial: the first half of the clusters (the larger one) begins after `before` periods, the
    /// others never; `after` periods follow, of which `transition` are left out. Without periods before it is
    /// a comparison of means, with them one of changes.
    pub fn parallel(clusters: usize, before: u32, after: u32, transition: u32) -> Self {
        let treated = clusters.div_ceil(2);
        let start = |cluster: usize| (cluster < treated).then_some(before);
        Layout { starts: (0..clusters).map(start).collect(), transition, periods: before + after }
    }

    /// A difference in differences with any number of treated clusters and of controls.
    pub fn difference(treated: usize, controls: usize, before: u32, after: u32, transition: u32) -> Self {
        let starts = std::iter::repeat_n(Some(before), treated).chain(std::iter::repeat_n(None, controls));
        Layout { starts: starts.collect(), transition, periods: before + after }
    }

    /// Every cluster begins at the same time: without controls, so that nothing but a comparison of before
    /// and after is left.
    pub fn together(clusters: usize, before: u32, after: u32) -> Self {
        Layout { starts: vec![Some(before); clusters], transition: 0, periods: before + after }
    }

    /// Number of clusters.
    pub fn clusters(&self) -> usize {
        self.starts.len()
    }

    /// Whether a cluster has the change in a period; `None` in its transition.
    pub fn treated(&self, cluster: usize, period: u32) -> Option<bool> {
        treated(self.starts[cluster], self.transition, period)
    }

    /// Degrees of freedom for a t test with few clusters: clusters − 2. That is exact for the comparison of
    /// cluster means in a balanced parallel trial. For stepped wedges it is the customary choice for mixed
    /// models with few clusters; clusters − 1 goes with cluster-robust errors (CR1), and clusters − (periods
    /// + 1), more cautious, was used by Li, Turner & Preisser (2018, Biometrics 74(4)).
    pub fn freedom(&self) -> f64 {
        self.starts.len() as f64 - 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn designs_begin_when_they_should() {
        let wedge = Layout::stepped_wedge(8, 4, 1, 1, 0);
        assert_eq!(wedge.starts, [1, 2, 3, 4, 1, 2, 3, 4].map(Some));
        assert_eq!((wedge.periods, wedge.clusters(), wedge.freedom()), (5, 8, 6.0));
        let slow = Layout::stepped_wedge(5, 2, 2, 3, 1);
        assert_eq!(slow.starts, [2, 5, 2, 5, 2].map(Some));
        assert_eq!((slow.periods, slow.treated(1, 5), slow.treated(1, 6)), (9, None, Some(true)));
        let parallel = Layout::parallel(5, 2, 3, 0);
        assert_eq!(parallel.starts, [Some(2), Some(2), Some(2), None, None]);
        assert_eq!(Layout::difference(1, 2, 2, 2, 0).starts, [Some(2), None, None]);
        assert_eq!(Layout::together(2, 1, 1).starts, [Some(1); 2]);
    }
}
