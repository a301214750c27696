//! Lines of `run.log`: what no digest may depend on (wall time, threads, events).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::error::Error;
use crate::experiment::Results;

/// The line at a run's start.
pub fn started(command: &[String], threads: usize) -> String {
    format!("{} started, {threads} threads: {}", now(), command.join(" "))
}

/// The lines at a run's end, however it ended.
pub fn ended(ran: &Result<Results, Error>, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    let mut lines = match ran {
        Ok(results) => {
            let found = results.found;
            format!(
                "{} {} replications, {found} of them stored before, {seconds:.1} s",
                now(),
                results.replications
            )
        }
        Err(error) => format!("{} ended after {seconds:.1} s: {error}", now()),
    };
    for note in ran.iter().flat_map(|results| &results.notes) {
        lines.push_str(&format!("\n  {note}"));
    }
    lines
}

/// The line at a calibration's end, however it ended.
pub fn ended_otherwise(ran: Result<String, &Error>, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64();
    match ran {
        Ok(what) => format!("{} {what}, {seconds:.1} s", now()),
        Err(error) => format!("{} ended after {seconds:.1} s: {error}", now()),
    }
}

/// The time of day in UTC, as in RFC 3339.
fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    timestamp(seconds)
}

/// Seconds since 1970 as a date (Hinnant, "chrono-compatible low-level date algorithms", civil_from_days).
fn timestamp(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = year + era * 400 + carry;
    format!("{year}-{month:02}-{date:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::timestamp;

    #[test]
    fn dates_are_those_of_the_calendar() {
        // `date -u -d @N`.
        assert_eq!(timestamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(timestamp(951_827_696), "2000-02-29T12:34:56Z");
        assert_eq!(timestamp(1_798_761_599), "2026-12-31T23:59:59Z");
    }
}
