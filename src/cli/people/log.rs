//! Lines of a log as lines.

use serde_json::{Map, Value};

use crate::cli::output::{BAD, DIM, NAME, WARN, painted, printable};
use crate::cli::words;
use crate::cli::wrap::{self, columns};
use crate::domain::call::NextCall;

/// The characters of a time of which nobody reads more: `2026-01-02T03:04:05`.
const TIME: usize = 19;

/// In fewer columns nothing is folded.
const LEAST: usize = 20;

/// A log, the oldest line first, and what is to be known of it.
pub(super) fn of(value: &Value, width: Option<usize>) -> String {
    let text = |key: &str| value[key].as_str().map(printable);
    let mut lines: Vec<String> = records(value).iter().map(|one| line(one, width)).collect();
    if lines.is_empty() {
        let service = text("service").unwrap_or_default();
        lines.push(painted(DIM, format!("{service}: no lines")));
    }
    lines.extend(["cut", "note"].into_iter().filter_map(text).map(|note| painted(DIM, note)));
    if value["cut"].is_string() {
        let next = value["next"].as_array().into_iter().flatten();
        let next = next.filter_map(|next| serde_json::from_value::<NextCall>(next.clone()).ok());
        lines.extend(next.map(|call| painted(NAME, printable(&words::command_line(&call)))));
    }
    lines.join("\n")
}

/// The lines of a log, each with its `time`, `severity`, `container` and `message`, where it has them.
pub(in crate::cli) fn records(value: &Value) -> Vec<Value> {
    let lines = value["lines"].as_array().into_iter().flatten().filter_map(Value::as_str);
    lines.filter_map(|line| record(value["day"].as_str(), value["containers"] == true, line)).collect()
}

fn record(day: Option<&str>, has_container: bool, line: &str) -> Option<Value> {
    let mut record = Map::new();
    let rest = if let Some(rest) = line.strip_prefix("(no time) ") {
        rest
    } else {
        let (day, rest) = day.map_or_else(|| line.split_once(' '), |day| Some((day, line)))?;
        let (time, rest) = rest.split_once(' ')?;
        record.insert("time".to_owned(), format!("{day}T{time}Z").into());
        rest
    };
    let (severity, rest) = rest.split_once(' ')?;
    if severity != "info" {
        record.insert("severity".to_owned(), severity.into());
    }
    let container = rest.strip_prefix('[').and_then(|rest| rest.split_once("] ")).filter(|_| has_container);
    if let Some((container, _)) = container {
        record.insert("container".to_owned(), container.into());
    }
    record.insert("message".to_owned(), container.map_or(rest, |(_, message)| message).into());
    Some(Value::Object(record))
}

/// A line with its time and container; what it goes on with stands below it, also where it is too long for the width.
pub(in crate::cli) fn line(line: &Value, width: Option<usize>) -> String {
    let time = line["time"].as_str().unwrap_or_default().chars().take(TIME).collect::<String>().replace('T', " ");
    let mut head = painted(DIM, printable(&time));
    if let Some(container) = line["container"].as_str() {
        head.push_str(&format!(" {}", painted(NAME, printable(container))));
    }
    let style = match line["severity"].as_str().unwrap_or_default() {
        "emergency" | "alert" | "critical" | "error" => BAD,
        "warning" => WARN,
        _ => anstyle::Style::new(),
    };
    let message = printable(line["message"].as_str().unwrap_or_default());
    let room = width.and_then(|width| width.checked_sub(columns(&head) + 1)).filter(|room| *room >= LEAST);
    let parts = match room {
        Some(room) => wrap::words(&message, room),
        None => message.split('\n').map(str::to_owned).collect(),
    };
    let message: Vec<String> = parts.into_iter().map(|part| painted(style, part)).collect();
    let indent = " ".repeat(TIME + 1);
    format!("{head} {}", message.join(&format!("\n{indent}")))
}

/// What a program wrote, below what it is about.
pub(super) fn indented(lines: &[Value]) -> String {
    let lines = lines.iter().filter_map(Value::as_str).map(|line| format!("  {}", printable(line)));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_log_is_lines_and_nothing_said_is_said() {
        let value = json!({ "service": "api", "day": "2026-01-02", "lines": [
            "03:04:05.678 error one\n  two\u{7}", "03:04:06.000 info [x] three",
        ]});
        let shown = anstream::adapter::strip_str(&of(&value, None)).to_string();
        assert_eq!(shown, "2026-01-02 03:04:05 one\n                      two\\u{7}\n2026-01-02 03:04:06 [x] three");
        let several =
            json!({ "containers": true, "lines": ["2026-01-02 03:04:05.6 notice [c1] one", "(no time) info [c2] "] });
        assert_eq!(
            records(&several),
            [
                json!({ "time": "2026-01-02T03:04:05.6Z", "severity": "notice", "container": "c1", "message": "one" }),
                json!({ "container": "c2", "message": "" }),
            ]
        );
        let none = anstream::adapter::strip_str(&of(&json!({ "service": "api", "lines": [] }), None)).to_string();
        assert_eq!(none, "api: no lines");
        let long = json!({ "time": "2026-01-02T03:04:05Z", "message": "words that are folded and not broken" });
        let shown = anstream::adapter::strip_str(&line(&long, Some(45))).to_string();
        assert_eq!(shown, "2026-01-02 03:04:05 words that are folded and\n                    not broken");
    }
}
