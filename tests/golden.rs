//! The first draws of every stream and sampler, to the last bit. They guard results against a change of a
//! dependency, of the compiler or of features. Development dependencies switch some crates to the platform's
//! mathematics in tests, so `cliniq verify` asks for a digest of many draws in the program itself as well
//! (src/verify/draws.rs).

use cliniq::engine::distribution::Distribution;
use cliniq::engine::random::{Identity, Purpose, Seed, Stream};

fn stream() -> Stream {
    Seed::new(1, 0).stream(Purpose::named("golden"), Identity::named("draws").child(3))
}

#[test]
fn raw_numbers() {
    let mut stream = stream();
    let found = [stream.next_u64(), stream.next_u64(), stream.next_u64(), stream.next_u64()];
    assert_eq!(found, RAW, "{found:#x?}");
}

#[test]
fn first_draws_of_every_sampler() {
    let made = [
        ("fixed", Distribution::fixed(2.5)),
        ("exponential", Distribution::exponential(2.0)),
        ("lognormal", Distribution::lognormal(15.0, 7.5)),
        ("lognormal by cv", Distribution::lognormal_cv(0.9, 1.0)),
        ("gamma", Distribution::gamma(6.0, 0.7)),
        ("gamma of shape below 1", Distribution::gamma(6.0, 1.8)),
        ("erlang", Distribution::erlang(8.0, 20)),
        ("triangular", Distribution::triangular(5.0, 7.0, 10.0)),
        ("uniform", Distribution::uniform(2.0, 9.0)),
        ("normal", Distribution::normal(-1.0, 5.0)),
        ("weibull", Distribution::weibull(1.7, 4.0)),
        ("empirical", Distribution::empirical(&[1.0, 2.0, 4.0], &[1.0, 2.0, 1.0])),
    ];
    let mut found = Vec::new();
    for (name, distribution) in &made {
        let distribution = distribution.as_ref().expect("the parameters are in range");
        let mut stream = stream();
        found.push((*name, [(); 3].map(|()| distribution.sample(&mut stream).to_bits())));
    }
    let normal = Distribution::normal(-1.0, 5.0).expect("the parameters are in range");
    let mut stream = stream();
    found.push(("normal from 0", [(); 3].map(|()| normal.sample_at_least_zero(&mut stream).to_bits())));
    assert_eq!(found, SAMPLES, "{found:#x?}");
}

const RAW: [u64; 4] =
    [0x5b30_be2e_6620_fdbf, 0x4e68_1950_7e8b_26e6, 0xf026_a58e_ec17_4bdc, 0xb5ef_3823_9fee_8ede];
const SAMPLES: [(&str, [u64; 3]); 13] = [
    ("fixed", [0x4004_0000_0000_0000, 0x4004_0000_0000_0000, 0x4004_0000_0000_0000]),
    ("exponential", [0x4000_8401_4ad0_02ab, 0x4002_eeab_57e1_3568, 0x3fc0_5c62_e5f3_e1c8]),
    ("lognormal", [0x4026_8b79_9886_f41c, 0x4025_1fab_14b7_05d8, 0x403b_c174_d4fd_a107]),
    ("lognormal by cv", [0x3fdd_f755_83b3_3a7c, 0x3fda_b7a7_246f_1205, 0x4002_557c_6289_b366]),
    ("gamma", [0x400d_dd02_2d03_d58c, 0x402b_1d16_5bd3_37cd, 0x4016_3521_fdeb_a2dc]),
    ("gamma of shape below 1", [0x4024_b197_9f25_4915, 0x402f_5eb8_68a1_f07f, 0x3fa8_f01c_c633_22cf]),
    ("erlang", [0x401f_f4d5_610b_6417, 0x401f_4276_f608_6e3a, 0x4020_9252_9e3c_797b]),
    ("triangular", [0x401b_8ca7_e9a9_f275, 0x401b_0013_6a58_701e, 0x4022_129a_3683_e0d7]),
    ("uniform", [0x4011_f954_cd13_2b9b, 0x4010_9362_c4cd_d738, 0x4021_221d_0dd0_e946]),
    ("normal", [0xc006_be79_e14a_b307, 0xc00c_41e2_f687_016a, 0x401a_c756_9293_5d78]),
    ("weibull", [0x4010_4d24_793d_cd72, 0x4011_aa34_6081_0370, 0x3fe9_62ef_46a7_0595]),
    ("empirical", [0x4000_0000_0000_0000, 0x4000_0000_0000_0000, 0x4010_0000_0000_0000]),
    ("normal from 0", [0x4000_685d_8a26_6837, 0x3ffb_d525_e0eb_eebe, 0x4021_6c61_fe37_8315]),
];

/// The outcomes of two shipped clinics, bit for bit. Where this changes on purpose, raise `cliniq::NUMBERS` and mark
/// the change value-breaking in the changelog.
#[test]
fn outcomes_of_clinics() {
    let check = cliniq::clinic::parameters::check::check;
    let digest = |name: &str| {
        let overrides = ["run.weeks=3", "run.warmup_weeks=1", "run.period=[0, 3]"].map(String::from);
        let loaded = cliniq::scenario::load_shipped::<cliniq::clinic::Parameters>(name, &overrides, check);
        let parameters = loaded.unwrap_or_else(|error| panic!("{error}")).parameters;
        let case = cliniq::clinic::Case::new(&parameters, String::new(), 0);
        let outcome =
            cliniq::system::System::run(&cliniq::clinic::Clinics, &[&case], Seed::new(1, 0)).remove(0);
        let mut hasher = blake3::Hasher::new();
        outcome.values.iter().for_each(|value| {
            hasher.update(&value.to_bits().to_le_bytes());
        });
        hasher.finalize().to_hex()[..16].to_owned()
    };
    let found = [digest("baseline"), digest("other-clinics/urgent-care")];
    assert_eq!(found, OUTCOMES, "the numbers of {} have changed", cliniq::NUMBERS);
}

const OUTCOMES: [&str; 2] = ["d464563bfe34980a", "c2edb4a1e6aae541"];
