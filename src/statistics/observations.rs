//! From rows of answers to the observations of a figure: the few numbers it needs, in clusters.

use std::collections::BTreeMap;

use super::correlation::earlier;
use super::figure::{Figure, Filter, Kind, Names, Split};

/// Rows of answers under named columns; NaN is not known.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// Names of the columns.
    pub columns: &'a [String],
    /// Rows of that many numbers each.
    pub values: &'a [f64],
}

impl Rows<'_> {
    /// One column. Panics where there is none of that name.
    fn column(&self, name: &str) -> Vec<f64> {
        let index = self.columns.iter().position(|column| column == name);
        let index = index.unwrap_or_else(|| panic!("the column {name} was asked for and is not there"));
        self.values.chunks_exact(self.columns.len()).map(|row| row[index]).collect()
    }

    fn count(&self) -> usize {
        self.values.len() / self.columns.len().max(1)
    }
}

/// The observations of a figure in the rows of one replication: one list for each cluster, in the order in which the
/// clusters first appear. Rows that are filtered out, or of which a needed number or the cluster is not known, do not
/// count. Where a figure looks back, filters speak of the later answer. Panics where a column is missing: ask
/// [`Figure::columns`] before.
pub fn observe(figure: &Figure, names: &Names, rows: Rows<'_>) -> Vec<Vec<f64>> {
    let parts = parts(figure, names, rows);
    let kept = kept(&figure.filters, rows);
    let clusters = figure.cluster(names).map(|name| rows.column(name));
    let mut places: BTreeMap<u64, usize> = BTreeMap::new();
    let mut found: Vec<Vec<f64>> = Vec::new();
    for row in (0..rows.count()).filter(|row| kept[*row]) {
        let cluster = clusters.as_ref().map_or(0.0, |column| column[row]);
        if cluster.is_nan() || parts.iter().any(|part| part[row].is_nan()) {
            continue;
        }
        let place = *places.entry((cluster + 0.0).to_bits()).or_insert(found.len());
        if place == found.len() {
            found.push(Vec::new());
        }
        found[place].extend(parts.iter().map(|part| part[row]));
    }
    found
}

/// Which rows fulfil all filters.
fn kept(filters: &[Filter], rows: Rows<'_>) -> Vec<bool> {
    let mut kept = vec![true; rows.count()];
    for filter in filters {
        for (keep, value) in kept.iter_mut().zip(rows.column(&filter.column)) {
            *keep &= value >= filter.least && value <= filter.most;
        }
    }
    kept
}

/// The numbers of an observation, as columns over all rows.
fn parts(figure: &Figure, names: &Names, rows: Rows<'_>) -> Vec<Vec<f64>> {
    let column = |name: &String| rows.column(name);
    let before = |values: Vec<f64>, waves: u32| -> Vec<f64> {
        let places = earlier(&rows.column(&names.person), &rows.column(&names.wave), waves);
        places.into_iter().map(|place| place.map_or(f64::NAN, |index| values[index])).collect()
    };
    match &figure.kind {
        Kind::Mean(name) | Kind::Sd(name) | Kind::Icc(name, _) | Kind::RatePerYear(name, _) => {
            vec![column(name)]
        }
        Kind::ShareAtLeast(name, cut) => vec![column(name).into_iter().map(|x| reaches(x, *cut)).collect()],
        Kind::ShareAny(cuts) => vec![any(cuts, rows)],
        Kind::Correlation(a, b) => vec![column(a), column(b)],
        Kind::LagCorrelation(name, waves) => vec![column(name), before(column(name), *waves)],
        Kind::OddsRatio { outcome, predictor, adjusting, waves_before } => {
            let cut = |split: &Split| column(&split.column).into_iter().map(|x| split.cut(x)).collect();
            let then = |values| if *waves_before > 0 { before(values, *waves_before) } else { values };
            let others = adjusting.iter().map(|name| then(column(name)));
            [cut(outcome), then(cut(predictor))].into_iter().chain(others).collect()
        }
        Kind::HazardRatio { event, exposed, waves_before } => {
            let cut: Vec<f64> = column(&exposed.column).into_iter().map(|x| exposed.cut(x)).collect();
            vec![column(event), if *waves_before > 0 { before(cut, *waves_before) } else { cut }]
        }
    }
}

/// 1 from the cut on, else 0; not known stays not known.
fn reaches(value: f64, cut: f64) -> f64 {
    if value.is_nan() { f64::NAN } else { f64::from(u8::from(value >= cut)) }
}

/// 1 where any column reaches its cut; 0 where all are known and none does; else not known.
fn any(cuts: &[(String, f64)], rows: Rows<'_>) -> Vec<f64> {
    let mut found = vec![0.0; rows.count()];
    for (name, cut) in cuts {
        for (any, value) in found.iter_mut().zip(rows.column(name)) {
            *any = match (*any, reaches(value, *cut)) {
                (1.0, _) | (_, 1.0) => 1.0,
                (sofar, now) => sofar + now,
            };
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;

    fn observed(kind: Kind, filters: &[(&str, f64, f64)]) -> Vec<Vec<f64>> {
        let columns = ["clinic", "person", "wave", "x", "y"].map(str::to_string);
        let values = [
            [2.0, 1.0, 0.0, 10.0, 0.0],
            [2.0, 2.0, 0.0, 20.0, 1.0],
            [5.0, 3.0, 0.0, 30.0, NAN],
            [2.0, 1.0, 1.0, 11.0, 1.0],
            [5.0, 2.0, 1.0, NAN, 0.0],
            [5.0, 3.0, 1.0, 33.0, 1.0],
            [NAN, 4.0, 1.0, 99.0, 1.0],
        ];
        let filters = filters.iter().map(|(column, least, most)| Filter {
            column: (*column).to_string(),
            least: *least,
            most: *most,
        });
        let figure = Figure { kind, filters: filters.collect() };
        let names = Names { cluster: Some("clinic".into()), person: "person".into(), wave: "wave".into() };
        observe(&figure, &names, Rows { columns: &columns, values: values.as_flattened() })
    }

    #[test]
    fn rows_fall_into_clusters_and_what_is_not_known_does_not_count() {
        let x = || "x".to_string();
        assert_eq!(observed(Kind::Mean(x()), &[]), [vec![10.0, 20.0, 11.0], vec![30.0, 33.0]]);
        assert_eq!(observed(Kind::Mean(x()), &[("wave", 1.0, 1.0)]), [vec![11.0], vec![33.0]]);
        assert_eq!(observed(Kind::Mean(x()), &[("y", 0.5, f64::INFINITY)]), [vec![20.0, 11.0], vec![33.0]]);
        assert_eq!(observed(Kind::ShareAtLeast(x(), 20.0), &[]), [vec![0.0, 1.0, 0.0], vec![1.0, 1.0]]);
        let rule = Kind::ShareAny(vec![(x(), 20.0), ("y".into(), 1.0)]);
        // Of the row without x nothing is known, since y does not decide; of the one without y, x decides.
        assert_eq!(observed(rule, &[]), [vec![0.0, 1.0, 1.0], vec![1.0, 1.0]]);
        assert_eq!(observed(Kind::Icc(x(), "wave".into()), &[]).len(), 2);
    }

    #[test]
    fn a_look_back_goes_to_the_same_person_whatever_their_cluster() {
        let pairs = observed(Kind::LagCorrelation("x".into(), 1), &[("wave", 1.0, 9.0)]);
        assert_eq!(pairs, [vec![11.0, 10.0], vec![33.0, 30.0]]);
        let exposed = Split { column: "x".into(), at_least: Some(15.0), at_most: None };
        let kind = Kind::HazardRatio { event: "y".into(), exposed, waves_before: 1 };
        assert_eq!(observed(kind, &[]), [vec![1.0, 0.0], vec![0.0, 1.0, 1.0, 1.0]]);
    }
}
