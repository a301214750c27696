//! Documents, tables and answers as bytes; computes nothing.
pub mod csv;
pub mod json;
pub mod markdown;
pub mod sheet;
pub mod text;
