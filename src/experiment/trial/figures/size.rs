//! How large, how long: power in closed form at other sizes of a trial, beside what the repetitions found at its own.

use super::super::planning::Sizing;
use super::super::verdict::{Shown, Simulated};
use super::sureness::whole;
use super::{Frame, chance, counted, course, mark, scenarios};
use crate::document::{Axis, Cell, Course, Figure, Form, Panel, Table};
use crate::experiment::figures::study::short;

/// Power by clinics and by periods of each design and outcome that has a closed form.
pub fn figures(frame: &Frame<'_>) -> Vec<Figure> {
    let all = frame.evaluation.shown.iter().zip(&frame.evaluation.sizing);
    let drawn = all.filter(|(shown, _)| shown.outcome < frame.outcomes());
    let sized = drawn.filter_map(|(shown, sizing)| Some((shown, sizing.as_ref()?)));
    sized.flat_map(|(shown, sizing)| of_design(frame, shown, sizing)).collect()
}

/// What grows along one of the two.
struct Along {
    stem: &'static str,
    /// "clinic".
    what: &'static str,
    x: Axis,
    points: Vec<(f64, f64)>,
    needed: Option<f64>,
    own: f64,
    /// Power in closed form at the trial's own size.
    at_own: Option<f64>,
    /// What stays as it is.
    fixed: String,
}

fn of_design(frame: &Frame<'_>, shown: &Shown, sizing: &Sizing) -> Vec<Figure> {
    let (clusters, periods) = (shown.example.clusters() as u64, u64::from(shown.example.periods));
    let found = sizing.by_clusters.iter().find(|of| of.0 as u64 == clusters).map(|of| of.1);
    let at_own = found.or(sizing.by_periods.iter().find(|of| u64::from(of.0) == periods).map(|of| of.1));
    let clinics = Along {
        stem: "clinics",
        what: "clinic",
        x: Axis::new("number of clinics", ""),
        points: sizing.by_clusters.iter().map(|(of, power)| (*of as f64, *power)).collect(),
        needed: sizing.clusters_needed.map(|needed| needed as f64),
        own: clusters as f64,
        at_own,
        fixed: format!("over {}", counted(periods, "period")),
    };
    let length = Along {
        stem: "periods",
        what: "period",
        x: Axis::new("periods in all", frame.period()),
        points: sizing.by_periods.iter().map(|(of, power)| (f64::from(*of), *power)).collect(),
        needed: sizing.periods_needed.map(f64::from),
        own: periods as f64,
        at_own,
        fixed: format!("with {}", counted(clusters, "clinic")),
    };
    [clinics, length].iter().filter_map(|along| figure(frame, shown, sizing, along)).collect()
}

fn figure(frame: &Frame<'_>, shown: &Shown, sizing: &Sizing, along: &Along) -> Option<Figure> {
    let last = along.points.iter().map(|point| point.0).reduce(f64::max)?;
    let wanted = whole(frame.evaluation.file.power);
    let points = along.points.iter().map(|(at, power)| (*at, Some(100.0 * power), None)).collect();
    let mut series = vec![course(0, "closed form", points)];
    let simulated = simulated(shown);
    series.extend(simulated.map(|(_, power)| standing(along.own, power)));
    let reached = along.needed.filter(|needed| *needed <= last);
    let marks = reached.map(|needed| mark(format!("{wanted} % are reached"), needed));
    let panel = Panel { label: "Power".into(), unit: "% of trials".into(), zero: true, series };
    let form = Form::Courses { x: along.x.clone(), panels: vec![panel], marks: marks.into_iter().collect() };
    let words = finding(along, &wanted, simulated);
    let title = match simulated.zip(along.at_own).is_some_and(|((_, power), own)| unlike(power, own)) {
        true => format!("Closed form does not hold here: {}, {words}", frame.whose(shown)),
        false => format!("{}: {words}", frame.whose(shown)),
    };
    let mut figure = frame.figure(along.stem, shown, title, form, table(along, simulated));
    let names = simulated.map(|(name, _)| format!("simulated, {name}, at the trial's own size"));
    figure.scenarios = scenarios(std::iter::once("closed form".to_owned()).chain(names));
    let upright = match simulated {
        Some(_) => {
            " The upright line at the trial's own size is the Monte Carlo interval of 95 % of the simulated power (Wilson)."
        }
        None => "",
    };
    figure.note = format!(
        "Closed form (Hussey & Hughes) for the true effect of {}, with the variances that the repetitions have on average: {} \
         between clinics, {} within them. It knows nothing of effects that grow, of drift that differs, or of answers that are \
         missing; the simulation does.{upright}{}",
        short(sizing.effect),
        short(sizing.between.value),
        short(sizing.within.value),
        frame.left_out()
    );
    Some(figure)
}

/// The power that the repetitions found: of the first analysis that has one.
fn simulated(shown: &Shown) -> Option<(&'static str, Simulated)> {
    shown.worths.iter().find_map(|worth| Some((worth.analysis.name(), worth.power?)))
}

/// Whether the power that was simulated is told from that in closed form.
fn unlike(power: Simulated, closed: f64) -> bool {
    chance::off_zero(Simulated { value: power.value - closed, ..power })
}

/// A number at one place: its interval as an upright line, and itself as a dot. A band at one place would not be seen.
fn standing(at: f64, power: Simulated) -> Course {
    let (low, high) = chance::share_ends(power);
    let points = [Some(low), Some(high), None, Some(100.0 * power.value)];
    course(1, "simulated", points.into_iter().map(|value| (at, value, None)).collect())
}

fn finding(along: &Along, wanted: &str, simulated: Option<(&str, Simulated)>) -> String {
    let (what, fixed) = (along.what, &along.fixed);
    let fewest = along.points.first().map(|point| point.0);
    let needed = match along.needed {
        Some(needed) if fewest.is_some_and(|fewest| needed <= fewest) => {
            let fewest = counted(needed as u64, what);
            format!("in closed form {fewest}, the fewest that were looked at, have {wanted} % power {fixed}")
        }
        Some(needed) => {
            format!("in closed form {wanted} % power takes {} {fixed}", counted(needed as u64, what))
        }
        None => {
            format!("in closed form no number of {what}s that was looked at has {wanted} % power {fixed}")
        }
    };
    let own = along.at_own.map(|power| format!("{:.0} %", 100.0 * power));
    let found = simulated.map(|(name, power)| format!("{} simulated ({name})", chance::percent(power)));
    let both: Vec<String> = own.into_iter().chain(found).collect();
    match both.is_empty() {
        true => needed,
        false => format!("{needed}; with {} it is {}", counted(along.own as u64, what), both.join(", and ")),
    }
}

fn table(along: &Along, simulated: Option<(&str, Simulated)>) -> Table {
    let mut table = Table::new(&[&format!("{}s", along.what), "power %", "low", "high", "from"]);
    for (at, power) in &along.points {
        table.rows.push(vec![
            Cell::Number(*at),
            Cell::Number(100.0 * power),
            Cell::Empty,
            Cell::Empty,
            Cell::text("closed form"),
        ]);
    }
    if let Some((name, power)) = simulated {
        let mut row = vec![Cell::Number(along.own)];
        row.extend(chance::bar_cells(chance::bar(Some(power))));
        row.push(Cell::text(format!("{} repetitions, {name}", power.n)));
        table.rows.push(row);
    }
    table
}
