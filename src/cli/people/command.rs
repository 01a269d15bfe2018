//! What a command wrote, as it would stand on a terminal, and how it ended.

use serde_json::Value;

use crate::cli::output::{BAD, DIM, GOOD, painted, printable};

/// Standard output, standard error, the end.
pub(super) fn of(value: &Value) -> String {
    let text = |key: &str| value[key].as_str().map(|text| printable(text.trim_end_matches('\n')));
    let mut lines: Vec<String> = text("stdout").into_iter().collect();
    lines.extend(text("stderr").map(|text| painted(BAD, text)));
    let (service, code) = (text("service").unwrap_or_default(), &value["exitCode"]);
    let signal = text("signal").map(|signal| format!(", signal {signal}")).unwrap_or_default();
    let end = format!("{service}: exit code {code}{signal} after {} s", value["seconds"]);
    let (style, mark) = if value["ok"] == true { (GOOD, "✓") } else { (BAD, "✗") };
    lines.push(format!("{} {end}", painted(style, mark)));
    lines.extend(text("note").map(|note| painted(DIM, note)));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of;

    #[test]
    fn a_command_is_shown_as_it_would_write() {
        let shown = |value| anstream::adapter::strip_str(&of(&value)).to_string();
        let ended = json!({"service": "api", "ok": true, "exitCode": 0, "seconds": 2, "stdout": "a\nb\n"});
        assert_eq!(shown(ended), "a\nb\n✓ api: exit code 0 after 2 s");
        let ended = json!({"service": "api", "ok": false, "exitCode": 137, "signal": "KILL", "seconds": 1, "stderr": "x\u{1b}\n",
            "note": "It was ended."});
        assert_eq!(shown(ended), "x\\u{1b}\n✗ api: exit code 137, signal KILL after 1 s\nIt was ended.");
    }
}
