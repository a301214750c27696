//! Annual renewal of prescriptions, month by month, beside what the sources report (A20 to A22, V32), and the same with the
//! supply set back: fewer requests come only because prescriptions run out later.

use std::fmt::Write as _;

use rayon::prelude::*;

use crate::clinic::parameters::check::check;
use crate::clinic::{Case, Clinics, Parameters};
use crate::error::Error;
use crate::scenario;
use crate::statistics::{Estimate, estimate};
use crate::system::{Outcome, Seed, System, Window};

/// Measures of the table.
const MEASURES: [&str; 2] = ["renewal_requests_per_week", "renewal_minutes_per_day"];
/// Two years.
const WEEKS: u32 = 104;

/// One 4-week period: the baseline, and the differences with annual renewal and with the supply set back.
#[derive(Debug, Clone)]
pub struct Month {
    /// Number of the period, from 1.
    pub number: u32,
    /// The baseline's requests a week and minutes a day.
    pub baseline: [Estimate; 2],
    /// Paired differences with annual renewal.
    pub annual: [Estimate; 2],
    /// Paired differences with the annual visit extending for no longer than any other renewal.
    pub usual: [Estimate; 2],
    /// Paired differences with the supply set back, so that hardly anything runs out later.
    pub set_back: [Estimate; 2],
}

fn case(name: &str, more: &[&str]) -> Result<Case, Error> {
    let mut overrides = vec![format!("run.weeks={WEEKS}")];
    overrides.extend(more.iter().map(|set| (*set).to_owned()));
    let loaded = scenario::load_shipped::<Parameters>(name, &overrides, check)?;
    Ok(Case::new(&loaded.parameters, String::new(), 0))
}

/// Runs the four systems on the same random numbers.
///
/// # Errors
/// [`Error::Faults`] where a shipped file has any; [`Error::Failed`] for fewer than two replications.
pub fn months(seed: u64, replications: u32) -> Result<Vec<Month>, Error> {
    let with = |months: &str| {
        let path = "interventions.annual_renewal.annual_prescription_renewal.supply_months";
        case("annual-renewal", &[&format!("{path}={months}")])
    };
    let cases = [case("baseline", &[])?, case("annual-renewal", &[])?, with("6")?, with("0.5")?];
    let table = Clinics.measures(&cases[0]);
    let places = MEASURES.map(|name| table.iter().position(|m| m.name == name));
    let [Some(requests), Some(minutes)] = places else {
        return Err(Error::Failed("the baseline measures renewals".to_owned()));
    };
    let runs: Vec<Vec<Outcome>> = (0..replications)
        .into_par_iter()
        .map(|replication| Clinics.run(&cases.each_ref(), Seed::new(seed, replication)))
        .collect();
    let over = |of: &dyn Fn(&[Outcome], usize) -> f64| -> Option<[Estimate; 2]> {
        let one = |place: usize| estimate(&runs.iter().map(|run| of(run, place)).collect::<Vec<_>>(), 0.95);
        Some([one(requests)?, one(minutes)?])
    };
    let month = |number: u32| {
        let value = |run: &[Outcome], arm: usize, place| run[arm].value(Window::Period(number), None, place);
        Some(Month {
            number: number + 1,
            baseline: over(&|run, place| value(run, 0, place))?,
            annual: over(&|run, place| value(run, 1, place) - value(run, 0, place))?,
            usual: over(&|run, place| value(run, 2, place) - value(run, 0, place))?,
            set_back: over(&|run, place| value(run, 3, place) - value(run, 0, place))?,
        })
    };
    let all: Option<Vec<Month>> = (0..WEEKS.div_ceil(4)).map(month).collect();
    all.ok_or_else(|| Error::Failed("every month has requests for renewals".to_owned()))
}

/// The page docs/annual-renewal.md.
pub fn page(months: &[Month], seed: u64, replications: u32) -> String {
    let mut text = String::from(HEAD);
    let _ = writeln!(
        text,
        "{replications} replications, seed {seed}; paired differences with the half-width of their 95 % interval.\n"
    );
    text.push_str(
        "| four weeks | requests a week | for 18 months | in % | for 6 months, as usual | for half a month | minutes a day, all roles | for 18 months |\n|---|---|---|---|---|---|---|---|\n",
    );
    let pair = |e: &Estimate| format!("{:+.1} ± {:.1}", e.mean, e.half_width.unwrap_or(f64::NAN));
    for month in months {
        let share = 100.0 * month.annual[0].mean / month.baseline[0].mean;
        let _ = writeln!(
            text,
            "| {} | {:.1} | {} | {share:+.0} % | {} | {} | {:.1} | {} |",
            month.number,
            month.baseline[0].mean,
            pair(&month.annual[0]),
            pair(&month.usual[0]),
            pair(&month.set_back[0]),
            month.baseline[1].mean,
            pair(&month.annual[1]),
        );
    }
    text.push_str(FOOT);
    text
}

const HEAD: &str = "# Annual renewal, month by month

`scenarios/annual-renewal.toml` against the baseline. Requests a week are those of a full-time clinician's panel; minutes are of
all roles, for each full-time clinician and day at work. To repeat, and to write this page anew:

```
cargo run --release -- verify renewal --markdown > docs/annual-renewal.md
```

";

const FOOT: &str = "
What the sources report: requests fall by roughly half (A21), and an hour or more a day of clinicians and staff is saved (A22).
Both come out in size, for comparison only; nothing was fitted. Requests fall as patients come to their annual visits, most of
it in the first year. Who has not come for 18 months asks again, and a fifth of prescriptions is not stable: so about two
fifths of requests remain. Most of the time saved is the assistants'; a clinician saves the few minutes of what reached them.

Where the annual visit renews for the usual six months only, it takes the place of one of the two requests of that year, for
patients who come. Where it extends nothing (half a month is hardly ever later than what is left), the effect is gone: it acts
through later expiries and in no other way.
";
