//! Random mutations of a valid file: parameters or faults, never a panic, and what loads loads again.
//! More of them: `PROPTEST_CASES=100000 cargo test --test reader`.

use cliniq::clinic::Parameters;
use cliniq::clinic::parameters::check::check;
use cliniq::error::Error;
use cliniq::scenario::{self, Loaded};
use proptest::prelude::*;

const BASE: &str = include_str!("../src/cli/starter/baseline.toml");

/// Pieces that are likely to break a reader or a check.
const PIECES: [&str; 32] = [
    "[",
    "]",
    "[[",
    "{",
    "}",
    "=",
    "\"",
    "'''",
    ".",
    ",",
    "\n",
    "#",
    "\u{0}",
    "μ",
    "nan",
    "-inf",
    "9e999",
    "-1",
    "0",
    "\"none\"",
    "[run]",
    "hours = 3\n",
    "1979-05-27",
    "extends = \"baseline.toml\"\n",
    "[]",
    "{}",
    "1e-320",
    "99999999999",
    "next = \"visit\"\n",
    "\"w99999999.thu\"",
    "[pathways.a.steps.b]\ntask = \"visit\"\n",
    "true",
];

fn load(text: &str, overrides: &[String]) -> Result<Loaded<Parameters>, Error> {
    scenario::load_text("mutated", text, overrides, check)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_text_makes_the_reader_panic(
        changes in proptest::collection::vec((0usize..4000, 0usize..6, 0usize..PIECES.len()), 0..6),
        swap in proptest::option::of((0usize..120, 0usize..120)),
        set in proptest::option::of("(run|arrivals|tasks|clinics)\\.[a-z_.]{0,20}=[a-z0-9\\[\\]{}\"' .=-]{0,12}"),
    ) {
        let mut lines: Vec<&str> = BASE.lines().collect();
        if let Some((a, b)) = swap {
            let count = lines.len();
            lines.swap(a % count, b % count);
        }
        let mut text: Vec<char> = lines.join("\n").chars().collect();
        for (at, cut, piece) in changes {
            let at = at % (text.len() + 1);
            let until = (at + cut).min(text.len());
            text.splice(at..until, PIECES[piece].chars());
        }
        let text: String = text.into_iter().collect();
        let overrides: Vec<String> = set.into_iter().collect();
        match load(&text, &overrides) {
            Ok(loaded) => {
                let resolved = scenario::resolved_toml(&loaded);
                match load(&resolved, &[]) {
                    Ok(again) => prop_assert_eq!(again.parameters, loaded.parameters),
                    Err(error) => prop_assert!(false, "{}\n{}", error, resolved),
                }
            }
            Err(Error::Faults(faults)) => prop_assert!(!faults.render(true).is_empty()),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}
