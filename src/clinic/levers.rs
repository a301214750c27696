//! What interventions may change: one struct for each clinic, recomputed from neutral every midnight. Handlers read
//! levers and know of no intervention; each lever is read in one place.

/// Another way of a kind of message, and the share of messages that takes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Route {
    /// The pathway.
    pub pathway: u16,
    /// Share of messages.
    pub share: f64,
}

/// Work of a visit that an assistant in the room takes over.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Delegation {
    /// Share of the minutes. Combined by the maximum.
    pub share: f64,
    /// Minutes of the clinician for what was written or entered by others, for each visit. Combined by the maximum.
    pub review_minutes: f64,
    /// Roles who may take it over. Combined by union.
    pub roles: Vec<u16>,
}

impl Delegation {
    /// Adds another source of delegation.
    pub fn add(&mut self, share: f64, review_minutes: f64, roles: &[u16]) {
        self.share = self.share.max(share);
        self.review_minutes = self.review_minutes.max(review_minutes);
        for role in roles {
            if !self.roles.contains(role) {
                self.roles.push(*role);
            }
        }
    }
}

/// The levers of one clinic.
#[derive(Debug, Clone, PartialEq)]
pub struct Levers {
    /// People added, by role; below 0 they are fewer. Combined by the sum; whole people count.
    /// Read in `workflow/absence.rs`.
    pub people: Vec<f64>,
    /// Notes written by others. Read in `workflow/delegation.rs`.
    pub notes: Delegation,
    /// Orders entered by others. Read in `workflow/delegation.rs`.
    pub orders: Delegation,
    /// By kind of message, the way that a share takes instead of the usual one. Exclusive: two writers are a fault of
    /// the scenario. Read in `workflow/inbox.rs`.
    pub routes: Vec<Option<Route>>,
    /// By kind of message, the share that still comes. Combined by the product. Read in `workflow/inbox.rs`.
    pub kept: Vec<f64>,
    /// By kind of message, minutes of one of those that come, as a factor. Combined by the product. Read in
    /// `workflow/step.rs`.
    pub minutes_factor: Vec<f64>,
    /// Months for which the review of medicines extends prescriptions. Exclusive. Read in
    /// `workflow/prescriptions.rs`.
    pub renewal_months: f64,
    /// Share of prescriptions that are stable and so extended. Exclusive. Read in `workflow/prescriptions.rs`.
    pub renewal_share: f64,
    /// Minutes of order entry for each of them. Exclusive. Read in `workflow/delegation.rs`.
    pub renewal_minutes: f64,
    /// Requests for visits and arrivals by rate, as a factor. Combined by the product. Read in `workflow/surge.rs`.
    pub visits_factor: f64,
    /// Messages of panels, as a factor. Combined by the product. Read in `workflow/surge.rs`.
    pub messages_factor: f64,
}

impl Levers {
    /// Whether more ask than usual.
    pub fn is_surge(&self) -> bool {
        self.visits_factor > 1.0 || self.messages_factor > 1.0
    }

    /// Levers that change nothing.
    pub fn neutral(roles: usize, kinds: usize) -> Self {
        Self {
            people: vec![0.0; roles],
            notes: Delegation::default(),
            orders: Delegation::default(),
            routes: vec![None; kinds],
            kept: vec![1.0; kinds],
            minutes_factor: vec![1.0; kinds],
            renewal_months: 0.0,
            renewal_share: 0.0,
            renewal_minutes: 0.0,
            visits_factor: 1.0,
            messages_factor: 1.0,
        }
    }
}
