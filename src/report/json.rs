//! Answers as JSON, one line each.

use serde::Serialize;

/// The answer with a line end; numbers in their shortest form, NaN as null.
pub fn line<T: Serialize>(answer: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(answer).expect("an answer has text keys and goes to memory");
    bytes.push(b'\n');
    bytes
}
