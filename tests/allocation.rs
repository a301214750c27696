//! The steady state of the kernel allocates nothing: ten times the customers, not one allocation more.

use cliniq::engine::distribution::Distribution;
use cliniq::engine::random::Seed;
use cliniq::verify::kernel::{Settings, simulate};

/// Allocations of a run and the most bytes it held at a time.
fn allocations(settings: &Settings) -> (u64, u64) {
    let counted = allocation_counter::measure(|| {
        let observed = simulate(settings, Seed::new(1, 0));
        assert!(observed.consistent);
    });
    (counted.count_total, counted.bytes_max)
}

/// Rooms are finite, so the line has been as long as it gets well before the shorter run ends.
#[test]
fn ten_times_the_customers_and_not_one_allocation_more() {
    let exponential = |mean| Distribution::exponential(mean).expect("means are positive");
    let plain = Settings {
        arrivals: 3.6,
        batch: 1,
        service: exponential(1.0),
        servers: 4,
        capacity: Some(40),
        patience: None,
        customers: 50_000,
        warmup: 0,
    };
    let impatient = Settings { patience: Some(exponential(1.0)), arrivals: 5.0, ..plain.clone() };
    let gamma = Distribution::gamma(1.0, 0.5).expect("the parameters are in range");
    let batches = Settings { batch: 3, arrivals: 1.2, service: gamma, ..plain.clone() };
    for (name, settings) in [("plain", plain), ("impatient", impatient), ("batches", batches)] {
        let short = allocations(&settings);
        let long = allocations(&Settings { customers: 10 * settings.customers, ..settings });
        assert_eq!(short, long, "{name}");
        assert!(short.0 < 60, "{name}: {} allocations to set up one station", short.0);
    }
}

/// A million customers through an unlimited room in far less than a byte each.
#[test]
fn memory_does_not_grow_with_the_customers() {
    let service = Distribution::exponential(1.0).expect("the mean is positive");
    let settings = Settings {
        arrivals: 0.9,
        batch: 1,
        service,
        servers: 1,
        capacity: None,
        patience: None,
        customers: 1_000_000,
        warmup: 0,
    };
    let (_, most) = allocations(&settings);
    assert!(most < 100_000, "{most} bytes");
}
