//! The answer of a tool for a person: laid out on a terminal, as plain text or indented JSON in a
//! pipe, and a failure in the words that an agent reads.

use std::process::ExitCode;

use rmcp::model::CallToolResult;
use serde_json::Value;

use super::client::text_of;
use super::problem::Problem;
use super::{json, output, terminal, view};
use crate::domain::call::NextCall;

fn code_of(result: &CallToolResult) -> ExitCode {
    if result.is_error == Some(true) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Prints the structured result, or the failure, which is the text itself, as one line.
pub(super) fn show_json(result: &CallToolResult) -> Result<ExitCode, Problem> {
    let text = result.structured_content.as_ref().map_or_else(|| failure_json(result), output::json);
    output::line(&text)?;
    Ok(code_of(result))
}

/// The JSON of a failure, which is its text.
fn failure_json(result: &CallToolResult) -> String {
    let text = text_of(result);
    serde_json::from_str(&text).map_or(text, |failure: Value| output::json(&failure))
}

/// Prints the result; a failure goes to standard error.
pub(super) fn show(result: &CallToolResult) -> Result<ExitCode, Problem> {
    let text = text_of(result);
    let value = serde_json::from_str::<Value>(&text).ok();
    if result.is_error == Some(true) {
        output::error_line(&value.map_or_else(|| output::printable(&text), |failure| failure_text(&failure)));
        return Ok(code_of(result));
    }
    let structured = result.structured_content.as_ref();
    let laid_out = terminal::width().zip(structured).and_then(|(width, structured)| view::of(structured, width));
    let shown = match (laid_out, value) {
        (Some(laid_out), _) => laid_out,
        (None, Some(value)) => json::pretty(&value),
        (None, None) => output::printable(&text),
    };
    output::line(&shown)?;
    Ok(code_of(result))
}

/// A failure for a person: what happened, why field by field, and what to type next.
pub(super) fn failure_text(failure: &Value) -> String {
    let text = |key: &str| output::printable(failure[key].as_str().unwrap_or_default());
    let message = text("error");
    let mut lines = vec![format!("{} {message}", output::painted(output::BAD, format!("error {}:", text("code"))))];
    if let Some(code) = failure["apiCode"].as_str() {
        lines.push(format!("  the API's code: {}", output::printable(code)));
    }
    for entry in failure["fields"].as_array().into_iter().flatten() {
        let reasons: Vec<&str> = entry["reasons"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        // The decoder's reasons are all in the message already.
        if !reasons.iter().all(|reason| message.contains(reason)) {
            let field = entry["field"].as_str().unwrap_or_default();
            lines.push(output::printable(&format!("  {field}: {}", reasons.join("; "))));
        }
    }
    if !text("suggestion").is_empty() {
        lines.push(text("suggestion"));
    }
    for line in next_lines(failure) {
        lines.push(format!("  {}", output::painted(output::NAME, output::printable(&line))));
    }
    lines.join("\n")
}

/// The suggested calls as command lines, whether or not the server offers them.
pub(super) fn next_lines(answer: &Value) -> Vec<String> {
    let entries = answer["next"].as_array().into_iter().flatten();
    let line = |entry: &Value| match entry["cli"].as_str() {
        Some(line) => Some(line.to_owned()),
        None => serde_json::from_value::<NextCall>(entry.clone()).ok().map(|call| call.command_line()),
    };
    entries.filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::failure_text;

    #[test]
    fn a_failure_says_what_to_type_next() {
        let failure = json!({
            "code": "SERVICE_NOT_FOUND", "error": "no `apii`; `x` is wrong", "suggestion": "Look.", "retryable": false,
            "next": [{ "tool": "zerops_discover", "args": { "limit": 1 } }, { "cli": "zcp call other" }],
            "apiCode": "notFound",
            "fields": [{ "field": "x", "reasons": ["is wrong"] }, { "field": "a.b", "reasons": ["too\u{7} long", "bad"] }],
        });
        let text = anstream::adapter::strip_str(&failure_text(&failure)).to_string();
        assert_eq!(
            text,
            "error SERVICE_NOT_FOUND: no `apii`; `x` is wrong\n  the API's code: notFound\n  a.b: too\\u{7} long; bad\n\
             Look.\n  zcp call zerops_discover --limit 1\n  zcp call other"
        );
    }
}
