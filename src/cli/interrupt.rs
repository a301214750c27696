//! Ctrl-C and termination: the first stops cleanly, one that comes later at once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Once, OnceLock};
use std::time::{Duration, Instant};

/// Signals within this time after the first are the same one: a scheduler and the shell below it both send it.
const SAME: Duration = Duration::from_secs(2);

static FIRST: OnceLock<Instant> = OnceLock::new();

static STOP: AtomicBool = AtomicBool::new(false);
static INSTALLED: Once = Once::new();

/// The flag that becomes true on the first interrupt; installs the handler on the first call.
pub fn flag() -> &'static AtomicBool {
    INSTALLED.call_once(|| {
        let handler = || {
            let first = FIRST.get_or_init(Instant::now);
            if STOP.swap(true, Ordering::SeqCst) {
                if first.elapsed() > SAME {
                    std::process::exit(75);
                }
                return;
            }
            eprintln!("stopping: the runs at work are finished and stored; once more, two seconds later, stops at once");
        };
        // Without a handler an interrupt ends the process at once, which costs a few seconds of work, no more.
        let _ = ctrlc::set_handler(handler);
    });
    &STOP
}
