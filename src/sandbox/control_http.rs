//! The control endpoints, under `/sandbox/` of the same listener.
//!
//! They need no token. A web page must not reach them through a name that it made point here, so
//! a foreign `Host` and any `Origin` are refused.

use std::time::Duration;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use serde_json::{Value, json};

use super::control::Control;
use super::control::deploys::FailedStage;
use super::control::logs::LogLine;
use super::control::population::Population;
use super::faults::Fault;
use super::requests::LoggedRequest;
use super::routes::decoded;
use crate::domain::unseen::is_unseen;

/// The path before every control endpoint.
pub(crate) const PREFIX: &str = "/sandbox/";

/// How many services one call adds at most: more than a project has, and few enough for a computer.
const MOST_SERVICES: u32 = 20_000;
/// Likewise, of processes and versions.
const MOST_EVENTS: u32 = 200_000;
/// Likewise, of lines of logs.
const MOST_LINES: u32 = 1_000_000;

type Outcome = Result<Value, (StatusCode, String)>;

/// Answers a control call.
pub(crate) fn answer(control: &Control, method: &str, path: &str, headers: &HeaderMap, body: &[u8]) -> Response {
    let outcome = check_origin(headers).map_err(|message| (StatusCode::FORBIDDEN, message.to_owned()));
    let outcome = outcome.and_then(|()| {
        let body = match body {
            [] => json!({}),
            bytes => serde_json::from_slice(bytes).map_err(|error| bad(error.to_string()))?,
        };
        route(control, method, path.strip_prefix(PREFIX).unwrap_or_default(), &body)
    });
    match outcome {
        Ok(value) => ([(header::CONTENT_TYPE, "application/json")], visible(&value)).into_response(),
        Err((status, message)) => {
            let body = json!({ "error": { "code": "sandboxControl", "message": message, "meta": null } });
            (status, Json(body)).into_response()
        }
    }
}

fn route(control: &Control, method: &str, path: &str, body: &Value) -> Outcome {
    let done = Ok(json!({ "success": true }));
    match (method, path) {
        ("GET", "status") => Ok(control.status()),
        ("GET", "faults") => Ok(json!({ "items": control.faults() })),
        ("POST", "faults") => {
            let fault: Fault = serde_json::from_value(body.clone()).map_err(|error| bad(error.to_string()))?;
            control.add_fault(fault).map_err(|error| bad(error.to_string()))?;
            done
        }
        ("DELETE", "faults") => {
            control.clear_faults();
            done
        }
        ("POST", "clock/advance") => {
            control.try_advance(duration(body)?).map_err(|error| bad(error.to_string()))?;
            Ok(json!({ "now": control.now().to_string() }))
        }
        ("POST", "backups/hold") => {
            control.hold_backups(duration(body)?);
            done
        }
        ("POST", "index-lag") => {
            control.set_index_lag(duration(body)?);
            done
        }
        ("POST", "subdomain-domain") => {
            let domain = body["domain"].as_str().ok_or_else(|| bad("`domain` must be a string".to_owned()))?;
            control.set_subdomain_domain(domain);
            done
        }
        ("GET", "requests") => {
            let items: Vec<Value> = control.requests().iter().map(LoggedRequest::to_json).collect();
            Ok(json!({ "items": items }))
        }
        ("DELETE", "requests") => {
            control.clear_requests();
            done
        }
        ("POST", "git") => {
            let repository = serde_json::from_value(body.clone()).map_err(|error| bad(error.to_string()))?;
            Ok(json!({ "url": control.add_repository(repository).map_err(|error| bad(error.to_string()))? }))
        }
        ("POST", "reset") => {
            control.reset();
            done
        }
        ("POST", "populate") => {
            let count = |name: &str, most| match &body[name] {
                Value::Null => Ok(0),
                value => number(value, most).ok_or_else(|| bad(format!("`{name}` is a number up to {most}"))),
            };
            let (services, events) = (count("services", MOST_SERVICES)?, count("events", MOST_EVENTS)?);
            control.populate(Population { services, events, log_lines: count("logLines", MOST_LINES)? });
            done
        }
        ("POST", "logs") => {
            let hostname = text(body, "hostname")?;
            if !body["generate"].is_null() {
                let count = number(&body["generate"], MOST_LINES);
                let count = count.ok_or_else(|| bad(format!("`generate` is a number up to {MOST_LINES}")))?;
                control.generate_logs(hostname, count).map_err(|error| bad(error.to_string()))?;
            }
            let lines = body["lines"].as_array().map_or(&[][..], Vec::as_slice);
            let lines = lines.iter().map(|line| serde_json::from_value::<LogLine>(line.clone()));
            let lines: Vec<LogLine> = lines.collect::<Result<_, _>>().map_err(|error| bad(error.to_string()))?;
            control.write_logs(hostname, &lines).map_err(|error| bad(error.to_string()))?;
            done
        }
        ("POST", "process") => {
            let id = control.start_process(text(body, "hostname")?, text(body, "action")?);
            Ok(control.process(&id.map_err(|error| bad(error.to_string()))?))
        }
        ("POST", "fail-next") => {
            let reason = body["reason"].as_str().unwrap_or("failed on request");
            control.fail_next(text(body, "action")?, reason).map_err(|error| bad(error.to_string()))?;
            done
        }
        ("POST", "deploy") => {
            let hostname = text(body, "hostname")?;
            let reason = body["reason"].as_str().unwrap_or("failed on request");
            let id = match body["outcome"].as_str() {
                None | Some("ok") => control.deploy(hostname, &ports(body)?),
                Some("fail" | "buildFailed") => control.fail_deploy(hostname, FailedStage::Build, reason),
                Some("deployFailed") => control.fail_deploy(hostname, FailedStage::Deploy, reason),
                Some(_) => return Err(bad("`outcome` is ok, buildFailed or deployFailed".into())),
            };
            Ok(json!({ "id": id.map_err(|error| bad(error.to_string()))? }))
        }
        _ => match (method, of_service(path)) {
            ("GET", Some((hostname, "environment"))) => {
                control.environment(&decoded(hostname)).map_err(|error| bad(error.to_string()))
            }
            ("POST", Some((hostname, "status"))) => {
                let status = text(body, "status")?;
                control.set_status(&decoded(hostname), status).map_err(|error| bad(error.to_string()))?;
                done
            }
            _ => Err((StatusCode::NOT_FOUND, format!("no control endpoint {method} {PREFIX}{path}"))),
        },
    }
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

/// A number that is not larger than this.
fn number(value: &Value, most: u32) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|number| *number <= most)
}

/// A duration as `ms` or `seconds`.
fn duration(body: &Value) -> Result<Duration, (StatusCode, String)> {
    if let Some(ms) = body["ms"].as_u64() {
        return Ok(Duration::from_millis(ms));
    }
    let seconds = body["seconds"].as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| bad("`ms` or `seconds` is required".into()))
}

fn text<'a>(body: &'a Value, name: &str) -> Result<&'a str, (StatusCode, String)> {
    body[name].as_str().ok_or_else(|| bad(format!("`{name}` is required")))
}

fn ports(body: &Value) -> Result<Vec<u16>, (StatusCode, String)> {
    let number = |item: &Value| item.as_u64().and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0);
    let ports: Option<Vec<u16>> = match &body["ports"] {
        Value::Null => Some(Vec::new()),
        Value::Array(items) => items.iter().map(number).collect(),
        _ => None,
    };
    ports.ok_or_else(|| bad("`ports` is a list of port numbers".into()))
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
