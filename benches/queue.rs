//! The kernel against a loop written by hand for this one queue, and the calendar alone. M/M/1, λ 0.9, μ 1, one
//! million customers; both give the same numbers to the last bit, which is asserted before anything is timed.

use std::collections::VecDeque;
use std::hint::black_box;
use std::time::Instant;

use cliniq::engine::calendar::Calendar;
use cliniq::engine::collect::Histogram;
use cliniq::engine::distribution::Distribution;
use cliniq::engine::random::{Identity, Purpose, Seed, Stream};
use cliniq::engine::time::{Span, Time};
use cliniq::verify::kernel::{Settings, simulate};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const CUSTOMERS: u64 = 1_000_000;

fn settings() -> Settings {
    Settings {
        arrivals: 0.9,
        batch: 1,
        service: Distribution::exponential(1.0).expect("1 is positive"),
        servers: 1,
        capacity: None,
        patience: None,
        customers: CUSTOMERS,
        warmup: 0,
    }
}

/// What the hand-written loop finds, in ticks: sums of waits and sojourns, areas of line and busy server.
#[derive(Debug, PartialEq)]
struct Sums {
    wait: u128,
    sojourn: u128,
    line_area: u128,
    busy_area: u128,
    queued: u64,
    p90: f64,
}

fn stream(seed: Seed, name: &'static str) -> Stream {
    seed.stream(Purpose::named(name), Identity::named("station"))
}

/// Two clocks, one line, sums: no calendar, no pool, no warm-up, no impatience, no classes.
fn by_hand(seed: Seed, ticks_per_unit: f64) -> Sums {
    let (mut arrivals, mut services) = (stream(seed, "arrivals"), stream(seed, "service"));
    let between = ticks_per_unit / 0.9;
    let mut draw_arrival = || (between * arrivals.exponential() + 0.5) as i64 as u64;
    let mut draw_service = || (ticks_per_unit * services.exponential() + 0.5) as i64 as u64;
    let mut line: VecDeque<u64> = VecDeque::new();
    let mut waits = Histogram::new();
    let (mut wait, mut sojourn, mut line_area, mut busy_area) = (0u128, 0u128, 0u128, 0u128);
    let (mut in_service, mut busy_since, mut line_since, mut queued) = (0u64, 0u64, 0u64, 0u64);
    let (mut left, mut next_arrival, mut next_departure) = (CUSTOMERS, draw_arrival(), u64::MAX);
    let mut closed = None;
    loop {
        if next_arrival <= next_departure {
            if next_arrival == u64::MAX {
                break;
            }
            let now = next_arrival;
            left -= 1;
            if next_departure == u64::MAX {
                (in_service, busy_since) = (now, now);
                waits.push(0);
                next_departure = now + draw_service();
            } else {
                line_area += line.len() as u128 * u128::from(now - line_since);
                line_since = now;
                line.push_back(now);
                queued += 1;
            }
            if left > 0 {
                next_arrival = now + draw_arrival();
            } else {
                next_arrival = u64::MAX;
                let pending = line.len() as u128 * u128::from(now - line_since);
                closed = Some((line_area + pending, busy_area + u128::from(now - busy_since)));
            }
        } else {
            let now = next_departure;
            sojourn += u128::from(now - in_service);
            if let Some(arrived) = line.pop_front() {
                line_area += (line.len() as u128 + 1) * u128::from(now - line_since);
                line_since = now;
                in_service = arrived;
                wait += u128::from(now - arrived);
                waits.push(now - arrived);
                next_departure = now + draw_service();
            } else {
                busy_area += u128::from(now - busy_since);
                next_departure = u64::MAX;
            }
        }
    }
    let (line_area, busy_area) = closed.expect("the last customer came");
    Sums { wait, sojourn, line_area, busy_area, queued, p90: waits.quantile(0.9) }
}

fn by_kernel(seed: Seed) -> Sums {
    let observed = simulate(&settings(), seed);
    assert!(observed.consistent && observed.events == 2 * CUSTOMERS);
    Sums {
        wait: observed.wait.sum(),
        sojourn: observed.sojourn.sum(),
        line_area: observed.line.integral as u128,
        busy_area: observed.busy.integral as u128,
        queued: observed.queued,
        p90: observed.waits.quantile(0.9),
    }
}

/// Fastest of `rounds`, alternating, so that both meet the same disturbances; printed beside criterion's figures.
fn ratio(rounds: u32) {
    let seed = Seed::new(1, 0);
    let ticks = simulate(&settings(), seed).ticks_per_unit;
    assert_eq!(by_kernel(seed), by_hand(seed, ticks), "kernel and loop see the same queue");
    let (mut kernel, mut hand) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..rounds {
        let start = Instant::now();
        black_box(by_kernel(black_box(seed)));
        kernel = kernel.min(start.elapsed().as_secs_f64());
        let start = Instant::now();
        black_box(by_hand(black_box(seed), ticks));
        hand = hand.min(start.elapsed().as_secs_f64());
    }
    let million_events = 2e-6 * CUSTOMERS as f64;
    println!(
        "M/M/1, {CUSTOMERS} customers: kernel {:.1} ms ({:.1} million events/s), by hand {:.1} ms ({:.1}), ratio {:.2}",
        kernel * 1e3,
        million_events / kernel,
        hand * 1e3,
        million_events / hand,
        hand / kernel
    );
}

fn queue(criterion: &mut Criterion) {
    ratio(15);
    let seed = Seed::new(1, 0);
    let ticks = simulate(&settings(), seed).ticks_per_unit;
    let mut group = criterion.benchmark_group("mm1_million_customers");
    group.sample_size(10).throughput(Throughput::Elements(2 * CUSTOMERS));
    group.bench_function("kernel", |bencher| bencher.iter(|| by_kernel(black_box(seed))));
    group.bench_function("by_hand", |bencher| bencher.iter(|| by_hand(black_box(seed), ticks)));
    group.finish();
}

/// Take the earliest, put one back: the classic hold model.
fn hold(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("calendar_hold");
    for pending in [2u64, 10, 100, 1000] {
        let mut stream = stream(Seed::new(2, 0), "hold");
        let mut calendar: Calendar<u64> = Calendar::new();
        for number in 0..pending {
            calendar.at(Time::from_micros(stream.next_u64() >> 44), number);
        }
        group.bench_function(format!("{pending} pending"), |bencher| {
            bencher.iter(|| {
                let event = calendar.next_any().expect("as many go in as come out");
                calendar.after(Span::from_micros(stream.next_u64() >> 44), event);
            });
        });
    }
    group.finish();
}

/// The cost of one draw of each kind, and of opening a stream.
fn draws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draw");
    let seed = Seed::new(3, 0);
    let all = [
        Distribution::exponential(1.0),
        Distribution::lognormal(6.0, 3.0),
        Distribution::gamma(6.0, 0.5),
        Distribution::erlang(6.0, 4),
        Distribution::triangular(1.0, 2.0, 4.0),
        Distribution::normal(0.0, 5.0),
        Distribution::weibull(2.0, 3.0),
    ];
    for distribution in all {
        let distribution = distribution.expect("the parameters are in range");
        let mut stream = stream(seed, "draws");
        group
            .bench_function(distribution.kind(), |bencher| bencher.iter(|| distribution.sample(&mut stream)));
    }
    let mut stream = stream(seed, "draws");
    group.bench_function("libm_log_of_uniform", |bencher| bencher.iter(|| -libm::log(stream.uniform())));
    let (purpose, patients) = (Purpose::named("visit length"), Identity::named("patients"));
    let mut ordinal = 0;
    group.bench_function("open_stream_and_draw_once", |bencher| {
        bencher.iter(|| {
            ordinal += 1;
            seed.stream(purpose, patients.child(ordinal)).next_u64()
        });
    });
    group.finish();
}

criterion_group!(benches, queue, hold, draws);
criterion_main!(benches);
