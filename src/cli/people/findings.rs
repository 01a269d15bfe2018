//! What is wrong with a document, as a compiler says it: `api.yaml:2:14: error: …` and the line.

use std::path::Path;

use serde_json::{Map, Value};

use crate::cli::output::{BAD, DIM, GOOD, WARN, painted, printable};
use crate::files;

/// The largest document of which lines are shown; the tool reads no larger one.
const MOST_BYTES: u64 = 512 * 1024;
/// Where values are that are nobody's but their owner's.
const SECRETS: &[&str] = &["envSecrets", "dotEnvSecrets", "envVariables"];

/// The findings in the order of the document, then the verdict.
pub(super) fn of(arguments: &Map<String, Value>, value: &Value) -> String {
    let file = arguments.get("filePath").and_then(Value::as_str);
    let given = arguments.get("content").and_then(Value::as_str).map(str::to_owned);
    let text = given.or_else(|| file.and_then(read)).unwrap_or_default();
    let name = printable(file.unwrap_or("document"));
    let findings = value["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut lines: Vec<String> = findings.iter().map(|finding| finding_text(&name, &text, finding)).collect();
    if let Some(omitted) = value["omitted"].as_i64() {
        lines.push(painted(DIM, format!("{omitted} more are not shown")));
    }
    let kind = value["type"].as_str().unwrap_or("document");
    lines.push(if value["valid"] == true {
        let warnings = if findings.is_empty() { "" } else { ", with warnings" };
        format!("{} {name} is a valid {kind}{warnings}", painted(GOOD, "✓"))
    } else {
        format!("{} {name} is no valid {kind}", painted(BAD, "✗"))
    });
    if let Some(against) = value["checkedAgainst"].as_str() {
        lines.push(painted(DIM, format!("checked against {}", printable(against))));
    }
    lines.join("\n")
}

fn read(file: &str) -> Option<String> {
    let file = files::open_named(Path::new(file)).ok()?;
    String::from_utf8(files::bounded(file, MOST_BYTES).ok()?).ok()
}

fn finding_text(name: &str, text: &str, finding: &Value) -> String {
    let said = |key: &str| printable(finding[key].as_str().unwrap_or_default());
    let at = |key: &str| finding[key].as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or(1).max(1);
    let (line, column) = (at("line"), at("column"));
    let style = if said("severity") == "error" { BAD } else { WARN };
    let place = if said("path").is_empty() { String::new() } else { format!("{}: ", said("path")) };
    let head = format!("{name}:{line}:{column}: {}: {place}{}", painted(style, said("severity")), said("message"));
    let mut lines = vec![head];
    if let Some(source) = text.lines().nth(line - 1) {
        let number = format!("{line:>5} | ");
        lines.push(format!("{}{}", painted(DIM, &number), printable(&shown(source, &said("path")))));
        // Tabs stay, so that the mark stands below what it is about.
        let before: String = source.chars().take(column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        lines.push(format!("{}{before}{}", painted(DIM, "      | "), painted(style, "^")));
    }
    if !said("fix").is_empty() {
        lines.push(format!("      {} {}", painted(DIM, "="), said("fix")));
    }
    lines.join("\n")
}

/// A line without the value of what may be a secret.
fn shown(source: &str, path: &str) -> String {
    if !SECRETS.iter().any(|secret| path.contains(secret)) {
        return source.to_owned();
    }
    source.split_once(": ").map_or_else(|| "…".to_owned(), |(key, _)| format!("{key}: …"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(content: &str, finding: &Value) -> String {
        let arguments = json!({ "content": content });
        let valid = finding["severity"] != "error";
        let value = json!({ "valid": valid, "type": "import.yml", "findings": [finding] });
        anstream::adapter::strip_str(&of(arguments.as_object().expect("an object"), &value)).to_string()
    }

    #[test]
    fn a_finding_stands_below_its_place() {
        let finding = json!({ "severity": "error", "path": "services[0].type", "line": 2, "column": 11,
            "message": "no such type", "fix": "Use nodejs@22." });
        let text = "\
document:2:11: error: services[0].type: no such type
    2 |     type: nodej@22
      |           ^
      = Use nodejs@22.
✗ document is no valid import.yml";
        assert_eq!(told("services:\n    type: nodej@22\n", &finding), text);
    }

    #[test]
    fn a_secret_is_not_shown_with_its_line() {
        let finding = json!({ "severity": "warning", "path": "services[0].envSecrets.KEY", "line": 1, "column": 1, "message": "x" });
        let shown = told("KEY: hunter2-s3cr3t", &finding);
        assert!(shown.contains("KEY: …") && !shown.contains("hunter2"), "{shown}");
    }
}
