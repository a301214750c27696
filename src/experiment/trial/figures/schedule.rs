//! Who changes when: the clinics of a design over its periods, with what was observed of the first outcome.

use super::super::design::Kind;
use super::super::present::with_unit;
use super::super::verdict::Shown;
use super::{Frame, counted, unit};
use crate::document::{Axis, Cell, Figure, Form, Grid, GridCell, GridRow, Phase, Table};

/// Clinics that are drawn, at most: of more, some spread evenly over the order of their begins.
const DRAWN: usize = 60;

/// The grid of a design.
pub fn figure(frame: &Frame<'_>, shown: &Shown) -> Option<Figure> {
    let data = &shown.example;
    if data.clusters() == 0 || data.periods == 0 {
        return None;
    }
    let cells = Cells::of(shown);
    let order = order(shown);
    let every = order.len().div_ceil(DRAWN).max(1);
    let name = |cluster: usize| name(frame, shown, cluster);
    let row = |cluster: &usize| GridRow { label: name(*cluster), cells: cells.row(shown, *cluster) };
    let outcome = frame.outcome(shown);
    let grid = Grid {
        x: Axis::new("period", ""),
        y: Axis::new("clinic", ""),
        z: Axis::new(&outcome.label, unit(outcome)),
        columns: (1..=data.periods).map(|period| period.to_string()).collect(),
        rows: order.iter().step_by(every).map(row).collect(),
    };
    let drawn = grid.rows.len();
    let mut table =
        Table::new(&["clinic", "period", "works", &with_unit(&outcome.label, unit(outcome)), "observations"]);
    for cluster in &order {
        table.rows.extend(cells.table(shown, *cluster, &name(*cluster)));
    }
    let title = title(frame, shown);
    let mut figure = frame.figure("schedule", shown, title, Form::Grid(grid), table);
    let fewer = match drawn < order.len() {
        true => format!(" {drawn} of {} clinics are drawn; all stand in the table.", order.len()),
        false => String::new(),
    };
    figure.note = format!(
        "Clinics in the order of their begins. The numbers are means of what an evaluator observes in the first repetition; the \
         order is another in each.{}{fewer}",
        and(&frame.design(shown).kind)
    );
    figure.alternative = format!("{}. {}.", figure.title, waves(shown));
    Some(figure)
}

/// What must be said of some designs beside.
fn and(kind: &Kind) -> &'static str {
    match kind {
        Kind::Pilot(_) => " What comes after the decision is not analysed, and not shown.",
        Kind::Pdsa(_) => " After the first begin a clinic tries one change after the other.",
        _ => "",
    }
}

/// The name of a clinic of the trial.
fn name(frame: &Frame<'_>, shown: &Shown, cluster: usize) -> String {
    frame.evaluation.clusters[shown.clusters[cluster] as usize].clone()
}

/// The clinics in the order of their begins, those that never begin last.
fn order(shown: &Shown) -> Vec<usize> {
    let mut order: Vec<usize> = (0..shown.example.clusters()).collect();
    order.sort_by_key(|cluster| shown.example.starts[*cluster].unwrap_or(u32::MAX));
    order
}

/// Mean and number of what was observed, by clinic and period.
struct Cells {
    means: Vec<Option<(f64, usize)>>,
}

impl Cells {
    fn of(shown: &Shown) -> Self {
        let data = &shown.example;
        let mut means = vec![None; data.clusters() * data.periods as usize];
        for cell in data.summary_with_transition() {
            means[(cell.cluster * data.periods + cell.period) as usize] = Some((cell.mean, cell.n));
        }
        Cells { means }
    }

    fn at(&self, shown: &Shown, cluster: usize, period: u32) -> Option<(f64, usize)> {
        self.means[cluster * shown.example.periods as usize + period as usize]
    }

    fn row(&self, shown: &Shown, cluster: usize) -> Vec<GridCell> {
        let cell = |period: u32| GridCell {
            state: phase(shown, cluster, period),
            value: self.at(shown, cluster, period).map(|(mean, _)| mean),
        };
        (0..shown.example.periods).map(cell).collect()
    }

    fn table(&self, shown: &Shown, cluster: usize, name: &str) -> Vec<Vec<Cell>> {
        let row = |period: u32| {
            let found = self.at(shown, cluster, period);
            let works = match phase(shown, cluster, period) {
                Phase::Before => "as before",
                Phase::Transition => "in transition",
                Phase::After => "in the new way",
                Phase::Unseen => "not observed",
            };
            vec![
                Cell::text(name),
                Cell::Count(u64::from(period) + 1),
                Cell::text(works),
                Cell::number(found.map(|(mean, _)| mean)),
                Cell::Count(found.map_or(0, |(_, n)| n as u64)),
            ]
        };
        (0..shown.example.periods).map(row).collect()
    }
}

fn phase(shown: &Shown, cluster: usize, period: u32) -> Phase {
    match shown.example.treated(cluster as u32, period) {
        Some(false) => Phase::Before,
        None => Phase::Transition,
        Some(true) => Phase::After,
    }
}

/// "wedge: 8 clinics cross over one after the other in 9 periods of 4 weeks".
fn title(frame: &Frame<'_>, shown: &Shown) -> String {
    let (design, data) = (frame.design(shown), &shown.example);
    let clinics = counted(data.clusters() as u64, "clinic");
    let change = data.starts.iter().flatten().count();
    let weeks = counted(u64::from(frame.evaluation.file.period_weeks), "week");
    let time = format!("{} of {weeks}", counted(u64::from(data.periods), "period"));
    let first = data.starts.iter().flatten().min().map_or(0, |begin| begin + 1);
    let words = match &design.kind {
        Kind::SteppedWedge(of) => {
            let groups = of.sequences.map_or(data.clusters(), |of| of as usize).min(data.clusters());
            match groups < data.clusters() {
                true => format!("{clinics} cross over in {groups} groups one after the other in {time}"),
                false => format!("{clinics} cross over one after the other in {time}"),
            }
        }
        Kind::Parallel(_) if first <= 1 => {
            format!(
                "{change} of {clinics} work in the new way from the start, over {time}; the others never do"
            )
        }
        Kind::Parallel(_) => {
            format!("{change} of {clinics} change together in period {first} of {time}, the others never do")
        }
        Kind::Differences(of) => {
            let how = match of.begins.len() {
                1 => format!("together in period {first}"),
                waves => format!("in {waves} waves from period {first}"),
            };
            format!(
                "{change} of {clinics} change {how} of {time}, not by lot; the others are looked at beside them"
            )
        }
        Kind::PrePost(_) => {
            format!(
                "{clinics} change together in period {first} of {time}, and there is nobody to compare with"
            )
        }
        Kind::Pilot(_) => {
            format!(
                "{change} of {clinics} change in period {first}; after {time} it is decided about the others"
            )
        }
        Kind::Pdsa(of) => {
            let cycles = (data.periods - of.before_periods) / of.periods_per_cycle;
            format!(
                "{clinics} try {} in {time}, each kept only where it helps",
                counted(u64::from(cycles), "change")
            )
        }
    };
    format!("{}: {words}", design.name)
}

/// "Begins: 2 in period 2, 2 in period 3, 4 never".
fn waves(shown: &Shown) -> String {
    let starts = &shown.example.starts;
    let mut begins: Vec<u32> = starts.iter().flatten().copied().collect();
    begins.sort_unstable();
    begins.dedup();
    let number = |begin: Option<u32>| starts.iter().filter(|start| **start == begin).count();
    let mut words: Vec<String> =
        begins.iter().map(|begin| format!("{} in period {}", number(Some(*begin)), begin + 1)).collect();
    if number(None) > 0 {
        words.push(format!("{} never", number(None)));
    }
    format!("Clinics that begin: {}", words.join(", "))
}
