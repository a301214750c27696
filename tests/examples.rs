//! The worked examples of the sources, as `cliniq verify examples` shows them.

use cliniq::verify::examples;

/// The seed is fixed, so this cannot fail by chance from one day to the next. After a change of the draws it may: 13
/// estimates at 4 standard errors, looked at again where one fails, about once in 9 million changes.
#[test]
fn every_worked_example_is_reproduced() {
    let cases = examples::all(1);
    let failed: Vec<_> = cases.iter().filter(|case| !case.pass).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    for example in '1'..='7' {
        assert!(cases.iter().any(|case| case.name.starts_with(example)), "example {example} is looked at");
    }
    let simulated = |example: char| {
        let mut cases = cases.iter().filter(|case| case.name.starts_with(example));
        cases.any(|case| case.standard_error > 0.0)
    };
    assert!(['1', '2', '3', '7'].into_iter().all(simulated), "these are simulated as well");
}

/// The two counterfactuals of the continuous model are told apart by the names of their rows.
#[test]
fn the_tool_says_which_counterfactual_it_speaks_of() {
    let cases = examples::arithmetic();
    let printed = |end: &str| {
        let case = cases.iter().find(|case| case.name.ends_with(end));
        case.unwrap_or_else(|| panic!("a row of {end}")).observed
    };
    let (flat, others) =
        (printed("continuous: slope off"), printed("continuous: burned-out like the others"));
    assert!((2.35..2.45).contains(&flat) && (13.75..13.85).contains(&others), "{flat} {others}");
    assert!(examples::NOTE.contains("2.4 %") && examples::NOTE.contains("13.8 %"));
}
