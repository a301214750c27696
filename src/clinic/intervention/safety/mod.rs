//! Safety: what catches errors and harm.
