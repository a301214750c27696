//! `cliniq trial power`: power of a trial that is being planned, in closed form.

use serde_json::json;

use super::analyse::number;
use crate::cli::output;
use crate::document::{Cell, Document, Part, Table};
use crate::error::Error;
use crate::report;
use crate::statistics::trial::{Components, Design as Shape, Freedom, Plan};

/// Arguments of `trial power`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The design
    #[arg(long, value_enum)]
    design: Design,
    /// Number of clusters
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=10_000))]
    clusters: u32,
    /// Observations in each cluster and period
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = positive)]
    size: f64,
    /// Effect to be found, in the unit of the outcome
    #[arg(long, value_name = "X", allow_negative_numbers = true, value_parser = nonzero)]
    effect: f64,
    /// Standard deviation of the outcome, all of it
    #[arg(long, value_name = "SD", value_parser = positive)]
    sd: f64,
    /// Intraclass correlation: share of the variance that people of a cluster and period have in common
    #[arg(long, value_parser = share)]
    icc: f64,
    /// Cluster autocorrelation: how much of that lasts from one period to another
    #[arg(long, default_value_t = 1.0, value_parser = share)]
    cac: f64,
    /// Groups that cross over together, of a stepped wedge [default: each cluster by itself]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    sequences: Option<u32>,
    /// Periods before the first change [default: 1; of parallel clusters 0]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1000))]
    before: Option<u32>,
    /// Periods of a step, or after the change
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    periods: u32,
    /// Periods after a change that count neither way
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100))]
    transition: u32,
    /// Error probability of the two-sided test
    #[arg(long, default_value_t = 0.05, value_parser = probability)]
    alpha: f64,
    /// Power that is asked for
    #[arg(long, default_value_t = 0.8, value_parser = probability)]
    power: f64,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

/// Designs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Design {
    /// Stepped wedge
    Sw,
    /// Parallel clusters, compared after the change
    Cluster,
    /// Difference in differences: parallel clusters, compared by their changes
    Did,
}

fn positive(text: &str) -> Result<f64, String> {
    number(text, |x| x > 0.0, "a number above 0")
}

fn nonzero(text: &str) -> Result<f64, String> {
    number(text, |x| x != 0.0, "a number other than 0")
}

fn share(text: &str) -> Result<f64, String> {
    number(text, |x| (0.0..=1.0).contains(&x), "a share from 0 to 1")
}

fn probability(text: &str) -> Result<f64, String> {
    number(text, |x| x > 0.0 && x < 1.0, "a probability between 0 and 1")
}

/// So many times the variance of the outcome is as good as no bound.
const BOUNDLESS: f64 = 1e6;
/// More than this is not looked at.
const MOST: usize = 2_000;

/// Says it.
///
/// # Errors
/// [`Error::Refused`] where the design has no contrast.
pub fn execute(args: Args) -> Result<(), Error> {
    let plan = plan(&args)?;
    let normal = Plan { freedom: Freedom::Normal, ..plan };
    let error = plan.standard_error().filter(|error| error.is_finite() && *error > 0.0).ok_or_else(|| {
        Error::Refused("this design cannot tell the change from clusters and periods: add clusters, or periods before it".into())
    })?;
    let effect = args.effect.abs();
    let found = [plan.power(effect), normal.power(effect)];
    let clusters = plan.clusters_for(effect, args.power, MOST);
    let size = plan.size_for(effect, args.power, 100_000);
    let periods = plan.periods_for(effect, args.power, 200);
    let detectable = plan.detectable(args.power);
    if args.json {
        return output::print_json(&json!({
            "schema": "cliniq.trial-power/1",
            "standard_error": error,
            "variance": error * error,
            "periods": plan.design.layout(plan.clusters).periods,
            "power": found[0],
            "power_normal": found[1],
            "clusters_needed": clusters,
            "size_needed": size,
            "periods_needed": periods,
            "detectable_effect": detectable,
            "tau2": plan.components.tau2,
            "omega2": plan.components.omega2,
            "sigma2": plan.components.sigma2,
        }));
    }
    output::print(&report::text::document(&document(&args, &plan, error, found), output::width()))
}

fn plan(args: &Args) -> Result<Plan, Error> {
    if args.sequences.is_some() && args.design != Design::Sw {
        return Err(Error::Refused("--sequences: only a stepped wedge has them".into()));
    }
    let all = args.sd * args.sd;
    let (together, transition) = (args.icc * all, args.transition);
    if args.icc >= 1.0 {
        return Err(Error::Refused(
            "--icc: with 1, everybody of a cluster is the same; give a share below 1".into(),
        ));
    }
    let design = match args.design {
        Design::Sw => {
            if args.sequences.is_some_and(|sequences| sequences > args.clusters) {
                return Err(Error::Refused(format!("--sequences: at most the {} clusters", args.clusters)));
            }
            let (sequences, baseline) = (args.sequences.map(|of| of as usize), args.before.unwrap_or(1));
            Shape::SteppedWedge { sequences, baseline, step: args.periods, transition }
        }
        Design::Cluster | Design::Did => {
            let did = args.design == Design::Did;
            let (before, after) = (args.before.unwrap_or(u32::from(did)), args.periods + transition);
            if did && before == 0 {
                let words = "--before: changes need a period before them; for a comparison afterwards take --design cluster";
                return Err(Error::Refused(words.into()));
            }
            Shape::Parallel { before, after, transition }
        }
    };
    Ok(Plan {
        design,
        clusters: args.clusters as usize,
        size: args.size,
        components: Components {
            // Changes say nothing of levels: as if clusters differed without bound.
            tau2: if args.design == Design::Did { BOUNDLESS * all } else { args.cac * together },
            omega2: (1.0 - args.cac) * together,
            sigma2: all - together,
        },
        freedom: Freedom::LessTwo,
        alpha: args.alpha,
    })
}

fn document(args: &Args, plan: &Plan, error: f64, found: [Option<f64>; 2]) -> Document {
    let effect = args.effect.abs();
    let percent =
        |power: Option<f64>| power.map_or("-".to_owned(), |power| format!("{:.1} %", 100.0 * power));
    let whole =
        |number: Option<usize>| number.map_or("more than were looked at".to_owned(), |n| n.to_string());
    let periods = plan.design.layout(plan.clusters).periods;
    let mut table = Table::new(&["clusters", "periods", "standard error", "power"]);
    let step = (plan.clusters / 4).max(1);
    for clusters in (4..=plan.clusters * 2).step_by(step).chain([plan.clusters * 2]) {
        let of = Plan { clusters, ..*plan };
        if let Some(error) = of.standard_error() {
            let periods = of.design.layout(clusters).periods.to_string();
            let row = [clusters.to_string(), periods, format!("{error:.4}"), percent(of.power(effect))];
            table.rows.push(row.map(Cell::Text).to_vec());
        }
    }
    table.rows.dedup();
    let fact = |name: &str, words: String| (name.to_owned(), Cell::Text(words));
    Document {
        parts: vec![
            Part::Heading("Power in closed form".into()),
            Part::Facts(vec![
                fact("Periods in all", periods.to_string()),
                fact("Standard error of the effect", format!("{error:.4}")),
                fact("Power (t, clusters - 2)", percent(found[0])),
                fact("Power (z: too hopeful with few clusters)", percent(found[1])),
                fact(
                    &format!("Smallest effect with a power of {:.0} %", 100.0 * args.power),
                    plan.detectable(args.power).map_or("-".into(), |effect| format!("{effect:.3}")),
                ),
                fact(
                    &format!("Clusters for a power of {:.0} %", 100.0 * args.power),
                    whole(plan.clusters_for(effect, args.power, MOST)),
                ),
                fact("… or observations in each cluster and period", whole(plan.size_for(effect, args.power, 100_000))),
                fact(
                    "… or periods of a step, or after the change",
                    whole(plan.periods_for(effect, args.power, 200).map(|of| of as usize)),
                ),
            ]),
            Part::Table(table),
            Part::Paragraph(
                "Generalised least squares with these variances and period effects (Hussey & Hughes 2007; with --cac below 1 Girling & \
                 Hemming 2016). It holds where the effect is the same in all clusters at once and lasts; a simulated trial says what is \
                 left where it does not."
                    .into(),
            ),
        ],
    }
}
