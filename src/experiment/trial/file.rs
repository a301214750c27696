//! The tables of a trial study, as written.

use crate::declaration::{choice, section};
use crate::experiment::exploration::file::FactorFile;
use crate::experiment::study::TargetFile;

choice! {
    /// By what clusters are recruited.
    pub enum By {
        /// By lot.
        Chance = "chance",
        /// Those with the highest outcome in the run-in, as who volunteers because something hurts.
        Highest = "highest",
        /// Those with the lowest outcome in the run-in.
        Lowest = "lowest",
    }
}

choice! {
    /// Which direction of the outcome is good.
    pub enum Good {
        /// Less is better.
        Lower = "lower",
        /// More is better.
        Higher = "higher",
    }
}

section! {
    /// What is observed of each cluster and period: a measure of the scenario, or a number that people answer.
    pub struct OutcomeFile {
        /// A measure of the scenario, by cluster and period.
        optional measure: String, unit "measure", range .., source "convention of study files", grade Definition;
        /// In place of a measure: a column of people's answers, person by person, asked at the end of every period.
        optional response: String, unit "column", range .., source "convention of study files", grade Definition;
        /// Of answers: whether clinicians alone count.
        value clinicians_only: bool = true, unit "yes or no", range .., source "convention of study files", grade Definition;
        /// Instrument noise: standard deviation of what is added to each observation, beyond what the scenario has.
        value noise_sd: f64 = 0.0, unit "unit of the outcome", range 0.0.., source "none: 0 is no more noise than the scenario has", grade Definition;
        /// Share of observations that are missing, whatever they are.
        value missing_share: f64 = 0.0, unit "share", range 0.0..=0.95, source "none: 0 is that everybody answers", grade Definition;
        /// How much the odds of answering change with one standard deviation of the outcome above its mean in that period: below 1, those who are worse off answer less.
        value response_odds_per_sd: f64 = 1.0, unit "odds ratio", range 0.01..=100.0, source "none: 1 is that answering does not depend on the answer", grade Definition;
        /// Which direction is good; absent: as the measure says.
        optional better: Good, unit "-", range .., source "convention of study files", grade Definition;
    }
}

section! {
    /// Who takes part.
    pub struct RecruitmentFile {
        /// Number of clusters that take part; absent: all of the scenario.
        optional clusters: u32, unit "clusters", range 1.0..=1000.0, source "convention of study files", grade Definition;
        /// By what they are chosen.
        value by: By = By::Chance, unit "-", range .., source "convention of study files", grade Definition;
        /// First periods of the measured time in which the outcome is looked at for that; they belong to the trial too.
        value run_in_periods: u32 = 1, unit "periods", range 1.0..=100.0, source "convention of study files", grade Definition;
    }
}

section! {
    /// Stepped wedge: clusters cross over one group after the other, in an order by lot.
    pub struct SteppedWedge {
        /// Number of groups that cross over together; absent: each cluster by itself.
        optional sequences: u32, unit "sequences", range 1.0..=100.0, source "Hussey & Hughes 2007, Contemporary Clinical Trials 28", grade Definition;
        /// Periods before the first crosses over.
        value baseline_periods: u32 = 1, unit "periods", range 0.0..=100.0, source "Hussey & Hughes 2007", grade Definition;
        /// Periods from one step to the next.
        value periods_per_step: u32 = 1, unit "periods", range 1.0..=100.0, source "Hussey & Hughes 2007", grade Definition;
        /// Periods after the last step, more than one step has.
        value more_periods: u32 = 0, unit "periods", range 0.0..=100.0, source "none: 0 is the classical design", grade Definition;
        /// Periods after crossing over in which a cluster counts neither way.
        value transition_periods: u32 = 0, unit "periods", range 0.0..=20.0, source "Hemming et al. 2015, BMJ 350, h391", grade Definition;
    }
}

section! {
    /// Parallel clusters: some by lot change all at once, the others never do.
    pub struct Parallel {
        /// Periods before the change.
        value before_periods: u32 = 0, unit "periods", range 0.0..=100.0, source "convention of study files", grade Definition;
        /// Periods from the change on.
        value after_periods: u32 = 1, unit "periods", range 1.0..=200.0, source "convention of study files", grade Definition;
        /// Number of clusters that change; absent: half of those that take part.
        optional treated: u32, unit "clusters", range 1.0..=1000.0, source "convention of study files", grade Definition;
        /// Periods after the change that count neither way.
        value transition_periods: u32 = 0, unit "periods", range 0.0..=20.0, source "convention of study files", grade Definition;
    }
}

section! {
    /// Difference in differences: nobody draws lots; who was recruited changes, in one wave or several, the rest of the scenario's clusters are looked at beside them.
    pub struct DifferenceInDifferences {
        /// Periods in which waves of clusters begin, from 0: one number, or several for a staggered rollout.
        value begins: Vec<u32> = vec![2], unit "periods", range 1.0..=200.0, source "convention of study files", grade Definition;
        /// Periods in all.
        value periods: u32 = 4, unit "periods", range 2.0..=200.0, source "convention of study files", grade Definition;
        /// Periods after the begin that count neither way.
        value transition_periods: u32 = 0, unit "periods", range 0.0..=20.0, source "convention of study files", grade Definition;
    }
}

section! {
    /// Before and after, without anybody to compare with.
    pub struct PrePost {
        /// Periods before the change.
        value before_periods: u32 = 1, unit "periods", range 1.0..=100.0, source "convention of study files", grade Definition;
        /// Periods from the change on.
        value after_periods: u32 = 1, unit "periods", range 1.0..=200.0, source "convention of study files", grade Definition;
    }
}

section! {
    /// Pilot, then spread: a few clusters by lot change first; where the pilot looks good enough, all do.
    pub struct PilotThenSpread {
        /// Clusters of the pilot.
        value pilot_clusters: u32 = 1, unit "clusters", range 1.0..=1000.0, source "mission source 004: small test first", grade Assumption;
        /// Periods before the pilot.
        value before_periods: u32 = 1, unit "periods", range 1.0..=100.0, source "convention of study files", grade Definition;
        /// Periods of the pilot, after which it is decided.
        value pilot_periods: u32 = 2, unit "periods", range 1.0..=100.0, source "convention of study files", grade Definition;
        /// Periods after the decision.
        value spread_periods: u32 = 2, unit "periods", range 1.0..=100.0, source "convention of study files", grade Definition;
        /// It is spread where the pilot's change, less that of the others, is better by at least so much.
        value least_improvement: f64 = 0.0, unit "unit of the outcome", range 0.0.., source "none: 0 is any improvement", grade Definition;
    }
}

section! {
    /// Plan, do, study, act: all that take part try one change after the other; each is kept where the outcome was better than before, and ended otherwise.
    pub struct Pdsa {
        /// The changes, interventions of the scenario, in the order in which they are tried; absent: those of the study, one cycle each.
        value cycles: Vec<String> = Vec::new(), unit "interventions", range .., source "mission source 004: cycles", grade Assumption;
        /// Periods before the first cycle.
        value before_periods: u32 = 1, unit "periods", range 1.0..=100.0, source "convention of study files", grade Definition;
        /// Periods of a cycle.
        value periods_per_cycle: u32 = 1, unit "periods", range 1.0..=100.0, source "convention of study files", grade Definition;
        /// A change is kept where the outcome is better than in the periods before its cycle by at least so much.
        value least_improvement: f64 = 0.0, unit "unit of the outcome", range 0.0.., source "none: 0 is any improvement", grade Definition;
    }
}

section! {
    /// One design: one sub-table says which it is.
    pub struct DesignFile {
        /// Clusters that take part, where a design has fewer than the study recruits.
        optional clusters: u32, unit "clusters", range 1.0..=1000.0, source "convention of study files", grade Definition;
        /// Analyses by name; absent: those that suit the design.
        value analyses: Vec<String> = Vec::new(), unit "analyses", range .., source "convention of study files", grade Definition;
        /// Stepped wedge.
        maybe stepped_wedge: SteppedWedge;
        /// Parallel clusters.
        maybe parallel: Parallel;
        /// Difference in differences.
        maybe difference_in_differences: DifferenceInDifferences;
        /// Before and after.
        maybe pre_post: PrePost;
        /// Pilot, then spread.
        maybe pilot_then_spread: PilotThenSpread;
        /// Plan, do, study, act.
        maybe pdsa: Pdsa;
    }
}

section! {
    /// A system with known answers: the model of Hussey and Hughes, so that anyone can check the methods.
    pub struct ToyFile {
        /// Number of clusters.
        value clusters: u32 = 8, unit "clusters", range 2.0..=1000.0, source "convention of study files", grade Definition;
        /// People who answer in each cluster and period, others each time.
        value people: u32 = 10, unit "people", range 1.0..=10000.0, source "convention of study files", grade Definition;
        /// Standard deviation between clusters.
        value cluster_sd: f64 = 1.0, unit "unit of the outcome", range 0.0.., source "convention of study files", grade Definition;
        /// Standard deviation between people of a cluster.
        value person_sd: f64 = 3.0, unit "unit of the outcome", range 1e-9.., source "convention of study files", grade Definition;
        /// Mean in period 0.
        value mean: f64 = 20.0, unit "unit of the outcome", range .., source "convention of study files", grade Definition;
        /// What every period adds: the secular trend.
        value drift_per_period: f64 = 0.0, unit "unit of the outcome", range .., source "none: 0 is no drift", grade Definition;
        /// What the change does in its first period.
        value effect: f64 = 0.0, unit "unit of the outcome", range .., source "none: 0 is no effect", grade Definition;
        /// What every further period under the change adds to that: learning.
        value effect_per_exposure: f64 = 0.0, unit "unit of the outcome", range .., source "none: 0 is that nothing is learned", grade Definition;
        /// Standard deviation of what cluster and period have in common beside both: the outcome then follows no Hussey-Hughes model any more.
        value cluster_period_sd: f64 = 0.0, unit "unit of the outcome", range 0.0.., source "none: 0 is the model of Hussey & Hughes 2007", grade Definition;
    }
}

section! {
    /// Repetitions of a small trial pooled: a meta-analysis, with all of them and with the published ones alone.
    pub struct MetaFile {
        /// The design whose repetitions are pooled.
        required design: String, unit "design", range .., source "convention of study files", grade Definition;
        /// The analysis of each trial.
        required analysis: String, unit "analysis", range .., source "convention of study files", grade Definition;
        /// Trials in a meta-analysis.
        value trials: u32 = 10, unit "trials", range 2.0..=1000.0, source "convention of study files", grade Assumption;
        /// A trial is published where its p value is below this and its estimate is good news.
        value published_below_p: f64 = 0.05, unit "p value", range 0.0..=1.0, source "convention of tests", grade Assumption;
        /// Share of the other trials that are published all the same.
        value others_published_share: f64 = 0.0, unit "share", range 0.0..=1.0, source "none: 0 is the filter at its strictest", grade Assumption;
    }
}

section! {
    /// A way in which the scenario differs; its figures are compared with those of the first variant, replication by replication.
    pub struct VariantFile {
        /// Parameters that are changed in it.
        value set: Vec<String> = Vec::new(), unit "overrides", range .., source "none: the scenario as it is", grade Definition;
    }
}

section! {
    /// Transfer test: do people who change clinics become like the people there, or stay as they are? Needs people who move (`workforce.moves_per_year`).
    pub struct TransferFile {
        /// The column that is looked at.
        value column: String = "exhaustion".to_owned(), unit "column", range .., source "mission source 001: the transfer test", grade Definition;
        /// Periods after the move.
        value periods_after: u32 = 3, unit "periods", range 1.0..=100.0, source "convention of study files", grade Definition;
    }
}

section! {
    /// Variance test: does what people answer differ between clusters, between the people of a cluster, or between one person's occasions?
    pub struct VarianceFile {
        /// The column that is looked at.
        value column: String = "exhaustion".to_owned(), unit "column", range .., source "mission source 001: the variance test", grade Definition;
        /// Whether clinicians alone count.
        value clinicians_only: bool = true, unit "yes or no", range .., source "convention of study files", grade Definition;
    }
}

section! {
    /// Leading against lagging indicators: at which lag each indicator tells most of the outcome, period by period within clusters.
    pub struct LeadingFile {
        /// Measures that might lead.
        required indicators: Vec<String>, unit "measures", range .., source "convention of study files", grade Definition;
        /// The measure that they might lead.
        required outcome: String, unit "measure", range .., source "convention of study files", grade Definition;
        /// Whether the mean of all clusters in a period is taken off too: what they share, a season or a drift, then tells nothing.
        value less_period_means: bool = false, unit "yes or no", range .., source "none: what clusters share counts", grade Definition;
        /// Largest lag, either way.
        value most_periods: u32 = 13, unit "periods", range 1.0..=104.0, source "convention of study files", grade Assumption;
    }
}

section! {
    /// A trial study: what is tried, on whom, by which designs, and what is asked of people beside it.
    pub struct TrialFile {
        /// Number of the file format, always 1.
        required schema: u32, unit "-", range 1.0..=1.0, source "convention of study files", grade Definition;
        /// Title in reports.
        optional title: String, unit "text", range .., source "convention of study files", grade Definition;
        /// The scenario, relative to this file.
        optional scenario: String, unit "file name", range .., source "convention of study files", grade Definition;
        /// In place of a scenario: the model of Hussey and Hughes.
        maybe hussey_hughes: ToyFile;
        /// Parameters of the scenario that are changed throughout: `set = ["run.warmup_weeks=13"]`.
        value set: Vec<String> = Vec::new(), unit "overrides", range .., source "none: the scenario as it is", grade Definition;
        /// How often the trial is repeated, each time in another world.
        value replications: u32 = 100, unit "trials", range 2.0..=1000000.0, source "convention of study files", grade Definition;
        /// Master seed.
        value seed: u64 = 1, unit "-", range 0.0..=9007199254740991.0, source "convention of study files", grade Definition;
        /// Level of all intervals; a test rejects where its p value is below one less this.
        value level: f64 = 0.95, unit "probability", range 0.5..=0.9999, source "convention of tests", grade Definition;
        /// Power that is asked for.
        value power: f64 = 0.8, unit "probability", range 0.5..=0.9999, source "convention of trials", grade Definition;
        /// Weeks of a period.
        value period_weeks: u32 = 4, unit "weeks", range 1.0..=104.0, source "convention of study files", grade Definition;
        /// The interventions that are tried together, by their names in the scenario; all others stay as the scenario has them.
        value interventions: Vec<String> = Vec::new(), unit "interventions", range .., source "convention of study files", grade Definition;
        /// Outcomes by name; the first one decides about pilots and cycles.
        tables outcomes: OutcomeFile;
        /// Who takes part.
        table recruitment: RecruitmentFile;
        /// What differs from repetition to repetition: drift of clinics, shocks at any time.
        tables varies: FactorFile;
        /// Designs by name, all on the same worlds.
        tables designs: DesignFile;
        /// A meta-analysis of repeated small trials.
        maybe meta: MetaFile;
        /// Variants of the scenario in which figures are compared.
        tables variants: VariantFile;
        /// Figures of people's answers, by name, as targets of a calibration have them.
        tables figures: TargetFile;
        /// The column whose equal values belong together (clinics).
        value cluster: String = "clinic".to_owned(), unit "column", range .., source "convention of study files", grade Definition;
        /// Variance test.
        maybe variance: VarianceFile;
        /// Transfer test.
        maybe transfer: TransferFile;
        /// Leading against lagging indicators.
        maybe leading: LeadingFile;
    }
}
