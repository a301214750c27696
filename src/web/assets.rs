//! The page itself, inside the program.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

const PAGE: &str = include_str!("../front/built/page.html");
const SCRIPT: &str = include_str!("../front/built/page.js");
const STYLE: &str = include_str!("../front/built/page.css");
const STYLE_HASHES: &str = include_str!("../front/built/style-hashes.txt");

/// What the page may do: run and show what this server sends, and ask it.
pub fn policy() -> String {
    let hashes: Vec<String> = STYLE_HASHES
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("sha256-"))
        .map(|hash| format!(" '{hash}'"))
        .collect();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'{}; img-src 'self' data:; connect-src 'self'; form-action \
         'none'; frame-ancestors 'none'; base-uri 'none'",
        hashes.concat()
    )
}

fn text(kind: &'static str, text: &'static str) -> Response {
    ([(CONTENT_TYPE, kind)], text).into_response()
}

/// The page.
pub async fn page() -> Response {
    text("text/html; charset=utf-8", PAGE)
}

/// What it runs.
pub async fn script() -> Response {
    text("text/javascript; charset=utf-8", SCRIPT)
}

/// How it looks.
pub async fn style() -> Response {
    text("text/css; charset=utf-8", STYLE)
}
