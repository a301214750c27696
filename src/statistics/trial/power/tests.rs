use super::*;

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1e-3), "{found} instead of {expected}");
}

#[test]
fn the_noncentral_t_agrees_with_scipy() {
    // scipy.stats.nct.cdf (SciPy 1.17.1).
    for (t, freedom, away, expected) in [
        (2.0, 6.0, 1.5, 0.6402587866969578),
        (-1.0, 3.5, 0.7, 0.06200612022007829),
        (2.4, 12.0, -1.0, 0.9988161130245878),
        (1.7, 25.0, 4.0, 0.01215762128009846),
        (0.0, 5.0, 1.2, 0.11506967022170833),
    ] {
        close(noncentral_t(t, freedom, away), expected);
    }
    assert!((noncentral_t(2.1, 18.0, 8.0) - 1.2706356262136946e-8).abs() < 1e-12);
    // Far out it passes into the approximation without a jump.
    let (near, far) = (noncentral_t(40.0, 30.0, 36.99), noncentral_t(40.0, 30.0, 37.01));
    assert!((near - far).abs() < 0.01, "{near} {far}");
}

#[test]
fn power_agrees_with_scipy_and_statsmodels() {
    close(power(0.5, 0.2, Some(6.0), 0.05), 0.5537696917716903);
    close(power(-0.3, 0.2, Some(14.0), 0.05), 0.2874477161010316);
    close(power(0.1, 0.2, Some(4.0), 0.01), 0.014440947322207045);
    close(power(0.5, 0.2, None, 0.05), 0.7054180011138003);
    close(power(0.0, 0.2, Some(6.0), 0.05), 0.05);
    // statsmodels 0.15.0, TTestIndPower: d = 0.8, ten in each group.
    close(power(0.8, 0.2_f64.sqrt(), Some(18.0), 0.05), 0.39506921211364077);
    assert!(power(50.0, 1.0, Some(8.0), 0.05) > 0.999_999);
}

/// Clusters that do not differ and one observation each: the t test of two groups.
fn t_test() -> Plan {
    Plan {
        design: Design::Parallel { before: 0, after: 1, transition: 0 },
        clusters: 20,
        size: 1.0,
        components: Components { tau2: 0.0, sigma2: 1.0, omega2: 0.0 },
        freedom: Freedom::LessTwo,
        alpha: 0.05,
    }
}

#[test]
fn the_number_of_clusters_is_that_of_the_t_test() {
    close(t_test().power(0.8).expect("a contrast"), 0.39506921211364077);
    // statsmodels 0.15.0: 25.52 in each group, so 26; an odd number of 51 is already enough.
    let needed = t_test().clusters_for(0.8, 0.8, 100).expect("within reach");
    assert!(needed == 51 || needed == 52, "{needed}");
    let at = |clusters: usize| Plan { clusters, ..t_test() }.power(0.8).expect("a contrast");
    assert!(at(needed) >= 0.8 && at(needed - 1) < 0.8);
    assert_eq!(t_test().clusters_for(0.8, 0.8, 40), None);
    assert_eq!(Plan { clusters: 2, ..t_test() }.power(0.8), None);
}

#[test]
fn sizes_periods_and_effects_are_the_smallest_that_reach_the_power() {
    let plan = Plan {
        design: Design::SteppedWedge { sequences: Some(4), baseline: 1, step: 1, transition: 0 },
        clusters: 8,
        size: 12.0,
        components: Components { tau2: 9.0, sigma2: 64.0, omega2: 1.0 },
        freedom: Freedom::LessTwo,
        alpha: 0.05,
    };
    let effect = plan.detectable(0.8).expect("a contrast");
    close(plan.power(effect).expect("a contrast"), 0.8);
    let size = plan.size_for(4.0, 0.8, 10_000).expect("within reach");
    let with_size = |size: usize| Plan { size: size as f64, ..plan }.power(4.0).expect("a contrast");
    assert!(with_size(size) >= 0.8 && with_size(size - 1) < 0.8, "{size}");
    let periods = plan.periods_for(3.0, 0.8, 30).expect("within reach");
    let with_periods =
        |periods: u32| Plan { design: plan.design.longer(periods), ..plan }.power(3.0).expect("a contrast");
    assert!(periods > 1 && with_periods(periods) >= 0.8 && with_periods(periods - 1) < 0.8, "{periods}");
    // More people cannot make up for clusters that differ from period to period.
    let differing = Plan { components: Components { omega2: 30.0, ..plan.components }, ..plan };
    assert_eq!(differing.size_for(4.0, 0.8, 1_000_000), None);
    // Fewer degrees of freedom, less power.
    let power_with = |freedom: Freedom| Plan { freedom, ..plan }.power(3.0).expect("a contrast");
    assert!(power_with(Freedom::Normal) > power_with(Freedom::LessOne));
    assert!(power_with(Freedom::LessOne) > power_with(Freedom::LessTwo));
    assert!(power_with(Freedom::LessTwo) > power_with(Freedom::LessPeriods));
    assert_eq!(Plan { clusters: 6, ..plan }.power(3.0).map(|_| ()), Some(()));
    assert_eq!(Plan { clusters: 6, freedom: Freedom::LessPeriods, ..plan }.power(3.0), None);
}
