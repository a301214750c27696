//! The tables of a study file, as written.

use super::figures::{
    Correlation, HazardRatio, Icc, LagCorrelation, OddsRatio, OfColumn, RatePerYear, ShareAny, ShareAtLeast,
    figure,
};
use crate::declaration::{Section, Shown, choice, section};
use crate::statistics::figure::{Figure, Kind};

choice! {
    /// How a parameter is spread over its range.
    pub enum Scale {
        /// Evenly.
        Linear = "linear",
        /// Evenly in its logarithm: for what may be a tenth or ten times as large.
        Log = "log",
    }
}

choice! {
    /// How parameters are looked for.
    pub enum Method {
        /// Waves of points fill what is not yet ruled out: finds the set of acceptable parameters.
        HistoryMatching = "history_matching",
        /// A simplex walks downhill: finds the best point with fewer runs.
        Search = "search",
    }
}

section! {
    /// A free parameter of the scenario and where it may lie.
    pub struct Free {
        /// Its dotted path in the scenario, as for `--set`.
        required path: String, unit "path", range .., source "convention of study files", grade Definition;
        /// Smallest value tried.
        required low: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Largest value tried.
        required high: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// How it is spread between the two.
        value scale: Scale = Scale::Linear, unit "-", range .., source "convention of study files", grade Definition;
    }
}

section! {
    /// A number that the simulation shall meet: where it comes from, how well it is known, and how it is made of answers. One sub-table says which figure it is.
    pub struct TargetFile {
        /// Where the number comes from.
        value source: String = String::new(), unit "text", range .., source "convention of study files", grade Definition;
        /// The number.
        optional value: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Lower end of what is acceptable.
        optional low: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Upper end of what is acceptable.
        optional high: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// What is acceptable, on either side of the value.
        optional tolerance: f64, unit "-", range 0.0.., source "convention of study files", grade Definition;
        /// Uncertainty of the target itself; absent: half of the way from the value to the ends of what is acceptable.
        optional standard_deviation: f64, unit "-", range 1e-300.., source "convention of study files", grade Definition;
        /// Reported beside the simulation, never fitted.
        value compare_only: bool = false, unit "yes or no", range .., source "convention of study files", grade Definition;
        /// Mean of a column.
        maybe mean: OfColumn;
        /// Standard deviation of a column.
        maybe sd: OfColumn;
        /// Share of a column at or above a cut.
        maybe share_at_least: ShareAtLeast;
        /// Share of rows in which any of several columns is at or above its cut.
        maybe share_any: ShareAny;
        /// Correlation of two columns.
        maybe correlation: Correlation;
        /// Correlation of a column with the same person's value some waves before.
        maybe lag_correlation: LagCorrelation;
        /// Odds ratio of an outcome.
        maybe odds_ratio: OddsRatio;
        /// Intraclass correlation.
        maybe icc: Icc;
        /// Events of a person and year.
        maybe rate_per_year: RatePerYear;
        /// Rate of an event among the exposed over that among the others.
        maybe hazard_ratio: HazardRatio;
    }
}

section! {
    /// One step: some parameters are fitted to some targets; what earlier steps found stays.
    pub struct StepFile {
        /// Names of the parameters that this step frees.
        required parameters: Vec<String>, unit "parameters", range .., source "convention of study files", grade Definition;
        /// Names of the targets that it fits.
        required targets: Vec<String>, unit "targets", range .., source "convention of study files", grade Definition;
    }
}

section! {
    /// How parameters are looked for.
    pub struct Search {
        /// The method.
        value method: Method = Method::HistoryMatching, unit "-", range .., source "convention of study files", grade Definition;
        /// Points of a wave, and of the design from which a search starts; ten for each parameter are a usual number (Loeppky, Sacks & Welch 2009).
        value points: u32 = 60, unit "points", range 4.0..=100000.0, source "Loeppky, Sacks & Welch 2009, Technometrics 51(4)", grade Published;
        /// Waves of history matching in each step.
        value waves: u32 = 4, unit "waves", range 1.0..=100.0, source "convention of study files", grade Definition;
        /// Points that a search may evaluate in each step, those of its design among them.
        value evaluations: u32 = 200, unit "points", range 4.0..=1000000.0, source "convention of study files", grade Definition;
        /// Whether points are evaluated by the equations of people alone, on recorded exposures, where a system has them; the check is by full runs.
        value fast: bool = true, unit "yes or no", range .., source "convention of study files", grade Definition;
        /// Share of the replications that is kept for the check and never fitted.
        value check_share: f64 = 0.5, unit "share", range 0.05..=0.95, source "convention of study files", grade Definition;
        /// Draws of the bootstrap intervals in the check.
        value bootstrap: u32 = 400, unit "draws", range 20.0..=100000.0, source "convention of study files", grade Definition;
    }
}

section! {
    /// A study: a scenario, what is varied and what is asked.
    pub struct StudyFile {
        /// Number of the file format, always 1.
        required schema: u32, unit "-", range 1.0..=1.0, source "convention of study files", grade Definition;
        /// Title in reports.
        optional title: String, unit "text", range .., source "convention of study files", grade Definition;
        /// The scenario, relative to this file.
        required scenario: String, unit "file name", range .., source "convention of study files", grade Definition;
        /// Number of replications of each point, those for the check among them.
        value replications: u32 = 20, unit "replications", range 2.0..=100000.0, source "convention of study files", grade Definition;
        /// Master seed.
        value seed: u64 = 1, unit "-", range 0.0..=9007199254740991.0, source "convention of study files", grade Definition;
        /// Parameters of the scenario that are changed throughout: `set = ["run.weeks=104"]`.
        value set: Vec<String> = Vec::new(), unit "overrides", range .., source "none: the scenario as it is", grade Definition;
        /// The column whose equal values belong together and are drawn together in intervals (clinics); absent: a whole replication.
        optional cluster: String, unit "column", range .., source "convention of study files", grade Definition;
        /// The column that says who answers.
        value person: String = "person".to_owned(), unit "column", range .., source "convention of study files", grade Definition;
        /// The column that counts the waves of a survey.
        value wave: String = "wave".to_owned(), unit "column", range .., source "convention of study files", grade Definition;
        /// Free parameters by name.
        tables parameters: Free;
        /// Targets by name.
        tables targets: TargetFile;
        /// Steps by name, in the order of the file; absent: one step with all.
        tables steps: StepFile;
        /// How parameters are looked for.
        table search: Search;
    }
}

impl TargetFile {
    /// The figures that it names, each with its text.
    pub fn figures(&self) -> Vec<(Figure, String)> {
        let mut found = Vec::new();
        fn add<S: Section>(
            found: &mut Vec<(Figure, String)>,
            key: &str,
            section: &Option<S>,
            make: impl Fn(&S) -> Figure,
        ) {
            if let Some(section) = section {
                let mut shown: Vec<Shown> = Vec::new();
                section.show(key, &mut shown);
                let lines: Vec<String> = shown.iter().map(|s| format!("{} = {}", s.path, s.value)).collect();
                found.push((make(section), lines.join("\n")));
            }
        }
        let out = &mut found;
        add(out, "mean", &self.mean, |f| figure(Kind::Mean(f.column.clone()), &f.r#where));
        add(out, "sd", &self.sd, |f| figure(Kind::Sd(f.column.clone()), &f.r#where));
        add(out, "share_at_least", &self.share_at_least, |f| {
            figure(Kind::ShareAtLeast(f.column.clone(), f.cut), &f.r#where)
        });
        add(out, "share_any", &self.share_any, |f| {
            figure(Kind::ShareAny(f.cuts.clone().into_iter().collect()), &f.r#where)
        });
        add(out, "correlation", &self.correlation, |f| {
            figure(Kind::Correlation(f.a.clone(), f.b.clone()), &f.r#where)
        });
        add(out, "lag_correlation", &self.lag_correlation, |f| {
            figure(Kind::LagCorrelation(f.column.clone(), f.waves), &f.r#where)
        });
        add(out, "odds_ratio", &self.odds_ratio, |f| figure(f.kind(), &f.r#where));
        add(out, "icc", &self.icc, |f| figure(Kind::Icc(f.column.clone(), f.group.clone()), &f.r#where));
        add(out, "rate_per_year", &self.rate_per_year, |f| {
            figure(Kind::RatePerYear(f.column.clone(), f.waves_per_year), &f.r#where)
        });
        add(out, "hazard_ratio", &self.hazard_ratio, |f| figure(f.kind(), &f.r#where));
        found
    }
}
