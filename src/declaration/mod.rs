//! One declaration per parameter, and the faults that a person sees.
//!
//! A table of a scenario file is declared once with `section!`: field, unit, range, default, source,
//! grade and meaning. From that follow the reader (which reports every fault with its place), the JSON
//! schema, the documentation, `explain`, the digest and the paths of `--set`.
//!
//! The way of the data: [`sources`] keeps the texts, [`tree`] parses them with places, [`reading`] and
//! [`parameter`] read values, [`fault`] says what is wrong.

pub mod clock;
pub mod fault;
pub(crate) mod macros;
pub mod parameter;
pub mod reading;
mod render;
pub mod scalar;
pub mod section;
pub mod sources;
pub mod suggest;
pub mod text_file;
pub mod toml_text;
pub mod tree;

pub use fault::{Fault, Faults};
pub use parameter::Parameter;
pub use scalar::Scalar;
pub use section::{Declaration, Field, Grade, Leaf, Section, Shape, Shown, Subsection};
pub use sources::{Place, Sources};
pub use tree::Node;

pub(crate) use macros::{choice, section};

#[cfg(test)]
mod tests;
