//! One run, told: its event log, a typical and a bad day of it in lanes, and how its work is spread over people.
//!
//! ```text
//!  case ──▶ course ──▶ days: typical, bad ──▶ lanes ──▶ figure
//!              └─────▶ load
//! ```

pub mod clock;
mod course;
mod days;
mod figure;
mod letters;
mod load;
pub mod log;
mod people;
mod protection;
mod scene;
pub mod words;

pub use course::Course;
pub use days::{Picked, Ranking, Which, days, named, which, working_days};
pub use figure::figure;
pub use letters::LETTERS;
pub use load::{axis as load_axis, load};
pub use protection::protect;
pub use scene::{Arm, Scene, clinic, lanes};
