//! What the answer of a call says as JSON.

use rmcp::model::CallToolResult;
use serde_json::Value;
use zcp::cli::client::text_of;
use zcp::domain::failure::failure_of;

/// The failure in a result that must be one.
pub(crate) fn failure_in(result: &CallToolResult) -> Value {
    let text = text_of(result);
    assert_eq!(result.is_error, Some(true), "{text}");
    failure_in_text(&text)
}

/// The failure in the text of a result.
pub(crate) fn failure_in_text(text: &str) -> Value {
    failure_of(text).unwrap_or_else(|| panic!("no failure: {text}"))
}

/// The record of a success, or the failure.
pub(crate) fn json_of(result: &CallToolResult) -> Value {
    match &result.structured_content {
        Some(record) => record.clone(),
        None => failure_in(result),
    }
}
