//! The control endpoints, under `/sandbox/` of the same listener.
//!
//! They need no token. A web page must not reach them through a name that it made point here, so
//! a foreign `Host` and any `Origin` are refused.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use serde_json::{Value, json};

use super::control::Control;
use super::control::steps::Made;
use super::paths::decoded;
use super::requests::LoggedRequest;
use crate::domain::control::Step;
use crate::domain::unseen::is_unseen;

/// The path before every control endpoint.
pub(crate) const PREFIX: &str = "/sandbox/";

type Outcome = Result<Value, (StatusCode, String)>;

/// Answers a control call.
pub(crate) fn answer(control: &Control, method: &str, path: &str, headers: &HeaderMap, body: &[u8]) -> Response {
    let outcome = check_origin(headers).map_err(|message| (StatusCode::FORBIDDEN, message.to_owned()));
    let outcome = outcome.and_then(|()| {
        let body = match body {
            [] => json!({}),
            bytes => serde_json::from_slice(bytes).map_err(|error| bad(error.to_string()))?,
        };
        route(control, method, path.strip_prefix(PREFIX).unwrap_or_default(), body)
    });
    match outcome {
        Ok(value) => ([(header::CONTENT_TYPE, "application/json")], visible(&value)).into_response(),
        Err((status, message)) => {
            let body = json!({ "error": { "code": "sandboxControl", "message": message, "meta": null } });
            (status, Json(body)).into_response()
        }
    }
}

/// What is posted, and the step that it takes.
const STEPS: &[(&str, &str)] = &[
    ("backups/hold", "holdBackups"),
    ("clock/advance", "advance"),
    ("deploy", "deploy"),
    ("fail-next", "failNext"),
    ("fail-next-deploy", "failNextDeploy"),
    ("faults", "fault"),
    ("git", "repository"),
    ("index-lag", "indexLag"),
    ("logs", "writeLogs"),
    ("populate", "populate"),
    ("process", "startProcess"),
    ("service-id", "serviceId"),
    ("subdomain-domain", "subdomainDomain"),
];

fn route(control: &Control, method: &str, path: &str, body: Value) -> Outcome {
    let unknown = || Err((StatusCode::NOT_FOUND, format!("no control endpoint {method} {PREFIX}{path}")));
    match (method, path, of_service(path)) {
        ("GET", "status", _) => return Ok(control.status()),
        ("GET", "faults", _) => return Ok(json!({ "items": control.faults() })),
        ("GET", "requests", _) => {
            let items: Vec<Value> = control.requests().iter().map(LoggedRequest::to_json).collect();
            return Ok(json!({ "items": items }));
        }
        ("GET", _, Some((hostname, "environment"))) => {
            return control.environment(&decoded(hostname)).map_err(|error| bad(error.to_string()));
        }
        ("DELETE", "faults", _) => control.clear_faults(),
        ("DELETE", "requests", _) => control.clear_requests(),
        ("POST", "reset", _) => control.reset(),
        ("POST", "steps", _) => return take(control, body),
        ("POST", _, Some((hostname, "status"))) => {
            let step = json!({ "setStatus": { "hostname": decoded(hostname), "status": body["status"] } });
            return take(control, step);
        }
        ("POST", ..) => {
            let Some((_, step)) = STEPS.iter().find(|(known, _)| *known == path) else { return unknown() };
            return take(control, json!({ *step: body }));
        }
        _ => return unknown(),
    }
    Ok(json!({ "success": true }))
}

/// Takes a step, and tells what it has led to.
fn take(control: &Control, step: Value) -> Outcome {
    let step: Step = serde_json::from_value(step).map_err(|error| bad(error.to_string()))?;
    Ok(match control.take(step).map_err(|error| bad(error.to_string()))? {
        Made::Done => json!({ "success": true }),
        Made::Moved => json!({ "now": control.now().to_string() }),
        Made::Id(id) => json!({ "id": id }),
        Made::Process(id) => control.process(&id),
        Made::Repository(url) => json!({ "url": url }),
    })
}

/// JSON in which nothing is raw that a terminal obeys or nobody sees: what others sent is shown as its escapes. Such a
/// character stands nowhere but in texts.
fn visible(value: &Value) -> String {
    let (text, mut shown) = (value.to_string(), String::new());
    for c in text.chars() {
        if is_unseen(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            shown.push(c);
        }
    }
    shown
}

/// The hostname of a path that begins with `service/`, and what follows it.
fn of_service(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix("service/")?.rsplit_once('/')
}

/// Whether the caller is on this machine and no web page.
pub(crate) fn check_origin(headers: &HeaderMap) -> Result<(), &'static str> {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // An IPv6 address stands in brackets and has colons of its own.
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let address = name.parse::<std::net::IpAddr>();
    let loopback = name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback());
    if !loopback || headers.contains_key(header::ORIGIN) {
        return Err("the sandbox is for callers on this machine that are no web page");
    }
    Ok(())
}

fn bad(message: String) -> (StatusCode, String) {
    (StatusCode::BAD_REQUEST, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_may_be_called_like_the_path() {
        assert_eq!(of_service("service/service/status"), Some(("service", "status")));
        assert_eq!(of_service("service/status/environment"), Some(("status", "environment")));
        assert_eq!(of_service("service/status"), None);
    }

    #[test]
    fn what_nobody_sees_is_shown_as_its_escape() {
        let value = json!({ "path": "/a\u{1b}[31m\u{9b}b\u{202e}\u{e0041}c\nd é" });
        let shown = visible(&value);
        assert_eq!(shown, r#"{"path":"/a\u001b[31m\u009bb\u202e\udb40\udc41c\nd é"}"#);
        assert_eq!(serde_json::from_str::<Value>(&shown).expect("JSON"), value);
    }

    #[test]
    fn a_web_page_is_refused() {
        let headers = |host: &str, origin: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().expect("host"));
            if origin {
                headers.insert(header::ORIGIN, "http://127.0.0.1".parse().expect("origin"));
            }
            headers
        };
        for host in ["127.0.0.1:80", "localhost", "LOCALHOST:1", "[::1]:80"] {
            assert!(check_origin(&headers(host, false)).is_ok(), "{host}");
            assert!(check_origin(&headers(host, true)).is_err(), "{host}");
        }
        for host in ["evil.example:80", "127.0.0.1.evil.example", "10.0.0.1", ""] {
            assert!(check_origin(&headers(host, false)).is_err(), "{host}");
        }
    }
}
