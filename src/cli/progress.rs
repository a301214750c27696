//! Progress on standard error: a bar on a terminal, a line every five seconds elsewhere, nothing when quiet.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::experiment::{Status, Watch};

/// Between two lines where there is no terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(5);

/// The progress of a run.
pub enum Progress {
    /// Nothing is shown.
    Silent,
    /// A bar on a terminal.
    Bar(ProgressBar),
    /// A line now and then: when the run began, and when the last line was written.
    Lines(Instant, Instant),
}

impl Progress {
    /// What fits where standard error goes.
    pub fn new(quiet: bool) -> Self {
        if quiet {
            return Progress::Silent;
        }
        if !std::io::stderr().is_terminal() {
            return Progress::Lines(Instant::now(), Instant::now());
        }
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        let style =
            ProgressStyle::with_template("{bar:30} {pos}/{len} runs · {per_sec} · {eta} left · {msg}");
        Progress::Bar(bar.with_style(style.expect("the template is well-formed")))
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Progress::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

impl Watch for Progress {
    fn look(&mut self, status: &Status) {
        match self {
            Progress::Silent => {}
            Progress::Bar(bar) => {
                bar.set_length(u64::from(status.total));
                if bar.position() == 0 && status.found > 0 {
                    // What was stored before says nothing about the rate of this run.
                    bar.set_position(u64::from(status.found));
                    bar.reset_eta();
                }
                bar.set_message(leading(status));
                bar.set_position(u64::from(status.done));
            }
            Progress::Lines(began, last) => {
                if last.elapsed() >= BETWEEN_LINES {
                    *last = Instant::now();
                    let _ = writeln!(std::io::stderr(), "{}", line(status, began.elapsed()));
                }
            }
        }
    }
}

fn leading(status: &Status) -> String {
    match &status.leading {
        Some((name, found)) => match found.half_width {
            Some(half) => format!("{name} {:.4} ± {half:.2}", found.mean),
            None => format!("{name} {:.4}", found.mean),
        },
        None => String::new(),
    }
}

fn line(status: &Status, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(1e-3);
    let rate = f64::from(status.done.saturating_sub(status.found)) / seconds;
    let left = f64::from(status.total.saturating_sub(status.done)) / rate;
    let left = if left.is_finite() { format!(", about {left:.0} s left") } else { String::new() };
    let leading = Some(leading(status))
        .filter(|words| !words.is_empty())
        .map_or_else(String::new, |of| format!(", {of}"));
    format!("{}/{} runs, {rate:.2} per second{left}{leading}", status.done, status.total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_runs_rate_time_left_and_the_leading_measure() {
        let found = crate::statistics::estimate(&[10.0, 12.0, 11.0], 0.95).map(|e| ("wait".to_string(), e));
        let status = Status { done: 14, found: 4, total: 34, leading: found };
        let text = line(&status, Duration::from_secs(5));
        assert_eq!(text, "14/34 runs, 2.00 per second, about 10 s left, wait 11.0000 ± 2.48");
        let nothing = Status { done: 0, found: 0, total: 34, leading: None };
        assert!(!line(&nothing, Duration::from_secs(5)).contains("left"));
    }
}
