//! Results and failures as the protocol carries them.

use rmcp::model::{CallToolResult, ContentBlock};
use serde_json::{Value, json};

use super::offer::Offer;
use crate::domain::call::NextCall;
use crate::domain::failure::Failure;
use crate::domain::outcome::{Render, Success};
use crate::domain::tool::ToolSpec;

/// A success: the record as structured content, and one text block that stands alone.
#[must_use]
pub fn success(spec: &ToolSpec, offer: &Offer, success: Success) -> CallToolResult {
    let Success { mut value, render } = success;
    debug_assert!(value.is_object(), "{}: a record is a JSON object", spec.name);
    show_as_offered(&mut value, offer);
    let text = match render {
        Render::Text => value.get("text").and_then(Value::as_str).map(str::to_owned),
        Render::Lines(lines) => Some(with_next(lines, &value)),
        Render::Json => None,
    };
    let text = text.unwrap_or_else(|| value.to_string());
    let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
    result.structured_content = Some(value);
    check_budget(spec, &result);
    result
}

/// Lines with the calls to make next, one a line.
fn with_next(mut lines: String, value: &Value) -> String {
    for call in value.get("next").and_then(Value::as_array).into_iter().flatten() {
        lines.push_str(&format!("\nnext: {call}"));
    }
    lines
}

/// A failure: its JSON as the only text block. There is no structured content, because clients
/// hold it against the output schema even when the result is an error.
#[must_use]
pub fn failure(spec: &ToolSpec, offer: &Offer, failure: &Failure) -> CallToolResult {
    let result = CallToolResult::error(vec![ContentBlock::text(failure_value(offer, failure).to_string())]);
    check_budget(spec, &result);
    result
}

/// The JSON of a failure, with its `next` calls as this server offers them.
#[must_use]
pub fn failure_value(offer: &Offer, failure: &Failure) -> Value {
    let mut value = serde_json::to_value(failure)
        .unwrap_or_else(|_| json!({ "code": failure.code, "error": failure.error, "next": [] }));
    show_as_offered(&mut value, offer);
    value
}

/// Rewrites the calls of every `next` that this server does not offer into command lines.
fn show_as_offered(value: &mut Value, offer: &Offer) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| show_as_offered(item, offer)),
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::Array(calls) if name == "next" => calls.iter_mut().for_each(|call| as_offered(call, offer)),
                    other => show_as_offered(other, offer),
                }
            }
        }
        _ => {}
    }
}

fn as_offered(entry: &mut Value, offer: &Offer) {
    if let Ok(call) = serde_json::from_value::<NextCall>(entry.clone())
        && !offer.offers(&call)
    {
        *entry = json!({ "cli": call.command_line() });
    }
}

/// A result over its budget is a defect of the operation. It is only weighed where that is looked
/// for: writing every result twice would cost each call as much as the call itself.
fn check_budget(spec: &ToolSpec, result: &CallToolResult) {
    if cfg!(debug_assertions) {
        let size = serde_json::to_vec(result).map_or(0, |bytes| bytes.len());
        assert!(size <= spec.budget_bytes, "{}: {size} bytes of {}", spec.name, spec.budget_bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::failure::Detail;
    use crate::generated::errors::INTERNAL_ERROR;
    use crate::generated::registry::TOOLS;
    use crate::mcp::offer::Filter;

    #[cfg(debug_assertions)]
    #[test]
    #[should_panic(expected = "bytes of")]
    fn a_failure_over_the_budget_of_its_tool_is_a_defect() {
        let spec = TOOLS[0].spec;
        let offer = Offer::new(TOOLS, &Filter::default()).expect("the filter is valid");
        let message = "x".repeat(spec.budget_bytes);
        let _ = failure(spec, &offer, &Failure::new(&INTERNAL_ERROR, Detail { message, ..Detail::default() }));
    }
}
