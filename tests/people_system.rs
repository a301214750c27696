//! People and their clinic as one system: contagion and redistribution apart and together, a colleague who is gone, and the
//! page docs/people-check.md.

use cliniq::clinic::parameters::check::check;
use cliniq::clinic::people::answers::COLUMNS;
use cliniq::clinic::{Case, Clinics, Parameters};
use cliniq::scenario;
use cliniq::statistics::{Estimate, estimate};
use cliniq::system::{Seed, System};
use cliniq::verify::people;
use rayon::prelude::*;

fn case(overrides: &[&str]) -> Case {
    let overrides: Vec<String> = overrides.iter().map(|set| (*set).to_owned()).collect();
    let loaded =
        scenario::load_shipped::<Parameters>("baseline", &overrides, check).expect("the baseline loads");
    Case::new(&loaded.parameters, String::new(), 0)
}

/// Standard errors that a mean lies above zero.
fn errors_above_zero(of: &Estimate) -> f64 {
    let t = cliniq::statistics::estimate::t_quantile(0.975, of.n - 1);
    of.mean / (of.half_width.expect("several replications") / t)
}

fn over(values: impl Iterator<Item = f64>) -> Estimate {
    estimate(&values.collect::<Vec<_>>(), 0.95).expect("several replications")
}

/// A clinic above the reference (a threefold gain), whose APPs often leave: what physicians catch from each other and what
/// they take over, each without the other and both. Paired replications of one year. Effects lie nine standard errors and more
/// above zero; three are asked for (false alarm: less than one seed in 10,000).
#[test]
fn contagion_and_redistribution_are_visible_and_separable() {
    let cell = |contagion: bool, redistribution: bool| {
        case(&[
            "run.weeks=52",
            "well_being.exhaustion.gain_ratio=3",
            "roles.app.well_being.leaving_per_year=1.5",
            &format!("well_being.theories.emotional_contagion={contagion}"),
            &format!("well_being.theories.workload_redistribution={redistribution}"),
        ])
    };
    let cells = [cell(false, false), cell(true, false), cell(false, true), cell(true, true)];
    let names = Clinics.measures(&cells[0]);
    let places = ["exhaustion_mean.physician", "work_hours_per_week.physician"].map(|name| {
        names.iter().position(|measure| measure.name == name).expect("a measure of the baseline")
    });
    let runs: Vec<[[f64; 2]; 4]> = (0..6)
        .into_par_iter()
        .map(|replication| {
            cells.each_ref().map(|case| {
                let outcome = Clinics.run(&[case], Seed::new(7, replication)).remove(0);
                places.map(|place| outcome.summary()[place])
            })
        })
        .collect();
    let difference = |with: usize, without: usize, of: usize| {
        over(runs.iter().map(|cells| cells[with][of] - cells[without][of]))
    };
    let (contagion, caught_in_both) = (difference(1, 0, 0), difference(3, 2, 0));
    let (redistribution, taken_over_in_both) = (difference(2, 0, 0), difference(3, 1, 0));
    let (hours_caught, hours_taken_over) = (difference(1, 0, 1), difference(2, 0, 1));
    let effects = [&contagion, &caught_in_both, &redistribution, &taken_over_in_both, &hours_taken_over];
    for effect in effects {
        assert!(errors_above_zero(effect) > 3.0, "{effect:?} of {effects:?}");
    }
    // contagion goes from mind to mind, redistribution through work
    assert!(hours_caught.mean.abs() < 0.25 * hours_taken_over.mean, "{hours_caught:?} {hours_taken_over:?}");
}

/// One physician is gone from the first week on. The others work more (two percent: most of the missing work waits) and are
/// likelier to leave. The rises lie about four and ten standard errors above zero; two are asked for (false alarm: about one seed
/// in 50, for the first).
#[test]
fn a_departure_raises_the_load_and_the_hazard_of_the_others() {
    let usual = ["run.weeks=53", "roles.app.well_being.leaving_per_year=0"];
    let plain = case(&usual);
    let text =
        "schema = 1\nextends = \"baseline.toml\"\n[interventions.gone.staffing]\nadd = { physician = -1 }\n";
    let overrides = usual.map(str::to_owned);
    let loaded = scenario::load_text::<Parameters>("gone", text, &overrides, check)
        .unwrap_or_else(|faults| panic!("{faults}"));
    let gone = Case::new(&loaded.parameters, String::new(), 0);
    let place = |name: &str| COLUMNS.iter().position(|column| *column == name).expect("a column");
    let (person, role, wave) = (place("person"), place("role"), place("wave"));
    let physician =
        plain.model.roles.iter().position(|role| role.name == "physician").expect("a role") as f64;
    let columns = ["worked_minutes", "leaving_hazard_per_year"].map(place);
    // half a year and a year after
    let asked = |case: &Case, replication: u32| -> Vec<Vec<f64>> {
        let rows = Clinics.answers(case, Seed::new(9, replication)).expect("people have states").rows;
        let of = |row: &&[f64]| row[role] == physician && row[wave] >= 1.0;
        rows.chunks_exact(COLUMNS.len()).filter(of).map(<[f64]>::to_vec).collect()
    };
    let rises: Vec<[f64; 2]> = (0..8)
        .into_par_iter()
        .map(|replication| {
            let (before, after) = (asked(&plain, replication), asked(&gone, replication));
            let same = |row: &Vec<f64>| {
                let other =
                    before.iter().find(|other| other[person] == row[person] && other[wave] == row[wave])?;
                Some(columns.map(|column| row[column] / other[column] - 1.0))
            };
            let pairs: Vec<[f64; 2]> = after.iter().filter_map(same).collect();
            [0, 1].map(|k| pairs.iter().map(|pair| pair[k]).sum::<f64>() / pairs.len() as f64)
        })
        .collect();
    let [load, hazard] = [0, 1].map(|k| over(rises.iter().map(|rise| rise[k])));
    assert!(errors_above_zero(&load) > 2.0, "{load:?}");
    assert!(errors_above_zero(&hazard) > 2.0, "{hazard:?}");
}

/// The page names every reference with the frozen value that the program has now, and two replications with another seed
/// give means near those of the page: within 5.6 half-widths of its intervals of 16 replications, which is four standard errors
/// of the difference, 24 times (false alarm: one seed in 600, if replications were normal).
#[test]
fn the_page_tells_the_present_references() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/people-check.md");
    let stored = std::fs::read_to_string(file).unwrap_or_default();
    let baseline = people::baseline().unwrap_or_else(|error| panic!("{error}"));
    let size = people::Size { seed: 5, replications: 2, points: 3 };
    let compared = people::references::compare(&baseline, size).unwrap_or_else(|error| panic!("{error}"));
    assert!(compared.len() > 20);
    for row in compared {
        let line = stored.lines().find(|line| line.contains(&format!("`{}`", row.key)));
        let line = line.unwrap_or_else(|| panic!("docs/people-check.md lacks {}", row.key));
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let number = |text: &str| text.parse::<f64>().expect("a number of the page");
        assert!((number(cells[2]) - row.frozen).abs() < 0.002 * row.frozen.max(0.5), "stale: {line} {row:?}");
        let (low, high) = cells[4].split_once(" to ").expect("an interval of the page");
        let half = (number(high) - number(low)) / 2.0 + 0.001 * row.frozen;
        let off = (row.found.mean - number(cells[3])).abs();
        assert!(off < 5.6 * half, "stale or unlucky: {line} {row:?}");
    }
    let headings = stored.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(headings, 6, "references, drift, movers, variance, ranges, team care");
}
