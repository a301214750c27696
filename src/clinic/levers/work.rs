//! Levers that are more than one number.

/// Another way of a kind of message or paper, and the share that takes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Route {
    /// The pathway.
    pub pathway: u16,
    /// Share of messages or papers.
    pub share: f64,
}

/// Work of a visit that an assistant in the room takes over.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Delegation {
    /// Share of the minutes; of several sources the one holds that reaches most.
    pub share: f64,
    /// Minutes of the clinician for what was written or entered by others, for each visit, of that source.
    pub review_minutes: f64,
    /// Part of the share that is reached only as far as the team meets to plan its day, of that source.
    pub needs_huddles: f64,
    /// Share of the review that verbal orders make unnecessary. Combined by the maximum.
    pub verbal: f64,
    /// Roles who may take it over. Combined by union.
    pub roles: Vec<u16>,
}

impl Delegation {
    /// Adds another source of delegation: what is reached in any case decides which one holds, then the whole share.
    pub fn add(&mut self, share: f64, review_minutes: f64, needs_huddles: f64, roles: &[u16]) {
        let reached = |share: f64, needs: f64| (share * (1.0 - needs), share);
        if reached(share, needs_huddles) > reached(self.share, self.needs_huddles) {
            (self.share, self.review_minutes, self.needs_huddles) = (share, review_minutes, needs_huddles);
        }
        for role in roles {
            if !self.roles.contains(role) {
                self.roles.push(*role);
            }
        }
    }
}

/// What an intervention gives to those who take part: their own share of it grows with what they attend.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Relief {
    /// Support, as a share of what is missing.
    pub support: f64,
    /// Control, as a share of what is missing.
    pub control: f64,
    /// Supply of meaning, added.
    pub meaning: f64,
    /// Fatigue taken off in a day, as a share of it.
    pub fatigue: f64,
    /// Added to the factor 1 on the recovery from exhaustion.
    pub recovery: f64,
    /// Taken off the factor 1 on the gain of cynicism.
    pub cynicism: f64,
}

impl Relief {
    /// All of it, less at a smaller dose.
    pub fn at(self, dose: f64) -> Self {
        Self {
            support: dose * self.support,
            control: dose * self.control,
            meaning: dose * self.meaning,
            fatigue: dose * self.fatigue,
            recovery: dose * self.recovery,
            cynicism: dose * self.cynicism,
        }
    }

    fn numbers(&self) -> [f64; 6] {
        [self.support, self.control, self.meaning, self.fatigue, self.recovery, self.cynicism]
    }
}

/// How far two settings of a lever lie apart.
pub(super) trait Distance {
    fn distance(&self, other: &Self) -> f64;
}

impl Distance for f64 {
    fn distance(&self, other: &Self) -> f64 {
        (self - other).abs()
    }
}

impl Distance for Option<Route> {
    fn distance(&self, other: &Self) -> f64 {
        let share = |route: &Self| route.map_or(0.0, |route| route.share);
        (share(self) - share(other)).abs()
    }
}

impl Distance for Delegation {
    fn distance(&self, other: &Self) -> f64 {
        (self.share - other.share).abs() + (self.verbal - other.verbal).abs()
    }
}

impl Distance for Relief {
    fn distance(&self, other: &Self) -> f64 {
        self.numbers().iter().zip(other.numbers()).map(|(a, b)| (a - b).abs()).sum()
    }
}

impl<T: Distance> Distance for Vec<T> {
    fn distance(&self, other: &Self) -> f64 {
        self.iter().zip(other).map(|(a, b)| a.distance(b)).sum()
    }
}
