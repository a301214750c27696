//! Ctrl-C and termination: the first stops cleanly, the second at once.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);
static INSTALLED: Once = Once::new();

/// The flag that becomes true on the first interrupt; installs the handler on the first call.
pub fn flag() -> &'static AtomicBool {
    INSTALLED.call_once(|| {
        let handler = || {
            if STOP.swap(true, Ordering::SeqCst) {
                std::process::exit(75);
            }
            eprintln!("stopping: the runs at work are finished and stored; once more stops at once");
        };
        // Without a handler an interrupt ends the process at once, which costs a few seconds of work, no more.
        let _ = ctrlc::set_handler(handler);
    });
    &STOP
}
