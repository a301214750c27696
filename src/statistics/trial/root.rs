//! The place where a continuous function changes its sign.

/// A root of `f` between two places where its signs differ (or where it is 0), to the last bit: secant steps,
/// the end that stays halved (Illinois; Dowell & Jarratt 1971, BIT 11), and a bisection whenever that is
/// slow.
pub(super) fn root(mut low: f64, mut high: f64, mut f: impl FnMut(f64) -> f64) -> f64 {
    let (mut at_low, mut at_high) = (f(low), f(high));
    if at_low == 0.0 || at_high == 0.0 {
        return if at_low == 0.0 { low } else { high };
    }
    let mut before = f64::INFINITY;
    for step in 0..400 {
        let slow = step % 3 == 2 && (high - low).abs() > 0.3 * before;
        if step % 3 == 2 {
            before = (high - low).abs();
        }
        let secant = high - at_high * (high - low) / (at_high - at_low);
        let inside = secant > low.min(high) && secant < low.max(high);
        let halfway = 0.5 * low + 0.5 * high;
        if halfway == low || halfway == high {
            break;
        }
        // Where the secant no longer moves, the smallest step towards the other end closes the bracket.
        let nearest = if low > high { high.next_up() } else { high.next_down() };
        let middle = match (slow, inside) {
            (false, true) => secant,
            (false, false) if secant == high => nearest,
            _ => halfway,
        };
        let there = f(middle);
        if there == 0.0 {
            return middle;
        }
        // `high` is always the newest place.
        if (there > 0.0) == (at_high > 0.0) {
            at_low *= 0.5;
        } else {
            (low, at_low) = (high, at_high);
        }
        (high, at_high) = (middle, there);
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_found_to_the_last_bits() {
        assert!((root(0.0, 2.0, |x| x * x - 2.0) - 2.0_f64.sqrt()).abs() < 1e-15);
        assert!((root(1e-9, 1e7, |x| libm::log(x) - 3.0) - libm::exp(3.0)).abs() < 1e-13 * libm::exp(3.0));
        assert!((root(-1.0, 4.0, |x| (x - 1.0) * (x - 1.0) * (x - 1.0)) - 1.0).abs() < 1e-5);
        assert_eq!(root(3.0, 5.0, |x| x - 3.0), 3.0);
        let mut calls = 0;
        let step = root(0.0, 1.0, |x| {
            calls += 1;
            if x < 0.3 { -1.0 } else { 1e6 }
        });
        assert!((step - 0.3).abs() < 1e-15 && calls < 200, "{step} {calls}");
    }
}
