//! The answer of a tool: laid out for people, as the text that an agent reads where `zcp call` writes into a
//! pipe, or as one line of JSON.

use std::process::ExitCode;

use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::Value;

use super::client::text_of;
use super::people::{self, Called};
use super::problem::Problem;
use super::{failure, json, output, terminal, wrap};
use crate::domain::decode;
use crate::domain::failure::failure_of;

/// How an answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One line of JSON.
    Json,
    /// Laid out on a terminal, what an agent reads elsewhere.
    Agent,
    /// Laid out wherever it goes.
    People,
}

/// Prints a result to standard output, or a failure to standard error.
pub(super) fn show(called: Called<'_>, result: &CallToolResult, form: Form) -> Result<ExitCode, Problem> {
    let is_failure = result.is_error == Some(true);
    let width = terminal::width();
    match form {
        Form::Json => {
            let text = result.structured_content.as_ref().map_or_else(|| failure_json(result), output::json);
            output::line(&text)?;
        }
        _ if is_failure => {
            let text = text_of(result);
            let failure = failure_of(&text);
            let shown = failure.map(|failure| failure::text(Some(called.spec), &failure));
            let shown = shown.unwrap_or_else(|| output::printable(&text));
            output::error_line(&wrap::page(&shown, terminal::error_width()));
        }
        Form::Agent if width.is_none() => {
            let text = text_of(result);
            let value = serde_json::from_str::<Value>(&text).ok();
            output::line(&value.map_or_else(|| output::printable(&text), |value| json::pretty(&value)))?;
        }
        Form::Agent | Form::People => output::line(&people::of(called, result, width))?,
    }
    Ok(code_of(called, result))
}

/// A failure without the log that it quotes, for whoever has just read all of that.
pub(super) fn without_log(result: CallToolResult) -> CallToolResult {
    let failure = (result.is_error == Some(true)).then(|| failure_of(&text_of(&result))).flatten();
    let Some(mut failure) = failure else { return result };
    if let Some(fields) = failure["fields"].as_array_mut() {
        fields.retain(|field| !failure::is_log(field["field"].as_str().unwrap_or_default()));
    }
    CallToolResult::error(vec![ContentBlock::text(failure.to_string())])
}

/// 1 for a failure and for a check that did not pass, 2 where the arguments cannot be such.
fn code_of(called: Called<'_>, result: &CallToolResult) -> ExitCode {
    if result.is_error == Some(true) {
        let is_misuse = decode::decode(&called.spec.params, called.arguments.clone()).is_err();
        return if is_misuse { ExitCode::from(Problem::USAGE) } else { ExitCode::FAILURE };
    }
    let fails = |key: &str| result.structured_content.as_ref().is_some_and(|value| value[key] == false);
    if ["healthy", "valid", "ok"].into_iter().any(fails) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The JSON of a failure.
fn failure_json(result: &CallToolResult) -> String {
    let text = text_of(result);
    failure_of(&text).map_or(text, |failure| output::json(&failure))
}
