//! Numbers for a person: no more digits than their interval supports.

use crate::statistics::Estimate;

/// A mean with its half-width.
pub(super) fn value(estimate: Option<Estimate>) -> String {
    estimate.map_or("undefined".into(), |found| with_half_width(found, decimals(found, 1000.0)))
}

/// A number with the ends of its interval, which may be open.
pub(super) fn between(value: f64, low: Option<f64>, high: Option<f64>) -> (String, String) {
    let half_width = low.zip(high).map(|(low, high)| (high - low) / 2.0);
    let decimals = decimals(Estimate { mean: value, half_width, level: 0.0, n: 0 }, 1000.0);
    let interval = match (low, high) {
        (Some(low), Some(high)) => format!("{} to {}", short(low, decimals), short(high, decimals)),
        (Some(low), None) => format!("from {}", short(low, decimals)),
        (None, Some(high)) => format!("up to {}", short(high, decimals)),
        (None, None) => String::new(),
    };
    (short(value, decimals), interval)
}

fn with_half_width(estimate: Estimate, decimals: usize) -> String {
    match estimate.half_width {
        None => short(estimate.mean, decimals),
        Some(half) => format!("{} ± {}", short(estimate.mean, decimals), short(half, decimals)),
    }
}

/// A difference with its sign; three digits of it are enough.
pub(super) fn signed(estimate: Option<Estimate>) -> String {
    let Some(found) = estimate else { return "undefined".into() };
    let sign = if found.mean > 0.0 { "+" } else { "" };
    format!("{sign}{}", with_half_width(found, decimals(found, 100.0)))
}

/// As many decimals as the interval supports (two digits of its half-width), and never more than bring the mean to
/// at least `goal` when the point is dropped (1000: four digits).
fn decimals(estimate: Estimate, goal: f64) -> usize {
    let of_mean = places(estimate.mean.abs(), goal);
    match estimate.half_width {
        // An interval that is there shows a digit, unless it is nothing beside the mean.
        Some(half) if half > 1e-5 * estimate.mean.abs() => {
            places(half, 10.0).min(of_mean.max(places(half, 1.0)))
        }
        _ => of_mean,
    }
}

/// Decimals, up to six, that bring a size to at least `goal` when the point is dropped.
fn places(size: f64, goal: f64) -> usize {
    let (mut decimals, mut scaled) = (0, size);
    while decimals < 6 && scaled > 0.0 && scaled < goal {
        scaled *= 10.0;
        decimals += 1;
    }
    decimals
}

/// A number with so many decimals.
pub(super) fn short(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    // Minus zero is nobody's result.
    if text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.') {
        text.replace('-', "")
    } else {
        text
    }
}

/// The same with commas between thousands, for amounts of money in a sentence.
pub(super) fn grouped(text: &str) -> String {
    let mut shown = String::new();
    for word in text.split_inclusive(' ') {
        let digits = word.trim_start_matches('-').chars().take_while(char::is_ascii_digit).count();
        let signs = word.len() - word.trim_start_matches('-').len();
        for (place, c) in word.chars().enumerate() {
            let left = (signs + digits).checked_sub(place);
            if place > signs && left.is_some_and(|left| left > 0 && left % 3 == 0) {
                shown.push(',');
            }
            shown.push(c);
        }
    }
    shown
}

/// Two digits are all that a forecast deserves.
pub(super) fn rounded(more: usize) -> usize {
    let mut scale = 1;
    while more / scale >= 100 {
        scale *= 10;
    }
    more.div_ceil(scale) * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_what_their_interval_supports() {
        let shown = |mean, half_width| value(Some(Estimate { mean, half_width, level: 0.95, n: 30 }));
        assert_eq!(shown(24.1537, Some(0.3071)), "24.15 ± 0.31");
        assert_eq!(shown(1234.5, Some(56.7)), "1234 ± 57");
        assert_eq!(shown(-0.5, Some(4e-16)), "-0.5000 ± 0.0000");
        assert_eq!(shown(0.00123, Some(0.4)), "0.00 ± 0.40");
        assert_eq!(shown(-0.001, Some(0.4)), "0.00 ± 0.40");
        assert_eq!(shown(0.0, Some(0.0)), "0 ± 0");
        assert_eq!(shown(3.25, None), "3.250");
        assert_eq!(value(None), "undefined");
    }

    #[test]
    fn differences_have_a_sign_and_three_digits() {
        let shown = |mean, half_width| signed(Some(Estimate { mean, half_width, level: 0.95, n: 30 }));
        assert_eq!(shown(-0.066921, Some(0.00079)), "-0.0669 ± 0.0008");
        assert_eq!(shown(6726.4, Some(35.0)), "+6726 ± 35");
        assert_eq!(shown(-146.33, Some(0.42)), "-146.3 ± 0.4");
        assert_eq!(shown(0.117, Some(0.0055)), "+0.117 ± 0.005");
        assert_eq!(shown(0.0, Some(0.0)), "0 ± 0");
        assert_eq!(signed(None), "undefined");
    }

    #[test]
    fn intervals_may_be_lopsided_or_open() {
        let shown = |low, high| between(24.1537, low, high);
        assert_eq!(shown(Some(24.0), Some(24.614)), ("24.15".into(), "24.00 to 24.61".into()));
        assert_eq!(shown(Some(24.0), None), ("24.15".into(), "from 24.00".into()));
        assert_eq!(shown(None, None), ("24.15".into(), String::new()));
    }

    #[test]
    fn thousands_are_told_apart() {
        assert_eq!(grouped("188072"), "188,072");
        assert_eq!(grouped("-1234567.5 to 999"), "-1,234,567.5 to 999");
        assert_eq!(grouped("from 1000"), "from 1,000");
    }

    #[test]
    fn a_forecast_has_two_digits() {
        assert_eq!([7, 99, 100, 101, 12_345].map(rounded), [7, 99, 100, 110, 13_000]);
    }
}
