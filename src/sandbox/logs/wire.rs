//! Log lines on the wire.

use serde_json::{Value, json};

use super::query::line_id;
use super::store::{Line, LogStore};
use crate::sandbox::wire::reply::Reply;

/// The labels of the severities.
const SEVERITIES: &[&str] = &["Emergency", "Alert", "Critical", "Error", "Warning", "Notice", "Informational", "Debug"];

/// `{"items"}` with the lines of an answer in their order.
///
/// Derived: the fields and their types; the priority is the facility times eight and the severity.
/// Guessed: `content` is the message again.
pub(crate) fn items(store: &LogStore, lines: &[&Line]) -> Reply {
    Reply::list("{\"items\":[", lines.iter().enumerate().map(|(place, line)| item(store, line, place)), "]}")
}

fn item(store: &LogStore, line: &Line, place: usize) -> Value {
    let source = store.source(line.source);
    let tag = store.tag(line.tag);
    let program = tag.split('@').next().unwrap_or(tag);
    json!({
        "id": line_id(line, place),
        "timestamp": line.time.to_string(),
        "version": 1,
        "hostname": source.map_or("", |source| &source.hostname),
        "content": line.message,
        "client": "",
        "facility": line.facility,
        "facilityLabel": facility(line.facility),
        "msgId": "",
        "priority": u16::from(line.facility) * 8 + u16::from(line.severity),
        "procId": "-",
        "severity": line.severity,
        "severityLabel": SEVERITIES.get(usize::from(line.severity)).unwrap_or(&"Debug"),
        "structuredData": "-",
        "tag": tag,
        "tlsPeer": "",
        "appName": program,
        "message": line.message,
        "containerId": source.map_or("", |source| &source.container),
    })
}

fn facility(number: u8) -> String {
    match number {
        3 => "daemon".to_owned(),
        16..=23 => format!("local{}", number - 16),
        other => other.to_string(),
    }
}
