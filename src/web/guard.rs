//! What stands before every answer: who may ask (no other site, no other name for this machine), how much, and the headers
//! that keep a browser from doing what nobody asked for.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::Site;
use super::door::Caller;

/// Bytes of a body.
pub const LARGEST_BODY: usize = 256 << 10;

/// A body takes no longer than this.
const BODY: Duration = Duration::from_secs(10);

/// Under which names this server may be asked.
#[derive(Debug, Clone)]
pub struct Names {
    names: Vec<String>,
    /// Where it listens on all addresses, every address with this port is one of its own; a name is not, since a name can be
    /// made to lead here.
    any_address: Option<u16>,
    /// Whether it listens where browsers ask without saying so: they leave the port away then.
    is_usual: bool,
}

/// The port of plain HTTP.
const USUAL_PORT: u16 = 80;

impl Names {
    /// The names of a server that listens here, and that the person called `host`.
    pub fn new(address: SocketAddr, host: &str) -> Self {
        let port = address.port();
        let mut names: Vec<String> =
            ["127.0.0.1", "localhost", "[::1]"].iter().map(|name| format!("{name}:{port}")).collect();
        let bracketed = if host.contains(':') { format!("[{host}]") } else { host.to_lowercase() };
        names.push(format!("{bracketed}:{port}"));
        names.push(address.to_string());
        let any_address = address.ip().is_unspecified().then_some(port);
        Names { names, any_address, is_usual: port == USUAL_PORT }
    }

    /// A host with its port, be it said or not.
    fn whole(&self, host: &str) -> String {
        let host = host.to_lowercase();
        let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        match self.is_usual && !host.is_empty() && (!has_port || host.ends_with(']')) {
            true => format!("{host}:{USUAL_PORT}"),
            false => host,
        }
    }

    fn allow(&self, host: &str) -> bool {
        let host = self.whole(host);
        let is_address = |port: u16| match host.parse::<SocketAddr>() {
            Ok(address) => address.port() == port,
            Err(_) => false,
        };
        self.names.contains(&host) || self.any_address.is_some_and(is_address)
    }
}

/// Whether an address is one of this machine alone.
pub fn is_local(address: IpAddr) -> bool {
    address.is_loopback()
}

/// An error in words.
pub fn refuse(status: StatusCode, words: &str) -> Response {
    (status, axum::Json(json!({ "error": words }))).into_response()
}

/// Lets a request through, or answers it with why not; every answer carries the headers.
pub async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let mut answer = match admit(&site, request).await {
        Ok(request) => {
            let busy = request.extensions().get::<Caller>().map(Caller::busy);
            let answer = next.run(request).await;
            drop(busy);
            answer
        }
        Err(refusal) => *refusal,
    };
    let headers = answer.headers_mut();
    for (name, value) in &site.headers {
        headers.insert(name, value.clone());
    }
    answer
}

/// The headers of every answer.
pub fn headers(policy: &str) -> Vec<(HeaderName, HeaderValue)> {
    let text = HeaderValue::from_static;
    vec![
        (CONTENT_SECURITY_POLICY, HeaderValue::from_str(policy).unwrap_or(text("default-src 'none'"))),
        (X_CONTENT_TYPE_OPTIONS, text("nosniff")),
        (REFERRER_POLICY, text("no-referrer")),
        (HeaderName::from_static("cross-origin-resource-policy"), text("same-origin")),
        (CACHE_CONTROL, text("no-store")),
    ]
}

async fn admit(site: &Site, request: Request) -> Result<Request, Box<Response>> {
    let no = |status, words: &str| Box::new(refuse(status, words));
    let host = host(&request).filter(|host| site.names.allow(host)).ok_or_else(|| {
        no(
            StatusCode::MISDIRECTED_REQUEST,
            "This server answers under its own address only; open the one that it printed.",
        )
    })?;
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let asks = changes || request.uri().path().starts_with("/api/");
    if asks && is_foreign(request.headers(), &site.names, &host) {
        return Err(no(StatusCode::FORBIDDEN, "Another site may not ask this server."));
    }
    if !changes {
        return Ok(request);
    }
    if !is_json(request.headers()) {
        return Err(no(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send JSON, with Content-Type: application/json.",
        ));
    }
    let too_long = || no(StatusCode::PAYLOAD_TOO_LARGE, "A request holds at most 256 KiB.");
    let (parts, body) = request.into_parts();
    let announced =
        parts.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > LARGEST_BODY as u64) {
        return Err(too_long());
    }
    match tokio::time::timeout(BODY, to_bytes(body, LARGEST_BODY)).await {
        Ok(Ok(bytes)) => Ok(Request::from_parts(parts, Body::from(bytes))),
        Ok(Err(_)) => Err(too_long()),
        Err(_) => Err(no(StatusCode::REQUEST_TIMEOUT, "The request took too long to arrive.")),
    }
}

/// The one host that a request names, in its head and, where it stands there, in its address.
fn host(request: &Request) -> Option<String> {
    let mut named = request.headers().get_all(HOST).iter();
    let host = named.next()?.to_str().ok()?.to_lowercase();
    let same =
        request.uri().authority().is_none_or(|authority| authority.as_str().eq_ignore_ascii_case(&host));
    (named.next().is_none() && same).then_some(host)
}

/// Whether a browser says that another site asks.
fn is_foreign(headers: &HeaderMap, names: &Names, host: &str) -> bool {
    let is_own = |origin: &HeaderValue| {
        let origin = origin.to_str().unwrap_or("").to_lowercase();
        origin.strip_prefix("http://").is_some_and(|origin| names.whole(origin) == names.whole(host))
    };
    let foreign_origin = headers.get_all(ORIGIN).iter().any(|origin| !is_own(origin));
    let from = headers.get("sec-fetch-site").map(|site| site.to_str().unwrap_or("cross-site"));
    foreign_origin || from.is_some_and(|from| !matches!(from, "same-origin" | "none"))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    kind.eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_its_own_and_no_other() {
        let local = Names::new("127.0.0.1:8317".parse().expect("an address"), "127.0.0.1");
        for host in ["127.0.0.1:8317", "localhost:8317", "LOCALHOST:8317", "[::1]:8317"] {
            assert!(local.allow(host), "{host}");
        }
        for host in [
            "127.0.0.1",
            "127.0.0.1:80",
            "evil.example:8317",
            "localhost.evil.example:8317",
            "",
            "10.0.0.1:8317",
        ] {
            assert!(!local.allow(host), "{host}");
        }
        let all = Names::new("0.0.0.0:8317".parse().expect("an address"), "0.0.0.0");
        assert!(all.allow("10.0.0.1:8317") && all.allow("[fe80::1]:8317"));
        assert!(!all.allow("evil.example:8317") && !all.allow("10.0.0.1:80"));
        let usual = Names::new("127.0.0.1:80".parse().expect("an address"), "127.0.0.1");
        for host in ["127.0.0.1", "127.0.0.1:80", "localhost", "LocalHost", "[::1]", "[::1]:80"] {
            assert!(usual.allow(host), "{host}");
            for origin in
                ["127.0.0.1", "127.0.0.1:80", "evil.example", "127.0.0.1:81", "localhost.evil.example"]
            {
                let mut headers = HeaderMap::new();
                let text = HeaderValue::from_str(&format!("http://{origin}")).expect("a header");
                headers.insert(ORIGIN, text);
                let own = host.starts_with("127") && matches!(origin, "127.0.0.1" | "127.0.0.1:80");
                assert_eq!(is_foreign(&headers, &usual, host), !own, "{origin} at {host}");
            }
        }
        for host in ["", "127.0.0.1:8317", "evil.example", "evil.example:80", "localhost.", "::1", "[::2]"] {
            assert!(!usual.allow(host), "{host}");
        }
        let all = Names::new("0.0.0.0:80".parse().expect("an address"), "0.0.0.0");
        assert!(all.allow("10.0.0.1") && all.allow("[fe80::1]") && !all.allow("evil.example"));
        assert!(Names::new("10.0.0.1:8317".parse().expect("an address"), "Clinic").allow("clinic:8317"));
    }
}
