use super::parameters::{Alerts, Barcode, DoubleCheck, Layer, Manner, Pharmacist, check};
use super::*;
use crate::clinic::science::odds::{at_odds_ratio, odds};
use crate::declaration::{Faults, Section, tree};
use crate::engine::random::{Identity, Purpose, Seed};

/// Reads the text of a table `[safety]`, and its rules across fields.
fn read(text: &str) -> Result<Safety, Vec<String>> {
    let mut faults = Faults::default();
    let source = faults.sources_mut().add("t.toml", text);
    let root = tree::parse(source, &mut faults);
    let safety = root.as_ref().and_then(|root| Safety::read(root.child("safety"), "safety", &mut faults));
    let words = |faults: &Faults| faults.iter().map(|f| format!("{}: {}", f.path, f.expected)).collect();
    let Some(safety) = safety.filter(|_| faults.is_empty()) else { return Err(words(&faults)) };
    let mut broken = Vec::new();
    check(&safety, |path, expected, found, _| broken.push(format!("{path}: {expected}, found {found}")));
    if broken.is_empty() { Ok(safety) } else { Err(broken) }
}

/// The chain for chemotherapy, its barcode written first and standing last.
const CHEMOTHERAPY: &str = r#"
[safety]
base = "prescribing"
error_probability = 0.07
[safety.layers.a_barcode.barcode.bypass]
probability = 0.2
[safety.layers.alerts.alerts]
heed_probability = 0.25
[safety.layers.nurses]
orders_share = 0.5
[safety.layers.nurses.double_check]
manner = "independent"
[safety.layers.pharmacist.pharmacist]
outside_orders_per_hour = 40
"#;

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-14 * expected.abs(), "{found} instead of {expected}");
}

fn with_layer(safety: Safety, layer: Layer) -> Defences {
    Defences::new(&Safety { layers: [("only".to_owned(), layer)].into(), ..safety })
}

fn catches(layer: Layer, at: &Circumstances) -> f64 {
    with_layer(Safety::default(), layer).layers()[0].catches(at, (1.0, 1.0))
}

#[test]
fn a_file_is_read_and_its_layers_stand_in_the_order_of_the_work() {
    let defences = Defences::new(&read(CHEMOTHERAPY).expect("no faults"));
    let names: Vec<&str> = defences.layers().iter().map(|layer| layer.name.as_str()).collect();
    assert_eq!(names, ["alerts", "pharmacist", "nurses", "a_barcode"]);
    let chain = defences.chain(&Circumstances::default());
    near(chain.error, 0.07);
    near(chain.caught[0], 0.07 * 0.5 * 0.25);
    near(chain.passes_all(), (1.0 - 0.125) * 0.5 * (1.0 - 0.5 * 0.9 * 0.777) * (1.0 - 0.8 * 0.414));
    near(chain.reach, chain.error * chain.passes_all());
    near(chain.caught.iter().sum::<f64>() + chain.reach, chain.error);
    let moved = format!("{CHEMOTHERAPY}\n[safety.layers.alerts]\nstage = 9\n");
    let defences = Defences::new(&read(&moved).expect("no faults"));
    assert_eq!(defences.layers()[3].name, "alerts", "a stage of its own moves a layer");
    near(defences.chain(&Circumstances::default()).reach, chain.reach);
}

#[test]
fn faults_of_the_table_are_found() {
    let two = "[safety.layers.x.alerts]\n[safety.layers.x.barcode]\n[safety.layers.y]";
    let faults = read(two).expect_err("kinds are wrong");
    let expected = "exactly one kind of alerts, pharmacist, double_check, barcode";
    let of = |name: &str, found: &str| format!("safety.layers.{name}: {expected}, found {found}");
    assert_eq!(faults, [of("x", "alerts and barcode"), of("y", "none")]);
    let nine: String = (0..9).map(|n| format!("[safety.layers.l{n}.alerts]\n")).collect();
    assert_eq!(read(&nine).expect_err("too many"), ["safety.layers: at most 8 layers, found 9"]);
    let faults = read("[safety]\nrelative_risk = 0\nerror_model = \"binari\"").expect_err("out of range");
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert_eq!(read(""), Ok(Safety::default()));
}

/// Each factor of an order's error by itself: odds ratios on the odds, the relative risk on the probability (V11).
#[test]
fn orders_err_by_their_circumstances() {
    let plain = Circumstances::default();
    let error = |safety: &Safety, at: &Circumstances| orders::error_probability(safety, at);
    let safety = Safety { error_probability: Some(0.1), ..Safety::default() };
    for (at, ratio) in [
        (plain, 1.0),
        (Circumstances { z_exhaustion: 2.0, ..plain }, 1.25 * 1.25),
        (Circumstances { interruptions: 3.0, ..plain }, 1.127 * 1.127 * 1.127),
        (Circumstances { fatigue: 0.51, ..plain }, 1.38),
        (Circumstances { fatigue: 0.5, ..plain }, 1.0),
        (Circumstances { overload: 0.5, ..plain }, libm::sqrt(1.5)),
        (Circumstances { burned_out: true, ..plain }, 1.0),
    ] {
        near(error(&safety, &at), at_odds_ratio(0.1, ratio));
    }
    let binary = read("[safety]\nerror_model = \"binary\"").expect("no faults");
    let burned = Circumstances { burned_out: true, z_exhaustion: 3.0, ..plain };
    near(error(&binary, &burned), 0.0027);
    near(error(&binary, &Circumstances { burned_out: false, ..burned }), 0.002);
    let certain = Safety { error_probability: Some(0.5), relative_risk: 10.0, ..binary };
    assert_eq!(error(&certain, &burned), 1.0, "a risk ends at 1");
    let shifted = Safety { error_shift: libm::log(1.5), ..safety };
    near(error(&shifted, &plain), at_odds_ratio(0.1, 1.5));
}

/// The published factors: -30 % for each further alert up to four, -10 % for each five points of repeats (C62); .663 and
/// .777 (C58); -41 % (C60); and which leg of burnout drives which layer (B45).
#[test]
fn layers_catch_what_was_measured_and_follow_their_own_driver() {
    let plain = Circumstances::default();
    let quiet =
        Circumstances { z_exhaustion: 1.0, z_cynicism: 1.0, orders_per_hour: 70.0, nurse_load: 1.0, ..plain };
    let alerts = Layer { alerts: Some(Alerts::default()), ..Layer::default() };
    let heeded = |at: &Circumstances| catches(alerts.clone(), at) / catches(alerts.clone(), &plain);
    near(heeded(&Circumstances { alerts: 2.0, ..plain }), 0.7);
    near(heeded(&Circumstances { alerts: 12.0, ..plain }), 0.343);
    near(heeded(&Circumstances { repeat_share: 0.1, ..plain }), 0.81);
    near(heeded(&quiet), libm::exp(-0.22));
    let keen = Alerts { heed_probability: 1.0, errors_alerted_share: 1.0, ..Alerts::default() };
    let keen = Layer { alerts: Some(keen), ..Layer::default() };
    assert_eq!(catches(keen, &Circumstances { z_exhaustion: -2.0, ..plain }), 1.0, "at most always");

    let pharmacist = Layer { pharmacist: Some(Pharmacist::default()), ..Layer::default() };
    near(catches(pharmacist.clone(), &Circumstances { orders_per_hour: 50.0, ..quiet }), 0.5);
    near(1.0 - catches(pharmacist, &quiet), at_odds_ratio(0.5, 1.25 * 1.25));

    let nurses = |manner| {
        let mut check = DoubleCheck { manner, ..DoubleCheck::default() };
        check.skip.probability = 0.0;
        Layer { double_check: Some(check), ..Layer::default() }
    };
    let found = [Manner::Single, Manner::Primed, Manner::Independent].map(|how| catches(nurses(how), &quiet));
    assert_eq!(found, [0.663, 0.663, 0.777]);
    let double = Layer { double_check: Some(DoubleCheck::default()), ..Layer::default() };
    let barcode = Layer { barcode: Some(Barcode::default()), ..Layer::default() };
    for (layer, finds) in [(double, 0.777), (barcode, 0.414)] {
        near(catches(layer.clone(), &plain), 0.9 * finds);
        let done_without = 1.0 - catches(layer.clone(), &quiet) / finds;
        let expected = odds(0.1) * 1.25 * 1.1 * 1.1;
        assert!((odds(done_without) / expected - 1.0).abs() < 1e-12);
        near(
            catches(Layer { shift: libm::log(2.0), ..layer.clone() }, &plain),
            at_odds_ratio(0.9 * finds, 2.0),
        );
        near(catches(Layer { orders_share: 0.25, ..layer }, &plain), 0.25 * 0.9 * finds);
    }
}

/// A relative risk for the burned-out acts once: their state moves no layer, the work of the layers does.
#[test]
fn in_the_binary_model_burnout_acts_at_the_order_alone() {
    let mut safety = read(CHEMOTHERAPY).expect("no faults");
    safety.error_model = parameters::ErrorModel::Binary;
    let defences = Defences::new(&safety);
    let plain = defences.chain(&Circumstances::default());
    let state =
        Circumstances { burned_out: true, z_exhaustion: 2.0, z_cynicism: 2.0, ..Circumstances::default() };
    let burned = defences.chain(&state);
    near(burned.error / plain.error, 1.35);
    near(burned.reach / plain.reach, 1.35);
    let busy = defences.chain(&Circumstances { orders_per_hour: 60.0, nurse_load: 1.2, ..state });
    assert!(busy.reach > burned.reach && busy.error == burned.error);
}

/// The counts of 400,000 orders have the probabilities of the chain: five outcomes within 5 standard errors, a false alarm
/// in 3 of a million new seeds. And what is decided is decided by the draw of its own name.
#[test]
fn counts_have_the_conditional_expectation() {
    let defences = Defences::new(&read(CHEMOTHERAPY).expect("no faults"));
    let chain = defences.chain(&Circumstances { z_exhaustion: 1.0, alerts: 2.0, ..Circumstances::default() });
    let (seed, orders) = (Seed::new(1, 0), 400_000u64);
    let mut seen = [0u64; 6];
    for order in 0..orders {
        let draws = Draws::new(seed, Identity::named("orders").child(order));
        match defences.outcome(&chain, &draws) {
            Outcome::Correct => {}
            Outcome::Caught(layer) => seen[layer] += 1,
            Outcome::Reached => seen[5] += 1,
        }
    }
    for (found, expected) in seen.into_iter().zip(chain.caught[..4].iter().chain([&0.0, &chain.reach])) {
        let mean = expected * orders as f64;
        assert!((found as f64 - mean).abs() <= 5.0 * mean.sqrt(), "{found} instead of {mean}");
    }
}

#[test]
fn a_layer_taken_away_changes_no_draw_of_another() {
    let safety = read(CHEMOTHERAPY).expect("no faults");
    let mut fewer = safety.clone();
    fewer.layers.remove("pharmacist");
    let (all, fewer) = (Defences::new(&safety), Defences::new(&fewer));
    let draws = Draws::new(Seed::new(1, 0), Identity::named("orders").child(3));
    assert_eq!(draws.layer(&all.layers()[2]), draws.layer(&fewer.layers()[1]), "nurses keep their number");
    let numbers = [draws.error(), draws.harm(), draws.layer(&all.layers()[0]), draws.layer(&all.layers()[1])];
    let different = |k: usize| numbers[..k].iter().all(|other| *other != numbers[k]);
    assert!((0..4).all(different), "{numbers:?}");
}

#[test]
fn counterfactuals_change_who_is_burned_out_or_the_slope() {
    let at = Circumstances {
        z_exhaustion: 1.5,
        z_cynicism: 0.5,
        burned_out: true,
        alerts: 3.0,
        ..Circumstances::default()
    };
    let others = |nurse_burned_out| Counterfactual::LikeTheOthers {
        z_exhaustion: -0.6,
        z_cynicism: -0.4,
        nurse_burned_out,
    };
    let well = Circumstances { z_exhaustion: -0.6, burned_out: false, ..at };
    assert_eq!(others(false).of(&at), well);
    assert_eq!(others(true).of(&at), Circumstances { z_cynicism: -0.4, ..well });
    assert_eq!(others(false).of(&well), well, "who is well stays as they are");
    let flat = Counterfactual::SlopeOff.of(&at);
    assert_eq!((flat.z_exhaustion, flat.z_cynicism, flat.alerts), (0.0, 0.0, 3.0));
}

/// At the ends of what people and days can be, chances stay chances.
#[test]
fn nothing_leaves_zero_to_one() {
    let mut stream = Seed::new(1, 0).stream(Purpose::named("test"), Identity::named("extremes"));
    let certain = CHEMOTHERAPY.replace("\nprobability = 0.2", "\nprobability = 0");
    let certain = certain.replace("outside_orders_per_hour = 40", "miss_probability = 1");
    let chains = [CHEMOTHERAPY, &certain].map(|text| Defences::new(&read(text).expect("no faults")));
    for round in 0..20_000 {
        let mut wide = |low: f64, high: f64| low + (high - low) * stream.uniform();
        let at = Circumstances {
            z_exhaustion: wide(-40.0, 40.0),
            z_cynicism: wide(-40.0, 40.0),
            burned_out: wide(0.0, 1.0) < 0.5,
            fatigue: wide(0.0, 1.0),
            interruptions: wide(0.0, 100.0),
            overload: wide(0.0, 50.0),
            alerts: wide(0.0, 200.0),
            repeat_share: wide(0.0, 1.0),
            orders_per_hour: wide(0.0, 100_000.0),
            nurse_load: wide(0.0, 1000.0),
            error_odds: wide(0.0, 10.0),
        };
        let chain = chains[round % 2].chain(&at);
        let all = chain.caught.into_iter().chain([chain.error, chain.reach, chain.passes_all()]);
        assert!(all.into_iter().all(|p| (0.0..=1.0).contains(&p)), "{at:?} {chain:?}");
    }
}
