//! What is said of a trial study, to be seen.

use super::evaluate::Evaluation;
use crate::document::Figure;
use crate::experiment::figures::study::Origin;

/// All figures, by section.
pub fn all(_evaluation: &Evaluation, _origin: &Origin) -> Vec<(String, Vec<Figure>)> {
    Vec::new()
}
