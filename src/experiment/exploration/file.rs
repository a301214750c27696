//! The tables of a study over factors, as written.

use crate::declaration::{Scalar, choice, section};
use crate::experiment::study::Scale;

choice! {
    /// Systems with known answers that come with the program.
    pub enum BuiltIn {
        /// The function of Ishigami and Homma: three factors `x1` to `x3`, one of them by interaction alone.
        Ishigami = "ishigami",
        /// The g-function of Sobol': eight factors `x1` to `x8` of falling importance.
        GFunction = "g_function",
        /// A sum of four normal factors `x1` to `x4`.
        Normal = "normal",
    }
}

section! {
    /// A normal distribution.
    pub struct Normal {
        /// Mean.
        required mean: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Standard deviation.
        required sd: f64, unit "-", range 1e-300.., source "convention of study files", grade Definition;
    }
}

section! {
    /// A lognormal distribution, by the mean and standard deviation of the number itself.
    pub struct Lognormal {
        /// Mean, above 0.
        required mean: f64, unit "-", range 1e-300.., source "convention of study files", grade Definition;
        /// Standard deviation.
        required sd: f64, unit "-", range 1e-300.., source "convention of study files", grade Definition;
    }
}

section! {
    /// A triangular distribution from `low` to `high`.
    pub struct Triangular {
        /// The most likely number.
        required mode: f64, unit "-", range .., source "convention of study files", grade Definition;
    }
}

section! {
    /// A beta distribution from `low` to `high`, by its mean and standard deviation.
    pub struct Beta {
        /// Mean, between `low` and `high`.
        required mean: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Standard deviation.
        required sd: f64, unit "-", range 1e-300.., source "convention of study files", grade Definition;
    }
}

section! {
    /// One factor: what is varied, and over what. Without `values`, range or distribution it takes the plausible range that its parameter declares, where it declares one.
    pub struct FactorFile {
        /// Dotted path of the parameter, as for `--set`.
        optional path: String, unit "path", range .., source "convention of study files", grade Definition;
        /// Dotted paths of several parameters that take the same value.
        value paths: Vec<String> = Vec::new(), unit "paths", range .., source "convention of study files", grade Definition;
        /// Smallest value.
        optional low: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Largest value.
        optional high: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// How it is spread between the two.
        value scale: Scale = Scale::Linear, unit "-", range .., source "convention of study files", grade Definition;
        /// Whether only whole numbers are taken, each with the same chance.
        value integer: bool = false, unit "yes or no", range .., source "convention of study files", grade Definition;
        /// Alternatives, each with the same chance: numbers, `true` and `false`, or texts.
        value values: Vec<Scalar> = Vec::new(), unit "values", range .., source "convention of study files", grade Definition;
        /// Levels in a grid, from `low` to `high`; absent: as many as the grid says.
        optional levels: u32, unit "levels", range 2.0..=1000.0, source "convention of study files", grade Definition;
        /// Factors with the same word here move together, from their low to their high ends; all others are crossed.
        optional together: String, unit "word", range .., source "convention of study files", grade Definition;
        /// Normal distribution; with `low` and `high` cut off there.
        maybe normal: Normal;
        /// Lognormal distribution; with `low` and `high` cut off there.
        maybe lognormal: Lognormal;
        /// Triangular distribution.
        maybe triangular: Triangular;
        /// Beta distribution.
        maybe beta: Beta;
    }
}

section! {
    /// All combinations of the factors' levels.
    pub struct Grid {
        /// Levels of each factor that has neither `values` nor `levels` of its own.
        value levels: u32 = 3, unit "levels", range 2.0..=1000.0, source "convention of study files", grade Definition;
    }
}

section! {
    /// Points from a table.
    pub struct List {
        /// A CSV file with a column for each factor, relative to this file.
        required file: String, unit "file name", range .., source "convention of study files", grade Definition;
    }
}

section! {
    /// A Latin hypercube: each factor's range in as many equal parts as there are points, each part used once; small ones are spread out (maximin).
    pub struct LatinHypercube {
        /// Number of points.
        required points: u32, unit "points", range 2.0..=1000000.0, source "convention of study files", grade Definition;
    }
}

section! {
    /// Sobol' points.
    pub struct Sobol {
        /// Number of points, a power of two.
        required points: u32, unit "points", range 2.0..=1048576.0, source "convention of study files", grade Definition;
        /// Whether they are scrambled (Owen 1995), so that they carry chance and lie inside the range.
        value scramble: bool = true, unit "yes or no", range .., source "convention of study files", grade Definition;
    }
}

section! {
    /// Trajectories of Morris, for elementary effects.
    pub struct MorrisFile {
        /// Number of trajectories, each of a point more than there are factors.
        value trajectories: u32 = 20, unit "trajectories", range 2.0..=100000.0, source "Saltelli et al. 2008, Global Sensitivity Analysis", grade Published;
        /// Levels of each factor, an even number.
        value levels: u32 = 4, unit "levels", range 2.0..=100.0, source "Morris 1991, Technometrics 33(2)", grade Published;
    }
}

section! {
    /// Saltelli's points, for Sobol' indices of first order and total.
    pub struct SaltelliFile {
        /// Number of base points, a power of two; each takes two points more than there are factors.
        required base: u32, unit "points", range 2.0..=1048576.0, source "convention of study files", grade Definition;
    }
}

section! {
    /// Which points of the space of factors are simulated: one table says which design it is.
    pub struct DesignFile {
        /// All combinations of levels.
        maybe grid: Grid;
        /// Points from a table.
        maybe list: List;
        /// A Latin hypercube.
        maybe latin_hypercube: LatinHypercube;
        /// Sobol' points.
        maybe sobol: Sobol;
        /// Trajectories of Morris.
        maybe morris: MorrisFile;
        /// Saltelli's points.
        maybe saltelli: SaltelliFile;
    }
}

section! {
    /// How a sensitivity analysis is made.
    pub struct SensitivityFile {
        /// Draws of the bootstrap intervals.
        value bootstrap: u32 = 1000, unit "draws", range 50.0..=100000.0, source "convention of study files", grade Definition;
        /// Bins of each factor in heat maps.
        value bins: u32 = 5, unit "bins", range 2.0..=50.0, source "convention of study files", grade Definition;
    }
}

choice! {
    /// Which direction is good.
    pub enum Direction {
        /// Less is better.
        Lower = "lower",
        /// More is better.
        Higher = "higher",
    }
}

section! {
    /// A scenario that competes.
    pub struct CandidateFile {
        /// The scenario, relative to this file; absent: the study's own.
        optional file: String, unit "file name", range .., source "convention of study files", grade Definition;
        /// Parameters that are changed in it.
        value set: Vec<String> = Vec::new(), unit "overrides", range .., source "none: the scenario as it is", grade Definition;
    }
}

section! {
    /// Portfolios: the combinations of a scenario's interventions compete. The scenario has all of them; a portfolio takes the others out.
    pub struct PortfoliosFile {
        /// The parts, interventions by name, those joined by `+` are one part; absent: each intervention is one.
        value parts: Vec<String> = Vec::new(), unit "parts", range .., source "convention of study files", grade Definition;
        /// Most parts of a portfolio.
        optional most: u32, unit "parts", range 1.0..=16.0, source "convention of study files", grade Definition;
        /// What a part costs a year, by name, where it is known beforehand.
        values costs_usd_per_year: f64, unit "US$ per year", range 0.0.., source "convention of study files", grade Definition;
        /// Portfolios whose known costs are higher are not simulated.
        optional budget_usd_per_year: f64, unit "US$ per year", range 0.0.., source "convention of study files", grade Definition;
    }
}

section! {
    /// A guard-rail: a limit of a measure, or of its change from the study's own scenario.
    pub struct GuardFile {
        /// The measure.
        required measure: String, unit "measure", range .., source "convention of study files", grade Definition;
        /// Largest mean allowed.
        optional at_most: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Smallest mean allowed.
        optional at_least: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Largest change allowed.
        optional change_at_most: f64, unit "-", range .., source "convention of study files", grade Definition;
        /// Smallest change allowed.
        optional change_at_least: f64, unit "-", range .., source "convention of study files", grade Definition;
    }
}

section! {
    /// How the best is selected.
    pub struct SelectFile {
        /// The measure that decides.
        required measure: String, unit "measure", range .., source "convention of study files", grade Definition;
        /// Which direction is good; absent: as the measure says.
        optional better: Direction, unit "-", range .., source "convention of study files", grade Definition;
        /// The smallest difference worth detecting, in the unit of the measure.
        required indifference_zone: f64, unit "-", range 1e-300.., source "convention of study files", grade Definition;
        /// Probability of a correct selection, where the best leads by the indifference zone.
        value confidence: f64 = 0.95, unit "probability", range 0.5..=0.9999, source "convention of study files", grade Definition;
        /// Replications of every candidate before the first decision.
        value first_stage: u32 = 20, unit "replications", range 5.0..=100000.0, source "Kim & Nelson 2001, ACM TOMACS 11(3)", grade Published;
        /// The cost measure of the efficient frontier; absent: the known costs of portfolios, or else `cost_per_year`, where it is measured.
        optional cost: String, unit "measure", range .., source "convention of study files", grade Definition;
    }
}

section! {
    /// What is asked of a comparison whose inputs are uncertain.
    pub struct InputsFile {
        /// The effect measure of a decision about money; absent: the decision is by `net_benefit_per_year` where that is among the study's measures, or else by the first measure with a good direction.
        optional effect: String, unit "measure", range .., source "convention of study files", grade Definition;
        /// The cost measure of a decision about money.
        optional cost: String, unit "measure", range .., source "convention of study files", grade Definition;
        /// Which direction of the measure or effect that decides is good; absent: as the measure says.
        optional better: Direction, unit "-", range .., source "convention of study files", grade Definition;
        /// Money that a unit of the effect may be worth.
        value thresholds: Vec<f64> = Vec::new(), unit "US$ per unit of effect", range 0.0.., source "convention of study files", grade Definition;
    }
}

section! {
    /// A study over factors: a scenario, what is varied, at which points and how often.
    pub struct ExplorationFile {
        /// Number of the file format, always 1.
        required schema: u32, unit "-", range 1.0..=1.0, source "convention of study files", grade Definition;
        /// Title in reports.
        optional title: String, unit "text", range .., source "convention of study files", grade Definition;
        /// The scenario, relative to this file.
        optional scenario: String, unit "file name", range .., source "convention of study files", grade Definition;
        /// In place of a scenario: a system with known answers.
        optional system: BuiltIn, unit "-", range .., source "convention of study files", grade Definition;
        /// Standard deviation of the chance that is added to a built-in system.
        value noise: f64 = 0.0, unit "-", range 0.0.., source "convention of study files", grade Definition;
        /// Parameters of the scenario that are changed throughout: `set = ["run.weeks=13"]`.
        value set: Vec<String> = Vec::new(), unit "overrides", range .., source "none: the scenario as it is", grade Definition;
        /// Number of replications of each point.
        value replications: u32 = 20, unit "replications", range 1.0..=1000000.0, source "convention of study files", grade Definition;
        /// In place of a fixed number: replications of a point go on until the half-width of each measure is this share of its mean.
        optional precision: f64, unit "share", range 0.0001..=0.9999, source "convention of study files", grade Definition;
        /// With a precision: no point gets more replications than this.
        value most_replications: u32 = 1000, unit "replications", range 2.0..=1000000.0, source "convention of study files", grade Definition;
        /// Master seed of the simulation.
        value seed: u64 = 1, unit "-", range 0.0..=9007199254740991.0, source "convention of study files", grade Definition;
        /// Seed of the design: which of many random designs is taken.
        value design_seed: u64 = 1, unit "-", range 0.0..=9007199254740991.0, source "convention of study files", grade Definition;
        /// Measures that are kept, by name or family; absent: the leading ones.
        value measures: Vec<String> = Vec::new(), unit "measures", range .., source "convention of study files", grade Definition;
        /// Rules that points must obey, such as `"physicians + apps <= 8"`: sums of factors, with numbers before `*`.
        value constraints: Vec<String> = Vec::new(), unit "rules", range .., source "convention of study files", grade Definition;
        /// Factors by name, in the order of the file.
        tables factors: FactorFile;
        /// Which points are simulated.
        table design: DesignFile;
        /// How a sensitivity analysis is made.
        table sensitivity: SensitivityFile;
        /// How the best is selected.
        maybe select: SelectFile;
        /// Scenarios that compete, by name, beside the study's own.
        tables candidates: CandidateFile;
        /// Combinations of interventions that compete.
        maybe portfolios: PortfoliosFile;
        /// Guard-rails by name.
        tables guards: GuardFile;
        /// What is asked of a comparison with uncertain inputs.
        table inputs: InputsFile;
    }
}
