//! What the sources report of interventions, to be compared with: never an input, never fitted.

use super::runs::Runs;
use crate::statistics::Estimate;

/// What a source expects of a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Expected {
    /// A number between these, in the unit of the target.
    Between(f64, f64),
    /// It falls.
    Falls,
    /// It rises.
    Rises,
}

/// A figure of the sources.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Its ids.
    pub id: &'static str,
    /// The shipped scenario, by file.
    pub scenario: &'static str,
    /// The measure.
    pub measure: &'static str,
    /// Whether the change is in percent of the base.
    pub percent: bool,
    /// As reported.
    pub reported: &'static str,
    /// What that means.
    pub expected: Expected,
    /// Why it may be missed.
    pub why: &'static str,
}

/// What became of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The interval holds a value that was reported, or lies on the reported side of nothing.
    Hit,
    /// The interval holds nothing and the reported direction alike: more replications would tell.
    Unclear,
    /// It does not.
    Miss,
}

impl Verdict {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Hit => "hit",
            Verdict::Unclear => "not told from nothing",
            Verdict::Miss => "miss",
        }
    }
}

const CARE: &str = "interventions/work-redesign/advanced-team-care.toml";
const SHORT_OF_MINUTES: &str = "what is delegated is worked by a named assistant where one is free, and clinicians read and sign it; the pilot's figure contains whatever else it changed";

/// All figures that can be looked up in one comparison.
pub const TARGETS: [Target; 23] = [
    Target {
        id: "A13",
        scenario: CARE,
        measure: "documentation_minutes_per_day",
        percent: true,
        reported: "-20 % at six months",
        expected: Expected::Between(-25.0, -15.0),
        why: SHORT_OF_MINUTES,
    },
    Target {
        id: "A14",
        scenario: CARE,
        measure: "order_entry_minutes_per_day",
        percent: true,
        reported: "-47 % at six months",
        expected: Expected::Between(-52.0, -42.0),
        why: SHORT_OF_MINUTES,
    },
    Target {
        id: "V18",
        scenario: CARE,
        measure: "ehr_minutes_per_day",
        percent: true,
        reported: "-18 %",
        expected: Expected::Between(-22.0, -14.0),
        why: "notes and orders are a third of the minutes at the record; a fifth of the one and a half of the other are some 10 % of it (time budget), and more visits bring more messages",
    },
    Target {
        id: "A15",
        scenario: CARE,
        measure: "visits_per_week",
        percent: true,
        reported: "+20 %",
        expected: Expected::Between(15.0, 25.0),
        why: "more visits need more patients who ask and places to put them: the panel grows by what the file says, and full diaries lose requests",
    },
    Target {
        id: "A10, V19",
        scenario: CARE,
        measure: "burnout_prevalence",
        percent: false,
        reported: "0.56 to 0.28: -0.28",
        expected: Expected::Between(-0.36, -0.20),
        why: "what the team takes over is spent at once on a fifth more visits, with their notes, messages and orders, so evenings grow; without them (bundles/advanced-team-care) exhaustion falls, as expected from the time budget by 1.5 to 2.5 points, where the published halving needs about 9; a pilot of volunteers, before and after, holds regression to the mean and all else that changed",
    },
    Target {
        id: "A11",
        scenario: CARE,
        measure: "overhead_per_visit",
        percent: true,
        reported: "unchanged",
        expected: Expected::Between(-5.0, 5.0),
        why: "more assistants are wages; only more visits make up for them",
    },
    Target {
        id: "A13",
        scenario: "work-redesign/team-documentation.toml",
        measure: "documentation_minutes_per_day",
        percent: true,
        reported: "-20 % at six months",
        expected: Expected::Between(-25.0, -15.0),
        why: SHORT_OF_MINUTES,
    },
    Target {
        id: "A14",
        scenario: "work-redesign/team-order-entry.toml",
        measure: "order_entry_minutes_per_day",
        percent: true,
        reported: "-47 % at six months",
        expected: Expected::Between(-52.0, -42.0),
        why: SHORT_OF_MINUTES,
    },
    Target {
        id: "A21, V32",
        scenario: "work-redesign/annual-prescription-renewal.toml",
        measure: "renewal_requests_per_week",
        percent: true,
        reported: "roughly half",
        expected: Expected::Between(-60.0, -40.0),
        why: "requests fall only as prescriptions are extended at annual visits: after a year and a half not all patients have had one",
    },
    Target {
        id: "A22, V32",
        scenario: "work-redesign/annual-prescription-renewal.toml",
        measure: "renewal_minutes_per_day",
        percent: false,
        reported: "an hour or more a day, clinicians and staff",
        expected: Expected::Between(-1e9, -60.0),
        why: "an hour needs a load of two hours a day before, or a fall of more than 69 % (time budget); for each clinician the load here is smaller",
    },
    Target {
        id: "C39",
        scenario: "ehr-optimization-sprint.toml",
        measure: "ehr_minutes_per_day",
        percent: false,
        reported: "-16 minutes a day",
        expected: Expected::Between(-20.0, -12.0),
        why: "the sprint takes away a share of extraneous minutes only, of which a clinician here has some 50 a day, and part of the gain has faded in the last half year",
    },
    Target {
        id: "A18",
        scenario: "deimplementation.toml",
        measure: "alerts_heeded_fraction",
        percent: false,
        reported: "rises for the rest when 10 of the 12 most ignored go",
        expected: Expected::Rises,
        why: "heeding depends on alerts in the encounter",
    },
    Target {
        id: "A17",
        scenario: "deimplementation.toml",
        measure: "rules_in_force",
        percent: false,
        reported: "requirements are removed",
        expected: Expected::Falls,
        why: "rules are removed one by one",
    },
    Target {
        id: "A51",
        scenario: "virtual-visits.toml",
        measure: "burnout_prevalence",
        percent: false,
        reported: "improves",
        expected: Expected::Falls,
        why: "saved conflict counts by half of its minutes: a small cause",
    },
    Target {
        id: "A51",
        scenario: "virtual-visits.toml",
        measure: "excess_departures_per_year",
        percent: false,
        reported: "turnover improves",
        expected: Expected::Falls,
        why: "follows exhaustion, so it is small",
    },
    Target {
        id: "A51",
        scenario: "virtual-visits.toml",
        measure: "visits_per_week",
        percent: true,
        reported: "unchanged",
        expected: Expected::Between(-2.0, 2.0),
        why: "video visits are as long in the diary",
    },
    Target {
        id: "A51",
        scenario: "virtual-visits.toml",
        measure: "third_next_available_days",
        percent: false,
        reported: "access unchanged",
        expected: Expected::Between(-1.0, 1.0),
        why: "access is noisy where diaries are nearly full",
    },
    Target {
        id: "A50",
        scenario: "individual-program.toml",
        measure: "errors_reaching_patient_per_1000_orders.expected",
        percent: true,
        reported: "no effect on safety",
        expected: Expected::Between(-3.0, 3.0),
        why: "errors follow exhaustion and fatigue",
    },
    Target {
        id: "A50",
        scenario: "individual-program.toml",
        measure: "exhaustion_mean",
        percent: false,
        reported: "small, short",
        expected: Expected::Between(-2.0, 0.5),
        why: "relief takes fatigue away, minutes are added to the day",
    },
    Target {
        id: "B99",
        scenario: "huddles.toml",
        measure: "load_gini",
        percent: false,
        reported: "load is spread more evenly",
        expected: Expected::Falls,
        why: "only overdue messages are evened out; most of a load is visits, which are one's own patients'",
    },
    Target {
        id: "B32",
        scenario: "standardization.toml",
        measure: "exhaustion_mean",
        percent: false,
        reported: "too little is chaotic, too much oppressive",
        expected: Expected::Between(-3.0, 3.0),
        why: "an optimum lies between; the file stands at one level",
    },
    Target {
        id: "B93",
        scenario: "meeting-hours.toml",
        measure: "work_home_conflict_minutes_per_day",
        percent: false,
        reported: "conflict falls",
        expected: Expected::Falls,
        why: "meetings that clash are moved",
    },
    Target {
        id: "B80",
        scenario: "schwartz-rounds.toml",
        measure: "after_hours_minutes_per_day",
        percent: true,
        reported: "no change of load",
        expected: Expected::Between(-4.0, 4.0),
        why: "an hour a month is taken from the day",
    },
];

impl Target {
    /// What came out; `None` where the scenario or the measure is missing.
    pub fn found(&self, runs: &Runs) -> Option<(Estimate, Verdict)> {
        let finding = runs.find(self.scenario)?;
        let (with, base) = runs.pair(finding);
        let found =
            if self.percent { with.percent(base, self.measure)? } else { with.change(base, self.measure)? };
        Some((found, self.judge(found)))
    }

    fn judge(&self, found: Estimate) -> Verdict {
        let half = found.half_width.unwrap_or(f64::INFINITY);
        let (low, high) = (found.mean - half, found.mean + half);
        match self.expected {
            Expected::Between(from, to) if high >= from && low <= to => Verdict::Hit,
            Expected::Between(..) => Verdict::Miss,
            Expected::Falls if high < 0.0 => Verdict::Hit,
            Expected::Rises if low > 0.0 => Verdict::Hit,
            Expected::Falls | Expected::Rises if low <= 0.0 && high >= 0.0 => Verdict::Unclear,
            Expected::Falls | Expected::Rises => Verdict::Miss,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(mean: f64, half: f64) -> Estimate {
        Estimate { mean, half_width: Some(half), level: 0.95, n: 20 }
    }

    #[test]
    fn a_figure_is_hit_where_its_interval_reaches_it() {
        let target = TARGETS[0];
        assert_eq!(target.judge(found(-13.0, 3.0)), Verdict::Hit);
        assert_eq!(target.judge(found(-8.0, 3.0)), Verdict::Miss);
        let falls = Target { expected: Expected::Falls, ..target };
        assert_eq!(falls.judge(found(-1.0, 0.5)), Verdict::Hit);
        assert_eq!(falls.judge(found(-1.0, 2.0)), Verdict::Unclear);
        assert_eq!(falls.judge(found(1.0, 0.5)), Verdict::Miss);
    }
}
