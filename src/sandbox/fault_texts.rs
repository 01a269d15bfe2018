//! Faults that put texts where they should not be: into every string of an answer, or what was sent into an error.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::faults::FaultKind;

/// Bytes of a base64 id.
const ID: usize = 22;

/// What a fault does to the answer of a request with this body.
pub(crate) fn quoting(kind: FaultKind, body: &[u8]) -> FaultKind {
    let FaultKind::Quotes { status } = kind else { return kind };
    let body = String::from_utf8_lossy(body);
    let sent: Value = serde_json::from_str(&body).unwrap_or_default();
    let mut reasons = Vec::new();
    leaves(&sent, &mut |text| reasons.push(text.to_owned()));
    let mut meta = vec![
        json!({ "code": "invalidUserInput", "error": format!("Cannot read {body}"), "metadata": { "body": [sent] } }),
        json!({ "parameter": STANDARD.encode(&*body), "message": format!("{:?}", reasons.join(" ")) }),
    ];
    for reason in reasons {
        let lines = reason.lines().map(str::to_owned).collect::<Vec<_>>();
        meta.push(json!({ "code": "invalidUserInput", "metadata": { reason.clone(): [reason, lines] } }));
    }
    let message = Some(format!("Cannot take {}", body.trim_start_matches('{')));
    FaultKind::Status {
        status,
        code: Some("invalidUserInput".into()),
        message,
        meta: Some(meta.into()),
        retry_after: None,
    }
}

/// The answer with a text in the place of every string, or behind those that are neither ids nor constants nor times.
pub(crate) fn written_into(value: Value, text: &str, everywhere: bool) -> Value {
    match value {
        Value::String(_) if everywhere => text.into(),
        Value::String(own) if is_needed(&own) => own.into(),
        Value::String(own) => format!("{own}{text}").into(),
        Value::Array(items) => items.into_iter().map(|item| written_into(item, text, everywhere)).collect(),
        Value::Object(map) => {
            map.into_iter().map(|(key, value)| (key, written_into(value, text, everywhere))).collect()
        }
        other => other,
    }
}

/// Whether nothing could be asked any more without this string.
fn is_needed(text: &str) -> bool {
    let is_constant = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let is_address = text.contains("://");
    text.len() == ID || is_constant || is_address || text.parse::<jiff::Timestamp>().is_ok()
}

fn leaves(value: &Value, seen: &mut dyn FnMut(&str)) {
    match value {
        Value::String(text) => seen(text),
        Value::Array(items) => items.iter().for_each(|item| leaves(item, seen)),
        Value::Object(map) => map.values().for_each(|item| leaves(item, seen)),
        _ => {}
    }
}
