//! Which numbers of which scenario files are known, from theory or from others' programs.

use super::theory::{self, MMc};

/// A number that is known.
pub(super) struct Check {
    /// What it is called in the table.
    pub label: String,
    /// What it should be.
    pub expected: f64,
    /// Standard error of that, where it is itself an estimate; 0 for theory.
    pub expected_error: f64,
    /// The measures that are multiplied, each with a factor.
    factors: Vec<(String, f64)>,
}

impl Check {
    /// Reads the number from the measures of a run.
    pub fn read(&self, measure: impl Fn(&str) -> f64) -> f64 {
        self.factors.iter().map(|(name, factor)| measure(name) * factor).product()
    }
}

/// The known numbers of one file.
pub(super) struct Checks {
    /// The system in the words of theory.
    pub name: String,
    /// The shipped file.
    pub file: &'static str,
    /// What is changed in it.
    pub overrides: Vec<&'static str>,
    /// How many runs.
    pub runs: u32,
    /// The numbers.
    pub checks: Vec<Check>,
}

/// Runs of one look at a stationary system.
const RUNS: u32 = 100;
/// Minutes of a week.
const WEEK: f64 = 10_080.0;

impl Checks {
    fn of(name: &str, file: &'static str) -> Self {
        Self { name: name.to_owned(), file, overrides: Vec::new(), runs: RUNS, checks: Vec::new() }
    }

    fn runs(mut self, runs: u32) -> Self {
        self.runs = runs;
        self
    }

    /// A measure as it stands.
    fn measure(self, name: &str, expected: f64) -> Self {
        self.reference(name, 1.0, expected, 0.0)
    }

    /// A measure with a factor, expected with a standard error.
    fn reference(mut self, name: &str, factor: f64, expected: f64, expected_error: f64) -> Self {
        let label = name.to_owned();
        self.checks.push(Check { label, expected, expected_error, factors: vec![(name.to_owned(), factor)] });
        self
    }

    /// A product of measures.
    fn product(mut self, label: &str, factors: &[(&str, f64)], expected: f64) -> Self {
        let factors = factors.iter().map(|(name, factor)| ((*name).to_owned(), *factor)).collect();
        self.checks.push(Check { label: label.to_owned(), expected, expected_error: 0.0, factors });
        self
    }
}

/// One line for `c` servers: wait, stay, throughput, utilization.
fn station(name: &str, file: &'static str, queue: MMc) -> Checks {
    Checks::of(name, file)
        .measure("step_wait_minutes.care", queue.wait())
        .measure("visit_cycle_minutes", queue.sojourn())
        .measure("visits_per_week", queue.arrivals * WEEK)
        .measure("utilization.nurse", queue.utilization())
}

fn mmc(arrivals: f64, service: f64, servers: u32) -> MMc {
    MMc { arrivals, service, servers }
}

fn single_stations() -> Vec<Checks> {
    let (half, busy, five) = (mmc(0.5, 1.0, 1), mmc(0.9, 1.0, 1), mmc(4.0, 1.0, 5));
    vec![
        station("M/M/1 λ=0.5 μ=1", "verify/station.toml", half)
            .measure("patient_wait_minutes", half.wait())
            .measure("patient_wait_minutes_p90", half.wait_quantile(0.9)),
        station("M/M/1 λ=0.9 μ=1", "verify/mm1-busy.toml", busy)
            .measure("patient_wait_minutes_p90", busy.wait_quantile(0.9)),
        station("M/M/5 λ=4 μ=1", "verify/mmc.toml", five)
            .measure("patient_wait_minutes_p90", five.wait_quantile(0.9)),
        station("M/M/10 λ=0.8 μ=0.1", "verify/mmc-slow.toml", mmc(0.8, 0.1, 10)),
        Checks::of("M/M/5 of rooms λ=4 μ=1", "verify/rooms.toml")
            .measure("step_wait_minutes.care", five.wait())
            .measure("visit_cycle_minutes", five.sojourn())
            .measure("room_utilization.bay", five.utilization()),
    ]
}

/// M/G/1 by the moments of the service.
fn general_service() -> Vec<Checks> {
    // a triangle of 5, 7, 10 has the variance (25 + 49 + 100 - 35 - 50 - 70) / 18
    let (mean, variance) = (22.0 / 3.0, 19.0 / 18.0);
    // 0.5 min and 0.1 for each of 0, 2, 7 medicines with 1/2, 1/4, 1/4
    let (needs_mean, needs_second) = (0.725, 0.5 * 0.25 + 0.25 * 0.49 + 0.25 * 1.44);
    let all = [
        ("Erlang-4", "verify/mg1-erlang.toml", 0.8, 1.0, 1.25),
        ("lognormal cv 1", "verify/mg1-lognormal.toml", 0.8, 1.0, 2.0),
        ("triangular 5, 7, 10", "verify/mg1-triangular.toml", 0.8 / mean, mean, variance + mean * mean),
        ("minutes by medicines", "verify/mg1-needs.toml", 1.1, needs_mean, needs_second),
    ];
    let checks = all.into_iter().map(|(kind, file, arrivals, mean, second)| {
        let wait = theory::mg1_wait(arrivals, mean, second);
        Checks::of(&format!("M/G/1 {kind}"), file)
            .measure("step_wait_minutes.care", wait)
            .measure("visit_cycle_minutes", wait + mean)
            .measure("utilization.nurse", arrivals * mean)
    });
    checks.collect()
}

/// Finite waiting rooms and impatience.
fn losses() -> Vec<Checks> {
    let mut all = Vec::new();
    for (file, arrivals, servers, room) in [("verify/mmck.toml", 4.0, 3, 6), ("verify/mm1k.toml", 1.2, 1, 5)]
    {
        let queue = theory::birth_death(arrivals, 1.0, servers, room, 0.0);
        all.push(
            Checks::of(&format!("M/M/{servers}/{room} λ={arrivals} μ=1"), file)
                .measure("turned_away_fraction", queue.blocked)
                .measure("step_wait_minutes.care", queue.wait)
                .measure("utilization.nurse", queue.utilization),
        );
    }
    for (file, arrivals, servers, patience) in
        [("verify/erlang-a.toml", 5.0, 5, 2.0), ("verify/erlang-a-one.toml", 1.5, 1, 1.0)]
    {
        let queue = theory::birth_death(arrivals, 1.0, servers, 400, 1.0 / patience);
        let served = theory::wait_of_served(arrivals, 1.0, servers, 1.0 / patience);
        all.push(
            Checks::of(&format!("M/M/{servers}+M λ={arrivals} μ=1 patience {patience}"), file)
                .measure("left_without_being_seen_fraction", queue.reneged)
                .measure("step_wait_minutes.care", served)
                .measure("visit_cycle_minutes", served + 1.0)
                .measure("utilization.nurse", queue.utilization),
        );
    }
    all
}

/// Two classes, with and without preemption.
fn priorities() -> Vec<Checks> {
    let (urgent, routine) = ((0.3, 0.5), (0.5, 1.2));
    let moments = [urgent, routine].map(|(rate, mean): (f64, f64)| (rate, mean, 2.0 * mean * mean));
    let waits = theory::nonpreemptive_waits(&moments);
    let sojourns = theory::preemptive_sojourns(&moments);
    let cycle = |sojourns: [f64; 2]| (0.3 * sojourns[0] + 0.5 * sojourns[1]) / 0.8;
    let load_above = 0.15;
    let many = theory::nonpreemptive_waits_mmc(&[1.0, 3.0], 1.0, 5);
    let (first, all) = (mmc(3.0, 1.0, 5), mmc(4.0, 1.0, 5));
    vec![
        Checks::of("M/M/1 two classes, non-preemptive", "verify/priority.toml")
            .measure("step_wait_minutes.urgent_care", waits[0])
            .measure("step_wait_minutes.care", waits[1])
            .measure("visit_cycle_minutes", cycle([waits[0] + 0.5, waits[1] + 1.2])),
        Checks::of("M/M/1 two classes, preemptive-resume", "verify/preemptive.toml")
            .measure("step_wait_minutes.urgent_care", sojourns[0] - 0.5)
            .measure("step_wait_minutes.care", sojourns[1] - 1.2 / (1.0 - load_above))
            .measure("visit_cycle_minutes", cycle([sojourns[0], sojourns[1]]))
            .measure("utilization.nurse", 0.75),
        Checks::of("M/M/5 two classes, non-preemptive", "verify/priority-many.toml")
            .measure("step_wait_minutes.care.urgent", many[0])
            .measure("step_wait_minutes.care.patients", many[1]),
        Checks::of("M/M/5 two classes, preemptive-resume", "verify/preemptive-many.toml")
            .measure("step_wait_minutes.care.urgent", first.wait())
            .measure("visit_cycle_minutes", all.sojourn())
            .measure("utilization.nurse", 0.8),
    ]
}

/// Stations in turn, work that comes back, batches, steps without staff, shared people, messages.
fn networks() -> Vec<Checks> {
    let (first, second) = (mmc(0.7, 1.0, 1), mmc(0.7, 0.5, 2));
    let batch = theory::batch_number(0.2, 3, 1.0) / 0.6;
    let busy = mmc(0.8, 1.0, 1);
    let (assistant, physicians) = (mmc(0.8, 1.0, 1), mmc(0.48, 1.0 / 3.0, 2));
    vec![
        Checks::of("tandem M/M/1 → M/M/2 λ=0.7", "verify/tandem.toml")
            .measure("step_wait_minutes.care", first.wait())
            .measure("step_wait_minutes.test", second.wait())
            .measure("visit_cycle_minutes", first.sojourn() + second.sojourn()),
        Checks::of("feedback M/M/1 λ=0.42, again 0.4", "verify/feedback.toml")
            .measure("step_wait_minutes.care", first.wait())
            .measure("visit_cycle_minutes", first.number() / 0.42)
            .measure("utilization.nurse", 0.7),
        Checks::of("M^[3]/M/1 λ=0.2 μ=1", "verify/batches.toml")
            .measure("step_wait_minutes.care", batch - 1.0)
            .measure("visit_cycle_minutes", batch)
            .measure("visits_per_week", 0.6 * WEEK),
        Checks::of("M/G/∞ → M/M/1 λ=0.8", "verify/infinite.toml")
            .measure("step_wait_minutes.rest", 0.0)
            .measure("step_wait_minutes.care", busy.wait())
            .measure("visit_cycle_minutes", 60.0 + busy.sojourn()),
        Checks::of("two sites at one M/M/1 λ=0.5+0.3", "verify/shared.toml")
            .measure("step_wait_minutes.care.patients", busy.wait())
            .measure("step_wait_minutes.care.elsewhere", busy.wait())
            .measure("utilization.nurse", 0.8),
        Checks::of("messages, M/M/1 → M/M/2", "verify/inbox.toml")
            .reference("inbox_turnaround_hours", 60.0, assistant.sojourn() + 0.6 * physicians.sojourn(), 0.0)
            .measure("inbox_messages_per_week", 0.8 * WEEK)
            .measure("utilization.physician", 0.72),
    ]
}

/// Hourly rates of M(t)/M/4 with μ 2 an hour, then nobody.
const HOURLY: [f64; 10] = [6.0, 8.0, 10.0, 9.0, 7.0, 5.0, 6.0, 9.0, 8.0, 4.0];

/// M(t)/M/4 from an empty start, once and day by day. All who come in ten hours have waited when ten more have
/// passed: the waits of a path add up to the integral of its line. A product of two measures is their sum.
fn changing_rates() -> Vec<Checks> {
    let path = theory::transient(&[HOURLY, [0.0; 10]].concat(), 2.0, 4);
    let waited = path[19].line_integral * 60.0;
    let patients = HOURLY.iter().sum::<f64>();
    let in_hours = path[9].busy_integral / 40.0;
    let weeks = 10.0 / 168.0;
    vec![
        Checks::of("M(t)/M/4 from empty, hourly rates, μ=2", "verify/empty-start.toml")
            .runs(10_000)
            .measure("utilization.nurse", in_hours)
            .measure("visits_per_week", patients / weeks)
            .product(
                "minutes waited, all patients of a path",
                &[("step_wait_minutes.care", 1.0), ("visits_per_week", weeks)],
                waited,
            ),
        Checks::of("M(t)/M/4 day by day", "verify/clinic-day.toml")
            .measure("in_hours_intensity.nurse", in_hours)
            .measure("utilization.nurse", patients / 2.0 / 40.0)
            .measure("work_minutes_per_day.nurse", patients * 30.0 / 4.0)
            .measure("step_wait_minutes.care", waited / patients)
            .measure("visit_cycle_minutes", waited / patients + 30.0)
            .measure("visits_per_week", patients * 5.0),
    ]
}

/// All systems that theory knows.
pub(super) fn theory() -> Vec<Checks> {
    [single_stations(), general_service(), losses(), priorities(), networks(), changing_rates()]
        .into_iter()
        .flatten()
        .collect()
}

/// Clinics that others have published or programmed.
pub(super) fn references() -> Vec<Checks> {
    let mut all = vec![nurse_unit()];
    all.extend(paediatric());
    all.push(mini_clinic());
    all
}

/// Five nurses: the wait of M/M/5.
fn nurse_unit() -> Checks {
    let queue = mmc(0.25, 0.1, 5);
    Checks::of("nurse unit, M/M/5", "other-clinics/nurse-unit.toml")
        .measure("step_wait_minutes.nurse_visit", 0.521_485)
        .measure("visit_cycle_minutes", queue.sojourn())
        .measure("utilization.nurse", queue.utilization())
}

/// Ciw's paediatric clinic: from an empty start as its tutorial IV simulates it, and in the long run. The long-run
/// waits of the specialists are estimates of Ciw's; the reception is M/G/1 of a mixture, and exact.
fn paediatric() -> [Checks; 2] {
    const FILE: &str = "other-clinics/paediatric.toml";
    let reception = 60.0 * theory::mg1_wait(3.0, (0.25 + 2.0 / 6.0) / 3.0, (2.0 / 16.0 + 4.0 / 36.0) / 3.0);
    let short = Checks::of("paediatric clinic, 30 hours", FILE)
        .runs(16_000)
        .reference("step_wait_minutes.reception_baby", 1.0, 60.0 * 0.2559, 60.0 * 0.0091)
        .reference("step_wait_minutes.reception_child", 1.0, 60.0 * 0.2589, 60.0 * 0.0085)
        .reference("step_wait_minutes.baby_specialist", 1.0, 60.0 * 0.2570, 60.0 * 0.017)
        .reference("step_wait_minutes.child_specialist", 1.0, 60.0 * 0.3448, 60.0 * 0.019);
    let mut long = Checks::of("paediatric clinic, long run", FILE)
        .measure("step_wait_minutes.reception_baby", reception)
        .measure("step_wait_minutes.reception_child", reception)
        .reference("step_wait_minutes.baby_specialist", 1.0, 60.0 * 0.309, 60.0 * 0.011)
        .reference("step_wait_minutes.child_specialist", 1.0, 60.0 * 0.468, 60.0 * 0.018);
    long.overrides = vec!["run.hours=8300", "run.observe_from_hours=150", "run.observe_until_hours=8150"];
    [short, long]
}

/// The mini-clinic: five independent programs agree on these digits, so the standard error of a reference is taken
/// as that of rounding, 1/√12 of the last digit.
fn mini_clinic() -> Checks {
    let last = |digit: f64| digit / 12.0f64.sqrt();
    Checks::of("mini-clinic", "other-clinics/mini-clinic.toml")
        .runs(40)
        .reference("visit_cycle_minutes", 1.0, 24.15, last(0.01))
        .reference("inbox_turnaround_hours", 60.0, 9.77, last(0.01))
        .reference("last_completion_minutes", 1.0, 612.4, last(0.1))
}
