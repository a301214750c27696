//! Documents, tables and answers as bytes; computes nothing.
pub mod csv;
pub mod figure;
pub mod html;
pub mod json;
pub mod markdown;
pub mod sheet;
pub mod text;
