//! Random streams, named by purpose and by whose they are. The scenario is not in the name: two scenarios give
//! the same numbers to the same purpose of the same identity, which is all that common random numbers need.

use std::convert::Infallible;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng, TryRng};

use super::distribution::normal_quantile;
use super::logarithm::ln;

/// 2^64 divided by the golden ratio: the step of SplitMix64.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finalizer of SplitMix64 (Steele, Lea and Flood 2014; variant 13 of Stafford): a bijection on 64 bits.
#[inline]
pub(crate) const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// FNV-1a over the bytes of a name, then mixed: a fixed hash, the same for every version of the compiler.
const fn hash(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    let mut index = 0;
    while index < bytes.len() {
        state = (state ^ bytes[index] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        index += 1;
    }
    mix(state.wrapping_add(GOLDEN))
}

/// What a stream is used for, e.g. the length of a visit.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Purpose(u64);

impl Purpose {
    /// The purpose of this name.
    pub const fn named(name: &'static str) -> Self {
        Purpose(hash(name))
    }
}

/// Whose stream it is: a hash that grows from a name by ordinals. Slots may be used again, identities never are.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Identity(u64);

impl Identity {
    /// The identity of this name.
    pub const fn named(name: &str) -> Self {
        Identity(hash(name))
    }

    /// The child of this ordinal, e.g. the 17th patient of an arrival process.
    #[must_use]
    #[inline]
    pub const fn child(self, ordinal: u64) -> Self {
        Identity(mix(self.0.wrapping_add(ordinal.wrapping_add(1).wrapping_mul(GOLDEN))))
    }

    /// The hash itself.
    pub const fn value(self) -> u64 {
        self.0
    }
}

/// The root of all random numbers of one replication. The scenario is not in it, hence common random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed {
    root: u64,
}

impl Seed {
    /// The seed of a replication under a master seed.
    pub const fn new(master: u64, replication: u32) -> Self {
        Seed { root: mix(mix(master.wrapping_add(GOLDEN)) ^ (replication as u64).wrapping_mul(GOLDEN)) }
    }

    /// A number that tells seeds apart.
    pub const fn value(self) -> u64 {
        self.root
    }

    /// The stream of a purpose and an identity: the same in every scenario.
    #[inline]
    pub fn stream(self, purpose: Purpose, identity: Identity) -> Stream {
        Stream::new(mix(self.root ^ purpose.0).wrapping_add(identity.0))
    }
}

/// A stream of random numbers: Xoshiro256++ (Blackman and Vigna 2021), its state filled by SplitMix64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream(Xoshiro256PlusPlus);

impl Stream {
    #[inline]
    fn new(key: u64) -> Self {
        // SplitMix64 started at the mixed key.
        let start = mix(key);
        let mut state = [0u8; 32];
        for (index, word) in state.chunks_exact_mut(8).enumerate() {
            let value = mix(start.wrapping_add((index as u64 + 1).wrapping_mul(GOLDEN)));
            word.copy_from_slice(&value.to_le_bytes());
        }
        Stream(Xoshiro256PlusPlus::from_seed(state))
    }

    /// 64 random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Uniform in the open interval (0, 1): the middle of one of 2^52 equal parts, so that neither 0 nor 1 comes
    /// and `1.0 - u` is of the same kind.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        ((self.next_u64() >> 12) as i64 as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
    }

    /// Exponential with mean 1, by inversion: one draw.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        // The logarithm of the largest uniform is within rounding of zero.
        (-ln(self.uniform())).max(0.0)
    }

    /// Standard normal, by inversion: one draw.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.0.try_next_u32()
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0.try_next_u64()
    }

    #[inline]
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.try_fill_bytes(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The authors' reference program xoshiro256plusplus.c with the state 1, 2, 3, 4.
    #[test]
    fn generator_gives_its_published_answers() {
        let mut state = [0u8; 32];
        for word in 0..4 {
            state[8 * word] = word as u8 + 1;
        }
        let mut stream = Stream(Xoshiro256PlusPlus::from_seed(state));
        let expected = [
            41943041,
            58720359,
            3588806011781223,
            3591011842654386,
            9228616714210784205,
            9973669472204895162,
            14011001112246962877,
            12406186145184390807,
            15849039046786891736,
            10450023813501588000,
        ];
        assert_eq!(expected.map(|_| stream.next_u64()), expected);
    }

    /// Vigna's reference program splitmix64.c with the seed 1234567.
    #[test]
    fn mixer_gives_its_published_answers() {
        let expected = [
            6457827717110365317,
            3203168211198807973,
            9817491932198370423,
            4593380528125082431,
            16408922859458223821,
        ];
        for (index, expected) in (1u64..).zip(expected) {
            assert_eq!(mix(1234567u64.wrapping_add(index.wrapping_mul(GOLDEN))), expected);
        }
    }

    #[test]
    fn seeding_is_that_of_the_crate() {
        let stream = Stream::new(99);
        assert_eq!(stream.0, Xoshiro256PlusPlus::seed_from_u64(mix(99)));
    }

    #[test]
    fn every_part_of_the_name_matters_and_nothing_else() {
        let first = |seed: Seed, purpose, identity| seed.stream(purpose, identity).next_u64();
        let (a, b) = (Purpose::named("length of a visit"), Purpose::named("patience"));
        let (x, y) = (Identity::named("north").child(1), Identity::named("north").child(2));
        let drawn = [
            first(Seed::new(1, 0), a, x),
            first(Seed::new(2, 0), a, x),
            first(Seed::new(1, 1), a, x),
            first(Seed::new(1, 0), b, x),
            first(Seed::new(1, 0), a, y),
            first(Seed::new(1, 0), a, x.child(0)),
        ];
        let distinct: std::collections::BTreeSet<u64> = drawn.into_iter().collect();
        assert_eq!(distinct.len(), drawn.len());
        assert_eq!(drawn[0], first(Seed::new(1, 0), a, x));
    }

    #[test]
    fn uniform_is_open_at_both_ends() {
        let mut stream = Seed::new(1, 0).stream(Purpose::named("test"), Identity::named("uniform"));
        let mut sum = 0.0;
        for _ in 0..100_000 {
            let u = stream.uniform();
            assert!(u > 0.0 && u < 1.0);
            sum += u;
        }
        // Standard error 0.0009; five of them: false alarm 6 in ten million for a new seed.
        assert!((sum / 1e5 - 0.5).abs() < 0.0046);
    }
}
