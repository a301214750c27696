//! The model that the file commands speak of: the one place where they name it.

pub use crate::clinic::Parameters;
pub use crate::clinic::parameters::check::check;
