//! What a sensitivity analysis shows: tornado, indices with their intervals, and heat maps of the factors that matter most.

use super::{Entry, Method, Sensitivity, present};
use crate::document::{Axis, Bar, Cell, Figure, Form, Table};
use crate::experiment::figures::study::{
    FactorWords, MOST_MEASURES, MOST_ROWS, Origin, label_of, spaced, with_interval,
};
use crate::system::Measure;

/// A factor with this share of the variance or more makes up most of it.
const MOST_OF_IT: f64 = 0.5;

/// What is known beside the numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known<'a> {
    /// The measures, where they are more than names.
    pub measures: &'a [Measure],
    /// The factors, in their order, where they are more than names.
    pub factors: &'a [FactorWords],
    /// Where the numbers come from.
    pub origin: &'a Origin,
}

/// All figures, measure by measure: the label of the measure, then its figures.
pub fn all(found: &Sensitivity, known: &Known<'_>) -> Vec<(String, Vec<Figure>)> {
    of_measures(found, known, true)
}

/// Tornado and heat maps alone, for points of which no index is told.
pub fn pictures(found: &Sensitivity, known: &Known<'_>) -> Vec<(String, Vec<Figure>)> {
    of_measures(found, known, false)
}

fn of_measures(found: &Sensitivity, known: &Known<'_>, indices: bool) -> Vec<(String, Vec<Figure>)> {
    let figures = |name: &String| {
        let shown = Shown { found, known, name, words: label_of(known.measures, name) };
        let mut figures: Vec<Figure> = shown.indices().filter(|_| indices).into_iter().collect();
        figures.extend(shown.tornado());
        figures
            .extend(found.maps.iter().filter(|map| map.measure == *name).filter_map(|map| shown.heat(map)));
        (shown.words.0, figures)
    };
    let all = found.measures.iter().take(MOST_MEASURES).map(figures);
    all.filter(|(_, figures)| !figures.is_empty()).collect()
}

/// One measure.
pub(super) struct Shown<'a> {
    pub found: &'a Sensitivity,
    pub known: &'a Known<'a>,
    pub name: &'a str,
    /// Label and unit.
    pub words: (String, String),
}

impl Shown<'_> {
    pub fn factor(&self, place: usize) -> FactorWords {
        let known = self.known.factors.get(place).cloned();
        known.unwrap_or_else(|| FactorWords::named(&self.found.factors[place]))
    }

    fn entry(&self, factor: &str, quantity: &str) -> Option<&Entry> {
        let is_it = |e: &&Entry| e.measure == self.name && e.factor == factor && e.quantity == quantity;
        self.found.entries.iter().find(is_it).filter(|entry| entry.estimate.is_finite())
    }

    /// The factors that have a number of the leading quantity, the greatest first.
    fn ranked(&self, leading: &str) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> =
            self.found.factors.iter().filter_map(|factor| self.entry(factor, leading)).collect();
        entries.sort_by(|a, b| b.estimate.abs().total_cmp(&a.estimate.abs()));
        entries
    }

    /// The rows of a table of the folder that are of this measure, without the columns that are the same in all of them.
    pub fn rows(&self, table: Table, left_out: &[&str]) -> Table {
        let measure = table.columns.iter().position(|column| column == "measure");
        let kept: Vec<usize> =
            (0..table.columns.len()).filter(|c| !left_out.contains(&table.columns[*c].as_str())).collect();
        let own = |row: &&Vec<Cell>| measure.is_none_or(|place| row[place] == Cell::text(self.name));
        let cells = |row: &Vec<Cell>| kept.iter().map(|place| row[*place].clone()).collect();
        Table {
            columns: kept.iter().map(|place| table.columns[*place].clone()).collect(),
            rows: table.rows.iter().filter(own).map(cells).collect(),
        }
    }

    pub fn figure(&self, kind: &str, title: String, form: Form, table: Table) -> Figure {
        self.known.origin.figure(&format!("{kind}-{}", self.name), title, form, table)
    }

    /// The indices of the method, with their intervals.
    fn indices(&self) -> Option<Figure> {
        let quantities = quantities(self.found.method);
        let ranked = self.ranked(quantities[0].0);
        if ranked.is_empty() {
            return None;
        }
        let used: Vec<&(&str, &str)> = quantities
            .iter()
            .filter(|(quantity, _)| ranked.iter().any(|e| self.entry(&e.factor, quantity).is_some()))
            .collect();
        let value = |entry: &Entry| (entry.estimate, end(entry.low), end(entry.high));
        let row = |leader: &&Entry| Bar {
            label: leader.factor.clone(),
            values: used
                .iter()
                .map(|(quantity, _)| self.entry(&leader.factor, quantity).map(value))
                .collect(),
        };
        let form = Form::Bars {
            x: self.axis(),
            series: used.iter().map(|(_, words)| (*words).to_owned()).collect(),
            rows: ranked.iter().take(MOST_ROWS).map(row).collect(),
        };
        let table = self.rows(present::table(self.found), &["method", "measure", "replications"]);
        let mut figure = self.figure("indices", self.finding(&ranked), form, table);
        figure.note = self.note();
        Some(figure)
    }

    fn axis(&self) -> Axis {
        let (label, unit) = &self.words;
        match self.found.method {
            Method::Sobol => Axis::new(format!("share of the variance: {label}"), ""),
            Method::Morris => Axis::new(format!("effect over the whole range: {label}"), unit),
            Method::Ranks => Axis::new(format!("partial rank correlation: {label}"), ""),
        }
    }

    /// What matters most, in a sentence.
    fn finding(&self, ranked: &[&Entry]) -> String {
        let label = &self.words.0;
        let (first, second) = (ranked[0], ranked.get(1));
        let said = |entry: &Entry| with_interval(entry.estimate, end(entry.low), end(entry.high));
        let unit = if self.found.method == Method::Morris { spaced(&self.words.1) } else { String::new() };
        let then = second.map_or(String::new(), |e| format!(", then {} ({}{unit})", e.factor, said(e)));
        if !self.is_clear(first) {
            let most = format!("{} has the largest number, {}{unit}", first.factor, said(first));
            return format!("{label}: no factor is told apart from nothing; {most}");
        }
        let who = &first.factor;
        match self.found.method {
            Method::Sobol => {
                let share = if first.estimate >= MOST_OF_IT { "most" } else { "the largest share" };
                let overlap = second.is_some_and(|e| e.high > first.low);
                let order = if overlap { "; which of the two counts more is not clear" } else { "" };
                format!(
                    "{label}: {share} of what varies comes from {who} (total {}){then}{order}",
                    said(first)
                )
            }
            Method::Morris => format!(
                "{label}: moves most with {who}, by {}{unit} over its whole range on average{then}",
                said(first)
            ),
            Method::Ranks => {
                let way = if first.estimate < 0.0 { "falls" } else { "rises" };
                format!("{label}: {way} most clearly as {who} grows (rank correlation {}){then}", said(first))
            }
        }
    }

    /// Whether an index is told apart from nothing, or an effect from what chance alone makes.
    fn is_clear(&self, entry: &Entry) -> bool {
        match self.found.method {
            Method::Sobol => entry.low > 0.0,
            Method::Morris => {
                let of_chance = self.entry(&entry.factor, "mu_star_of_chance");
                entry.low > of_chance.map_or(0.0, |chance| chance.estimate)
            }
            Method::Ranks => {
                self.entry(&entry.factor, "p_holm").is_some_and(|p| p.estimate < 1.0 - super::LEVEL)
            }
        }
    }

    fn note(&self) -> String {
        let meaning = present::meaning(self.found.method, self.found.replications);
        let more = match self.found.method {
            Method::Sobol => {
                " Where the total is greater than the first order, the factor acts together with others."
            }
            Method::Morris => {
                " What chance alone makes of such an effect stands beside it, where there are replications."
            }
            Method::Ranks => " Below zero: the measure falls as the factor grows.",
        };
        let cut = self.found.factors.len().saturating_sub(MOST_ROWS);
        let cut = if cut > 0 { format!(" {cut} more factors stand in the table.") } else { String::new() };
        format!("{meaning}{more} Intervals are of {} %, each of one number alone.{cut}", 100.0 * super::LEVEL)
    }
}

fn end(number: f64) -> Option<f64> {
    Some(number).filter(|number| number.is_finite())
}

/// What is told apart in each row of indices, the leading quantity first.
fn quantities(method: Method) -> &'static [(&'static str, &'static str)] {
    match method {
        Method::Sobol => &[("total", "total"), ("first", "first order")],
        Method::Morris => &[
            ("mu_star", "size of effects (mu*)"),
            ("sigma", "spread of effects (sigma)"),
            ("mu_star_of_chance", "what chance alone makes"),
        ],
        Method::Ranks => &[("prcc", "partial rank correlation")],
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Sample, Settings, analyze};
    use super::*;
    use crate::statistics::sensitivity::Bootstrap;

    /// Two factors, of which the first counts ten times as much, at a hundred points.
    fn found(factors: usize) -> Sensitivity {
        let column = |factor: usize| -> Vec<f64> {
            (0..100).map(|p| ((p * (7 + 4 * factor) + factor) % 101) as f64 / 100.0).collect()
        };
        let inputs: Vec<Vec<f64>> = (0..factors).map(column).collect();
        let y = (0..100).map(|p| 10.0 * inputs[0][p] - inputs[1][p]).collect();
        let sample = Sample {
            factors: (0..factors).map(|factor| format!("f{factor}")).collect(),
            ordered: vec![true; factors],
            inputs,
            places: None,
            scale: None,
            measures: vec!["y".into()],
            values: vec![vec![y]],
        };
        let settings = Settings { bootstrap: Bootstrap { draws: 100, level: 0.95 }, bins: 4, seed: 1 };
        analyze(&sample, Method::Ranks, &settings).expect("it fits")
    }

    #[test]
    fn figures_show_the_numbers_of_the_tables() {
        let found = found(2);
        let origin = Origin { command: "cliniq sensitivity x.toml".into(), foot: "n".into() };
        let known = Known { measures: &[], factors: &[], origin: &origin };
        let shown = all(&found, &known);
        let ids: Vec<&str> = shown[0].1.iter().map(|figure| figure.id.as_str()).collect();
        assert_eq!(ids, ["indices-y", "tornado-y", "heat-y-f0-f1"]);
        let Form::Bars { rows, .. } = &shown[0].1[0].form else { panic!("bars") };
        let entry =
            found.entries.iter().find(|e| e.factor == "f0" && e.quantity == "prcc").expect("it is told");
        assert_eq!(rows[0].values[0], Some((entry.estimate, Some(entry.low), Some(entry.high))));
        assert!(
            shown[0].1[0].title.starts_with("y: rises most clearly as f0 grows"),
            "{}",
            shown[0].1[0].title
        );
        let Form::Tornado { center, rows, .. } = &shown[0].1[1].form else { panic!("a tornado") };
        let bar = found.bars[0].1[0];
        assert_eq!((rows[0].low, rows[0].high, rows[0].label.as_str()), (bar.low.mean, bar.high.mean, "f0"));
        assert!(bar.low.mean < *center && *center < bar.high.mean, "{center}");
        assert_eq!(shown[0].1[1].table.rows[0][1], Cell::Number(bar.low.mean));
        let Form::Heat(map) = &shown[0].1[2].form else { panic!("a map") };
        assert_eq!((map.xs.len(), map.ys.len()), (4, 4));
        assert_eq!(
            map.values[3][0], found.maps[0].map.cells[0][3].mean,
            "rows go upward, places to the right"
        );
    }

    #[test]
    fn many_factors_are_cut_to_what_can_be_read_and_stand_in_the_table() {
        let found = found(MOST_ROWS + 5);
        let origin = Origin { command: String::new(), foot: String::new() };
        let shown = all(&found, &Known { measures: &[], factors: &[], origin: &origin });
        let Form::Bars { rows, .. } = &shown[0].1[0].form else { panic!("bars") };
        assert!(rows.len() == MOST_ROWS && shown[0].1[0].table.rows.len() > 2 * MOST_ROWS);
        assert!(shown[0].1[0].note.contains("5 more factors"), "{}", shown[0].1[0].note);
        assert_eq!(pictures(&found, &Known { measures: &[], factors: &[], origin: &origin })[0].1.len(), 4);
    }
}
