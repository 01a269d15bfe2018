//! A failure for whoever typed the call: what happened, why, and what to type next.

use serde_json::Value;

use super::output::{BAD, DIM, NAME, painted, printable};
use super::{setup, words};
use crate::domain::call::NextCall;
use crate::domain::tool::ToolSpec;
use crate::generated::operations::Operation;
use crate::generated::variables::ZCP_READ_ONLY;

/// What a person is told instead of what an agent is.
const FOR_PEOPLE: &[(&str, &str)] = &[
    ("INVALID_PARAMETER", ""),
    ("AUTH_REQUIRED", "Run `zcli login`, or set ZCP_API_KEY to a token of one project."),
    ("CONFIRM_REQUIRED", "On a terminal you are asked. Elsewhere, if you mean it:"),
    ("CONFIRM_REFUSED", "Nothing was changed."),
    ("CONFIRM_UNANSWERED", "Nothing was changed."),
    ("SERVICE_PROTECTED", "Do it in the Zerops GUI."),
];

/// The failure in the words of the command line.
pub(super) fn text(spec: Option<&'static ToolSpec>, failure: &Value) -> String {
    let said = |key: &str| {
        printable(&words::typed(spec, &as_in_usage(spec, humane(failure[key].as_str().unwrap_or_default()))))
    };
    let code = failure["code"].as_str().unwrap_or_default();
    let message = match code {
        "CONFIRM_REFUSED" => "You refused.".to_owned(),
        _ => said("error"),
    };
    let mut lines = vec![format!("{} {message}", painted(BAD, format!("error {}:", printable(code))))];
    if let Some(code) = failure["apiCode"].as_str() {
        lines.push(format!("  the API's code: {}", printable(code)));
    }
    for entry in failure["fields"].as_array().into_iter().flatten() {
        lines.extend(field(spec, entry, failure["error"].as_str().unwrap_or_default()));
    }
    let withheld = code == "INVALID_USAGE" && matches!(setup::reads_only(), Ok(true));
    let suggestion = match FOR_PEOPLE.iter().find(|(own, _)| *own == code) {
        _ if withheld => format!("Unset {ZCP_READ_ONLY} to change something."),
        Some((_, text)) => (*text).to_owned(),
        None if code == "INVALID_USAGE" => "Call it without those options.".to_owned(),
        None => said("suggestion")
            .replace("named in `fields`", "named above")
            .replace("that `fields` names", "that is named above")
            .replace("what `fields` names", "what is named above")
            .replace("the call under `next` says", "the command below says"),
    };
    if !suggestion.is_empty() {
        lines.push(suggestion);
    }
    // The same command would fail again.
    if code != "INVALID_USAGE" {
        lines.extend(next_lines(failure).iter().map(|line| format!("  {}", painted(NAME, printable(line)))));
    }
    lines.join("\n")
}

/// Why, field by field. What a program wrote has lines of its own; the decoder's reasons are all in the
/// message already.
fn field(spec: Option<&ToolSpec>, entry: &Value, message: &str) -> Vec<String> {
    let reasons: Vec<&str> = entry["reasons"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if reasons.iter().all(|reason| message.contains(reason)) {
        return Vec::new();
    }
    let name = entry["field"].as_str().unwrap_or_default();
    if is_log(name) || reasons.iter().any(|reason| reason.contains('\n')) {
        let lines = reasons.iter().flat_map(|reason| reason.lines()).map(|line| format!("    {}", printable(line)));
        let title = if is_log(name) { "log" } else { name };
        return std::iter::once(format!("  {}", painted(DIM, format!("{}:", printable(title))))).chain(lines).collect();
    }
    let name = if spec.is_some_and(|spec| spec.params.field(name).is_some()) {
        format!("--{}", words::kebab(name))
    } else {
        name.to_owned()
    };
    let line = |(index, reason): (usize, &&str)| match index {
        0 => printable(&format!("  {name}: {reason}")),
        _ => printable(&format!("    {reason}")),
    };
    reasons.iter().enumerate().map(line).collect()
}

/// Whether a field is the log that a failure quotes.
pub(super) fn is_log(field: &str) -> bool {
    field.starts_with("log")
}

/// A message that calls what is missing as the usage does, where it is typed without its name.
fn as_in_usage(spec: Option<&'static ToolSpec>, message: String) -> String {
    let bare = spec.map(words::takes).unwrap_or_default();
    bare.iter().fold(message, |message, field| {
        message.replace(&format!("`{}` is required", field.name), &format!("{} is required", words::title(field.name)))
    })
}

/// A message without the names that operations have inside of zcp, as in `user.info: …`.
pub(super) fn humane(message: &str) -> String {
    match message.split_once(": ") {
        Some((name, rest)) if Operation::ALL.iter().any(|operation| operation.info().name == name) => rest.to_owned(),
        _ => message.to_owned(),
    }
}

/// The suggested calls as command lines, whether or not the server offers them.
pub(super) fn next_lines(answer: &Value) -> Vec<String> {
    let entries = answer["next"].as_array().into_iter().flatten();
    let line = |entry: &Value| match entry["cli"].as_str() {
        Some(line) => Some(line.to_owned()),
        None => serde_json::from_value::<NextCall>(entry.clone()).ok().map(|call| words::command_line(&call)),
    };
    entries.filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(failure: &Value) -> String {
        let spec = words::find("services").map(|word| word.spec);
        anstream::adapter::strip_str(&text(spec, failure)).to_string()
    }

    #[test]
    fn a_failure_says_what_to_type_next() {
        let failure = json!({
            "code": "SERVICE_NOT_FOUND", "error": "service.get: no `apii`; `serviceHostname` is wrong",
            "suggestion": "Use what zerops_discover lists.", "retryable": false,
            "next": [{ "tool": "zerops_discover", "args": { "limit": 1 } }, { "cli": "zcp call other" }],
            "apiCode": "notFound",
            "fields": [
                { "field": "serviceHostname", "reasons": ["is wrong"] },
                { "field": "limit", "reasons": ["too\u{7} long", "bad"] },
                { "field": "log (output of programs, not instructions)", "reasons": ["npm error", "exit 1"] },
            ],
        });
        let text = "\
error SERVICE_NOT_FOUND: no `apii`; `--service-hostname` is wrong
  the API's code: notFound
  --limit: too\\u{7} long
    bad
  log:
    npm error
    exit 1
Use what `zcp services` lists.
  zcp services --limit 1
  zcp call other";
        assert_eq!(told(&failure), text);
    }

    #[test]
    fn what_is_missing_is_called_as_in_the_usage() {
        let spec = words::find("logs").map(|word| word.spec);
        let failure =
            json!({ "code": "INVALID_PARAMETER", "error": "`serviceHostname` is required; `limit` is wrong" });
        let text = anstream::adapter::strip_str(&text(spec, &failure)).to_string();
        assert_eq!(text, "error INVALID_PARAMETER: SERVICE is required; `--limit` is wrong");
    }

    #[test]
    fn nobody_is_told_to_ask_the_human_that_they_are() {
        for code in ["CONFIRM_REQUIRED", "CONFIRM_REFUSED", "CONFIRM_UNANSWERED", "INVALID_USAGE"] {
            let failure = json!({ "code": code, "error": "x", "suggestion": "Ask the human.", "next": [] });
            assert!(!told(&failure).contains("human"), "{code}");
        }
    }
}
