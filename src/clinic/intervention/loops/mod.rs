//! Incentives and loops of the organisation: what is rewarded, and what goes on by itself.
