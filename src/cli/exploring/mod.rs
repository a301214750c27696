//! What commands over factors share: a study in, its scenarios made ready, points built from settings, a folder that holds it.

pub mod folder;
pub mod ground;
pub mod known;
mod subject;

pub use folder::{Sweep, begin, open};
pub use ground::Ground;
pub use subject::{Subject, SubjectCase};
