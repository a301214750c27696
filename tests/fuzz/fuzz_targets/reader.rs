//! Whatever stands in a scenario file, the reader gives parameters or faults and never panics.
#![no_main]

use cliniq::clinic::Parameters;
use cliniq::clinic::parameters::check::check;
use cliniq::error::Error;
use cliniq::scenario;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    // The last line, if it begins so, is an override.
    let (text, overrides) = match text.rsplit_once("\n--set ") {
        Some((text, set)) => (text, vec![set.to_string()]),
        None => (&*text, Vec::new()),
    };
    match scenario::load_text::<Parameters>("fuzz", text, &overrides, check) {
        Ok(loaded) => drop(scenario::resolved_toml(&loaded)),
        Err(Error::Faults(faults)) => drop(faults.render(true)),
        Err(_) => {}
    }
});
