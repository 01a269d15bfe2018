//! Lines of a log as lines.

use serde_json::Value;

use crate::cli::output::{BAD, DIM, NAME, WARN, painted, printable};
use crate::cli::words;
use crate::domain::call::NextCall;

/// The characters of a time of which nobody reads more: `2026-01-02T03:04:05`.
const TIME: usize = 19;

/// A log, the oldest line first, and what is to be known of it.
pub(super) fn of(value: &Value) -> String {
    let text = |key: &str| value[key].as_str().map(printable);
    let mut lines: Vec<String> = value["lines"].as_array().into_iter().flatten().map(line).collect();
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

/// A line with its time and container; what it goes on with stands below it.
pub(in crate::cli) fn line(line: &Value) -> String {
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
    let message: Vec<String> = message.split('\n').map(|part| painted(style, part)).collect();
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
        let value = json!({ "service": "api", "lines": [
            { "time": "2026-01-02T03:04:05.678Z", "message": "one\n  two\u{7}", "severity": "error" },
            { "time": "2026-01-02T03:04:06Z", "container": "c1", "message": "three" },
        ]});
        let shown = anstream::adapter::strip_str(&of(&value)).to_string();
        assert_eq!(shown, "2026-01-02 03:04:05 one\n                      two\\u{7}\n2026-01-02 03:04:06 c1 three");
        let none = anstream::adapter::strip_str(&of(&json!({ "service": "api", "lines": [] }))).to_string();
        assert_eq!(none, "api: no lines");
    }
}
